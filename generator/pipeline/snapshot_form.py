"""A snapshot as bytes and back: by msgspec, and never by running what the bytes name.

Where a field may be one of several records, msgspec does not tell them apart: such a record stands with the name of its type.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, cast, get_args, get_type_hints

import msgspec
from msgspec.structs import replace

from generator.facts.condensed_scans import NO_TEXTS
from generator.model.evidence import EvidenceSource, Gap
from generator.model.identifiers import ControlId
from generator.model.inventory import ClusterObject, ClusterSnapshot
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetResult
from generator.model.settings.areas import AREAS
from generator.model.settings.base import Setting, Settings
from generator.model.snapshot import Snapshot


class ReadFile(msgspec.Struct, frozen=True, kw_only=True):
    """What reading a file gave."""

    reader: str
    """Name of its reader."""
    snapshot: Snapshot
    gaps: tuple[Gap, ...]
    """What the content itself is wrong with."""
    condensed: bool = False
    """Is it a scan without its texts (`facts.condensed_scans`)?"""


class _TypedRecord(msgspec.Struct, array_like=True):
    """A record with the name of its type."""

    kind: str
    record: msgspec.Raw

    @classmethod
    def of(cls, record: object) -> "_TypedRecord":
        return cls(type(record).__name__, msgspec.Raw(msgspec.msgpack.encode(record)))

    def one_of(self, types: Mapping[str, Any]) -> Any:
        return _decoder(types[self.kind]).decode(self.record)


class _Entry(msgspec.Struct, array_like=True):
    """As it is written. What may be of several types in a cluster stands apart."""

    reader: str
    snapshot: _TypedRecord
    objects: list[_TypedRecord]
    settings: list[tuple[msgspec.Raw, _TypedRecord]]
    """The object, and what was read of it."""
    gaps: tuple[Gap, ...]
    bare_results: "_BareResults | None" = None
    """Of a condensed scan, in the place of its results."""


class _SharedFields(msgspec.Struct, array_like=True, frozen=True):
    """What most results of a condensed scan have in common."""

    scanner: str
    target: str
    kind: ResultKind
    disposition: Disposition
    severity: Severity
    entries: int
    first_seen: date | None
    controls: tuple[ControlId, ...]


class _BareResults(msgspec.Struct, array_like=True):
    """The results of a condensed scan, in their order: what they share once, and of each its identifier."""

    shared: list[_SharedFields]
    rows: list[tuple[str, int]]
    """The identifier, and which of `shared` goes with it."""


def encoded(read: ReadFile) -> bytes:
    """The bytes.

    Raises:
        TypeError, ValueError, OverflowError: a number or text that has no place in the form.
    """
    if read.condensed and isinstance(read.snapshot, ScanSnapshot):
        bare = _TypedRecord.of(replace(read.snapshot, results=()))
        return msgspec.msgpack.encode(_Entry(read.reader, bare, [], [], read.gaps, _bare_results(read.snapshot.results)))
    entry = _Entry(read.reader, _TypedRecord.of(read.snapshot), [], [], read.gaps)
    if isinstance(read.snapshot, ClusterSnapshot):
        entry.snapshot = _TypedRecord.of(replace(read.snapshot, objects=(), settings=()))
        entry.objects = [_TypedRecord.of(each) for each in read.snapshot.objects]
        entry.settings = [(_bare(setting), _TypedRecord.of(setting.says)) for setting in read.snapshot.settings]
    return msgspec.msgpack.encode(entry)


def decoded(body: bytes | memoryview) -> ReadFile:
    """What `encoded` was given.

    Raises:
        msgspec.MsgspecError: the bytes are something else.
        KeyError: they name a type that is none of these.
    """
    entry = msgspec.msgpack.decode(body, type=_Entry)
    is_cluster = entry.snapshot.kind == ClusterSnapshot.__name__
    snapshot = _cluster(entry) if is_cluster else entry.snapshot.one_of(_SNAPSHOTS)
    if entry.bare_results is not None:
        snapshot = replace(snapshot, results=_results(entry.bare_results, snapshot.evidence.source))
    return ReadFile(reader=entry.reader, snapshot=snapshot, gaps=entry.gaps, condensed=entry.bare_results is not None)


def _bare_results(results: Iterable[TargetResult]) -> _BareResults:
    shared: dict[_SharedFields, int] = {}
    rows = [(result.identifier, shared.setdefault(_shared_fields(result), len(shared))) for result in results]
    return _BareResults(list(shared), rows)


def _shared_fields(result: TargetResult) -> _SharedFields:
    return _SharedFields(**{name: getattr(result, name) for name in _SharedFields.__struct_fields__})


def _results(bare_results: _BareResults, source: EvidenceSource) -> tuple[TargetResult, ...]:
    # NOTE: changing the one field takes a third of the time of making the record
    bare = [
        TargetResult(identifier="", source=source, **msgspec.structs.asdict(each), **NO_TEXTS) for each in bare_results.shared
    ]
    return tuple([replace(bare[index], identifier=identifier) for identifier, index in bare_results.rows])


def _cluster(entry: _Entry) -> ClusterSnapshot:
    known = msgspec.structs.asdict(_decoder(_without(ClusterSnapshot, "objects", "settings")).decode(entry.snapshot.record))
    bare = _decoder(_without(Setting, "says"))
    return ClusterSnapshot(
        **known,
        objects=tuple(each.one_of(_OBJECTS) for each in entry.objects),
        settings=tuple(
            Setting(**msgspec.structs.asdict(bare.decode(setting)), says=says.one_of(_settings()))
            for setting, says in entry.settings
        ),
    )


def _bare(setting: Setting[Settings]) -> msgspec.Raw:
    known = {name: getattr(setting, name) for name in setting.__struct_fields__ if name != "says"}
    return msgspec.Raw(msgspec.msgpack.encode(known))


@cache
def _without(type_: type[msgspec.Struct], *left_out: str) -> type[msgspec.Struct]:
    """A record of the other fields."""
    hints = get_type_hints(type_)
    named = [(name, hints[name]) for name in type_.__struct_fields__ if name not in left_out]
    return msgspec.defstruct(f"{type_.__name__}Fields", named)


@cache
def _decoder(type_: Hashable) -> "msgspec.msgpack.Decoder[Any]":
    return msgspec.msgpack.Decoder(cast("type[Any]", type_))


def _by_name(union: object) -> Mapping[str, type[Any]]:
    return {type_.__name__: type_ for type_ in get_args(union)}


_SNAPSHOTS, _OBJECTS = _by_name(Snapshot), _by_name(ClusterObject)


@cache
def _settings() -> Mapping[str, type[Any]]:
    """Every record of settings that a reader makes; names of classes are unique in this project."""
    areas = {area.__name__ for area in AREAS}
    return {type_.__name__: type_ for type_ in _below(Settings) if type_.__module__ in areas}


def _below(type_: type[Any]) -> Iterator[type[Any]]:
    for each in type_.__subclasses__():
        yield each
        yield from _below(each)
