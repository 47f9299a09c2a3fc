"""The bytes of a document: compact for its content's identifier, indented for its file.

Long lists are encoded entry by entry, so that no second copy of a large document stands in memory. In a file where they have
very many entries each entry is one line: a quarter of such a file was white space, and programs that compare lines can still
tell weaknesses apart.
"""

import hashlib
from collections.abc import Iterator
from itertools import chain
from typing import Any

import msgspec

from generator.documents.large_content import Content, content_of
from generator.oscal import types as o

_LONG = ("observations", "risks", "findings", "poam_items")
"""Fields of a document that may have an entry for each weakness."""
MOST_INDENTED = 2000
"""Entries of these lists up to which they are indented."""
_AT_ONCE = 16
"""Entries that are handed on together: to hash and write each by itself took as long as to encode it."""
_MARK = "\x00"
"""No text of a document has it: see `common.text`."""
_ENTRY_INDENT = b"\n   "
"""Of an entry of such a list, in a document that is indented by one space a level."""
_BEFORE_ENTRY, _AFTER_ENTRY = len(b"[\n [\n  [" + _ENTRY_INDENT), len(b"\n  ]\n ]\n]")


def content_digest(document: o.Assembly) -> bytes:
    """The SHA-256 of the compact form."""
    digest = hashlib.sha256()
    for piece in _pieces(document, msgspec.json.encode(_skeleton(document)), b"", _compact):
        digest.update(piece)
    return digest.digest()


def written(name: str, document: o.Assembly) -> Content:
    """The file of a document whose root is the field `name`.

    Raises:
        OSError: it is large, and the folder for temporary files is full.
    """
    skeleton = msgspec.json.format(msgspec.json.encode({name: _skeleton(document)}), indent=1)
    encode = _formatted if sum(len(getattr(document, name, ())) for name in _LONG) <= MOST_INDENTED else _compact
    return content_of(chain(_pieces(document, skeleton, _ENTRY_INDENT, encode), (b"\n",)))


def _skeleton(document: o.Assembly) -> o.Assembly:
    """The document with a mark in each list that is long."""
    marks = {name: (_mark(name),) for name in _LONG if getattr(document, name, ())}
    return msgspec.structs.replace(document, **marks) if marks else document


def _mark(name: str) -> str:
    return f"{_MARK}{name}"


def _pieces(document: o.Assembly, skeleton: bytes, between: bytes, encode: Any) -> Iterator[bytes]:
    """The skeleton with the entries in the place of their marks."""
    for name in sorted(
        (name for name in _LONG if getattr(document, name, ())), key=lambda name: skeleton.index(_encoded(name))
    ):
        before, _, skeleton = skeleton.partition(_encoded(name))
        yield before
        entries, joint = getattr(document, name), b"," + between
        for start in range(0, len(entries), _AT_ONCE):
            if start:
                yield joint
            yield joint.join(map(encode, entries[start : start + _AT_ONCE]))
    yield skeleton


def _encoded(name: str) -> bytes:
    return msgspec.json.encode(_mark(name))


def _compact(entry: o.Assembly) -> bytes:
    return msgspec.json.encode(entry)


def _formatted(entry: o.Assembly) -> bytes:
    """Indented as it stands in its document: inside of as many lists as there are objects and lists around it there."""
    within = msgspec.json.format(b"[[[" + msgspec.json.encode(entry) + b"]]]", indent=1)
    return within[_BEFORE_ENTRY:-_AFTER_ENTRY]
