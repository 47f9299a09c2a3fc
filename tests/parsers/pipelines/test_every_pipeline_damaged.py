"""Damaged files of every format: an error with its place, or statements that are whole; never anything else."""

from pathlib import Path

import pytest
from pipeline_reading import evidence_of
from seeded_choices import SeededChoices, tried

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


def test_bytes_cut_or_changed() -> None:
    tried(900, _bytes_cut_or_changed)


def _bytes_cut_or_changed(choices: SeededChoices) -> None:
    parser, path = choices.one(_FILES)
    raw = bytearray(path.read_bytes())
    for _ in range(choices.number(4)):
        raw[choices.number(len(raw))] = choices.number(256)
    _survives(parser, path.name, bytes(raw[: choices.number(len(raw) + 1)]))


def test_values_retyped_or_gone() -> None:
    tried(900, _values_retyped_or_gone)


def _values_retyped_or_gone(choices: SeededChoices) -> None:
    parser, path = choices.one(_FILES)
    lines = path.read_text(encoding="utf-8").split("\n")
    for _ in range(choices.number(3) + 1):
        at, odd = choices.number(len(lines)), choices.one(_ODD)
        head, colon, _ = lines[at].partition(":")
        lines[at] = choices.one(["", f"{head}{colon} {odd}", f"{lines[at]} {odd}", lines[at].replace("- ", "", 1)])
    _survives(parser, path.name, "\n".join(lines).encode())


@pytest.mark.parametrize(("parser", "path"), _FILES, ids=[f"{parser.name}/{path.name}" for parser, path in _FILES])
def test_cut_in_the_middle(parser: Parser, path: Path) -> None:
    raw = path.read_bytes().rstrip()
    for part in (len(raw) // 2, len(raw) - 1):
        _survives(parser, path.name, raw[:part])
