"""Damaged files of every format: an error, or a snapshot whose objects fit its counts; never anything else."""

import copy
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

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
_ODD = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)) | st.sampled_from(
    [[], {}, [[]], [None], {"a": {}}, "\x00", "9" * 400, 10**30, ["a", 1], {"containers": [{"name": "a", "image": 5}]}]
)


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


def _places(value: object) -> list[tuple[object, object]]:
    """Every (container, key) below a value."""
    pairs: list[tuple[object, object]] = []
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        pairs += [(value, key), *_places(inner)]
    return pairs


def _content(path: Path) -> object:
    text = path.read_text(encoding="utf-8")
    try:
        return json.loads(text) if path.suffix == ".json" else next(iter(yaml.safe_load_all(text)))
    except (ValueError, yaml.YAMLError):
        return None


_LOADED = [(parser, path, content) for parser, path in _TREES if (content := _content(path))]
_ANY = st.sampled_from(_LOADED)


@pytest.mark.parametrize(("parser", "path"), _FILES, ids=lambda each: each.name)
def test_a_file_that_is_cut_or_has_wrong_bytes(parser: Parser, path: Path) -> None:
    raw = path.read_bytes()
    for end in range(1, len(raw), max(1, len(raw) // 40)):
        _survives(parser, path.name, raw[:end])
        _survives(parser, path.name, raw[:end] + b"\x00\xff{" + raw[end:])
        _survives(parser, path.name, raw[:end] + raw[end // 2 :])


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_value_of_another_type(data: st.DataObject) -> None:
    parser, path, content = data.draw(_ANY)
    changed = copy.deepcopy(content)
    for _ in range(data.draw(st.integers(1, 3))):
        places = _places(changed)
        if not places:
            break
        holder, key = places[data.draw(st.integers(0, len(places) - 1))]
        holder[key] = copy.deepcopy(data.draw(_ODD))  # type: ignore[index]
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
