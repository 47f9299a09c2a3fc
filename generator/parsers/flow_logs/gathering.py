"""Entries of a flow log, folded as they are read: a million entries of a hundred flows are a hundred records."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.flow_log import FlowLogSnapshot, LoggedEnd, LoggedFlow
from generator.parsers.cluster.scope import cluster_name

MOST = 200_000
"""Distinct flows that are kept: a network scan in the log must not fill the memory."""
TOO_MANY = "more distinct flows than are kept"

_Key = tuple[LoggedEnd, LoggedEnd, int, str]


@dataclass(slots=True)
class FlowLogGathering:
    """Takes entries one by one."""

    evidence: EvidenceFile
    start: datetime | None = None
    end: datetime | None = None
    entries: int = 0
    _flows: dict[_Key, tuple[Counter[str], str]] = field(default_factory=dict)
    _left_out: Counter[str] = field(default_factory=Counter)

    def saw(self, first: datetime, last: datetime) -> None:
        """An entry of that time, whatever it says: the log looked then."""
        self.start = first if self.start is None else min(self.start, first)
        self.end = last if self.end is None else max(self.end, last)

    def leave_out(self, why: str, count: int = 1) -> None:
        """Entries that tell of no connection."""
        self._left_out[why] += count

    def add(self, source: LoggedEnd, target: LoggedEnd, port: int, transport: str, place: str) -> None:
        """A connection that was let through."""
        key = (source, target, port, transport)
        known = self._flows.get(key)
        if known is None and len(self._flows) >= MOST:
            self.leave_out(TOO_MANY)
            return
        count, _ = known or self._flows.setdefault(key, (Counter(), place))
        count["seen"] += 1

    def snapshot(self, tool: str) -> FlowLogSnapshot:
        """What was taken."""
        flows = [
            LoggedFlow(
                source=source,
                target=target,
                port=port,
                transport=transport,
                count=count["seen"],
                place=EvidenceSource(self.evidence.sha256, self.evidence.path, place),
            )
            for (source, target, port, transport), (count, place) in sorted(self._flows.items(), key=lambda row: row[0])
        ]
        return FlowLogSnapshot(
            evidence=self.evidence,
            tool=tool,
            cluster=cluster_name(self.evidence.path),
            taken=self.end or self.evidence.collected,
            start=self.start,
            flows=tuple(flows),
            entries=self.entries,
            left_out=tuple(sorted(self._left_out.items())),
        )
