"""The mapping file of a workspace, `decisions/diagram-mapping.yaml`: answers of people are added behind what stands there."""

from pathlib import Path

from generator.errors import ConfigError
from generator.graph.mapping_text import with_decisions
from generator.graph.match_questions import MatchDecision
from generator.workspace.decisions import MAPPING


def write_mapping(root: Path, decided: MatchDecision) -> Path:
    """Put the decisions into the workspace's mapping file.

    Raises:
        ConfigError: the file is a link, or wrong, or was changed in the meantime.
    """
    path = root / "decisions" / MAPPING
    if path.is_symlink() or path.parent.is_symlink():
        raise ConfigError("the mapping file is a link", where=str(path), next_step="put the file itself there")
    path.parent.mkdir(exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    text = with_decisions(before.decode("utf-8"), decided.matches, decided.nothing, file=f"decisions/{MAPPING}")
    temporary = path.with_name(f".{MAPPING}.new")
    temporary.write_bytes(text.encode("utf-8"))
    if (path.read_bytes() if path.exists() else b"") != before:
        temporary.unlink()
        raise ConfigError("the file was changed in the meantime", where=str(path), next_step="run `atopack match` again")
    temporary.replace(path)
    return path
