"""The flows of the evidence by their ends, and what they say of a drawn line: see `reflexion`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from generator.graph.drawn_line_ends import DrawnLine, LineEnd
from generator.graph.drawn_shapes import Identity
from generator.model.diagram import NodeKind
from generator.model.flow import OUTSIDE, DeclaredDependency, EndKind, Flow, FlowEnd, FlowGraph, Strength, WayIn
from generator.model.flow_finding import FlowVerdict

FlowPair = tuple[str, str]
"""Keys of who calls and of who is called."""


class FlowIndex:
    """The evidence's flows, looked up by their ends."""

    def __init__(self, graph: FlowGraph, drawn: Collection[tuple[Identity, Identity]]) -> None:
        self._drawn = drawn
        self._watched = bool(graph.windows)
        self._closed = {end.key for end in graph.closed} - {end.key for end in _open_ends(graph)}
        self._conditional = tuple(way for way in graph.ways_in if way.conditional)
        self._behind: dict[str, set[str]] = defaultdict(set)
        for way in graph.ways_in:
            for point in way.through if not way.conditional else ():
                self._behind[point.key].update(target.end.key for target in way.targets)
        self._dependencies = graph.dependencies
        self._targets: dict[str, set[str]] = defaultdict(set)
        self._flows: dict[FlowPair, list[Flow]] = defaultdict(list)
        for flow in graph.flows:
            self._targets[flow.source.key].add(flow.target.key)
            self._flows[flow.source.key, flow.target.key].append(flow)

    def judge(self, line: DrawnLine, *, leads_on: bool = False) -> tuple[FlowVerdict | None, set[FlowPair]]:
        """The verdict on a drawn line, and the flows that it stands for; None for a line at a note.

        `leads_on`: it is drawn on from outside, over shapes that stand for nothing; then a way in bears it out.
        """
        source, target = line.source, line.target
        if NodeKind.NOTE in (source.shape.node.kind, target.shape.node.kind):
            return None, set()
        there, back = self._between(source, target), self._between(target, source)
        if line.edge.both_ways and (there or back):
            return FlowVerdict.CONVERGENCE, there | back
        if not there and leads_on:
            there = self._let_in(line.target.keys)
        if not there and line.leads_in:
            there = self._let_in({called for key in target.keys for called in self._behind.get(key, ())})
        if there:
            return FlowVerdict.CONVERGENCE, there
        # NOTE: that anybody may come in says nothing about a line that leads out.
        back = {pair for pair in back if pair[0] != OUTSIDE}
        perhaps = {pair for pair in back if all(flow.strength is Strength.POSSIBLE for flow in self._flows[pair])}
        if back := back - perhaps:
            # NOTE: where both directions are drawn as two lines, one of them is the answer.
            answers = (target.shape.identity, source.shape.identity) in self._drawn
            return (FlowVerdict.CONVERGENCE if answers else FlowVerdict.REVERSED), back
        if line.leads_in:
            return (FlowVerdict.ABSENCE if self._is_closed(source, target) else FlowVerdict.NOT_JUDGED), set()
        could_tell = self._could_tell(source, target) and not perhaps and not self.dependencies(line)
        return (FlowVerdict.ABSENCE if could_tell else FlowVerdict.NOT_JUDGED), set()

    def _let_in(self, called: Collection[str]) -> set[FlowPair]:
        return {(OUTSIDE, each) for each in self._targets.get(OUTSIDE, set()).intersection(called)}

    def conditional(self, line: DrawnLine) -> tuple[WayIn, ...]:
        """Ways to the line's workloads of which it is not stated who gets there."""
        keys = line.source.workloads | line.target.workloads
        return tuple(way for way in self._conditional if any(target.end.key in keys for target in way.targets))

    def dependencies(self, line: DrawnLine) -> tuple[DeclaredDependency, ...]:
        """Those between its ends, whichever depends on the other; sorted."""
        there, back = (line.source.keys, line.target.keys), (line.target.keys, line.source.keys)
        return tuple(
            each
            for each in self._dependencies
            if any(each.source.key in source and each.target.key in target for source, target in (there, back))
        )

    def flows(self, pairs: Iterable[FlowPair]) -> tuple[Flow, ...]:
        """What the evidence tells of these pairs of ends, sorted."""
        return tuple(flow for pair in sorted(pairs) for flow in self._flows[pair])

    def _could_tell(self, source: LineEnd, target: LineEnd) -> bool:
        """Could the evidence know of such a flow? No evidence shows what people call, and what calls outside systems."""
        if source.probable or target.probable:
            return False
        if source.outside or target.outside:
            return self._watched and self._is_watched(source, target)
        if source.missing or target.missing:
            return bool(source.missing or source.workloads) and bool(target.missing or target.workloads)
        return bool(source.workloads and target.workloads) and len(source.workloads | target.workloads) > 1

    def _is_closed(self, source: LineEnd, target: LineEnd) -> bool:
        """Does nothing let outsiders reach any of what a line from outside leads to?"""
        workloads = source.workloads | target.workloads
        return bool(workloads) and not (source.probable or target.probable) and workloads <= self._closed

    @staticmethod
    def _is_watched(source: LineEnd, target: LineEnd) -> bool:
        """A workload that is drawn to call a known external service: a flow log would have seen it."""
        return bool(source.workloads and not source.outside and target.externals)

    def _between(self, source: LineEnd, target: LineEnd) -> set[FlowPair]:
        return {(caller, called) for caller in source.keys for called in self._targets.get(caller, set()) & target.keys}


def _open_ends(graph: FlowGraph) -> Iterator[FlowEnd]:
    """NOTE: of two clusters a workload may have one key, and a line does not say which is meant."""
    ends = {end for flow in graph.flows for end in (flow.source, flow.target) if end.kind is EndKind.WORKLOAD}
    yield from ends - graph.closed
