"""The shape of a file that no reader knows, and the mapping that is made of it: names, types and counts, and no value."""

import json

import pytest

from generator.parsers.document import Document
from generator.parsers.scans.format_mapping import read_format_mapping
from generator.parsers.scans.mapped_report import MappedReport
from generator.parsers.scans.mapping_skeleton import shape_lines, skeleton
from generator.parsers.shape import FileShape, shape_of
from tests.parsers.scans.scan_reading import EVIDENCE

_REPORT = {
    "scan": {"at": "2026-11-02", "token": "open-sesame"},
    "results": [{"rule": {"id": "R-1"}, "risk": "High", "message": "open-sesame", "odd key": 1, "refs": ["a"]}] * 3,
}


def _shape(content: object, name: str = "a.json") -> FileShape:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    shape = shape_of(Document(name, raw))
    assert shape is not None
    return shape


def test_paths_types_and_counts() -> None:
    shape = _shape(_REPORT)
    assert ("results[].rule.id", "text", 3) in [(each.path, each.types, each.count) for each in shape.paths]
    assert shape.entries == "results[]"
    assert shape.columns == ("risk", "message", '"odd key"', "rule.id")


@pytest.mark.parametrize(
    "content",
    [
        _REPORT,
        [_REPORT],
        b'{"a": "open-sesame"}\n{"a": "open-sesame"}\n',
        b"<a b='open-sesame'>open-sesame</a>",
        b"a,b,c\nopen-sesame,1,2\n",
    ],
)
def test_no_value_is_shown(content: object) -> None:
    shape = _shape(content)
    assert "open-sesame" not in "\n".join((*shape_lines(shape), skeleton(shape, "evidence/scans/a.json")))


def test_keys_that_are_data_are_not_shown() -> None:
    many = {f"secret-{number}": {"id": 1} for number in range(30)}
    few = {f"secret-{number}": {"id": 1, "level": "x"} for number in range(5)}
    for content in ({"a": many}, {"a": few}):
        shown = "\n".join(shape_lines(_shape(content)))
        assert "secret-" not in shown
        assert "a.*.id" in shown


def test_the_skeleton_is_a_mapping_once_the_tool_is_named() -> None:
    text = skeleton(_shape(_REPORT), "evidence/scans/a.json").replace("NAME OF THE TOOL", "Cartscan")
    report = MappedReport(read_format_mapping(text, "cartscan"))
    snapshot = report.parse(Document("evidence/scans/a.json", json.dumps(_REPORT).encode()), EVIDENCE)
    assert (snapshot.tally.results, snapshot.tally.identifiers, snapshot.tally.severities) == (3, 1, (("high", 1),))


@pytest.mark.parametrize(
    ("name", "raw", "results"),
    [
        ("a.json", b'[{"id": "a", "severity": "low"}, {"id": "b"}]', 2),
        ("a.json", b'{"id": "a"}\n{"id": "b"}\n', 2),
        ("a.csv", b"Rule ID;Risk level;Host name\nR-1;High;web\n", 1),
        ("a.json", b'{"data": {"found": [{"cve": "CVE-2026-1"}]}}', 1),
    ],
)
def test_skeletons_of_other_shapes_read_their_files(name: str, raw: bytes, results: int) -> None:
    text = skeleton(_shape(raw, name), f"evidence/scans/{name}").replace("NAME OF THE TOOL", "Cartscan")
    report = MappedReport(read_format_mapping(text, "cartscan"))
    assert report.parse(Document(f"evidence/scans/{name}", raw), EVIDENCE).tally.results == results


def test_a_report_without_a_likely_id_says_so() -> None:
    assert "id: WHICH FIELD" in skeleton(_shape([{"a": 1}]), "evidence/scans/a.json")


def test_xml_has_the_shape_of_its_values() -> None:
    shape = _shape(b'<scan xmlns="urn:x"><host name="a"><item code="1"/><item code="2"/></host></scan>')
    assert [(each.path, each.count) for each in shape.paths] == [
        ("host", 1),
        ("host[]", 1),
        ("host[].name", 1),
        ("host[].item", 1),
        ("host[].item[]", 2),
        ("host[].item[].code", 2),
    ]
    assert "groups: 'host[]'\nentries: 'item[]'\ngroup-fields:\n  target: name" not in skeleton(shape, "evidence/scans/a.xml")


def test_the_skeleton_takes_what_was_scanned_from_the_group() -> None:
    report = {"runs": [{"host": "a", "issues": [{"ref": "R-1", "rank": "P1"}] * 3}] * 2}
    assert "groups: 'runs[]'\nentries: 'issues[]'\ngroup-fields:\n  target: host\nfields:\n  id: ref\n" in skeleton(
        _shape(report), "evidence/scans/a.json"
    )


def test_records_that_are_filed_by_their_names_are_read_by_the_skeleton() -> None:
    issues = {f"KB-{number}": {"score": 7.5, "title": "Old"} for number in range(5)}
    report = {"assets": {f"web-{number}": {"issues": issues} for number in range(5)}}
    text = skeleton(_shape(report), "evidence/scans/a.json").replace("NAME OF THE TOOL", "Cartscan")
    assert "groups: assets\nentries: issues\ngroup-fields:\n  target: '@key'\n" in text
    read = MappedReport(read_format_mapping(text, "cartscan"))
    snapshot = read.parse(Document("evidence/scans/a.json", json.dumps(report).encode()), EVIDENCE)
    assert {(result.target, result.identifier) for result in snapshot.results} == {
        (f"web-{host}", f"KB-{number}") for host in range(5) for number in range(5)
    }


@pytest.mark.parametrize("raw", [b"", b"\x00\x01", b"one line of text\n", b'{"a": ', b"<a>"])
def test_what_has_no_shape(raw: bytes) -> None:
    assert shape_of(Document("a.bin", raw)) is None


def test_a_large_and_deep_file_has_a_bounded_shape() -> None:
    deep: object = 1
    for _ in range(300):
        deep = {"a": [deep]}
    wide = {f"k{number}": [{"x" * 500: number}] * 50 for number in range(20)}
    for content in (deep, wide):
        shape = _shape(content)
        assert len(shape.paths) <= 80
        assert max(len(each.path) for each in shape.paths) < 400
