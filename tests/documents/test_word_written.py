"""What a record says of a document as it was written is what would be read of it."""

import datetime as dt

import pytest
from written_places import as_read

from generator.documents.bounded_zip import unpack
from generator.documents.stable_zip import pack
from generator.documents.word import DocumentProperties, appended
from generator.documents.word_blocks import Checkbox, Field, Heading, Paragraph, TextRun, WordCell, WordRegion, WordTable, plain
from generator.documents.word_written import fingerprint, read_written
from generator.resources import data

TAGS = ("narrative:CM-8:a", "narrative:CM-8:b")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NOTE = "<w:footnote w:id='7'><w:p><w:r><w:t>Or more often.</w:t></w:r></w:p></w:footnote>"


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
    blocks = [Heading(level=1, text="CM-8"), WordTable(rows=((cell,),), widths=(6.5,))]
    template = (data("templates") / "docx" / "appendix-a.docx").read_bytes()
    return appended(template, blocks, properties=DocumentProperties(title="t"), date=dt.date(2026, 1, 1))


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
