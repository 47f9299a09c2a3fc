"""OSCAL of any producer as the types that this project writes.

A writer of ours has to give every field that OSCAL requires; other producers leave some out. So the types are read with each
required field made optional: what a document lacks is empty. Only `NEEDED`, without which an entry says nothing, must be there.
Fields that we do not know are ignored. An entry of a list that cannot be read is left out and reported with its place.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from functools import cached_property, reduce
from operator import or_
from types import GenericAlias, MappingProxyType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

import msgspec

from generator.errors import ParseError
from generator.oscal import types as o
from generator.oscal.forms.faults import NEXT
from generator.oscal.forms.reading import json_of
from generator.oscal.reading import MAX_BYTES, WHOLE_BYTES

T = TypeVar("T", bound=o.Assembly)
Fields = Mapping[type[o.Assembly], tuple[str, ...]]

NEEDED: Fields = {
    o.Property: ("name", "value"),
    o.Facet: ("name", "value"),
    o.Observation: ("uuid",),
    o.Risk: ("uuid",),
    o.SelectSubject: ("subject_uuid",),
    o.ImplementedRequirement: ("control_id",),
}
MOST_LEFT_OUT = 20
"""Entries. A document with more that are wrong is not the OSCAL that it says it is."""


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that could not be read."""

    place: str
    """JSON pointer."""
    reason: str


class Reading(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A document with what was left out of it."""

    content: T
    left_out: tuple[LeftOut, ...] = ()


class _Body(msgspec.Struct, rename="kebab"):
    """What every model has; the rest is passed over."""

    back_matter: o.BackMatter = o.BackMatter()


def resources_of(data: bytes) -> tuple[o.Resource, ...]:
    """The back matter of a JSON document of any model, of our own or one that was validated."""
    bodies = msgspec.json.decode(data, type=dict[str, _Body]).values()
    return tuple(resource for body in bodies for resource in body.back_matter.resources)


class LenientReader(Generic[T]):
    """Reads one type of document. `needed` are fields that must be there as well, `skipped` are passed over unread."""

    def __init__(self, type_: type[T], *, needed: Fields = NEEDED, skipped: Fields = MappingProxyType({})) -> None:
        self._type = type_
        self._needed = needed
        self._skipped = skipped

    def read(self, data: bytes, suffix: str = ".json") -> Reading[T]:
        """A document in the form that the ending of its name says.

        Raises:
            ParseError: it is not of that form, or something is wrong that is no entry of a list; names the place.
        """
        if len(data) > MAX_BYTES:
            raise ParseError(f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read", next_step=NEXT)
        try:
            return self._decoded(json_of(data, suffix).removeprefix(BOM_UTF8))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ParseError(f"this is not JSON: {error}", next_step=NEXT) from error

    @cached_property
    def _decoder(self) -> "msgspec.json.Decoder[T]":
        return msgspec.json.Decoder(_Lenient(self._needed, self._skipped).struct(self._type))

    def _decoded(self, text: bytes) -> Reading[T]:
        try:
            return Reading(content=self._decoder.decode(text))
        except msgspec.ValidationError as error:
            if len(text) > WHOLE_BYTES:
                what = f"{error}; of more than {WHOLE_BYTES:,} bytes no entry is left out"
                raise ParseError(what, next_step=NEXT) from error
            root = msgspec.json.decode(text)
        removal = _Removal(root)
        while True:
            try:
                return Reading(content=msgspec.convert(root, self._decoder.type), left_out=tuple(removal.done))
            except msgspec.ValidationError as error:
                removal.remove(str(error))


class _Lenient:
    """Makes subclasses of the types in which every field has a default."""

    def __init__(self, needed: Fields, skipped: Fields) -> None:
        self._needed = needed
        self._skipped = skipped
        self._made: dict[type[o.Assembly], type[Any]] = {}

    def struct(self, type_: type[Any]) -> type[Any]:
        if type_ not in self._made:
            self._made[type_] = type_  # a part of parts is read as it is written
            fields = [self._field(type_, field) for field in msgspec.structs.fields(type_)]
            self._made[type_] = msgspec.defstruct(type_.__name__, fields, bases=(type_,), frozen=True, kw_only=True)
        return self._made[type_]

    def _field(self, holder: type[o.Assembly], field: msgspec.structs.FieldInfo) -> tuple[str, Any, Any]:
        skipped = field.name in self._skipped.get(holder, ())
        type_ = field.type if skipped else self._type(field.type)
        if field.name in self._needed.get(holder, ()):
            return field.name, type_, msgspec.field(name=field.encode_name)
        # NOTE: no document has a name in brackets, and members of unknown names cost no memory and next to no time
        name = f"({field.name})" if skipped else field.encode_name
        return field.name, type_, msgspec.field(default=_empty(type_) if field.required else field.default, name=name)

    def _type(self, type_: Any) -> Any:
        """The same with the structs in it made lenient."""
        origin, inner = get_origin(type_), get_args(type_)
        if origin is tuple:
            return GenericAlias(tuple, (self._type(inner[0]), ...))
        if origin in (Union, UnionType):
            return reduce(or_, map(self._type, inner))
        return self.struct(type_) if isinstance(type_, type) and issubclass(type_, o.Assembly) else type_


def _empty(type_: Any) -> Any:
    """What stands for a required field that a document lacks."""
    if get_origin(type_) is tuple:
        return ()
    if issubclass(type_, msgspec.Struct):
        return type_(**{field.name: _empty(field.type) for field in msgspec.structs.fields(type_) if field.required})
    return type_()


_PLACE = re.compile(r"(?P<reason>.*?)(?: - at `\$(?P<path>.*)`)?", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_KIND = re.compile(r"Expected `(?P<allowed>[^`]+)`, got `(?P<found>[^`]+)`")
_LACKS = re.compile(r"Object missing required field `(?P<name>[^`]+)`")
_WORDS: Mapping[str, str] = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
}


class _Removal:
    """Takes out of a parsed document the innermost entry in which something is wrong."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._numbers: dict[int, list[int]] = {}
        """By the identity of a list from which an entry was taken: the numbers that its entries had in the document."""
        self.done: list[LeftOut] = []

    def remove(self, message: str) -> None:
        """Remove what the message is about.

        Raises:
            ParseError: that is no entry of a list, or too many are wrong.
        """
        match = _PLACE.fullmatch(message)
        reason = _explained(match["reason"] if match else message)
        node, place, innermost, at = self._root, "", None, ""
        for name, number in _STEP.findall((match and match["path"]) or ""):
            if number:
                numbers = self._numbers.setdefault(id(node), list(range(len(node))))
                place = f"{place}/{numbers[int(number)]}"
                innermost, at = (node, int(number)), place
                node = node[int(number)]
            else:
                place = f"{place}/{name.replace('~', '~0').replace('/', '~1')}"
                node = node[name]
        if innermost is None:
            raise ParseError(f"not valid OSCAL: {reason}", where=place, next_step=NEXT)
        inside = place.removeprefix(at)
        self.done.append(LeftOut(place=at, reason=f"{inside}: {reason}" if inside else reason))
        if len(self.done) > MOST_LEFT_OUT:
            what = f"more than {MOST_LEFT_OUT} of its entries cannot be read; the first: {self.done[0].reason}"
            raise ParseError(what, where=self.done[0].place, next_step=NEXT)
        rows, index = innermost
        self._numbers[id(rows)].pop(index)
        rows.pop(index)


def _explained(reason: str) -> str:
    """msgspec's reason in plain English."""
    if kind := _KIND.fullmatch(reason):
        allowed = " or ".join(_WORDS.get(part, part) for part in kind["allowed"].split(" | ") if part != "null")
        return f"found {_WORDS.get(kind['found'], kind['found'])}; allowed is {allowed}"
    if lacks := _LACKS.fullmatch(reason):
        return f"the field {lacks['name']!r} is missing"
    return reason
