"""Which drawn shape stands for which workload.

FedRAMP's OSCAL constraints `component-has-diagram-label` and `inventory-item-has-diagram-label` make the diagram label the
key that ties inventory and boundary diagram together, so labels that people wrote come first. Names decide only where one
workload can be meant: a wrong match would hide that something runs which is not drawn.
"""

from collections.abc import Collection, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from generator.graph.decisions import MatchDecisions
from generator.graph.drawn_shapes import DrawnShape, Identity, NodeKey, drawn, drawn_lines, drawn_ports
from generator.graph.mapping import DiagramMapping
from generator.graph.match_steps import MatchSteps
from generator.graph.match_vocabulary import is_called_something
from generator.graph.match_weighed import Weighed
from generator.graph.running_names import RunningNames, workload_of
from generator.model.comparison import Comparison, ComponentMatch, DrawnOnly, ProbableMatch
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.flow import Neighbors
from generator.model.inventory import Workload

_NO_DECISIONS = DiagramMapping()


class Matching(msgspec.Struct, frozen=True):
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
    probable: Mapping[NodeKey, Weighed]
    """What shapes without a match probably stand for: one confirmation away."""
    weighed: Mapping[NodeKey, Sequence[Weighed]]
    """What comes into question for each shape without a match, the best first."""
    remaining: Mapping[NodeKey, Weighed] = msgspec.field(default_factory=dict)
    """For shapes of which nothing is known, what else has no shape."""
    boxed: Mapping[NodeKey, str] = msgspec.field(default_factory=dict)
    """Boxes that are called like a workload of which a part in them was joined to it: what else is in them is of it."""

    def without(self, identities: Collection[Identity]) -> "Matching":
        """The same, where shapes that turned out to be something else no longer need a workload."""
        return replace(
            self,
            alone=tuple(shape for shape in self.alone if shape.identity not in identities),
            probable={
                shape.key: self.probable[shape.key]
                for shape in self.shapes
                if shape.key in self.probable and shape.identity not in identities
            },
        )

    @property
    def running(self) -> frozenset[str]:
        """Workloads that some shape stands for."""
        return frozenset(workload_of(key) for match in self.matches.values() for key in match.workloads)


def compare(
    diagrams: Sequence[DiagramSnapshot],
    workloads: Sequence[Workload],
    *,
    mapping: DiagramMapping = _NO_DECISIONS,
    flows: Sequence[Neighbors] = (),
) -> Comparison:
    """Drawn against running. A shape drawn on several pages counts once.

    People, external systems, notes and legends are never reported as drawn only; nor are boxes, which need not stand for
    one workload, and shapes without a name. Diagram labels of system.yaml are part of the workloads (`facts.rollup`).
    """
    if not diagrams or not workloads:
        return Comparison(compared=False)
    return compared(match(diagrams, workloads, mapping=mapping, flows=flows))


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
        probable=_probable(matching),
    )


def _probable(matching: Matching) -> tuple[ProbableMatch, ...]:
    """Each shape once, sorted as matches are."""
    alone = {shape.identity: shape for shape in matching.alone}
    found = (
        ProbableMatch(
            id=shape.node.id,
            label=shape.node.label,
            page=shape.page,
            workloads=pair.workloads,
            score=round(100 * pair.share),
            because=pair.why,
            source=shape.node.source,
        )
        for shape in alone.values()
        if (pair := matching.probable.get(shape.key))
    )
    return tuple(sorted(found, key=lambda each: (each.label.casefold(), each.id, each.workloads)))


def match(
    diagrams: Sequence[DiagramSnapshot],
    workloads: Sequence[Workload],
    *,
    mapping: DiagramMapping = _NO_DECISIONS,
    flows: Sequence[Neighbors] = (),
) -> Matching:
    """Find the workloads of every shape on every page; `flows` are those of the evidence."""
    names = RunningNames(workloads)
    decisions = MatchDecisions(mapping, names)
    shapes = tuple(shape for shape in drawn(diagrams) if decisions.is_compared(shape.page))
    lines = drawn_lines(diagrams)
    steps = MatchSteps(shapes, lines, drawn_ports(diagrams), decisions, names)
    steps.decided_and_named()
    weighing = steps.by_evidence(workloads, flows)
    steps.boxes(weighing)
    matches = steps.matches
    known = {shape.identity for shape in shapes if shape.key in matches}
    joined = frozenset(end for line in lines for end in line)
    alone: dict[Identity, DrawnShape] = {}
    for shape in shapes:
        if shape.identity not in known and _needs_a_workload(shape, decisions, joined):
            alone.setdefault(shape.identity, shape)
    return Matching(
        diagrams=tuple(diagrams),
        shapes=shapes,
        matches=matches,
        alone=tuple(alone.values()),
        idle={key: finding.because for key, finding in steps.decided.items() if not finding.workloads},
        left_out=frozenset(shape.key for shape in shapes if decisions.leaves_out(shape.node)),
        keys=names.keys,
        decisions=decisions,
        probable={key: pair for key, pair in weighing.probable.items() if key not in matches},
        weighed={key: pairs for key, pairs in weighing.weighed.items() if key not in matches},
        remaining={key: pair for key, pair in weighing.remaining.items() if key not in matches},
        boxed=steps.boxed(),
    )


def matched_shapes(
    diagrams: Sequence[DiagramSnapshot],
    workloads: Sequence[Workload],
    *,
    mapping: DiagramMapping = _NO_DECISIONS,
    flows: Sequence[Neighbors] = (),
) -> Mapping[NodeKey, ComponentMatch]:
    """Every drawn shape that has workloads, on every page: what the lines between shapes are compared by."""
    return match(diagrams, workloads, mapping=mapping, flows=flows).matches


def _needs_a_workload(shape: DrawnShape, decisions: MatchDecisions, joined: Collection[NodeKey]) -> bool:
    """NOTE: a sprite and a number name nothing, and the logo of a language that no line leads to is decoration."""
    node = shape.node
    if node.kind is not NodeKind.COMPONENT or decisions.leaves_out(node):
        return False
    return is_called_something(node.label, besides_languages=shape.key not in joined)


def drawn_only(shape: DrawnShape, because: str = "") -> DrawnOnly:
    """As a comparison tells it."""
    node = shape.node
    return DrawnOnly(id=node.id, label=node.label, kind=node.kind.value, page=shape.page, source=node.source, because=because)
