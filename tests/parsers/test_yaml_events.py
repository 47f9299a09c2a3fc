"""YAML that is read from events says what it says to PyYAML's own reader, and is refused alike."""

import json
import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ParseError
from generator.parsers import yaml as reading
from generator.parsers.yaml_events import plain_documents
from tests.bench.pods import pods

WORDS = st.sampled_from(
    (
        "yes", "no", "on", "off", "true", "~", "null", "Null", "1_000", "0x1f", "0o17", "017", "1:30:00", "1e3", ".5", ".inf",
        "-.INF", ".nan", "2026-01-02", "2026-01-02T03:04:05Z", "=", "<<", "8080:80", "-", "?", ":", "'a''b'", '"q"', "é", "#",
        "1.2.3", "0.1", "+5", "y", "n",
    )
)  # fmt: skip
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.dates(), st.text(max_size=8), WORDS)
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(SCALARS, inner, max_size=3)), max_leaves=12
)
LINES = st.lists(
    st.sampled_from(
        ("a: 1", "a: yes", "- a", "  - b", "b:", "  c: &x 1", "  d: *x", "<<: {e: 1}", "? [k]", ": v", "---", "...",
         "t: !!str 1", "u: !Ref x", "f: {g: [1, ~]}", "s: |", "   text yes", "'q': \"\\u00e9\"", "a: 2", "\ttab", "1: one",
         "2026-01-02: day", "=: v", "n: !!binary aGk=", "%YAML 1.1", "# note", "x: [", "]", "{a: b}: c")
    ), max_size=8,
)  # fmt: skip


def through_nodes(text: str) -> str:
    """What the reader makes that builds nodes, or how it refuses."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "line_documents", lambda _: None)
        patched.setattr(reading, "plain_documents", lambda _: None)
        return outcome(text)


def outcome(text: str) -> str:
    try:
        return repr(reading.load_all(text))
    except ParseError as error:
        return f"{error.what} {error.where}"


@given(st.lists(VALUES, max_size=3), st.sampled_from((None, True, False)))
def test_dumped_values(documents: list[Any], style: bool | None) -> None:
    text = yaml.dump_all(documents, default_flow_style=style, allow_unicode=True)
    assert outcome(text) == through_nodes(text)


@given(LINES)
def test_any_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert outcome(text) == through_nodes(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: *x",
        "&x a: 1",
        "!!str 1",
        "!Ref a",
        "<<: {a: 1}",
        "? [a]\n: 1",
        "{{a: 1}: 2}",
        "=: 1",
        "a: [",
        "a: \x01",
        "*x",
    ],
)
def test_what_is_not_plain_is_left_to_the_other_reader(text: str) -> None:
    assert plain_documents(text) is None
    assert outcome(text) == through_nodes(text)


@pytest.mark.parametrize("depth", [150, 250, 2_000, 200_000])
def test_depth_is_bounded(depth: int) -> None:
    text = "[" * depth + "]" * depth
    assert (plain_documents(text) is not None) == (depth < 200)
    assert outcome(text) == through_nodes(text)


def test_the_last_of_two_equal_keys_counts() -> None:
    assert plain_documents("a: 1\nb: 2\na: 3") == ({"a": 3, "b": 2},)


def test_it_takes_a_fraction_of_the_time() -> None:
    text = yaml.dump(json.loads(json.dumps(list(pods(60)))), Dumper=yaml.CSafeDumper)
    times = []
    for read in (reading.load_all, through_nodes):
        started = time.process_time()
        read(text)
        times.append(time.process_time() - started)
    assert times[0] < times[1] / 2  # a tenth, alone
