"""Two dozen systems in the styles of public repositories: most rows are matched without a decision, and nothing wrongly.

Rows were written before the matcher saw them; rules were mended because of some of them, so that this holds what works, and
is no measure of systems that nobody has seen (BENCHMARKS.md has that).
"""

import pytest

from tests.graph import withheld, written_systems

_RECALL, _OF_ONE, _PRECISION = 0.90, 0.60, 0.98
_FIRST = 0.90


@pytest.mark.parametrize("name", written_systems.NAMES)
def test_a_system_is_recognized_and_nothing_is_taken_for_something_else(name: str) -> None:
    grade = written_systems.grade(name)
    assert grade.wrong == ()
    assert len(grade.matched) >= _OF_ONE * grade.rows, grade.missed


def test_all_systems_together() -> None:
    grades = [written_systems.grade(name) for name in written_systems.NAMES]
    rows, matched = sum(each.rows for each in grades), sum(len(each.matched) for each in grades)
    wrong = sum(len(each.wrong) for each in grades)
    assert len(grades) >= 24
    assert matched / rows >= _RECALL
    assert matched / (matched + wrong) >= _PRECISION


@pytest.mark.long
def test_the_first_suggestion_is_right_where_the_match_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every other row of each system, since all of it is matched again for each; BENCHMARKS.md has the number for all."""
    right, asked, wrong = 0, 0, []
    for number, name in enumerate(written_systems.NAMES):
        rows = written_systems.rows(name)
        for row, first in withheld.first_suggestions(name, [*rows][number % 2 :: 2], monkeypatch).items():
            asked += 1
            of_row = first is not None and written_systems.are_right(rows[row], first.workloads or (first.workload,))
            right += of_row
            wrong += [] if of_row else [f"{name}: {row}"]
    assert asked >= 120
    assert right / asked >= _FIRST, wrong
