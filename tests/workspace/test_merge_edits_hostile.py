"""Edited plans that are damaged, hostile or simply unusual: refused with words, or read with every word accounted for."""

import random
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree

from generator.errors import GeneratorError
from generator.workspace.folder import Workspace
from generator.workspace.merge_edits import absorb
from tests.word_editing import W, content, edited, elements, packed, paragraph, parts, type_into
from tests.workspace.test_merge_edits_plan import AS_OF, DOCUMENT, built, made

NETWORK = "narrative:plan/network"
WORD = "Zyxwort"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile") / "shop"
    built(made(root))
    return root


@pytest.fixture
def absorbed(first: Path, tmp_path: Path) -> Callable[[bytes], str]:
    """What comes of a file: texts of narratives and remarks, or why it is refused. Nothing of the workspace is kept."""

    def run(data: bytes) -> str:
        root = tmp_path / "shop"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(first, root)
        file = tmp_path / "plan.docx"
        file.write_bytes(data)
        try:
            found = absorb(file, Workspace.open(root), AS_OF)
        except GeneratorError as error:
            assert not (root / "narratives").exists()
            return f"refused: {error}"
        return "\n".join((*(one.text for one in found.changes), *(f"{one.place}: {one.text}" for one in found.remarks)))

    return run


@pytest.fixture
def plan(first: Path) -> bytes:
    return (first.parent / "out/shop" / DOCUMENT).read_bytes()


def typed(plan: bytes, markup: str) -> bytes:
    return edited(plan, lambda root: type_into(root, NETWORK, markup))


def test_a_text_as_long_as_a_book_is_refused_before_anything_is_merged(absorbed: Callable[[bytes], str], plan: bytes) -> None:
    said = absorbed(typed(plan, paragraph("word " * 100_000)))
    assert "the text of Network (Section 8.2) is longer than 300,000 characters, and nothing was taken over" in said


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ('<w:p><w:r><w:t>a</w:t><w:sym w:font="Wingdings" w:char="F0E0"/></w:r></w:p>', "a symbol of a special font"),
        (
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>above</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase>"
            "</w:ruby></w:r></w:p>",
            "base above",
        ),
        ('<w:altChunk r:id="rId1"/><w:p><w:r><w:t>a</w:t></w:r></w:p>', "another document is embedded, and was not read"),
        ("<w:p/>", "its text was deleted; remove plan.network from system.yaml"),
    ],
)
def test_what_no_text_can_hold_is_named(absorbed: Callable[[bytes], str], plan: bytes, markup: str, said: str) -> None:
    assert said in absorbed(typed(plan, markup))


def test_words_in_page_headers_and_notes_and_pictures_elsewhere_are_told(absorbed: Callable[[bytes], str], plan: bytes) -> None:
    def picture(root: etree._Element) -> None:
        next(root.iter(f"{W}p")).addnext(elements("<w:p><w:r><w:drawing/></w:r></w:p>")[0])

    members = parts(edited(plan, picture))
    header = etree.fromstring(members["word/header1.xml"])
    header.append(elements(paragraph("Call 202-555-0100 first"))[0])
    members["word/header1.xml"] = etree.tostring(header)
    note = f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:id="5">{paragraph("See the annex")}</w:footnote></w:footnotes>'
    said = absorbed(packed({**members, "word/footnotes.xml": note.encode()}))
    assert "the header of a page: typed outside of the fields, and not taken over: 'Call -- first'" in said
    assert "a footnote: typed outside of the fields, and not taken over: 'See the annex'" in said
    assert "1 picture or object was put into the file outside of the fields" in said


def test_a_copy_of_a_place_inside_another_is_read_by_itself(absorbed: Callable[[bytes], str], plan: bytes) -> None:
    inner = f"<w:sdtContent>{paragraph('In')}</w:sdtContent>"
    copy = f'<w:sdt><w:sdtPr><w:tag w:val="narrative:plan/data-flow"/></w:sdtPr>{inner}</w:sdt>'
    said = [line for line in absorbed(typed(plan, paragraph("Out") + copy)).splitlines() if line]
    assert said == [
        "Out",
        "In",
        "Data flow (Section 8.2): its field is there 2 times, with different text: 'Click or tap here to enter text.; In'",
    ]


def test_of_two_copies_neither_swallows_the_other(absorbed: Callable[[bytes], str], plan: bytes) -> None:
    def copy(root: etree._Element) -> None:
        one = content(root, NETWORK).getparent()
        other = deepcopy(one)
        one.addnext(other)
        next(one.iter(f"{W}t")).text = "First."
        next(other.iter(f"{W}t")).text = "Second."

    said = absorbed(edited(plan, copy))
    assert said.startswith("First.\n\nNo other.\n\nNetwork (Section 8.2): its field is there 2 times")
    assert "Second. No other." in said


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_moved_copied_or_taken_apart_a_typed_word_is_never_lost(
    absorbed: Callable[[bytes], str], plan: bytes, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test that is the same each time

    def change(root: etree._Element) -> None:
        for _ in range(chance.randint(1, 3)):
            controls = list(root.iter(f"{W}sdt"))
            one, other = chance.sample(controls, 2)
            kind = chance.choice(("copy", "move", "open", "insert"))
            if kind == "copy":
                one.addnext(deepcopy(one))
            elif kind == "move" and one not in other.iterancestors() and other not in one.iterancestors():
                other.addnext(one)
            elif kind == "open":
                for child in list(one.find(f"{W}sdtContent")):
                    one.addprevious(child)
                one.getparent().remove(one)
            elif kind == "insert":
                mark = etree.Element(f"{W}ins", {f"{W}author": "Kim"})
                one.addprevious(mark)
                mark.append(one)
        chosen = chance.choice(list(root.iter(f"{W}t")))
        chosen.text = f"{chosen.text or ''} {WORD}"

    assert WORD in absorbed(edited(plan, change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda members: {**members, "word/vbaProject.bin": b"x"}, "the file holds macros"),
        (lambda members: {**members, "word/document.xml": b"<!DOCTYPE a><a/>"}, "declares a document type or entities"),
        (lambda members: {**members, "word/document.xml": b"<a>"}, "broken XML"),
        (lambda members: {**members, "word/media/a.xml": bytes(40 << 20)}, "inflates to more than"),
        (lambda members: {name: one for name, one in members.items() if name != "word/document.xml"}, "not a Word document"),
        (lambda members: {name: one for name, one in members.items() if "customXml" not in name}, "does not carry the record"),
    ],
)
def test_damaged_and_hostile_files_are_refused(
    absorbed: Callable[[bytes], str],
    plan: bytes,
    change: Callable[[dict[str, bytes]], dict[str, bytes]],
    said: str,
) -> None:
    assert said in absorbed(packed(change(parts(plan))))


@pytest.mark.parametrize("data", [b"", b"hello", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_what_is_no_office_file_is_refused(absorbed: Callable[[bytes], str], data: bytes) -> None:
    assert absorbed(data).startswith("refused: ")
