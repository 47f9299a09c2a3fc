"""Pictures that Excalidraw exported with the scene embedded (.excalidraw.png, .excalidraw.svg).

A PNG has the scene in a text chunk, an SVG in comments of its metadata; in both it is JSON around deflated JSON
(packages/excalidraw/data/image.ts and encode.ts of https://github.com/excalidraw/excalidraw).
"""

import base64
import binascii

import msgspec

from generator.errors import ParseError
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers import json
from generator.parsers.diagrams import excalidraw_scene, png
from generator.parsers.diagrams.inflate import inflate
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re

_PAYLOAD = late_re(rb"<!--\s*payload-start\s*-->(?P<text>[A-Za-z0-9+/=\s]*)<!--\s*payload-end\s*-->")
_NEXT = 'export it again with "embed scene"'


class _Packed(msgspec.Struct):
    """How a scene is packed; a scene that is not packed has none of this."""

    encoded: str | None = None
    compressed: bool = False


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return carries(document)


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`."""
    return excalidraw_scene.snapshot(_scene(_payload(document)), evidence, "excalidraw-picture")


def carries(document: Document) -> bool:
    """Does a picture say that it has a scene?"""
    if document.container is FileContainer.PNG:
        return png.carries(document.raw, excalidraw_scene.KIND)
    is_svg = document.xml_root is not None and document.xml_root.name == "svg"
    return is_svg and isinstance(document.content, bytes) and f"payload-type:{excalidraw_scene.KIND}".encode() in document.data


def _payload(document: Document) -> bytes:
    if document.container is FileContainer.PNG:
        text = png.embedded(document.raw, excalidraw_scene.KIND)
        if text is None:
            raise ParseError("the picture holds no scene", next_step=_NEXT)
        return text.encode()
    match = _PAYLOAD.search(document.data)
    if match is None:
        raise ParseError("the picture holds no whole scene", next_step=_NEXT)
    try:
        return base64.b64decode(b"".join(match["text"].split()), validate=True)
    except binascii.Error as error:
        raise ParseError(f"the scene inside the picture is damaged: {error}", next_step=_NEXT) from error


def _scene(packed: bytes) -> bytes:
    """The scene itself; its bytes are written as characters from 0 to 255."""
    unpacked = json.decode(packed, _Packed)
    if unpacked.encoded is None:
        return packed
    try:
        data = unpacked.encoded.encode("latin-1")
    except UnicodeEncodeError as error:
        raise ParseError("the scene inside the picture is damaged", next_step=_NEXT) from error
    return inflate(data, raw=False) if unpacked.compressed else data
