"""Rectangles of cells, and what deleting rows and columns does to them."""

import pytest

from generator.documents.grid import LAST_ROW, CellRange, column_number, format_areas, letters, parse_areas, parse_cell


@pytest.mark.parametrize(("number", "text"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")])
def test_column_letters(number: int, text: str) -> None:
    assert letters(number) == text
    assert column_number(text) == number


def test_areas_are_read_and_written() -> None:
    text = "A9:A1059 B7 P7:AB7"
    assert format_areas(parse_areas(text)) == text
    assert parse_areas("$B$2:$C$3") == (CellRange(2, 2, 3, 3),)
    assert parse_areas("C:D") == (CellRange(1, 3, LAST_ROW, 4),)


@pytest.mark.parametrize("text", ["", "B", "4", "b4", "B4:C5", "ABCD1"])
def test_what_is_no_cell(text: str) -> None:
    with pytest.raises(ValueError, match="not a cell reference"):
        parse_cell(text)


@pytest.mark.parametrize("text", ["#REF!", "A1:#REF!"])
def test_what_is_no_area(text: str) -> None:
    with pytest.raises(ValueError, match="not a range"):
        parse_areas(text)


@pytest.mark.parametrize(
    ("area", "after"),
    [
        ("A1:C2", "A1:C2"),
        ("A1:C5", "A1:C2"),
        ("A4:C20", "A3:C10"),
        ("A13:C20", "A3:C10"),
        ("A1:C20", "A1:C10"),
        ("A5:C9", None),
    ],
)
def test_deleting_rows_3_to_12(area: str, after: str | None) -> None:
    moved = parse_areas(area)[0].without_rows(3, 12)
    assert (str(moved) if moved else None) == after


@pytest.mark.parametrize(("area", "after"), [("A1:A2", None), ("A1:C2", "A1:B2"), ("B1:F1", "A1:E1")])
def test_deleting_column_a(area: str, after: str | None) -> None:
    moved = parse_areas(area)[0].without_columns(1, 1)
    assert (str(moved) if moved else None) == after


@pytest.mark.parametrize(
    ("area", "left"),
    [
        ("G1:G5", "G1:G5"),
        ("G1:G20", "G1:G8"),
        ("F1:H20", "F1:H8 F9:F20 H9:H20"),
        ("G9:G20", ""),
        ("A9:F20", "A9:F20"),
    ],
)
def test_taking_column_g_out_from_row_9(area: str, left: str) -> None:
    assert format_areas(parse_areas(area)[0].sparing(7, 9)) == left
