"""Lists of entries of which some are no valid JSON: a file that ends inside its last line or entry, a line of a log between.

Such a line or entry is lost, and the others are not: the report is read without it, what was lost is counted and stated, and
the report is not a whole one. Of a single report that is cut off nothing says what was lost: it is unreadable.
"""

import json
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.inner_format import InnerFormat, knows
from generator.parsers.scans.scan_format import ScanFormat
from generator.parsers.scans.tally import CUT_ENTRY, CUT_WORDS
from generator.text import counted

BROKEN = "not valid JSON"
"""Reason to drop."""
_MOST = 20
"""Lines that are given up before the report is called unreadable: it is then not what its format promises."""
_TRUNCATED = "Input data was truncated"
"""As msgspec says it."""
_BETWEEN = " \t\r\n,"


class _Rest(msgspec.Struct, frozen=True):
    """What is left of the file."""

    document: Document
    broken: int
    is_cut: bool
    place: str
    """Where the first entry is that was lost."""


class BrokenEntriesFormat(InnerFormat, frozen=True):
    """See `Parser`: a format that reads the file without the entries that are no JSON."""

    rest: _Rest

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`: it is made for one file."""
        return document.name == self.rest.document.name

    def parse(self, _document: Document, evidence: EvidenceFile) -> ScanSnapshot:
        """See `Parser.parse`."""
        return _counted(self.inner.parse(self.rest.document, evidence), self.rest)


def broken_entries(document: Document, formats: Sequence[ScanFormat]) -> BrokenEntriesFormat | None:
    """The format that knows what is left; None where every entry is JSON, or too much of the file is not."""
    rest = _rest(document)
    if rest is None:
        return None
    return next((BrokenEntriesFormat(each, rest) for each in formats if knows(each, rest.document)), None)


def _rest(document: Document) -> _Rest | None:
    if document.container is FileContainer.JSON_LINES:
        return _rest_of_lines(document)
    if document.container is FileContainer.JSON and document.data.lstrip()[:1] == b"[":
        return _rest_of_list(document)
    return None


def _rest_of_lines(document: Document) -> _Rest | None:
    """Lines stand where they stood, so that places are those of the file."""
    lines = document.data.split(b"\n")
    written = [index for index, line in enumerate(lines) if line.strip()]
    broken = [index for index in written if not _is_json(lines[index])]
    if not broken or len(broken) > min(_MOST, len(written) // 2):
        return None
    for index in broken:
        lines[index] = b""
    is_cut = broken[-1] == written[-1]
    rest = Document(document.name, b"\n".join(lines) + b"\n", document.files)
    return _Rest(rest, len(broken) - is_cut, is_cut, f"line {broken[0] + 1}")


def _rest_of_list(document: Document) -> _Rest | None:
    """A list that the file ends inside of: its entries but the last. Where an entry between others is no JSON, nothing tells
    where the next one begins: the report stays unreadable."""
    try:
        if not _ends_early(document.data):
            return None
        text, decoder = document.data.decode(errors="ignore"), json.JSONDecoder()
    except ParseError:
        return None
    place, entries = text.index("[") + 1, 0
    end = place
    while True:
        while place < len(text) and text[place] in _BETWEEN:
            place += 1
        if place >= len(text) or text[place] == "]":
            break
        try:
            _, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        end, entries = place, entries + 1
    if not entries or "]" in text[place : place + 1]:
        return None
    return _Rest(Document(document.name, f"{text[:end]}]".encode(), document.files), 0, is_cut=True, place=f"/{entries}")


def _ends_early(data: bytes) -> bool:
    """Is there nothing wrong with it but that it ends?"""
    try:  # NOTE: without a number at the end, since msgspec calls half a number malformed
        msgspec.json.decode(data.rstrip(b"+-.0123456789eE"), type=msgspec.Raw)
    except msgspec.DecodeError as error:
        return str(error) == _TRUNCATED
    except RecursionError:
        return False
    return False


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _counted(snapshot: ScanSnapshot, rest: _Rest) -> ScanSnapshot:
    lost = [(CUT_ENTRY, int(rest.is_cut)), (BROKEN, rest.broken)]
    dropped = dict(snapshot.tally.dropped) | {reason: number for reason, number in lost if number}
    tally = replace(
        snapshot.tally, results=snapshot.tally.results + rest.broken + rest.is_cut, dropped=tuple(sorted(dropped.items()))
    )
    because = "; ".join(filter(None, (snapshot.not_assessed_because, _words(rest))))
    return replace(snapshot, tally=tally, not_assessed_because=because)


def _words(rest: _Rest) -> str:
    cut = CUT_WORDS if rest.is_cut else ""
    have = "is" if rest.broken == 1 else "are"
    broken = f"{counted(rest.broken, 'line')} of the report {have} {BROKEN}" if rest.broken else ""
    return f"{'; '.join(filter(None, (broken, cut)))} (the first at {rest.place})"
