"""The steps in which shapes are given workloads: what people wrote, names that leave no choice, all evidence together, boxes.

What an earlier step found stands; a later one sees it as evidence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.graph.decisions import MatchDecisions, MatchedWorkloads
from generator.graph.drawn_shapes import DrawnShape, Identity, NodeKey, box_names
from generator.graph.match_profiles import Profiles
from generator.graph.match_weighed import AHEAD, names_all
from generator.graph.match_weighing import WeighedMatches, Weighing
from generator.graph.normalize import plain, possible_names
from generator.graph.running_names import RunningNames, workload_of
from generator.model.comparison import ComponentMatch, MatchTier
from generator.model.diagram import NodeKind
from generator.model.flow import Neighbors
from generator.model.inventory import Workload

_NOTHING_WEIGHED = WeighedMatches(decided={}, probable={}, weighed={}, remaining={})


@dataclass(slots=True)
class MatchSteps:
    """The matches of all shapes, as they are found."""

    shapes: Sequence[DrawnShape]
    lines: Sequence[tuple[NodeKey, NodeKey]]
    ports: Mapping[NodeKey, frozenset[int]]
    """Of the lines that lead to a shape."""
    decisions: MatchDecisions
    names: RunningNames
    decided: Mapping[NodeKey, MatchedWorkloads] = field(init=False)
    """What people wrote, by shape."""
    matches: dict[NodeKey, ComponentMatch] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.decided = {shape.key: found for shape in self.shapes if (found := self.decisions.about(shape))}

    def decided_and_named(self) -> None:
        """What people wrote first, then names of components that leave no choice."""
        for shape in self.shapes:
            found = self.decided.get(shape.key)
            if found and found.workloads:
                self._add(shape, found)
        for shape in self._open():
            if shape.node.kind is NodeKind.COMPONENT and (found := _by_name(shape, self.names, self.decisions)):
                self._add(shape, found)

    def by_evidence(self, workloads: Sequence[Workload], flows: Sequence[Neighbors]) -> WeighedMatches:
        """What names alone leave open, by all evidence together."""
        parts = [shape for shape in self.shapes if self._is_part(shape)]
        open_ = [shape for shape in self._open() if self._is_part(shape)]
        others = [shape for shape in self._open() if self._may_be_one(shape)]
        if not open_ and not others:
            return _NOTHING_WEIGHED
        weighing = Weighing(
            Profiles(workloads, parts, others),
            self.lines,
            flows,
            {shape.key: self.decisions.namespace(shape) for shape in (*open_, *others)},
            ports=self.ports,
            held={shape.key: held for shape in open_ if (held := self._held(shape))},
        )
        verdicts = weighing.decide(open_, {key: match.workloads for key, match in self.matches.items()}, others)
        for shape in open_:
            if pair := verdicts.decided.get(shape.key):
                self._add(shape, MatchedWorkloads(pair.workloads, MatchTier.EVIDENCE, pair.why))
        self._same_on_other_pages(open_)
        return verdicts

    def boxes(self, weighing: WeighedMatches) -> None:
        """Names of boxes for workloads that are left, and that nothing drawn inside may stand for."""
        taken = {workload_of(key) for match in self.matches.values() for key in match.workloads}
        inside = self._in_question_inside(weighing)
        for shape in list(self._open()):
            found = self._of_box(shape) or _of_weighed_box(shape, weighing)
            if found and not {*map(workload_of, found.workloads)} & (taken | inside.get(shape.key, set())):
                self._add(shape, found)

    def boxed(self) -> Mapping[NodeKey, str]:
        """See `Matching.boxed`: one of the shapes in such a box was given the workload, and the box was therefore not."""
        boxed: dict[NodeKey, str] = {}
        for shape in self.shapes:
            match = self.matches.get(shape.key)
            workloads = {workload_of(key) for key in match.workloads} if match else set()
            box = next(shape.boxes(), None) if len(workloads) == 1 else None
            if box is None or (key := (*shape.key[:2], box.id)) in self.matches:
                continue
            called = self.names.called(possible_names(box.label), self.decisions.namespace(shape))
            if {workload_of(each) for each in called} == workloads and not self.decisions.namespace_of(box, shape.page):
                boxed[key] = min(workloads)
        return boxed

    def _open(self) -> Iterator[DrawnShape]:
        """Shapes without a decision and that have no match yet."""
        return (
            shape
            for shape in self.shapes
            if shape.key not in self.decided and shape.key not in self.matches and not self.decisions.leaves_out(shape.node)
        )

    @staticmethod
    def _is_part(shape: DrawnShape) -> bool:
        """A component; an empty box is drawn for one, too."""
        return shape.node.kind is NodeKind.COMPONENT or (shape.node.kind is NodeKind.BOUNDARY and not shape.is_filled)

    def _may_be_one(self, shape: DrawnShape) -> bool:
        """A box around shapes, or what is drawn as external: seldom a workload, and never by its software alone."""
        kind = shape.node.kind
        drawn_so = kind is NodeKind.EXTERNAL or (kind is NodeKind.BOUNDARY and shape.is_filled)
        return drawn_so and bool(shape.node.label) and not self.decisions.namespace_of(shape.node, shape.page)

    def _held(self, shape: DrawnShape) -> tuple[str, ...]:
        """The workload that the innermost box is called by that is called by one."""
        namespace = self.decisions.namespace(shape)
        found = (self.names.called(possible_names(box.label), namespace) for box in shape.boxes())
        return next((keys for keys in found if keys), ())

    def _same_on_other_pages(self, open_: Sequence[DrawnShape]) -> None:
        """A shape is what it is on the page where its neighbors are drawn."""
        known: dict[Identity, ComponentMatch] = {}
        for shape in open_:
            if shape.key in self.matches and plain(shape.node.label):
                known.setdefault(shape.identity, self.matches[shape.key])
        for shape in open_:
            match = known.get(shape.identity)
            if match and shape.key not in self.matches:
                self._add(shape, MatchedWorkloads(match.workloads, match.tier, match.because))

    def _in_question_inside(self, weighing: WeighedMatches) -> Mapping[NodeKey, set[str]]:
        """For each box the workloads that what is drawn inside it stands for, or probably does."""
        inside: dict[NodeKey, set[str]] = {}
        for shape in self.shapes:
            pair = weighing.decided.get(shape.key) or weighing.probable.get(shape.key)
            for box in shape.boxes() if pair else ():
                inside.setdefault((*shape.key[:2], box.id), set()).update(pair.workloads if pair else ())
        return inside

    def _of_box(self, shape: DrawnShape) -> MatchedWorkloads | None:
        """A box drawn around the parts of one workload; a box for a namespace is not one of its workloads."""
        if shape.node.kind is not NodeKind.BOUNDARY or self.decisions.namespace_of(shape.node, shape.page):
            return None
        return _by_name(shape, self.names, self.decisions)

    def _add(self, shape: DrawnShape, found: MatchedWorkloads) -> None:
        node = shape.node
        carried = {label for key in found.workloads if (label := self.names.diagram_label(key))}
        label = node.diagram_label or (carried.pop() if len(carried) == 1 else None) or node.label or node.id
        self.matches[shape.key] = ComponentMatch(
            id=node.id,
            label=node.label,
            workloads=found.workloads,
            tier=found.tier,
            because=found.because,
            diagram_label=label,
            source=node.source,
        )


def _of_weighed_box(shape: DrawnShape, weighing: WeighedMatches) -> MatchedWorkloads | None:
    """By its own name at least: what is in a box has the software and the neighbors."""
    pairs = weighing.weighed.get(shape.key, ())
    if shape.node.kind is not NodeKind.BOUNDARY or not pairs or not pairs[0].is_sure or not names_all(pairs[0]):
        return None
    if len(pairs) > 1 and pairs[0].points - pairs[1].points < AHEAD:
        return None
    return MatchedWorkloads(pairs[0].workloads, MatchTier.EVIDENCE, pairs[0].why)


def _by_name(shape: DrawnShape, names: RunningNames, decisions: MatchDecisions) -> MatchedWorkloads | None:
    """The one workload that the shape's name can mean, inside the namespace of its box where that has one.

    A box and a name in it that together are a workload's name mean that workload: `worker` in the box `precise code intel`
    is precise-code-intel-worker, even where another workload is called worker.
    """
    namespace = decisions.namespace(shape)
    if workloads := names.exactly(_with_boxes(shape), namespace):
        return MatchedWorkloads(workloads, MatchTier.EXACT, f"together with its box it has the name of {workloads[0]}")
    workloads = names.called(shape.names, namespace)
    where = f" in namespace {namespace}" if namespace else ""
    if not workloads:
        return None
    shown = shape.node.label or shape.node.id
    return MatchedWorkloads(workloads, MatchTier.EXACT, f"{shown} is the name of {workloads[0]}, and of nothing else{where}")


def _with_boxes(shape: DrawnShape) -> Sequence[str]:
    return [f"{box}{name}" for around in shape.boxes() for box in box_names(around) if box for name in shape.names]
