"""Structurizr workspaces as JSON. https://github.com/structurizr/json"""

from collections.abc import Iterator

import msgspec

from generator.errors import ParseError
from generator.limits import DIAGRAM_CELLS, DIAGRAM_DEPTH
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.base import Family
from generator.parsers.diagrams import drawing, outline, structurizr_model
from generator.parsers.diagrams.structurizr_model import Element, Relation, Sort, Workspace
from generator.parsers.document import Container, Document


class _Relation(msgspec.Struct, rename="camel"):
    source_id: str = ""
    destination_id: str = ""
    description: str | None = None
    technology: str | None = None
    linked_relationship_id: str | None = None


class _Element(msgspec.Struct, rename="camel"):
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
    relationships: list[_Relation] | None = None
    containers: list["_Element"] | None = None
    components: list["_Element"] | None = None
    children: list["_Element"] | None = None
    infrastructure_nodes: list["_Element"] | None = None
    software_system_instances: list["_Element"] | None = None
    container_instances: list["_Element"] | None = None


class _Model(msgspec.Struct, rename="camel"):
    people: list[_Element] | None = None
    software_systems: list[_Element] | None = None
    custom_elements: list[_Element] | None = None
    deployment_nodes: list[_Element] | None = None


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


class StructurizrJson:
    """See `Parser`."""

    name = "structurizr-json"
    family: Family = "diagram"
    title = "Structurizr workspaces (.json)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        if document.container is not Container.JSON or not isinstance(document.content, bytes):
            return False
        if b'"model"' not in document.data or (b'"softwareSystems"' not in document.data and b'"people"' not in document.data):
            return False
        try:
            model = document.members.get("model")
            return model is not None and not {"softwareSystems", "people"}.isdisjoint(document.members_of(model))
        except ParseError:
            return b'"softwareSystems"' in document.start

    def parse(self, document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
        """See `Parser.parse`. Dated by the last edit of the workspace."""
        found = document.decode(document.data, _Workspace)
        workspace = Workspace(name=found.name or "")
        _fill(workspace, found.model)
        taken = drawing.moment(found.last_modified_date)
        return outline.snapshot(structurizr_model.drawings(workspace), evidence, self.name, taken=taken)


def _fill(workspace: Workspace, model: _Model) -> None:
    waiting = [(one, sort, None, 0) for name, sort in _TOP for one in getattr(model, name) or ()]
    linked: list[Relation] = []
    for one, sort, parent, depth in waiting:  # grows while it is walked
        _refuse(len(waiting), depth)
        element = _element(one, sort, parent, workspace)
        workspace.elements[one.id] = element
        waiting += [(inner, below, one.id, depth + 1) for name, below in _BELOW for inner in getattr(one, name) or ()]
        linked += _relations(one, is_deployed=element.environment is not None)
    workspace.relations += linked


def _element(one: _Element, sort: Sort, parent: str | None, workspace: Workspace) -> Element:
    tags = tuple(tag.strip() for tag in (one.tags or "").split(",") if tag.strip())
    environment = one.environment if sort in {Sort.NODE, Sort.INFRASTRUCTURE, Sort.INSTANCE} else None
    if sort in {Sort.NODE, Sort.INFRASTRUCTURE, Sort.INSTANCE}:
        environment = (
            environment or (workspace.elements[parent].environment if parent in workspace.elements else None) or "Default"
        )
    return Element(
        id=one.id,
        sort=sort,
        name=one.name or "",
        place=f"element {one.id}",
        parent=_grouped(one, parent, environment, workspace),
        technology=one.technology or "",
        tags=(*tags, *(["External"] if one.location == "External" else [])),
        properties={key.lower(): value for key, value in (one.properties or {}).items()},
        environment=environment,
        instance_of=one.container_id or one.software_system_id if sort is Sort.INSTANCE else None,
    )


def _grouped(one: _Element, parent: str | None, environment: str | None, workspace: Workspace) -> str | None:
    """Groups have no id in JSON, only a name on each member; nested ones are written with a slash."""
    for part in (one.group or "").split("/")[:DIAGRAM_DEPTH]:
        if part.strip():
            id_ = f"{parent or ''}/{part.strip()}"
            group = Element(id=id_, sort=Sort.GROUP, name=part.strip(), place=f"element {one.id}", parent=parent)
            group.environment = environment
            workspace.elements.setdefault(id_, group)
            parent = id_
    return parent


def _relations(one: _Element, *, is_deployed: bool) -> Iterator[Relation]:
    """Relations that Structurizr derived from others count between instances only; elsewhere they would count twice."""
    for relation in one.relationships or ():
        if is_deployed or relation.linked_relationship_id is None:
            yield Relation(
                source=one.id,
                target=relation.destination_id,
                place=f"element {one.id}",
                description=relation.description or "",
                technology=relation.technology or "",
            )


def _refuse(count: int, depth: int) -> None:
    if count > DIAGRAM_CELLS or depth > DIAGRAM_DEPTH:
        raise ParseError(
            f"more than {DIAGRAM_CELLS:,} elements, or nested more than {DIAGRAM_DEPTH} deep", next_step="split the workspace"
        )
