"""What stands in the boundary picture and how it is joined, before anything has a place.

FedRAMP's Rev5 playbook ("System Security Plan", authorization boundary diagram) asks for the services, components and
devices inside the boundary, and for every external service, interconnection and update service outside it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from generator.drawing.boxes import (
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
from generator.drawing.layout_plan import Arrow, Box, Column, Group, Plan
from generator.drawing.text import bare, clean, fit, width_of
from generator.graph.picture_flows import WorkloadId, between_workloads, identity, to_outside
from generator.model.comparison import Comparison
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.inventory import Workload
from generator.model.system import System

_Home = tuple[str, str]
"""Cluster and namespace."""

LABEL_SIZE = 9.5
TITLE_SIZE = 12.0
MOST_EXTERNAL = 24
"""Boxes of external services; the rest are counted in one more."""


class Detail(StrEnum):
    """How much the picture shows; each is simpler to lay out than the one before."""

    PORTS = "ports on the arrows"
    PLAIN = "arrows without text"
    ROLLED = "one box per namespace"
    LISTED = "one box per namespace, flows in words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Figures stand in the order of the plan's boxes, titles of its groups, labels of its arrows."""

    plan: Plan
    figures: tuple[Figure, ...]
    titles: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Who and what the diagrams draw outside: people and services, by their labels, in the order of the diagrams."""

    actors: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


def outside_of(diagrams: Sequence[DiagramSnapshot]) -> Outside:
    """What the diagrams say of it."""
    nodes = [node for diagram in diagrams for page in diagram.pages for node in page.nodes if clean(node.label)]
    return Outside(
        actors=tuple(dict.fromkeys(clean(node.label) for node in nodes if node.kind is NodeKind.ACTOR)),
        services=tuple(dict.fromkeys(clean(node.label) for node in nodes if node.kind is NodeKind.EXTERNAL)),
    )


def scene_of(
    workloads: Sequence[Workload], comparison: Comparison, system: System, detail: Detail, outside: Outside | None = None
) -> Scene:
    """The whole picture but for its legend. The first group is the authorization boundary."""
    draft, outside = _Draft(), outside or Outside()
    boundary = draft.group(f"Authorization boundary of {system.name}", None)
    clusters = sorted({workload.cluster for workload in workloads})
    inside = {name: draft.group(f"Cluster {name}", boundary) if len(clusters) > 1 else boundary for name in clusters}
    if detail in (Detail.PORTS, Detail.PLAIN):
        ends = _each(draft, workloads, comparison, inside, ports=detail is Detail.PLAIN)
    else:
        leads = _leads(workloads, system) if detail is Detail.LISTED else {}
        ends = _rolled(draft, workloads, comparison, inside, leads)
    _outside(draft, workloads, outside, system, ends)
    _entry(draft, workloads, outside, inside, ends)
    _flows(draft, workloads, ends)
    if detail is Detail.LISTED:
        draft.arrows = {pair: texts for pair, texts in draft.arrows.items() if draft.boxes[pair[0]][2] is Column.BEFORE}
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
    draft: _Draft,
    workloads: Sequence[Workload],
    comparison: Comparison,
    inside: dict[str, int],
    leads: Mapping[_Home, Sequence[str]],
) -> dict[WorkloadId, int]:
    """One box per namespace."""
    undrawn = set(comparison.cluster_only)
    members: dict[_Home, list[Workload]] = defaultdict(list)
    for workload in workloads:
        members[workload.cluster, workload.namespace].append(workload)
    homes = {identity(workload): home for home, rows in members.items() for workload in rows}
    inner = Counter(homes[source] for source, target in between_workloads(workloads) if homes[source] == homes[target])
    ends = {}
    for home, rows in sorted(members.items()):
        figure = namespace_box(home[1], [(row, row.key in undrawn) for row in rows], inner[home], leads.get(home, ()))
        ends.update(dict.fromkeys(map(identity, rows), draft.box(figure, inside[home[0]])))
    return ends


def _leads(workloads: Sequence[Workload], system: System) -> dict[_Home, Sequence[str]]:
    """Where the flows of each namespace lead, in words."""
    homes = {identity(workload): (workload.cluster, workload.namespace) for workload in workloads}
    public = Counter(homes[identity(workload)] for workload in workloads if workload.public)
    targets: dict[_Home, Counter[str]] = defaultdict(Counter)
    for source, target in between_workloads(workloads):
        if homes[source] != homes[target]:
            targets[homes[source]][homes[target][1]] += 1
    for source, name in to_outside(workloads, system.external_services):
        targets[homes[source]][f"{clean(name)} (outside)"] += 1
    found: dict[_Home, Sequence[str]] = {}
    for home in sorted(set(homes.values())):
        listed = ", ".join(f"{name} ×{count}" if count > 1 else name for name, count in sorted(targets[home].items()))
        entered = f"Reached from outside: {public[home]} {'workload' if public[home] == 1 else 'workloads'}"
        found[home] = [*([entered] if public[home] else []), *([f"Flows to: {listed}"] if listed else [])]
    return found


def _outside(
    draft: _Draft, workloads: Sequence[Workload], outside: Outside, system: System, ends: dict[WorkloadId, int]
) -> None:
    """External services with the flows to them."""
    flows = to_outside(workloads, system.external_services)
    reached = {name for _, name in flows}
    services = sorted(system.external_services, key=lambda service: (service.name not in reached, service.name))
    known = {bare(name) for name in (*(service.name for service in services), *outside.actors)}
    figures = [(service.name, external_box(service, reached=service.name in reached)) for service in services]
    figures += [("", drawn_external_box(label)) for label in outside.services if bare(label) not in known]
    widest = max((figure.width for _, figure in figures), default=0.0)
    figures = [(name, replace(figure, width=widest)) for name, figure in figures]
    places = {name: draft.box(figure, None, column=Column.LAST) for name, figure in figures[:MOST_EXTERNAL]}
    if len(figures) > MOST_EXTERNAL:
        more = draft.box(more_box(len(figures) - MOST_EXTERNAL), None, column=Column.LAST)
        places |= {name: more for name, _ in figures[MOST_EXTERNAL:]}
    for source, name in flows:
        draft.arrows[ends[source], places[name]].append("")


def _entry(
    draft: _Draft, workloads: Sequence[Workload], outside: Outside, inside: dict[str, int], ends: dict[WorkloadId, int]
) -> None:
    """What comes in from outside: one entry per cluster with public workloads."""
    public = [workload for workload in workloads if workload.public]
    if not public:
        return
    users = draft.box(actor_box(outside.actors), None, column=Column.BEFORE)
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
