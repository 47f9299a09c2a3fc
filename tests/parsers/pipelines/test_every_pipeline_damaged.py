"""Damaged files of every format: an error with its place, or statements that are whole; never anything else."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline_reading import evidence_of

from generator.errors import ParseError
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.pipelines import inspect
from generator.parsers.pipelines.registry import PIPELINES

_DATA = Path(__file__).parent / "testdata"
_FILES = [
    (parser, path)
    for parser in PIPELINES
    for path in sorted((_DATA / parser.name).iterdir())
    if not path.name.endswith(".expected.json")
]
_ODD = [
    "null",
    "5",
    "true",
    "[]",
    "{}",
    "[[]]",
    "[null]",
    "{a: {}}",
    "''",
    "text",
    "!reference [a, script]",
    "&a [1]",
    "*a",
    "|",
]


def _survives(parser: Parser, name: str, raw: bytes) -> None:
    document = Document(name, raw)
    try:
        taken = [each for each in PIPELINES if each.recognizes(document)]
        assert len(taken) <= 1
        snapshot = parser.parse(document, evidence_of(name, raw)) if parser in taken else None
    except ParseError:
        return
    if isinstance(snapshot, PipelineSnapshot):
        assert inspect.row(snapshot)
        stages = [each.stage for each in snapshot.stages]
        assert len(stages) == len(set(stages))
        assert all(each.where and each.because and each.source.place for each in snapshot.stages)


@settings(max_examples=900, deadline=None, derandomize=True)
@given(data=st.data(), file=st.sampled_from(_FILES))
def test_bytes_cut_or_changed(data: st.DataObject, file: tuple[Parser, Path]) -> None:
    parser, path = file
    raw = bytearray(path.read_bytes())
    for position in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=3)):
        raw[position] = data.draw(st.integers(0, 255))
    _survives(parser, path.name, bytes(raw[: data.draw(st.integers(0, len(raw)))]))


@settings(max_examples=900, deadline=None, derandomize=True)
@given(data=st.data(), file=st.sampled_from(_FILES))
def test_values_retyped_or_gone(data: st.DataObject, file: tuple[Parser, Path]) -> None:
    parser, path = file
    lines = path.read_text(encoding="utf-8").split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        head, colon, _ = lines[at].partition(":")
        odd = data.draw(st.sampled_from(_ODD))
        lines[at] = data.draw(
            st.sampled_from(["", f"{head}{colon} {odd}", f"{lines[at]} {odd}", lines[at].replace("- ", "", 1)])
        )
    _survives(parser, path.name, "\n".join(lines).encode())


@pytest.mark.parametrize(("parser", "path"), _FILES, ids=[f"{parser.name}/{path.name}" for parser, path in _FILES])
def test_cut_in_the_middle(parser: Parser, path: Path) -> None:
    raw = path.read_bytes().rstrip()
    for part in (len(raw) // 2, len(raw) - 1):
        _survives(parser, path.name, raw[:part])
