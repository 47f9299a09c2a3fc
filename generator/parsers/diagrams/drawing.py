"""A page of placed shapes and lines as nodes and edges: draw.io, Visio and Excalidraw, whatever kind of file carried it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from msgspec import structs

from generator.errors import ParseError
from generator.model.diagram import DiagramEdge, DiagramNode, DiagramPage, DiagramSnapshot, DrawnForm, NodeKind
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.parsers.diagrams import kinds, labels, mxgraph, shapes, stencils
from generator.parsers.diagrams.boxes import ShapeOutline
from generator.parsers.diagrams.lines import DiagramLine, LineTarget, lines
from generator.parsers.diagrams.mxgraph import MxCell
from generator.parsers.diagrams.nesting import NestedShape, ancestors, innermost
from generator.parsers.diagrams.outline import nowhere
from generator.parsers.diagrams.remarks import captions, logos, with_legends
from generator.parsers.diagrams.titles import titles
from generator.text import counted

_MOST_SHAPES = 5_000
"""On one page. Comparing every shape with every box stays under a few seconds."""
_STORE_SHAPE = re.compile(r"cylinder\d?|datastore|(?:mxgraph\.flowchart\.)?(?:database|stored_data|direct_data)")
"""draw.io's outlines of what keeps data, as `shape` in a style."""


def snapshot(root: Element, evidence: EvidenceFile, name: str) -> DiagramSnapshot:
    """A draw.io file, dated by draw.io's own `modified`, the moment of the last edit.

    Raises:
        ParseError: see `mxgraph.pages`; a shape that contains itself; a page too large to be a boundary diagram.
    """
    return of_pages(mxgraph.pages(root), evidence, name, taken=moment(root.get("modified")))


def of_pages(
    drawn: Iterable[tuple[str, Sequence[MxCell]]], evidence: EvidenceFile, name: str, *, taken: datetime | None
) -> DiagramSnapshot:
    """The whole file from the cells of its pages.

    Raises:
        ParseError: a shape that contains itself; a page too large to be a boundary diagram; no page.
    """
    pages = []
    for title, cells in drawn:
        try:
            pages.append(_page(title, cells, evidence))
        except ParseError as error:
            raise ParseError(error.what, where=f"page {title}, {error.where}", next_step=error.next_step) from error
    if not pages:
        raise ParseError("the drawing has no pages", next_step="save the diagram again")
    return DiagramSnapshot(evidence=evidence, format=name, taken=taken or evidence.collected, pages=tuple(pages))


def moment(text: str | None) -> datetime | None:
    """A date and time with its zone as a file writes it; None where it is none."""
    try:
        parsed = datetime.fromisoformat(text or "")
        return parsed.astimezone(UTC) if parsed.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _page(title: str, cells: Sequence[MxCell], evidence: EvidenceFile) -> DiagramPage:
    above = ancestors({cell.id: cell.parent for cell in cells})
    shown, hidden = _shown(cells, above)
    boxes = _placed(shown, above)
    drawn = _shapes(shown)
    if len(drawn) > _MOST_SHAPES:
        raise ParseError(f"more than {_MOST_SHAPES:,} shapes", where="whole page", next_step="split the page")
    connected = _connected(shown)
    holders = {cell.id for cell in drawn if _may_contain(cell, boxes[cell.id])}
    inside = innermost(
        [NestedShape(id=cell.id, box=boxes[cell.id], parents=above[cell.id], is_container=cell.id in holders) for cell in drawn]
    )
    drawn = captions(drawn, inside, connected)
    named = with_legends(titles(drawn, boxes, inside), drawn, inside, shown)
    drawn = [structs.replace(cell, label=named.get(cell.id, cell.label)) for cell in drawn]
    found_kinds = _kinds(drawn, boxes, inside, above, connected)
    shown_by = logos(drawn, boxes, found_kinds, connected)
    found_kinds |= dict.fromkeys(shown_by.drawn, NodeKind.NOTE)
    drawn = [_with_product(cell, shown_by.products) if found_kinds[cell.id] is not NodeKind.NOTE else cell for cell in drawn]
    nodes = kinds.settle(_node(cell, found_kinds, inside, evidence, title) for cell in drawn)
    targets = [
        LineTarget(id=node.id, box=boxes[node.id], is_boundary=node.kind is NodeKind.BOUNDARY)
        for node in nodes
        if node.kind is not NodeKind.NOTE
    ]
    joined, lost = lines(shown, boxes, targets)
    edges = tuple(_edge(line, evidence, title) for line in joined)
    return DiagramPage(
        name=title,
        nodes=nodes,
        edges=edges,
        notes=_statements(nodes),
        wordless=_wordless(drawn, nodes, shown_by.drawn),
        unread=_unread(hidden, lost),
    )


def _shown(cells: Sequence[MxCell], above: Mapping[str, tuple[str, ...]]) -> tuple[list[MxCell], int]:
    """Cells a reader sees: hidden shapes and everything on a hidden layer are not part of the picture."""
    unseen = {cell.id for cell in cells if not cell.visible}
    shown = [cell for cell in cells if cell.id not in unseen and not unseen.intersection(above[cell.id])]
    hidden = sum(cell.is_shape for cell in cells) - sum(cell.is_shape for cell in shown)
    return shown, hidden


def _placed(cells: Sequence[MxCell], above: Mapping[str, tuple[str, ...]]) -> dict[str, ShapeOutline]:
    """Boxes from the page's corner: a child's place counts from its parent's corner, or is a share of the parent's size."""
    by_id = {cell.id: cell for cell in cells}
    outlines: dict[str, ShapeOutline] = {}
    for cell in cells:
        for ancestor in (cell.id, *above[cell.id])[::-1]:
            if ancestor in by_id and ancestor not in outlines:
                outlines[ancestor] = _absolute(by_id[ancestor], outlines.get(by_id[ancestor].parent or "", ShapeOutline()))
    return outlines


def _absolute(cell: MxCell, parent: ShapeOutline) -> ShapeOutline:
    across, down = (parent.width, parent.height) if cell.relative else (1.0, 1.0)
    return ShapeOutline(
        parent.x + cell.box.x * across + cell.offset.x,
        parent.y + cell.box.y * down + cell.offset.y,
        cell.box.width,
        cell.box.height,
    )


def _shapes(cells: Sequence[MxCell]) -> list[MxCell]:
    """What is drawn: without lines and the texts on them, and without invisible groups."""
    edges = {cell.id for cell in cells if cell.is_edge}
    connected = _connected(cells)
    return [
        cell
        for cell in cells
        if cell.is_shape and cell.parent not in edges and not (shapes.is_group(cell) and cell.id not in connected)
    ]


def _connected(cells: Sequence[MxCell]) -> set[str]:
    return {end for cell in cells if cell.is_edge for end in (cell.source, cell.target) if end is not None}


def _may_contain(cell: MxCell, box: ShapeOutline) -> bool:
    return not (shapes.is_annotation(cell) or shapes.is_picture(cell) or shapes.is_group(cell) or shapes.is_icon(cell, box))


def _kinds(
    drawn: Sequence[MxCell],
    boxes: Mapping[str, ShapeOutline],
    inside: Mapping[str, str],
    above: Mapping[str, tuple[str, ...]],
    connected: set[str],
) -> dict[str, NodeKind]:
    """Smallest first: whether a box encloses something that counts is known before the box is looked at."""
    tables = {cell.id for cell in drawn if shapes.is_table(cell)}
    texts = "\n".join(cell.label for cell in drawn if shapes.is_text(cell))
    encloses: dict[str, bool] = defaultdict(bool)
    node_kinds: dict[str, NodeKind] = {}
    for cell in sorted(drawn, key=lambda cell: boxes[cell.id].area):
        if tables.intersection(above[cell.id]):
            node_kinds[cell.id] = NodeKind.NOTE
            continue
        kind = shapes.kind(cell, encloses=encloses[cell.id], is_connected=cell.id in connected, texts=texts)
        node_kinds[cell.id] = kind
        if kind is not NodeKind.NOTE and cell.id in inside:
            encloses[inside[cell.id]] = True
    return node_kinds


def _with_product(cell: MxCell, products: Mapping[str, str]) -> MxCell:
    """What a person wrote goes before what a picture shows."""
    product = products.get(cell.id)
    if product is None or cell.properties.get("c4technology"):
        return cell
    return structs.replace(cell, properties={"technology": product, **cell.properties})


def _node(
    cell: MxCell, node_kinds: Mapping[str, NodeKind], inside: Mapping[str, str], evidence: EvidenceFile, page: str
) -> DiagramNode:
    parent = inside.get(cell.id)
    while parent is not None and node_kinds[parent] is not NodeKind.BOUNDARY:
        parent = inside.get(parent)
    properties = cell.properties
    return DiagramNode(
        id=cell.id,
        label="" if kinds.is_only_signs(cell.label) and node_kinds[cell.id] is NodeKind.COMPONENT else cell.label,
        kind=node_kinds[cell.id],
        parent=parent,
        diagram_label=properties.get("diagram-label") or properties.get("diagram_label"),
        workload=properties.get("workload"),
        technology=properties.get("technology") or properties.get("c4technology"),
        form=DrawnForm.STORE if _STORE_SHAPE.fullmatch(cell.style.get("shape", "")) else None,
        source=EvidenceSource(evidence.sha256, evidence.path, f"page {page}, shape {cell.id}"),
    )


def _edge(line: DiagramLine, evidence: EvidenceFile, page: str) -> DiagramEdge:
    return DiagramEdge(
        source_id=line.source,
        target_id=line.target,
        label=line.label,
        ports=labels.ports(line.label),
        protocols=labels.protocols(line.label),
        both_ways=line.both_ways,
        headless=line.headless,
        snapped=line.snapped,
        source=EvidenceSource(evidence.sha256, evidence.path, f"page {page}, line {line.cell}"),
    )


def _statements(nodes: Iterable[DiagramNode]) -> tuple[str, ...]:
    return tuple(node.label for node in nodes if node.kind is NodeKind.NOTE and kinds.is_for_whole_page(node.label))


def _wordless(drawn: Sequence[MxCell], nodes: Iterable[DiagramNode], logos_: Collection[str]) -> int:
    """How many pictures stand for themselves without a text, and without a file name that says what they show.

    A logo on a shape that has a text is none.
    """
    named = {node.id for node in nodes if node.label or node.technology}
    return sum(
        shapes.is_picture(cell) and cell.id not in named and cell.id not in logos_ and not stencils.technology(cell.style)
        for cell in drawn
    )


def _unread(hidden: int, lost: Sequence[str]) -> tuple[str, ...]:
    left = (f"Not read: {counted(hidden, 'hidden shape')}.",) if hidden else ()
    return (*left, *nowhere(lost))
