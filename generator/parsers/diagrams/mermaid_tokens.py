"""The pieces of a Mermaid flowchart statement: a shape with its text, a link with its text.

Follows the lexer of Mermaid 11 (packages/mermaid/src/diagrams/flowchart/parser/flow.jison), and like it reads `A--oB` as a
line that ends in a circle. Every function takes a text and a place in it, and gives None where the piece is not there.
"""

import re

import msgspec

_LONGEST = 5_000
"""Characters of a label."""
_ID = re.compile(r"(?:[\w!#$'*+.`?\\/&]|-(?![>\-.])|=(?!=))+")
_EDGE_ID = re.compile(r"[\w-]{1,80}@(?=[-=<~xo])")
_CLASSES = re.compile(r"(?::::[\w-]+(?:,[\w-]+)*)+")
_PROPERTIES = re.compile(r"@\{(?P<body>[^}]{0,1000})\}")
_LABEL_PROPERTY = re.compile(r"\blabel\s*:\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^,\n}]*))")
_LOOK_PROPERTY = re.compile(r"\b(?P<key>shape|icon|img)\s*:\s*[\"']?(?P<value>[^\"',\s}]{1,500})")
_WHOLE = re.compile(r"(?P<start>[xo<](?=[-=.]))?(?:--+(?P<a>[-xo>])|==+(?P<b>[=xo>])|-?\.+-(?P<c>[xo>]?)|(?P<hidden>~~~+))")
_OPENED = re.compile(r"(?P<start>[xo<])?(?P<line>--|==|-\.)[ \t]*")
_CLOSERS = {
    "--": re.compile(r"[ \t]*(?:(?<=[ \t])[xo<])?--+(?P<end>[-xo>])"),
    "==": re.compile(r"[ \t]*(?:(?<=[ \t])[xo<])?==+(?P<end>[=xo>])"),
    "-.": re.compile(r"[ \t]*(?:(?<=[ \t])[xo<])?\.+-(?P<end>[xo>]?)"),
}
_PIPED = re.compile(rf"[ \t]*\|[ \t]*(?P<text>\"[^\"]{{0,{_LONGEST}}}\"|[^|\n]{{0,{_LONGEST}}})[ \t]*\|")
_QUOTED = re.compile(rf"[ \t\n]*(?P<text>\"[^\"]{{0,{_LONGEST}}}\")[ \t\n]*")
_HEADS = frozenset("xo<>")

_SHAPES = (
    ("(((", (")))",)),
    ("((", ("))",)),
    ("([", ("])",)),
    ("(-", ("-)",)),
    ("(", (")",)),
    ("[[", ("]]",)),
    ("[(", (")]",)),
    ("[/", ("/]", "\\]")),
    ("[\\", ("\\]", "/]")),
    ("[", ("]",)),
    ("{{", ("}}",)),
    ("{", ("}",)),
    (">", ("]",)),
)


_CYLINDER = "cyl"
"""The name of the form in round brackets within square ones."""


class Vertex(msgspec.Struct, frozen=True):
    """A shape as it is mentioned; `text` is None where only its id stands."""

    id: str
    text: str | None
    end: int
    classes: tuple[str, ...] = ()
    shape: str = ""
    """The name of its form, `@{ shape: text }`."""
    picture: str = ""
    """The icon or picture it shows: `logos:redis`, or an address."""
    """`:::actor`."""


class MermaidLink(msgspec.Struct, frozen=True):
    """A line between shapes."""

    text: str
    from_start: bool
    """An arrowhead (or circle, or cross) at the start."""
    to_end: bool
    end: int
    hidden: bool = False
    """`~~~`: for layout only."""


def vertex(text: str, place: int) -> Vertex | None:
    """A shape: id, text in the brackets of its form, properties, classes."""
    match = _ID.match(text, place)
    if not match:
        return None
    label, end = _bracketed(text, match.end())
    form, picture = _CYLINDER if text.startswith("[(", match.end()) else "", ""
    if properties := _PROPERTIES.match(text, end):
        named = _LABEL_PROPERTY.search(properties["body"])
        label, end = (named["quoted"] or named["bare"] or "") if named else label, properties.end()
        looks = {found["key"]: found["value"] for found in _LOOK_PROPERTY.finditer(properties["body"])}
        form, picture = looks.get("shape", form), looks.get("icon") or looks.get("img", "")
    classes = _CLASSES.match(text, end)
    names = tuple(re.findall(r"[\w-]+", classes[0])) if classes else ()
    return Vertex(match[0], label, classes.end() if classes else end, names, form, picture)


def link(text: str, place: int) -> MermaidLink | None:
    """A line with its text, written inside it or between bars after it."""
    edge_id = _EDGE_ID.match(text, place)
    place = edge_id.end() if edge_id else place
    if whole := _WHOLE.match(text, place):
        piped = _PIPED.match(text, whole.end())
        head = whole["a"] or whole["b"] or whole["c"] or ""
        end = piped.end() if piped else whole.end()
        return MermaidLink(
            piped["text"] if piped else "", whole["start"] is not None, head in _HEADS, end, hidden=bool(whole["hidden"])
        )
    return _link_around_text(text, place)


def _link_around_text(text: str, place: int) -> MermaidLink | None:
    opened = _OPENED.match(text, place)
    if not opened:
        return None
    closer = _CLOSERS[opened["line"]]
    quoted = _QUOTED.match(text, opened.end())
    line_end = text.find("\n", opened.end())
    limit = min(opened.end() + _LONGEST, line_end if line_end >= 0 else len(text))
    closed = closer.match(text, quoted.end()) if quoted else closer.search(text, opened.end(), limit)
    if not closed:
        return None
    words = quoted["text"] if quoted else text[opened.end() : closed.start()]
    return MermaidLink(words, opened["start"] is not None, closed["end"] in _HEADS, closed.end())


def _bracketed(text: str, place: int) -> tuple[str | None, int]:
    """The text in brackets and where it ends; (None, place) where no bracket opens or none closes."""
    for opening, closings in _SHAPES:
        if text.startswith(opening, place):
            start = place + len(opening)
            if quoted := _QUOTED.match(text, start):
                closing = next((bracket for bracket in closings if text.startswith(bracket, quoted.end())), None)
                if closing:
                    return quoted["text"], quoted.end() + len(closing)
            ends = [(text.find(bracket, start, _line_end(text, start)), len(bracket)) for bracket in closings]
            if nearest_ends := sorted(end for end in ends if end[0] >= 0):
                return text[start : nearest_ends[0][0]], sum(nearest_ends[0])
    return None, place


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place, place + _LONGEST)
    return end if end >= 0 else place + _LONGEST
