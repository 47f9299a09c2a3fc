"""Evidence that other processes read is as if it had been read here."""

import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from other_threads import no_other_thread
from prerequisites import FORKS

from generator import Workspace
from generator.pipeline import parse as parsing
from generator.pipeline.load import load
from generator.pipeline.parse import Parsed, parse

SAMPLE = Path(__file__).parents[2] / "samples" / "parcel-tracker"
FAMILIES = Path(__file__).parents[1] / "parsers"
HERE = os.getpid()

forks = FORKS


@pytest.fixture(autouse=True, scope="module")
def _no_other_thread() -> None:
    """Beside a thread nothing is forked, and these would prove nothing."""
    no_other_thread()


def read(root: Path, jobs: int, cache: Path | None = None) -> Parsed:
    return parse(load(Workspace.open(root), date(2026, 11, 20)), lambda *_: None, cache, jobs=jobs)


def shown(parsed: Parsed) -> tuple[object, ...]:
    """All that was read, with the types of everything in it."""
    return parsed.snapshots, repr(parsed.snapshots), parsed.formats, parsed.pictures, parsed.gaps, parsed.set_aside


def files_of(folder: Path) -> list[Path]:
    """Two files of a format, the largest first: they have most kinds of value in them."""
    found = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".expected.json")]
    return sorted((path for path in found if path.stat().st_size < 100_000), key=lambda path: -path.stat().st_size)[:2]


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with a file named for each piece of evidence that another process read."""
    folder, whole = tmp_path / "read-elsewhere", parsing._read_one
    folder.mkdir()

    def noted(context: parsing._ReadingContext, path: str, history: parsing.ScanHistory | None) -> object:
        if os.getpid() != HERE:
            (folder / path.replace("/", "_")).touch()
        return whole(context, path, history)

    monkeypatch.setattr(parsing, "_read_one", noted)
    return folder


@forks
def test_the_sample_is_read_as_by_one_process(elsewhere: Path) -> None:
    assert shown(read(SAMPLE, 3)) == shown(read(SAMPLE, 1))
    assert len(list(elsewhere.iterdir())) > 1


@forks
def test_every_format_is_read_as_by_one_process(tmp_path: Path, elsewhere: Path) -> None:
    """What is read of each kind comes back whole from another process."""
    root = tmp_path / "system"
    root.mkdir()
    (root / "system.yaml").write_text("system: {id: formats, name: Formats, impact-level: moderate}\n")
    for number, folder in enumerate(sorted(FAMILIES.glob("*/testdata/*/"))):
        for file in files_of(folder):
            place = root / "evidence" / f"{number:03d}" / file.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)
    here, parted = read(root, 1), read(root, 3)
    assert shown(parted) == shown(here)
    assert len(here.formats) > 150
    assert len(list(elsewhere.iterdir())) > 50


@forks
@pytest.mark.parametrize("at", [0, 3])
def test_a_reader_that_is_killed_changes_nothing(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, expected, count = parsing._read_one, shown(read(SAMPLE, 1)), 0

    def killed(context: parsing._ReadingContext, path: str, history: parsing.ScanHistory | None) -> object:
        nonlocal count
        if os.getpid() != HERE and count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1
        return whole(context, path, history)

    monkeypatch.setattr(parsing, "_read_one", killed)
    assert shown(read(SAMPLE, 3)) == expected


@forks
def test_with_a_cache_evidence_is_read_here(tmp_path: Path, elsewhere: Path) -> None:
    """Which condensed scans were asked for is known to one process."""
    assert shown(read(SAMPLE, 3, tmp_path / "cache")) == shown(read(SAMPLE, 1))
    assert not list(elsewhere.iterdir())


def test_what_comes_after_reading_is_imported_while_others_read() -> None:
    """A command that imports it before would have nothing to do beside them."""
    code = (
        "import sys; from generator.cli import main, build; from generator.pipeline import stages, publish;"
        "later = ('oscal.bundle', 'oscal.package', 'checks.registry', 'renderers.registry', 'pipeline.render');"
        "print([name for name in later if f'generator.{name}' in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
