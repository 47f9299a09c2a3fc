"""A command that is killed anywhere leaves what a person made as it was, and the next run ends as if nothing had happened."""

import hashlib
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from fewer_documents import only_documents
from fork_server import ForkServer
from lxml import etree
from prerequisites import POSIX

from generator.pipeline.stages import build
from generator.workspace.folder import Workspace
from tests.content.made import kev
from tests.deliverables.export_made import small
from tests.word_editing import edited, paragraph, type_into

APPENDIX_A = "ssp/Appendix-A-Security-Controls.docx"
BUILT = "output/parcel-tracker"
_RECORD = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z")
DAY = ("--as-of", "2026-11-20")


def run(
    processes: ForkServer, root: Path, arguments: Sequence[str], points: Sequence[int] = ()
) -> subprocess.CompletedProcess[str]:
    """Killed before the last of the points."""
    numbers = ",".join(map(str, points))
    return processes.run("tests.seal.killed_process:main", (str(root), numbers, *arguments), root)


def state(root: Path) -> dict[str, str]:
    """Path to hash. A record of the monitor and a workbook have the time of writing in name or content, and no hash here.

    What an interrupted collection leaves (`.partial`) stays on purpose: the next build names it as a gap (`test_interrupted`).
    """
    return {
        _RECORD.sub("TIME", path.relative_to(root).as_posix()): "folder"
        if path.is_dir()
        else ""
        if _RECORD.search(path.name) or path.suffix == ".xlsx"
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.suffix != ".partial"
    }


@dataclass(frozen=True, kw_only=True)
class KilledCommand:
    name: str
    arguments: tuple[str, ...]
    writes: tuple[str, ...]
    """What it may change; everything else is a person's."""


COMMANDS = (
    KilledCommand(name="build", arguments=("build", ".", *DAY), writes=("output",)),
    KilledCommand(name="accept", arguments=("accept", BUILT, "--workspace", ".", "--draft"), writes=("previous",)),
    KilledCommand(name="content", arguments=("content", "add", "kev", "kev.json"), writes=("content",)),
    KilledCommand(name="monitor", arguments=("monitor", ".", *DAY), writes=("evidence",)),
    KilledCommand(
        name="export",
        arguments=("export", ".", "--for", "fedramp", *DAY, "--output", "handed"),
        writes=("handed",),
    ),
    KilledCommand(
        name="absorb",
        arguments=("absorb", "edited.docx", "--workspace", "."),
        writes=("narratives", "previous"),
    ),
    KilledCommand(name="review", arguments=("save-text", "."), writes=("narratives",)),
    KilledCommand(name="decisions", arguments=("decisions", "export", ".", "decisions.xlsx"), writes=("decisions.xlsx",)),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, processes: ForkServer) -> Path:
    """With a package, a file of CISA's to add, and an Appendix A that somebody typed into."""
    root = small(tmp_path_factory.mktemp("killed") / "ws")
    (root / "kev.json").write_bytes(kev([("CVE-2026-0001", "2026-11-01", "2026-11-22")]))
    assert "Traceback" not in run(processes, root, ("build", ".", "--as-of", "2026-11-19")).stderr
    (root / "edited.docx").write_bytes(edited(appendix_a(root, tmp_path_factory.mktemp("appendix")), _typed))
    return root


def appendix_a(root: Path, output: Path) -> bytes:
    with only_documents(APPENDIX_A):
        published = build(Workspace.open(root), output, date(2026, 11, 20), lambda *_: None)
    return (published.folder / APPENDIX_A).read_bytes()


def _typed(document: etree._Element) -> None:
    for control in ("AC-2", "CM-8", "IR-6"):
        type_into(document, f"role:{control}", "<w:r><w:t>Help desk</w:t></w:r>")
    type_into(document, "narrative:AC-2:a", paragraph("Two kinds of account."))


@POSIX
@pytest.mark.parametrize("killed", COMMANDS, ids=lambda killed: killed.name)
def test_killed_anywhere(killed: KilledCommand, workspace: Path, tmp_path: Path, processes: ForkServer) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(workspace, whole)
    before = state(whole)
    ended = run(processes, whole, killed.arguments)
    assert "Traceback" not in ended.stderr, ended.stderr
    changes = [line for line in ended.stdout.splitlines() if line.startswith("change ")]
    after = state(whole)
    assert after != before
    root = tmp_path / "killed"
    shutil.copytree(workspace, root)
    points = _points(changes)
    assert run(processes, root, killed.arguments, points).returncode == -9
    for at in reversed(points):
        if at != points[-1]:
            (tmp_path / f"killed.{at}").rename(root)
        left = state(root)
        assert {path: left.get(path) for path in before if not _may_change(path, killed)} == {
            path: value for path, value in before.items() if not _may_change(path, killed)
        }
        if any(_RECORD.search(path.name) for path in root.rglob("*")):
            time.sleep(1 - time.time() % 1)  # a record is named by its second, and the next one takes no name that is taken
        again = run(processes, root, killed.arguments)
        assert "Traceback" not in again.stderr, again.stderr
        assert state(root) == after, changes[at - 1]
        shutil.rmtree(root)


def _may_change(path: str, killed: KilledCommand) -> bool:
    return path.lstrip(".").startswith(killed.writes)


def _points(changes: Sequence[str]) -> list[int]:
    """One in the middle, every renaming among the last ones, and the last; before the first there is nothing to leave."""
    renames = [number for number, line in enumerate(changes, 1) if " os.rename " in line]
    return sorted({max(1, len(changes) // 2), *renames[-2:], len(changes)})
