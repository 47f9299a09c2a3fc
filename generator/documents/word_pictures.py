"""Pictures of a Word document: PNG as python-docx stores it, and EMF, which it does not know."""

import hashlib
import io
import struct

from docx.document import Document
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from generator.errors import ConfigError

_NOT_PICTURES = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ZeroDivisionError)
_EMF = "image/x-emf"
_FRAME = struct.Struct("<iiii")
_FRAME_AT, _SIGNATURE_AT, _SIGNATURE = 24, 40, b" EMF"


class Pictures:
    """Stores pictures of one document as they are asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[str, str] = {}

    def __call__(self, image: bytes) -> tuple[str, float]:
        """The id of its relationship, and its height by its width."""
        if image[_SIGNATURE_AT : _SIGNATURE_AT + len(_SIGNATURE)] == _SIGNATURE:
            return self._metafile(image)
        try:
            target, known = self._document.part.get_or_add_image(io.BytesIO(image))
            return str(target), known.px_height / known.px_width
        except _NOT_PICTURES as error:
            raise ConfigError(f"not a picture that Word can show: {error}", next_step="give a PNG or EMF file") from error

    def _metafile(self, image: bytes) -> tuple[str, float]:
        left, top, right, bottom = _FRAME.unpack_from(image, _FRAME_AT)
        if right <= left or bottom <= top:
            raise ConfigError("the metafile has no size", next_step="give a PNG or EMF file")
        digest = hashlib.sha256(image).hexdigest()
        if digest not in self._known:
            part = self._document.part
            name = PackURI(f"/word/media/drawing{len(self._known) + 1}.emf")
            made = Part(name, _EMF, image, part.package)
            self._known[digest] = str(part.relate_to(made, RELATIONSHIP_TYPE.IMAGE))
        return self._known[digest], (bottom - top) / (right - left)
