"""`decisions/evaluations.yaml`: what it takes, whom an entry speaks of, and what it refuses."""

from datetime import UTC, datetime

import pytest

from generator.errors import ConfigError
from generator.evaluation.decisions import Entries, read_evaluations
from generator.workspace.scan_statements import moment
from tests.evaluation.items_made import item


def entries(text: str) -> Entries:
    return Entries(read_evaluations(text, moment))


@pytest.mark.parametrize(
    "named", ["vulnerability: cve-1", "vulnerability: [CVE-9, ghsa-1]", "poam-id: V-1", "poam-id: [V-7, V-1]"]
)
def test_an_entry_is_found_by_any_name(named: str) -> None:
    (said,) = entries(f"- {named}\n  rating: N3\n  evaluated: 2026-11-03T14:30:00Z\n").on(item())
    assert (said.rating, said.evaluated) == (3, datetime(2026, 11, 3, 14, 30, tzinfo=UTC))


def test_an_entry_for_assets_speaks_of_items_that_lie_in_them_wholly() -> None:
    found = entries("- assets: [reg.example/batch/*]\n  internet-reachable: false\n")
    assert [one.reachable for one in found.on(item("reg.example/batch/a:1", "reg.example/batch/b:1"))] == [False]
    assert found.on(item("reg.example/batch/a:1", "reg.example/shop/cart:1.4")) == ()


def test_the_most_particular_entry_stands_first() -> None:
    text = "- assets: ['*']\n  rating: N1\n- vulnerability: CVE-1\n  rating: N2\n- poam-id: V-1\n  rating: N3\n"
    assert [one.rating for one in entries(text).on(item())] == [3, 2, 1]


def test_an_entry_that_means_nothing_is_told() -> None:
    found = entries("- vulnerability: CVE-1\n  rating: N1\n- vulnerability: CVE-7\n  rating: N1\n")
    found.on(item())
    (gap,) = found.unused()
    assert (gap.path, gap.place) == ("decisions/evaluations.yaml", "line 3")
    assert "CVE-7" in gap.reason


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- rating: N1\n", "does not say what it is about"),
        ("- poam-id: V-1\n  vulnerability: CVE-1\n  rating: N1\n", "names poam-id and vulnerability"),
        ("- poam-id: ['']\n  rating: N1\n", "does not say what it is about"),
        ("- poam-id: V-1\n  rating: N6\n", "N6"),
        ("- poam-id: V-1\n  rateing: N1\n", "rateing"),
        ("- poam-id: V-1\n  evaluated: yesterday\n", "not a day or a moment"),
        ("- poam-id: V-1\n  accepted: ' '\n", "text is empty"),
        ("- poam-id: V-1\n  internet-reachable: maybe\n", "maybe"),
        ("- poam-id: V-1\n  reductions: [{day: 2026-11-01, rating: N1}]\n", "without the rating"),
        ("- poam-id: V-1\n  rating: N2\n  reductions: [{day: 2026-11-01, rating: N3}]\n", "does not lower"),
        (
            "- poam-id: V-1\n  rating: N4\n  reductions: [{day: 2026-11-02, rating: N3}, {day: 2026-11-01, rating: N2}]\n",
            "does not lower",
        ),
        ("- poam-id: V-1\n  rating: N2\n  next-reduction: {day: 2026-12-01, rating: N2}\n", "lowers nothing"),
        ("poam-id: V-1\n", "must be a list"),
        ("- poam-id: V-1\n  rating: N1\n  rating: N2\n", "duplicate key `rating`"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(text: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what) as caught:
        entries(text)
    assert "decisions/evaluations.yaml, line " in caught.value.where


def test_an_empty_file_says_nothing() -> None:
    assert entries("").on(item()) == ()
    assert list(entries("").unused()) == []
