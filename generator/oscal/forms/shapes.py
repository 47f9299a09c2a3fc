"""The rows of `shape_rows` as records."""

from collections.abc import Mapping
from enum import Enum
from functools import cache

import msgspec

from generator.oscal.forms.shape_rows import ROWS


class TextKind(Enum):
    """What text is."""

    TEXT = ""
    LINE = "line"
    PROSE = "prose"
    BARE = "bare"
    """Prose whose paragraphs stand among the elements of its parent."""
    NUMBER = "number"
    BOOLEAN = "boolean"


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """An attribute."""

    name: str
    kind: TextKind


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """An element inside another."""

    element: str
    json: str
    kind: TextKind
    shape: str | None
    """The row of what is in it; None for plain text and markup."""
    many: bool
    grouped: bool
    """XML has an element named as JSON names the list around them."""


class OscalShape(msgspec.Struct, frozen=True, kw_only=True):
    """A part of OSCAL."""

    flags: tuple[Flag, ...]
    value: Flag | None
    """Of a field with attributes: how JSON names its text."""
    children: tuple[Child, ...]

    @property
    def names(self) -> frozenset[str]:
        """Everything that JSON may have here."""
        value = {self.value.name} if self.value else set()
        return frozenset({flag.name for flag in self.flags} | value | {child.json for child in self.children})


@cache
def shapes() -> Mapping[str, OscalShape]:
    """By name; a document's root has the name of its model."""
    oscal_shapes: dict[str, OscalShape] = {}
    for row in ROWS.replace("\n    ", " ").splitlines():
        name, _, rest = row.partition(":")
        before, sign, after = rest.partition(" | ") if " | " in rest else rest.partition(">")
        flags = tuple(_flag(part) for part in before.split())
        if sign == " | ":
            oscal_shapes[name] = OscalShape(flags=flags, value=_flag(after.strip()), children=())
        else:
            oscal_shapes[name] = OscalShape(
                flags=flags, value=None, children=tuple(_child(part, name) for part in after.split())
            )
    return oscal_shapes


def _flag(written: str) -> Flag:
    name, _, kind = written.partition(":")
    return Flag(name=name, kind=TextKind(kind))


def _child(written: str, within: str) -> Child:
    named, _, shape = written.partition("@")
    named, _, kind = named.partition(":")
    grouped = "/" in named
    json, listed, element = named.replace("/", "=").partition("=")
    many = bool(listed) or named.endswith("*")
    element = element or named.removesuffix("*")
    return Child(
        element=element,
        json=json if listed else f"{element}s" if many else element,
        kind=TextKind(kind),
        shape=_shape(shape, element, within) if "@" in written else None,
        many=many,
        grouped=grouped,
    )


def _shape(written: str, element: str, within: str) -> str:
    return f"{within}/{element}" if written == "/" else written or element
