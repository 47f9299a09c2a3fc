"""Amazon VPC flow logs, as they lie in S3 (with a line of field names) or in CloudWatch (the default fields, without).

A record is one direction of a connection in some minutes. Who opened it is in its TCP flags where they are logged, else by
the ports: the lower one is the service's. https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from generator.errors import ParseError
from generator.limits import QUOTED
from generator.model.evidence import EvidenceFile
from generator.model.flow_log import FlowLogSnapshot, LoggedEnd
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.flow_logs.gathering import FlowLogGathering
from generator.parsers.late_patterns import late_re
from generator.text import shortened

_TOOL = "Amazon VPC flow logs"
_DEFAULT = (
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status".split()
)
_NEEDED = ("srcaddr", "dstaddr", "srcport", "dstport", "protocol", "start", "end", "action")
_HEADER = late_re(r"(?:[a-z][a-z0-9-]* ){7,40}[a-z][a-z0-9-]*")
_RECORD = late_re(
    r"2 (?:\d{12}|unknown) eni-[0-9a-f]{8,17} \S+ \S+ \S+ \S+ \S+ \S+ \S+ \d+ \d+ (?:ACCEPT|REJECT|-) (?:OK|NODATA|SKIPDATA)"
)
_TRANSPORTS = {"6": "TCP", "17": "UDP", "132": "SCTP"}
_SYN, _SYN_ACK = 2, 18
_FLAG_DIGITS, _PORT_DIGITS, _HIGHEST_PORT = 3, 5, 65_535
_NEXT = "collect the log as it lies in S3 or CloudWatch, with its default fields or with the line of field names"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container is not FileContainer.TEXT:
        return False
    first = document.start.lstrip().partition(b"\n")[0].decode(errors="replace").strip()
    if _HEADER.fullmatch(first):
        return set(_NEEDED) <= set(first.split())
    return _RECORD.fullmatch(first) is not None


def parse(document: Document, evidence: EvidenceFile) -> FlowLogSnapshot:
    """See `Parser.parse`."""
    gathering = FlowLogGathering(evidence)
    try:
        with document.opened_text() as lines:
            _take_all(gathering, lines)
    except UnicodeDecodeError as error:
        raise ParseError("the log is not text in UTF-8", where=f"record {gathering.entries + 1}", next_step=_NEXT) from error
    return gathering.snapshot(_TOOL)


def _take_all(gathering: FlowLogGathering, lines: Iterable[str]) -> None:
    fields = _DEFAULT
    for number, line in enumerate(lines, 1):
        parts = line.split()
        if number == 1 and _HEADER.fullmatch(" ".join(parts)):
            fields = parts
        elif parts:
            gathering.entries += 1
            if len(parts) != len(fields):
                what = f"{len(parts)} fields where {len(fields)} are due"
                raise ParseError(what, where=f"line {number}", next_step=_NEXT)
            _take(gathering, dict(zip(fields, parts, strict=True)), f"line {number}")


def _take(gathering: FlowLogGathering, record: Mapping[str, str], place: str) -> None:
    if record["start"].isdecimal() and record["end"].isdecimal():
        gathering.saw(_moment(record["start"], place), _moment(record["end"], place))
    if record["action"] != "ACCEPT":
        gathering.leave_out(record.get("log-status", "") if record["action"] == "-" else f"action {record['action'].lower()}")
        return
    transport = _TRANSPORTS.get(record["protocol"])
    source, target = _port(record["srcport"]), _port(record["dstport"])
    if transport is None or source is None or target is None:
        gathering.leave_out("no port")
        return
    opened = _opened(record, source, target)
    if opened is None:
        gathering.leave_out("it is not clear who opened it")
    elif not opened:
        gathering.leave_out("reply")
    else:
        called = LoggedEnd(address=_address(record, "dstaddr"))
        gathering.add(LoggedEnd(address=_address(record, "srcaddr")), called, target, transport, place)


def _port(text: str) -> int | None:
    """None where it is none: `-`, or a number that no port has."""
    return int(text) if text.isdecimal() and len(text) <= _PORT_DIGITS and int(text) <= _HIGHEST_PORT else None


def _address(record: Mapping[str, str], key: str) -> str:
    """The pod's own address where the record has it, else that of the interface it went through."""
    inner = record.get(f"pkt-{key}", "-")
    return record[key] if inner == "-" else inner


def _opened(record: Mapping[str, str], source: int, target: int) -> bool | None:
    """Did the source open the connection? By flags of one byte, else by the ports."""
    flags = record.get("tcp-flags", "")
    if flags.isdecimal() and len(flags) <= _FLAG_DIGITS and int(flags) & _SYN:
        return int(flags) & _SYN_ACK != _SYN_ACK
    return None if source == target else target < source


def _moment(seconds: str, place: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ParseError(f"`{shortened(seconds, QUOTED)}` is no time", where=place, next_step=_NEXT) from error
