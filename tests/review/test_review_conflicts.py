"""Texts in two versions: the pages work, both versions stand side by side, and one of them is left."""

from pathlib import Path

import pytest
from review_client import ReviewClient, entered, sample_copy, workbench

from generator.narrative.conflicts import conflicts_of, resolved

HEAD = (
    "---\nstatus: [implemented]\n<<<<<<< narratives/PE-3.md\nrole: Guard\n=======\nrole: Facility Manager\n"
    ">>>>>>> Appendix-A.docx\n---\n"
)
BODY = "\n## Part a\n\n<<<<<<< narratives/PE-3.md\nDoors are locked.\n=======\nDoors are guarded.\n>>>>>>> Appendix-A.docx\n"


@pytest.fixture
def copied(tmp_path: Path) -> ReviewClient:
    root = sample_copy(tmp_path / "conflicts")
    (root / "narratives/PE-3.md").write_text(HEAD + BODY)
    return entered(workbench(root))


def test_all_pages_work_and_name_the_text(copied: ReviewClient) -> None:
    assert "1 text is there in two versions" in copied.get("/")
    assert "1 text has two versions" in copied.get("/controls")
    assert "Choose one of them." in copied.get("/controls/PE-3")
    assert "narratives/PE-3.md" in copied.get("/conflicts")
    for path in ("/month", "/inventory", "/poam", "/meeting", "/annual", "/package"):
        copied.get(path)


def test_one_version_is_left_and_undo_brings_both_back(copied: ReviewClient) -> None:
    address, file = "/conflicts/PE-3", copied.bench.root / "narratives/PE-3.md"
    page = copied.get(address)
    for text in ("role: Guard", "role: Facility Manager", "Doors are locked.", "Doors are guarded.", "Appendix-A.docx"):
        assert text in page
    form = {"shown": copied.shown(address), "choice 0": "theirs"}
    copied.post(f"{address}/resolve", form, status=422)
    form |= {"choice 1": "edited", "text 1": "Doors are locked and guarded.\r\n<<<<<<< x\r\n"}
    copied.post(f"{address}/resolve", form, status=422)
    assert file.read_text() == HEAD + BODY
    answer = copied.post(f"{address}/resolve", {**form, "text 1": "Doors are locked\r\nand guarded."})
    assert answer.headers["location"] == "/controls/PE-3"
    assert file.read_text() == (
        "---\nstatus: [implemented]\nrole: Facility Manager\n---\n\n## Part a\n\nDoors are locked\nand guarded.\n"
    )
    assert "in two versions" not in copied.get("/controls/PE-3")
    assert copied.http.get(address).status_code == 404
    copied.post("/undo", {"back": "/conflicts"})
    assert file.read_text() == HEAD + BODY
    assert address in copied.get("/conflicts")


def test_a_file_that_changed_meanwhile_is_not_written(copied: ReviewClient) -> None:
    address, file = "/conflicts/PE-3", copied.bench.root / "narratives/PE-3.md"
    shown = copied.shown(address)
    file.write_text(HEAD + BODY + "\nA note.\n")
    form = {"shown": shown, "choice 0": "ours", "choice 1": "ours"}
    assert "A note." in copied.post(f"{address}/resolve", form, status=409).text


def test_markers_that_do_not_pair_are_named(copied: ReviewClient) -> None:
    (copied.bench.root / "narratives/PE-2.md").write_text("<<<<<<< a\nx\n")
    assert "narratives/PE-2.md, line 1" in copied.get("/conflicts/PE-2")
    assert "2 texts have two versions" in copied.get("/controls")


@pytest.mark.parametrize("path", ["system", "..:system", "CM-8", "plan:x", "..:..:secret"])
def test_no_other_file_is_shown(copied: ReviewClient, path: str) -> None:
    assert copied.http.get(f"/conflicts/{path}").status_code == 404


def test_conflicts_of_git_with_the_common_ancestor() -> None:
    text = "a\n<<<<<<< HEAD\nb\n||||||| base\nz\n=======\nc\nd\n>>>>>>> other\ne\n=======\n"
    (there,) = conflicts_of(text)
    assert (there.names.ours, there.names.theirs, there.ours, there.theirs) == ("HEAD", "other", "b", "c\nd")
    assert resolved(text, ["c"]) == "a\nc\ne\n=======\n"
    assert resolved(text, [""]) == "a\ne\n=======\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [("<<<<<<< a\nb", 1), ("x\n<<<<<<< a\n>>>>>>> b", 3), ("<<<<<<< a\n=======\n=======\n>>>>>>> b", 3)],
)
def test_what_does_not_pair(text: str, line: int) -> None:
    with pytest.raises(ValueError, match=f"^line {line}$"):
        conflicts_of(text)


def test_a_marker_outside_of_a_conflict_is_text_until_one_opens() -> None:
    assert conflicts_of("=======\n>>>>>>> b") == ()


def test_versions_may_be_empty() -> None:
    (there,) = conflicts_of("<<<<<<< a\n=======\n>>>>>>> b")
    assert (there.ours, there.theirs) == ("", "")
    assert resolved("<<<<<<< a\n=======\n>>>>>>> b", [""]) == ""


def test_the_rest_of_the_workspace_is_read_as_before(copied: ReviewClient, tmp_path: Path) -> None:
    assert not tmp_path.samefile(copied.bench.root)
    package = copied.bench.assessments.current().package
    assert "narratives/PE-3.md" not in {narrative.file for narrative in package.narratives}
    assert len(package.narratives) > 3
