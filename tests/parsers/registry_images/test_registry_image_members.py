"""Every format about registries: named as it should be, with test data, read as reviewed; a changed file is no evidence."""

import base64
import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import golden
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.images import ImageReference
from generator.model.registry import RegistrySnapshot
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.late_parser import LateParser
from generator.parsers.registry import recognize
from generator.parsers.registry_images import inspect
from generator.parsers.registry_images.registry import REGISTRY_IMAGES

_DATA = Path(__file__).parent / "testdata"
_EVIDENCE = EvidenceFile(path="evidence/registry/r/cart.json", sha256="ab" * 32, size=1, media_type="application/json")
_CASES = [
    (parser, path)
    for parser in REGISTRY_IMAGES
    for path in sorted((_DATA / parser.name).iterdir())
    if not path.name.endswith(".expected.json")
]
_MANY = json.loads((_DATA / "atopack-registry-json" / "many.json").read_bytes())


def _id(parser: Parser) -> str:
    return parser.name


def _read(content: object) -> RegistrySnapshot:
    snapshot = REGISTRY_IMAGES[0].parse(Document("cart.json", json.dumps(content).encode()), _EVIDENCE)
    assert isinstance(snapshot, RegistrySnapshot)
    return snapshot


@pytest.mark.parametrize("parser", REGISTRY_IMAGES, ids=_id)
def test_says_what_it_is(parser: Parser) -> None:
    assert isinstance(parser, LateParser)
    assert parser.family == "registry"
    assert len(parser.title.split()) > 1


def test_test_data_and_members_match() -> None:
    assert {path.name for path in _DATA.iterdir()} == {parser.name for parser in REGISTRY_IMAGES}
    for parser in REGISTRY_IMAGES:
        assert {"empty", "one", "many", "broken"} <= {path.name.split(".")[0] for path in (_DATA / parser.name).iterdir()}


@pytest.mark.parametrize(("parser", "path"), _CASES, ids=[f"{parser.name}/{path.name}" for parser, path in _CASES])
def test_reads_as_reviewed(parser: Parser, path: Path) -> None:
    document = Document(path.name, path.read_bytes())
    assert recognize(document).name == parser.name
    try:
        snapshot = parser.parse(document, _EVIDENCE)
    except ParseError as error:
        found: object = {"error": error.what, "where": error.where, "next": error.next_step}
    else:
        assert isinstance(snapshot, RegistrySnapshot)
        found = {"row": inspect.row(snapshot), "images": snapshot.images, "attestations": snapshot.attestations}
    golden.check(found, path.with_suffix(".expected.json"))


def test_digests_and_references() -> None:
    (image,) = _read(_MANY).images
    assert image.digests == (image.digest, *(one.digest for one in image.platforms))
    assert image.references == (
        ImageReference("registry.example.com", "shop/cart", "1.4", image.digest),
        ImageReference("registry.example.com", "shop/cart", "stable", image.digest),
    )


def _bytes_changed(content: Any) -> None:
    raw = content["platforms"][0]["manifest"]["raw"]
    content["platforms"][0]["manifest"]["raw"] = base64.b64encode(base64.b64decode(raw) + b" ").decode()


def _digest_changed(content: Any) -> None:
    content["digest"] = f"sha256:{'0' * 64}"


def _platform_of_another(content: Any) -> None:
    content["platforms"][0] = {"platform": "linux/amd64", "digest": content["referrers"][0]["digest"]}


def _no_base64(content: Any) -> None:
    content["manifest"]["raw"] = "§"


def _later_shape(content: Any) -> None:
    content["atopack_registry_image"] = 2


@pytest.mark.parametrize("change", [_bytes_changed, _digest_changed, _platform_of_another, _no_base64, _later_shape])
def test_a_changed_file_is_no_evidence(change: Any) -> None:
    content = copy.deepcopy(_MANY)
    change(content)
    with pytest.raises(ParseError) as caught:
        _read(content)
    assert caught.value.where.startswith("/")
    assert "collect it again" in caught.value.next_step


def test_a_moment_that_is_none() -> None:
    content = copy.deepcopy(_MANY)
    for one, text in zip(content["platforms"], ("yesterday", "2026-11-01T10:00:00+02:00"), strict=True):
        one["config"]["created"] = text
    first, second = _read(content).images[0].platforms
    assert first.created is None
    assert second.created is not None
    assert second.created.astimezone(UTC) == datetime(2026, 11, 1, 8, tzinfo=UTC)


@settings(max_examples=200)
@given(data=st.data())
def test_damaged(data: st.DataObject) -> None:
    content = copy.deepcopy(_MANY)
    place: Any = content
    while isinstance(place, dict | list) and place:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if data.draw(st.booleans()):
            place[key] = data.draw(st.sampled_from([None, 1, "", [], {}, [None], "\x00", {"a": {}}]))
            break
        place = place[key]
    try:
        snapshot = _read(content)
    except ParseError:
        return
    assert len(snapshot.images) == 1
