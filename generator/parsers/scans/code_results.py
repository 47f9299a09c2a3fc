"""What reports about code and its dependencies share: lists whose entries are read one by one, and a repository as the target.

A bad value counts as absent, and the scan says so. Where the entry cannot do without it, it costs the entry, not the file: the
entry is dropped, counted, and the scan says that it may have been a finding.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeVar

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import fold_placed, joined
from generator.parsers.scans.misshapen_values import decode_without
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

E = TypeVar("E")
Scalar = str | int | float | None
"""What tools write now as text, now as a number: rule ids, lines."""

OTHER_SHAPE = "an entry of another shape"
"""Reason to drop: a value of the entry is of another type than the format gives it."""
ABSENT = msgspec.Raw(b"null")
"""What stands for a list that the file does not have."""


def is_list(raw: msgspec.Raw | None) -> bool:
    """Does a list stand here?"""
    return raw is not None and _begins(raw) == b"["


def is_object(raw: msgspec.Raw | bytes | None) -> bool:
    """Does an object stand here?"""
    return raw is not None and _begins(raw) == b"{"


def is_clean_list(document: Document, *tools: str) -> bool:
    """Is this an empty list in a file or folder named for the tool? Any tool may write `[]`: it is known only by its name."""
    places = document.name.lower().split("/")[-2:]
    return document.head.strip() == b"[]" and any(tool in place for tool in tools for place in places)


def _begins(raw: msgspec.Raw | bytes) -> bytes:
    return bytes(memoryview(raw)[:64]).lstrip()[:1]


def entries(
    document: Document, accumulator: ScanAccumulator, raw: msgspec.Raw | bytes | None, type_: type[E], pointer: str = ""
) -> Iterator[tuple[str, E | None]]:
    """Entries of a JSON list with their JSON pointers; null and a list that is not there hold none.

    Raises:
        ParseError: broken JSON, no list, or a list of the report of which no entry can be read.
    """
    if raw is None or raw is ABSENT or _is_empty(raw):
        return
    try:
        # NOTE: msgspec knows the type that is made here at run time, and mypy does not.
        listed = document.decode(raw, list[type_ | None] | None, place=pointer)  # type: ignore[valid-type,arg-type]
    except ParseError:
        yield from _apart(document, accumulator, raw, type_, pointer)
        return
    for index, decoded in enumerate(listed or ()):
        yield f"{pointer}/{index}", decoded


def _is_empty(raw: msgspec.Raw | bytes) -> bool:
    """`[]`, which most inner lists are: decoding it takes longer than looking."""
    return memoryview(raw).nbytes == 2 and bytes(raw) == b"[]"


def _apart(
    document: Document, accumulator: ScanAccumulator, raw: msgspec.Raw | bytes, type_: type[E], pointer: str
) -> Iterator[tuple[str, E | None]]:
    """Each by itself. A list of the report (its pointer holds no index) of which no entry can be read is another format's."""
    pieces = document.decode(raw, list[msgspec.Raw], place=pointer)
    listed = [
        pair for index, piece in enumerate(pieces) for pair in entry(document, accumulator, piece, type_, f"{pointer}/{index}")
    ]
    if not any(decoded is not None for _, decoded in listed) and not any(map(str.isdigit, pointer.split("/"))):
        wrong = next(index for index, piece in enumerate(pieces) if not is_null(piece))
        document.decode(pieces[wrong], type_, place=f"{pointer}/{wrong}")
    yield from listed


def entry(
    document: Document, accumulator: ScanAccumulator, raw: msgspec.Raw | bytes, type_: type[E], place: str
) -> Iterator[tuple[str, E | None]]:
    """One entry with its place, None for null; nothing where a value of it is of another shape, which is counted."""
    if is_null(raw):
        yield place, None
        return
    try:
        decoded, without = decode_without(document, raw, type_, place)
    except ParseError:
        accumulator.drop(OTHER_SHAPE, lost=True)
        return
    accumulator.lose_values(without)
    yield place, decoded


def is_null(raw: msgspec.Raw | bytes) -> bool:
    """Does `null` stand here?"""
    return bytes(memoryview(raw)[:64]).strip() == b"null"


def length(document: Document, raw: msgspec.Raw | None) -> int:
    """How many entries a list has; 0 for null and what is not there."""
    return 0 if raw is None or is_null(raw) else len(document.decode(raw, list[msgspec.Raw]))


def objects(document: Document, raw: msgspec.Raw | None, pointer: str) -> dict[str, msgspec.Raw]:
    """An object whose keys are data; empty for null and what is not there.

    Raises:
        ParseError: broken JSON, or no object.
    """
    return {} if raw is None or is_null(raw) else document.decode(raw, dict[str, msgspec.Raw], place=pointer)


def fold_entries(  # noqa: PLR0917 - a list is named by document, value, type and place
    document: Document,
    accumulator: ScanAccumulator,
    raw: msgspec.Raw | bytes | None,
    type_: type[E],
    pointer: str,
    to_result: Callable[[E, str], ScanResult | None],
) -> None:
    """Every entry of one list; `to_result` gets the entry and its JSON pointer, and says None where it names nothing.

    Raises:
        ParseError: broken JSON, or no list.
    """
    fold_placed(accumulator, entries(document, accumulator, raw, type_, pointer), to_result)


def part(document: Document, raw: msgspec.Raw | None, type_: type[E], otherwise: E) -> E:
    """A part of the report that says how the scan went: `otherwise` where it is missing or of another shape, since no finding
    stands in it."""
    try:
        return otherwise if raw is None else document.decode(raw, type_)
    except ParseError:
        return otherwise


def repository(evidence: EvidenceFile, name: str | None = None) -> ScanTarget:
    """The repository or project that was scanned; where the report names none, what a person states."""
    if name and name.strip():
        return ScanTarget(name=name.strip(), kind=TargetKind.REPOSITORY)
    return from_evidence(evidence, TargetKind.REPOSITORY)


class Repositories:
    """The targets of a report whose entries name repositories or projects, each made once."""

    def __init__(self, accumulator: ScanAccumulator, evidence: EvidenceFile) -> None:
        self._accumulator, self._evidence = accumulator, evidence
        self._made: dict[str, ScanTarget] = {}

    def of(self, name: str | None) -> ScanTarget:
        """See `repository`."""
        key = name or ""
        if key not in self._made:
            self._made[key] = self._accumulator.target(repository(self._evidence, key))
        return self._made[key]

    def at_least_one(self, name: str | None = None) -> None:
        """A report without entries has looked at something all the same."""
        if not self._made:
            self.of(name)


def text(value: Scalar) -> str:
    """A value as text; nothing is empty."""
    return "" if value is None else str(value)


def at(file: str | None, line: Scalar = None, *more: str | None) -> str:
    """`src/cart.py:12`, or what is known of it, and what else tells places apart: two places in the code are two results."""
    number = text(line)
    if not number.strip("0"):
        return joined(" ", file, *more)
    return joined(" ", f"{file}:{number}" if file else f"line {number}", *more)


@lru_cache(1 << 14)
def titled(title: str | None, *weaknesses: Scalar) -> str:
    """A title with the kinds of weakness of MITRE's list that the tool names: `Use of assert (CWE-703)`."""
    shown = ", ".join(cwes(*weaknesses))
    return joined(" ", title, f"({shown})" if shown and shown not in (title or "") else None)
