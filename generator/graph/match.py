"""Which drawn shape stands for which workload.

FedRAMP's OSCAL constraints `component-has-diagram-label` and `inventory-item-has-diagram-label` make the diagram label the
key that ties inventory and boundary diagram together, so labels that people wrote come first. Names decide only where one
workload can be meant: a wrong match would hide that something runs which is not drawn.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.graph.decisions import MatchDecisions, MatchedWorkloads
from generator.graph.drawn_shapes import DrawnShape, Identity, NodeKey, drawn
from generator.graph.mapping import DiagramMapping
from generator.graph.normalize import possible_names
from generator.graph.match_profiles import Profiles
from generator.graph.match_rules import by_name
from generator.graph.match_weighing import AHEAD, SURE, Verdicts, Weighed, Weighing, names_all
from generator.graph.running_names import RunningNames
from generator.model.comparison import Comparison, ComponentMatch, DrawnOnly, MatchTier, ProbableMatch
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.flow import Flow
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
    probable: Mapping[NodeKey, Weighed]
    """What shapes without a match probably stand for: one confirmation away."""
    weighed: Mapping[NodeKey, Sequence[Weighed]]
    """What comes into question for each shape without a match, the best first."""

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
    flows: Sequence[Flow] = (),
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
    flows: Sequence[Flow] = (),
) -> Matching:
    """Find the workloads of every shape on every page; `flows` are those of the evidence."""
    names = RunningNames(workloads)
    decisions = MatchDecisions(mapping, names)
    shapes = tuple(diagram for diagram in drawn(diagrams) if decisions.is_compared(diagram.page))
    decided = {shape.key: finding for shape in shapes if (finding := decisions.about(shape))}
    matches = _by_words_and_names(shapes, decided, names, decisions)
    weighing = _weighed(diagrams, shapes, workloads, flows, decisions, matches, decided, names)
    _add_boxes(shapes, decided, names, decisions, matches, weighing)
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
        probable={key: pair for key, pair in weighing.probable.items() if key not in matches},
        weighed={key: pairs for key, pairs in weighing.weighed.items() if key not in matches},
    )


def matched_shapes(
    diagrams: Sequence[DiagramSnapshot],
    workloads: Sequence[Workload],
    *,
    mapping: DiagramMapping = _NO_DECISIONS,
    flows: Sequence[Flow] = (),
) -> Mapping[NodeKey, ComponentMatch]:
    """Every drawn shape that has workloads, on every page: what the lines between shapes are compared by."""
    return match(diagrams, workloads, mapping=mapping, flows=flows).matches


def workload_of(key: str) -> str:
    """The workload of a container's key; a workload's own key as it is."""
    return "/".join(key.split("/")[:3])


def _by_words_and_names(
    shapes: Sequence[DrawnShape], decided: Mapping[NodeKey, MatchedWorkloads], names: RunningNames, decisions: MatchDecisions
) -> dict[NodeKey, ComponentMatch]:
    """What people wrote first, then names of components that leave no choice."""
    matches: dict[NodeKey, ComponentMatch] = {}
    for shape in shapes:
        finding = decided.get(shape.key)
        if finding and finding.workloads:
            matches[shape.key] = _match(shape, finding, names)
    for shape in _undecided(shapes, decided, decisions):
        if shape.node.kind is NodeKind.COMPONENT and (finding := by_name(shape, names, decisions)):
            matches[shape.key] = _match(shape, finding, names)
    return matches


def _undecided(
    shapes: Sequence[DrawnShape], decided: Mapping[NodeKey, MatchedWorkloads], decisions: MatchDecisions
) -> Iterator[DrawnShape]:
    return (shape for shape in shapes if shape.key not in decided and not decisions.leaves_out(shape.node))


def _weighed(
    diagrams: Sequence[DiagramSnapshot],
    shapes: Sequence[DrawnShape],
    workloads: Sequence[Workload],
    flows: Sequence[Flow],
    decisions: MatchDecisions,
    matches: dict[NodeKey, ComponentMatch],
    decided: Mapping[NodeKey, MatchedWorkloads],
    names: RunningNames,
) -> Verdicts:
    """What names alone leave open, by all evidence together; adds to the matches what is sure."""
    filled = {(*shape.key[:2], shape.node.parent) for shape in shapes if shape.node.kind is not NodeKind.NOTE}
    parts = [shape for shape in shapes if _is_part(shape, filled)]
    open_ = [shape for shape in _undecided(parts, decided, decisions) if shape.key not in matches]
    others = [
        shape
        for shape in _undecided(shapes, decided, decisions)
        if (shape.node.kind is NodeKind.EXTERNAL or (shape.node.kind is NodeKind.BOUNDARY and shape.key in filled))
        and shape.node.label
        and not decisions.namespace_of(shape.node, shape.page)
    ]
    if not open_ and not others:
        return Verdicts(settled={}, probable={}, weighed={})
    lines = [
        ((diagram.evidence.sha256, number, edge.source_id), (diagram.evidence.sha256, number, edge.target_id))
        for diagram in diagrams
        for number, page in enumerate(diagram.pages)
        for edge in page.edges
    ]
    weighing = Weighing(
        Profiles(workloads, parts, others),
        lines,
        flows,
        {shape.key: decisions.namespace(shape) for shape in (*open_, *others)},
        {shape.key: held for shape in open_ if (held := _held(shape, names, decisions))},
    )
    verdicts = weighing.decide(open_, {key: match.workloads for key, match in matches.items()}, others)
    for shape in open_:
        if pair := verdicts.settled.get(shape.key):
            matches[shape.key] = _match(shape, MatchedWorkloads(pair.workloads, MatchTier.EVIDENCE, pair.why), names)
    return verdicts


def _is_part(shape: DrawnShape, filled: Collection[tuple[str, int, str | None]]) -> bool:
    """A component; an empty box is drawn for one, too."""
    kind = shape.node.kind
    return kind is NodeKind.COMPONENT or (kind is NodeKind.BOUNDARY and shape.key not in filled)


def _held(shape: DrawnShape, names: RunningNames, decisions: MatchDecisions) -> tuple[str, ...]:
    """The workload whose name the innermost box has that has the name of one."""
    namespace = decisions.namespace(shape)
    return next((keys for box in shape.boxes() if (keys := names.called(possible_names(box.label), namespace))), ())


def _add_boxes(
    shapes: Sequence[DrawnShape],
    decided: Mapping[NodeKey, MatchedWorkloads],
    names: RunningNames,
    decisions: MatchDecisions,
    matches: dict[NodeKey, ComponentMatch],
    weighing: Verdicts,
) -> None:
    """Names of boxes for workloads that are left, and that nothing drawn inside may stand for."""
    taken = {workload_of(key) for match in matches.values() for key in match.workloads}
    inside = _in_question_inside(shapes, weighing)
    for shape in _undecided(shapes, decided, decisions):
        if shape.key in matches:
            continue
        finding = _of_box(shape, names, decisions) or _of_weighed_box(shape, weighing)
        if finding and not {*map(workload_of, finding.workloads)} & (taken | inside.get(shape.key, set())):
            matches[shape.key] = _match(shape, finding, names)
            taken |= set(map(workload_of, finding.workloads))


def _of_weighed_box(shape: DrawnShape, weighing: Verdicts) -> MatchedWorkloads | None:
    """By its own name at least: what is in a box has the software and the neighbors."""
    pairs = weighing.weighed.get(shape.key, ())
    if shape.node.kind is not NodeKind.BOUNDARY or not pairs or pairs[0].share < SURE or not pairs[0].words:
        return None
    if not names_all(pairs[0]) or (len(pairs) > 1 and pairs[0].points - pairs[1].points < AHEAD):
        return None
    return MatchedWorkloads(pairs[0].workloads, MatchTier.EVIDENCE, pairs[0].why)


def _in_question_inside(shapes: Sequence[DrawnShape], weighing: Verdicts) -> Mapping[NodeKey, set[str]]:
    """For each box the workloads that what is drawn inside it stands for, or probably does."""
    inside: dict[NodeKey, set[str]] = {}
    for shape in shapes:
        pair = weighing.settled.get(shape.key) or weighing.probable.get(shape.key)
        for box in shape.boxes() if pair else ():
            inside.setdefault((*shape.key[:2], box.id), set()).update(pair.workloads if pair else ())
    return inside


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
