"""A command that is killed anywhere leaves what a person made as it was, and the next run ends as if nothing had happened."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.content.made import kev
from tests.deliverables.export_made import small

ROOT = Path(__file__).parents[2]
DRIVER = Path(__file__).with_name("killed_process.py")
BUILT = "output/parcel-tracker"
_RECORD = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z")
DAY = ("--as-of", "2026-11-20")


def run(root: Path, at: int, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    return subprocess.run(
        [sys.executable, str(DRIVER), str(root), str(at), *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )


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
    KilledCommand(name="decisions", arguments=("decisions", "export", ".", "decisions.xlsx"), writes=("decisions.xlsx",)),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a package, and a file of CISA's to add."""
    root = small(tmp_path_factory.mktemp("killed") / "ws")
    (root / "kev.json").write_bytes(kev([("CVE-2026-0001", "2026-11-01", "2026-11-22")]))
    assert "Traceback" not in run(root, 0, ("build", ".", "--as-of", "2026-11-19")).stderr
    return root


@pytest.mark.parametrize("killed", COMMANDS, ids=lambda killed: killed.name)
def test_killed_anywhere(killed: KilledCommand, workspace: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(workspace, whole)
    before = state(whole)
    ended = run(whole, 0, killed.arguments)
    assert "Traceback" not in ended.stderr, ended.stderr
    changes = [line for line in ended.stdout.splitlines() if line.startswith("change ")]
    after = state(whole)
    assert after != before
    for at in _points(changes):
        root = tmp_path / f"killed-{at}"
        shutil.copytree(workspace, root)
        assert run(root, at, killed.arguments).returncode == -9
        left = state(root)
        assert {path: left.get(path) for path in before if not _may_change(path, killed)} == {
            path: value for path, value in before.items() if not _may_change(path, killed)
        }
        again = run(root, 0, killed.arguments)
        assert "Traceback" not in again.stderr, again.stderr
        assert state(root) == after, changes[at - 1]
        shutil.rmtree(root)


def _may_change(path: str, killed: KilledCommand) -> bool:
    return path.partition("/")[0].lstrip(".").startswith(killed.writes)


def _points(changes: Sequence[str]) -> list[int]:
    """The first change, one in the middle, every renaming among the last ones, and the last."""
    renames = [number for number, line in enumerate(changes, 1) if " os.rename " in line]
    return sorted({1, max(1, len(changes) // 2), *renames[-2:], len(changes)})
