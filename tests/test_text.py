"""Counts, lists that are cut short, dates and text from outside on one line."""

from datetime import UTC, date, datetime

import pytest

from generator.text import (
    agreeing,
    bulleted,
    counted,
    enumerated,
    form_date,
    headed_rows,
    is_plain,
    left_out,
    listed,
    moment,
    of_several,
    one_line,
    printable,
    shortened,
    times,
)


@pytest.mark.parametrize(
    ("number", "words", "expected"),
    [
        (0, ("file",), "0 files"),
        (1, ("file",), "1 file"),
        (1204, ("file",), "1,204 files"),
        (1, ("policy", "policies"), "1 policy"),
        (2, ("policy", "policies"), "2 policies"),
    ],
)
def test_a_count_has_its_plural(number: int, words: tuple[str, ...], expected: str) -> None:
    assert counted(number, *words) == expected


def test_one_time_is_once() -> None:
    assert [times(number) for number in (0, 1, 1204)] == ["0 times", "once", "1,204 times"]


def test_a_verb_agrees() -> None:
    assert [agreeing(number, "is", "are") for number in (0, 1, 2)] == ["are", "is", "are"]


@pytest.mark.parametrize(
    ("names", "most", "expected"),
    [
        ((), 2, ""),
        (("a",), 2, "a"),
        (("a", "b"), 2, "a and b"),
        (("a", "b", "c"), None, "a, b and c"),
        (("a", "b", "c"), 2, "a, b and 1 more"),
        (tuple("a" * 1206), 2, "a, a and 1,204 more"),
    ],
)
def test_a_list_says_how_many_it_leaves_out(names: tuple[str, ...], most: int | None, expected: str) -> None:
    assert listed(names, most) == expected


def test_a_list_names_what_it_leaves_out() -> None:
    assert listed("abc", 1, more="file") == "a and 2 more files"
    assert listed("abc", 2, more="file") == "a, b and 1 more file"


def test_identifiers_in_a_cell_are_parted_by_commas_alone() -> None:
    assert [enumerated("abc"[:number], 2) for number in range(4)] == ["", "a", "a, b", "a, b and 1 more"]


def test_clauses_are_not_joined_by_and() -> None:
    assert listed(("a", "b, c"), 2, separator="; ") == "a; b, c"
    assert listed(("a", "b, c", "d"), 2, separator="; ") == "a; b, c; and 1 more"


def test_what_is_left_out_is_empty_where_nothing_is() -> None:
    assert [left_out(0), left_out(-3), left_out(1204, where="manifest.json")] == ["", "", "and 1,204 more in manifest.json"]
    assert bulleted(["a", "b"], 2) == ["a", "b"]
    assert bulleted(["a", "b", "c"], 2, "row", "the CSV") == ["a", "b", "… and 1 more row in the CSV"]


def test_a_long_text_never_exceeds_its_length() -> None:
    assert [shortened("abc", 3), shortened("abcd", 3)] == ["abc", "ab…"]


def test_hostile_text_becomes_one_printable_line() -> None:
    assert one_line("a\x1b[2J\nb\u202ec\t d ") == "a [2J b c d"
    assert printable("a\nb\x00", keep="\n") == "a\nb "


@pytest.mark.parametrize("length", [1, 99, 100, 101, 5_000])
def test_plain_is_printable_ascii_and_newlines(length: int) -> None:
    """The same for short and long texts, which are asked in different ways."""
    for number in range(0x100):
        text = chr(number).rjust(length, "x")
        assert is_plain(text) is (number == 0x0A or 0x20 <= number < 0x7F), number
    assert not is_plain("\u200b".rjust(length, "x"))


def test_dates_are_written_as_documents_write_them() -> None:
    assert form_date(date(2026, 1, 8)) == "01/08/2026"
    assert moment(datetime(2026, 11, 18, 9, 5, tzinfo=UTC)) == "2026-11-18 09:05 UTC"
    assert [moment(datetime(2026, 11, 18, tzinfo=UTC)), moment(None)] == ["2026-11-18", "undated"]


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("is privileged", "are privileged"),
        ("has no limit", "have no limit"),
        ("keeps default capabilities", "keep default capabilities"),
        ("may gain privileges", "may gain privileges"),
        ("carries a flaw", "carry a flaw"),
        ("pushes images", "push images"),
        ("passes its node's folders on", "pass their nodes' folders on"),
        ("does not ask", "do not ask"),
        ("uses its own key", "use its own key"),
        ("", ""),
    ],
)
def test_what_is_said_of_one_is_said_of_several(one: str, several: str) -> None:
    assert of_several(one) == several


def test_rows_of_a_table_in_a_text_have_a_head_and_what_is_indented_below_it() -> None:
    table = """
a.yaml  first
    what it says,
    and more
b.yaml  second
"""
    assert list(headed_rows(table)) == [("a.yaml  first", "what it says, and more"), ("b.yaml  second", "")]
