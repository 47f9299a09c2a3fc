"""YAML that is read line by line says what it says to PyYAML's own reader, and is refused alike."""

import json
import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.parsers.yaml_events import plain_documents
from generator.parsers.yaml_lines import line_documents
from tests.bench.pods import pods
from tests.parsers.test_yaml_events import VALUES, outcome, through_nodes

ENTRIES = st.sampled_from(
    (
        "a:", "b: 1", "c: yes", "- x", "-", "- ", "- d: 2", "- - e", "-   f: 3", "- g:", '"h i": j', '\'k\': "l"', "m: {}",
        "n: []", "o: |", "o: >-", "o: |+", "o: |2", 'p: "two', 'lines"', "q: 'it''s'", 'r: "\\u00e9\\n"', "s: t # u",
        "# note", "plain text", "v: [1,", "2]", "w: x: y", "x:y", "z:  spaced  ", "80: http", "2026-01-02: day",
        "t: 2026-01-02", "f:a: {}", ".: {}", "<<: {}", "- <<", "&x aa: 1", "bb: *x", "cc: !!str 1", "? dd", ": ee",
        "a: again", "ff: - g", "hh: \t1", "\tii: 1", "é: ü", "jj: é", "kk: 'a", "...", "---", "--- ll", "", " ",
        "mm: 1:30", "nn: -", "oo: --x", "pp: a:b", "qq: =", "rr: ...", "-ss: 1", "tt: a #b", "uu: a#b", "vv: 09",
        "ww: 0o7", "%YAML 1.1", "xx: @", "yy: `", "zz: 1_0", "ab: \x85", "ac: \u2028", "ad: \r"
    )
)  # fmt: skip
LINES = st.lists(st.tuples(st.integers(0, 6), ENTRIES), max_size=9)


@given(LINES, st.booleans())
def test_any_lines(lines: list[tuple[int, str]], ended: bool) -> None:
    text = "\n".join(" " * indent + entry for indent, entry in lines) + ("\n" if ended else "")
    assert outcome(text) == through_nodes(text)


@given(st.lists(VALUES, max_size=3), st.sampled_from((2, 4)), st.booleans(), st.sampled_from((None, '"', "'", "|")))
def test_dumped_values(documents: list[Any], indent: int, explicit: bool, quotes: str | None) -> None:
    text = yaml.dump_all(documents, indent=indent, explicit_start=explicit, default_style=quotes, default_flow_style=False)
    assert outcome(text) == through_nodes(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a:\n- 1\n- b: 2\n  c:\n  - 3\nd: 4\n", {"a": [1, {"b": 2, "c": [3]}], "d": 4}),
        ("a:\n  b:\nc:\n", {"a": {"b": None}, "c": None}),
        ("- - 1\n  - 2\n-\n- x: {}\n  y: []\n", [[1, 2], None, {"x": {}, "y": []}]),
        ("a: |\n  one\n\n  # two\n   three\nb: 1\n", {"a": "one\n\n# two\n three\n", "b": 1}),
        ("a: one\n  two\n\n  three\nb: 1\n", {"a": "one two\nthree", "b": 1}),
        ('- "one\n  two\\n"\n- 3\n', ["one two\n", 3]),
        ("a: |+\n  x\n\n\nb: |+\n  y\n\n", {"a": "x\n\n\n", "b": "y\n\n"}),
        ("a:\n  'long\n  text'\nb: 1\n", {"a": "long text", "b": 1}),
        ("k: {f: 1}\nyes: no\n8080: on\n", {"k": {"f": 1}, True: False, 8080: True}),
        ("# Source: chart\nb: 2\n", {"b": 2}),
    ],
)
def test_block_style_is_read_by_lines(text: str, value: object) -> None:
    assert line_documents(text) == (value,)
    assert plain_documents(text) == (value,)


def test_documents_of_a_stream() -> None:
    assert line_documents("---\na: 1\n---\n---\n- b\n") == ({"a": 1}, ["b"])


@pytest.mark.parametrize("text", ["a: &x 1\n", "a: 1\r\n", "just text\n", "a: 1\nb: [\n", "<<: {a: 1}\n", "a: 2026-13-45\n"])
def test_what_is_more_is_left_to_the_other_readers(text: str) -> None:
    assert line_documents(text) is None
    assert outcome(text) == through_nodes(text)


def test_empty_collections_are_not_shared() -> None:
    (read,) = line_documents("a: {}\nb: {}\nc:\n- a: {}\n") or ()
    assert isinstance(read, dict)
    read["a"]["x"] = 1
    assert read == {"a": {"x": 1}, "b": {}, "c": [{"a": {}}]}


@pytest.mark.parametrize("depth", [150, 250])
def test_depth_is_bounded(depth: int) -> None:
    text = "".join(" " * level + "a:\n" for level in range(depth))
    assert (line_documents(text) is not None) == (depth < 200)
    assert outcome(text) == through_nodes(text)


def test_it_takes_less_time_than_events() -> None:
    text = yaml.dump(json.loads(json.dumps(list(pods(150)))), Dumper=yaml.CSafeDumper)
    times = []
    for read in (line_documents, plain_documents):
        started = time.process_time()
        assert read(text) is not None
        times.append(time.process_time() - started)
    assert times[0] < times[1]  # six tenths, alone
