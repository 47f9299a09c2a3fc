"""Reports in another wrapping than their tool writes: lines made of a list (`jq -c '.[]'`), one entry taken out of it, a
report's list without the report (`jq .vulnerabilities`), one report put into a list (`jq -s`) or into an object (the answer of
a server: `{"status": "ok", "data": {…}}`). Where no format knows the file, each is asked for it in the tool's wrapping; see
`several_reports` for more than one report, and `joined_pages` for what scripts put around one.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document, FileContainer
from generator.parsers.scans.inner_format import InnerFormat, placed
from generator.parsers.scans.joined_pages import pages, without_words
from generator.parsers.scans.scan_format import ScanFormat

_AROUND = {"body", "content", "data", "output", "payload", "report", "response", "result", "results", "scan", "scan_result"}
"""Names of a member that holds a report, lower case."""
_LISTS = ("vulnerabilities", "Vulnerabilities", "results", "Results", "matches", "findings", "Findings", "issues")
"""Names under which tools list what they have found."""
_DEEPEST = 3
"""Members within members that are looked into."""
_MOST_NULLS = 5
_EMPTY = len(b"[{}]")


class Wrapping(Protocol):
    """One way in which a file differs from what its tool writes."""

    @property
    def document(self) -> Document:
        """As the tool writes it."""

    def place(self, place: str) -> str:
        """Where a place of that document is in the file."""


class _Lines(msgspec.Struct, frozen=True):
    """Lines, which stand for a list."""

    document: Document
    numbers: Sequence[int]
    """The line of each entry."""

    def place(self, place: str) -> str:
        """See `Wrapping.place`."""
        index = place.split("/")[1] if place.startswith("/") else ""
        return f"line {self.numbers[int(index)]}" if index.isdecimal() else place


class _Alone(msgspec.Struct, frozen=True):
    """One entry, which stands for a list of one."""

    document: Document

    def place(self, place: str) -> str:
        """See `Wrapping.place`."""
        return place.removeprefix("/0")


class _Listed(msgspec.Struct, frozen=True):
    """A list of one report."""

    document: Document

    def place(self, place: str) -> str:
        """See `Wrapping.place`."""
        return f"/0{place}" if place.startswith("/") else place


class _Inside(msgspec.Struct, frozen=True):
    """A report that is a member of an object."""

    document: Document
    pointer: str

    def place(self, place: str) -> str:
        """See `Wrapping.place`."""
        return f"{self.pointer}{place}" if place.startswith("/") else place or self.pointer


class _ListAlone(msgspec.Struct, frozen=True):
    """What stands in a report under one name, without the report."""

    document: Document
    pointer: str
    """Of what the file holds, in the report."""

    def place(self, place: str) -> str:
        """See `Wrapping.place`."""
        return place.removeprefix(self.pointer)


class _NoneListed(msgspec.Struct, frozen=True):
    """A report that says of a list that it is `null` where it is empty, as programs in Go do."""

    document: Document

    def place(self, place: str) -> str:
        """See `Wrapping.place`."""
        return place


class RewrappedFormat(InnerFormat, frozen=True):
    """See `Parser`: a format that reads the file in the wrapping of its tool."""

    wrapping: Wrapping

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`: it is made for one file."""
        return document.name == self.wrapping.document.name

    def parse(self, _document: Document, evidence: EvidenceFile) -> ScanSnapshot:
        """See `Parser.parse`. Places are those in the file as it is."""
        return placed(self.inner.parse(self.wrapping.document, evidence), self.wrapping.place)


def rewrapped_format(document: Document, formats: Sequence[ScanFormat]) -> RewrappedFormat | None:
    """The format of a JSON file in another wrapping; None where there is none."""
    for wrapping in _wrappings(document):
        for each in formats:
            try:
                if each.recognizes(wrapping.document):
                    return RewrappedFormat(each, wrapping)
            except ParseError:
                continue
    return None


def taken_out(document: Document, own: ScanFormat) -> RewrappedFormat | None:
    """How a format reads a file that it knew by its beginning: by the only entry of a list, by the report before other text."""
    entries = () if isinstance(document.outline, ParseError) else document.items
    listed = [_Listed(Document(document.name, bytes(entries[0]), document.files))] if len(entries) == 1 else []
    found: list[Wrapping] = [*listed, *without_words(document)]
    return next((RewrappedFormat(own, each) for each in found if own.recognizes(each.document)), None)


def _wrappings(document: Document) -> Iterator[Wrapping]:
    yield from without_words(document)
    yield from pages(document)
    if document.container is FileContainer.JSON_LINES:
        lines = [(number, line) for number, line in enumerate(document.data.splitlines(), 1) if line.strip()]
        whole = Document(document.name, b"[" + b",\n".join(line for _, line in lines) + b"]", document.files)
        yield _Lines(whole, tuple(number for number, _ in lines))
    elif isinstance(document.outline, ParseError):
        return
    elif document.container is FileContainer.JSON and document.members:
        yield _Alone(Document(document.name, b"[" + document.data + b"]", document.files))
        yield from _members(document, document, "", _DEEPEST)
        yield from _none_listed(document)
    elif document.container is FileContainer.JSON and document.first_members:
        if len(document.items) == 1:
            yield _Listed(Document(document.name, bytes(document.items[0]), document.files))
        yield from _lists_alone(document)


def _none_listed(document: Document) -> Iterator[Wrapping]:
    nulls = [name for name, raw in document.members.items() if bytes(raw) == b"null"]
    for name in nulls[:_MOST_NULLS]:
        content = dict(document.members) | {name: msgspec.Raw(b"[]")}
        yield _NoneListed(Document(document.name, msgspec.json.encode(content), document.files))


def _lists_alone(document: Document) -> Iterator[Wrapping]:
    """An entry alone is none of these: an advisory looks like it, and says nothing of what was found where."""
    for name in _LISTS:
        yield _ListAlone(Document(document.name, b'{"%b": %b}' % (name.encode(), document.data), document.files), f"/{name}")


def _members(whole: Document, outer: Document, pointer: str, deepest: int) -> Iterator[Wrapping]:
    """What stands under the names that servers and scripts give to a report. An empty list or object says nothing: the answer
    of a server that failed has it too."""
    for name, raw in outer.members.items():
        if name.lower() not in _AROUND or len(content := bytes(raw)) <= _EMPTY:
            continue
        inner = Document(whole.name, content, whole.files)
        if inner.container is FileContainer.JSON and (inner.members or inner.first_members):
            place = f"{pointer}/{name}"
            yield _Inside(inner, place)
            if len(inner.items) == 1:
                yield _Inside(Document(whole.name, bytes(inner.items[0]), whole.files), f"{place}/0")
            if deepest > 1:
                yield from _members(whole, inner, place, deepest - 1)
