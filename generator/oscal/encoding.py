"""The bytes of a document: compact for its content's identifier, indented for its file.

Long lists are encoded entry by entry, so that no second copy of a large document stands in memory. In a file where they have
very many entries each entry is one line: a quarter of such a file was white space, and programs that compare lines can still
tell weaknesses apart.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import msgspec
from msgspec.structs import replace

from generator.documents.large_content import Content, content_behind, content_of
from generator.oscal import types as o

PLAN = "plan-of-action-and-milestones"
"""The field that a plan of action is the value of."""
_LONG = ("observations", "risks", "findings", "poam_items")
"""Fields of a document that may have an entry for each weakness."""
MOST_INDENTED = 2000
"""Entries of these lists up to which they are indented."""
_AT_ONCE = 16
"""Entries that are handed on together: to hash and write each by itself took as long as to encode it."""
_SOME_UUID = "00000000-0000-5000-8000-000000000000"
"""As long as any."""
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
    encode = _compact if _is_long(document) else _formatted
    return content_of(chain(_pieces(document, _indented(name, document), _ENTRY_INDENT, encode), (b"\n",)))


def identified(
    plan: o.PlanOfActionAndMilestones, identify: Callable[[bytes], str]
) -> tuple[o.PlanOfActionAndMilestones, Content]:
    """The plan with the uuid that `identify` makes of the digest of its content, own uuid and last-modified left out; and its
    file. Its entries are encoded once for both: they are nearly all of it.

    Raises:
        OSError: see `written`.
    """
    digest = hashlib.sha256()
    bare = replace(plan, uuid="", metadata=replace(plan.metadata, last_modified=""))
    names, shape = _names(plan), bytes if _is_long(plan) else _indent
    content = _split(msgspec.json.encode(_skeleton(bare)), names)
    shown = _split(_indented(PLAN, replace(plan, uuid=_SOME_UUID)), names)

    def behind_the_first_list() -> Iterator[bytes]:
        joint = b"," + _ENTRY_INDENT
        for before, after, name in zip(content, (*shown[1:], b""), names, strict=False):
            digest.update(before)
            for start, entries in _some_at_once(getattr(plan, name)):
                encoded = [_compact(entry) for entry in entries]
                digest.update((b"," if start else b"") + b",".join(encoded))
                yield (joint if start else b"") + joint.join(map(shape, encoded))
            yield after
        digest.update(content[-1])
        yield b"\n"

    def head() -> bytes:
        return _split(_indented(PLAN, replace(plan, uuid=identify(digest.digest()))), names)[0]

    made = content_behind(head, len(shown[0]), behind_the_first_list())
    return replace(plan, uuid=identify(digest.digest())), made


def _is_long(document: o.Assembly) -> bool:
    return sum(len(getattr(document, name, ())) for name in _LONG) > MOST_INDENTED


def _names(document: o.Assembly) -> list[str]:
    """Of the long lists that it has, in its order."""
    return [field for field in document.__struct_fields__ if field in _LONG and getattr(document, field)]


def _indented(name: str, document: o.Assembly) -> bytes:
    return msgspec.json.format(msgspec.json.encode({name: _skeleton(document)}), indent=1)


def _skeleton(document: o.Assembly) -> o.Assembly:
    """The document with a mark in each list that is long."""
    marks = {name: (_mark(name),) for name in _names(document)}
    return replace(document, **marks) if marks else document


def _mark(name: str) -> str:
    return f"{_MARK}{name}"


def _split(skeleton: bytes, names: Iterable[str]) -> list[bytes]:
    """What stands before each of the marks, and behind the last."""
    parts = []
    for name in names:
        before, _, skeleton = skeleton.partition(msgspec.json.encode(_mark(name)))
        parts.append(before)
    return [*parts, skeleton]


def _pieces(document: o.Assembly, skeleton: bytes, between: bytes, encode: Callable[[Any], bytes]) -> Iterator[bytes]:
    """The skeleton with the entries in the place of their marks."""
    names, joint = _names(document), b"," + between
    *parts, last = _split(skeleton, names)
    for before, name in zip(parts, names, strict=True):
        yield before
        for start, entries in _some_at_once(getattr(document, name)):
            if start:
                yield joint
            yield joint.join(map(encode, entries))
    yield last


def _some_at_once(entries: Sequence[Any]) -> Iterator[tuple[int, Sequence[Any]]]:
    """With the number of the first of them."""
    return ((start, entries[start : start + _AT_ONCE]) for start in range(0, len(entries), _AT_ONCE))


def _compact(entry: o.Assembly) -> bytes:
    return msgspec.json.encode(entry)


def _formatted(entry: o.Assembly) -> bytes:
    return _indent(_compact(entry))


def _indent(entry: bytes) -> bytes:
    """Indented as it stands in its document: inside of as many lists as there are objects and lists around it there."""
    within = msgspec.json.format(b"[[[" + entry + b"]]]", indent=1)
    return within[_BEFORE_ENTRY:-_AFTER_ENTRY]
