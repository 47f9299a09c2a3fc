"""Expressions of mapping files: what they select, and what is refused before it costs anything."""

import contextlib
import time
from typing import Any

import pytest

from generator.errors import ConfigError
from generator.parsers.scans.bounded_jmespath import LONGEST, UnfitError, compiled

_VALUE: dict[str, Any] = {"a": {"b": [{"c": 1, "d": "x"}, {"c": 2}, None]}, "list": [[1], [2, 3]], "odd key": 7, "o": {"k": 1}}


@pytest.mark.parametrize(
    ("expression", "selected"),
    [
        ("a.b", _VALUE["a"]["b"]),
        ("a.b.c", None),
        ("a.x.y", None),
        ("list.a", None),
        ('"odd key"', 7),
        ("a.b[].c", [1, 2]),
        ("a.b[0].d", "x"),
        ("a.b[?c == `2`]", [{"c": 2}]),
        ("a.b[?d && contains(d, 'x')].c | [0]", 1),
        ("x || a.b[0].c", 1),
        ("list[]", [1, 2, 3]),
        ("list[-1:]", [[2, 3]]),
        ("o.*", [1]),
        ("length(list)", 2),
        ("@.a.b[1].c", 2),
    ],
)
def test_what_an_expression_selects(expression: str, selected: object) -> None:
    assert compiled(expression)(_VALUE) == selected


@pytest.mark.parametrize("expression", ["length(`7`)", "contains(@.none, 'x')", "a.b[?contains(d, 'x')]"])
def test_a_function_that_gets_another_type_is_an_error_and_never_an_empty_list(expression: str) -> None:
    with pytest.raises(UnfitError):
        compiled(expression)(_VALUE)


@pytest.mark.parametrize("expression", ["a", "a.b", "a.b[].c"])
@pytest.mark.parametrize("value", [None, [], "text", 7, True])
def test_other_values_select_nothing(expression: str, value: object) -> None:
    assert not compiled(expression)(value)


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("", "empty"),
        ("a[", "is not JMESPath"),
        ("a..b", "is not JMESPath"),
        ("[@, @]", "makes new values"),
        ("{a: @, b: @}", "makes new values"),
        ("map(&a, @)", "`map`|makes new values"),
        ("sort_by(@, &a)", "`sort_by`|makes new values"),
        ("sum(@)", "the function `sum`"),
        ("merge(@, @)", "the function `merge`"),
        ("a." * LONGEST + "a", "characters"),
        ("|".join(["a"] * 100), "more than"),
        ("(" * 150 + "a" + ")" * 150, "is not JMESPath|more than|"),
    ],
)
def test_what_is_refused(expression: str, what: str) -> None:
    if expression.startswith("((("):
        compiled(expression)(_VALUE)  # NOTE: brackets cost nothing: they leave no part behind.
        return
    with pytest.raises(ConfigError, match=what) as caught:
        compiled(expression)
    assert caught.value.next_step


@pytest.mark.parametrize(
    "expression",
    [
        "|".join(["[@,@]"] * 40),
        "[@,@][]" + "|[@,@][]" * 30,
        "not_null(" * 60 + "a" + ")" * 60,
        "a[?" * 60 + "a" + "]" * 60,
        "!" * 300 + "a",
        "`" + "[" * 190 + "]" * 190 + "`",
        "a[?b[?c[?d[?e[?f[?g]]]]]]",
    ],
)
def test_a_hostile_expression_ends_at_once(expression: str) -> None:
    began = time.process_time()
    with contextlib.suppress(ConfigError, UnfitError):
        compiled(expression)({"a": [{"b": [{"c": 1}] * 50}] * 50})
    assert time.process_time() - began < 2
