"""Reports in another wrapping than their tool writes: lines made of a list (`jq -c '.[]'`), one entry taken out of it, a
report's list without the report (`jq .vulnerabilities`), one report put into a list (`jq -s`) or into an object (the answer of
a server: `{"status": "ok", "data": {…}}`). Where no format knows the file, each is asked for it in the tool's wrapping; see
`several_reports` for more than one report, and `joined_pages` for what scripts put around one.
"""

from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.inner_format import InnerFormat, knows, placed
from generator.parsers.scans.joined_pages import Wrapping, pages, without_words
from generator.parsers.scans.scan_format import ScanFormat

_AROUND = {"body", "content", "data", "output", "payload", "report", "response", "result", "results", "scan", "scan_result"}
"""Names of a member that holds a report, lower case."""
_LISTS = ("vulnerabilities", "Vulnerabilities", "results", "Results", "matches", "findings", "Findings", "issues")
"""Names under which tools list what they have found."""
_DEEPEST = 3
"""Members within members that are looked into."""
_MOST_NULLS = 5
_EMPTY = len(b"[{}]")


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
    tries = ((each, wrapping) for wrapping in _wrappings(document) for each in formats)
    return next((RewrappedFormat(each, wrapping) for each, wrapping in tries if knows(each, wrapping.document)), None)


def taken_out(document: Document, own: ScanFormat) -> RewrappedFormat | None:
    """How a format reads a file that it knew by its beginning: by the only entry of a list, by the report before other text."""
    listed = [] if isinstance(document.outline, ParseError) else list(_listed(document))
    found = (*listed, *without_words(document))
    return next((RewrappedFormat(own, each) for each in found if own.recognizes(each.document)), None)


def _wrappings(document: Document) -> Iterator[Wrapping]:
    yield from without_words(document)
    yield from pages(document)
    if document.container is FileContainer.JSON_LINES:
        yield _lines(document)
    elif isinstance(document.outline, ParseError):
        return
    elif document.container is FileContainer.JSON and document.members:
        alone = Document(document.name, b"[" + document.data + b"]", document.files)
        yield Wrapping(alone, lambda place: place.removeprefix("/0"))
        yield from _members(document, document, "", _DEEPEST)
        yield from _none_listed(document)
    elif document.container is FileContainer.JSON and document.first_members:
        yield from _listed(document)
        yield from _lists_alone(document)


def _lines(document: Document) -> Wrapping:
    """Lines, which stand for a list."""
    lines = [(number, line) for number, line in enumerate(document.data.splitlines(), 1) if line.strip()]

    def place(place: str) -> str:
        index = place.split("/")[1] if place.startswith("/") else ""
        return f"line {lines[int(index)][0]}" if index.isdecimal() else place

    return Wrapping(Document(document.name, b"[" + b",\n".join(line for _, line in lines) + b"]", document.files), place)


def _listed(document: Document) -> Iterator[Wrapping]:
    """The report of a list of one."""
    if len(document.items) == 1:
        report = Document(document.name, bytes(document.items[0]), document.files)
        yield Wrapping(report, lambda place: f"/0{place}" if place.startswith("/") else place)


def _none_listed(document: Document) -> Iterator[Wrapping]:
    """A report that says of a list that it is `null` where it is empty, as programs in Go do."""
    nulls = [name for name, raw in document.members.items() if bytes(raw) == b"null"]
    for name in nulls[:_MOST_NULLS]:
        content = dict(document.members) | {name: msgspec.Raw(b"[]")}
        yield Wrapping(Document(document.name, msgspec.json.encode(content), document.files))


def _lists_alone(document: Document) -> Iterator[Wrapping]:
    """What stands in a report under one name, without the report. An entry alone is none of these: an advisory looks like it,
    and says nothing of what was found where."""
    for name in _LISTS:
        report = Document(document.name, b'{"%b": %b}' % (name.encode(), document.data), document.files)
        yield Wrapping(report, partial(_without, f"/{name}"))


def _members(whole: Document, outer: Document, pointer: str, deepest: int) -> Iterator[Wrapping]:
    """What stands under the names that servers and scripts give to a report. An empty list or object says nothing: the answer
    of a server that failed has it too."""
    for name, raw in outer.members.items():
        if name.lower() not in _AROUND or len(content := bytes(raw)) <= _EMPTY:
            continue
        inner = Document(whole.name, content, whole.files)
        if inner.container is FileContainer.JSON and (inner.members or inner.first_members):
            place = f"{pointer}/{name}"
            yield Wrapping(inner, partial(_inside, place))
            if len(inner.items) == 1:
                yield Wrapping(Document(whole.name, bytes(inner.items[0]), whole.files), partial(_inside, f"{place}/0"))
            if deepest > 1:
                yield from _members(whole, inner, place, deepest - 1)


def _without(pointer: str, place: str) -> str:
    return place.removeprefix(pointer)


def _inside(pointer: str, place: str) -> str:
    return f"{pointer}{place}" if place.startswith("/") else place or pointer
