"""What stands beside a shape in the drawing, and what runs beside a workload: lines compared with flows."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from generator.graph.drawn_shapes import NodeKey
from generator.graph.match_profiles import DrawnProfile, RunningProfile
from generator.graph.match_reasons import (
    LEFT_AGAIN,
    LEFT_ALONE,
    MOST_NEIGHBORS,
    MOST_UNRELATED,
    NEIGHBOR,
    NO_NEIGHBOR,
    UNUSED,
    Evidence,
    Reason,
)
from generator.graph.running_names import workload_of
from generator.model.flow import EndKind, Neighbors

_REVERSED = 0.6
"""What a flow counts that is drawn the other way round: people draw where data goes, or who calls."""
_FEW_FRIENDS = 3
"""Flows of a workload from which on being beside it tells less."""


class MatchNeighbors:
    """Lines between shapes and flows between workloads."""

    def __init__(self, lines: Sequence[tuple[NodeKey, NodeKey]], flows: Sequence[Neighbors]) -> None:
        self._around: dict[NodeKey, list[tuple[NodeKey, bool]]] = defaultdict(list)
        for source, target in dict.fromkeys(lines):
            if source != target:
                self._around[source].append((target, True))
                self._around[target].append((source, False))
        self._calls: dict[str, set[str]] = defaultdict(set)
        self._called: dict[str, set[str]] = defaultdict(set)
        for flow in flows:
            if EndKind.WORKLOAD is flow.source.kind is flow.target.kind:
                self._calls[flow.source.key].add(flow.target.key)
                self._called[flow.target.key].add(flow.source.key)

    def neighbor_shapes(self, key: NodeKey) -> Iterator[NodeKey]:
        """Shapes that a line joins with this one."""
        return (other for other, _ in self._around[key])

    def neighbor_workloads(self, key: NodeKey, decided: Mapping[NodeKey, Sequence[str]]) -> frozenset[str]:
        """What has flows with that for which the shapes beside this one stand."""
        ends = {workload_of(end) for other, _ in self._around[key] for end in decided.get(other, ())}
        return frozenset(near for end in ends for near in self._flows(end))

    def shared(self, drawn: DrawnProfile, running: RunningProfile, decided: Mapping[NodeKey, Sequence[str]]) -> Reason | None:
        """Lines to shapes whose workloads are known, beside the flows of the evidence."""
        shared: dict[str, float] = {}
        unrelated = 0
        for other, leaves in self._around[drawn.shape.key]:
            ends = {workload_of(key) for key in decided.get(other, ())} - set(running.twins)
            if not ends:
                continue
            fit, certainty = self._fitting(running, ends, leaves=leaves)
            if not fit:
                unrelated += bool(any(self._flows(end) for end in ends))
                continue
            end = min(fit)
            friends = len(self._calls[end]) + len(self._called[end])
            shared[end] = max(shared.get(end, 0.0), certainty * min(1.0, _FEW_FRIENDS / friends) ** 0.5)
        if shared:
            points = min(MOST_NEIGHBORS, NEIGHBOR * sum(shared.values())) + (NO_NEIGHBOR / 2) * unrelated
            names = ", ".join(sorted(key.rpartition("/")[2] for key in shared)[:3])
            return Reason(Evidence.NEIGHBORS, points, f"beside {names} in both")
        if not unrelated:
            return None
        if any(self._flows(twin) for twin in running.twins):
            points = max(MOST_UNRELATED, NO_NEIGHBOR * unrelated)
            return Reason(Evidence.NEIGHBORS, points, "no flow to what is drawn beside it is known")
        if running.is_kept:
            return Reason(Evidence.NEIGHBORS, UNUSED, "nothing is known to use it, and what is drawn beside it uses others")
        return None

    def only_left(
        self,
        drawn: DrawnProfile,
        running: RunningProfile,
        decided: Mapping[NodeKey, Sequence[str]],
        open_: Collection[NodeKey],
        free: Collection[str],
        *,
        alone: float = LEFT_ALONE,
    ) -> Reason | None:
        """Beside known neighbors, together, the only shape (of `open_`) and the only workload (of `free`) that are left."""
        known: list[str] = []
        shapes, workloads = set(open_), set(free)
        for other, leaves in self._around[drawn.shape.key]:
            ends = {workload_of(key) for key in decided.get(other, ())}
            there, back = (self._called, self._calls) if leaves else (self._calls, self._called)
            # NOTE: where nothing flows as drawn, the line shows where data goes, and not who calls.
            flows = there if any(there[end] for end in ends) else back
            near = {key for end in ends for key in flows[end] if key in free}
            if near.intersection(running.twins):
                known.append(min(ends).rpartition("/")[2])
                shapes &= {shape for shape, came in self._around[other] if came is not leaves}
                workloads &= near
        if not known or shapes != {drawn.shape.key} or not workloads <= set(running.twins):
            return None
        names = sorted(set(known))[:_FEW_FRIENDS]
        points = alone + LEFT_AGAIN * (len(names) - 1)
        return Reason(Evidence.LEFT_ALONE, points, f"beside {' and '.join(names)} nothing else is left, drawn or running")

    def _fitting(self, running: RunningProfile, ends: Collection[str], *, leaves: bool) -> tuple[set[str], float]:
        """Those of `ends` that the workload has flows with, and how well the direction fits."""
        calls = {end for twin in running.twins for end in self._calls[twin]} & set(ends)
        called = {end for twin in running.twins for end in self._called[twin]} & set(ends)
        return calls or called, 1.0 if (calls if leaves else called) else _REVERSED

    def _flows(self, key: str) -> set[str]:
        return self._calls[key] | self._called[key]
