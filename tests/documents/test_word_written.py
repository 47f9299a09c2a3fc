"""What a record says of a document as it was written is what would be read of it."""

import datetime as dt

import pytest
from lxml import etree
from msgspec.structs import replace
from office_made import picture
from written_places import as_read

from generator.documents.bounded_zip import unpack
from generator.documents.stable_zip import pack
from generator.documents.word import AppendedDocument, DocumentProperties, appended
from generator.documents.word_blocks import (
    Block,
    BookmarkReference,
    CaptionNumber,
    CellBlock,
    Checkbox,
    Contents,
    Field,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    SectionEnd,
    TextRun,
    WordCell,
    WordLink,
    WordPicture,
    WordRegion,
    WordTable,
    plain,
)
from generator.documents.word_written import fingerprint, read_written
from generator.resources import data

TAGS = ("narrative:CM-8:a", "narrative:CM-8:b")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NOTE = "<w:footnote w:id='7'><w:p><w:r><w:t>Or more often.</w:t></w:r></w:p></w:footnote>"


def made_of(*blocks: Block, template: bytes | None = None) -> AppendedDocument:
    given = (data("templates") / "docx" / "appendix-a.docx").read_bytes() if template is None else template
    return appended(given, blocks, properties=DocumentProperties(title="t"), date=dt.date(2026, 1, 1))


def members() -> dict[str, bytes]:
    regions = (
        WordRegion(tag=TAGS[0], title="a", blocks=(plain("Every month."), plain("By hand."))),
        WordRegion(tag=TAGS[1], title="b", blocks=()),
    )
    field = Field(tag="role:CM-8", title="Role", text="Ada")
    line = Paragraph(
        content=(TextRun(text="Role: "), field, Checkbox(label="Planned", checked=True, tag="status:CM-8:planned"))
    )
    cell = WordCell(blocks=(plain("Part a:"), regions[0], regions[1], line))
    return made_of(Heading(level=1, text="CM-8"), WordTable(rows=((cell,),), widths=(6.5,))).members


def test_members_say_what_the_packed_file_says() -> None:
    written = read_written(members(), TAGS)
    assert written == as_read(pack(members()), TAGS)
    assert written.regions == TAGS
    assert written.fields == {"role:CM-8"}
    assert written.boxes == ("status:CM-8:planned",)
    assert fingerprint("Part a:") in written.outside
    assert fingerprint("Every month.") not in written.outside
    assert unpack(pack(members())) == members()


@pytest.mark.parametrize("inside", [True, False])
def test_a_note_is_outside_unless_a_region_refers_to_it(inside: bool) -> None:
    made = members()
    text = b"Every month.</w:t></w:r>" if inside else b"Part a:</w:t></w:r>"
    assert made["word/document.xml"].count(text) == 1
    made["word/document.xml"] = made["word/document.xml"].replace(text, text + b"<w:r><w:footnoteReference w:id='7'/></w:r>")
    made["word/footnotes.xml"] = f"<w:footnotes xmlns:w='{WORD}'>{NOTE}</w:footnotes>".encode()
    written = read_written(made, TAGS)
    assert written == as_read(pack(made), TAGS)
    assert (fingerprint("Or more often.") in written.outside) is not inside


LONG = "registry.example.com/team/payments-of-the-shop/settlement-worker@sha256:0123456789abcdef0123456789abcdef"
ROLE = Field(tag="role:CM-8", title="Role", text="example.com/team")
BOX = Checkbox(label="", checked=True)
BOX_LINE = Paragraph(content=(BOX,))
STATE = plain("Not started.", style="Narrative State")
REGION = WordRegion(tag=TAGS[0], title="a", blocks=(plain("Every month."), plain("By hand.")), closing=STATE)
EMPTY = WordRegion(tag=TAGS[1], title="b", blocks=(), prompt="Write it here.")
PICTURE = WordPicture(image=picture(), width=1.0, description="A pixel")


def line(*content: Inline, style: str = "Table Text") -> Paragraph:
    return Paragraph(content=content, style=style)


def table(*cells: CellBlock, widths: tuple[float, ...] = ()) -> WordTable:
    row = tuple(WordCell(blocks=(block,)) for block in cells)
    return WordTable(rows=(row,), widths=widths or tuple(6.5 / len(cells) for _ in cells), header_rows=0)


def without_controls(document: bytes) -> bytes:
    """What is left of it where a program keeps points and text alone."""
    made = dict(unpack(document))
    root = etree.fromstring(made["word/document.xml"])
    for control in root.iter(f"{{{WORD}}}sdt"):
        for child in control.find(f"{{{WORD}}}sdtContent"):
            control.addprevious(child)
    for control in list(root.iter(f"{{{WORD}}}sdt")):
        control.getparent().remove(control)
    made["word/document.xml"] = etree.tostring(root)
    return pack(made)


BLOCKS: dict[str, tuple[Block, ...]] = {
    "nothing": (),
    "headings and contents": (
        Contents(deepest=2),
        SectionEnd(landscape=False, label="i"),
        Heading(level=1, text="Access\tControl ", number="1"),
        SectionEnd(landscape=False, label="1"),
        plain("Between."),
        Heading(level=2, text="AC-2", style="Control Heading"),
        PageBreak(),
        Heading(level=3, text="Too deep for the contents"),
        SectionEnd(landscape=True, label="2"),
    ),
    "entries as a person types them": (plain("Purpose 12", style="toc 1"), plain("Purpose 12"), plain("Room 7", style="toc 9")),
    "every kind of text": (
        line(
            TextRun(text="One\nline\tof \x1b[31mtext\u202e & <more>\r\nof it", bold=True),
            WordLink(text="a link", url="https://example.com"),
            WordLink(text="no link", url="javascript:alert(1)"),
            BookmarkReference(text="E1", bookmark="evidence E1"),
            CaptionNumber(name="Figure", number=3),
            style="Caption",
        ),
        plain(" "),
        plain("x" * 90_000),
    ),
    "regions": (
        REGION,
        EMPTY,
        table(REGION, plain("Beside it.")),
        table(WordRegion(tag=TAGS[0], title="a", blocks=(table(BOX_LINE),))),
        replace(EMPTY, blocks=(table(replace(REGION, closing=plain("Below the inner one."))),)),
    ),
    "fields": (
        line(TextRun(text="Role: "), ROLE),
        line(TextRun(text=f"{LONG} of the "), ROLE, TextRun(text=" alone")),
        table(line(TextRun(text=f"{LONG} of the "), ROLE, TextRun(text=" alone")), widths=(1.0,)),
        table(line(TextRun(text="Nobody: "), Field(tag="said:x", title="x", text="", prompt="Who?")), widths=(0.1,)),
        line(Field(tag="a-form:1", title="Of a form", text="words of the form")),
    ),
    "boxes": (
        table(
            line(Checkbox(label="Planned", checked=True, tag="status:CM-8:planned")),
            line(Checkbox(label="Partial", checked=False, tag="status:CM-8:partial")),
            line(Checkbox(label="Planned", checked=True, tag="status:CM-8:planned")),
        ),
        table(line(TextRun(text="Level 1"), style="Table Text"), BOX_LINE, REGION, EMPTY, line(ROLE)),
        table(line(TextRun(text="Level 2")), line(Checkbox(label="", checked=False))),
        table(table(line(TextRun(text="inner")), BOX_LINE), line(TextRun(text="outer"))),
        line(BOX, TextRun(text="alone")),
    ),
    "pictures": (PICTURE, replace(EMPTY, blocks=(table(PICTURE),)), table(PICTURE, plain("Beside it.")), table(table(PICTURE))),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_say_what_is_read_of_them(name: str) -> None:
    made = made_of(*BLOCKS[name])
    written = made.written(TAGS)
    assert written.places == as_read(pack(written.members), TAGS)
    if name != "nothing":
        assert written.places != made_of().written(TAGS).places


@pytest.mark.parametrize("kept", ["a region", "a point"])
def test_a_template_with_a_region_of_ours_is_read_as_a_whole(kept: str) -> None:
    """Whoever makes a template of a finished document has the places of its controls in it already."""
    template = pack(made_of(plain("Above."), REGION).members)
    if kept == "a point":
        template = without_controls(template)
    made = made_of(REGION, table(REGION, plain("Beside it.")), EMPTY, template=template)
    written = made.written(TAGS)
    assert written.places == as_read(pack(written.members), TAGS)
    assert written.places.regions == (*(TAGS[:1] * (3 if kept == "a region" else 2)), TAGS[1])


def test_a_region_that_the_document_does_not_name_is_read_as_any_control() -> None:
    made = made_of(REGION, EMPTY)
    written = made.written(TAGS[1:])
    assert written.places == as_read(pack(written.members), TAGS[1:])
    assert TAGS[0] in written.places.fields
