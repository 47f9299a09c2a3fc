"""Undo: the last write of a browser, where nobody changed the file since."""

from pathlib import Path

import pytest
from review_client import ReviewClient, entered, sample_copy, workbench

NEW = {
    "check": "resource-limits",
    "subject": "parcel-ops/Deployment/debug-shell",
    "reason": "removed soon",
    "owner": "Dayo Okafor",
    "expires": "2026-12-15",
}


@pytest.fixture
def copied(tmp_path: Path) -> ReviewClient:
    return entered(workbench(sample_copy(tmp_path / "undo")))


def add(client: ReviewClient) -> None:
    client.post("/decisions/waivers/new/save", {"shown": client.shown("/decisions/waivers/new"), **NEW})


def test_the_last_write_is_undone_and_done_again(copied: ReviewClient) -> None:
    file = copied.bench.root / "decisions/waivers.yaml"
    before = file.read_bytes()
    assert "Undo the last write" not in copied.get("/month")
    copied.post("/undo", {}, status=422)
    add(copied)
    after = file.read_bytes()
    assert after != before
    assert 'name="back" value="/month?x=1"' in copied.get("/month?x=1")
    assert copied.post("/undo", {"back": "/month?x=1"}).headers["location"] == "/month?x=1"
    assert file.read_bytes() == before
    assert "Undone: decisions/waivers.yaml is as it was before." in copied.get("/month")
    copied.post("/undo", {"back": "https://evil.example"})
    assert file.read_bytes() == after
    copied.post("/undo", {})


def test_what_somebody_changed_since_stays(copied: ReviewClient) -> None:
    file = copied.bench.root / "decisions/waivers.yaml"
    add(copied)
    file.write_text(file.read_text() + "# a note\n")
    text = file.read_text()
    page = copied.post("/undo", {}, status=422).text
    assert "the file was changed since, and nothing was undone" in page
    assert "orrect it there" in page, "a person is told where to go on"
    assert file.read_text() == text


def test_it_is_of_one_browser(copied: ReviewClient) -> None:
    other = entered(copied.bench)
    assert "Undo the last write" not in other.get("/month")
    other.post("/undo", {}, status=422)


def test_a_new_file_and_new_folders_go_again(copied: ReviewClient) -> None:
    file = copied.bench.root / "evidence/scans/late/a.json"
    form = {"folder": "evidence/scans", "below": "late"}
    copied.post("/evidence/upload", form, files={"file": ("a.json", b"{}")})
    assert file.is_file()
    copied.post("/undo", {})
    assert not file.exists()
    copied.post("/undo", {})
    assert file.read_bytes() == b"{}"


def test_a_refused_write_leaves_the_one_before_it(copied: ReviewClient) -> None:
    form = {"folder": "evidence/scans", "below": "late"}
    copied.post("/evidence/upload", form, files={"file": ("a.json", b"{}")})
    copied.post("/decisions/waivers/new/save", {"shown": "other", **NEW}, status=409)
    copied.post("/undo", {})
    assert not (copied.bench.root / "evidence/scans/late/a.json").exists()


def test_a_link_that_took_the_place_is_not_written_through(copied: ReviewClient) -> None:
    add(copied)
    file = copied.bench.root / "decisions/waivers.yaml"
    content, elsewhere = file.read_bytes(), copied.bench.root.parent / "elsewhere.yaml"
    elsewhere.write_bytes(content)
    file.unlink()
    file.symlink_to(elsewhere)
    copied.post("/undo", {}, status=422)
    assert elsewhere.read_bytes() == content
