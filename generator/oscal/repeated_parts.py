"""Facets and properties that the risks of a plan of action share, judged once: of 30,000 risks with twenty facets each some
hundred facets are different ones.

An entry is first judged without the parts that an entry before had byte by byte and without a fault. They are texts alone that
refer to nothing, and each is judged by itself, so that an entry is without a fault where the rest of it is. Where the rest has
one, that is forgotten, and the entry judged as it is written.
"""

from dataclasses import dataclass, field
from types import GenericAlias, MappingProxyType
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, Raw

from generator.oscal import types as o
from generator.oscal.shapes import Node

_TEXTS = frozenset({"name", "system", "value", "ns", "class", "group", "remarks"})
"""What a part may consist of beside properties: nothing that has to be unique, refers to something or may not be empty."""
_KEPT = 1 << 13
"""Parts that are known at once. Most come once, as the number of a vulnerability does."""
_LONGEST = 500
"""Bytes of a part that is kept."""


def _read_as(kind: type[o.Assembly], **parts: Any) -> Any:
    """The members of this type as they come, but for these."""
    fields = msgspec.structs.fields(kind)
    return msgspec.defstruct(
        kind.__name__,
        [(each.name, parts.get(each.name, Any), UNSET) for each in fields],
        rename={each.name: each.encode_name for each in fields},
        forbid_unknown_fields=True,
        gc=False,
    )


def _decoder() -> msgspec.json.Decoder[Any]:
    characterization = _read_as(o.Characterization, facets=list[Raw])
    return msgspec.json.Decoder(_read_as(o.Risk, props=list[Raw], characterizations=GenericAlias(list, (characterization,))))


_DECODERS = MappingProxyType({"risks": _decoder()})
"""By list: entries of other lists share little. What has other members than these is judged as it is written."""


@dataclass(slots=True)
class Rest:
    """What is left of an entry."""

    value: Node
    names: int = 0
    """Of members in what was left out."""
    new: list[tuple["_Known", bytes, int]] = field(default_factory=list)
    """Parts that are not known yet, as they are written, with the number of names in each."""


class RepeatedParts:
    """Those of one document, found good."""

    __slots__ = ("_facets", "_props")

    def __init__(self) -> None:
        self._facets: _Known = {}
        self._props: _Known = {}

    def rest(self, name: str, written: bytes | Raw) -> Rest | None:
        """An entry of the list `name` without known parts; None where it has other members than are usual there."""
        decoder = _DECODERS.get(name)
        if decoder is None:
            return None
        try:
            entry = decoder.decode(written)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # NOTE: reported where it is read as it is written
            return None
        rest = Rest(_members(entry))
        if entry.props is not UNSET:
            rest.value["props"] = _left(entry.props, self._props, rest)
        if entry.characterizations is not UNSET:
            rest.value["characterizations"] = [self._characterized(each, rest) for each in entry.characterizations]
        return rest

    def learn(self, rest: Rest) -> None:
        """No part of this entry has a fault."""
        for known, written, names in rest.new:
            if len(written) <= _LONGEST:
                if len(known) >= _KEPT:
                    known.clear()
                known[written] = names

    def _characterized(self, each: Any, rest: Rest) -> Node:
        members = _members(each)
        if each.facets is not UNSET:
            members["facets"] = _left(each.facets, self._facets, rest)
        return members


_Known: TypeAlias = dict[bytes, int]
"""Parts as they are written, with the number of names of members in each."""


def _left(parts: list[Raw], known: _Known, rest: Rest) -> list[object]:
    """Those not known, and the first, since a list is not empty. All, where one may refer to something: its place counts."""
    left: list[object] = []
    new: list[tuple[_Known, bytes, int]] = []
    names_left_out = 0
    for part in parts:
        written = bytes(part)
        names = known.get(written)
        if names is not None and left:
            names_left_out += names
            continue
        value = msgspec.json.decode(written)
        left.append(value)
        if names is None:
            names = _names_of_texts(value)
            if not names:
                return [msgspec.json.decode(each) for each in parts]
            new.append((known, written, names))
    rest.names += names_left_out
    rest.new += new
    return left


def _members(entry: Any) -> Node:
    named = zip(entry.__struct_encode_fields__, msgspec.structs.astuple(entry), strict=True)
    return {name: value for name, value in named if value is not UNSET}


def _names_of_texts(part: object) -> int:
    """How many names of members it has; 0 where it is anything but texts, and properties of such."""
    if not isinstance(part, dict):
        return 0
    names = len(part)
    for name, value in part.items():
        if name == "props" and isinstance(value, list):
            inside = [_names_of_texts(prop) for prop in value]
            if not all(inside):
                return 0
            names += sum(inside)
        elif not (name in _TEXTS and isinstance(value, str)):
            return 0
    return names
