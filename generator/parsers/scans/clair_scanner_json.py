"""clair-scanner's report of one image (`clair-scanner -r FILE IMAGE`).

https://github.com/arminc/clair-scanner. `unapproved` holds what is neither on the allow list nor below its threshold.
What is missing there was approved only where the threshold cannot be the reason: where something not more severe is in that
list. Such files are edited by hand and by other tools, so one entry of another shape does not spoil the others.
"""

from collections.abc import Iterator

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.entries import affected, cves, digests
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator

_UNAPPROVED = "unapproved"
_SHAPE = "another shape than expected"
_NO_LIST = "the report has no list of vulnerabilities, not even an empty one"
_NO_OBJECT = "{n} of the list's items are no objects, so they say nothing"
_HEAD = 512


class _ClairScannerEntry(msgspec.Struct, gc=False):
    featurename: str | None = None
    featureversion: str | None = None
    vulnerability: str | None = None
    description: str | None = None
    severity: str | None = None
    fixedby: str | None = None


class _ClairScannerReport(msgspec.Struct):
    image: str | None = None
    unapproved: tuple[str | None, ...] | None = None
    vulnerabilities: tuple[msgspec.Raw, ...] | None = None


def recognizes(document: Document) -> bool:
    """Without the image the first entry has to name its feature as clair-scanner does."""
    members = document.members
    if {"image", "unapproved", "vulnerabilities"}.issubset(members):
        return True
    return "vulnerabilities" in members and b'"featurename"' in bytes(memoryview(members["vulnerabilities"])[:_HEAD])


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _ClairScannerReport)
    accumulator = ScanAccumulator(evidence, "Clair")
    target = accumulator.named(report.image, TargetKind.IMAGE, digests=digests(report.image))
    entries = tuple(_entries(document, report, accumulator))
    standing = _ClairScannerStanding(report, [entry for _, entry in entries])
    for index, entry in entries:
        accumulator.add(_result(entry, target, f"/vulnerabilities/{index}", standing))
    if report.vulnerabilities is None:
        return accumulator.finish(None, failure=_NO_LIST)
    strange = sum(bytes(raw)[:1] not in {b"{", b"n"} for raw in report.vulnerabilities)
    return accumulator.finish(None, because=_NO_OBJECT.format(n=strange) if strange else None)


def _entries(
    document: Document, report: _ClairScannerReport, accumulator: ScanAccumulator
) -> Iterator[tuple[int, _ClairScannerEntry]]:
    """Entries that say what they are about; the others are dropped here."""
    for index, raw in enumerate(report.vulnerabilities or ()):
        start = bytes(raw)[:1]
        if start == b"n":
            accumulator.drop(EMPTY_ENTRY)
        if start != b"{":
            continue
        try:
            entry = document.decode(raw, _ClairScannerEntry)
        except ParseError:
            accumulator.drop(_SHAPE, lost=True)
            continue
        if entry.vulnerability:
            yield index, entry
        else:
            accumulator.drop(NO_IDENTIFIER)


class _ClairScannerStanding:
    """Whether an entry is open, by the list of what was not approved."""

    __slots__ = ("_floor", "_unapproved")

    def __init__(self, report: _ClairScannerReport, entries: list[_ClairScannerEntry]) -> None:
        self._unapproved = frozenset(report.unapproved or ())
        ranks = (severity(entry.severity or "").rank for entry in entries if entry.vulnerability in self._unapproved)
        self._floor = min(ranks, default=None)

    def of(self, entry: _ClairScannerEntry) -> tuple[Disposition, str]:
        """Disposition and native status."""
        if entry.vulnerability in self._unapproved:
            return Disposition.OPEN, _UNAPPROVED
        approved = self._floor is not None and severity(entry.severity or "").rank >= self._floor
        return (Disposition.SUPPRESSED if approved else Disposition.OPEN), ""


def _result(entry: _ClairScannerEntry, target: ScanTarget, place: str, standing: _ClairScannerStanding) -> ScanResult:
    disposition, status = standing.of(entry)
    name, fix = entry.featurename, entry.fixedby or None
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=entry.vulnerability or "",
        target=target,
        severity=severity(entry.severity or ""),
        native_severity=entry.severity or "",
        disposition=disposition,
        native_status=status,
        package=affected(name, entry.featureversion, fix),
        description=entry.description or "",
        cves=cves(entry.vulnerability),
        place=place,
    )
