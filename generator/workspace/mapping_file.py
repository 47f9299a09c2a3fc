"""The mapping file of a workspace, `decisions/diagram-mapping.yaml`: answers of people are added behind what stands there."""

from functools import partial
from pathlib import Path

from generator.errors import ConfigError
from generator.file_loading import refuse_links
from generator.graph.mapping_text import with_decisions
from generator.graph.match_questions import MatchDecision
from generator.workspace.decisions import MAPPING
from generator.workspace.whole_file import put_file


def write_mapping(root: Path, decided: MatchDecision) -> Path:
    """Put the decisions into the workspace's mapping file.

    Raises:
        ConfigError: the file is a link, or wrong, or was changed in the meantime.
    """
    path = root / "decisions" / MAPPING
    refuse_links(path, path.parent, where=str(path), next_step="put the file itself there")
    before = _content(path)
    text = with_decisions(before.decode("utf-8"), decided.matches, decided.nothing, file=f"decisions/{MAPPING}")
    put_file(path, text.encode("utf-8"), last_look=partial(_require_same, path, before))
    return path


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _require_same(path: Path, before: bytes) -> None:
    if _content(path) != before:
        raise ConfigError("the file was changed in the meantime", where=str(path), next_step="run `atopack match` again")
