"""A Structurizr workspace: one page of people, systems and containers, and one page for each deployment environment.

https://docs.structurizr.com/dsl/language, https://github.com/structurizr/json. Components inside containers are code, not
something that runs by itself, so they are counted and left out.
"""

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from generator.errors import ParseError
from generator.limits import DIAGRAM_DEPTH
from generator.model.diagram import NodeKind
from generator.parsers.diagrams.outline import Drawing, Outline, OutlineArrow, OutlineShape
from generator.text import counted

_MOST_ENVIRONMENTS = 100


class Sort(StrEnum):
    """What an element of a workspace is."""

    PERSON = "person"
    SYSTEM = "software system"
    CONTAINER = "container"
    COMPONENT = "component"
    GROUP = "group"
    ELEMENT = "element"
    NODE = "deployment node"
    INFRASTRUCTURE = "infrastructure node"
    INSTANCE = "instance"


@dataclass(slots=True, kw_only=True)
class StructurizrElement:
    """One element. `environment`: None for the model itself. `instance_of`: the container or system that is deployed."""

    id: str
    sort: Sort
    name: str
    place: str
    parent: str | None = None
    technology: str = ""
    tags: tuple[str, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    environment: str | None = None
    instance_of: str | None = None


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """One relationship."""

    source: str
    target: str
    place: str
    description: str = ""
    technology: str = ""


@dataclass(slots=True)
class StructurizrWorkspace:
    """The whole model."""

    name: str = ""
    elements: dict[str, StructurizrElement] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)


def drawings(workspace: StructurizrWorkspace) -> tuple[Drawing, ...]:
    """The pages, as far as anything is on them.

    Raises:
        ParseError: more environments, shapes or lines than anybody draws.
    """
    environments = list(
        dict.fromkeys(element.environment for element in workspace.elements.values() if element.environment is not None)
    )
    if len(environments) > _MOST_ENVIRONMENTS:
        raise ParseError(f"more than {_MOST_ENVIRONMENTS} deployment environments", next_step="split the workspace")
    model = _model(workspace)
    pages = [Drawing(name=workspace.name or "Model", outline=model)] if model.shapes else []
    return (*pages, *(Drawing(name=name, outline=_deployment(workspace, name)) for name in environments))


def _model(workspace: StructurizrWorkspace) -> Outline:
    outline = Outline(unread=workspace.unread)
    holders = _holders(workspace)
    components = 0
    for element in workspace.elements.values():
        if element.sort is Sort.COMPONENT:
            components += 1
        elif element.environment is None:
            outline.add(_shape(element, workspace, holders))
    for relation in workspace.relations:
        ends = [_running(end, workspace) for end in (relation.source, relation.target)]
        if ends[0] != ends[1] and not any(_environment(end, workspace) for end in ends):
            outline.join(_arrow(relation, *ends))
    if components:
        outline.remarks.append(f"Not read: {counted(components, 'component')} inside containers.")
    return outline


def _deployment(workspace: StructurizrWorkspace, environment: str) -> Outline:
    outline = Outline()
    holders = _holders(workspace)
    inside = [element for element in workspace.elements.values() if element.environment == environment]
    instances: dict[str, list[str]] = defaultdict(list)
    for element in inside:
        outline.add(_shape(element, workspace, holders))
        if element.instance_of is not None:
            instances[element.instance_of].append(element.id)
    relations = [
        relation for relation in workspace.relations if relation.source in outline.shapes and relation.target in outline.shapes
    ]
    for relation in relations:
        outline.join(_arrow(relation, relation.source, relation.target))
    known = {(relation.source, relation.target) for relation in relations}
    for relation in workspace.relations:
        ends = itertools.product(instances.get(relation.source, ()), instances.get(relation.target, ()))
        for source, target in ends:
            if (source, target) not in known:
                outline.join(_arrow(relation, source, target))
    return outline


def _shape(element: StructurizrElement, workspace: StructurizrWorkspace, holders: frozenset[str]) -> OutlineShape:
    deployed = workspace.elements.get(element.instance_of or "")
    shown = deployed or element
    return OutlineShape(
        id=element.id,
        place=element.place,
        label=element.name or shown.name,
        kind=_kind(element, shown, holds=element.id in holders),
        parent=_parent(element, workspace),
        technology=element.technology or shown.technology,
        diagram_label=element.properties.get("diagram-label") or shown.properties.get("diagram-label"),
        workload=element.properties.get("workload") or shown.properties.get("workload"),
    )


def _kind(element: StructurizrElement, shown: StructurizrElement, *, holds: bool) -> NodeKind | None:
    if element.sort in {Sort.GROUP, Sort.NODE}:
        return NodeKind.BOUNDARY
    if shown.sort is Sort.PERSON:
        return NodeKind.ACTOR
    if any("external" in tag.lower() or tag.lower() == "existing system" for tag in shown.tags):
        return NodeKind.EXTERNAL
    return NodeKind.BOUNDARY if holds else None


def _holders(workspace: StructurizrWorkspace) -> frozenset[str]:
    """Systems with containers in them, groups aside."""
    owners = (_owner(element, workspace) for element in workspace.elements.values() if element.sort is Sort.CONTAINER)
    return frozenset(owner for owner in owners if owner is not None)


def _owner(element: StructurizrElement, workspace: StructurizrWorkspace) -> str | None:
    parent = workspace.elements.get(element.parent or "")
    for _ in range(DIAGRAM_DEPTH):
        if parent is None or parent.sort is not Sort.GROUP:
            break
        parent = workspace.elements.get(parent.parent or "")
    return parent.id if parent is not None else None


def _parent(element: StructurizrElement, workspace: StructurizrWorkspace) -> str | None:
    parent = workspace.elements.get(element.parent or "")
    return parent.id if parent is not None and parent.environment == element.environment else None


def _running(end: str, workspace: StructurizrWorkspace) -> str:
    """The container of a component."""
    element = workspace.elements.get(end)
    for _ in range(DIAGRAM_DEPTH):
        if element is None or element.sort not in {Sort.COMPONENT, Sort.GROUP} or element.parent is None:
            break
        end, element = element.parent, workspace.elements.get(element.parent)
    return end


def _environment(end: str, workspace: StructurizrWorkspace) -> str | None:
    element = workspace.elements.get(end)
    return element.environment if element is not None else None


def _arrow(relation: Relation, source: str, target: str) -> OutlineArrow:
    return OutlineArrow(
        source=source,
        target=target,
        place=relation.place,
        label=relation.description,
        technology=relation.technology,
    )
