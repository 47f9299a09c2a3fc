"""Files that a decision about an indicator names: evidence of the package, and texts of the assessor."""

import hashlib
from pathlib import Path

import pytest

from generator.errors import ConfigError
from generator.indicators.decisions import WrittenFiles
from generator.workspace.folder import Workspace
from generator.workspace.indicator_files import written_files


@pytest.fixture
def files(tmp_path: Path) -> WrittenFiles:
    (tmp_path / "system.yaml").write_text("system: {id: shop, impact-level: low}\n")
    for name, text in (("evidence/review.txt", "reviewed"), ("decisions/assessor.md", "It holds."), ("decisions/long.md", "x")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "decisions/long.md").write_bytes(b"x" * ((1 << 20) + 1))
    (tmp_path / "decisions/limit.md").write_bytes(b"x" * (1 << 20))
    return written_files(Workspace.open(tmp_path))


def test_evidence_is_cited_with_its_path_and_hash(files: WrittenFiles) -> None:
    source = files.evidence("evidence/review.txt")
    assert (source.path, source.sha256) == ("evidence/review.txt", hashlib.sha256(b"reviewed").hexdigest())


def test_what_is_no_evidence_is_refused_by_its_name(files: WrittenFiles) -> None:
    with pytest.raises(ConfigError, match=r"`evidence/other\.txt` is no evidence of this package"):
        files.evidence("evidence/other.txt")


def test_a_text_is_read_from_the_workspace_up_to_its_limit(files: WrittenFiles) -> None:
    assert files.text("decisions/assessor.md") == b"It holds."
    assert len(files.text("decisions/limit.md")) == 1 << 20
    with pytest.raises(ConfigError, match="no file, or larger than 1 MiB"):
        files.text("decisions/long.md")


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "decisions/missing.md"])
def test_no_path_out_of_the_workspace_or_to_nothing_is_followed(files: WrittenFiles, path: str) -> None:
    with pytest.raises(ConfigError):
        files.text(path)
