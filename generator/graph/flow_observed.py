"""Flows that were seen, with the window in which somebody looked."""

import ipaddress
from collections import Counter
from collections.abc import Iterator

from generator.graph import protocols
from generator.graph.flow_context import FlowContext, WorkloadId, end_of, identity
from generator.graph.flow_drafts import FlowEvidence
from generator.graph.flow_names import FlowNames
from generator.model.flow import ANYONE, EndKind, FlowEnd, FlowPort, FlowProof, FlowWindow, Strength
from generator.model.flow_log import FlowLogSnapshot, LoggedEnd, LoggedFlow
from generator.text import times

MANY = "the internet"
"""Where one workload calls more unknown addresses than a reader would read."""
_PRIVATE = tuple(
    map(ipaddress.ip_network, "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 169.254.0.0/16 fc00::/7 fe80::/10".split())
)
_MOST_UNKNOWN = 20
_ANY_CLUSTER = ""


def windows(context: FlowContext) -> tuple[FlowWindow, ...]:
    """In which flow logs looked, sorted; those that meet are one."""
    moments = sorted((each.start, each.taken) for each in context.logs if each.start and each.taken)
    merged: list[FlowWindow] = []
    for start, end in moments:
        if merged and start <= merged[-1].end:
            merged[-1] = FlowWindow(start=merged[-1].start, end=max(end, merged[-1].end))
        else:
            merged.append(FlowWindow(start=start, end=end))
    return tuple(merged)


def observed(context: FlowContext, names: FlowNames) -> Iterator[FlowEvidence]:
    """All of them. What comes from a node itself (probes, the kubelet) is no flow of the system's."""
    known = _LogEnds(context, names)
    for log in context.logs:
        window = FlowWindow(start=log.start, end=log.taken) if log.start and log.taken else None
        crowded = _crowded(log, known)
        for flow in log.flows:
            for source in known.sources(flow, log):
                for target in known.targets(flow, log, crowded):
                    yield _evidence(flow, log, source, target, window)


def _evidence(
    flow: LoggedFlow, log: FlowLogSnapshot, source: FlowEnd, target: FlowEnd, window: FlowWindow | None
) -> FlowEvidence:
    seen = times(flow.count)
    proof = FlowProof(strength=Strength.OBSERVED, because=f"{log.tool} saw it {seen}", source=flow.place, window=window)
    port = FlowPort(flow.port, flow.transport, protocols.of_port(flow.port))
    return FlowEvidence(source=source, target=target, proof=proof, ports=(port,))


def _crowded(log: FlowLogSnapshot, known: "_LogEnds") -> frozenset[LoggedEnd]:
    """Callers of so many unknown addresses that these are reported as one."""
    counts = Counter(
        source for source, _ in {(each.source, each.target) for each in log.flows if known.is_unknown(each.target, log)}
    )
    return frozenset(source for source, number in counts.items() if number > _MOST_UNKNOWN)


class _LogEnds:
    """Ends of a log, as ends of flows."""

    def __init__(self, context: FlowContext, names: FlowNames) -> None:
        self._names = names
        self._workloads = {identity(each) for each in context.workloads}
        self._nodes = context.nodes

    def sources(self, flow: LoggedFlow, log: FlowLogSnapshot) -> list[FlowEnd]:
        """Who opened it; None where it was a node."""
        end = flow.source
        flow_ends = self._inside(end, log)
        if flow_ends or end.address in self._nodes:
            return flow_ends
        if end.address and _is_private(end.address):
            return [FlowEnd(EndKind.EXTERNAL, end.host or end.address)]
        return [ANYONE]

    def targets(self, flow: LoggedFlow, log: FlowLogSnapshot, crowded: frozenset[LoggedEnd]) -> list[FlowEnd]:
        """Who was called; None where it was a node."""
        end = flow.target
        flow_ends = self._inside(end, log)
        if flow_ends or end.address in self._nodes or not (end.address or end.host):
            return flow_ends
        named = self._names.outside(end.host) if end.host else None
        if named is None and flow.source in crowded:
            return [FlowEnd(EndKind.EXTERNAL, MANY)]
        return [named or FlowEnd(EndKind.EXTERNAL, end.host or end.address)]

    def is_unknown(self, end: LoggedEnd, log: FlowLogSnapshot) -> bool:
        """Is only its address known?"""
        return not end.host and not end.namespace and not self._inside(end, log)

    def _inside(self, end: LoggedEnd, log: FlowLogSnapshot) -> list[FlowEnd]:
        if end.namespace:
            return [end_of(each) for each in self._of_pod(end, log.cluster)]
        workloads = self._names.at(log.cluster, end.address) or self._names.at(_ANY_CLUSTER, end.address) if end.address else ()
        asset = self._names.outside(end.host or end.address) if not workloads and (end.host or end.address) else None
        if asset is not None and asset.kind is EndKind.WORKLOAD:
            return [asset]
        return [end_of(each) for each in sorted(workloads)]

    def _of_pod(self, end: LoggedEnd, cluster: str) -> list[WorkloadId]:
        """By the workload that the log names, where it is one of ours; else by the pod's name; else as the log says it."""
        kind, name = end.workload
        named = (cluster, f"{end.namespace}/{kind}/{name}")
        if name and named in self._workloads:
            return [named]
        pod = sorted(self._names.of_pod(cluster, end.namespace, name or end.pod))
        return pod or [(cluster, f"{end.namespace}/{kind or 'Pod'}/{name or end.pod}")]


def _is_private(address: str) -> bool:
    """Of a network that is not routed on the internet (RFC 1918, 6598, 4193, 3927); and what is no address."""
    try:
        parsed_address = ipaddress.ip_address(address)
    except ValueError:
        return True
    return any(parsed_address in network for network in _PRIVATE if network.version == parsed_address.version)
