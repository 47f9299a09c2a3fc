"""Records of the monitor: read as they were written, and a damaged one is an error that says where."""

import json
from pathlib import Path

import golden
import pytest

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.monitoring import MonitorSnapshot
from generator.monitoring.record import encoded
from generator.parsers.document import Document
from generator.parsers.monitoring import inspect
from generator.parsers.registry import parse, recognize

_DATA = Path(__file__).parent / "testdata" / "atopack-monitor-json"
_WHOLE = ("empty.json", "one.json", "many.json")


def read(raw: bytes) -> MonitorSnapshot:
    file = EvidenceFile(path="evidence/monitoring/x.json", sha256="0" * 64, size=len(raw), media_type="application/json")
    document = Document("x.json", raw)
    found = parse(recognize(document), document, file)
    assert isinstance(found, MonitorSnapshot)
    return found


@pytest.mark.parametrize("name", _WHOLE)
def test_a_record_reads_as_reviewed_and_writes_the_same_bytes(name: str) -> None:
    raw = (_DATA / name).read_bytes()
    snapshot = read(raw)
    golden.check({"snapshot": snapshot.run, "row": inspect.row(snapshot)}, (_DATA / name).with_suffix(".expected.json"))
    assert encoded(snapshot.run, "atopack 0.1.0") == raw


def test_a_damaged_record_says_where() -> None:
    raw = (_DATA / "broken.json").read_bytes()
    assert recognize(Document("broken.json", raw)).name == "atopack-monitor-json"
    with pytest.raises(ParseError, match="another shape"):
        read(raw)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"atopackMonitor": 2}, "version 2"),
        ({"taken": "2026-11-20T04:30:00"}, "no time zone"),
        ({"alerts": [{}]}, "another shape"),
    ],
)
def test_what_is_no_record_of_this_version_is_refused(change: dict[str, object], what: str) -> None:
    whole = json.loads((_DATA / "one.json").read_bytes()) | change
    with pytest.raises(ParseError, match=what):
        read(json.dumps(whole).encode())


def test_what_a_later_version_adds_is_passed_over() -> None:
    whole = json.loads((_DATA / "one.json").read_bytes()) | {"mood": "good"}
    assert read(json.dumps(whole).encode()).run.images == 3
