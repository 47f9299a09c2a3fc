"""Pictures without a model behind them: nothing in them can be compared with what runs, and that is said."""

from typing import NoReturn

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import drawio_png, drawio_svg, excalidraw_picture, png
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer

_PDF = b"%PDF-"
_NEXT = (
    "keep the drawing itself beside it: .drawio, .vsdx, a .drawio.png or .drawio.svg exported with "
    '"include a copy of my diagram", or its Mermaid text; or write it down as NAME.diagram.yaml (keys: docs/formats.md)'
)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    is_svg = document.xml_root is not None and document.xml_root.name == "svg"
    is_picture = is_svg or document.container is FileContainer.PNG or document.head.startswith(_PDF)
    return is_picture and not _holds_a_drawing(document)


def parse(document: Document, _evidence: EvidenceFile) -> NoReturn:
    """Always refuses.

    Raises:
        ParseError: not machine readable, or a PNG file that is cut off.
    """
    if document.container is FileContainer.PNG:
        png.embedded(document.raw, "")
    raise ParseError("not machine readable: a picture without the drawing it was made from", next_step=_NEXT)


def _holds_a_drawing(document: Document) -> bool:
    return drawio_png.carries(document) or drawio_svg.carries(document) or excalidraw_picture.carries(document)
