"""A report in which a value has another type than its tool writes: it costs that value, else its entry, and not the file.

Readers decode into typed records, so that one text in the place of a number refuses everything. The value is then taken for
absent; where it cannot be, the entry with it is taken for an empty one. The report is read again, and what was lost is counted
and stated, as for entries that are `null`.
"""

import json
from typing import Any, Protocol

from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.json import ShapeError
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.misshapen_values import (
    MISSHAPEN,
    MOST_PATHS,
    EntryPlace,
    Path,
    path_below,
    path_of,
    place_of,
    take_out,
    values_text,
)
from generator.parsers.scans.tally import EMPTY_ENTRY
from generator.text import counted

_MOST = 20
"""Entries that are given up before the report is called unreadable: it is then not what its format promises."""
_LINE = late_re(r"line (\d+)")


class ReportReader(Protocol):
    """What knows a report by its content, and reads it."""

    def recognizes(self, document: Document, /) -> bool:
        """See `Parser.recognizes`."""

    def parse(self, document: Document, evidence: EvidenceFile, /) -> ScanSnapshot:
        """See `Parser.parse`."""


def read_past_misshapen(reader: ReportReader, document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    """The snapshot, without the entries that do not decode.

    Raises:
        ParseError: what is wrong is no entry of a list, is wrong in too many, or no other entry is left.
    """
    try:
        return reader.parse(document, evidence)
    except ShapeError as error:
        return _again(reader, document, evidence, error)


def _again(reader: ReportReader, document: Document, evidence: EvidenceFile, first: ShapeError) -> ScanSnapshot:
    attempt = _Attempt.of(document)
    error = first
    if attempt is None:
        raise first
    while attempt.gives_up(error):
        left = attempt.document()
        try:
            if attempt.lost_member and not reader.recognizes(left):
                break
            snapshot = reader.parse(left, evidence)
        except ShapeError as another:
            error = another
        except ParseError:
            raise first from None
        else:
            if not snapshot.tally.unique:
                break
            return _counted(snapshot, attempt)
    raise first


class _Attempt:
    """The content of a report, with entries taken out."""

    def __init__(self, document: Document, lines: list[bytes] | None, content: Any) -> None:
        self._document = document
        self._lines = lines
        self._content = content
        self.places: dict[EntryPlace, None] = {}
        self.values = 0
        self.lost_member = False
        """Was a member of the report itself taken out? What is left may be none of its tool."""
        self._paths: set[Path] = set()

    @classmethod
    def of(cls, document: Document) -> "_Attempt | None":
        """None where the report cannot be taken apart."""
        if document.container is FileContainer.JSON_LINES:
            return cls(document, document.data.splitlines(), None)
        try:
            return cls(document, None, json.loads(document.data))
        except (ValueError, RecursionError):
            return None

    def gives_up(self, error: ShapeError) -> bool:
        """Take out the value that the error is about, else the entry that holds it; False where there is none, or where too
        many were taken out."""
        if self._gives_up_values(error):
            return True
        if len(self.places) >= _MOST:
            return False
        line = _LINE.fullmatch(error.where or "")
        if self._lines is not None:
            return line is not None and self._gives_up_line(int(line[1]))
        path = place_of(self._content, path_of(error), error)
        while path is not None:
            while path and not isinstance(path[-1], int):
                path = path[:-1]
            if not path or self._take_out(path):
                return bool(path)
            path = path[:-1]
        return False

    def document(self) -> Document:
        """The report as it is left."""
        raw = b"\n".join(self._lines) + b"\n" if self._lines is not None else json.dumps(self._content).encode()
        return Document(self._document.name, raw, self._document.files)

    @property
    def first(self) -> str:
        """Where the first entry is."""
        place = next(iter(self.places))
        return f"line {place[0]}" if self._lines is not None else "".join(f"/{step}" for step in place)

    def _gives_up_values(self, error: ShapeError) -> bool:
        path = path_below(error) if self._lines is not None else path_of(error)
        if path in self._paths or len(self._paths) >= MOST_PATHS:
            return False
        self._paths.add(path)
        changed, lost = take_out(self._content, path, error) if self._lines is None else self._without(path, error)
        self.values += lost
        self.lost_member = self.lost_member or (bool(changed) and len(path) == 1)
        return bool(changed)

    def _without(self, path: Path, error: ShapeError) -> tuple[int, int]:
        """Of JSON lines, of which each is an entry; what is no JSON stays for whoever reads that far."""
        many = all_lost = 0
        for index, line in enumerate(self._lines or ()):
            try:
                content = json.loads(line)
            except (ValueError, RecursionError):
                continue
            changed, lost = take_out(content, path, error, inside=True)
            if changed and self._lines is not None:
                self._lines[index] = json.dumps(content).encode()
            many, all_lost = many + changed, all_lost + lost
        return many, all_lost

    def _gives_up_line(self, number: int) -> bool:
        if self._lines is None or number > len(self._lines) or (number,) in self.places:
            return False
        try:
            json.loads(self._lines[number - 1])
        except (ValueError, RecursionError):
            return False  # NOTE: the line may be cut off behind the value that was met first.
        self._lines[number - 1] = b"null"
        self.places[number,] = None
        return True

    def _take_out(self, path: EntryPlace) -> bool:
        """Is there an element of a list at this path, which is an entry and was not taken out before?"""
        holder: Any = self._content
        for step in path[:-1]:
            within = isinstance(holder, dict) and step in holder
            if not within and not (isinstance(holder, list) and isinstance(step, int) and step < len(holder)):
                return False
            holder = holder[step]
        index = path[-1]
        if not isinstance(holder, list) or not isinstance(index, int) or index >= len(holder):
            return False
        if holder[index] is None or not any(isinstance(element, dict | list) for element in holder):
            return False
        holder[index] = None
        self.places = {place: None for place in self.places if place[: len(path)] != path} | {path: None}
        return True


def _counted(snapshot: ScanSnapshot, attempt: _Attempt) -> ScanSnapshot:
    """Entries that were taken out are dropped as what they are, not as empty ones."""
    dropped = dict(snapshot.tally.dropped)
    number = min(len(attempt.places), dropped.get(EMPTY_ENTRY, 0))
    if number:
        dropped[EMPTY_ENTRY] -= number
        dropped[MISSHAPEN] = dropped.get(MISSHAPEN, 0) + number
    kept = tuple(sorted((reason, count) for reason, count in dropped.items() if count))
    reasons = filter(
        None, (snapshot.not_assessed_because, values_text(attempt.values) if attempt.values else None, _lost(attempt))
    )
    return replace(snapshot, tally=replace(snapshot.tally, dropped=kept), not_assessed_because="; ".join(reasons) or None)


def _lost(attempt: _Attempt) -> str | None:
    many = len(attempt.places)
    verb = "has" if many == 1 else "have"
    return (
        f"{counted(many, 'entry', 'entries')} of the report {verb} {MISSHAPEN}, the first at {attempt.first}" if many else None
    )
