"""Types that prove the shape of an entry while it is decoded, made from the JSON Schema of the entry.

Decoding into such a type leaves to judge only what stands in texts, which is done for many entries at once. A member whose
rules are not wholly understood here is kept as it is written, for the schema to judge, or is no member of the type: an entry
that has it is decoded into no such type, and judged by the schema as a whole.
"""

import keyword
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from operator import attrgetter
from types import GenericAlias
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Raw

from generator.oscal.pieces import ListPath
from generator.oscal.reference_kinds import ReferenceTarget, target_by_name
from generator.oscal.schema_derivation import LINE, UUID, Schema
from generator.oscal.survey import FieldAction, action_of, depth_of

_SHARED = frozenset({"facets", "links", "origin", "origins", "props", "subjects"})
"""Names of what many entries have alike, byte by byte, or that refers to other objects in a manner of its own."""
_OBJECT_RULES = frozenset({"type", "properties", "required", "additionalProperties"})
_LIST_RULES = frozenset({"type", "items", "minItems"})
_AT_LEAST_ONE = Meta(min_length=1)


class MemberKind(Enum):
    """How a member is judged, once its entry is decoded."""

    UUID = auto()
    """The identifier of the object."""
    REFERENCE = auto()
    """An identifier of another."""
    TEXT = auto()
    """Text that is not blank."""
    LINE = auto()
    """The same on one line."""
    ANY_TEXT = auto()
    WORD = auto()
    """Text that has rules, and is one of few."""
    OBJECT = auto()
    OBJECTS = auto()
    """A list of them."""
    PART = auto()
    """By what is written."""
    PARTS = auto()
    """A list of such."""


class EntryMember(msgspec.Struct, frozen=True, kw_only=True):
    """One member of an object."""

    name: str
    path: str
    """Of the names from the list of entries on."""
    judged: MemberKind
    type: Any
    required: bool
    schema: Schema
    value: Callable[[Any], Any]
    """From the decoded object; UNSET where it lacks the member."""
    inner: "EntryType | None" = None
    """Of an object, or of each in a list."""
    target: ReferenceTarget | None = None
    """Of a reference."""


class EntryType(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry, or an object inside of it, is decoded into."""

    type: Any
    held_under: str
    """The JSON name the object stands under."""
    depth: int
    members: tuple[EntryMember, ...]


def entry_type(schema: Schema, entry: Schema, path: ListPath) -> EntryType | None:
    """Of the entries of the list `path`, whose schema is `entry`; None where they are not understood."""
    return _TypeMaker(schema["$defs"]).object(entry, path, depth_of(path), ())


def parts_schema(schema: Schema, types: Iterable[EntryType]) -> Schema:
    """Of an object that has, by the path of a member judged as `PART`, `PARTS` or `WORD`, a list of objects of that member."""
    holders = {
        member.path: {"type": "array", "items": {"type": "object", "properties": {member.name: member.schema}}}
        for of in types
        for member in _parts_of(of)
    }
    return {"type": "object", "properties": holders, "additionalProperties": False, "$defs": schema["$defs"]}


def _parts_of(of: EntryType) -> Iterator[EntryMember]:
    for member in of.members:
        if member.inner is not None:
            yield from _parts_of(member.inner)
        elif member.judged in (MemberKind.PART, MemberKind.PARTS, MemberKind.WORD):
            yield member


class _TypeMaker:
    """Of the definitions of one schema."""

    __slots__ = ("_definitions",)

    def __init__(self, definitions: Schema) -> None:
        self._definitions = definitions

    def object(self, field: Schema, path: tuple[str, ...], depth: int, around: tuple[Schema, ...]) -> EntryType | None:
        """`around` are the definitions it stands in: no type contains itself."""
        body = self._resolved(field)
        if not (body.keys() <= _OBJECT_RULES and body.get("additionalProperties") is False) or body in around:
            return None
        members = tuple(self._members(body, path, depth, (*around, body)))
        if not {*body.get("required", ())} <= {member.name for member in members}:
            return None
        attributes = {_attribute(member.name): member for member in members}
        made = msgspec.defstruct(
            path[-1],
            [(name, each.type) if each.required else (name, each.type, UNSET) for name, each in attributes.items()],
            rename={name: each.name for name, each in attributes.items()},
            forbid_unknown_fields=True,
            kw_only=True,
            gc=False,
        )
        return EntryType(type=made, held_under=path[-1], depth=depth, members=members)

    def _members(self, body: Schema, path: tuple[str, ...], depth: int, around: tuple[Schema, ...]) -> Iterator[EntryMember]:
        for name, field in body["properties"].items():
            judged, inner, target = self._judged(name, field, body, (*path, name), depth, around)
            if judged is not None:
                yield EntryMember(
                    name=name,
                    path="/".join((*path, name)),
                    judged=judged,
                    type=_type(judged, inner),
                    required=name in body.get("required", ()),
                    schema=field,
                    value=attrgetter(_attribute(name)),
                    inner=inner,
                    target=target,
                )

    def _judged(  # noqa: PLR0917 - all that decides it
        self, name: str, field: Schema, body: Schema, path: tuple[str, ...], depth: int, around: tuple[Schema, ...]
    ) -> tuple[MemberKind | None, EntryType | None, ReferenceTarget | None]:
        if field.get("type") == "string":
            return _text(name, field, body)
        each = field.get("items", {}) if field.keys() <= _LIST_RULES and field.get("minItems") == 1 else None
        if name not in _SHARED:
            inner = self.object(field if each is None else each, path, depth + (1 if each is None else 2), around)
            if inner is not None:
                return MemberKind.OBJECT if each is None else MemberKind.OBJECTS, inner, None
        of_objects = each is not None and self._resolved(each).get("type") == "object"
        return MemberKind.PARTS if of_objects else MemberKind.PART, None, None

    def _resolved(self, field: Schema) -> Schema:
        found: Schema = self._definitions[field["$ref"].removeprefix("#/$defs/")] if field.keys() == {"$ref"} else field
        return found


def _text(name: str, field: Schema, body: Schema) -> tuple[MemberKind | None, None, ReferenceTarget | None]:
    rules = {rule: value for rule, value in field.items() if rule != "type"}
    action, is_uuid = action_of(name), rules == {"pattern": UUID}
    if action is FieldAction.UUID:
        return MemberKind.UUID if is_uuid else None, None, None
    if action is FieldAction.USE:
        target = target_by_name(name)
        return MemberKind.REFERENCE if is_uuid and target is not None else None, None, target
    if action is FieldAction.TEXT:
        return {(): MemberKind.TEXT, (("pattern", LINE),): MemberKind.LINE}.get(tuple(rules.items())), None, None
    if action is FieldAction.HREF and "rel" in body["properties"]:
        return None, None, None  # what it means depends on another member
    return MemberKind.WORD if rules or action is not FieldAction.WALK else MemberKind.ANY_TEXT, None, None


def _type(judged: MemberKind, inner: EntryType | None) -> Any:
    match judged:
        case MemberKind.PART:
            return Raw
        case MemberKind.PARTS:
            return Annotated[GenericAlias(list, (Raw,)), _AT_LEAST_ONE]
        case MemberKind.OBJECT:
            return inner and inner.type
        case MemberKind.OBJECTS:
            return Annotated[GenericAlias(list, (inner and inner.type,)), _AT_LEAST_ONE]
        case _:
            return str


def _attribute(name: str) -> str:
    attribute = name.replace("-", "_")
    return f"{attribute}_" if keyword.iskeyword(attribute) else attribute
