"""Who uses a component that offers a port: a link of rel `used-by` to each caller (FedRAMP, `component-has-used-by-link`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from generator.model.facts import SystemFacts
from generator.model.flow import EndKind, Flow, FlowEnd
from generator.oscal import types as o
from generator.oscal.common import line
from generator.oscal.components import Naming

_MOST = 20


def with_users(
    components: Iterable[o.Component], flows: Sequence[Flow], facts: SystemFacts, naming: Naming
) -> tuple[o.Component, ...]:
    """The same components, each that has a port with links to its callers; where none is known, to this system as a whole."""
    rows = tuple(components)
    callers = _callers(flows, facts, naming)
    known = {row.uuid for row in rows}
    return tuple(
        replace(row, links=(*row.links, *_links(row, callers, known, naming))) if row.protocols else row for row in rows
    )


def _links(
    component: o.Component, callers: Mapping[str, set[tuple[str, str]]], known: set[str], naming: Naming
) -> tuple[o.Link, ...]:
    known_callers = sorted((name, uuid) for name, uuid in callers.get(component.uuid, ()) if uuid in known)
    if not known_callers:
        return (o.Link(href=f"#{naming.this_system}", rel="used-by", text="No caller is known from the evidence"),)
    links = [o.Link(href=f"#{uuid}", rel="used-by", text=line(name)) for name, uuid in known_callers[:_MOST]]
    if len(known_callers) > _MOST:
        links[-1] = replace(links[-1], text=f"{links[-1].text}; and {len(known_callers) - _MOST} more callers")
    return tuple(links)


def _callers(flows: Sequence[Flow], facts: SystemFacts, naming: Naming) -> Mapping[str, set[tuple[str, str]]]:
    """By the uuid of the component that is called: (name, uuid) of those who call."""
    workloads = {(workload.cluster, workload.key): naming.workload(workload) for workload in facts.workloads}

    def uuid_of(end: FlowEnd) -> str | None:
        if end.kind is EndKind.WORKLOAD:
            return workloads.get((end.cluster, end.name))
        return naming.external(end.name) if end.kind is EndKind.EXTERNAL else None

    callers: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for flow in flows:
        source, target = uuid_of(flow.source), uuid_of(flow.target)
        if source and target:
            callers[target].add((flow.source.key, source))
    return callers
