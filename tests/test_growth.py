"""The measure that stands in for limits of time: a square is told from a line, and one disturbed comparison from both."""

import re

import growth
import pytest


def _cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the work returns counts as its seconds."""
    monkeypatch.setattr(growth, "_seconds", lambda work, given: work(given))


def test_what_grows_with_its_input_passes_and_its_square_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    _cost(monkeypatch)
    growth.assert_linear(lambda part: 800 // part, lambda length: 0.01 * length)
    with pytest.raises(AssertionError, match="64 times the work"):
        growth.assert_linear(lambda part: 800 // part, lambda length: 0.01 * length**2)


def test_one_disturbed_comparison_is_no_square(monkeypatch: pytest.MonkeyPatch) -> None:
    _cost(monkeypatch)
    disturbed = iter([0.1, 0.1, 9.0, 0.1, 0.8])
    growth.assert_linear(lambda part: part, lambda _part: next(disturbed))


def test_what_takes_no_time_at_all_is_not_divided_by() -> None:
    growth.assert_linear(lambda part: part, lambda _part: None)


def test_calls_are_counted_and_no_more() -> None:
    def work() -> None:
        for number in range(10):
            abs(number)

    assert growth.calls(work) - growth.calls(lambda: None) in {10, 11, 12}


def test_an_expression_that_never_ends_is_ended() -> None:
    with pytest.raises(TimeoutError), growth.ended_after(0.05):
        re.match(r"(a|a)*b", "a" * 60)
