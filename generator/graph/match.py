"""Which drawn shape stands for which workload.

FedRAMP's OSCAL constraints `component-has-diagram-label` and `inventory-item-has-diagram-label` make the diagram label the
key that ties inventory and boundary diagram together, so labels that people wrote come first. Names decide only where one
workload can be meant: a wrong match would hide that something runs which nobody drew.
"""

from collections.abc import Mapping, Sequence

from generator.graph.drawn import Drawn, Identity, NodeKey, drawn
from generator.graph.mapping import DiagramMapping
from generator.graph.match_rules import Decisions, Finding, by_name
from generator.graph.running_names import RunningNames
from generator.model.comparison import Comparison, DrawnOnly, Match
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.inventory import Workload

_NO_DECISIONS = DiagramMapping()


def compare(
    diagrams: Sequence[DiagramSnapshot], workloads: Sequence[Workload], *, mapping: DiagramMapping = _NO_DECISIONS
) -> Comparison:
    """Drawn against running. A shape drawn on several pages counts once.

    People, external systems, notes and legends are never reported as drawn only; nor are boxes, which need not stand for
    one workload, and shapes without a name. Diagram labels of system.yaml are part of the workloads (`facts.rollup`).
    """
    if not diagrams or not workloads:
        return Comparison(compared=False)
    shapes, names = drawn(diagrams), RunningNames(workloads)
    decisions = Decisions(mapping, names)
    matched = _matched(shapes, names, decisions)
    in_both: dict[tuple[Identity, tuple[str, ...]], Match] = {}
    for one in shapes:
        if one.key in matched:
            in_both.setdefault((one.identity, matched[one.key].workloads), matched[one.key])
    known = {identity for identity, _ in in_both}
    alone = {one.identity: one for one in reversed(shapes) if one.identity not in known and _needs_a_workload(one, decisions)}
    running = {_workload_of(key) for match in matched.values() for key in match.workloads}
    return Comparison(
        compared=True,
        in_both=tuple(sorted(in_both.values(), key=lambda match: (match.label.casefold(), match.id, match.workloads))),
        diagram_only=tuple(sorted(map(_drawn_only, alone.values()), key=lambda one: (one.label.casefold(), one.page, one.id))),
        cluster_only=tuple(key for key in names.keys if key not in running),
    )


def matched_shapes(
    diagrams: Sequence[DiagramSnapshot], workloads: Sequence[Workload], *, mapping: DiagramMapping = _NO_DECISIONS
) -> Mapping[NodeKey, Match]:
    """Every drawn shape that has workloads, on every page: what the lines between shapes are compared by."""
    names = RunningNames(workloads)
    return _matched(drawn(diagrams), names, Decisions(mapping, names))


def _matched(shapes: Sequence[Drawn], names: RunningNames, decisions: Decisions) -> dict[NodeKey, Match]:
    """What people wrote first, then names of components, then names of boxes for workloads that are still left."""
    found: dict[NodeKey, Match] = {}
    undecided: list[Drawn] = []
    for one in shapes:
        finding = decisions.about(one)
        if finding and finding.workloads:
            found[one.key] = _match(one, finding, names)
        elif not finding and not decisions.leaves_out(one.node):
            undecided.append(one)
    for one in undecided:
        if one.node.kind is NodeKind.COMPONENT and (finding := by_name(one, names, decisions)):
            found[one.key] = _match(one, finding, names)
    taken = {_workload_of(key) for match in found.values() for key in match.workloads}
    for one in undecided:
        finding = _of_box(one, names, decisions)
        if finding and _workload_of(finding.workloads[0]) not in taken:
            found[one.key] = _match(one, finding, names)
    return found


def _of_box(one: Drawn, names: RunningNames, decisions: Decisions) -> Finding | None:
    """A box drawn around the parts of one workload; a box for a namespace is not one of its workloads."""
    if one.node.kind is not NodeKind.BOUNDARY or decisions.namespace_of(one.node):
        return None
    return by_name(one, names, decisions)


def _match(one: Drawn, finding: Finding, names: RunningNames) -> Match:
    node = one.node
    carried = {label for key in finding.workloads if (label := names.diagram_label(key))}
    label = node.diagram_label or (carried.pop() if len(carried) == 1 else None) or node.label or node.id
    return Match(
        id=node.id,
        label=node.label,
        workloads=finding.workloads,
        tier=finding.tier,
        because=finding.because,
        diagram_label=label,
        source=node.source,
    )


def _needs_a_workload(one: Drawn, decisions: Decisions) -> bool:
    return one.node.kind is NodeKind.COMPONENT and bool(one.node.label) and not decisions.leaves_out(one.node)


def _drawn_only(one: Drawn) -> DrawnOnly:
    node = one.node
    return DrawnOnly(id=node.id, label=node.label, kind=node.kind.value, page=one.page, source=node.source)


def _workload_of(key: str) -> str:
    return "/".join(key.split("/")[:3])
