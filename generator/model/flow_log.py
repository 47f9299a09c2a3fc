"""Connections that were seen: flow logs, folded to one record for each pair of ends and port."""

from datetime import datetime

import msgspec

from generator.model.evidence import EvidenceFile, EvidenceSource


class LoggedEnd(msgspec.Struct, frozen=True, order=True):
    """One end, as the log names it. What it does not know is empty."""

    namespace: str = ""
    workload: tuple[str, str] = ("", "")
    """(kind, name), where the log says it."""
    pod: str = ""
    """Name of the pod without its random end, where the log names no workload."""
    address: str = ""
    """Of an end that is no pod, or of which only the address is logged."""
    host: str = ""
    """Its name in DNS, where the log has seen the query."""


class LoggedFlow(msgspec.Struct, frozen=True, kw_only=True):
    """All connections from one end to a port of another."""

    source: LoggedEnd
    target: LoggedEnd
    port: int
    transport: str
    """`TCP`, `UDP`, `SCTP`."""
    count: int
    """Entries of the log."""
    place: EvidenceSource
    """Of the first entry."""


class FlowLogSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One flow log, read."""

    evidence: EvidenceFile
    tool: str
    """`Cilium Hubble`, `Amazon VPC flow logs`."""
    cluster: str
    """Cluster that pods are of, by the folder the file lies in."""
    taken: datetime | None
    """The end of the window."""
    start: datetime | None
    flows: tuple[LoggedFlow, ...]
    """Sorted by ends and port."""
    entries: int
    """All of the log."""
    left_out: tuple[tuple[str, int], ...] = ()
    """(why, entries) of what is no connection that was let through, sorted."""
