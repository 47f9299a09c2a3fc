"""What a page asks of the files of a workspace, and what it sees of changes by other programs."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from review_client import sample_copy

from generator.review.assessment import AssessmentCache
from generator.review.workspace_look import look_at

DAY = date(2026, 11, 20)
SCAN = "evidence/scans/2026-11/scan.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("system.yaml", "decisions/waivers.yaml", SCAN, "output/x/report.html", ".git/HEAD"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a")
    return tmp_path


def earlier(path: Path) -> None:
    """As if it was changed an hour ago, so that another change has another time."""
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 3600))


@pytest.mark.parametrize("name", ["system.yaml", "decisions/waivers.yaml", "decisions/new.yaml", "narratives/AC-2.md"])
def test_every_page_sees_what_people_write(root: Path, name: str) -> None:
    before = look_at(root)
    assert before.holds()
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("ab")
    assert not before.holds()
    assert look_at(root).fingerprint != before.fingerprint


def test_every_page_sees_evidence_come_and_go(root: Path) -> None:
    folder = (root / SCAN).parent
    earlier(folder)
    before = look_at(root)
    (folder / "other.json").write_text("b")
    assert not before.holds()
    earlier(folder)
    between = look_at(root)
    assert between.fingerprint != before.fingerprint
    (root / SCAN).unlink()
    assert not between.holds()
    (folder / "other.json").unlink()
    gone = look_at(root)
    folder.rmdir()
    assert not gone.holds()


def test_evidence_that_is_written_over_changes_the_next_whole_look_alone(root: Path) -> None:
    before = look_at(root)
    with (root / SCAN).open("a") as file:
        file.write("b")
    assert before.holds()
    assert look_at(root).fingerprint != before.fingerprint


def test_built_packages_and_git_are_not_asked(root: Path) -> None:
    before = look_at(root)
    for name in ("output/x/report.html", "output/new", ".git/HEAD"):
        (root / name).write_text("more")
    assert before.holds()
    assert look_at(root) == before


def test_a_file_that_goes_while_it_is_looked_at_is_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.walk
    expected = look_at(root)

    def walk(top: str):
        for folder, names, files in real(top):
            yield folder, names, [*files, "just-went.new"] if folder.endswith("decisions") else files

    monkeypatch.setattr(os, "walk", walk)
    assert look_at(root).fingerprint != expected.fingerprint  # its name was listed
    monkeypatch.undo()
    assert look_at(root) == expected


def test_links_are_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "evidence").rename(elsewhere / "evidence")
    (root / "evidence").symlink_to(elsewhere / "evidence")
    before = look_at(root)
    (elsewhere / "evidence/new.json").write_text("b")
    assert before.holds()
    assert look_at(root) == before


def test_a_page_is_ten_seconds_behind_at_most_and_a_write_never(tmp_path: Path) -> None:
    root = sample_copy(tmp_path)
    clock = [datetime(2026, 11, 20, 8, tzinfo=UTC)]
    cache = AssessmentCache(root, lambda: DAY, lambda: clock[0])
    first = cache.shown()
    (scan, *_) = sorted((root / "evidence/scans").rglob("trivy-*.json"))
    text = scan.read_text()
    scan.write_text(f"{text}\n")
    assert cache.shown() is first
    assert (second := cache.current()) is not first
    assert cache.shown() is second
    scan.write_text(text + " ")
    clock[0] += timedelta(seconds=11)
    assert (third := cache.shown()) is not second
    scan.write_text(f"{text} \n")
    cache.written()
    assert (fourth := cache.shown()) is not third
    clock[0] -= timedelta(days=1)  # a clock that was set back never keeps a page old
    scan.write_text(f"  {text}")
    assert cache.shown() is not fourth
