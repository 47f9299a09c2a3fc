"""A diagram that a person wrote down, for pictures without a drawing inside: `NAME.diagram.yaml` beside the picture.

```yaml
diagram: Authorization boundary     # what the page is called
picture: boundary.pdf               # the picture that this stands for, beside this file
boundaries:                         # boxes; `in` names the box around
  - {id: ato, label: Authorization Boundary}
  - {id: prod, label: Namespace shop, in: ato, workload: shop/*}
nodes:                              # kind: component (where nothing is said), actor, external or note
  - {id: web, label: Web shop, in: prod, workload: shop/Deployment/web, diagram-label: C-01, technology: nginx}
  - {id: customers, label: Customers, kind: actor}
edges:                              # ports and protocols are read from the label
  - {from: customers, to: web, label: HTTPS 443}
  - {from: web, to: prod, label: gRPC :9000 TLS 1.2, both-ways: true}
notes:                              # statements for the whole page
  - All traffic TLS 1.2 unless noted
```

Several pages are several documents in the one file, separated by `---`.
"""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import outline
from generator.parsers.diagrams.outline import Drawing, Outline, OutlineArrow, OutlineShape
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re
from generator.strict_yaml import misfit_of

_KEYS = (
    late_re(rb"^diagram[ \t]*:", re.M),
    late_re(rb"^(?:nodes|boundaries)[ \t]*:", re.M),
)
_FORMAT = "diagram-yaml"
_SUFFIX = late_re(r"\.diagram\.ya?ml$", re.I)
_PICTURES = (".png", ".svg", ".pdf", ".jpg", ".jpeg")


class _Boundary(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    id: str
    label: str | None = None
    in_: str | None = msgspec.field(default=None, name="in")
    workload: str | None = None
    diagram_label: str | None = None


class _SidecarNode(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    id: str
    label: str | None = None
    kind: Literal["component", "actor", "external", "note"] | None = None
    in_: str | None = msgspec.field(default=None, name="in")
    workload: str | None = None
    diagram_label: str | None = None
    technology: str | None = None


class _SidecarEdge(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    from_: str = msgspec.field(name="from")
    to: str
    label: str = ""
    both_ways: bool = False


class _SidecarPage(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    diagram: str
    picture: str | None = None
    boundaries: list[_Boundary] | None = None
    nodes: list[_SidecarNode] | None = None
    edges: list[_SidecarEdge] | None = None
    notes: list[str] | None = None


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return document.container is FileContainer.YAML and all(key.search(document.start) for key in _KEYS)


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`."""
    pages = [_page(value, number) for number, value in enumerate(document.yaml_documents, start=1)]
    drawings = [Drawing(name=page.diagram, outline=_outline(page, number)) for number, page in enumerate(pages, start=1)]
    diagram = outline.snapshot(drawings, evidence, _FORMAT, empty_is_fine=True)
    return replace(diagram, picture=next((page.picture for page in pages if page.picture), None))


def pictures(snapshot: DiagramSnapshot) -> frozenset[str]:
    """Paths of the picture files that need not be read, since this file was written down for them.

    `boundary.png.diagram.yaml` stands for `boundary.png`, `boundary.diagram.yaml` for a picture of any kind with that name;
    `picture:` names one that is called otherwise. Nothing is opened: the paths are only compared.
    """
    if snapshot.format != _FORMAT:
        return frozenset()
    folder, slash, file = snapshot.evidence.path.rpartition("/")
    stem = _SUFFIX.sub("", file)
    names = {stem, *(f"{stem}{ending}" for ending in _PICTURES), *([snapshot.picture] if snapshot.picture else [])}
    return frozenset(f"{folder}{slash}{name}" for name in names)


def _page(value: object, number: int) -> _SidecarPage:
    try:
        return msgspec.convert(value, _SidecarPage, strict=False)
    except msgspec.ValidationError as error:
        misfit = misfit_of(value, _SidecarPage, strict=False)
        raise ParseError(misfit.what, where=f"document {number}, {misfit.key}", next_step=misfit.next_step) from error


def _outline(page: _SidecarPage, number: int) -> Outline:
    diagram = Outline()
    for shape in _shapes(page):
        if shape.id in diagram.shapes:
            raise ParseError(f"`{shape.id}` is there twice", where=f"document {number}", next_step="give each its own id")
        diagram.add(shape)
    for shape in diagram.shapes.values():
        if shape.parent is not None and shape.parent not in diagram.shapes:
            what = f"`{shape.id}` lies in `{shape.parent}`, which is not there"
            raise ParseError(what, where=f"document {number}", next_step="add the boundary, or correct its id")
    for index, edge in enumerate(page.edges or ()):
        _join(diagram, edge, f"document {number}, edges[{index}]")
    for index, note in enumerate(page.notes or ()):
        diagram.note(note, f"document {number}, notes[{index}]")
    return diagram


def _join(diagram: Outline, edge: _SidecarEdge, place: str) -> None:
    for end in (edge.from_, edge.to):
        if end not in diagram.shapes:
            raise ParseError(f"`{end}` is not there", where=place, next_step="add the node, or correct its id")
    diagram.join(OutlineArrow(source=edge.from_, target=edge.to, place=place, label=edge.label, both_ways=edge.both_ways))


def _shapes(page: _SidecarPage) -> Iterator[OutlineShape]:
    for boundary in page.boundaries or ():
        yield OutlineShape(
            id=boundary.id,
            place=f"boundary {boundary.id}",
            label=boundary.label,
            kind=NodeKind.BOUNDARY,
            parent=boundary.in_,
            diagram_label=boundary.diagram_label,
            workload=boundary.workload,
        )
    for node in page.nodes or ():
        yield OutlineShape(
            id=node.id,
            place=f"node {node.id}",
            label=node.label,
            kind=NodeKind(node.kind) if node.kind else None,
            parent=node.in_,
            technology=node.technology,
            diagram_label=node.diagram_label,
            workload=node.workload,
        )
