"""Long tables in pieces, as the address asks for them."""

import pytest

from generator.review.pages.long_tables import piece_of

ROWS = tuple(f"row {number}" for number in range(1, 121))


def piece(**query: str) -> tuple[int, int, str, str]:
    made = piece_of(ROWS, query, text=str)
    return made.first, made.last, made.before, made.after


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, (1, 50, "", "?page=1")),
        ({"page": "0"}, (1, 50, "", "?page=1")),
        ({"page": "1"}, (51, 100, "?page=0", "?page=2")),
        ({"page": "2", "rows": "25"}, (51, 75, "?rows=25&page=1", "?rows=25&page=3")),
        ({"page": "2"}, (101, 120, "?page=1", "")),
        ({"page": "99999999"}, (101, 120, "?page=1", "")),
        ({"page": "999999999"}, (1, 50, "", "?page=1")),
        ({"page": "-1"}, (1, 50, "", "?page=1")),
        ({"page": "٢"}, (1, 50, "", "?page=1")),
        ({"page": "soon", "rows": "7"}, (1, 50, "", "?rows=7&page=1")),
        ({"q": "ROW 11", "page": "3"}, (1, 11, "", "")),
        ({"q": "none of these"}, (0, 0, "", "")),
    ],
)
def test_an_address_shows_the_piece_it_names_or_the_nearest(query: dict[str, str], shown: tuple[int, int, str, str]) -> None:
    assert piece(**query) == shown


def test_a_filter_leaves_the_count_of_all_rows_and_what_was_typed() -> None:
    made = piece_of(ROWS, {"q": "Row 1"}, text=str)
    assert (made.words, made.count, made.total, made.rows[:2]) == ("Row 1", 40, 120, ("row 1", "row 10"))
    assert made.sizes == ((25, "?q=Row+1&rows=25"), (50, ""), (100, "?q=Row+1&rows=100"), (250, "?q=Row+1&rows=250"))
    assert piece_of(ROWS[:25], {}, text=str).sizes == ()
