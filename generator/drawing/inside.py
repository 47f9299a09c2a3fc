"""What stands inside the boundary: workloads in frames of their namespaces, or whole namespaces as boxes."""

from collections.abc import Mapping, Sequence

import msgspec

from generator.drawing.boxes import absent_box, in_short, neighbor_box, ports_of, workload_box
from generator.drawing.layout_plan import LayoutColumn
from generator.drawing.lines import Spot, SpotKind
from generator.drawing.namespace_boxes import namespace_box, namespace_key, together_box
from generator.drawing.scene import Draft, FrameLook
from generator.drawing.subject import DrawingSubject
from generator.model.comparison import Comparison, DrawnOnly
from generator.model.diagram import NodeKind
from generator.model.diagram_labels import DiagramLabels
from generator.model.grouping import grouped
from generator.model.inventory import KEPT_BY_CLOUD, Workload
from generator.model.platform import PlatformWords
from generator.text import sentence

Home = tuple[str, str]
"""Cluster and namespace."""


class WorkloadDrift(msgspec.Struct, frozen=True, kw_only=True):
    """What the comparison says of workloads."""

    undrawn: frozenset[str]
    labels: DiagramLabels

    @classmethod
    def of(cls, comparison: Comparison) -> "WorkloadDrift":
        """From a comparison."""
        return cls(undrawn=frozenset(comparison.running_differences), labels=DiagramLabels.of(comparison))

    def drawn_as(self, workload: Workload) -> str | None:
        """Labels of the shapes that stand for a workload, else the label that it carries."""
        return self.labels.joined([(workload.key, workload.diagram_label)]) or None


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


def called(home: Home, words: PlatformWords) -> str:
    """A namespace, project or space as people call it; services that a cloud keeps are in none."""
    return f"Kept by the cloud: {home[0]}" if home[1] == KEPT_BY_CLOUD else f"{sentence(words.group[0])} {home[1]}"


class BoundaryDraft:
    """The boundary of a draft, with a frame for each cluster where there are several, and one for each namespace."""

    def __init__(self, draft: Draft, subject: DrawingSubject) -> None:
        self._draft, self._drift = draft, WorkloadDrift.of(subject.comparison)
        self._words, self._architecture = subject.words, subject.system.plan.architecture
        self._boxes, self._labels = subject.boxes_around, subject.labels_without_workload
        self.boundary = draft.frame(
            FrameLook.BOUNDARY, f"Authorization boundary of {subject.system.name}", None, key="boundary"
        )
        self._several = subject.in_several_clusters
        self._clusters: dict[str, int] = {}
        self._frames: dict[Home, int] = {}
        self.places: dict[Spot, int] = {}
        """Where each spot is: the index of its box."""

    def add(self, workload: Workload, *, brief: bool) -> None:
        """A workload in the frame of its namespace."""
        figure = workload_box(
            workload,
            undrawn=workload.key in self._drift.undrawn,
            drawn_as=self._drift.drawn_as(workload),
            ports=in_short(ports_of(workload)),
            brief=brief,
            data=self._architecture.data_at(workload.name),
        )
        self.places[spot_of(workload)] = self._draft.box(figure, self._frame(home_of(workload)))

    def add_neighbor(self, workload: Workload, column: LayoutColumn) -> None:
        """A workload that the picture is not about."""
        figure = neighbor_box(workload, undrawn=workload.key in self._drift.undrawn)
        self.places[spot_of(workload)] = self._draft.box(figure, self.boundary, column=column)

    def add_together(self, key: str, called: str, members: Sequence[Workload], column: LayoutColumn) -> None:
        """Several workloads that the picture is not about, as one box."""
        index = self._draft.box(together_box(key, called, members), self.boundary, column=column)
        self.places.update(dict.fromkeys(map(spot_of, members), index))

    def add_whole(self, home: Home, members: Sequence[Workload], inner: int, *, part: str = "") -> None:
        """A namespace or a part of it as one box, which all its workloads' lines lead to; `inner` lead from one to another."""
        spots = {spot_of(member) for member in members}
        figure = namespace_box(home, members, inner, part=part)
        self.places.update(dict.fromkeys(spots, self._draft.box(figure, self._around(home))))

    def add_absent(self, shapes: Sequence[DrawnOnly]) -> None:
        """Shapes with nothing behind them."""
        for shape in shapes:
            figure = absent_box(shape, self._boxes.get((shape.id, shape.page), ""), alone=self._labels[shape.label] == 1)
            self.places[absent_spot(shape)] = self._draft.box(figure, self.boundary)

    def _around(self, home: Home) -> int:
        """The frame of its cluster, where there are several."""
        if not self._several or home[1] == KEPT_BY_CLOUD:
            return self.boundary
        if home[0] not in self._clusters:
            key = f"cluster {home[0]}"
            self._clusters[home[0]] = self._draft.frame(
                FrameLook.CLUSTER, f"{sentence(self._words.place[0])} {home[0]}", self.boundary, key=key
            )
        return self._clusters[home[0]]

    def _frame(self, home: Home) -> int:
        if home not in self._frames:
            self._frames[home] = self._draft.frame(
                FrameLook.NAMESPACE,
                called(home, self._words),
                self._around(home),
                key=namespace_key(*home),
                properties=(("workload", f"{home[1]}/*"), ("cluster", home[0])),
            )
        return self._frames[home]


def by_home(workloads: Sequence[Workload]) -> Mapping[Home, Sequence[Workload]]:
    """The workloads of each namespace, in the order of the namespaces."""
    workloads_by_home = grouped((home_of(workload), workload) for workload in workloads)
    return dict(sorted(workloads_by_home.items()))
