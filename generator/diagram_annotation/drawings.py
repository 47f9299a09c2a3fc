"""Ids into a whole draw.io drawing, plain or compressed, page by page.

A compressed page is deflated, base64 of URL-encoded XML: what it holds stays the same but for the ids, while its line of the
file is another one. https://www.drawio.com/doc/faq/diagram-source-edit
"""

import base64
import urllib.parse
import zlib
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from generator.diagram_annotation.cells import PROPERTY, page_edits
from generator.diagram_annotation.tags import Edit, XmlElement, children, edited
from generator.errors import ConfigError, ParseError
from generator.parsers import xml
from generator.parsers.diagrams import mxgraph
from generator.parsers.diagrams.mxgraph import MxCell

Ids = Mapping[tuple[int, str], str]
"""(number of the page from 0, id of the shape) to what its property is to say."""

_UNRESERVED = "!~*'()"
"""What JavaScript's encodeURIComponent leaves as it is, beside letters, digits and `-_.`."""
_SAVE = "open it in draw.io and save it once, then run this again"


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What gives a drawing its ids."""

    edits: tuple[Edit, ...]
    added: tuple[tuple[int, str], ...]
    """Page and id of the shapes that got one."""
    present: tuple[tuple[int, str], ...]
    """Shapes that had a property already."""
    compressed: bool
    """A compressed page was changed."""


def with_ids(text: str, ids: Ids) -> Written:
    """The edits that put a property on each shape of `ids` that has none, and change nothing else.

    Raises:
        ParseError: not a drawing.
        ConfigError: a page is stored in a way that cannot be changed without touching the rest of it.
    """
    before = _cells_of(text)
    edits: list[Edit] = []
    added, present, compressed = [], [], False
    for number, (diagram, model) in enumerate(_pages(text)):
        wanted = {shape: value for (page, shape), value in ids.items() if page == number}
        if not wanted:
            continue
        if model is not None:
            page = page_edits(text, model.inner, wanted)
            edits += page.edits
        else:
            inside = _inflated(text[slice(*diagram.inner)], number)
            page = page_edits(inside, _only_model(inside, number), wanted)
            if page.edits:
                compressed = True
                edits.append(_replaced(text, diagram, _deflated(edited(inside, page.edits))))
        added += [(number, shape) for shape in page.added]
        present += [(number, shape) for shape in page.present]
    _prove(before, _cells_of(edited(text, edits)), {key: ids[key] for key in added})
    return Written(edits=tuple(edits), added=tuple(added), present=tuple(present), compressed=compressed)


def _pages(text: str) -> list[tuple[XmlElement, XmlElement | None]]:
    """Each page's element, with the plain model inside it where it has one."""
    root = next(children(text))
    if root.tag.name == "mxGraphModel":
        return [(root, root)]
    pages = [child for child in children(text, *root.inner) if child.tag.name == "diagram"]
    return [
        (page, next((part for part in children(text, *page.inner) if part.tag.name == "mxGraphModel"), None)) for page in pages
    ]


def _inflated(content: str, number: int) -> str:
    stored = content.strip()
    try:
        data = base64.b64decode("".join(stored.split()), validate=True)
    except ValueError as error:
        raise ConfigError("the page is stored in an outdated format", where=f"page {number + 1}", next_step=_SAVE) from error
    return mxgraph.inflated(data).decode()


def _only_model(text: str, number: int) -> tuple[int, int]:
    element = next(children(text), None)
    if element is None or element.tag.name != "mxGraphModel":
        raise ConfigError("the page holds no model", where=f"page {number + 1}", next_step=_SAVE)
    return element.inner


def _deflated(text: str) -> str:
    machine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = urllib.parse.quote(text, safe=_UNRESERVED).encode()
    return base64.b64encode(machine.compress(data) + machine.flush()).decode()


def _replaced(text: str, diagram: XmlElement, content: str) -> Edit:
    """The page's text without the space around it."""
    start, end = diagram.inner
    whole = text[start:end]
    return Edit(start + len(whole) - len(whole.lstrip()), start + len(whole.rstrip()), content)


def _cells_of(text: str) -> list[tuple[str, tuple[MxCell, ...]]]:
    return list(mxgraph.pages(xml.parse(text.encode())))


def _prove(before: list[tuple[str, tuple[MxCell, ...]]], after: list[tuple[str, tuple[MxCell, ...]]], ids: Ids) -> None:
    """Read by our own reader, the new text is the old one with exactly these properties.

    Raises:
        ParseError: it is not; the file must stay as it is.
    """
    expected = [
        (name, tuple(_with(cell, ids.get((number, cell.id))) for cell in cells)) for number, (name, cells) in enumerate(before)
    ]
    if expected != after:
        what = "writing the ids would change more than the ids, so nothing was written"
        raise ParseError(what, next_step="this is an atopack bug: please report it with the drawing, if you may share it")


def _with(cell: MxCell, value: str | None) -> MxCell:
    return cell if value is None else replace(cell, properties={**cell.properties, PROPERTY: value})
