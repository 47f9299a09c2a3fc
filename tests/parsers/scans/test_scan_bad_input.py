"""Hostile and damaged files: an error that names the place, never a traceback and never a silent loss."""

import codecs
import json
from pathlib import Path

import pytest
from scan_reading import read

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"
_MEMBERS = [parser.name for parser in SCANS if (_DATA / parser.name / "many.json").is_file()]


def _many(member: str) -> bytes:
    return (_DATA / member / "many.json").read_bytes()


@pytest.mark.parametrize("member", _MEMBERS)
def test_truncated(member: str) -> None:
    raw = _many(member)
    for part in (len(raw) // 3, len(raw) // 2, len(raw) - 3):
        with pytest.raises(ParseError, match="JSON"):
            read("a.json", raw[:part])


_TRIVY = b'{"SchemaVersion": 2, "ArtifactName": "cart", "Results": %s}'
_K8S = b'{"ClusterName": "shop", "Resources": %s}'
_GRYPE = b'{"descriptor": {"name": "grype"}, "matches": %s}'
_WRONG = [
    (_TRIVY, b"NaN"),
    (_TRIVY, b"Infinity"),
    (_TRIVY, b'{"Target": "a"}'),
    (_TRIVY, b'[["Target"]]'),
    (_TRIVY, b'[{"Target": 7}]'),
    (_TRIVY, b'[{"ExperimentalModifiedFindings": [{"Type": "secret", "Finding": []}]}]'),
    (_TRIVY, b'[{"Secrets": [{"RuleID": "\\ud800", "Title": "half of a surrogate pair"}]}]'),
    (_TRIVY, b'[{"Target": "raw control \x01 character"}]'),
    (_TRIVY, b'[{"Target": "not UTF-8 \xff\xfe"}]'),
    (_K8S, b'[{"Name": ["cart"]}]'),
    (_K8S, b'[{"Results": {"Target": "a"}}]'),
    (_GRYPE, b'[{"vulnerability": {"id": [{"a": 1}]}, "artifact": {}}]'),
    (_GRYPE, b'{"vulnerability": {}}'),
]


@pytest.mark.parametrize(("frame", "inside"), _WRONG)
def test_another_shape_than_promised(frame: bytes, inside: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        read("a.json", frame % inside)
    assert caught.value.next_step


def test_the_place_of_the_fault_is_named() -> None:
    with pytest.raises(ParseError, match=r"\$\.Results\[0\]\.Target"):
        read("a.json", _TRIVY % b'[{"Target": 7}]')
    with pytest.raises(ParseError, match="/Results/0/ExperimentalModifiedFindings/0/Finding"):
        read("a.json", _TRIVY % b'[{"ExperimentalModifiedFindings": [{"Type": "secret", "Finding": []}]}]')


@pytest.mark.parametrize("frame", [_TRIVY, _K8S, _GRYPE])
def test_nested_without_end(frame: bytes) -> None:
    with pytest.raises(ParseError):
        read("a.json", frame % (b"[" * 100_000 + b"]" * 100_000))


@pytest.mark.parametrize("frame", [_TRIVY, _K8S, _GRYPE])
def test_null_entries_are_counted_where_they_are_results(frame: bytes) -> None:
    _, snapshot = read("a.json", frame % b"[null, null]")
    assert snapshot.tally.results == sum(count for _, count in snapshot.tally.dropped)


@pytest.mark.parametrize("member", _MEMBERS)
def test_encodings_make_no_difference(member: str) -> None:
    raw = _many(member)
    expected = read("a.json", raw)
    for encoding, mark in (("utf-8-sig", b""), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)):
        assert read("a.json", mark + raw.decode().encode(encoding)) == expected, encoding


def test_escaped_control_characters_are_text() -> None:
    """Valid JSON, so kept as written: what a workbook or an XML file cannot hold is for the one that writes it."""
    _, snapshot = read("a.json", _TRIVY % b'[{"Target": "a", "Secrets": [{"RuleID": "r", "Title": "a\\u0000b"}]}]')
    assert snapshot.results[0].title == "a\x00b"


def test_of_duplicate_keys_the_last_counts() -> None:
    """RFC 8259 section 4 leaves it open; this is what Trivy's own decoder and most others do."""
    one = b'[{"Target": "a", "Secrets": [{"RuleID": "r"}]}]'
    _, snapshot = read("a.json", (_TRIVY % b"[]").replace(b'"Results": []', b'"Results": [], "Results": ' + one))
    assert snapshot.tally.results == 1


_OTHERS: list[object] = [
    {"SchemaVersion": "2018-10-08", "Id": "a", "ProductArn": "arn:aws:securityhub", "Title": "Trivy found"},
    {"Findings": [{"SchemaVersion": "2018-10-08"}]},
    {"artifacts": [], "source": {}, "distro": {}, "descriptor": {"name": "syft"}},
    {"matches": [], "descriptor": {"name": "syft"}},
    {"matches": [], "descriptor": []},
    {"matches": []},
    {"vulnerabilities": [{"id": "CVE-1"}], "misconfigurations": []},
    {"vulnerabilities": {}, "misconfigurations": {}},
    {"ClusterName": "shop"},
    [{"Target": "a", "Vulnerability": "b"}],
    ["Target"],
    [None],
    [],
    {},
    "trivy",
    7,
]


@pytest.mark.parametrize("content", _OTHERS, ids=range(len(_OTHERS)))
def test_other_tools_are_left_alone(content: object) -> None:
    document = Document("evidence/scans/trivy-grype.json", json.dumps(content).encode())
    assert not [parser.name for parser in SCANS if parser.recognizes(document)]


@pytest.mark.parametrize("raw", [b"", b"\n", b"<a/>", b"apiVersion: v1\nkind: List\n", b"a,b\n1,2\n", b'{"a": 1}\n{"a": 2}\n'])
def test_other_containers_are_left_alone(raw: bytes) -> None:
    document = Document("evidence/scans/trivy.txt", raw)
    assert not [parser.name for parser in SCANS if parser.recognizes(document)]
