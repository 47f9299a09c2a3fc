"""Drawn against running, whole: shapes, external services, suggestions for shapes without a workload, and flows."""

from collections.abc import Sequence

from msgspec.structs import replace

from generator.graph.crossings import crossings
from generator.graph.externals import Externals
from generator.graph.mapping import DiagramMapping
from generator.graph.match import Matching, compared, drawn_only, match
from generator.graph.normalize import plain
from generator.graph.pages import pages
from generator.graph.placed_shapes import placed_shapes
from generator.graph.reflexion import reflect
from generator.graph.suggest import suggest
from generator.model.comparison import Comparison
from generator.model.diagram import DiagramSnapshot
from generator.model.flow import FlowGraph
from generator.model.inventory import Workload
from generator.model.system import ExternalService


def compare_whole(
    diagrams: Sequence[DiagramSnapshot],
    workloads: Sequence[Workload],
    graph: FlowGraph,
    mapping: DiagramMapping,
    services: Sequence[ExternalService] = (),
    *,
    not_started: Sequence[Workload] = (),
) -> Comparison:
    """See `match.compare`; with external services, suggestions, and what became of every flow. A shape may stand for what is
    `not_started`, which needs none.
    """
    if not diagrams or not workloads:
        return Comparison(compared=False)
    idle = frozenset(each.key for each in not_started) - {each.key for each in workloads}
    matching = match(diagrams, (*workloads, *not_started), mapping=mapping, flows=graph.neighbors)
    externals = Externals(matching, services, graph.flows)
    matching = matching.without({shape.identity for shape in matching.shapes if shape.key in externals.by_node})
    unknown, undrawn = externals.unknown(matching), externals.undrawn()
    suggested = suggest(matching, outside=unknown, services=undrawn)
    whole = compared(matching)
    return replace(
        whole,
        cluster_only=tuple(key for key in whole.cluster_only if key not in idle),
        external=externals.matches,
        external_only=undrawn,
        external_unknown=tuple(map(drawn_only, unknown)),
        pages=pages(matching, mapping, externals.names),
        crossings=crossings(matching, externals.by_node),
        shapes=placed_shapes(matching, externals.by_node),
        texts=_texts(matching),
        suggested=suggested,
        flows=reflect(matching, graph, externals.names, idle),
    )


def _texts(matching: Matching) -> tuple[str, ...]:
    names = ((shape.node.label, shape.node.id, shape.node.diagram_label or "") for shape in matching.shapes)
    return tuple(sorted({plain(text) for texts in names for text in texts} - {""}))
