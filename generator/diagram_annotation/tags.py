"""The tags of an XML text with their places, for changing a few bytes of a file and leaving all others as they are.

Only for text that an XML parser has read before: what is well-formed needs no second opinion here.

https://www.w3.org/TR/xml/#sec-logical-struct
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape

import msgspec

_TAG = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<![^>]*>"
    r"|<(?P<closing>/?)(?P<name>[^\s/>\"'=<!?]+)(?P<inside>(?:[^>\"'/]|\"[^\"]*\"|'[^']*'|/(?!>))*+)(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"\s+(?P<name>[^\s=\"'/>]+)\s*=\s*(?P<quoted>\"[^\"]*\"|'[^']*')", re.DOTALL)


class Attribute(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute where it stands, with the space before it."""

    name: str
    quoted: str
    """With its quotation marks, as written."""
    start: int
    end: int

    @property
    def value(self) -> str:
        """What it says."""
        return unescape(self.quoted[1:-1])

    @property
    def inside(self) -> tuple[int, int]:
        """Where the value is, between its quotation marks."""
        return self.end - len(self.quoted) + 1, self.end - 1


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """A start tag, end tag or empty element."""

    name: str
    start: int
    end: int
    closing: bool
    empty: bool
    attributes: tuple[Attribute, ...]

    def get(self, name: str) -> Attribute | None:
        """The attribute of that name."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    @property
    def after_attributes(self) -> int:
        """Where a further attribute would begin."""
        return self.attributes[-1].end if self.attributes else self.start + 1 + len(self.name)


class XmlElement(msgspec.Struct, frozen=True, kw_only=True):
    """An element from its start tag to the end of its end tag."""

    tag: Tag
    inner: tuple[int, int]
    """What lies between the two tags; empty for an element without content."""
    end: int


class Edit(msgspec.Struct, frozen=True):
    """Text that takes the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def tags(text: str, start: int = 0, end: int | None = None) -> Iterator[Tag]:
    """Every tag, in order; comments, CDATA and processing instructions are passed over."""
    for match in _TAG.finditer(text, start, len(text) if end is None else end):
        if match["name"] is None:
            continue
        attributes = tuple(
            Attribute(
                name=attribute_match["name"],
                quoted=attribute_match["quoted"],
                start=attribute_match.start(),
                end=attribute_match.end(),
            )
            for attribute_match in _ATTRIBUTE.finditer(text, match.start("inside"), match.end("inside"))
        )
        yield Tag(
            name=match["name"],
            start=match.start(),
            end=match.end(),
            closing=bool(match["closing"]),
            empty=bool(match["empty"]),
            attributes=attributes,
        )


def children(text: str, start: int = 0, end: int | None = None) -> Iterator[XmlElement]:
    """The elements that lie side by side in a part of the text, without those inside them."""
    depth, first = 0, None
    for tag in tags(text, start, end):
        if tag.closing:
            depth -= 1
            if depth == 0 and first is not None:
                yield XmlElement(tag=first, inner=(first.end, tag.start), end=tag.end)
        elif tag.empty:
            if depth == 0:
                yield XmlElement(tag=tag, inner=(tag.end, tag.end), end=tag.end)
        else:
            first = tag if depth == 0 else first
            depth += 1


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made; they must not overlap."""
    parts, last = [], 0
    for edit in sorted(edits, key=lambda change: (change.start, change.end)):
        parts += [text[last : edit.start], edit.text]
        last = edit.end
    return "".join([*parts, text[last:]])


def quoted(value: str) -> str:
    """A value as an attribute holds it, in double quotation marks."""
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'"{escaped}"'
