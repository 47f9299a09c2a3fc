"""The file of a record: JSON that is named by its moment and its own SHA-256, and names the record before it.

`history/indicators/2026-11-29T083000Z-<sha256>.json`. The name fails where a byte is changed, the next record where one is
taken out or put in. What other programs left lies in `history/indicators/imported/`.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime

import msgspec
from msgspec import structs

from generator.frameworks.fedramp_20x import RULES_VERSION
from generator.model.indicator import IndicatorAssessment, IndicatorResult
from generator.model.indicator_history import IndicatorHistory, IndicatorPoint, IndicatorRecord, KeptRecord, RecordFault
from generator.text import indented_json

FOLDER = "history/indicators"
IMPORTED = "imported"
MARK = "atopackIndicators"
FORMAT = 1
LARGEST = 4 << 20
MOST = 20_000
"""Records that are read; one a day for fifty years are fewer."""


class _MarkedRecord(msgspec.Struct, rename={"format": MARK}, kw_only=True):
    format: int


def encoded(record: IndicatorRecord, tool: str) -> bytes:
    """The bytes of a record; `tool` is name and version."""
    whole = {MARK: FORMAT, "tool": tool, **msgspec.to_builtins(record)}
    return indented_json(whole)


def name_of(record: IndicatorRecord, data: bytes) -> str:
    """The name of its file."""
    return f"{record.taken.astimezone(UTC):%Y-%m-%dT%H%M%SZ}-{hashlib.sha256(data).hexdigest()}.json"


def decoded(path: str, data: bytes, system: str) -> KeptRecord | RecordFault:
    """A record of `FOLDER`, or why it does not count."""
    sha256 = hashlib.sha256(data).hexdigest()
    read = _read(path, data)
    if isinstance(read, RecordFault):
        return read
    if path.rpartition("/")[2] != name_of(read, data):
        return RecordFault(
            path=path, what="its name is not that of its content: it was changed, or renamed, after it was written"
        )
    if read.system != system:
        return RecordFault(path=path, what=f"it is of another system, {read.system[:80]}")
    return KeptRecord(path=path, sha256=sha256, record=read)


def decoded_import(path: str, data: bytes) -> KeptRecord | RecordFault:
    """A record of `IMPORTED`: its name and its links say nothing here."""
    read = _read(path, data)
    if isinstance(read, RecordFault):
        return read
    return KeptRecord(path=path, sha256=hashlib.sha256(data).hexdigest(), record=read)


def _read(path: str, data: bytes) -> IndicatorRecord | RecordFault:
    try:
        marked = msgspec.json.decode(data, type=_MarkedRecord)
        record = msgspec.json.decode(data, type=IndicatorRecord)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return RecordFault(path=path, what="it is no record of indicators")
    if marked.format != FORMAT:
        return RecordFault(path=path, what=f"it has version {marked.format} of the format; version {FORMAT} is read")
    if record.taken.tzinfo is None:
        return RecordFault(path=path, what="its moment has no time zone")
    if any(_contradicts_itself(point) for point in record.indicators):
        return RecordFault(path=path, what="counts of an indicator are negative, or more than its subjects")
    try:
        return structs.replace(record, taken=record.taken.astimezone(UTC))
    except OverflowError:
        return RecordFault(path=path, what="its moment has no day in UTC")


def _contradicts_itself(point: IndicatorPoint) -> bool:
    counts = (point.passes, point.fails, point.unknown)
    return min(*counts, point.methods, point.stated) < 0 or sum(counts) > point.subjects


def chained(kept: Iterable[KeptRecord], faults: Iterable[RecordFault], imported: Iterable[KeptRecord]) -> IndicatorHistory:
    """The records that count, in order, and each hole or rival by name.

    The chain is followed back from the newest record. Where a link is missing the records before it count as well, since their
    names prove their content, and the hole is said. What lies beside the chain in time does not count.
    """
    by_hash = {each.sha256: each for each in kept}
    left = dict(by_hash)
    counting: list[KeptRecord] = []
    found = list(faults)
    while left:
        newest = max(left.values(), key=lambda each: (each.record.taken, each.sha256))
        if counting and newest.record.taken >= counting[-1].record.taken:
            found.append(RecordFault(path=newest.path, what="it is not in the chain: another record of that time is"))
            del left[newest.sha256]
            continue
        if counting:
            found.append(RecordFault(path=counting[-1].path, what=_hole(counting[-1].record.previous)))
        _follow(newest, left, counting, found)
    if counting and counting[-1].record.previous:
        first = counting[-1]
        found.append(RecordFault(path=first.path, what="a record before it is missing, and none older is there"))
    return IndicatorHistory(
        records=tuple(reversed(counting)),
        imported=tuple(sorted(imported, key=lambda each: (each.record.taken, each.path))),
        faults=tuple(sorted(found, key=lambda each: (each.path, each.what))),
    )


def _hole(previous: str) -> str:
    if not previous:
        return "it begins a chain of its own, though older records are there"
    return f"a record before it is missing: it names {previous[:12]}, which is not there or does not count"


def _follow(start: KeptRecord, left: dict[str, KeptRecord], counting: list[KeptRecord], faults: list[RecordFault]) -> None:
    """From a record back along its links, as long as time goes back with them."""
    at: KeptRecord | None = start
    while at is not None:
        counting.append(at)
        left.pop(at.sha256, None)
        before = left.get(at.record.previous)
        if before is not None and before.record.taken >= at.record.taken:
            faults.append(RecordFault(path=at.path, what="the clock went back: the record that it names is not older"))
            left.pop(before.sha256)
            before = None
        at = before


class IndicatorMaking(msgspec.Struct, frozen=True, kw_only=True):
    """What a record is made of."""

    points: tuple[IndicatorPoint, ...]
    evidence: tuple[str, ...]
    """SHA-256 of what the verdicts rest on, sorted."""
    as_of: date
    by: str
    """`monitor` or `accept`."""
    certification: str
    rules: str


def making_of(assessment: IndicatorAssessment, as_of: date, by: str) -> IndicatorMaking:
    """Of an assessment."""
    return IndicatorMaking(
        points=tuple(map(_point, assessment.results)),
        evidence=assessment.evidence,
        as_of=as_of,
        by=by,
        certification=assessment.certification,
        rules=assessment.rules.version if assessment.rules else RULES_VERSION,
    )


def record_of(made: IndicatorMaking, history: IndicatorHistory, *, taken: datetime, system: str) -> IndicatorRecord | str:
    """The record of a validation that ran at a moment, or why none is added, as a clause."""
    newest = history.records[-1] if history.records else None
    known = {sha256 for kept in (*history.records, *history.imported) for sha256 in kept.record.evidence}
    if made.as_of != taken.date():
        return f"it is as of {made.as_of.isoformat()}, and a record is of the day on which the validation runs"
    if newest is not None and newest.record.taken == taken:
        return "a record of this second is there already: run it again for a record of its own"
    if newest is not None and newest.record.taken > taken:
        moment = newest.record.taken.astimezone(UTC)
        return f"the clock went back: the newest record is of {moment:%Y-%m-%d %H:%M:%SZ}"
    if not made.evidence:
        return "no verdict of an indicator rests on collected evidence"
    if known.issuperset(made.evidence):
        return "it rests on the same evidence as an earlier record: nothing was collected since"
    return IndicatorRecord(
        taken=taken,
        as_of=made.as_of,
        by=made.by,
        system=system,
        certification=made.certification,
        rules=made.rules,
        evidence=made.evidence,
        indicators=made.points,
        previous=newest.sha256 if newest else "",
    )


def _point(result: IndicatorResult) -> IndicatorPoint:
    posture = result.posture
    return IndicatorPoint(
        id=result.id,
        state=posture.state.key,
        subjects=len(posture.subjects),
        passes=len(posture.passing),
        fails=len(posture.failing),
        unknown=len(posture.unknown),
        methods=len(result.counted),
        stated=len(result.reviews),
    )
