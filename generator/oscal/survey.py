"""One walk over a parsed document that collects what the checks look at, so that a large document is walked once.

The walk takes any JSON: what has the wrong shape is passed over, since the schema has already said so. It is a loop, not a
recursion, and stops at a depth that no OSCAL document reaches.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeAlias, cast

from generator.oscal.faults import Place
from generator.oscal.pieces import DocumentEntry, ListPath
from generator.oscal.reference_kinds import LEADING, ReferenceTarget, target_of

Node = dict[str, Any]

MAX_DEPTH = 128


@dataclass(slots=True)
class Survey:
    """What one document holds. Every list is in the order of the document."""

    model: str
    body: Node
    uuids: list[tuple[str, str, Place]] = field(default_factory=list)
    """Each uuid defined here in small letters, the JSON name its object stands under, and the place."""
    uses: list[tuple[str, str, ReferenceTarget, Place]] = field(default_factory=list)
    """Each reference by uuid: the JSON name, the uuid in small letters, what it may point to, and the place."""
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
    component_props: list[tuple[list[Any], Place]] = field(default_factory=list)
    """Those of components, some of which refer to other objects."""
    facets: list[tuple[list[Any], Place]] = field(default_factory=list)
    names: int = 0
    """How many field names the document has."""
    too_deep: Place | None = None
    shapes: "_Shapes" = field(default_factory=lambda: _Shapes())

    def state(self) -> tuple[int, ...]:
        """How much is collected, for `go_back`."""
        return (self.names, *map(len, self._lists()))

    def go_back(self, state: tuple[int, ...]) -> None:
        """Forgets what was collected since."""
        self.names, *lengths = state
        self.too_deep = None
        for collected, length in zip(self._lists(), lengths, strict=True):
            del collected[length:]

    def _lists(self) -> tuple[list[Any], ...]:
        return (
            self.uuids, self.uses, self.fragments, self.roles, self.ids, self.empty, self.rlinks, self.props,
            self.component_props, self.facets,
        )  # fmt: skip

    def forget_content(self) -> None:
        """Lets go of the document but for what leads to other documents, which is all that they are asked for together."""
        self.body = {name: value for name, value in self.body.items() if name in LEADING}

    def forget_values(self) -> None:
        """Lets go of properties and facets, once they were looked at: with them goes most of what was parsed."""
        self.props.clear()
        self.facets.clear()


class FieldAction(Enum):
    """What the checks ask of a field, by its name."""

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


class _Actions(dict[str, FieldAction]):
    """What each name that was met asks for."""

    def __missing__(self, name: str) -> FieldAction:
        action = self[name] = FieldAction.USE if name.endswith(("-uuid", "-uuids")) else FieldAction.WALK
        return action


class _Shapes(dict[tuple[object, ...], tuple[tuple[str, type, FieldAction], ...]]):
    """By names and types of the fields of an object: those that ask for anything, with their type. A document of 300 MB has a
    million fields and few shapes of objects."""

    def __init__(self) -> None:
        super().__init__()
        self.actions = _Actions(_BY_NAME)

    def __missing__(self, shape: tuple[object, ...]) -> tuple[tuple[str, type, FieldAction], ...]:
        if len(self) >= _MOST_SHAPES:
            self.clear()
        half, actions = len(shape) // 2, self.actions
        fields: list[tuple[str, type, FieldAction]] = []
        for name, kind in zip(shape[:half], shape[half:], strict=True):
            if isinstance(name, str) and (kind is dict or kind is list or (kind is str and actions[name] is not _WALK)):
                fields.append((name, cast("type", kind), actions[name]))
        self[shape] = tuple(fields)
        return self[shape]


_MOST_SHAPES = 1 << 12
_WALK, _TEXT, _UUID, _USE = FieldAction.WALK, FieldAction.TEXT, FieldAction.UUID, FieldAction.USE
# NOTE: names of the module, since what is looked up for each field of 300 MB takes a tenth of their walk

_BY_NAME: Mapping[str, FieldAction] = {
    "uuid": FieldAction.UUID,
    "href": FieldAction.HREF,
    "role-id": FieldAction.ROLE,
    "role-ids": FieldAction.ROLE,
    "id": FieldAction.ID,
    "title": FieldAction.TEXT,
    "description": FieldAction.TEXT,
    "statement": FieldAction.TEXT,
    "props": FieldAction.PROPS,
    "rlinks": FieldAction.RLINKS,
    "facets": FieldAction.FACETS,
    "member-of-organizations": FieldAction.USE,
}


def action_of(name: str) -> FieldAction:
    """What the checks ask of the field `name`."""
    return _Actions(_BY_NAME)[name]


def survey(root: Node, model: str) -> Survey:
    """Walks the document whose root is the field `model`."""
    body = root[model]
    collected = Survey(model=model, body=body if isinstance(body, dict) else {})
    collected.names = len(root)
    if isinstance(body, dict | list):
        _Walk(collected).run(body, (None, model), model, 1)
    return collected


def survey_entry(collected: Survey, entry: DocumentEntry) -> None:
    """Adds what an entry holds that the document was surveyed without."""
    if isinstance(entry.value, dict | list):
        _Walk(collected).run(entry.value, entry.place, entry.path[-1], depth_of(entry.path))


def depth_of(path: ListPath) -> int:
    """Of an entry of this list, as the walk counts: the body is the first level, and each list and its entries are two."""
    return 1 + 2 * len(path)


def survey_parts(collected: Survey, holders: list[Node], held_under: str, depth: int) -> None:
    """Adds what these objects hold, which stand under the name `held_under`, so many levels deep. Their places are none."""
    _Walk(collected).run(holders, (None, ""), held_under, depth)


_At: TypeAlias = tuple[Node, Place, str]
"""Where the walk is: the object, its place, and the JSON name it stands under."""


class _Walk:
    """The loop and its memory of what each name asks for."""

    __slots__ = ("_do", "_found", "_shapes", "_stack")

    def __init__(self, survey_so_far: Survey) -> None:
        self._found = survey_so_far
        self._shapes, self._do = survey_so_far.shapes, survey_so_far.shapes.actions
        self._stack: list[tuple[Any, Place, str, int]] = []

    def run(self, start: Node | list[Any], at: Place, named: str, level: int) -> None:  # noqa: C901 - one loop for all fields
        stack, shapes, survey_so_far = self._stack, self._shapes, self._found
        uuids, uses, names = survey_so_far.uuids, survey_so_far.uses, 0
        stack.append((start, at, named, level))
        while stack:
            node, place, holder, depth = stack.pop()
            if depth > MAX_DEPTH:
                survey_so_far.too_deep = place
                break
            if type(node) is list:
                self._spread(node, place, holder, depth)
                continue
            names += len(node)
            for name, kind, action in shapes[(*node, *map(type, node.values()))]:
                value = node[name]  # NOTE: for each such field of 300 MB, so it calls as little as it can
                if kind is str:
                    if action is _UUID:
                        uuids.append((value.lower(), holder, (place, name)))
                    elif action is _USE:
                        uses.append((name, value.lower(), target_of(name, node, here := (place, name)), here))
                    elif action is not _TEXT or not value or value.isspace():
                        self._seldom(action, value, (node, place, holder), (place, name))
                elif kind is dict:
                    stack.append((value, (place, name), name, depth + 1))
                else:
                    self._list(action, name, value, (node, place, holder), depth + 1)
        survey_so_far.names += names

    def _spread(self, items: list[Any], place: Place, holder: str, depth: int) -> None:
        """Backwards, so that the stack gives the items in the order of the document."""
        stack, index = self._stack, len(items)
        for item in reversed(items):
            index -= 1
            if type(item) is dict or type(item) is list:
                stack.append((item, (place, index), holder, depth + 1))

    def _seldom(self, action: FieldAction, value: str, at: _At, here: Place) -> None:
        survey_so_far, (node, _, holder) = self._found, at
        match action:
            case FieldAction.TEXT:
                survey_so_far.empty.append(here)
            case FieldAction.HREF if value.startswith("#"):
                survey_so_far.fragments.append((holder, value[1:], str(node.get("rel")), here))
            case FieldAction.ID:
                survey_so_far.ids.append((value, holder, here))
            case FieldAction.ROLE:
                survey_so_far.roles.append((value, here))

    def _props(self, props: list[Any], at: _At, depth: int) -> None:
        """A property holds text only, so it need not be walked: half of all objects of a large document are properties."""
        survey_so_far, (node, place, holder) = self._found, at
        here = (place, "props")
        survey_so_far.props.append((holder, node, props, here))
        if holder == "components":
            survey_so_far.component_props.append((props, here))
        for index, prop in enumerate(props):
            if type(prop) is not dict:
                if type(prop) is list:
                    self._stack.append((prop, (here, index), "props", depth + 1))
                continue
            survey_so_far.names += len(prop)
            for name, value in prop.items():
                if type(value) is dict or type(value) is list:
                    self._stack.append((value, ((here, index), name), name, depth + 2))
                elif name == "uuid" and type(value) is str:
                    survey_so_far.uuids.append((value.lower(), "props", ((here, index), name)))

    def _facets(self, facets: list[Any], at: _At, depth: int) -> None:
        """A facet of texts without anything to look up is not walked: half of the objects of a risk are such facets."""
        here = (at[1], "facets")
        self._found.facets.append((facets, here))
        others: list[tuple[Any, Place, str, int]] = []
        for index, facet in enumerate(facets):
            if type(facet) is dict:
                props = facet.get("props")
                if not self._is_plain(facet, props):
                    others.append((facet, (here, index), "facets", depth + 1))
                    continue
                self._found.names += len(facet)
                if props is not None:
                    self._props(props, (facet, (here, index), "facets"), depth + 1)
            elif type(facet) is list:
                others.append((facet, (here, index), "facets", depth + 1))
        self._stack += reversed(others)

    def _is_plain(self, facet: Node, props: object) -> bool:
        """Has it nothing to look up, beside its properties?"""
        do = self._do
        for name, value in facet.items():
            if value is not props and (type(value) is not str or do[name] is not _WALK):
                return False
        return props is None or type(props) is list

    def _list(self, action: FieldAction, name: str, value: list[Any], at: _At, depth: int) -> None:
        survey_so_far, (node, place, _) = self._found, at
        here = (place, name)
        match action:
            case FieldAction.WALK:
                pass
            case FieldAction.PROPS:
                return self._props(value, at, depth)
            case FieldAction.FACETS:
                return self._facets(value, at, depth)
            case FieldAction.RLINKS:
                survey_so_far.rlinks.extend((link, (here, index)) for index, link in enumerate(value) if isinstance(link, dict))
            case FieldAction.USE:
                survey_so_far.uses.extend(
                    (name, item.lower(), target_of(name, node, spot), spot) for item, spot in _texts(value, here)
                )
            case FieldAction.ROLE:
                survey_so_far.roles.extend(_texts(value, here))
        return self._spread(value, here, name, depth)


def _texts(items: list[Any], place: Place) -> Iterator[tuple[str, Place]]:
    return ((item, (place, index)) for index, item in enumerate(items) if isinstance(item, str))
