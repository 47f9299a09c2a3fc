"""Which drawn shape stands for which workload.

FedRAMP's OSCAL constraints `component-has-diagram-label` and `inventory-item-has-diagram-label` make the diagram label the
key that ties inventory and boundary diagram together, so labels that people wrote come first. Names decide only where one
workload can be meant: a wrong match would hide that something runs which is not drawn.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.graph.decisions import MatchDecisions, MatchedWorkloads
from generator.graph.drawn_shapes import DrawnShape, Identity, NodeKey, drawn
from generator.graph.mapping import DiagramMapping
from generator.graph.match_rules import by_name
from generator.graph.running_names import RunningNames
from generator.model.comparison import Comparison, ComponentMatch, DrawnOnly
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.inventory import Workload

_NO_DECISIONS = DiagramMapping()


@dataclass(frozen=True, slots=True)
class Matching:
    """All shapes, and the workloads of those that have some: what both the list of matches and the flows rest on."""

    diagrams: tuple[DiagramSnapshot, ...]
    shapes: tuple[DrawnShape, ...]
    matches: Mapping[NodeKey, ComponentMatch]
    alone: tuple[DrawnShape, ...]
    """Components without a workload, each once, in the order drawn."""
    left_out: frozenset[NodeKey]
    """A person said that these stand for nothing in the cluster."""
    idle: Mapping[NodeKey, str]
    """What a person said about shapes that leads to nothing that runs."""
    keys: tuple[str, ...]
    """All workloads, sorted."""
    decisions: MatchDecisions
    """What people wrote."""

    def without(self, identities: Collection[Identity]) -> "Matching":
        """The same, where shapes that turned out to be something else no longer need a workload."""
        return replace(self, alone=tuple(shape for shape in self.alone if shape.identity not in identities))

    @property
    def running(self) -> frozenset[str]:
        """Workloads that some shape stands for."""
        return frozenset(workload_of(key) for match in self.matches.values() for key in match.workloads)


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
    in_both: dict[tuple[Identity, tuple[str, ...]], ComponentMatch] = {}
    for shape in matching.shapes:
        if shape.key in matching.matches:
            in_both.setdefault((shape.identity, matching.matches[shape.key].workloads), matching.matches[shape.key])
    running = matching.running
    return Comparison(
        compared=True,
        in_both=tuple(sorted(in_both.values(), key=lambda match: (match.label.casefold(), match.id, match.workloads))),
        diagram_only=tuple(
            sorted(
                (drawn_only(missing, because=matching.idle.get(missing.key, "")) for missing in matching.alone),
                key=lambda missing: (missing.label.casefold(), missing.page, missing.id),
            )
        ),
        cluster_only=tuple(key for key in matching.keys if key not in running),
    )


def match(
    diagrams: Sequence[DiagramSnapshot], workloads: Sequence[Workload], *, mapping: DiagramMapping = _NO_DECISIONS
) -> Matching:
    """Find the workloads of every shape on every page."""
    names = RunningNames(workloads)
    decisions = MatchDecisions(mapping, names)
    shapes = tuple(diagram for diagram in drawn(diagrams) if decisions.is_compared(diagram.page))
    decided = {shape.key: finding for shape in shapes if (finding := decisions.about(shape))}
    matches = _matched(shapes, decided, names, decisions)
    known = {shape.identity for shape in shapes if shape.key in matches}
    alone: dict[Identity, DrawnShape] = {}
    for shape in shapes:
        if shape.identity not in known and _needs_a_workload(shape, decisions):
            alone.setdefault(shape.identity, shape)
    return Matching(
        diagrams=tuple(diagrams),
        shapes=shapes,
        matches=matches,
        alone=tuple(alone.values()),
        idle={key: finding.because for key, finding in decided.items() if not finding.workloads},
        left_out=frozenset(shape.key for shape in shapes if decisions.leaves_out(shape.node)),
        keys=names.keys,
        decisions=decisions,
    )


def matched_shapes(
    diagrams: Sequence[DiagramSnapshot], workloads: Sequence[Workload], *, mapping: DiagramMapping = _NO_DECISIONS
) -> Mapping[NodeKey, ComponentMatch]:
    """Every drawn shape that has workloads, on every page: what the lines between shapes are compared by."""
    return match(diagrams, workloads, mapping=mapping).matches


def workload_of(key: str) -> str:
    """The workload of a container's key; a workload's own key as it is."""
    return "/".join(key.split("/")[:3])


def _matched(
    shapes: Sequence[DrawnShape], decided: Mapping[NodeKey, MatchedWorkloads], names: RunningNames, decisions: MatchDecisions
) -> dict[NodeKey, ComponentMatch]:
    """What people wrote first, then names of components, then names of boxes for workloads that are still left."""
    matches: dict[NodeKey, ComponentMatch] = {}
    undecided: list[DrawnShape] = []
    for shape in shapes:
        finding = decided.get(shape.key)
        if finding and finding.workloads:
            matches[shape.key] = _match(shape, finding, names)
        elif not finding and not decisions.leaves_out(shape.node):
            undecided.append(shape)
    for shape in undecided:
        if shape.node.kind is NodeKind.COMPONENT and (finding := by_name(shape, names, decisions)):
            matches[shape.key] = _match(shape, finding, names)
    taken = {workload_of(key) for match in matches.values() for key in match.workloads}
    for shape in undecided:
        finding = _of_box(shape, names, decisions)
        if finding and workload_of(finding.workloads[0]) not in taken:
            matches[shape.key] = _match(shape, finding, names)
    return matches


def _of_box(shape: DrawnShape, names: RunningNames, decisions: MatchDecisions) -> MatchedWorkloads | None:
    """A box drawn around the parts of one workload; a box for a namespace is not one of its workloads."""
    if shape.node.kind is not NodeKind.BOUNDARY or decisions.namespace_of(shape.node, shape.page):
        return None
    return by_name(shape, names, decisions)


def _match(shape: DrawnShape, finding: MatchedWorkloads, names: RunningNames) -> ComponentMatch:
    node = shape.node
    carried = {label for key in finding.workloads if (label := names.diagram_label(key))}
    label = node.diagram_label or (carried.pop() if len(carried) == 1 else None) or node.label or node.id
    return ComponentMatch(
        id=node.id,
        label=node.label,
        workloads=finding.workloads,
        tier=finding.tier,
        because=finding.because,
        diagram_label=label,
        source=node.source,
    )


def _needs_a_workload(shape: DrawnShape, decisions: MatchDecisions) -> bool:
    return shape.node.kind is NodeKind.COMPONENT and bool(shape.node.label) and not decisions.leaves_out(shape.node)


def drawn_only(shape: DrawnShape, because: str = "") -> DrawnOnly:
    """As a comparison tells it."""
    node = shape.node
    return DrawnOnly(id=node.id, label=node.label, kind=node.kind.value, page=shape.page, source=node.source, because=because)
