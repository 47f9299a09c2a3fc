"""Every drawn shape with the side of the boundary it lies on and what it was joined to: what the checks of diagrams judge."""

from collections import Counter
from collections.abc import Mapping

from generator.graph.drawn_shapes import DrawnShape, Identity, NodeKey
from generator.graph.externals import BoundaryTest
from generator.graph.match import Matching
from generator.graph.running_names import workload_of
from generator.model.comparison import ExternalMatch, PlacedShape
from generator.model.diagram import NodeKind


def placed_shapes(matching: Matching, externals: Mapping[NodeKey, ExternalMatch]) -> tuple[PlacedShape, ...]:
    """In the order of the files and pages; each shape of each page."""
    boundary, names = BoundaryTest(matching), shape_names(matching)
    first: dict[Identity, str] = {}
    for shape in matching.shapes:
        first.setdefault(shape.identity, names[shape.key])
    return tuple(
        _placed(shape, matching, externals.get(shape.key), boundary, (names[shape.key], first[shape.identity]))
        for shape in matching.shapes
    )


def part_of(shape: DrawnShape, matching: Matching) -> str:
    """Key of the one workload that the innermost box around a component stands for, or that the box is called like where a
    part in it was joined to that; empty where the box stands for none.
    """
    if shape.node.kind is not NodeKind.COMPONENT or shape.key in matching.left_out:
        return ""
    for box in shape.boxes():
        if whole := matching.boxed.get((*shape.key[:2], box.id)):
            return whole
        match = matching.matches.get((*shape.key[:2], box.id))
        if match is not None:
            workloads = {workload_of(key) for key in match.workloads}
            return min(workloads) if len(workloads) == 1 else ""
    return ""


def shape_names(matching: Matching) -> Mapping[NodeKey, str]:
    """`page/id`; with the file, and at last the number of the page, where two shapes would share it."""
    files: dict[str, str] = {diagram.evidence.sha256: diagram.evidence.path for diagram in matching.diagrams}
    names = {shape.key: f"{shape.page}/{shape.node.id}" for shape in matching.shapes}
    for apart in ({key: files[key[0]] for key in names}, {key: f"page {key[1] + 1}" for key in names}):
        shared = Counter(names.values())
        names = {key: f"{name} ({apart[key]})" if shared[name] > 1 else name for key, name in names.items()}
    return names


def _placed(
    shape: DrawnShape, matching: Matching, external: ExternalMatch | None, boundary: BoundaryTest, names: tuple[str, str]
) -> PlacedShape:
    match, decisions = matching.matches.get(shape.key), matching.decisions
    joined = match or external
    return PlacedShape(
        name=names[0],
        same_as=names[1],
        path=shape.node.source.path,
        page=shape.page,
        id=shape.node.id,
        label=shape.node.label,
        kind=shape.node.kind,
        inside=boundary.place(shape),
        namespace=decisions.namespace(shape) or "",
        boxes=tuple(box.label or box.id for box in shape.boxes()),
        workloads=tuple(sorted({workload_of(key) for key in match.workloads})) if match else (),
        external=external.name if external else "",
        listed=external is not None and external.listed,
        tier=joined.tier if joined else None,
        because=joined.because if joined else matching.idle.get(shape.key, ""),
        reviewed_by=decisions.reviewed_by(shape),
        part_of="" if joined else part_of(shape, matching),
        left_out=shape.key in matching.left_out,
        source=shape.node.source,
    )
