"""Several reports of one tool in one file: a list of them, a report a line, reports one after the other (`jq -s`, `cat`).

They are one scan of all that they look at, where each looks at something else: dated as the oldest of them. Two reports of one
target are two scans of it, which one snapshot cannot be: the file is refused.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot, ScanTally, ScanTarget, Severity
from generator.parsers.cluster.dump_text import json_values
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.code_results import is_object
from generator.parsers.scans.inner_format import InnerFormat, knows, placed
from generator.parsers.scans.scan_format import ScanFormat

T = TypeVar("T")
_MOST = 1000
"""Reports of one file."""
_DECLARATION = late_re(rb"<\?xml\s")
_NEXT = "give each report a file of its own"
Part = tuple[str, Document]
"""Where a report stands in the file, and the report."""


class SeveralReports(InnerFormat, frozen=True):
    """See `Parser`: a format that reads every report of the file."""

    parts: Sequence[Part]

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`: it is made for one file."""
        return all(part.name == document.name for _, part in self.parts)

    def parse(self, _document: Document, evidence: EvidenceFile) -> ScanSnapshot:
        """See `Parser.parse`. Places are those in the file."""
        return _joined([placed(self.inner.parse(part, evidence), _inside(place)) for place, part in self.parts])


def several_reports(document: Document, formats: Sequence[ScanFormat]) -> SeveralReports | None:
    """The format that knows every one of the reports in a file; None where there is none, or a single value in the file."""
    parts = list(_parts(document))
    if not 1 < len(parts) <= _MOST:
        return None
    return next((SeveralReports(each, parts) for each in formats if all(knows(each, part) for _, part in parts)), None)


def _parts(document: Document) -> Iterator[Part]:
    """The objects that the file is made of; none of them where one is something else."""
    values = list(_values(document))
    if document.container is FileContainer.XML or all(is_object(value) for _, value in values):
        yield from ((place, Document(document.name, value, document.files)) for place, value in values)


def _values(document: Document) -> Iterator[tuple[str, bytes]]:
    if document.container is FileContainer.JSON:
        yield from ((f"/{index}", bytes(item)) for index, item in enumerate(document.items[: _MOST + 1]))
    elif document.container is FileContainer.JSON_LINES:
        lines = enumerate(document.data.splitlines(), 1)
        yield from ((f"line {number}", line) for number, line in lines if line.strip())
    elif document.container is FileContainer.JSON_STREAM:
        yield from ((f"value {number}", text) for number, (_, text) in enumerate(json_values(document.data), 1))
    elif document.container is FileContainer.XML and isinstance(document.content, bytes):
        begins = [found.start() for found in _DECLARATION.finditer(document.data)]
        pieces = pairwise([*begins, len(document.data)])
        yield from ((f"report {number}", document.data[begin:end]) for number, (begin, end) in enumerate(pieces, 1))


def _inside(before: str) -> Callable[[str], str]:
    return lambda place: f"{before}{place}" if place.startswith("/") else before


def _joined(snapshots: Sequence[ScanSnapshot]) -> ScanSnapshot:
    """One scan of all.

    NOTE: the scan as a whole no longer says which report could not look, so the targets of that report do.
    """
    targets = [target for snapshot in snapshots for target in _as_assessed(snapshot)]
    _refuse_repeated(targets)
    results = [result for snapshot in snapshots for result in snapshot.results]
    return replace(
        snapshots[0],
        scanner=_scanner([snapshot.scanner for snapshot in snapshots]),
        taken=min(filter(None, (snapshot.taken for snapshot in snapshots)), default=None),
        targets=tuple(sorted(targets, key=lambda target: (target.name, target.workload or "", target.digests))),
        results=tuple(sorted(results, key=lambda result: (result.target, result.kind, result.identifier, result.disposition))),
        tally=_tally([snapshot.tally for snapshot in snapshots], len({result.identifier for result in results})),
        configuration=_alike(snapshot.configuration for snapshot in snapshots),
        assessed=any(snapshot.assessed for snapshot in snapshots),
        not_assessed_because=_words(snapshot.not_assessed_because for snapshot in snapshots) or None,
        benchmarks=tuple(sorted({run for snapshot in snapshots for run in snapshot.benchmarks})),
        monitor=_alike(snapshot.monitor for snapshot in snapshots) or "",
        left_out=_words(snapshot.left_out for snapshot in snapshots),
        packages=None,
        linted=tuple(sorted((file for snapshot in snapshots for file in snapshot.linted), key=lambda file: file.name)),
    )


def _as_assessed(snapshot: ScanSnapshot) -> Iterator[ScanTarget]:
    return (target if snapshot.assessed else replace(target, assessed=False) for target in snapshot.targets)


def _refuse_repeated(targets: Iterable[ScanTarget]) -> None:
    names = Counter(target.name for target in targets)
    repeated = next((name for name, count in names.items() if count > 1), None)
    if repeated is not None:
        raise ParseError(f"the file holds several reports about {repeated}, which are several scans of it", next_step=_NEXT)


def _scanner(scanners: Sequence[Scanner]) -> Scanner:
    """The tool, with what all reports say alike of it; its database is as old as the oldest."""
    updated = [scanner.database_updated for scanner in scanners]
    return Scanner(
        name=scanners[0].name,
        version=_alike(scanner.version for scanner in scanners),
        database_updated=None if None in updated else min(filter(None, updated), default=None),
    )


def _tally(tallies: Sequence[ScanTally], identifiers: int) -> ScanTally:
    """Sums: no target is in two reports, so nothing of one repeats what another says."""
    severities = _sums(tally.severities for tally in tallies)
    return ScanTally(
        results=sum(tally.results for tally in tallies),
        unique=sum(tally.unique for tally in tallies),
        duplicates=sum(tally.duplicates for tally in tallies),
        dropped=tuple(sorted(_sums(tally.dropped for tally in tallies).items())),
        identifiers=identifiers,
        severities=tuple((str(severity), severities[severity]) for severity in Severity if severity in severities),
        statuses=tuple(sorted(_sums(tally.statuses for tally in tallies).items())),
    )


def _sums(counts: Iterable[Iterable[tuple[str, int]]]) -> Counter[str]:
    summed = Counter[str]()
    for of_one in counts:
        summed.update(dict(of_one))
    return summed


def _alike(values: Iterable[T | None]) -> T | None:
    """What all of them are; None where they differ."""
    first, *others = values
    return first if all(other == first for other in others) else None


def _words(texts: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))
