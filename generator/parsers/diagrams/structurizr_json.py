"""Structurizr workspaces as JSON. https://github.com/structurizr/json"""

from collections.abc import Iterator

import msgspec

from generator.errors import ParseError
from generator.limits import DIAGRAM_CELLS, DIAGRAM_DEPTH
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import drawing, outline, structurizr_model
from generator.parsers.diagrams.structurizr_model import Relation, Sort, StructurizrElement, StructurizrWorkspace
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer


class _StructurizrRelation(msgspec.Struct, rename="camel"):
    source_id: str = ""
    destination_id: str = ""
    description: str | None = None
    technology: str | None = None
    linked_relationship_id: str | None = None


class _StructurizrElement(msgspec.Struct, rename="camel"):
    """Every kind of element: what one kind does not have is empty."""

    id: str
    name: str | None = None
    technology: str | None = None
    tags: str | None = None
    location: str | None = None
    group: str | None = None
    environment: str | None = None
    properties: dict[str, str] | None = None
    container_id: str | None = None
    software_system_id: str | None = None
    relationships: list[_StructurizrRelation] | None = None
    containers: list["_StructurizrElement"] | None = None
    components: list["_StructurizrElement"] | None = None
    children: list["_StructurizrElement"] | None = None
    infrastructure_nodes: list["_StructurizrElement"] | None = None
    software_system_instances: list["_StructurizrElement"] | None = None
    container_instances: list["_StructurizrElement"] | None = None


class _Model(msgspec.Struct, rename="camel"):
    people: list[_StructurizrElement] | None = None
    software_systems: list[_StructurizrElement] | None = None
    custom_elements: list[_StructurizrElement] | None = None
    deployment_nodes: list[_StructurizrElement] | None = None


class _Workspace(msgspec.Struct, rename="camel"):
    model: _Model
    name: str | None = None
    last_modified_date: str | None = None


_TOP = (
    ("people", Sort.PERSON),
    ("software_systems", Sort.SYSTEM),
    ("custom_elements", Sort.ELEMENT),
    ("deployment_nodes", Sort.NODE),
)
_BELOW = (
    ("containers", Sort.CONTAINER),
    ("components", Sort.COMPONENT),
    ("children", Sort.NODE),
    ("infrastructure_nodes", Sort.INFRASTRUCTURE),
    ("software_system_instances", Sort.INSTANCE),
    ("container_instances", Sort.INSTANCE),
)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container is not FileContainer.JSON or not isinstance(document.content, bytes):
        return False
    if b'"model"' not in document.data or (b'"softwareSystems"' not in document.data and b'"people"' not in document.data):
        return False
    try:
        model = document.members.get("model")
        return model is not None and not {"softwareSystems", "people"}.isdisjoint(document.members_of(model))
    except ParseError:
        return b'"softwareSystems"' in document.start


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`. Dated by the last edit of the workspace."""
    wire = document.decode(document.data, _Workspace)
    workspace = StructurizrWorkspace(name=wire.name or "")
    _fill(workspace, wire.model)
    taken = drawing.moment(wire.last_modified_date)
    return outline.snapshot(structurizr_model.drawings(workspace), evidence, "structurizr-json", taken=taken)


def _fill(workspace: StructurizrWorkspace, model: _Model) -> None:
    waiting = [(wire_element, sort, None, 0) for name, sort in _TOP for wire_element in getattr(model, name) or ()]
    linked: list[Relation] = []
    for wire_element, sort, parent, depth in waiting:  # grows while it is walked
        _refuse(len(waiting), depth)
        element = _element(wire_element, sort, parent, workspace)
        workspace.elements[wire_element.id] = element
        waiting += [
            (inner, below, wire_element.id, depth + 1) for name, below in _BELOW for inner in getattr(wire_element, name) or ()
        ]
        linked += _relations(wire_element, is_deployed=element.environment is not None)
    workspace.relations += linked


def _element(
    element: _StructurizrElement, sort: Sort, parent: str | None, workspace: StructurizrWorkspace
) -> StructurizrElement:
    tags = tuple(tag.strip() for tag in (element.tags or "").split(",") if tag.strip())
    environment = element.environment if sort in {Sort.NODE, Sort.INFRASTRUCTURE, Sort.INSTANCE} else None
    if sort in {Sort.NODE, Sort.INFRASTRUCTURE, Sort.INSTANCE}:
        environment = (
            environment or (workspace.elements[parent].environment if parent in workspace.elements else None) or "Default"
        )
    return StructurizrElement(
        id=element.id,
        sort=sort,
        name=element.name or "",
        place=f"element {element.id}",
        parent=_grouped(element, parent, environment, workspace),
        technology=element.technology or "",
        tags=(*tags, *(["External"] if element.location == "External" else [])),
        properties={key.lower(): value for key, value in (element.properties or {}).items()},
        environment=environment,
        instance_of=element.container_id or element.software_system_id if sort is Sort.INSTANCE else None,
    )


def _grouped(
    element: _StructurizrElement, parent: str | None, environment: str | None, workspace: StructurizrWorkspace
) -> str | None:
    """Groups have no id in JSON, only a name on each member; nested ones are written with a slash."""
    for part in (element.group or "").split("/")[:DIAGRAM_DEPTH]:
        if part.strip():
            id_ = f"{parent or ''}/{part.strip()}"
            group = StructurizrElement(id=id_, sort=Sort.GROUP, name=part.strip(), place=f"element {element.id}", parent=parent)
            group.environment = environment
            workspace.elements.setdefault(id_, group)
            parent = id_
    return parent


def _relations(element: _StructurizrElement, *, is_deployed: bool) -> Iterator[Relation]:
    """Relations that Structurizr derived from others count between instances only; elsewhere they would count twice."""
    for relation in element.relationships or ():
        if is_deployed or relation.linked_relationship_id is None:
            yield Relation(
                source=element.id,
                target=relation.destination_id,
                place=f"element {element.id}",
                description=relation.description or "",
                technology=relation.technology or "",
            )


def _refuse(count: int, depth: int) -> None:
    if count > DIAGRAM_CELLS or depth > DIAGRAM_DEPTH:
        raise ParseError(
            f"more than {DIAGRAM_CELLS:,} elements, or nested more than {DIAGRAM_DEPTH} deep", next_step="split the workspace"
        )
