"""Drawn flows beside those that the evidence tells of: the reflexion model of Murphy, Notkin and Sullivan
(Software Reflexion Models: Bridging the Gap between Design and Implementation, IEEE TSE 27(4), 2001).

*Convergence*: drawn, and in the evidence. *Divergence*: in the evidence, and not drawn. *Absence*: drawn, and no evidence
tells of it. *Reversed*: drawn from A to B, while B calls A. A line that begins or ends at a box is for everything drawn inside
it (Koschke and Simon, Hierarchical Reflexion Models, WCRE 2003); one at a component inside a box that stands for a workload is
for that workload. Lines between people, outside systems and notes prove nothing about what runs: *not judged*. So is a line to
an external service that no configuration names, unless flow logs were collected: hosts often stand in secrets, which are not
read. And so is a line at a shape whose workload is only probable, where no flow bears it out, and a line whose ends a
dependency joins (`depends_on`), which is no flow. Ways in are flows from whoever is outside: one that is not drawn is a
divergence, and one that is drawn into what nothing opens, where the evidence would show it, an absence.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from generator.graph.broker_boxes import with_their_broker
from generator.graph.drawn_shapes import DrawnShape, Identity, NodeKey
from generator.graph.match import Matching
from generator.graph.placed_shapes import part_of
from generator.graph.running_names import workload_of
from generator.graph.ways_drawn import expected
from generator.model.diagram import DiagramEdge, NodeKind
from generator.model.flow import (
    OUTSIDE,
    STRENGTHS,
    DeclaredDependency,
    EndKind,
    Flow,
    FlowEnd,
    FlowFinding,
    FlowGraph,
    FlowVerdict,
    WayIn,
)

_Pair = tuple[str, str]
_NAMES = 53
"""The port of DNS."""


def reflect(
    matching: Matching,
    graph: FlowGraph,
    externals: Mapping[NodeKey, str] = MappingProxyType({}),
    not_started: Collection[str] = (),
) -> tuple[FlowFinding, ...]:
    """Every drawn line and every flow of the evidence, each pair of ends once a verdict, sorted.

    `externals`: the external service that a shape stands for; `not_started`: keys of workloads that no one is known to start,
    so that they have no flows.
    """
    ends = _Ends(matching, externals, not_started)
    known = _FlowIndex(graph, ends.drawn_pairs())
    findings: dict[tuple[FlowVerdict, str, str, str], FlowFinding] = {}
    covered: set[_Pair] = set()
    for line in ends.lines():
        verdict, explained = known.judge(line)
        covered |= explained
        if verdict:
            needed = () if explained else known.dependencies(line)
            finding = _drawn(verdict, line, ends, known.flows(explained), needed)
            # NOTE: draw.io numbers the shapes of every page alike, so ids alone may mean two things.
            key = (verdict, finding.source, finding.target, repr((line.source.shape.identity, line.target.shape.identity)))
            if finding.leads_in and not finding.flows:
                finding = replace(finding, conditional=known.conditional(line))
            findings[key] = _parallel(findings[key], finding) if key in findings else finding
    for finding in _undrawn(graph, covered, ends):
        key = (finding.verdict, finding.source, finding.target, "")
        findings[key] = _joined(findings[key], finding) if key in findings else finding
    return tuple(findings[key] for key in sorted(findings))


def _drawn(
    verdict: FlowVerdict,
    line: "_DrawnLine",
    ends: "_Ends",
    flows: tuple[Flow, ...],
    dependencies: tuple[DeclaredDependency, ...],
) -> FlowFinding:
    edge = line.edge
    return FlowFinding(
        verdict=verdict,
        source=ends.shown(line.source.shape),
        target=ends.shown(line.target.shape),
        source_label=_called(line.source.shape),
        target_label=_called(line.target.shape),
        source_workloads=tuple(sorted(line.source.workloads)),
        target_workloads=tuple(sorted(line.target.workloads)),
        strength=min((each.strength for each in flows), key=STRENGTHS.index, default=None),
        flows=flows,
        dependencies=dependencies,
        page=line.source.shape.page,
        drawn_label=edge.label,
        drawn_ports=edge.ports,
        drawn_protocols=edge.protocols,
        drawn_as=(line.source.shape.node.kind, line.target.shape.node.kind),
        source_externals=tuple(sorted(line.source.externals)),
        target_externals=tuple(sorted(line.target.externals)),
        both_ways=edge.both_ways,
        headless=edge.headless,
        leads_in=line.leads_in,
        snapped=edge.snapped,
        line=edge.source,
    )


def _undrawn(graph: FlowGraph, covered: set[_Pair], ends: "_Ends") -> Iterator[FlowFinding]:
    """NOTE: of what anyone may open, only the ways in are judged that a person would draw."""
    entered = {key for line in ends.lines() if line.leads_in for key in line.source.workloads | line.target.workloads}
    to_draw = expected(graph.ways_in, entered)
    for flow in graph.flows:
        pair = flow.source.key, flow.target.key
        if flow.source.kind is EndKind.ANYONE and flow.target not in to_draw:
            continue
        if pair in covered or ends.drawn_as_one(flow) or _is_lookup(flow):
            continue
        source, target = ends.standing_for(flow.source.key), ends.standing_for(flow.target.key)
        yield FlowFinding(
            verdict=FlowVerdict.DIVERGENCE,
            source=source[0],
            target=target[0],
            source_label=source[1],
            target_label=target[1],
            source_workloads=(flow.source.key,) if flow.source.kind is EndKind.WORKLOAD else (),
            target_workloads=(flow.target.key,) if flow.target.kind is EndKind.WORKLOAD else (),
            strength=flow.strength,
            flows=(flow,),
        )


def _is_lookup(flow: Flow) -> bool:
    """Every pod resolves names; it need not be drawn, and may be."""
    return bool(flow.ports) and all(port.number == _NAMES for port in flow.ports)


def _joined(finding: FlowFinding, two: FlowFinding) -> FlowFinding:
    """Flows of several workloads between the same two shapes."""
    flows = tuple(sorted({(flow.source, flow.target): flow for flow in (*finding.flows, *two.flows)}.values(), key=_ends_of))
    return replace(
        finding,
        source_workloads=tuple(sorted({*finding.source_workloads, *two.source_workloads})),
        target_workloads=tuple(sorted({*finding.target_workloads, *two.target_workloads})),
        strength=min((flow.strength for flow in flows), key=STRENGTHS.index),
        flows=flows,
    )


def _parallel(finding: FlowFinding, two: FlowFinding) -> FlowFinding:
    """Several lines between the same two shapes, on one page or on several: every port that one of them names is drawn."""
    labels = dict.fromkeys(label for label in (finding.drawn_label, two.drawn_label) if label)
    ports = {*finding.drawn_ports, *two.drawn_ports}
    headless = finding.headless and two.headless
    return replace(finding, drawn_label="; ".join(labels), drawn_ports=tuple(sorted(ports)), headless=headless)


def _ends_of(flow: Flow) -> tuple[FlowEnd, FlowEnd]:
    return flow.source, flow.target


def _called(shape: DrawnShape) -> str:
    return shape.node.label or shape.node.id


@dataclass(frozen=True, slots=True)
class _LineEnd:
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


@dataclass(frozen=True, slots=True)
class _DrawnLine:
    """A drawn line with both its ends."""

    source: _LineEnd
    target: _LineEnd
    edge: DiagramEdge

    @property
    def leads_in(self) -> bool:
        """Is it drawn between whoever is outside and the system, other than as a call of the system to a service outside?

        People open connections and answer none: an arrow that leads to one shows what they fetch.
        """
        if self.source.outside is self.target.outside:
            return False
        return self.source.outside or self.edge.both_ways or self.target.shape.node.kind is NodeKind.ACTOR


class _FlowIndex:
    """The evidence's flows, looked up by their ends."""

    def __init__(self, graph: FlowGraph, drawn: Collection[tuple[Identity, Identity]]) -> None:
        self._drawn = drawn
        self._watched = bool(graph.windows)
        self._closed = {end.key for end in graph.closed} - {end.key for end in _open_ends(graph)}
        self._conditional = tuple(way for way in graph.ways_in if way.conditional)
        self._dependencies = graph.dependencies
        self._targets: dict[str, set[str]] = defaultdict(set)
        self._flows: dict[_Pair, list[Flow]] = defaultdict(list)
        for flow in graph.flows:
            self._targets[flow.source.key].add(flow.target.key)
            self._flows[flow.source.key, flow.target.key].append(flow)

    def judge(self, line: _DrawnLine) -> tuple[FlowVerdict | None, set[_Pair]]:
        """The verdict on a drawn line, and the flows that it stands for; None for a line at a note."""
        source, target = line.source, line.target
        if NodeKind.NOTE in (source.shape.node.kind, target.shape.node.kind):
            return None, set()
        there, back = self._between(source, target), self._between(target, source)
        if line.edge.both_ways and (there or back):
            return FlowVerdict.CONVERGENCE, there | back
        if there:
            return FlowVerdict.CONVERGENCE, there
        # NOTE: that anybody may come in says nothing about a line that leads out.
        back = {pair for pair in back if pair[0] != OUTSIDE}
        if back:
            # NOTE: where both directions are drawn as two lines, one of them is the answer.
            answers = (target.shape.identity, source.shape.identity) in self._drawn
            return (FlowVerdict.CONVERGENCE if answers else FlowVerdict.REVERSED), back
        if line.leads_in:
            return (FlowVerdict.ABSENCE if self._is_closed(source, target) else FlowVerdict.NOT_JUDGED), set()
        could_tell = self._could_tell(source, target) and not self.dependencies(line)
        return (FlowVerdict.ABSENCE if could_tell else FlowVerdict.NOT_JUDGED), set()

    def conditional(self, line: _DrawnLine) -> tuple[WayIn, ...]:
        """Ways to the line's workloads of which it is not stated who gets there."""
        keys = line.source.workloads | line.target.workloads
        return tuple(way for way in self._conditional if any(target.end.key in keys for target in way.targets))

    def dependencies(self, line: _DrawnLine) -> tuple[DeclaredDependency, ...]:
        """Those between its ends, whichever depends on the other; sorted."""
        there, back = (line.source.keys, line.target.keys), (line.target.keys, line.source.keys)
        return tuple(
            each
            for each in self._dependencies
            if any(each.source.key in source and each.target.key in target for source, target in (there, back))
        )

    def flows(self, pairs: Iterable[_Pair]) -> tuple[Flow, ...]:
        """What the evidence tells of these pairs of ends, sorted."""
        return tuple(flow for pair in sorted(pairs) for flow in self._flows[pair])

    def _could_tell(self, source: _LineEnd, target: _LineEnd) -> bool:
        """Could the evidence know of such a flow? No evidence shows what people call, and what calls outside systems."""
        if source.probable or target.probable:
            return False
        if source.outside or target.outside:
            return self._watched and self._is_watched(source, target)
        if source.missing or target.missing:
            return bool(source.missing or source.workloads) and bool(target.missing or target.workloads)
        return bool(source.workloads and target.workloads) and len(source.workloads | target.workloads) > 1

    def _is_closed(self, source: _LineEnd, target: _LineEnd) -> bool:
        """Does nothing let outsiders reach any of what a line from outside leads to?"""
        workloads = source.workloads | target.workloads
        return bool(workloads) and not (source.probable or target.probable) and workloads <= self._closed

    @staticmethod
    def _is_watched(source: _LineEnd, target: _LineEnd) -> bool:
        """A workload that is drawn to call a known external service: a flow log would have seen it."""
        return bool(source.workloads and not source.outside and target.externals)

    def _between(self, source: _LineEnd, target: _LineEnd) -> set[_Pair]:
        return {(caller, called) for caller in source.keys for called in self._targets.get(caller, set()) & target.keys}


def _open_ends(graph: FlowGraph) -> Iterator[FlowEnd]:
    """NOTE: of two clusters a workload may have one key, and a line does not say which is meant."""
    ends = {end for flow in graph.flows for end in (flow.source, flow.target) if end.kind is EndKind.WORKLOAD}
    yield from ends - graph.closed


class _Ends:
    """What the ends of lines stand for."""

    def __init__(self, matching: Matching, externals: Mapping[NodeKey, str], not_started: Collection[str]) -> None:
        self._matching, self._not_started = matching, frozenset(not_started)
        self._externals = _externals_inside(matching, externals)
        self._shapes = {shape.key: shape for shape in matching.shapes}
        self._alone = {shape.identity for shape in matching.alone}
        self._ids = _first_ids(matching.shapes)
        self._inside = _inside(matching)
        self._drawn = _drawn_by_key(matching, externals)
        self._with_broker = with_their_broker(matching)
        self._lines = tuple(self._all_lines())

    def lines(self) -> Sequence[_DrawnLine]:
        """Every line with two ends that are shapes of its page and are not one shape."""
        return self._lines

    def _all_lines(self) -> Iterator[_DrawnLine]:
        for diagram in self._matching.diagrams:
            for number, page in enumerate(diagram.pages):
                for edge in page.edges:
                    source = self._end((diagram.evidence.sha256, number), edge.source_id, edge.source_box)
                    target = self._end((diagram.evidence.sha256, number), edge.target_id, edge.target_box)
                    if source and target and source.shape.key != target.shape.key:
                        yield _DrawnLine(source, target, edge)

    def drawn_pairs(self) -> frozenset[tuple[Identity, Identity]]:
        """What is joined by a line, in the line's direction."""
        return frozenset((line.source.shape.identity, line.target.shape.identity) for line in self.lines())

    def shown(self, shape: DrawnShape) -> str:
        """The shape's id; of a shape that is drawn several times, the first one's."""
        return self._ids[shape.identity]

    def standing_for(self, end: str) -> tuple[str, str]:
        """Id and text of the first shape of a workload, components before boxes; where it is not drawn, its key and name."""
        shapes = self._drawn.get(end)
        return (self.shown(shapes[0]), _called(shapes[0])) if shapes else (end, end.rpartition("/")[2])

    def drawn_as_one(self, flow: Flow) -> bool:
        """Is the flow inside one shape, or between a message broker and what is drawn in one box with it, where it would not be
        drawn?
        """
        if (flow.source.key, flow.target.key) in self._with_broker:
            return True
        shapes = {shape.identity for shape in self._drawn.get(flow.source.key, ())}
        return any(shape.identity in shapes for shape in self._drawn.get(flow.target.key, ()))

    def _end(self, page: tuple[str, int], id_: str, box: str | None) -> _LineEnd | None:
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
            return _LineEnd(shape, frozenset(likely.workloads), externals, outside, missing=False, probable=True)
        missing = not workloads and shape.identity in self._alone
        return _LineEnd(shape, workloads, externals, outside, missing=missing, probable=bool(workloads & self._not_started))


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
    services_inside: dict[NodeKey, set[str]] = defaultdict(set)
    for shape in matching.shapes:
        if shape.key in externals:
            for id_ in (shape.node.id, *(box.id for box in shape.boxes())):
                services_inside[(*shape.key[:2], id_)].add(externals[shape.key])
    return {key: frozenset(names) for key, names in services_inside.items()}


def _drawn_by_key(matching: Matching, externals: Mapping[NodeKey, str]) -> Mapping[str, Sequence[DrawnShape]]:
    shapes: dict[str, list[DrawnShape]] = defaultdict(list)
    for shape in sorted(matching.shapes, key=lambda drawn_shape: drawn_shape.node.kind is NodeKind.BOUNDARY):
        for key in matching.matches[shape.key].workloads if shape.key in matching.matches else ():
            shapes[workload_of(key)].append(shape)
        if shape.key in externals:
            shapes[externals[shape.key]].append(shape)
    return shapes
