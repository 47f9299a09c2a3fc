"""The table of services, ports and protocols: what is open, its protocol, and who calls it.

FedRAMP SSP template, section 9, Table 9.1 ("Services, Ports, and Protocols"), which CM-7, CM-7(1), RA-5, SA-4, SA-9(2) and
SA-9(4) refer to. Every port of a service is a row, used or not; so is every port on which something else is called.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.graph import protocols
from generator.graph.flow_context import FlowContext, WorkloadId, by_id
from generator.graph.flow_drafts import united, words_for
from generator.graph.flow_mesh import is_of_mesh
from generator.graph.served_ports import ServedEvidence, ServedPorts, targets
from generator.model.diagram_labels import DiagramLabels
from generator.model.evidence import EvidenceSource
from generator.model.flow import HOST_CALLERS, STRENGTHS, EndKind, Flow, FlowEnd, FlowPort, ServicePort, Strength, WayIn
from generator.model.inventory import ClusterService, ContainerPort, Workload

INTERNET = "Internet"
"""Who calls what is open to outside."""

_MOST_SOURCES = 5
_NOT_DRAWN = DiagramLabels()
_Key = tuple[str, str, int, str]
"""(cluster, service or workload or external name, port, transport)."""


@dataclass(slots=True)
class _PortRow:
    name: str
    workloads: set[WorkloadId] = field(default_factory=set)
    ports: list[FlowPort] = field(default_factory=list)
    encryption: set[str] = field(default_factory=set)
    logged: set[str] = field(default_factory=set)
    """Words on encryption that a log states."""
    callers: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    """Callers whose connection says whether it is encrypted."""
    called_by: set[str] = field(default_factory=set)
    """Callers that a flow names."""
    strengths: set[Strength] = field(default_factory=set)
    sources: dict[EvidenceSource, None] = field(default_factory=dict)
    external: bool = False
    crosses: bool = False
    published: bool = False
    """On a host, or by a route that is made by default."""


def ports(
    context: FlowContext,
    flows: Sequence[Flow],
    ways: Iterable[WayIn] = (),
    *,
    labels: DiagramLabels = _NOT_DRAWN,
    purposes: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> tuple[ServicePort, ...]:
    """Every row, sorted: what is outside last. Of the ways in those that flows do not tell of: ports that a host publishes.

    By a workload's key `purposes` are what people say it is for.
    """
    table = _PortTable(context)
    for flow in flows:
        table.call(flow)
    for way in ways:
        if way.conditional:
            table.publish(way)
    table.serve(ServedPorts(context.workloads, context.configurations))
    return table.rows(labels, purposes)


class _PortTable:
    """Rows, filled service by service and flow by flow."""

    def __init__(self, context: FlowContext) -> None:
        self._rows: dict[_Key, _PortRow] = {}
        self._known = by_id(context.workloads)
        self._purposes = {external.name: external.purpose for external in context.externals}
        self._of: dict[tuple[WorkloadId, int], list[_Key]] = defaultdict(list)
        self._single: dict[WorkloadId, list[_Key]] = defaultdict(list)
        for service in context.services:
            if service.workloads:
                self._enter(service)
        named = {workload for keys in self._rows.values() for workload in keys.workloads}
        for workload in context.workloads:
            if (workload.cluster, workload.key) not in named:
                self._enter_bare(workload)

    def call(self, flow: Flow) -> None:
        """Somebody calls: the rows of the called ports, which are made where no service has them."""
        for port in flow.ports:
            if port.opened_by:
                self._enter_by(flow, port)
                continue
            for key in self._called(flow.target, port):
                self._use(self._rows[key], flow, port)
        if not flow.ports and flow.target.kind is EndKind.WORKLOAD:
            keys = self._single.get((flow.target.cluster, flow.target.name), [])
            if len(keys) == 1:
                self._use(self._rows[keys[0]], flow, None)

    def publish(self, way: WayIn) -> None:
        """Ports are open on a host, or a route may lead to an app: who calls them, and from which side of the boundary, is not
        known."""
        for target in way.targets:
            if not target.ports:
                for key in self._single.get((target.end.cluster, target.end.name), []):
                    self._rows[key].published = True
                    self._rows[key].sources.setdefault(way.source)
            for port in target.ports:
                keys = self._opened(target.end, port) if port.opened_by else self._called(target.end, port)
                for row in (self._rows[key] for key in keys):
                    row.callers.add(HOST_CALLERS)
                    row.published = True
                    row.ports.append(port)
                    row.encryption |= {port.encryption} if port.encryption else set()
                    row.sources.setdefault(way.source)

    def serve(self, served: ServedPorts) -> None:
        """What the workloads' own configuration says of TLS at their ports. What a mesh encrypts stays as it is."""
        for (workload, number), keys in self._of.items():
            for each in served.of(workload):
                if each.port.number == number and not each.port.redirects:
                    for row in (self._rows[key] for key in keys if key[3] == "TCP"):
                        self._serve(row, each)

    @staticmethod
    def _serve(row: _PortRow, served: ServedEvidence) -> None:
        words = words_for(encrypted=served.port.tls)
        if words and not any(map(is_of_mesh, row.encryption)):
            row.encryption.add(words)
            row.shown |= row.called_by
            row.sources.setdefault(served.source)

    def rows(self, labels: DiagramLabels, purposes: Mapping[str, tuple[str, ...]]) -> tuple[ServicePort, ...]:
        """What was filled."""
        rows = [self._row(key, row, labels, purposes) for key, row in self._rows.items()]
        return tuple(sorted(rows, key=lambda each: (each.external, each.service, each.port, each.transport, each.reference)))

    def _enter(self, service: ClusterService) -> None:
        for port in service.ports:
            key = (service.cluster, f"{service.namespace}/{service.name}", port.number, port.protocol.upper())
            row = self._rows.setdefault(key, _PortRow(service.name))
            row.ports.append(_labeled_port(port))
            row.sources.setdefault(service.source)
            for workload in service.workloads:
                workload_id = (service.cluster, workload)
                row.workloads.add(workload_id)
                self._single[workload_id].append(key)
                for number in {port.number, *targets(port, self._known.get(workload_id))}:
                    self._of[workload_id, number].append(key)

    def _enter_bare(self, workload: Workload) -> None:
        """Ports that a workload opens and no service leads to."""
        workload_id = (workload.cluster, workload.key)
        for port in sorted({port for container in workload.containers if not container.init for port in container.ports}):
            self._made(workload_id, workload.name, _labeled_port(port), workload.sources)

    def _made(self, workload_id: WorkloadId, name: str, port: FlowPort, sources: Iterable[EvidenceSource]) -> _Key:
        key = (workload_id[0], workload_id[1], port.number, port.transport)
        row = self._rows.setdefault(key, _PortRow(name))
        row.workloads.add(workload_id)
        row.ports.append(port)
        row.sources.update(dict.fromkeys(tuple(sources)[:1]))
        if key not in self._of[workload_id, port.number]:
            self._of[workload_id, port.number].append(key)
            self._single[workload_id].append(key)
        return key

    def _enter_by(self, flow: Flow, port: FlowPort) -> None:
        for key in self._opened(flow.target, port):
            self._use(self._rows[key], flow, port)

    def _opened(self, target: FlowEnd, port: FlowPort) -> list[_Key]:
        """An Ingress, a route or a port of the host is a row of its own, and calls the service's port that it leads to; what it
        opens is no port of the service or of another that selects the same workload. A port that is not written has no row."""
        workload_id = (target.cluster, target.name)
        space = target.name.partition("/")[0]
        key = (target.cluster, f"{space}/{port.opened_by}", port.number, port.transport)
        if port.number:
            self._rows.setdefault(key, _PortRow(port.opened_by)).workloads.add(workload_id)
        for behind in self._of.get((workload_id, port.leads_to), []):
            if behind[1] == port.leads_into or not port.leads_into:
                self._rows[behind].callers.add(port.opened_by)
                self._rows[behind].strengths.add(Strength.DECLARED)
        return [key] if port.number else []

    def _called(self, target: FlowEnd, port: FlowPort) -> list[_Key]:
        if target.kind is not EndKind.WORKLOAD:
            key = ("", target.name, port.number, port.transport)
            self._rows.setdefault(key, _PortRow(target.name, external=True, crosses=True))
            return [key]
        workload_id = (target.cluster, target.name)
        keys = [key for key in self._of.get((workload_id, port.number), []) if key[3] == port.transport]
        if keys:
            return keys
        made = self._made(workload_id, target.name.rpartition("/")[2], port, ())
        # NOTE: what runs and is no part of the inventory lies outside of the boundary's namespaces.
        self._rows[made].external = self._rows[made].crosses = workload_id not in self._known
        return [made]

    @staticmethod
    def _use(row: _PortRow, flow: Flow, port: FlowPort | None) -> None:
        row.callers.add(_called(flow.source))
        row.strengths.add(flow.strength_of(port) if port else flow.strength)
        row.crosses = row.crosses or EndKind.WORKLOAD is not flow.source.kind
        if port is not None:
            row.ports.append(port)
        words = port.encryption if port and port.opened_by else flow.encryption
        row.called_by.add(_called(flow.source))
        if words:
            row.encryption.update(words.split(" and "))
            row.logged |= flow.logged_encryption
            row.shown.add(_called(flow.source))
        for proof in flow.proofs[:1]:
            row.sources.setdefault(proof.source)

    def _row(self, key: _Key, row: _PortRow, labels: DiagramLabels, purposes: Mapping[str, tuple[str, ...]]) -> ServicePort:
        port = united(row.ports)
        stated = sorted({purpose for workload in row.workloads for purpose in purposes.get(workload[1], ())})
        drawn = labels.joined((workload[1], self._label(workload)) for workload in row.workloads)
        return ServicePort(
            service=row.name,
            port=key[2],
            transport=key[3],
            protocol=port[0].protocol if port else "",
            encryption=" and ".join(sorted(row.encryption)) or None,
            logged_encryption=frozenset(row.logged),
            reference=drawn or (row.name if row.external else ""),
            purpose=self._purposes.get(row.name, "") if row.external else _in_one(stated),
            used_by=tuple(sorted(row.callers, key=lambda caller: (caller != INTERNET, caller))),
            crosses_boundary=None if row.published and not row.crosses else row.crosses,
            external=row.external,
            strength=min(row.strengths, key=STRENGTHS.index, default=None),
            sources=tuple(row.sources)[:_MOST_SOURCES],
            not_shown_for=tuple(sorted(row.called_by - row.shown)) if row.encryption else (),
        )

    def _label(self, workload_id: WorkloadId) -> str | None:
        workload = self._known.get(workload_id)
        return workload.diagram_label if workload else None


def _in_one(purposes: Sequence[str]) -> str:
    """`Shows parcels; prints labels`: each once, in one sentence."""
    first, *others = purposes or [""]
    return "; ".join((first, *(text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}" for text in others)))


def _called(end: FlowEnd) -> str:
    """A workload by its name; a network keeps its slash."""
    if end.kind is EndKind.ANYONE:
        return INTERNET
    return end.name.rpartition("/")[2] if end.kind is EndKind.WORKLOAD else end.name


def _labeled_port(port: ContainerPort) -> FlowPort:
    name = protocols.of_name(port.protocol_name) or protocols.of_name(port.name) or protocols.of_port(port.number)
    return FlowPort(port.number, port.protocol.upper(), name)
