"""The chart of open items: its numbers, its scale, and that it is no picture alone."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from generator.model.trend import DayCount
from generator.renderers.poam.trend_chart import HEIGHT, drawn, trend


def count(number: int, high: int = 5, moderate: int = 3, low: int = 2, late: int = 1) -> DayCount:
    day = date(2026, 1, 31) + timedelta(days=30 * number)
    return DayCount(day=day, high=high, moderate=moderate, low=low, late=late)


@pytest.mark.parametrize("most", [0, 1, 5, 7, 10, 49, 100, 99_999])
def test_the_scale_holds_the_highest_column_in_few_lines(most: int) -> None:
    shown = trend([count(0, most, 0, 0)])
    ends = [int(line.text.replace(",", "")) for line in shown.scale]
    assert ends[0] == 0
    assert max(most, 1) <= ends[-1] <= max(most * 2, 1)
    assert len(ends) <= 7
    assert all(22.0 <= float(line.y) <= HEIGHT - 34 for line in shown.scale)


def test_parts_stand_on_one_another_and_have_their_numbers() -> None:
    (column,) = trend([count(0)]).columns
    assert [(part.kind, part.number) for part in column.parts] == [("high", "5"), ("moderate", "3"), ("low", "2")]
    for lower, upper in zip(column.parts, column.parts[1:], strict=False):
        assert float(upper.y) + float(upper.height) == pytest.approx(float(lower.y), abs=0.11)
    assert float(column.parts[0].y) + float(column.parts[0].height) == pytest.approx(HEIGHT - 34, abs=0.11)
    assert (column.total, column.late) == ("10", "1")


def test_it_says_in_words_what_it_shows() -> None:
    assert trend([]).words == "Nothing was counted."
    assert "No earlier package" in trend([count(0)]).words
    said = trend([count(0), count(1, 1, 0, 0)]).words
    assert said == (
        "1 items open on 2026-03-02: 1 High, 0 Moderate, 0 Low. On 2026-01-31 there were 10: 5 High, 3 Moderate, 2 Low."
    ).replace("1 items", "1 item")


def test_two_years_are_shown_and_the_rest_is_told() -> None:
    shown = trend([count(number) for number in range(30)])
    assert len(shown.columns) == 24
    assert shown.left_out == "6 older packages are left out."


def test_the_drawing_is_well_formed_and_has_title_words_and_table() -> None:
    text = str(drawn(trend([count(0), count(1)])))
    svg = ET.fromstring(re.search(r"<svg.*?</svg>", text, re.DOTALL)[0])  # type: ignore[index] # noqa: S314
    assert svg.attrib["role"] == "img"
    named = {element.attrib.get("id") for element in svg.iter()}
    assert set(svg.attrib["aria-labelledby"].split()) <= named
    assert text.count("<tr>") == 3
