"""Harbor's vulnerability report of one artifact, by media type or bare.

https://goharbor.io/docs, `GET …/artifacts/REFERENCE/additions/vulnerabilities`, and the pluggable scanner specification:
version 1.0 names no artifact, version 1.1 names digests beside each entry, and sometimes the artifact. Scanners write null for
an empty list, so null is a clean result where the overall severity agrees.
"""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import affected, cves, digests, escaped, fold, vulnerability_of
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named

_TYPES = ("application/vnd.scanner.adapter.vuln.report.harbor+json", "application/vnd.security.vulnerability.report")
_HARBOR = {"id", "package", "severity"}
_BARE = {"generated_at", "scanner", "severity", "vulnerabilities"}
_CLEAN = {"", "none", "unknown", "negligible"}
_MISSING = "the report says that the worst severity is {severity!r}, but lists no vulnerability"
_MONITOR = "Harbor"
_LESS = "the report says that the worst severity is {severity!r}, but lists no vulnerability of it"
_NO_REPORT = "the file has no report for the media type it names"


class _HarborScores(msgspec.Struct, gc=False):
    v2_score: float | None = msgspec.field(name="V2Score", default=None)
    v2_vector: str | None = msgspec.field(name="V2Vector", default=None)
    v3_score: float | None = msgspec.field(name="V3Score", default=None)
    v3_vector: str | None = msgspec.field(name="V3Vector", default=None)


class _HarborAttributes(msgspec.Struct):
    cvss: dict[str, _HarborScores | None] | None = msgspec.field(name="CVSS", default=None)


class _HarborPreferred(msgspec.Struct, gc=False):
    score_v3: float | None = None
    score_v2: float | None = None
    vector_v3: str | None = None
    vector_v2: str | None = None


class _HarborEntry(msgspec.Struct):
    id: str | None = None
    package: str | None = None
    version: str | None = None
    fix_version: str | None = None
    severity: str | None = None
    description: str | None = None
    cwe_ids: tuple[str | None, ...] | None = None
    artifact_digests: tuple[str | None, ...] | None = None
    preferred_cvss: _HarborPreferred | None = None
    vendor_attributes: _HarborAttributes | None = None


class _HarborArtifact(msgspec.Struct):
    repository: str | None = None
    digest: str | None = None
    tag: str | None = None


class _HarborTool(msgspec.Struct):
    name: str | None = None
    version: str | None = None


class _HarborReport(msgspec.Struct):
    generated_at: str | None = None
    artifact: _HarborArtifact | None = None
    scanner: _HarborTool | None = None
    severity: str | None = None
    vulnerabilities: tuple[_HarborEntry | None, ...] | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    return any(key.startswith(_TYPES) for key in members) or (
        _BARE.issubset(members)
        or (_HARBOR.issubset(document.first_keys(members.get("vulnerabilities"))) and len(_BARE.intersection(members)) >= 3)
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    reports = dict(_reports(document))
    first = next(iter(reports.values()), _HarborReport())
    tool = first.scanner or _HarborTool()
    accumulator = ScanAccumulator(evidence, Scanner(name=tool.name or "Harbor", version=tool.version))
    for pointer, report in reports.items():
        targets = _HarborTargets(report, evidence)
        if not report.vulnerabilities:
            accumulator.target(targets.whole)
        elif _is_milder(report):
            accumulator.counts.disagree(_LESS.format(severity=report.severity), targets.whole)
        fold(accumulator, report.vulnerabilities, f"{pointer}/vulnerabilities", targets.result)
    failure = next(filter(None, map(_missing, reports.values())), None) if reports else _NO_REPORT
    snapshot = accumulator.finish(moment(first.generated_at), failure=failure)
    return replace(snapshot, monitor=_MONITOR)


def _reports(document: Document) -> Iterator[tuple[str, _HarborReport]]:
    keys = [key for key in document.members if key.startswith(_TYPES)]
    if not keys:
        yield "", document.decode(document.data, _HarborReport)
    for key in keys:
        pointer = f"/{escaped(key)}"
        if bytes(document.members[key]) != b"null":
            yield pointer, document.decode(document.members[key], _HarborReport, place=pointer)


def _missing(report: _HarborReport) -> str | None:
    if (report.severity or "").lower() in _CLEAN:
        return None
    if not report.vulnerabilities:
        return _MISSING.format(severity=report.severity)
    return None


def _is_milder(report: _HarborReport) -> bool:
    """Is everything that is listed less severe than the worst that the report says it found?"""
    worst = max((severity(entry.severity or "").rank for entry in report.vulnerabilities or () if entry), default=0)
    return bool(report.vulnerabilities) and severity(report.severity or "").rank > worst


class _HarborTargets:
    """What the entries of one report are about: its artifact, else what a person says, else the digests beside them."""

    __slots__ = ("_named", "_source", "whole")

    def __init__(self, report: _HarborReport, evidence: EvidenceFile) -> None:
        artifact = report.artifact or _HarborArtifact()
        pinned = digests(artifact.digest)
        name = f"{artifact.repository}:{artifact.tag}" if artifact.repository and artifact.tag else artifact.repository
        name = name or evidence.target or artifact.digest
        self._named = bool(name)
        self._source = ((report.scanner or _HarborTool()).name or "harbor").lower()
        self.whole = named(name, TargetKind.IMAGE, evidence, digests=pinned)

    def result(self, entry: _HarborEntry, place: str) -> ScanResult | None:
        """One entry; None where it has no identifier."""
        return vulnerability_of(
            entry.id,
            self._of(entry),
            place,
            word=entry.severity,
            package=affected(entry.package, entry.version, entry.fix_version),
            description=entry.description,
            cves=cves(entry.id),
            cwes=cwes(*(entry.cwe_ids or ())),
            cvss=cvss_scores.scores(_scores(entry, self._source)),
        )

    def _of(self, entry: _HarborEntry) -> ScanTarget:
        written = [pinned for pinned in entry.artifact_digests or () if pinned]
        if not written or self.whole.digests:
            return self.whole
        name = self.whole.name if self._named else written[0]
        return ScanTarget(name=name, kind=self.whole.kind, digests=digests(*written))


def _scores(entry: _HarborEntry, scanner: str) -> Iterator[cvss_scores.Raw]:
    """Scores with their source; the preferred score has none, so it is the scanner's."""
    by_source = (entry.vendor_attributes.cvss if entry.vendor_attributes else None) or {}
    for source, rated in sorted(by_source.items()):
        if rated:
            yield source.lower(), "2.0", rated.v2_vector, rated.v2_score
            yield source.lower(), "3.0", rated.v3_vector, rated.v3_score
    preferred = entry.preferred_cvss
    if preferred and not by_source:
        yield scanner, "2.0", preferred.vector_v2, preferred.score_v2
        yield scanner, "3.0", preferred.vector_v3, preferred.score_v3
