"""Graphviz DOT files (.dot, .gv): clusters, edges to clusters, HTML labels, records.

https://graphviz.org/doc/info/lang.html. Invisible nodes and edges only place others, so they are left out; a subgraph that is
no cluster is no box. Attributes that people may add: `workload`, `diagram_label`, `technology`.
"""

import re
from collections.abc import Mapping

from generator.model.diagram import DiagramSnapshot, DrawnForm, NodeKind
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import fences, outline, stencils
from generator.parsers.diagrams.dot_graph import DotBox, DotGraph, DotLine, DotShape, read
from generator.parsers.diagrams.fences import Body
from generator.parsers.diagrams.labels import plain
from generator.parsers.diagrams.outline import Drawing, Outline, OutlineArrow, OutlineShape
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re
from generator.text import counted

_COMMENTS = r"(?:\s|//[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|/\*.{0,5000}?\*/)*+"
_HEADER = late_re(
    rf"{_COMMENTS}(?:strict\s++)?(?:di)?graph\b\s*+(?:\"[^\"\n]{{0,500}}\"|[\w.-]{{1,500}})?{_COMMENTS}\{{", re.I | re.S
)
_ANOTHER = late_re(r"^[ \t]*\}\s*+(?:strict\s++)?(?:di)?graph\b\s*+(?:\"[^\"\n]{0,500}\"|\w{1,500})?+\s*+\{", re.I | re.M)
_BREAKS = late_re(r"\\[nlr]")
_PORTS = late_re(r"(?<!\\)<[\w.-]{0,100}>")
_FIELDS = late_re(r"(?<!\\)[{}|]")
_TERRAFORM = "[root] "
_MODULES = r"(?:module\.[\w-]{1,200}\.){0,20}"
_RESOURCE = late_re(rf"{_MODULES}(?!(?:var|local|output|data|provider|meta|module)\.)[a-z][\w-]{{1,200}}\.[\w-]{{1,200}}")
_ADDRESS = late_re(rf"{_MODULES}(?:data\.)?[a-z][\w-]{{1,200}}\.[\w-]{{1,200}}")
_TEXTS = frozenset({"plaintext", "plain", "none"})
"""Forms without an outline: words, where no line leads to them."""
_RECORDS = frozenset({"record", "Mrecord"})
_ABSENT = frozenset({"invis", "invisible"})


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container is not FileContainer.TEXT:
        return False
    return bool(_HEADER.match(document.start[:20_000].decode(errors="replace")))


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`."""
    drawings, remarks = drawn(fences.whole(document.text, "dot"), 1)
    return outline.snapshot(drawings, evidence, "dot", remarks=remarks)


def drawn(body: Body, number: int) -> tuple[tuple[Drawing, ...], tuple[str, ...]]:
    """The first graph of a DOT text, and a remark about further ones."""
    graph = read(body.text)
    more = len(_ANOTHER.findall(body.text))
    title = _text(_BREAKS.split(graph.label, maxsplit=1)[0], graph.name)
    name = title or graph.name or f"{body.heading or 'graph'} ({number})"
    remarks = (f"Not read: {counted(more, 'more graph')} in the same text; put each into a file of its own.",)
    return (
        Drawing(name=name[:200], outline=(_terraform if _is_terraform(graph) else _outline)(graph)),
    ), remarks if more else ()


def _outline(graph: DotGraph) -> Outline:
    diagram = Outline()
    boxes = {box.number: box for box in graph.boxes}
    parents, within = _parents(graph)
    for box in graph.boxes:
        if box.is_drawn:
            diagram.add(_box(box, _drawn_parent(box.parent, boxes)))
    hidden = {shape.id for shape in graph.shapes if _is_absent(shape.style)}
    joined = {end for line in graph.lines for end in (line.source, line.target)}
    for shape in graph.shapes:
        if shape.id not in hidden:
            diagram.add(_shape(shape, parents.get(shape.id), taken=diagram.shapes, is_joined=shape.id in joined))
    for line in graph.lines:
        if not _is_absent(line.style) and not hidden.intersection((line.source, line.target)):
            diagram.join(_arrow(line, graph, within))
    if graph.label:
        diagram.note(_text(graph.label, graph.name), "the graph's label")
    return diagram


def _is_terraform(graph: DotGraph) -> bool:
    """By the word before each name; since version 1.7, which leaves it out, by all that such a graph is made of."""
    if any(shape.id.startswith(_TERRAFORM) for shape in graph.shapes):
        return True
    return (
        graph.name == "G"
        and bool(graph.shapes)
        and all(shape.shape == "rect" and _ADDRESS.fullmatch(shape.id) for shape in graph.shapes)
        and all(shape.label and shape.id.endswith(shape.label) for shape in graph.shapes)
        and not any(line.label for line in graph.lines)
    )


def _terraform(graph: DotGraph) -> Outline:
    """What `terraform graph` writes: resources, and what depends on what; nothing in it is a flow."""
    diagram = Outline()
    for shape in graph.shapes:
        name = _text(shape.label, shape.id) if shape.label else shape.id.removeprefix(_TERRAFORM)
        if _RESOURCE.fullmatch(name.removesuffix(" (expand)")):
            diagram.add(_shape(DotShape(id=shape.id, label=name.removesuffix(" (expand)")), None, taken=diagram.shapes))
    diagram.remarks.append("Not read: what depends on what in Terraform, since that is no flow.")
    return diagram


def _parents(graph: DotGraph) -> tuple[dict[str, str], dict[str, set[str]]]:
    """The innermost cluster of each node, and all clusters it lies in. Boxes come after all those that are less deep."""
    innermost: dict[str, str] = {}
    within: dict[str, set[str]] = {}
    for box in (box for box in graph.boxes if box.is_drawn):
        for node in box.nodes:
            innermost[node] = box.id
            within.setdefault(node, set()).add(box.id)
    return innermost, within


def _drawn_parent(number: int, boxes: Mapping[int, DotBox]) -> str | None:
    while number in boxes:
        if boxes[number].is_drawn:
            return boxes[number].id
        number = boxes[number].parent
    return None


def _box(box: DotBox, parent: str | None) -> OutlineShape:
    return OutlineShape(
        id=box.id,
        place=f"cluster {box.id}",
        label=_text(box.label, box.id) if box.label else "",
        kind=NodeKind.BOUNDARY,
        parent=parent,
        diagram_label=box.diagram_label,
        workload=box.workload,
    )


def _shape(shape: DotShape, parent: str | None, *, taken: Mapping[str, OutlineShape], is_joined: bool = True) -> OutlineShape:
    """A node without a label is named by its id. Notes and points stand for nothing; a picture says what is drawn."""
    label = _text(shape.label, shape.id, is_record=shape.shape in _RECORDS) if shape.label else None
    is_remark = shape.shape == "note" or (shape.shape == "point" and not shape.xlabel)
    is_text = shape.shape in _TEXTS and not shape.image and not is_joined
    kind = NodeKind.NOTE if is_remark or is_text else None
    id_ = shape.id if shape.id not in taken else f"{shape.id} (node)"
    return OutlineShape(
        id=id_,
        place=f"node {shape.id}",
        label=label,
        kind=kind,
        parent=parent,
        technology=shape.technology or stencils.picture(shape.image),
        form=DrawnForm.STORE if shape.shape == "cylinder" else None,
        diagram_label=shape.diagram_label,
        workload=shape.workload,
    )


def _arrow(line: DotLine, graph: DotGraph, within: Mapping[str, set[str]]) -> OutlineArrow:
    """`lhead` and `ltail` end a line at a cluster, where the graph is `compound` and the cluster holds the node."""
    ends = (line.source, line.target)
    boxes = [
        box if graph.compound.lower() == "true" and box in within.get(node, ()) else None
        for box, node in ((line.ltail, line.source), (line.lhead, line.target))
    ]
    direction = line.dir or ("forward" if graph.directed else "none")
    if direction == "back":
        ends, boxes = ends[::-1], boxes[::-1]
    texts = (line.taillabel, line.label, line.xlabel, line.headlabel)
    return OutlineArrow(
        source=ends[0],
        target=ends[1],
        place=f"edge {line.source} -> {line.target}",
        label=" ".join(part for part in (_text(text, "") for text in texts) if part),
        both_ways=direction in {"both", "none"},
        headless=direction == "none",
        source_box=boxes[0],
        target_box=boxes[1],
    )


def _text(label: str, name: str, *, is_record: bool = False) -> str:
    """A label as plain text: the node's name for `\\N`, line breaks, HTML tags, and the ports of records."""
    label = label[:10_000]
    if is_record:
        label = _FIELDS.sub(" ", _PORTS.sub(" ", label))
    label = _BREAKS.sub(" ", label.replace("\\N", name).replace("\\G", name))
    return plain(label.replace("\\", ""))


def _is_absent(style: str) -> bool:
    return not _ABSENT.isdisjoint(part.strip() for part in style.split(","))
