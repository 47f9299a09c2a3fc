"""What the ends of drawn lines stand for: the workloads and the external services of their shapes, and of all in a box."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from generator.graph.drawn_shapes import DrawnShape, Identity, NodeKey, drawn_lines
from generator.graph.match import Matching
from generator.graph.name_words import words
from generator.graph.placed_shapes import part_of
from generator.graph.running_names import workload_of
from generator.graph.software_synonyms import MESSAGE_QUEUE, phrases, software
from generator.model.diagram import DiagramEdge, NodeKind
from generator.model.flow import OUTSIDE, Flow
from generator.model.grouping import grouped_sets


class LineEnd(msgspec.Struct, frozen=True):
    """One end of a line."""

    shape: DrawnShape
    workloads: frozenset[str]
    externals: frozenset[str]
    """Names of the external services that it stands for."""
    outside: bool
    missing: bool
    """A component that nothing that runs stands behind."""
    probable: bool
    """Its workloads are only probable, or nothing says that they start: flows may bear the line out, and their lack says
    nothing."""

    @property
    def keys(self) -> frozenset[str]:
        """Everything by which flows may call it."""
        return self.workloads | self.externals | (frozenset({OUTSIDE}) if self.outside else frozenset())


_MOST_BETWEEN = 3
"""Shapes behind the first one that a way in is drawn through: a web application firewall, a balancer, a controller."""


class DrawnLine(msgspec.Struct, frozen=True):
    """A drawn line with both its ends."""

    source: LineEnd
    target: LineEnd
    edge: DiagramEdge

    @property
    def leads_in(self) -> bool:
        """Is it drawn between whoever is outside and the system, other than as a call of the system to a service outside?

        People open connections and answer none: an arrow that leads to one shows what they fetch.
        """
        if self.source.outside is self.target.outside:
            return False
        return self.source.outside or self.edge.both_ways or self.target.shape.node.kind is NodeKind.ACTOR


class LineEnds:
    """What the ends of lines stand for."""

    def __init__(self, matching: Matching, externals: Mapping[NodeKey, str], not_started: Collection[str]) -> None:
        self._matching, self._not_started = matching, frozenset(not_started)
        self._externals = _externals_inside(matching, externals)
        self._shapes = {shape.key: shape for shape in matching.shapes}
        self._alone = {shape.identity for shape in matching.alone}
        self._ids = _first_ids(matching.shapes)
        self._inside = _inside(matching)
        self._drawn = _drawn_by_key(matching, externals)
        self._with_broker = _with_their_broker(matching)
        self._lines = tuple(self._all_lines())

    def leading_on(self) -> Sequence[DrawnLine]:
        """Lines on which somebody outside gets to a workload over shapes that stand for nothing that was collected, such as an
        Ingress controller: from outside to them, and from them on.
        """
        between = {
            line.target.shape.key for line in self._lines if line.leads_in and line.source.outside and line.target.missing
        }
        for _ in range(_MOST_BETWEEN):
            between |= {
                line.target.shape.key for line in self._lines if line.source.shape.key in between and line.target.missing
            }
        return [line for line in self._lines if line.source.shape.key in between and line.target.workloads]

    def lines(self) -> Sequence[DrawnLine]:
        """Every line with two ends that are shapes of its page and are not one shape."""
        return self._lines

    def _all_lines(self) -> Iterator[DrawnLine]:
        for diagram in self._matching.diagrams:
            for number, page in enumerate(diagram.pages):
                for edge in page.edges:
                    source = self._end((diagram.evidence.sha256, number), edge.source_id, edge.source_box)
                    target = self._end((diagram.evidence.sha256, number), edge.target_id, edge.target_box)
                    if source and target and source.shape.key != target.shape.key:
                        yield DrawnLine(source, target, edge)

    def drawn_pairs(self) -> frozenset[tuple[Identity, Identity]]:
        """What is joined by a line, in the line's direction."""
        return frozenset((line.source.shape.identity, line.target.shape.identity) for line in self.lines())

    def shown(self, shape: DrawnShape) -> str:
        """The shape's id; of a shape that is drawn several times, the first one's."""
        return self._ids[shape.identity]

    def standing_for(self, end: str) -> tuple[str, str]:
        """Id and text of the first shape of a workload, components before boxes; where it is not drawn, its key and name."""
        shapes = self._drawn.get(end)
        return (self.shown(shapes[0]), called(shapes[0])) if shapes else (end, end.rpartition("/")[2])

    def drawn_as_one(self, flow: Flow) -> bool:
        """Is the flow inside one shape, or between a message broker and what is drawn in one box with it, where it would not be
        drawn?
        """
        if (flow.source.key, flow.target.key) in self._with_broker:
            return True
        shapes = {shape.identity for shape in self._drawn.get(flow.source.key, ())}
        return any(shape.identity in shapes for shape in self._drawn.get(flow.target.key, ()))

    def _end(self, page: tuple[str, int], id_: str, box: str | None) -> LineEnd | None:
        shape = self._shapes.get((*page, id_))
        if shape is None:
            return None
        at = self._shapes.get((*page, box)) if box else None
        workloads = self._inside.get((at or shape).key, frozenset()) | self._inside.get(shape.key, frozenset())
        externals = self._externals.get((at or shape).key, frozenset()) | self._externals.get(shape.key, frozenset())
        kept = shape.key not in self._matching.left_out
        outside = (shape.node.kind in (NodeKind.ACTOR, NodeKind.EXTERNAL) or bool(externals and not workloads)) and kept
        if not workloads and not externals and (whole := part_of(shape, self._matching)):
            workloads = frozenset({whole})
        likely = self._matching.probable.get(shape.key)
        if likely and not workloads:
            return LineEnd(shape, frozenset(likely.workloads), externals, outside, missing=False, probable=True)
        missing = not workloads and shape.identity in self._alone
        return LineEnd(shape, workloads, externals, outside, missing=missing, probable=bool(workloads & self._not_started))


def called(shape: DrawnShape) -> str:
    return shape.node.label or shape.node.id


def _first_ids(shapes: Iterable[DrawnShape]) -> Mapping[Identity, str]:
    first: dict[Identity, str] = {}
    for shape in shapes:
        first.setdefault(shape.identity, shape.node.id)
    return first


def _inside(matching: Matching) -> Mapping[NodeKey, frozenset[str]]:
    """The workloads of each shape, and of each box those of everything drawn inside it."""
    workloads_inside: dict[NodeKey, set[str]] = defaultdict(set)
    for shape in matching.shapes:
        if shape.key not in matching.matches:
            continue
        workloads = {workload_of(key) for key in matching.matches[shape.key].workloads}
        for id_ in (shape.node.id, *(box.id for box in shape.boxes())):
            workloads_inside[(*shape.key[:2], id_)] |= workloads
    return {key: frozenset(workloads) for key, workloads in workloads_inside.items()}


def _externals_inside(matching: Matching, externals: Mapping[NodeKey, str]) -> Mapping[NodeKey, frozenset[str]]:
    """The external services of each shape, and of each box those drawn inside it."""
    services_inside = grouped_sets(
        ((*shape.key[:2], id_), externals[shape.key])
        for shape in matching.shapes
        if shape.key in externals
        for id_ in (shape.node.id, *(box.id for box in shape.boxes()))
    )
    return {key: frozenset(names) for key, names in services_inside.items()}


def _drawn_by_key(matching: Matching, externals: Mapping[NodeKey, str]) -> Mapping[str, Sequence[DrawnShape]]:
    shapes: dict[str, list[DrawnShape]] = defaultdict(list)
    for shape in sorted(matching.shapes, key=lambda drawn_shape: drawn_shape.node.kind is NodeKind.BOUNDARY):
        for key in matching.matches[shape.key].workloads if shape.key in matching.matches else ():
            shapes[workload_of(key)].append(shape)
        if shape.key in externals:
            shapes[externals[shape.key]].append(shape)
    return shapes


def _with_their_broker(matching: Matching) -> frozenset[tuple[str, str]]:
    """Keys of workloads in a box without a text around a message broker and what uses it, each with its broker, in both orders.

    People draw that in place of a line from each to the broker. Only where no line is drawn inside the box: whoever draws some
    of the lines there would have drawn the others as well.
    """
    inside: dict[NodeKey, list[DrawnShape]] = defaultdict(list)
    for shape in matching.shapes:
        box = next(shape.boxes(), None)
        if box is not None and not box.label and shape.node.kind is NodeKind.COMPONENT:
            inside[(*shape.key[:2], box.id)].append(shape)
    lines = drawn_lines(matching.diagrams)
    return frozenset(pair for shapes in inside.values() for pair in _pairs(shapes, matching, lines))


def _pairs(
    shapes: Sequence[DrawnShape], matching: Matching, lines: Sequence[tuple[NodeKey, NodeKey]]
) -> Iterator[tuple[str, str]]:
    keys = {shape.key for shape in shapes}
    brokers = [shape for shape in shapes if MESSAGE_QUEUE in software(words(phrases(shape.node.label))).roles]
    if len(brokers) != 1 or any(source in keys and target in keys for source, target in lines):
        return
    for broker in _workloads(brokers[0], matching):
        for shape in shapes:
            for workload in _workloads(shape, matching):
                yield from ((workload, broker), (broker, workload))


def _workloads(shape: DrawnShape, matching: Matching) -> tuple[str, ...]:
    match = matching.matches.get(shape.key)
    return tuple(map(workload_of, match.workloads)) if match else ()
