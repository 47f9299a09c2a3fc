"""Drawn flows beside those that the evidence tells of: the reflexion model of Murphy, Notkin and Sullivan
(Software Reflexion Models: Bridging the Gap between Design and Implementation, IEEE TSE 27(4), 2001).

*Convergence*: drawn, and the evidence tells of it. *Divergence*: the evidence tells of it, nobody drew it. *Absence*: drawn,
and no evidence tells of it. *Reversed*: drawn from A to B, while B calls A. A line that begins or ends at a box is for
everything drawn inside it. Lines between people, outside systems and notes prove nothing about a cluster: *not judged*.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.graph.drawn import Drawn, Identity, NodeKey
from generator.graph.match import Matching, workload_of
from generator.model.diagram import DiagramEdge, NodeKind
from generator.model.flow import OUTSIDE, STRENGTHS, EndKind, Flow, FlowEnd, FlowFinding, FlowVerdict

_Pair = tuple[str, str]


def reflect(matching: Matching, running: Sequence[Flow]) -> tuple[FlowFinding, ...]:
    """Every drawn line and every flow of the evidence, each pair of ends once a verdict, sorted."""
    ends, known = _Ends(matching), _Known(running)
    found: dict[tuple[FlowVerdict, str, str], FlowFinding] = {}
    covered: set[_Pair] = set()
    for line in ends.lines():
        verdict, explained = known.judge(line)
        covered |= explained
        if verdict:
            finding = _drawn(verdict, line, ends, known.flows(explained))
            found.setdefault((verdict, finding.source, finding.target), finding)
    for finding in _undrawn(running, covered, ends):
        key = (finding.verdict, finding.source, finding.target)
        found[key] = _joined(found[key], finding) if key in found else finding
    return tuple(found[key] for key in sorted(found))


def _drawn(verdict: FlowVerdict, line: "_Line", ends: "_Ends", flows: tuple[Flow, ...]) -> FlowFinding:
    edge = line.edge
    return FlowFinding(
        verdict=verdict,
        source=ends.shown(line.source.one),
        target=ends.shown(line.target.one),
        source_label=_called(line.source.one),
        target_label=_called(line.target.one),
        source_workloads=tuple(sorted(line.source.workloads)),
        target_workloads=tuple(sorted(line.target.workloads)),
        strength=min((each.strength for each in flows), key=STRENGTHS.index, default=None),
        flows=flows,
        page=line.source.one.page,
        drawn_label=edge.label,
        drawn_ports=edge.ports,
        drawn_protocols=edge.protocols,
        snapped=edge.snapped,
        line=edge.source,
    )


def _undrawn(running: Sequence[Flow], covered: set[_Pair], ends: "_Ends") -> Iterator[FlowFinding]:
    """NOTE: what comes in from anyone is judged where a person drew it only: a port that is open is no flow yet."""
    for flow in running:
        pair = flow.source.key, flow.target.key
        if flow.source.kind is EndKind.ANYONE or pair in covered or ends.drawn_as_one(flow):
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


def _joined(one: FlowFinding, two: FlowFinding) -> FlowFinding:
    """Flows of several workloads between the same two shapes."""
    flows = tuple(sorted({(each.source, each.target): each for each in (*one.flows, *two.flows)}.values(), key=_ends_of))
    return replace(
        one,
        source_workloads=tuple(sorted({*one.source_workloads, *two.source_workloads})),
        target_workloads=tuple(sorted({*one.target_workloads, *two.target_workloads})),
        strength=min((each.strength for each in flows), key=STRENGTHS.index),
        flows=flows,
    )


def _ends_of(flow: Flow) -> tuple[FlowEnd, FlowEnd]:
    return flow.source, flow.target


def _called(one: Drawn) -> str:
    return one.node.label or one.node.id


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a line."""

    one: Drawn
    workloads: frozenset[str]
    outside: bool
    missing: bool
    """A component that nothing that runs stands behind."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A drawn line with both its ends."""

    source: _End
    target: _End
    edge: DiagramEdge


class _Known:
    """The evidence's flows, looked up by their ends."""

    def __init__(self, running: Iterable[Flow]) -> None:
        self._targets: dict[str, set[str]] = defaultdict(set)
        self._flows: dict[_Pair, list[Flow]] = defaultdict(list)
        for flow in running:
            self._targets[flow.source.key].add(flow.target.key)
            self._flows[flow.source.key, flow.target.key].append(flow)

    def judge(self, line: _Line) -> tuple[FlowVerdict | None, set[_Pair]]:
        """The verdict on a drawn line, and the flows that it stands for; None for a line at a note."""
        source, target = line.source, line.target
        if NodeKind.NOTE in (source.one.node.kind, target.one.node.kind):
            return None, set()
        if not self._tells_of(source, target):
            return FlowVerdict.NOT_JUDGED, set()
        there, back = self._between(source, target), self._between(target, source)
        if source.outside and not source.workloads and not there:
            # NOTE: what opens a cluster to people (a cloud's load balancer, a default route) is often in no dump of it.
            return FlowVerdict.NOT_JUDGED, set()
        if line.edge.both_ways and (there or back):
            return FlowVerdict.CONVERGENCE, there | back
        if there:
            return FlowVerdict.CONVERGENCE, there
        return (FlowVerdict.REVERSED, back) if back else (FlowVerdict.ABSENCE, set())

    def flows(self, pairs: Iterable[_Pair]) -> tuple[Flow, ...]:
        """What the evidence tells of these pairs of ends, sorted."""
        return tuple(flow for pair in sorted(pairs) for flow in self._flows[pair])

    def _tells_of(self, source: _End, target: _End) -> bool:
        """Could the evidence know of such a flow? Nobody says what people and outside systems call, or are called by."""
        if source.missing or target.missing:
            return bool(source.missing or source.workloads) and bool(target.missing or target.workloads)
        if source.outside and target.workloads:
            return True
        return bool(source.workloads and target.workloads) and len(source.workloads | target.workloads) > 1

    def _between(self, source: _End, target: _End) -> set[_Pair]:
        callers = source.workloads or ({OUTSIDE} if source.outside else set())
        return {(caller, called) for caller in callers for called in self._targets[caller] & target.workloads}


class _Ends:
    """What the ends of lines stand for."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self._shapes = {one.key: one for one in matching.shapes}
        self._alone = {one.identity for one in matching.alone}
        self._ids = _first_ids(matching.shapes)
        self._inside = _inside(matching)
        self._drawn = _drawn_by_workload(matching)

    def lines(self) -> Iterator[_Line]:
        """Every line with two ends that are shapes of its page and are not one shape."""
        for diagram in self._matching.diagrams:
            for number, page in enumerate(diagram.pages):
                for edge in page.edges:
                    source = self._end((diagram.evidence.sha256, number), edge.source_id, edge.source_box)
                    target = self._end((diagram.evidence.sha256, number), edge.target_id, edge.target_box)
                    if source and target and source.one.key != target.one.key:
                        yield _Line(source, target, edge)

    def shown(self, one: Drawn) -> str:
        """The shape's id; of a shape that is drawn several times, the first one's."""
        return self._ids[one.identity]

    def standing_for(self, end: str) -> tuple[str, str]:
        """Id and text of the first shape of a workload, components before boxes; where nobody drew it, its key and name."""
        found = self._drawn.get(end)
        return (self.shown(found[0]), _called(found[0])) if found else (end, end.rpartition("/")[2])

    def drawn_as_one(self, flow: Flow) -> bool:
        """Is the flow inside one shape, where nobody would draw it?"""
        shapes = {one.identity for one in self._drawn.get(flow.source.key, ())}
        return any(one.identity in shapes for one in self._drawn.get(flow.target.key, ()))

    def _end(self, page: tuple[str, int], id_: str, box: str | None) -> _End | None:
        one = self._shapes.get((*page, id_))
        if one is None:
            return None
        at = self._shapes.get((*page, box)) if box else None
        workloads = self._inside.get((at or one).key, frozenset()) | self._inside.get(one.key, frozenset())
        outside = one.node.kind in (NodeKind.ACTOR, NodeKind.EXTERNAL) and one.key not in self._matching.left_out
        return _End(one, workloads, outside, not workloads and one.identity in self._alone)


def _first_ids(shapes: Iterable[Drawn]) -> Mapping[Identity, str]:
    first: dict[Identity, str] = {}
    for one in shapes:
        first.setdefault(one.identity, one.node.id)
    return first


def _inside(matching: Matching) -> Mapping[NodeKey, frozenset[str]]:
    """The workloads of each shape, and of each box those of everything drawn inside it."""
    found: dict[NodeKey, set[str]] = defaultdict(set)
    for one in matching.shapes:
        if one.key not in matching.found:
            continue
        workloads = {workload_of(key) for key in matching.found[one.key].workloads}
        for id_ in (one.node.id, *(box.id for box in one.boxes())):
            found[(*one.key[:2], id_)] |= workloads
    return {key: frozenset(workloads) for key, workloads in found.items()}


def _drawn_by_workload(matching: Matching) -> Mapping[str, Sequence[Drawn]]:
    found: dict[str, list[Drawn]] = defaultdict(list)
    for one in sorted(matching.shapes, key=lambda each: each.node.kind is NodeKind.BOUNDARY):
        for key in matching.found[one.key].workloads if one.key in matching.found else ():
            found[workload_of(key)].append(one)
    return found
