"""Metafiles in Word: each is stored once, by its own proportions, and every place that shows it refers to what is stored.

Header of an EMF file: MS-EMF, 2.3.4.2 (frame at byte 24, signature at byte 40).
"""

import struct

import docx
import pytest

from generator.documents.word_pictures import Pictures
from generator.errors import ConfigError


def _metafile(width: int, height: int) -> bytes:
    return struct.pack("<6i4i4s", 1, 88, 0, 0, 0, 0, 0, 0, width, height, b" EMF") + bytes(44)


def test_a_metafile_that_is_shown_twice_is_stored_once() -> None:
    document = docx.Document()
    pictures = Pictures(document)
    first, second, other = pictures(_metafile(400, 100)), pictures(_metafile(400, 100)), pictures(_metafile(200, 300))
    assert first == second
    assert (first[1], other[1]) == (0.25, 1.5)
    stored = {name: document.part.related_parts[name].blob for name, _ in (first, other)}
    assert list(stored.values()) == [_metafile(400, 100), _metafile(200, 300)]


def test_a_metafile_without_a_size_is_refused() -> None:
    with pytest.raises(ConfigError, match="has no size"):
        Pictures(docx.Document())(_metafile(0, 100))
