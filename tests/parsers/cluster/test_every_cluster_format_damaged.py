"""Damaged files of every format: an error, or a snapshot whose objects fit its counts; never anything else."""

import copy
import json
from pathlib import Path

import pytest
import yaml
from seeded_choices import SeededChoices, places, tried

from generator.errors import ParseError
from generator.facts.select import kind_of
from generator.model.evidence import EvidenceFile
from generator.model.inventory import PodGroup
from generator.parsers.base import Parser
from generator.parsers.cluster.inspect import row
from generator.parsers.cluster.registry import CLUSTER
from generator.parsers.document import Document

_DATA = Path(__file__).parent / "testdata"
_FILES = [
    (parser, path)
    for parser in CLUSTER
    for path in sorted((_DATA / parser.name).iterdir())
    if not path.name.endswith(".expected.json") and path.stat().st_size
]
_TREES = [each for each in _FILES if each[1].suffix in (".json", ".yaml", ".yml") and "stream" not in each[0].name]
_ODD = ([], {}, [[]], [None], {"a": {}}, "\x00", "9" * 400, 10**30, ["a", 1], {"containers": [{"name": "a", "image": 5}]})


def _survives(parser: Parser, name: str, raw: bytes) -> None:
    document = Document(name, raw)
    evidence = EvidenceFile(path=f"evidence/cluster/{name}", sha256="0" * 64, size=len(raw), media_type="text/plain")
    try:
        if not parser.recognizes(document):
            return
        snapshot = parser.parse(document, evidence)
    except ParseError:
        return
    counts = dict(snapshot.kinds)
    for each in snapshot.objects:
        pods = sum(count for _, count in each.phases) if isinstance(each, PodGroup) else 1
        assert counts[kind_of(each)] >= min(pods, 1)
        assert each.source.sha256 == "0" * 64
    json.dumps(row(snapshot))


def _content(path: Path) -> object:
    text = path.read_text(encoding="utf-8")
    try:
        return json.loads(text) if path.suffix == ".json" else next(iter(yaml.safe_load_all(text)))
    except (ValueError, yaml.YAMLError):
        return None


_LOADED = [(parser, path, content) for parser, path in _TREES if (content := _content(path))]


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
        holder[key] = choices.odd(_ODD)  # type: ignore[index]
    text = json.dumps(changed) if path.suffix == ".json" else yaml.dump(changed, Dumper=yaml.CSafeDumper)
    _survives(parser, path.name, text.encode())


_PLAN = '{"format_version":"1","planned_values":{"root_module":'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("compose.yaml", "services:\n  a: {image: x, extends: b}\n  b: {image: y, extends: {service: a}}\n"),
        ("plan.json", _PLAN + '{"child_modules":[' * 60 + "]}" * 60 + "}}"),
        ("plan.json", _PLAN + '{"child_modules":[' * 5000 + "]}" * 5000 + "}}"),
    ],
)
def test_what_contains_itself_or_goes_too_deep_is_an_error(name: str, text: str) -> None:
    document = Document(name, text.encode())
    evidence = EvidenceFile(path=name, sha256="0" * 64, size=1, media_type="text/plain")
    with pytest.raises(ParseError):
        next(each for each in CLUSTER if each.recognizes(document)).parse(document, evidence)
