"""The Authorization Boundary picture, drawn from what runs, with the difference to what was drawn on top.

FedRAMP, Rev5 playbook, "System Security Plan": the boundary diagram is validated against the inventory, so it is drawn
from the same facts as the inventory. Line styles of the difference follow reflexion models (Murphy, Notkin, Sullivan,
1995) in that each state has a line style of its own beside its colour.
"""

from collections.abc import Sequence
from datetime import date

from generator.drawing.boxes import Figure, absent_box
from generator.drawing.layout import place
from generator.drawing.layout_grid import place_in_rows
from generator.drawing.layout_plan import Column, Placement, Point
from generator.drawing.legend import legend
from generator.drawing.scene import Detail, Outside, Scene, outside_of, scene_of
from generator.drawing.svg import MARGIN, Sheet, write
from generator.drawing.text import clean, fit
from generator.model.comparison import Comparison, DrawnOnly
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.facts import ClusterView
from generator.model.inventory import Workload
from generator.model.system import System

MOST_WORKLOADS = 150
"""Above this, one box per namespace: more boxes than this cannot be read on a page."""
MOST_LABELS = 60
"""Above this many arrows, texts on them cover one another."""
_MOST_ARROWS = 250
"""Above this many arrows dot takes minutes and nobody can follow them: it is not asked."""
_LONG, _LONGEST, _STEEPEST = 2800.0, 4200.0, 2.2
"""Points: what fits a page of any shape, what is too much for any page, and how steep a page may be between the two."""
_FLOWS = {
    Detail.PORTS: "flow declared in configuration; its label is the port that the target declares",
    Detail.PLAIN: "flow declared in configuration",
    Detail.ROLLED: "flows declared in configuration; ×n: how many",
    Detail.LISTED: "flow from outside; flows between namespaces are written in their boxes",
}
_MOST_ABSENT = 60
_SECONDS = 20.0
_NARROWEST = 860.0


def draw(
    workloads: Sequence[Workload],
    clusters: Sequence[ClusterView],
    comparison: Comparison,
    system: System,
    *,
    as_of: date,
    diagrams: Sequence[DiagramSnapshot] = (),
) -> bytes | None:
    """The picture as SVG; None where nothing runs that could be drawn.

    From `diagrams` come only the names of people and services that they draw outside the boundary.
    """
    if not workloads:
        return None
    ordered = sorted(workloads, key=lambda workload: (workload.cluster, workload.namespace, workload.kind, workload.name))
    scene, placement, detail = _laid_out(ordered, comparison, system, outside_of(diagrams))
    drawing = max(placement.width, _NARROWEST)
    subtitles = _subtitles(ordered, clusters, system, as_of, drawing)
    top = 62.0 + 16 * len(subtitles)
    strip = top + placement.height + 18
    shapes = [shape for shape in comparison.diagram_only if shape.kind == NodeKind.COMPONENT]
    absent, below = _strip(shapes, strip, drawing)
    key = legend(
        compared=comparison.compared,
        rolled=detail in (Detail.ROLLED, Detail.LISTED),
        external=any(box.column is Column.LAST for box in scene.plan.boxes),
        flows=_FLOWS[detail] if scene.plan.arrows else "",
        left=MARGIN,
        top=below + 30,
        width=drawing,
    )
    more = f" ({len(absent)} of {len(shapes)} shown)" if len(shapes) > len(absent) else ""
    return write(
        Sheet(
            title=f"{clean(system.name)}: Authorization Boundary",
            subtitles=subtitles,
            described=_described(ordered, comparison, shapes),
            scene=scene,
            placement=placement,
            absent=absent,
            absent_note=f"Drawn, but nothing of it runs{more}",
            legend=key,
            width=drawing + 2 * MARGIN,
            height=key[-1].y + MARGIN,
            top=top,
            strip=strip,
        )
    )


def _laid_out(
    workloads: Sequence[Workload], comparison: Comparison, system: System, outside: Outside
) -> tuple[Scene, Placement, Detail]:
    """The most detailed picture that can be laid out and read."""
    for detail in _details(len(workloads)):
        scene = scene_of(workloads, comparison, system, detail, outside)
        if len(scene.plan.arrows) <= (_MOST_ARROWS if detail is Detail.PLAIN else MOST_LABELS):
            placement = place(scene.plan, seconds=_SECONDS)
            if placement is not None and (detail is Detail.ROLLED or _fits_a_page(placement)):
                return scene, placement, detail
    scene = scene_of(workloads, comparison, system, Detail.LISTED, outside)
    return scene, place_in_rows(scene.plan), Detail.LISTED


def _details(workloads: int) -> tuple[Detail, ...]:
    if workloads > MOST_WORKLOADS:
        return (Detail.ROLLED,)
    return Detail.PORTS, Detail.PLAIN, Detail.ROLLED


def _fits_a_page(placement: Placement) -> bool:
    """A strip that is long and narrow can be read on no page."""
    short, long = sorted((placement.width, placement.height))
    return long <= _LONG or (long <= _LONGEST and long <= _STEEPEST * short)


def _subtitles(
    workloads: Sequence[Workload], clusters: Sequence[ClusterView], system: System, as_of: date, width: float
) -> tuple[str, ...]:
    namespaces = len({(workload.cluster, workload.namespace) for workload in workloads})
    first = (
        f"As of {as_of.isoformat()}. {_count(len(workloads), 'workload')} in {_count(namespaces, 'namespace')},"
        f" {_count(len(system.external_services), 'external service')}. Drawn from collected evidence;"
        " a draft until a named person approves it."
    )
    rows = [first, "; ".join(_cluster(view) for view in clusters)]
    return tuple(fit(clean(row), 11.5, width) for row in rows if row)


def _cluster(view: ClusterView) -> str:
    state = "what runs" if view.running else "manifests only: what is meant to run"
    nodes = f", {_count(len(view.nodes), 'node')}" if view.nodes else ""
    taken = f", collected {view.taken.date().isoformat()}" if view.taken else ", collection undated"
    return f"Cluster {view.name}: {state}{nodes}{taken}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _strip(shapes: Sequence[DrawnOnly], top: float, width: float) -> tuple[tuple[tuple[Figure, Point], ...], float]:
    """Boxes of what is drawn and does not run, in rows under a heading; and where they end."""
    if not shapes:
        return (), top
    placed: list[tuple[Figure, Point]] = []
    x, y, tallest = MARGIN, top + 28, 0.0
    for shape in sorted(shapes, key=lambda one: (one.label, one.id))[:_MOST_ABSENT]:
        figure = absent_box(shape)
        if x > MARGIN and x + figure.width > MARGIN + width:
            x, y, tallest = MARGIN, y + tallest + 16, 0.0
        placed.append((figure, (x, y)))
        x, tallest = x + figure.width + 20, max(tallest, figure.height)
    return tuple(placed), y + tallest


def _described(workloads: Sequence[Workload], comparison: Comparison, shapes: Sequence[DrawnOnly]) -> str:
    """The picture in two sentences, for a screen reader."""
    names = sorted({workload.namespace for workload in workloads})
    inside = f"Inside the boundary run {_count(len(workloads), 'workload')} in the namespaces {', '.join(names[:40])}."
    if not comparison.compared:
        return clean(f"{inside} Not compared with a drawing.")
    undrawn = len(comparison.cluster_only)
    return clean(f"{inside} {undrawn} of them are not drawn; {_count(len(shapes), 'drawn component')} do not run.")
