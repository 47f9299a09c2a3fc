"""Flow logs: read as reviewed, folded, never in the wrong direction; a damaged one is an error that says where."""

import json
from pathlib import Path

import golden
import pytest

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.flow_log import FlowLogSnapshot, LoggedEnd
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.flow_logs import gathering, inspect
from generator.parsers.flow_logs.registry import FLOW_LOGS
from generator.parsers.registry import recognize

_DATA = Path(__file__).parent / "testdata"
_FILES = [
    (parser, path)
    for parser in FLOW_LOGS
    for path in sorted((_DATA / parser.name).iterdir())
    if not path.name.endswith(".expected.json")
]
_WHOLE = [each for each in _FILES if not each[1].name.startswith("broken")]


def _read(parser: Parser, name: str, raw: bytes) -> FlowLogSnapshot:
    evidence = EvidenceFile(path=f"evidence/cluster/prod/{name}", sha256="0" * 64, size=len(raw), media_type="text/plain")
    found = parser.parse(Document(name, raw), evidence)
    assert isinstance(found, FlowLogSnapshot)
    return found


@pytest.mark.parametrize(("parser", "path"), _WHOLE, ids=lambda each: each.name)
def test_a_log_reads_as_reviewed(parser: Parser, path: Path) -> None:
    raw = path.read_bytes()
    assert recognize(Document(path.name, raw)) is parser
    snapshot = _read(parser, path.name, raw)
    golden.check({"snapshot": snapshot, "row": inspect.row(snapshot)}, path.with_name(f"{path.stem}.expected.json"))


@pytest.mark.parametrize(("parser", "path"), _WHOLE, ids=lambda each: each.name)
def test_every_entry_is_somewhere(parser: Parser, path: Path) -> None:
    snapshot = _read(parser, path.name, path.read_bytes())
    lost = dict(snapshot.left_out).get("lost before they were written", 0)
    told = sum(count for _, count in snapshot.left_out) - lost + (lost > 0)
    assert sum(each.count for each in snapshot.flows) + told == snapshot.entries


@pytest.mark.parametrize("parser", FLOW_LOGS, ids=lambda each: each.name)
def test_a_broken_log_says_where(parser: Parser) -> None:
    path = next((_DATA / parser.name).glob("broken.*"))
    with pytest.raises(ParseError) as raised:
        _read(parser, path.name, path.read_bytes())
    assert raised.value.where == "line 2"
    assert raised.value.next_step


@pytest.mark.parametrize(("parser", "path"), _FILES, ids=lambda each: each.name)
def test_a_log_that_is_cut_or_has_wrong_bytes(parser: Parser, path: Path) -> None:
    raw = path.read_bytes()
    for end in range(1, len(raw), max(1, len(raw) // 40)):
        for changed in (raw[:end], raw[:end] + b"\x00\xff{" + raw[end:], raw[:end] + raw[end // 2 :]):
            try:
                if parser.recognizes(Document(path.name, changed)):
                    json.dumps(inspect.row(_read(parser, path.name, changed)))
            except ParseError:
                continue


def test_distinct_flows_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST", 3)
    evidence = EvidenceFile(path="a", sha256="0" * 64, size=1, media_type="text/plain")
    found = gathering.FlowLogGathering(evidence)
    for port in range(1, 8):
        found.add(LoggedEnd(address="10.0.0.1"), LoggedEnd(address="10.0.0.2"), port, "TCP", "line 1")
    found.add(LoggedEnd(address="10.0.0.1"), LoggedEnd(address="10.0.0.2"), 1, "TCP", "line 9")
    snapshot = found.snapshot("tool")
    assert [(each.port, each.count) for each in snapshot.flows] == [(1, 2), (2, 1), (3, 1)]
    assert snapshot.left_out == ((gathering.TOO_MANY, 4),)


_RECORD = "2 123456789010 eni-1235b8ca 172.31.16.139 172.31.16.21 {source} {target} 6 20 4249 1418530010 1418530070 ACCEPT OK"
_ENDLESS = "9" * 5_000


@pytest.mark.parametrize(("source", "target"), [("40000", "700000"), ("40000", _ENDLESS), (_ENDLESS, "443"), ("-", "443")])
def test_numbers_that_no_port_has_are_left_out(source: str, target: str) -> None:
    (parser,) = (each for each in FLOW_LOGS if each.name == "aws-vpc-flow-text")
    lines = [_RECORD.format(source="40000", target="443"), _RECORD.format(source=source, target=target)]
    found = _read(parser, "v.log", "\n".join(lines).encode())
    assert [each.port for each in found.flows] == [443]
