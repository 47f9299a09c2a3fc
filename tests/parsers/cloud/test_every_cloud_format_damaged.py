"""Damaged replies of every format: an error, or a snapshot that holds together; never anything else."""

import copy
import json
from pathlib import Path

import pytest
from seeded_choices import SeededChoices, places, tried

from generator.errors import ParseError
from generator.model.cloud import CloudSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.base import Parser
from generator.parsers.cloud.inspect import row
from generator.parsers.cloud.registry import CLOUD
from generator.parsers.document import Document

_DATA = Path(__file__).parent / "testdata"
_FILES = [
    (parser, path)
    for parser in CLOUD
    for path in sorted((_DATA / parser.name).iterdir())
    if not path.name.endswith(".expected.json")
]
_ODD = (
    *([], {}, [[]], [None], {"a": {}}, ["a", 1]),
    *("\x00", "9" * 400, 10**30, "arn:aws:ec2:a:210987654321:x", "1e999", "9999-12-31"),
)


def _survives(parser: Parser, name: str, raw: bytes) -> None:
    document = Document(name, raw)
    evidence = EvidenceFile(
        path=f"evidence/cloud/{name}", sha256="0" * 64, size=len(raw), media_type="application/json", target="a"
    )
    try:
        if not parser.recognizes(document):
            return
        snapshot = parser.parse(document, evidence)
    except ParseError:
        return
    assert isinstance(snapshot, CloudSnapshot)
    assert all(isinstance(text, str) for one in snapshot.resources for pair in (*one.settings, *one.tags) for text in pair)
    assert all(one.identifier is not None and one.source.sha256 == "0" * 64 for one in snapshot.resources)
    json.dumps(row(snapshot))


_LOADED = [(parser, path, json.loads(path.read_text())) for parser, path in _FILES if path.name != "after_one_another.json"]


@pytest.mark.parametrize(("parser", "path"), _FILES, ids=lambda each: each.name)
def test_a_file_that_is_cut_or_has_wrong_bytes(parser: Parser, path: Path) -> None:
    raw = path.read_bytes()
    for end in range(1, len(raw), max(1, len(raw) // 40)):
        _survives(parser, path.name, raw[:end])
        _survives(parser, path.name, raw[:end] + b"\x00\xff{" + raw[end:])
        _survives(parser, path.name, raw[:end] + raw[end // 2 :])


def test_a_value_of_another_type() -> None:
    tried(1500, _a_value_of_another_type)


def _a_value_of_another_type(choices: SeededChoices) -> None:
    parser, path, content = choices.one(_LOADED)
    changed = copy.deepcopy(content)
    for _ in range(choices.number(3) + 1):
        if not (below := places(changed)):
            break
        holder, key = choices.one(below)
        holder[key] = choices.odd(_ODD, infinite=True)  # type: ignore[index]
    _survives(parser, path.name, json.dumps(changed).encode())


@pytest.mark.parametrize(("parser", "path", "content"), _LOADED, ids=lambda each: getattr(each, "name", ""))
def test_any_member_may_be_missing(parser: Parser, path: Path, content: object) -> None:
    for number in range(len(places(content))):
        changed = copy.deepcopy(content)
        holder, key = places(changed)[number]
        del holder[key]  # type: ignore[attr-defined]
        _survives(parser, path.name, json.dumps(changed).encode())


def test_what_goes_too_deep_is_an_error() -> None:
    text = '{"Reservations":[{"Instances":[{"InstanceId":"i-1","Tags":' + "[" * 5000 + "]" * 5000 + "}]}]}"
    document = Document("a.json", text.encode())
    evidence = EvidenceFile(path="a.json", sha256="0" * 64, size=1, media_type="application/json")
    with pytest.raises(ParseError):
        next(each for each in CLOUD if each.recognizes(document)).parse(document, evidence)
