"""What stands in the boundary picture and how it is joined, before anything has a place.

FedRAMP's Rev5 playbook ("System Security Plan", authorization boundary diagram) asks for the services, components and
devices inside the boundary, and for every external service, interconnection and update service outside it.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from generator.graph.layout_plan import Arrow, Box, Column, Group, Plan
from generator.graph.picture_boxes import (
    Figure,
    actor_box,
    drawn_external_box,
    entry_box,
    external_box,
    more_box,
    namespace_box,
    ports_of,
    workload_box,
)
from generator.graph.picture_flows import WorkloadId, between_workloads, identity, to_outside
from generator.graph.picture_text import clean, fit, width_of
from generator.model.comparison import Comparison
from generator.model.diagram import NodeKind
from generator.model.inventory import Workload
from generator.model.system import System

LABEL_SIZE = 9.5
TITLE_SIZE = 12.0
MOST_EXTERNAL = 24
"""Boxes of external services; the rest are counted in one more."""


class Detail(StrEnum):
    """How much the picture shows; each is simpler to lay out than the one before."""

    PORTS = "ports on the arrows"
    PLAIN = "arrows without text"
    ROLLED = "one box per namespace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Figures stand in the order of the plan's boxes, titles of its groups, labels of its arrows."""

    plan: Plan
    figures: tuple[Figure, ...]
    titles: tuple[str, ...]
    labels: tuple[str, ...]


def scene_of(workloads: Sequence[Workload], comparison: Comparison, system: System, detail: Detail) -> Scene:
    """The whole picture but for its legend. The first group is the authorization boundary."""
    draft = _Draft()
    boundary = draft.group(f"Authorization boundary of {system.name}", None)
    clusters = sorted({workload.cluster for workload in workloads})
    inside = {name: draft.group(f"Cluster {name}", boundary) if len(clusters) > 1 else boundary for name in clusters}
    ends = _rolled(draft, workloads, comparison, inside) if detail is Detail.ROLLED else {}
    if detail is not Detail.ROLLED:
        ends = _each(draft, workloads, comparison, inside, ports=detail is Detail.PLAIN)
    _outside(draft, workloads, comparison, system, ends)
    _entry(draft, workloads, comparison, inside, ends)
    _flows(draft, workloads, ends)
    return draft.scene(detail)


@dataclass(slots=True)
class _Draft:
    boxes: list[tuple[Figure, int | None, Column]] = field(default_factory=list)
    groups: list[tuple[str, int | None]] = field(default_factory=list)
    arrows: dict[tuple[int, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    """Texts of all flows between two boxes."""

    def group(self, title: str, parent: int | None) -> int:
        self.groups.append((fit(clean(title), TITLE_SIZE, 420.0, bold=True), parent))
        return len(self.groups) - 1

    def box(self, figure: Figure, group: int | None, *, column: Column = Column.INNER) -> int:
        self.boxes.append((figure, group, column))
        return len(self.boxes) - 1

    def scene(self, detail: Detail) -> Scene:
        pairs = sorted(self.arrows)
        labels = tuple(_label(self.arrows[pair], detail) for pair in pairs)
        return Scene(
            plan=Plan(
                boxes=tuple(
                    Box(width=one.width, height=one.height, group=group, column=column) for one, group, column in self.boxes
                ),
                groups=tuple(
                    Group(width=width_of(title, TITLE_SIZE, bold=True), height=TITLE_SIZE + 6, parent=parent)
                    for title, parent in self.groups
                ),
                arrows=tuple(_arrow(pair, label) for pair, label in zip(pairs, labels, strict=True)),
                quick=detail is Detail.PLAIN or len(pairs) > 100,
            ),
            figures=tuple(figure for figure, _, _ in self.boxes),
            titles=tuple(title for title, _ in self.groups),
            labels=labels,
        )


def _label(texts: Sequence[str], detail: Detail) -> str:
    if detail is Detail.PORTS:
        return texts[0]
    return f"×{len(texts)}" if detail is Detail.ROLLED and len(texts) > 1 else ""


def _arrow(pair: tuple[int, int], label: str) -> Arrow:
    if not label:
        return Arrow(source=pair[0], target=pair[1])
    return Arrow(source=pair[0], target=pair[1], width=width_of(label, LABEL_SIZE) + 8, height=LABEL_SIZE + 5)


def _each(
    draft: _Draft, workloads: Sequence[Workload], comparison: Comparison, inside: dict[str, int], *, ports: bool
) -> dict[WorkloadId, int]:
    """One box per workload in a frame per namespace."""
    undrawn, drawn_as = set(comparison.cluster_only), _drawn_as(comparison)
    frames: dict[tuple[str, str], int] = {}
    ends = {}
    for workload in workloads:
        place = workload.cluster, workload.namespace
        if place not in frames:
            frames[place] = draft.group(f"Namespace {workload.namespace}", inside[workload.cluster])
        figure = workload_box(
            workload,
            undrawn=workload.key in undrawn,
            drawn_as=drawn_as.get(workload.key) or workload.diagram_label,
            ports=ports_of(workload) if ports else "",
        )
        ends[identity(workload)] = draft.box(figure, frames[place])
    return ends


def _drawn_as(comparison: Comparison) -> dict[str, str]:
    """Label of the shape that stands for a workload; a match may name one container of it."""
    return {"/".join(key.split("/")[:3]): match.diagram_label for match in comparison.in_both for key in match.workloads}


def _rolled(
    draft: _Draft, workloads: Sequence[Workload], comparison: Comparison, inside: dict[str, int]
) -> dict[WorkloadId, int]:
    """One box per namespace."""
    undrawn = set(comparison.cluster_only)
    members: dict[tuple[str, str], list[Workload]] = defaultdict(list)
    for workload in workloads:
        members[workload.cluster, workload.namespace].append(workload)
    homes = {identity(workload): (workload.cluster, workload.namespace) for workload in workloads}
    inner = Counter(homes[source] for source, target in between_workloads(workloads) if homes[source] == homes[target])
    ends = {}
    for (cluster, namespace), rows in sorted(members.items()):
        figure = namespace_box(namespace, [(row, row.key in undrawn) for row in rows], inner[cluster, namespace])
        index = draft.box(figure, inside[cluster])
        ends.update({identity(row): index for row in rows})
    return ends


def _outside(
    draft: _Draft, workloads: Sequence[Workload], comparison: Comparison, system: System, ends: dict[WorkloadId, int]
) -> None:
    """External services with the flows to them."""
    flows = to_outside(workloads, system.external_services)
    reached = {name for _, name in flows}
    services = sorted(system.external_services, key=lambda service: (service.name not in reached, service.name))
    known = {service.name.casefold() for service in services}
    figures = [(service.name, external_box(service, reached=service.name in reached)) for service in services]
    figures += [
        ("", drawn_external_box(shape))
        for shape in comparison.diagram_only
        if shape.kind == NodeKind.EXTERNAL and shape.label.casefold() not in known
    ]
    places = {name: draft.box(figure, None, column=Column.LAST) for name, figure in figures[:MOST_EXTERNAL]}
    if len(figures) > MOST_EXTERNAL:
        more = draft.box(more_box(len(figures) - MOST_EXTERNAL), None, column=Column.LAST)
        places |= {name: more for name, _ in figures[MOST_EXTERNAL:]}
    for source, name in flows:
        draft.arrows[ends[source], places[name]].append("")


def _entry(
    draft: _Draft, workloads: Sequence[Workload], comparison: Comparison, inside: dict[str, int], ends: dict[WorkloadId, int]
) -> None:
    """What comes in from outside: one entry per cluster with public workloads."""
    public = [workload for workload in workloads if workload.public]
    if not public:
        return
    actors = dict.fromkeys(shape.label for shape in comparison.diagram_only if shape.kind == NodeKind.ACTOR)
    users = draft.box(actor_box(tuple(actors)), None, column=Column.BEFORE)
    for cluster in sorted({workload.cluster for workload in public}):
        own = [workload for workload in public if workload.cluster == cluster]
        entry = draft.box(entry_box(len(own)), inside[cluster], column=Column.FIRST)
        draft.arrows[users, entry].append("")
        for workload in own:
            draft.arrows[entry, ends[identity(workload)]].append(ports_of(workload))


def _flows(draft: _Draft, workloads: Sequence[Workload], ends: dict[WorkloadId, int]) -> None:
    ports = {identity(workload): ports_of(workload) for workload in workloads}
    for source, target in between_workloads(workloads):
        if ends[source] != ends[target]:
            draft.arrows[ends[source], ends[target]].append(ports[target])
