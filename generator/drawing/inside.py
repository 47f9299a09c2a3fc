"""What stands inside the boundary: workloads in frames of their namespaces, or whole namespaces as boxes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.drawing.boxes import absent_box, in_short, more_absent_box, neighbor_box, ports_of, workload_box
from generator.drawing.lines import FlowLine, Spot, SpotKind
from generator.drawing.namespace_boxes import namespace_box, namespace_key
from generator.drawing.scene import Draft, FrameLook
from generator.drawing.subject import DrawingSubject
from generator.model.comparison import Comparison, DrawnOnly
from generator.model.diagram import NodeKind
from generator.model.inventory import KEPT_BY_CLOUD, Workload
from generator.text import counted, one_line

_MOST_ABSENT = 60

Home = tuple[str, str]
"""Cluster and namespace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadDrift:
    """What the comparison says of workloads."""

    undrawn: frozenset[str]
    drawn_as: Mapping[str, str]
    """Label of the shape that stands for a workload; a match may name one container of it."""

    @classmethod
    def of(cls, comparison: Comparison) -> "WorkloadDrift":
        """From a comparison."""
        labels = {"/".join(key.split("/")[:3]): match.diagram_label for match in comparison.in_both for key in match.workloads}
        return cls(undrawn=frozenset(comparison.running_differences), drawn_as=labels)


def spot_of(workload: Workload) -> Spot:
    """The end of lines that a workload is."""
    return Spot(SpotKind.WORKLOAD, workload.key, workload.cluster)


def home_of(workload: Workload) -> Home:
    """Where it runs."""
    return workload.cluster, workload.namespace


def absent_of(subject: DrawingSubject) -> tuple[DrawnOnly, ...]:
    """Drawn components with nothing running behind them, in the order of their texts."""
    shapes = (shape for shape in subject.comparison.drawn_differences if shape.kind == NodeKind.COMPONENT)
    return tuple(sorted(shapes, key=lambda shape: (shape.label, shape.id)))


def absent_spot(shape: DrawnOnly) -> Spot:
    """The end of lines that a shape with nothing behind it is."""
    return Spot(SpotKind.ABSENT, shape.label or shape.id, shape.id)


def at_lines(shapes: Sequence[DrawnOnly], lines: Sequence[FlowLine]) -> Sequence[DrawnOnly]:
    """The shapes that a line begins or ends at."""
    ends = {spot for line in lines for spot in (line.source, line.target)}
    return [shape for shape in shapes if absent_spot(shape) in ends]


def called(home: Home) -> str:
    """A namespace as people call it; services that a cloud keeps are in none."""
    return f"Kept by the cloud: {home[0]}" if home[1] == KEPT_BY_CLOUD else f"Namespace {home[1]}"


class BoundaryDraft:
    """The boundary of a draft, with a frame for each cluster where there are several."""

    def __init__(self, draft: Draft, subject: DrawingSubject) -> None:
        self._draft, self._drift = draft, WorkloadDrift.of(subject.comparison)
        self.boundary = draft.frame(
            FrameLook.BOUNDARY, f"Authorization boundary of {subject.system.name}", None, key="boundary"
        )
        clusters = sorted({workload.cluster for workload in subject.workloads if workload.namespace != KEPT_BY_CLOUD})
        self._clusters = {name: self._cluster(name) if len(clusters) > 1 else self.boundary for name in clusters}
        self._frames: dict[Home, int] = {}
        self.places: dict[Spot, int] = {}
        """Where each spot is: the index of its box."""

    def _cluster(self, name: str) -> int:
        return self._draft.frame(FrameLook.CLUSTER, f"Cluster {name}", self.boundary, key=f"cluster {name}")

    def add(self, workload: Workload, *, ports: bool, calls: Sequence[str] = ()) -> None:
        """A workload in the frame of its namespace; `ports` says which it listens on, `calls` what it calls."""
        figure = workload_box(
            workload,
            undrawn=workload.key in self._drift.undrawn,
            drawn_as=self._drift.drawn_as.get(workload.key) or workload.diagram_label,
            ports=in_short(ports_of(workload)) if ports else "",
            calls=calls,
        )
        self.places[spot_of(workload)] = self._draft.box(figure, self._frame(home_of(workload), FrameLook.NAMESPACE))

    def add_neighbor(self, workload: Workload) -> None:
        """A workload that the picture is not about."""
        figure = neighbor_box(workload, undrawn=workload.key in self._drift.undrawn)
        self.places[spot_of(workload)] = self._draft.box(figure, self._frame(home_of(workload), FrameLook.NEIGHBOR))

    def add_whole(
        self, home: Home, members: Sequence[Workload], lines: Sequence[FlowLine], leads: Mapping[Home, Sequence[str]]
    ) -> None:
        """A namespace as one box, which all its workloads' lines lead to."""
        spots = {spot_of(member) for member in members}
        inner = sum(line.source in spots and line.target in spots for line in lines)
        rows = [(member, member.key in self._drift.undrawn) for member in members]
        place = self._clusters.get(home[0], self.boundary)
        index = self._draft.box(namespace_box(home, rows, inner, leads.get(home, ())), place)
        self.places.update(dict.fromkeys(spots, index))

    def add_absent(self, shapes: Sequence[DrawnOnly]) -> None:
        """Shapes with nothing behind them; beyond a number, one box that counts the rest."""
        for shape in shapes[:_MOST_ABSENT]:
            self.places[absent_spot(shape)] = self._draft.box(absent_box(shape), self.boundary)
        if len(shapes) > _MOST_ABSENT:
            self._draft.box(more_absent_box(len(shapes) - _MOST_ABSENT), self.boundary)

    def _frame(self, home: Home, look: FrameLook) -> int:
        if home not in self._frames:
            self._frames[home] = self._draft.frame(
                look,
                called(home),
                self._clusters.get(home[0], self.boundary),
                key=namespace_key(*home),
                properties=(("workload", f"{home[1]}/*"), ("cluster", home[0])),
            )
        return self._frames[home]


def by_home(workloads: Sequence[Workload]) -> Mapping[Home, Sequence[Workload]]:
    """The workloads of each namespace, in the order of the namespaces."""
    workloads_by_home: dict[Home, list[Workload]] = defaultdict(list)
    for workload in workloads:
        workloads_by_home[home_of(workload)].append(workload)
    return dict(sorted(workloads_by_home.items()))


def calls_of(workloads: Sequence[Workload], lines: Sequence[FlowLine]) -> Mapping[Spot, Sequence[str]]:
    """What each workload calls, by name."""
    names = {spot_of(workload): workload.name for workload in workloads}
    calls: dict[Spot, set[str]] = defaultdict(set)
    for line in lines:
        if line.source in names and line.known_by:
            calls[line.source].add(names.get(line.target, one_line(line.target.name)))
    return {spot: sorted(called) for spot, called in calls.items()}


def leads_of(workloads: Sequence[Workload], lines: Sequence[FlowLine]) -> Mapping[Home, Sequence[str]]:
    """Where the flows of each namespace lead, in words."""
    homes = {spot_of(workload): home_of(workload) for workload in workloads}
    entered: Counter[Home] = Counter()
    targets: dict[Home, Counter[str]] = defaultdict(Counter)
    for line in lines:
        source, target = homes.get(line.source), homes.get(line.target)
        if line.source.kind is SpotKind.ANYONE and target:
            entered[target] += 1
        elif source and target and source != target:
            targets[source][target[1]] += 1
        elif source and line.target.kind is SpotKind.EXTERNAL:
            targets[source][f"{one_line(line.target.name)} (outside)"] += 1
    return {home: [*_entered(entered[home]), *_listed(targets[home])] for home in set(homes.values())}


def _entered(count: int) -> list[str]:
    return [f"Reached from outside: {counted(count, 'workload')}"] if count else []


def _listed(targets: Counter[str]) -> list[str]:
    named = ", ".join(f"{name} ×{count}" if count > 1 else name for name, count in sorted(targets.items()))
    return [f"Flows to: {named}"] if named else []
