"""One walk over a parsed document that collects what the checks look at, so that a large document is walked once.

The walk takes any JSON: what has the wrong shape is passed over, since the schema has already said so. It is a loop, not a
recursion, and stops at a depth that no OSCAL document reaches.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from types import MappingProxyType
from typing import Any

from generator.oscal.faults import Place

Node = dict[str, Any]

MAX_DEPTH = 128


@dataclass(slots=True)
class Survey:
    """What one document holds. Every list is in the order of the document."""

    model: str
    body: Node
    uuids: list[tuple[str, str, Place]] = field(default_factory=list)
    """Each uuid defined here in small letters, the JSON name its object stands under, and the place."""
    uses: list[tuple[str, str, Node, Place]] = field(default_factory=list)
    """Each reference by uuid: the JSON name, the uuid in small letters, the object that refers, and the place."""
    fragments: list[tuple[str, str, str, Place]] = field(default_factory=list)
    """Each `#fragment` link: the JSON name its object stands under, the fragment, the link's `rel`, and the place."""
    roles: list[tuple[str, Place]] = field(default_factory=list)
    ids: list[tuple[str, str, Place]] = field(default_factory=list)
    """Each `id` (of controls, parts, parameters, groups, roles): the JSON name its object stands under, and the place."""
    empty: list[Place] = field(default_factory=list)
    """Titles, descriptions and statements with nothing in them."""
    rlinks: list[tuple[Node, Place]] = field(default_factory=list)
    props: list[tuple[str, Node, list[Any], Place]] = field(default_factory=list)
    """Each list of properties: the JSON name its holder stands under, the holder, the list, and its place."""
    facets: list[tuple[list[Any], Place]] = field(default_factory=list)
    names: int = 0
    """How many field names the document has."""
    too_deep: Place | None = None


class _Do(Enum):
    """What to do with a field, by its name."""

    WALK = auto()
    UUID = auto()
    USE = auto()
    HREF = auto()
    ROLE = auto()
    ID = auto()
    TEXT = auto()
    PROPS = auto()
    RLINKS = auto()
    FACETS = auto()


_BY_NAME: Mapping[str, _Do] = MappingProxyType(
    {
        "uuid": _Do.UUID,
        "href": _Do.HREF,
        "role-id": _Do.ROLE,
        "role-ids": _Do.ROLE,
        "id": _Do.ID,
        "title": _Do.TEXT,
        "description": _Do.TEXT,
        "statement": _Do.TEXT,
        "props": _Do.PROPS,
        "rlinks": _Do.RLINKS,
        "facets": _Do.FACETS,
        "member-of-organizations": _Do.USE,
    }
)


def survey(root: Node, model: str) -> Survey:
    """Walks the document whose root is the field `model`."""
    body = root[model]
    found = Survey(model=model, body=body if isinstance(body, dict) else {})
    found.names = len(root)
    if isinstance(body, dict | list):
        _Walk(found).run(body)
    return found


class _Walk:
    """The loop and its memory of what each name asks for."""

    __slots__ = ("_do", "_found", "_stack")

    def __init__(self, found: Survey) -> None:
        self._found = found
        self._do = dict(_BY_NAME)
        self._stack: list[tuple[Any, Place, str, int]] = []

    def run(self, body: Node | list[Any]) -> None:
        found, stack, do = self._found, self._stack, self._do
        stack.append((body, (None, found.model), found.model, 1))
        names = 0
        while stack:
            node, place, holder, depth = stack.pop()
            if depth > MAX_DEPTH:
                found.too_deep = place
                return
            if type(node) is list:
                self._spread(node, place, holder, depth)
                continue
            names += len(node)
            for name, value in node.items():
                kind = type(value)
                if kind is not str and kind is not dict and kind is not list:
                    continue
                action = do.get(name)
                if action is None:
                    action = do[name] = _Do.USE if name.endswith(("-uuid", "-uuids")) else _Do.WALK
                if kind is str:
                    if action is not _Do.WALK:
                        self._text(action, name, value, node, place, holder)
                elif kind is dict:
                    stack.append((value, (place, name), name, depth + 1))
                else:
                    if action is not _Do.WALK:
                        self._list(action, name, value, node, place, holder)
                    stack.append((value, (place, name), name, depth + 1))
        found.names += names

    def _spread(self, items: list[Any], place: Place, holder: str, depth: int) -> None:
        stack = self._stack
        for index in range(len(items) - 1, -1, -1):
            item = items[index]
            if type(item) is dict or type(item) is list:
                stack.append((item, (place, index), holder, depth + 1))

    def _text(self, action: _Do, name: str, value: str, node: Node, place: Place, holder: str) -> None:
        found = self._found
        match action:
            case _Do.TEXT:
                if not value or value.isspace():
                    found.empty.append((place, name))
            case _Do.UUID:
                found.uuids.append((value.lower(), holder, (place, name)))
            case _Do.USE:
                found.uses.append((name, value.lower(), node, (place, name)))
            case _Do.HREF:
                if value.startswith("#"):
                    rel = node.get("rel")
                    found.fragments.append((holder, value[1:], rel if isinstance(rel, str) else "", (place, name)))
            case _Do.ID:
                found.ids.append((value, holder, (place, name)))
            case _Do.ROLE:
                found.roles.append((value, (place, name)))

    def _list(self, action: _Do, name: str, value: list[Any], node: Node, place: Place, holder: str) -> None:
        found, here = self._found, (place, name)
        match action:
            case _Do.PROPS:
                found.props.append((holder, node, value, here))
            case _Do.FACETS:
                found.facets.append((value, here))
            case _Do.RLINKS:
                found.rlinks.extend((link, (here, index)) for index, link in enumerate(value) if isinstance(link, dict))
            case _Do.USE:
                found.uses.extend(
                    (name, item.lower(), node, (here, index)) for index, item in enumerate(value) if isinstance(item, str)
                )
            case _Do.ROLE:
                found.roles.extend((item, (here, index)) for index, item in enumerate(value) if isinstance(item, str))
