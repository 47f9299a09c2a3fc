"""A document in pieces: lists that grow with the system are parsed entry by entry, so that they never stand in memory whole.

The root is parsed as it is, with the first entry of each of these lists in its place; every other entry comes after it, alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from generator.oscal.faults import Place

SPLIT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"plan-of-action-and-milestones": ("observations", "risks", "findings", "poam-items")}
)
"""By model: the lists of its body that have an entry, or several, for each weakness."""


class DocumentEntry(NamedTuple):
    """One entry of such a list. A tuple: one is made for each entry."""

    name: str
    """Of the list."""
    value: Any
    place: Place


class UnreadEntry(NamedTuple):
    """The same, not parsed."""

    name: str
    place: Place
    written: bytes | msgspec.Raw

    def read(self) -> DocumentEntry:
        """Parses it.

        Raises:
            msgspec.DecodeError: it is not JSON.
            UnicodeDecodeError: a text is not UTF-8.
            RecursionError: nested too deep.
        """
        return DocumentEntry(name=self.name, value=msgspec.json.decode(self.written), place=self.place)


class SplitDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document whose long lists are not parsed yet."""

    root: dict[str, Any]
    """With at most one entry of each list that is split."""
    later: Mapping[str, Iterable[bytes | msgspec.Raw]]
    """By name of the list: all of its entries but the first, as they are written."""
    model: str = ""
    """Empty where nothing is split."""

    def entries(self) -> Iterator[UnreadEntry]:
        """The entries that the root lacks."""
        body: Place = (None, self.model)
        for name, written in self.later.items():
            here = (body, name)
            for index, raw in enumerate(written, start=1):
                yield UnreadEntry(name, (here, index), raw)


def split(data: bytes) -> SplitDocument | None:
    """The document, where it is an object with one model in it whose lists are split; else None: it is parsed whole.

    Raises:
        msgspec.DecodeError: it is not JSON.
        UnicodeDecodeError: a text is not UTF-8.
        RecursionError: nested too deep.
    """
    outer = _members(data)
    model = next((name for name in SPLIT if name in outer), None)
    if model is None:
        return None
    inner = _members(outer.pop(model))
    later: dict[str, Iterable[bytes | msgspec.Raw]] = {}
    body: dict[str, Any] = {}
    for name, raw in inner.items():
        written = _list(raw) if name in SPLIT[model] else None
        if written is None:
            body[name] = msgspec.json.decode(raw)
        else:
            body[name] = [msgspec.json.decode(first) for first in written[:1]]
            later[name] = written[1:]
    if not later:
        return None
    root = {name: msgspec.json.decode(raw) for name, raw in outer.items()}
    return SplitDocument(root={**root, model: body}, later=later, model=model)


def _members(raw: bytes | msgspec.Raw) -> dict[str, msgspec.Raw]:
    """The members of an object; none of anything else."""
    start = bytes(memoryview(raw)[:64]).lstrip()
    return msgspec.json.decode(raw, type=dict[str, msgspec.Raw]) if start[:1] in (b"{", b"") else {}


def _list(raw: msgspec.Raw) -> list[msgspec.Raw] | None:
    return msgspec.json.decode(raw, type=list[msgspec.Raw]) if bytes(memoryview(raw)[:64]).lstrip()[:1] == b"[" else None
