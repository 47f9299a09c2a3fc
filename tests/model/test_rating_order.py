"""Ratings have one order, and are made of whatever word a workbook or a plan has."""

import pytest

from generator.model.rating import Rating
from generator.model.scan import Severity


def test_ratings_are_listed_from_the_highest() -> None:
    assert list(Rating) == [Rating.HIGH, Rating.MODERATE, Rating.LOW]
    assert sorted((Rating.LOW, Rating.HIGH, Rating.MODERATE), key=lambda one: one.position) == list(Rating)
    assert [[one.is_above(other) for other in Rating] for one in Rating] == [
        [False, True, True],
        [False, False, True],
        [False, False, False],
    ]


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("High", Rating.HIGH),
        ("critical", Rating.HIGH),
        ("MEDIUM", Rating.MODERATE),
        ("moderate", Rating.MODERATE),
        ("low", Rating.LOW),
        ("", None),
        ("N/A", None),
    ],
)
def test_a_word_of_another_document_is_read(text: str, rating: Rating | None) -> None:
    assert Rating.read(text) is rating


def test_a_rating_is_written_as_the_template_has_it_and_implies_a_severity() -> None:
    assert f"{Rating.HIGH} {Rating.MODERATE} {Rating.LOW}" == "High Moderate Low"
    assert [one.severity for one in Rating] == [Severity.HIGH, Severity.MODERATE, Severity.LOW]
