"""Word documents: templates filled, blocks appended, and read again."""

import datetime as dt
import io

import docx
import pytest

from generator.documents.bounded_zip import parse_xml, unpack
from generator.documents.stable_zip import pack
from generator.documents.word import DocumentProperties, append, placeholders, render
from generator.documents.word_blocks import (
    Block,
    BookmarkReference,
    Checkbox,
    Contents,
    Heading,
    PageBreak,
    Paragraph,
    TextRun,
    WordCell,
    WordLink,
    WordPicture,
    WordRegion,
    WordTable,
    plain,
)
from generator.documents.word_xml import NAMESPACES, bookmark_name
from generator.errors import ConfigError, ParseError
from tests.documents.office_made import TEMPLATES, picture
from tests.office_text import dump_text
from tests.word_regions import ReadCheckbox, ReadRegion, read_checkboxes, read_regions

DAY = dt.date(2026, 1, 31)
PROPERTIES = DocumentProperties(title="Security Controls", subject="SSP Appendix A", author="Example, Inc.")
W, W14 = f"{{{NAMESPACES['w']}}}", f"{{{NAMESPACES['w14']}}}"
VALUES = {
    "system": {"name": "A & <B>"},
    "provider": "Example\x00 Inc",
    "baseline": "Moderate",
    "date": "31 January 2026",
    "marking": "CUI",
}


def base() -> bytes:
    return (TEMPLATES / "docx" / "appendix-a.docx").read_bytes()


def template(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def written(*blocks: Block) -> bytes:
    return append(base(), blocks, properties=PROPERTIES, date=DAY)


def body_of(data: bytes):
    return parse_xml(unpack(data)["word/document.xml"], where="document").find(f"{W}body")


def dumped(*blocks: Block) -> list[str]:
    lines = dump_text(written(*blocks)).splitlines()
    return lines[lines.index("[Cover Text] {{ date }}") + 1 : lines.index("# word/footer1.xml")]


def test_placeholders_are_filled_also_in_header_and_footer() -> None:
    text = dump_text(render(base(), VALUES))
    assert "[Cover Text] A & <B>\n[Cover Text] Example\\u0000 Inc\n[Cover Text] 31 January 2026" in text
    assert "[header] A & <B>: security controls\t31 January 2026" in text
    assert "[footer] CUI\tPage {PAGE}1 of {NUMPAGES}1" in text
    assert "{{" not in text


def test_loops_and_presence_tests_work() -> None:
    made = template("{%p for row in rows %}", "- {{ row }}", "{%p endfor %}", "{% if more %}more{% endif %}")
    assert dump_text(render(made, {"rows": ["a", "b"], "more": None})).splitlines()[1:3] == ["- a", "- b"]


def test_names_that_a_template_expects() -> None:
    assert placeholders(base()) == ("baseline", "date", "marking", "provider", "system")
    with pytest.raises(ConfigError, match="broken placeholder"):
        placeholders(template("{% nonsense %}"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ owner }}", "there is no value called `owner`"),
        ("{% nonsense %}", "a template holds loops"),
        ("{{ ''.__class__.__mro__ }}", "names do not begin with _"),
    ],
)
def test_a_template_that_cannot_be_filled_is_named(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=f"the template cannot be filled: .*{words}") as caught:
        render(template(text), {}, where="ours.docx")
    assert caught.value.where == "ours.docx, paragraph 1"


def test_paragraphs_headings_and_their_runs() -> None:
    assert dumped(
        Heading(level=2, text="AC-2 <Accounts> & more"),
        Paragraph(content=(TextRun(text="plain ", bold=True), TextRun(text="code\x07\nnext\tline", code=True))),
        plain("In a style nobody knows", style="Nonsense"),
    ) == ["[heading 2] AC-2 <Accounts> & more", "[Body Text] plain code\\u0007\\nnext\tline", "In a style nobody knows"]


def test_links_lead_to_safe_places_only() -> None:
    safe = ("https://example.com/a?b=1&c=2", "mailto:a@example.com", "oscal/poam.json", "poam.json#item", "../evidence/x")
    unsafe = (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "/etc/passwd",
        "../../x",
        "../a/../x",
        "a/../../x",
        "\\\\host\\x",
        "https://a b",
    )
    data = written(Paragraph(content=tuple(WordLink(text=f"<{url}>", url=url) for url in (*safe, *unsafe))))
    links = parse_xml(unpack(data)["word/_rels/document.xml.rels"], where="links")
    assert {link.get("Target") for link in links if link.get("TargetMode") == "External"} == set(safe)
    assert len(list(body_of(data).iter(f"{W}hyperlink"))) == len(safe)
    assert all(f"<{url}>" in dump_text(data) for url in unsafe)


def test_references_meet_their_bookmarks() -> None:
    body = body_of(
        written(
            Paragraph(content=(BookmarkReference(text="[1]", bookmark="evidence 1", raised=True),)),
            Paragraph(content=(TextRun(text="[1] trivy.json"),), bookmark="evidence 1"),
        )
    )
    names = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    assert names == [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")]


@pytest.mark.parametrize("key", ["evidence 1", "AC-2(1)", "1", "é", "x" * 60, ""])
def test_bookmark_names_are_words_names(key: str) -> None:
    name = bookmark_name(key)
    assert name.isascii()
    assert name.isidentifier()
    assert len(name) <= 40
    assert bookmark_name(key + "!") != name


def test_contents_list_the_headings_of_the_document() -> None:
    lines = dumped(
        Contents(deepest=2), Heading(level=1, text="Access"), Heading(level=2, text="AC-1"), Heading(level=3, text="x")
    )
    assert lines[0].startswith("[toc 1] Access\t{PAGEREF ")
    assert lines[1].startswith("[toc 2] AC-1\t{PAGEREF ")
    assert lines[2] == "[heading 1] Access"
    body = body_of(written(Contents(), Heading(level=1, text="Access")))
    assert [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")] == [
        mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")
    ]
    assert not [mark for mark in body.iter(f"{W}fldChar") if mark.get(f"{W}dirty")], "Word asks before it fills such a field"
    assert not any(b"updateFields" in content for content in unpack(written(Contents())).values())


def test_check_boxes_say_what_they_are() -> None:
    boxes = (Checkbox(label="Implemented", checked=True, tag="ac-1:implemented"), Checkbox(label="Planned", checked=False))
    data = written(Paragraph(content=boxes))
    assert dumped(Paragraph(content=boxes)) == ["[Body Text] [x] Implemented[ ] Planned"]
    assert read_checkboxes(data) == (ReadCheckbox(tag="ac-1:implemented", checked=True),)
    controls = list(body_of(data).iter(f"{W}sdt"))
    assert ["".join(control.itertext()) for control in controls] == ["\u2612", "\u2610"]
    states = [control.find(f"{W}sdtPr/{W14}checkbox/{W14}checkedState") for control in controls]
    assert {(state.get(f"{W14}val"), state.get(f"{W14}font")) for state in states} == {("2612", "MS Gothic")}


def test_regions_are_found_again_with_all_their_paragraphs() -> None:
    data = written(
        WordRegion(tag="ac-1:a", title="AC-1 part a", blocks=(plain("First\nline."), plain("Second."))),
        WordRegion(tag="ac-1:b", title="AC-1 part b", blocks=(), prompt="Describe part b."),
    )
    assert read_regions(data) == (
        ReadRegion(tag="ac-1:a", paragraphs=("First\nline.", "Second.")),
        ReadRegion(tag="ac-1:b", paragraphs=()),
    )
    assert "<ac-1:b>\n[Body Text] Describe part b.\n</ac-1:b>" in dump_text(data)


def test_tracked_changes_read_as_accepted() -> None:
    members = dict(unpack(written(WordRegion(tag="t", title="T", blocks=(plain("old"),)))))
    run = b'<w:r><w:t xml:space="preserve">old</w:t></w:r>'
    assert run in members["word/document.xml"]
    members["word/document.xml"] = members["word/document.xml"].replace(
        run, b'<w:del w:id="9"><w:r><w:delText>old</w:delText></w:r></w:del><w:ins w:id="8"><w:r><w:t>new</w:t></w:r></w:ins>'
    )
    assert read_regions(pack(members)) == (ReadRegion(tag="t", paragraphs=("new",)),)


def test_a_tag_that_word_would_cut_is_refused() -> None:
    with pytest.raises(ConfigError, match="more than 64 characters"):
        written(WordRegion(tag="x" * 65, title="", blocks=()))


def test_tables_repeat_their_header_and_end_every_cell_with_a_paragraph() -> None:
    region = WordRegion(tag="r", title="R", blocks=(plain("text"),))
    table = WordTable(
        rows=(
            (WordCell(blocks=(plain("Role"),)), WordCell(blocks=(plain("Person"),), shade="DCE6F1")),
            (WordCell(blocks=(region,), span=2),),
            (WordCell(blocks=()), WordCell(blocks=(plain("x"),))),
        ),
        widths=(2.0, 4.5),
        description="Who does what",
    )
    body = body_of(written(table))
    rows = list(body.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert [cell[-1].tag for cell in body.iter(f"{W}tc")] == [f"{W}p"] * 5
    assert [width.get(f"{W}w") for width in body.iter(f"{W}gridCol")] == ["2880", "6480"]
    assert body.find(f".//{W}tblDescription").get(f"{W}val") == "Who does what"
    assert body.find(f".//{W}tblStyle").get(f"{W}val") == "PackageTable"
    assert dumped(table) == [
        "| [Body Text] Role | [Body Text] Person |",
        "| <r> / [Body Text] text / </r> |",
        "|  | [Body Text] x |",
    ]


def test_pictures_carry_their_alternative_text_and_shape() -> None:
    data = written(WordPicture(image=picture(8, 4), width=2.0, description='The "boundary" & more'))
    extent = body_of(data).find(f".//{{{NAMESPACES['wp']}}}extent")
    assert (extent.get("cx"), extent.get("cy")) == ("1828800", "914400")
    assert '<picture: The "boundary" & more>' in dump_text(data)
    assert [name for name in unpack(data) if name.startswith("word/media/")] == ["word/media/image1.png"]


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ConfigError, match="not a picture"):
        written(WordPicture(image=b"<svg/>", width=1, description=""))


def test_ids_are_unique_in_the_document() -> None:
    first = written(*[Paragraph(content=(Checkbox(label="a", checked=False),), bookmark=f"m{n}") for n in range(5)])
    both = append(first, [Paragraph(content=(Checkbox(label="b", checked=True),))], properties=PROPERTIES, date=DAY)
    numbers = [control.find(f"{W}sdtPr/{W}id").get(f"{W}val") for control in body_of(both).iter(f"{W}sdt")]
    assert len(numbers) == len(set(numbers)) == 6


def test_the_file_describes_itself_without_a_clock() -> None:
    data = written(PageBreak(), plain("x"))
    core = docx.Document(io.BytesIO(data)).core_properties
    assert (core.title, core.subject, core.author) == ("Security Controls", "SSP Appendix A", "Example, Inc.")
    assert core.created.date() == core.modified.date() == DAY
    assert data == written(PageBreak(), plain("x"))


def test_the_page_setup_stays_last() -> None:
    assert body_of(written(plain("x")))[-1].tag == f"{W}sectPr"


def test_other_files_have_no_regions() -> None:
    with pytest.raises(ParseError, match="not a readable Office file"):
        read_regions(b"text")


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"xl/workbook.xml": b"<a/>"}, "not a Word document"),
        ({"word/document.xml": b"<a/>"}, "cannot be read"),
        (
            {"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a>ms-word.template.macroEnabledTemplate.main+xml</a>"},
            "macros",
        ),
        (
            {"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a", "_rels/.rels": b"<a/>"},
            r"\[Content_Types\]\.xml: broken XML",
        ),
    ],
)
def test_files_that_are_no_word_documents_are_named(members: dict[str, bytes], words: str) -> None:
    for use in (
        lambda data: render(data, {}),
        placeholders,
        lambda data: append(data, [], properties=PROPERTIES, date=DAY),
    ):
        with pytest.raises(ConfigError, match=words):
            use(pack(members))
