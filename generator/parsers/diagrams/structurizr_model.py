"""A Structurizr workspace: one page of people, systems and containers, and one page for each deployment environment.

https://docs.structurizr.com/dsl/language, https://github.com/structurizr/json. Components inside containers are code, not
something that runs by itself, so they are counted and left out.
"""

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from generator.errors import ParseError
from generator.limits import DIAGRAM_DEPTH
from generator.model.diagram import NodeKind
from generator.parsers.diagrams.outline import Arrow, Drawing, Outline, Shape
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
class Element:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relationship."""

    source: str
    target: str
    place: str
    description: str = ""
    technology: str = ""


@dataclass(slots=True)
class Workspace:
    """The whole model."""

    name: str = ""
    elements: dict[str, Element] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)


def drawings(workspace: Workspace) -> tuple[Drawing, ...]:
    """The pages, as far as anything is on them.

    Raises:
        ParseError: more environments, shapes or lines than anybody draws.
    """
    environments = list(dict.fromkeys(one.environment for one in workspace.elements.values() if one.environment is not None))
    if len(environments) > _MOST_ENVIRONMENTS:
        raise ParseError(f"more than {_MOST_ENVIRONMENTS} deployment environments", next_step="split the workspace")
    model = _model(workspace)
    pages = [Drawing(name=workspace.name or "Model", outline=model)] if model.shapes else []
    return (*pages, *(Drawing(name=name, outline=_deployment(workspace, name)) for name in environments))


def _model(workspace: Workspace) -> Outline:
    found = Outline(unread=workspace.unread)
    holders = _holders(workspace)
    components = 0
    for one in workspace.elements.values():
        if one.sort is Sort.COMPONENT:
            components += 1
        elif one.environment is None:
            found.add(_shape(one, workspace, holders))
    for relation in workspace.relations:
        ends = [_running(end, workspace) for end in (relation.source, relation.target)]
        if ends[0] != ends[1] and not any(_environment(end, workspace) for end in ends):
            found.join(_arrow(relation, *ends))
    if components:
        found.remarks.append(f"Not read: {counted(components, 'component')} inside containers.")
    return found


def _deployment(workspace: Workspace, environment: str) -> Outline:
    found = Outline()
    holders = _holders(workspace)
    inside = [one for one in workspace.elements.values() if one.environment == environment]
    instances: dict[str, list[str]] = defaultdict(list)
    for one in inside:
        found.add(_shape(one, workspace, holders))
        if one.instance_of is not None:
            instances[one.instance_of].append(one.id)
    said = [one for one in workspace.relations if one.source in found.shapes and one.target in found.shapes]
    for relation in said:
        found.join(_arrow(relation, relation.source, relation.target))
    known = {(relation.source, relation.target) for relation in said}
    for relation in workspace.relations:
        ends = itertools.product(instances.get(relation.source, ()), instances.get(relation.target, ()))
        for source, target in ends:
            if (source, target) not in known:
                found.join(_arrow(relation, source, target))
    return found


def _shape(one: Element, workspace: Workspace, holders: frozenset[str]) -> Shape:
    deployed = workspace.elements.get(one.instance_of or "")
    shown = deployed or one
    return Shape(
        id=one.id,
        place=one.place,
        label=one.name or shown.name,
        kind=_kind(one, shown, holds=one.id in holders),
        parent=_parent(one, workspace),
        technology=one.technology or shown.technology,
        diagram_label=one.properties.get("diagram-label") or shown.properties.get("diagram-label"),
        workload=one.properties.get("workload") or shown.properties.get("workload"),
    )


def _kind(one: Element, shown: Element, *, holds: bool) -> NodeKind | None:
    if one.sort in {Sort.GROUP, Sort.NODE}:
        return NodeKind.BOUNDARY
    if shown.sort is Sort.PERSON:
        return NodeKind.ACTOR
    if any("external" in tag.lower() or tag.lower() == "existing system" for tag in shown.tags):
        return NodeKind.EXTERNAL
    return NodeKind.BOUNDARY if holds else None


def _holders(workspace: Workspace) -> frozenset[str]:
    """Systems with containers in them, groups aside."""
    owners = (_owner(one, workspace) for one in workspace.elements.values() if one.sort is Sort.CONTAINER)
    return frozenset(owner for owner in owners if owner is not None)


def _owner(one: Element, workspace: Workspace) -> str | None:
    parent = workspace.elements.get(one.parent or "")
    for _ in range(DIAGRAM_DEPTH):
        if parent is None or parent.sort is not Sort.GROUP:
            break
        parent = workspace.elements.get(parent.parent or "")
    return parent.id if parent is not None else None


def _parent(one: Element, workspace: Workspace) -> str | None:
    parent = workspace.elements.get(one.parent or "")
    return parent.id if parent is not None and parent.environment == one.environment else None


def _running(end: str, workspace: Workspace) -> str:
    """The container of a component."""
    one = workspace.elements.get(end)
    for _ in range(DIAGRAM_DEPTH):
        if one is None or one.sort not in {Sort.COMPONENT, Sort.GROUP} or one.parent is None:
            break
        end, one = one.parent, workspace.elements.get(one.parent)
    return end


def _environment(end: str, workspace: Workspace) -> str | None:
    one = workspace.elements.get(end)
    return one.environment if one is not None else None


def _arrow(relation: Relation, source: str, target: str) -> Arrow:
    return Arrow(
        source=source,
        target=target,
        place=relation.place,
        label=relation.description,
        technology=relation.technology,
    )
