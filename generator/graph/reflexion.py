"""Drawn flows beside those that the evidence tells of: the reflexion model of Murphy, Notkin and Sullivan
(Software Reflexion Models: Bridging the Gap between Design and Implementation, IEEE TSE 27(4), 2001).

*Convergence*: drawn, and the evidence tells of it. *Divergence*: the evidence tells of it, nobody drew it. *Absence*: drawn,
and no evidence tells of it. *Reversed*: drawn from A to B, while B calls A. A line that begins or ends at a box is for
everything drawn inside it. Lines between people, outside systems and notes prove nothing about a cluster: *not judged*.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.graph.drawn import Drawn, Identity, NodeKey
from generator.graph.flows import OUTSIDE, Flow, Strength
from generator.graph.match import Matching, workload_of
from generator.model.diagram import DiagramEdge, NodeKind


class FlowVerdict(StrEnum):
    """What became of a flow."""

    CONVERGENCE = "convergence"
    DIVERGENCE = "divergence"
    ABSENCE = "absence"
    REVERSED = "reversed"
    NOT_JUDGED = "not-judged"


@dataclass(frozen=True, slots=True, order=True)
class FlowFinding:
    """One flow. Ends are ids of shapes; of what is not drawn, the workload's key."""

    verdict: FlowVerdict
    source: str
    target: str
    strength: Strength | None = None
    """None where no evidence tells of the flow."""


def reflect(matching: Matching, running: Sequence[Flow]) -> tuple[FlowFinding, ...]:
    """Every drawn line and every flow of the evidence, each pair of ends once a verdict, sorted."""
    ends = _Ends(matching)
    known = _Known(running)
    found: set[FlowFinding] = set()
    covered: set[tuple[str, str]] = set()
    for source, target, edge in ends.lines():
        finding, explained = known.judge(source, target, edge)
        if finding:
            found.add(FlowFinding(finding, ends.shown(source.one), ends.shown(target.one), known.strength(explained)))
        covered |= explained
    found |= {
        FlowFinding(FlowVerdict.DIVERGENCE, ends.standing_for(flow.source), ends.standing_for(flow.target), flow.strength)
        for flow in running
        if flow.source != OUTSIDE and (flow.source, flow.target) not in covered and not ends.drawn_as_one(flow)
    }
    return tuple(sorted(found, key=lambda each: (each.verdict, each.source, each.target, each.strength or "")))


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a line."""

    one: Drawn
    workloads: frozenset[str]
    outside: bool
    missing: bool
    """A component that nothing that runs stands behind."""


class _Known:
    """The evidence's flows, looked up by their ends."""

    def __init__(self, running: Iterable[Flow]) -> None:
        self._targets: dict[str, set[str]] = defaultdict(set)
        self._strengths: dict[tuple[str, str], Strength] = {}
        for flow in running:
            self._targets[flow.source].add(flow.target)
            self._strengths[flow.source, flow.target] = flow.strength

    def judge(self, source: _End, target: _End, edge: DiagramEdge) -> tuple[FlowVerdict | None, set[tuple[str, str]]]:
        """The verdict on a drawn line, and the flows that it stands for; None for a line at a note."""
        if NodeKind.NOTE in (source.one.node.kind, target.one.node.kind):
            return None, set()
        if not self._tells_of(source, target):
            return FlowVerdict.NOT_JUDGED, set()
        there, back = self._between(source, target), self._between(target, source)
        if source.outside and not source.workloads and not there:
            # NOTE: what opens a cluster to people (a cloud's load balancer, a default route) is often in no dump of it.
            return FlowVerdict.NOT_JUDGED, set()
        if edge.both_ways and (there or back):
            return FlowVerdict.CONVERGENCE, there | back
        if there:
            return FlowVerdict.CONVERGENCE, there
        return (FlowVerdict.REVERSED, back) if back else (FlowVerdict.ABSENCE, set())

    def strength(self, pairs: Iterable[tuple[str, str]]) -> Strength | None:
        """The strongest of these flows: what is declared says more than what is permitted."""
        return min((self._strengths[pair] for pair in pairs), default=None)

    def _tells_of(self, source: _End, target: _End) -> bool:
        """Could the evidence know of such a flow? Nobody says what people and outside systems call, or are called by."""
        if source.missing or target.missing:
            return bool(source.missing or source.workloads) and bool(target.missing or target.workloads)
        if source.outside and target.workloads:
            return True
        return bool(source.workloads and target.workloads) and len(source.workloads | target.workloads) > 1

    def _between(self, source: _End, target: _End) -> set[tuple[str, str]]:
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

    def lines(self) -> Iterable[tuple[_End, _End, DiagramEdge]]:
        """Every line with two ends that are shapes of its page and are not one shape."""
        for diagram in self._matching.diagrams:
            for number, page in enumerate(diagram.pages):
                for edge in page.edges:
                    source = self._end((diagram.evidence.sha256, number), edge.source_id, edge.source_box)
                    target = self._end((diagram.evidence.sha256, number), edge.target_id, edge.target_box)
                    if source and target and source.one.key != target.one.key:
                        yield source, target, edge

    def shown(self, one: Drawn) -> str:
        """The shape's id; of a shape that is drawn several times, the first one's."""
        return self._ids[one.identity]

    def standing_for(self, workload: str) -> str:
        """The first shape of a workload, components before boxes; the workload's key where nobody drew it."""
        found = self._drawn.get(workload)
        return self.shown(found[0]) if found else workload

    def drawn_as_one(self, flow: Flow) -> bool:
        """Is the flow inside one shape, where nobody would draw it?"""
        shapes = {one.identity for one in self._drawn.get(flow.source, ())}
        return any(one.identity in shapes for one in self._drawn.get(flow.target, ()))

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
