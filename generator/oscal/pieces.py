"""A document in pieces: lists that grow with the system are parsed entry by entry, so that they never stand in memory whole.

The root is parsed as it is, with the first entry of each of these lists in its place; every other entry comes after it, alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, Protocol, TypeAlias

import msgspec

from generator.oscal.faults import Place

ListPath: TypeAlias = tuple[str, ...]
"""The name of a list of the body; or that of a list of objects, and of a list in each of them."""

SPLIT: Mapping[str, frozenset[ListPath]] = {
    "assessment-results": frozenset({("results", "observations"), ("results", "risks"), ("results", "findings")}),
    "plan-of-action-and-milestones": frozenset({("observations",), ("risks",), ("findings",), ("poam-items",)}),
}
"""By model: the lists that have an entry, or several, for each weakness."""


class DocumentEntry(NamedTuple):
    """One entry of such a list. A tuple: one is made for each entry."""

    path: ListPath
    value: Any
    place: Place


class UnreadEntry(NamedTuple):
    """The same, not parsed."""

    path: ListPath
    place: Place
    written: bytes | msgspec.Raw

    def read(self) -> DocumentEntry:
        """Parses it.

        Raises:
            msgspec.DecodeError: it is not JSON.
            UnicodeDecodeError: a text is not UTF-8.
            RecursionError: nested too deep.
        """
        return DocumentEntry(path=self.path, value=msgspec.json.decode(self.written), place=self.place)


class WrittenEntries(Protocol):
    """Entries as they are written."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[bytes | msgspec.Raw]: ...


class EntryBatch(NamedTuple):
    """Some entries of a list that follow each other."""

    path: ListPath
    place: Place
    """Of the list."""
    first: int
    """Where the first stands in it."""
    written: Sequence[bytes | msgspec.Raw]

    def entries(self) -> Iterator[UnreadEntry]:
        """Each by itself."""
        return (UnreadEntry(self.path, (self.place, at), raw) for at, raw in enumerate(self.written, start=self.first))

    def halves(self) -> tuple["EntryBatch", "EntryBatch"]:
        """Two batches of these."""
        half = len(self.written) // 2
        return self._replace(written=self.written[:half]), self._replace(first=self.first + half, written=self.written[half:])


class LaterEntries(NamedTuple):
    """All entries of a list but the first."""

    path: ListPath
    place: Place
    """Of the list."""
    written: WrittenEntries

    def batches(self, most: int) -> Iterator[EntryBatch]:
        """So many at once."""
        first, written = 1, iter(self.written)
        while some := [*islice(written, most)]:
            yield EntryBatch(self.path, self.place, first, some)
            first += len(some)


class SplitDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document whose long lists are not parsed yet."""

    root: dict[str, Any]
    """With at most one entry of each list that is split."""
    later: Sequence[LaterEntries] = ()
    rest: bytes = b""
    """All that is written beside these entries, where it was cut out of a file."""


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
    splitter = _Splitter(SPLIT[model])
    body = splitter.object(outer.pop(model), (), (None, model))
    if not splitter.later:
        return None
    root = {name: msgspec.json.decode(raw) for name, raw in outer.items()}
    return SplitDocument(root={**root, model: body}, later=splitter.later)


class _Splitter:
    __slots__ = ("_paths", "_within", "later")

    def __init__(self, paths: frozenset[ListPath]) -> None:
        self._paths = paths
        self._within = {path[:-1] for path in paths}
        self.later: list[LaterEntries] = []

    def object(self, raw: msgspec.Raw, path: ListPath, place: Place) -> Any:
        """What stands there, without the entries that come later."""
        members = _members(raw)
        if not members:
            return msgspec.json.decode(raw)
        return {name: self._member(member, (*path, name), (place, name)) for name, member in members.items()}

    def _member(self, raw: msgspec.Raw, path: ListPath, here: Place) -> Any:
        written = _list(raw) if path in self._paths or path in self._within else None
        if written is None:
            return msgspec.json.decode(raw)
        if path in self._within:
            return [self.object(each, path, (here, index)) for index, each in enumerate(written)]
        self.later.append(LaterEntries(path, here, written[1:]))
        return [msgspec.json.decode(first) for first in written[:1]]


def _members(raw: bytes | msgspec.Raw) -> dict[str, msgspec.Raw]:
    """The members of an object; none of anything else."""
    start = bytes(memoryview(raw)[:64]).lstrip()
    return msgspec.json.decode(raw, type=dict[str, msgspec.Raw]) if start[:1] in (b"{", b"") else {}


def _list(raw: msgspec.Raw) -> list[msgspec.Raw] | None:
    return msgspec.json.decode(raw, type=list[msgspec.Raw]) if bytes(memoryview(raw)[:64]).lstrip()[:1] == b"[" else None
