"""Which drawn shape stands for which workload.

FedRAMP's OSCAL constraints `component-has-diagram-label` and `inventory-item-has-diagram-label` make the diagram label the
key that ties inventory and boundary diagram together, so labels that people wrote come first. Names decide only where one
workload can be meant: a wrong match would hide that something runs which is not drawn.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.graph.decisions import Decisions, Finding
from generator.graph.drawn import Drawn, Identity, NodeKey, drawn
from generator.graph.mapping import DiagramMapping
from generator.graph.match_rules import by_name
from generator.graph.running_names import RunningNames
from generator.model.comparison import Comparison, DrawnOnly, Match
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.inventory import Workload

_NO_DECISIONS = DiagramMapping()


@dataclass(frozen=True, slots=True)
class Matching:
    """All shapes, and the workloads of those that have some: what both the list of matches and the flows rest on."""

    diagrams: tuple[DiagramSnapshot, ...]
    shapes: tuple[Drawn, ...]
    found: Mapping[NodeKey, Match]
    alone: tuple[Drawn, ...]
    """Components without a workload, each once, in the order drawn."""
    left_out: frozenset[NodeKey]
    """A person said that these stand for nothing in the cluster."""
    idle: Mapping[NodeKey, str]
    """What a person said about shapes that leads to nothing that runs."""
    keys: tuple[str, ...]
    """All workloads, sorted."""
    decisions: Decisions
    """What people wrote."""

    def without(self, identities: Collection[Identity]) -> "Matching":
        """The same, where shapes that turned out to be something else no longer need a workload."""
        return replace(self, alone=tuple(one for one in self.alone if one.identity not in identities))

    @property
    def running(self) -> frozenset[str]:
        """Workloads that some shape stands for."""
        return frozenset(workload_of(key) for match in self.found.values() for key in match.workloads)


def compare(
    diagrams: Sequence[DiagramSnapshot], workloads: Sequence[Workload], *, mapping: DiagramMapping = _NO_DECISIONS
) -> Comparison:
    """Drawn against running. A shape drawn on several pages counts once.

    People, external systems, notes and legends are never reported as drawn only; nor are boxes, which need not stand for
    one workload, and shapes without a name. Diagram labels of system.yaml are part of the workloads (`facts.rollup`).
    """
    if not diagrams or not workloads:
        return Comparison(compared=False)
    return compared(match(diagrams, workloads, mapping=mapping))


def compared(matching: Matching) -> Comparison:
    """See `compare`."""
    in_both: dict[tuple[Identity, tuple[str, ...]], Match] = {}
    for one in matching.shapes:
        if one.key in matching.found:
            in_both.setdefault((one.identity, matching.found[one.key].workloads), matching.found[one.key])
    running = matching.running
    return Comparison(
        compared=True,
        in_both=tuple(sorted(in_both.values(), key=lambda match: (match.label.casefold(), match.id, match.workloads))),
        diagram_only=tuple(
            sorted(
                (drawn_only(one, because=matching.idle.get(one.key, "")) for one in matching.alone),
                key=lambda one: (one.label.casefold(), one.page, one.id),
            )
        ),
        cluster_only=tuple(key for key in matching.keys if key not in running),
    )


def match(
    diagrams: Sequence[DiagramSnapshot], workloads: Sequence[Workload], *, mapping: DiagramMapping = _NO_DECISIONS
) -> Matching:
    """Find the workloads of every shape on every page."""
    names = RunningNames(workloads)
    decisions = Decisions(mapping, names)
    shapes = tuple(one for one in drawn(diagrams) if decisions.is_compared(one.page))
    decided = {one.key: finding for one in shapes if (finding := decisions.about(one))}
    found = _matched(shapes, decided, names, decisions)
    known = {one.identity for one in shapes if one.key in found}
    alone: dict[Identity, Drawn] = {}
    for one in shapes:
        if one.identity not in known and _needs_a_workload(one, decisions):
            alone.setdefault(one.identity, one)
    return Matching(
        diagrams=tuple(diagrams),
        shapes=shapes,
        found=found,
        alone=tuple(alone.values()),
        idle={key: finding.because for key, finding in decided.items() if not finding.workloads},
        left_out=frozenset(one.key for one in shapes if decisions.leaves_out(one.node)),
        keys=names.keys,
        decisions=decisions,
    )


def matched_shapes(
    diagrams: Sequence[DiagramSnapshot], workloads: Sequence[Workload], *, mapping: DiagramMapping = _NO_DECISIONS
) -> Mapping[NodeKey, Match]:
    """Every drawn shape that has workloads, on every page: what the lines between shapes are compared by."""
    return match(diagrams, workloads, mapping=mapping).found


def workload_of(key: str) -> str:
    """The workload of a container's key; a workload's own key as it is."""
    return "/".join(key.split("/")[:3])


def _matched(
    shapes: Sequence[Drawn], decided: Mapping[NodeKey, Finding], names: RunningNames, decisions: Decisions
) -> dict[NodeKey, Match]:
    """What people wrote first, then names of components, then names of boxes for workloads that are still left."""
    found: dict[NodeKey, Match] = {}
    undecided: list[Drawn] = []
    for one in shapes:
        finding = decided.get(one.key)
        if finding and finding.workloads:
            found[one.key] = _match(one, finding, names)
        elif not finding and not decisions.leaves_out(one.node):
            undecided.append(one)
    for one in undecided:
        if one.node.kind is NodeKind.COMPONENT and (finding := by_name(one, names, decisions)):
            found[one.key] = _match(one, finding, names)
    taken = {workload_of(key) for match in found.values() for key in match.workloads}
    for one in undecided:
        finding = _of_box(one, names, decisions)
        if finding and workload_of(finding.workloads[0]) not in taken:
            found[one.key] = _match(one, finding, names)
    return found


def _of_box(one: Drawn, names: RunningNames, decisions: Decisions) -> Finding | None:
    """A box drawn around the parts of one workload; a box for a namespace is not one of its workloads."""
    if one.node.kind is not NodeKind.BOUNDARY or decisions.namespace_of(one.node, one.page):
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


def drawn_only(one: Drawn, because: str = "") -> DrawnOnly:
    """As a comparison tells it."""
    node = one.node
    return DrawnOnly(id=node.id, label=node.label, kind=node.kind.value, page=one.page, source=node.source, because=because)
