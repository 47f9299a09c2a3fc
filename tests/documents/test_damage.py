"""Damaged files: whatever is broken in them, the answer is a `ConfigError` that names the file."""

import datetime as dt
import io
import random
import re
from collections.abc import Callable, Mapping
from functools import cache

import docx
import pytest

from generator.documents.bounded_zip import unpack
from generator.documents.damage import damage_named
from generator.documents.stable_zip import pack
from generator.documents.word import DocumentProperties, append, placeholders, render
from generator.documents.word_blocks import Checkbox, Heading, Paragraph, TextRun, WordCell, WordRegion, WordTable, plain
from generator.documents.word_fill import FormFill, RowFill, fill_form
from generator.documents.workbook import LabelFill, SheetColumn, SheetFill, fill
from generator.documents.workbook_rows import read_rows
from generator.errors import ConfigError, ParseError
from tests.documents.office_made import form, picture
from tests.office_text import dump_text
from tests.word_regions import read_checkboxes, read_regions

DAY = dt.date(2026, 1, 31)
PROPERTIES = DocumentProperties(title="Form")
NAME = "templates: ours"
LINKS, SHEET = "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"
Use = Callable[[bytes], object]


@cache
def workbook() -> Mapping[str, bytes]:
    return unpack(form())


@cache
def document() -> Mapping[str, bytes]:
    """A header, a footer, a picture, a placeholder, and a table with check boxes and a region."""
    made = docx.Document()
    made.add_paragraph("for {{ owner }}")
    made.add_picture(io.BytesIO(picture()))
    made.sections[0].header.paragraphs[0].text = "<Insert CSP Name>"
    made.sections[0].footer.paragraphs[0].text = "{{ owner }}"
    buffer = io.BytesIO()
    made.save(buffer)
    status = Paragraph(content=(Checkbox(label="Implemented", checked=False, tag="box"),))
    region = WordRegion(tag="a", title="A", blocks=(plain("Done."),))
    rows = tuple((WordCell(blocks=blocks),) for blocks in ((plain("AC-1 Summary"),), (plain("Status:"), status), (region,)))
    return unpack(append(buffer.getvalue(), [WordTable(rows=rows, widths=(6.0,))], properties=PROPERTIES, date=DAY))


def filled(data: bytes) -> object:
    columns = (
        SheetColumn(headers=("ID",)),
        SheetColumn(headers=("Due Date",)),
        SheetColumn(headers=("State",), choices=("Open", "Closed")),
    )
    labels = (LabelFill(label="Provider", down=1, value="Example, Inc."),)
    sheet = SheetFill(sheet="Open Items", columns=columns, rows=[("V-1", DAY, "Open")] * 3, first_row=5, labels=labels)
    return fill(data, [sheet], date=DAY, where=NAME)


def filled_after_deleting(data: bytes) -> object:
    sheet = SheetFill(
        sheet="Open Items",
        columns=(SheetColumn(headers=("ID",)),),
        rows=[("V-1",)],
        first_row=4,
        delete_rows=(4, 4),
        delete_first_column=True,
        freeze="B4",
    )
    return fill(data, [sheet], date=DAY, where=NAME)


def appended(data: bytes) -> object:
    return append(data, [Heading(level=1, text="More"), plain("x")], properties=PROPERTIES, date=DAY, where=NAME)


def form_filled(data: bytes) -> object:
    row = RowFill(title="AC-1 Summary", label="Status:", value=(TextRun(text="x"),), checked=("Implemented",))
    wanted = FormFill(rows=(row,), replacements={"<Insert CSP Name>": "Example"}, drop_tables=("no",), drop_styles=("Quote",))
    return fill_form(data, wanted, properties=PROPERTIES, date=DAY, where=NAME)


WORKBOOK_USES: Mapping[str, Use] = {
    "fill": filled,
    "fill after deleting": filled_after_deleting,
    "read_rows": lambda data: read_rows(data, "Open Items", ["ID"], optional=["State"], where=NAME),
    "dump_text": lambda data: dump_text(data, where=NAME),
}
DOCUMENT_USES: Mapping[str, Use] = {
    "render": lambda data: render(data, {"owner": "Example"}, where=NAME),
    "placeholders": lambda data: placeholders(data, where=NAME),
    "append": appended,
    "fill_form": form_filled,
    "read_regions": lambda data: read_regions(data, where=NAME),
    "read_checkboxes": lambda data: read_checkboxes(data, where=NAME),
    "dump_text": lambda data: dump_text(data, where=NAME),
}
CASES = [
    pytest.param(make, use, id=f"{kind} {name}")
    for kind, make, uses in (("xlsx", workbook, WORKBOOK_USES), ("docx", document, DOCUMENT_USES))
    for name, use in uses.items()
]
GARBAGE = (b"", b"not xml", b"<x/>", b"\x00\x01\x02", b'<w:x xmlns:w="urn:x"><w:y/></w:x>')
ODD_VALUES = (b"", b"-1", b"x", b"99999999999", b"NaN", b"A1:XFD1048576", b"#REF!", b"/", b"../../x")
VALUE = re.compile(rb'(?<==")[^"<]*(?=")')


@pytest.mark.parametrize(("make", "use"), CASES)
def test_what_is_not_damaged_passes(make: Callable[[], Mapping[str, bytes]], use: Use) -> None:
    assert use(pack(make()))


@pytest.mark.parametrize("seed", range(60))
def test_damage_of_any_kind_is_a_config_error(seed: int) -> None:
    make, uses = ((workbook, WORKBOOK_USES), (document, DOCUMENT_USES))[seed % 2]
    damaged = pack(mutated(make(), random.Random(seed)))  # noqa: S311 - no secret, and the same damage every time
    for use in uses.values():
        assert_config_error_or_nothing(use, damaged)


@pytest.mark.parametrize(("make", "use"), CASES)
def test_each_missing_part_is_a_config_error(make: Callable[[], Mapping[str, bytes]], use: Use) -> None:
    members, errors = make(), 0
    for name in members:
        errors += assert_config_error_or_nothing(use, pack({other: members[other] for other in members if other != name}))
    assert errors


@pytest.mark.parametrize(("make", "use"), CASES)
def test_a_file_that_was_cut_is_named(make: Callable[[], Mapping[str, bytes]], use: Use) -> None:
    whole = pack(make())
    for length in (0, 3, len(whole) // 2, len(whole) - 1):
        assert assert_config_error_or_nothing(use, whole[:length])


@pytest.mark.parametrize("name", ["../../evil.txt", "/evil.txt", "xl\\evil.txt", "xl/vbaProject.bin", "word/vbaProject.bin"])
@pytest.mark.parametrize(("make", "use"), CASES)
def test_odd_members_and_macros_are_refused(make: Callable[[], Mapping[str, bytes]], use: Use, name: str) -> None:
    with pytest.raises(ConfigError, match=f"refused: .*{re.escape(repr(name)[1:-1])}"):
        use(pack({**make(), name: b"x"}))


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        (LINKS, None, None, "the workbook has no xl/_rels/workbook.xml.rels"),
        ("[Content_Types].xml", None, None, r"the workbook has no \[Content_Types\].xml"),
        (SHEET, None, None, r"the part of sheet 'Open Items' is missing \(xl/worksheets/sheet1.xml\)"),
        (LINKS, rb'Id="rId1"', b'Id="other"', "the part of sheet 'Open Items' is missing"),
        (SHEET, rb'<row r="3"', b'<row r="x"', "a row has the number 'x'"),
        (SHEET, rb't="inlineStr"><is><t>Provider</t></is>', b't="s"><v>x</v>', "damaged and cannot be read: invalid literal"),
        (SHEET, rb'sqref="[^"]*"', b'sqref="#REF!"', "not a range of cells: '#REF!'"),
        (SHEET, rb' width="[^"]*"', b' width="inf"', "the file is damaged and cannot be read: cannot convert float infinity"),
        ("xl/styles.xml", None, b"<styleSheet/>", "the template has no cell formats"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_workbook_is_said(part: str, old: bytes | None, new: bytes | None, words: str) -> None:
    members = dict(workbook())
    assert_named(filled, changed(members, part, old, new), words)


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        (
            "[Content_Types].xml",
            rb"wordprocessingml\.header\+xml",
            b"x",
            "/word/header1.xml is not declared as a header or footer",
        ),
        ("word/_rels/document.xml.rels", None, b"<x/>", "its parts do not fit together .*Relationship_lst"),
        ("word/document.xml", None, b"<x/>", "its parts do not fit together|no attribute 'body'"),
        ("_rels/.rels", None, None, "is missing|no relationship"),
    ],
)
def test_what_is_wrong_with_a_document_is_said(part: str, old: bytes | None, new: bytes | None, words: str) -> None:
    assert_named(form_filled, changed(dict(document()), part, old, new), words)


def test_a_workbook_that_openpyxl_knows_no_part_of_is_named() -> None:
    data = changed(dict(workbook()), "[Content_Types].xml", rb'"[^"]*sheet\.main\+xml"', b'"x"')
    for use in (WORKBOOK_USES["read_rows"], WORKBOOK_USES["dump_text"]):
        assert_named(use, data, "no valid workbook part")


def test_a_damaged_file_is_a_gap_where_it_is_evidence() -> None:
    with pytest.raises(ParseError) as caught:
        read_rows(b"PK", "Open Items", ["ID"], where="scan.xlsx")
    assert (caught.value.where, caught.value.exit_code) == ("scan.xlsx", 2)


def test_errors_of_ours_pass_and_learn_where_they_were() -> None:
    for inside, place in (("", "a"), ("a", "a"), ("a, sheet 'b'", "a, sheet 'b'"), ("xl/styles.xml", "a, xl/styles.xml")):
        raised = ConfigError("wrong", where=inside, next_step="mend it")
        with pytest.raises(ConfigError) as caught, damage_named("a"):
            raise raised
        assert caught.value is raised
        assert (raised.where, raised.next_step) == (place, "mend it")


def test_other_errors_are_not_taken_for_damage() -> None:
    with pytest.raises(OSError, match="disk"), damage_named("a"):
        raise OSError("disk")


def test_a_mistake_of_the_caller_is_not_taken_for_damage() -> None:
    with pytest.raises(ZeroDivisionError):
        append(pack(document()), (plain(str(1 // number)) for number in (0,)), properties=PROPERTIES, date=DAY)


def changed(members: dict[str, bytes], part: str, old: bytes | None, new: bytes | None) -> bytes:
    """The file without a part, or with another one, or with one pattern of it replaced."""
    if new is None:
        del members[part]
    elif old is None:
        members[part] = new
    else:
        members[part], count = re.subn(old, new, members[part])
        assert count
    return pack(members)


def mutated(members: Mapping[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """One to three changes: a member dropped, cut, replaced by garbage, or some attribute values of it replaced."""
    result = dict(members)
    for _ in range(chance.randint(1, 3)):
        name = chance.choice([name for name in result if name.endswith((".xml", ".rels"))])
        content = result[name]
        match chance.choice(("drop", "cut", "garbage", "values", "values", "values")):
            case "drop":
                del result[name]
            case "cut":
                result[name] = content[: chance.randrange(len(content) + 1)]
            case "garbage":
                result[name] = chance.choice(GARBAGE)
            case _:
                result[name] = VALUE.sub(
                    lambda match: chance.choice(ODD_VALUES) if chance.random() < 0.05 else match.group(), content
                )
    return result


def assert_config_error_or_nothing(use: Use, data: bytes) -> bool:
    """Any other error goes on and fails the test; says whether there was one."""
    try:
        use(data)
    except ConfigError as error:
        caught = error
    else:
        return False
    assert caught.where.startswith(NAME)
    assert caught.what
    return True


def assert_named(use: Use, data: bytes, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        use(data)
    assert caught.value.where.startswith(NAME)
    assert caught.value.next_step
    assert caught.value.exit_code == 2
