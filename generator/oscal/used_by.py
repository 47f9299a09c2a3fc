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
    known = {one.uuid for one in rows}
    return tuple(
        replace(one, links=(*one.links, *_links(one, callers, known, naming))) if one.protocols else one for one in rows
    )


def _links(
    component: o.Component, callers: Mapping[str, set[tuple[str, str]]], known: set[str], naming: Naming
) -> tuple[o.Link, ...]:
    found = sorted((name, uuid) for name, uuid in callers.get(component.uuid, ()) if uuid in known)
    if not found:
        return (o.Link(href=f"#{naming.this_system}", rel="used-by", text="No caller is known from the evidence"),)
    links = [o.Link(href=f"#{uuid}", rel="used-by", text=line(name)) for name, uuid in found[:_MOST]]
    if len(found) > _MOST:
        links[-1] = replace(links[-1], text=f"{links[-1].text}; and {len(found) - _MOST} more callers")
    return tuple(links)


def _callers(flows: Sequence[Flow], facts: SystemFacts, naming: Naming) -> Mapping[str, set[tuple[str, str]]]:
    """By the uuid of the component that is called: (name, uuid) of those who call."""
    workloads = {(one.cluster, one.key): naming.workload(one) for one in facts.workloads}

    def uuid_of(end: FlowEnd) -> str | None:
        if end.kind is EndKind.WORKLOAD:
            return workloads.get((end.cluster, end.name))
        return naming.external(end.name) if end.kind is EndKind.EXTERNAL else None

    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for flow in flows:
        source, target = uuid_of(flow.source), uuid_of(flow.target)
        if source and target:
            found[target].add((flow.source.key, source))
    return found
