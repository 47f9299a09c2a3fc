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
from dataclasses import replace
from typing import Literal

import msgspec

from generator.errors import ParseError
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.evidence import EvidenceFile
from generator.parsers.base import Family
from generator.parsers.diagrams import outline
from generator.parsers.diagrams.outline import Arrow, Drawing, Outline, Shape
from generator.parsers.document import Container, Document

_KEYS = (
    re.compile(rb"^diagram[ \t]*:", re.M),
    re.compile(rb"^(?:nodes|boundaries)[ \t]*:", re.M),
)
_SUFFIX = re.compile(r"\.diagram\.ya?ml$", re.I)
_PICTURES = (".png", ".svg", ".pdf", ".jpg", ".jpeg")
_NEXT = "see the README for the keys of a diagram file"


class _Boundary(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    id: str
    label: str | None = None
    in_: str | None = msgspec.field(default=None, name="in")
    workload: str | None = None
    diagram_label: str | None = None


class _Node(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    id: str
    label: str | None = None
    kind: Literal["component", "actor", "external", "note"] | None = None
    in_: str | None = msgspec.field(default=None, name="in")
    workload: str | None = None
    diagram_label: str | None = None
    technology: str | None = None


class _Edge(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    from_: str = msgspec.field(name="from")
    to: str
    label: str = ""
    both_ways: bool = False


class _Page(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    diagram: str
    picture: str | None = None
    boundaries: list[_Boundary] | None = None
    nodes: list[_Node] | None = None
    edges: list[_Edge] | None = None
    notes: list[str] | None = None


class SidecarYaml:
    """See `Parser`."""

    name = "diagram-yaml"
    family: Family = "diagram"
    title = "A diagram written down by hand beside a picture (NAME.diagram.yaml)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return document.container is Container.YAML and all(key.search(document.start) for key in _KEYS)

    def parse(self, document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
        """See `Parser.parse`."""
        pages = [_page(value, number) for number, value in enumerate(document.yaml_documents, start=1)]
        drawings = [Drawing(name=page.diagram, outline=_outline(page, number)) for number, page in enumerate(pages, start=1)]
        found = outline.snapshot(drawings, evidence, self.name, empty_is_fine=True)
        return replace(found, picture=next((page.picture for page in pages if page.picture), None))


def pictures(snapshot: DiagramSnapshot) -> frozenset[str]:
    """Paths of the picture files that need not be read, since this file was written down for them.

    `boundary.png.diagram.yaml` stands for `boundary.png`, `boundary.diagram.yaml` for a picture of any kind with that name;
    `picture:` names one that is called otherwise. Nothing is opened: the paths are only compared.
    """
    if snapshot.format != SidecarYaml.name:
        return frozenset()
    folder, slash, file = snapshot.evidence.path.rpartition("/")
    stem = _SUFFIX.sub("", file)
    names = {stem, *(f"{stem}{ending}" for ending in _PICTURES), *([snapshot.picture] if snapshot.picture else [])}
    return frozenset(f"{folder}{slash}{name}" for name in names)


def _page(value: object, number: int) -> _Page:
    try:
        return msgspec.convert(value, _Page, strict=False)
    except msgspec.ValidationError as error:
        raise ParseError(f"another shape than expected: {error}", where=f"document {number}", next_step=_NEXT) from error


def _outline(page: _Page, number: int) -> Outline:
    found = Outline()
    for shape in _shapes(page):
        if shape.id in found.shapes:
            raise ParseError(f"`{shape.id}` is there twice", where=f"document {number}", next_step="give each its own id")
        found.add(shape)
    for shape in found.shapes.values():
        if shape.parent is not None and shape.parent not in found.shapes:
            what = f"`{shape.id}` lies in `{shape.parent}`, which is not there"
            raise ParseError(what, where=f"document {number}", next_step="add the boundary, or correct its id")
    for index, edge in enumerate(page.edges or ()):
        _join(found, edge, f"document {number}, edges[{index}]")
    for index, note in enumerate(page.notes or ()):
        found.note(note, f"document {number}, notes[{index}]")
    return found


def _join(found: Outline, edge: _Edge, place: str) -> None:
    for end in (edge.from_, edge.to):
        if end not in found.shapes:
            raise ParseError(f"`{end}` is not there", where=place, next_step="add the node, or correct its id")
    found.join(Arrow(source=edge.from_, target=edge.to, place=place, label=edge.label, both_ways=edge.both_ways))


def _shapes(page: _Page) -> Iterator[Shape]:
    for one in page.boundaries or ():
        yield Shape(
            id=one.id,
            place=f"boundary {one.id}",
            label=one.label,
            kind=NodeKind.BOUNDARY,
            parent=one.in_,
            diagram_label=one.diagram_label,
            workload=one.workload,
        )
    for node in page.nodes or ():
        yield Shape(
            id=node.id,
            place=f"node {node.id}",
            label=node.label,
            kind=NodeKind(node.kind) if node.kind else None,
            parent=node.in_,
            technology=node.technology,
            diagram_label=node.diagram_label,
            workload=node.workload,
        )
