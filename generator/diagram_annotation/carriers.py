"""The kinds of file that carry a draw.io drawing, and how its text is changed inside each of them.

Everything around the drawing keeps its bytes: the picture of a `.drawio.svg`, the pixels and other chunks of a `.drawio.png`.
"""

from collections.abc import Callable, Mapping, Sequence

from generator.diagram_annotation.escaping import ATTRIBUTE, URL, Escaping
from generator.diagram_annotation.tags import Edit, children, edited
from generator.errors import ConfigError
from generator.parsers.diagrams import mxgraph, png

Change = Callable[[str], Sequence[Edit]]
"""From the text of a drawing to what is to be changed in it."""

_SAVE = "open it in draw.io and save it once, then run this again"


def carry(format_name: str, raw: bytes, change: Change) -> bytes:
    """The file with its drawing changed; `format_name` is one of `FORMATS`.

    Raises:
        ConfigError: the file carries its drawing in a way that cannot be changed.
    """
    return _CARRIERS[format_name](raw, change)


def _plain(raw: bytes, change: Change) -> bytes:
    text = _text(raw)
    return edited(text, change(text)).encode()


def _svg(raw: bytes, change: Change) -> bytes:
    """The `content` attribute of the root element, escaped as any attribute or URL-encoded within that."""
    text = _text(raw)
    attribute = next(children(text)).tag.get("content")
    if attribute is None or not attribute.value.lstrip().startswith("<"):
        raise ConfigError("the picture stores its drawing in an outdated format", next_step=_SAVE)
    start, end = attribute.inside
    return (text[:start] + _inside(text[start:end], ATTRIBUTE, change) + text[end:]).encode()


def _png(raw: bytes, change: Change) -> bytes:
    """The text chunk that holds the drawing; its picture is not drawn again, since ids do not show."""
    for keyword in mxgraph.ROOTS:
        chunk = png.text_chunk(raw, keyword)
        if chunk is None:
            continue
        written = png.packed(chunk.kind, keyword, _inside(chunk.text, URL, change))
        return raw[: chunk.start] + written + raw[chunk.end :]
    raise ConfigError("the picture holds no drawing", next_step="export it from draw.io with a copy of the drawing")


def _inside(written: str, escaping: Escaping, change: Change) -> str:
    """Change what a text means, and of how it is written only the places concerned."""
    unescaped = escaping.read(written)
    return edited(written, [unescaped.where_written(edit) for edit in change(unescaped.text)])


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise ConfigError("the file is not UTF-8", where=f"byte {error.start}", next_step=_SAVE) from error


_CARRIERS: Mapping[str, Callable[[bytes, Change], bytes]] = {"drawio-xml": _plain, "drawio-svg": _svg, "drawio-png": _png}
"""By the name of the format, as its reader has it."""
FORMATS = frozenset(_CARRIERS)
"""Formats that ids can be written into."""
