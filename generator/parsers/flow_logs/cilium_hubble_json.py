"""Flows that Cilium saw: `hubble observe -o json`, and the files of Hubble's exporter, one JSON object a line.

Only flows that were forwarded count, and only in the direction in which the connection was opened: of replies nothing is kept.
https://docs.cilium.io/en/stable/observability/hubble/configuration/export/, https://docs.cilium.io/en/stable/_api/v1/flow/README/
"""

import re
from datetime import UTC, datetime

import msgspec

from generator.errors import ParseError
from generator.limits import NUMBER_DIGITS, QUOTED
from generator.model.evidence import EvidenceFile
from generator.model.flow_log import FlowLogSnapshot, LoggedEnd
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.flow_logs.gathering import FlowLogGathering
from generator.parsers.late_patterns import late_re
from generator.text import shortened

_TOOL = "Cilium Hubble"
_POD_ENDS = late_re(r"(?:-[a-z0-9]{6,10})?-[a-z0-9]{5}$|-\d{1,5}$")
_NEXT = "collect it again with `hubble observe -o json`, or take the exporter's file as it is"


class _HubbleWorkload(msgspec.Struct, gc=False):
    name: str = ""
    kind: str = ""


class _HubbleEnd(msgspec.Struct, gc=False):
    namespace: str = ""
    pod_name: str = ""
    labels: tuple[str, ...] = ()
    workloads: tuple[_HubbleWorkload, ...] = ()


class _Ports(msgspec.Struct, gc=False):
    destination_port: int = 0


class _Layer4(msgspec.Struct, gc=False):
    tcp: _Ports | None = msgspec.field(name="TCP", default=None)
    udp: _Ports | None = msgspec.field(name="UDP", default=None)
    sctp: _Ports | None = msgspec.field(name="SCTP", default=None)


class _Addresses(msgspec.Struct, gc=False):
    source: str = ""
    destination: str = ""


class _HubbleFlow(msgspec.Struct, gc=False):
    time: str = ""
    verdict: str = ""
    is_reply: bool | None = None
    reply: bool = False
    source: _HubbleEnd | None = None
    destination: _HubbleEnd | None = None
    ip: _Addresses | None = msgspec.field(name="IP", default=None)
    l4: _Layer4 | None = None
    source_names: tuple[str, ...] = ()
    destination_names: tuple[str, ...] = ()


class _Lost(msgspec.Struct, gc=False):
    num_events_lost: int | str = 0


class _HubbleLine(msgspec.Struct, gc=False):
    flow: _HubbleFlow | None = None
    lost_events: _Lost | None = None


_MEMBERS = ("flow", "lost_events", "node_status", "agent_event")
_BARE = {"verdict", "source", "destination"}


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container not in (FileContainer.JSON, FileContainer.JSON_LINES):
        return False
    members = document.members
    if any(key in members for key in _MEMBERS):
        return "node_name" in members or "time" in members or "flow" in members
    return members.keys() >= _BARE and "IP" in members


def parse(document: Document, evidence: EvidenceFile) -> FlowLogSnapshot:
    """See `Parser.parse`."""
    gathering = FlowLogGathering(evidence)
    bare = not any(key in document.members for key in _MEMBERS)
    lines = document.lines() if document.container is FileContainer.JSON_LINES else (document.data,)
    for number, line in enumerate(lines, 1):
        place = f"line {number}"
        gathering.entries += 1
        whole = (
            _HubbleLine(flow=document.decode(line, _HubbleFlow, place=place))
            if bare
            else document.decode(line, _HubbleLine, place=place)
        )
        if whole.lost_events is not None:
            gathering.leave_out("lost before they were written", max(1, _number(whole.lost_events.num_events_lost)))
        elif whole.flow is None:
            gathering.leave_out("no flow")
        else:
            _take(gathering, whole.flow, place)
    return gathering.snapshot(_TOOL)


def _take(gathering: FlowLogGathering, flow: _HubbleFlow, place: str) -> None:
    moment = _moment(flow.time, place)
    if moment is not None:
        gathering.saw(moment, moment)
    transport, port = _port(flow.l4)
    if flow.verdict != "FORWARDED":
        gathering.leave_out(f"verdict {flow.verdict.lower() or 'missing'}")
    elif flow.is_reply or flow.reply:
        gathering.leave_out("reply")
    elif not port:
        gathering.leave_out("no port")
    else:
        addresses = flow.ip or _Addresses()
        source = _end(flow.source or _HubbleEnd(), addresses.source, flow.source_names)
        target = _end(flow.destination or _HubbleEnd(), addresses.destination, flow.destination_names)
        gathering.add(source, target, port, transport, place)


def _port(layer: _Layer4 | None) -> tuple[str, int]:
    layer4 = layer or _Layer4()
    for transport, ports in (("TCP", layer4.tcp), ("UDP", layer4.udp), ("SCTP", layer4.sctp)):
        if ports is not None:
            return transport, ports.destination_port
    return "", 0


def _end(end: _HubbleEnd, address: str, names: tuple[str, ...]) -> LoggedEnd:
    """A pod by its workload; everything else by its name or address."""
    if end.namespace:
        workload = next(((each.kind, each.name) for each in end.workloads if each.name), ("", ""))
        pod = "" if workload[1] else _POD_ENDS.sub("", end.pod_name)
        return LoggedEnd(namespace=end.namespace, workload=workload, pod=pod)
    return LoggedEnd(address=address, host=min(names, default=""))


def _moment(text: str, place: str) -> datetime | None:
    """RFC 3339 with nanoseconds, of which Python reads six digits."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*", r"\1", text)).astimezone(UTC)
    except ValueError as error:
        raise ParseError(f"`{shortened(text, QUOTED)}` is no time", where=place, next_step=_NEXT) from error


def _number(value: int | str) -> int:
    return value if isinstance(value, int) else int(value) if value.isdecimal() and len(value) <= NUMBER_DIGITS else 0
