"""Folders of evidence with pipelines of several files, in tests."""

from pathlib import Path
from textwrap import dedent

from generator.facts.history import History
from generator.model.evidence import Gap
from generator.model.pipeline import PipelineSnapshot
from generator.workspace.folder import Workspace
from tests.evidence_read import read_all

SYSTEM = "system: {name: Shop}\n"


def folder(root: Path, files: dict[str, str]) -> Workspace:
    """A workspace with these files below evidence/pipelines/."""
    (root / "system.yaml").write_text(SYSTEM)
    for name, text in files.items():
        path = root / "evidence" / "pipelines" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"))
    return Workspace.open(root)


def pipelines(root: Path, files: dict[str, str]) -> tuple[tuple[PipelineSnapshot, ...], list[Gap]]:
    """The pipelines that count, and the gaps."""
    snapshots, gaps = read_all(folder(root, files), lambda _what, _done, _all: None)
    return History.of(snapshots).pipelines(), gaps


def pipeline(root: Path, files: dict[str, str]) -> PipelineSnapshot:
    """The one pipeline that all of them are."""
    (one,), gaps = pipelines(root, files)
    assert not gaps
    return one
