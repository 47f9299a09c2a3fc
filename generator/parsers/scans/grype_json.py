"""Grype's JSON report: `grype IMAGE -o json`.

https://github.com/anchore/grype, `grype/presenter/models`. A match names a vulnerability by the id of the database it came
from: for language packages a GHSA, whose CVE stands among the related vulnerabilities. Grype does not list the packages it
looked at, so a report on an image with neither a match nor a distribution does not show that it looked at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    AffectedPackage,
    Cvss,
    Disposition,
    ResultKind,
    Scanner,
    ScanResult,
    ScanSnapshot,
    ScanTarget,
    TargetKind,
)
from generator.parsers.base import Family
from generator.parsers.document import Document
from generator.parsers.scans.dates import day, moment
from generator.parsers.scans.grype_wire import Database, Distro, Image, Match, Origin, Report, Vulnerability
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator

_KINDS = {
    "image": TargetKind.IMAGE,
    "directory": TargetKind.FILESYSTEM,
    "file": TargetKind.FILESYSTEM,
}
_NOTHING = "Grype found neither a distribution nor a match in {name}, and its report does not list the packages it looked at"
_NO_DATABASE = "Grype says that its vulnerability database was not usable"
_SOURCES = {"nvd@nist.gov": "nvd", "security-advisories@github.com": "ghsa", "github": "ghsa", "": "grype"}
"""Who scored: the score's own source, else the namespace of the database it came from."""


@dataclass(frozen=True, slots=True)
class GrypeJson:
    """See `Parser`."""

    name: str = "grype-json"
    family: Family = "scan"
    title: str = "Grype report (JSON)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        members = document.members
        if "matches" not in members or "descriptor" not in members:
            return False
        return bytes(document.members_of(members["descriptor"]).get("name", b"")) == b'"grype"'

    def parse(self, document: Document, evidence: EvidenceFile) -> ScanSnapshot:
        """See `Parser.parse`."""
        report = document.decode(document.data, Report)
        database = report.descriptor.db or Database()
        status = database.status or database
        scanner = Scanner(name="Grype", version=report.descriptor.version, database_updated=moment(status.built))
        accumulator = ScanAccumulator(evidence, scanner)
        target = _target(report, evidence)
        accumulator.target(target)
        _fold(accumulator, report.matches, "/matches/", target, Disposition.OPEN)
        _fold(accumulator, report.ignored_matches, "/ignoredMatches/", target, Disposition.SUPPRESSED)
        because = _not_assessed(report, target, failed=status.failed or database.failed)
        return accumulator.finish(moment(report.descriptor.timestamp), assessed=because is None, because=because)


def _target(report: Report, evidence: EvidenceFile) -> ScanTarget:
    origin = report.source or Origin()
    distro = report.distro or Distro()
    image = origin.target if isinstance(origin.target, Image) else Image()
    name = origin.target if isinstance(origin.target, str) else next(filter(None, (image.user_input, *(image.tags or ()))), "")
    pinned = (reference for reference in (*(image.repo_digests or ()), name) if "@sha256:" in reference)
    return ScanTarget(
        name=name or evidence.path,
        kind=_KINDS.get(origin.type, TargetKind.UNKNOWN),
        digests=tuple(sorted({reference.rpartition("@")[2] for reference in pinned})),
        image_id=image.image_id or None,
        os_name=f"{distro.name} {distro.version}".strip() or None,
    )


def _not_assessed(report: Report, target: ScanTarget, *, failed: bool) -> str | None:
    if failed:
        return _NO_DATABASE
    nothing = not (report.matches or report.ignored_matches or target.os_name)
    return _NOTHING.format(name=target.name) if nothing and target.kind is TargetKind.IMAGE else None


def _fold(
    accumulator: ScanAccumulator,
    matches: Sequence[Match | None] | None,
    pointer: str,
    target: ScanTarget,
    disposition: Disposition,
) -> None:
    for index, match in enumerate(matches or ()):
        if match is None:
            accumulator.drop(EMPTY_ENTRY)
        elif not match.vulnerability.id:
            accumulator.drop(NO_IDENTIFIER)
        else:
            new = accumulator.is_new(ResultKind.VULNERABILITY, match.vulnerability.id, target, disposition)
            accumulator.add(_result(match, target, disposition, f"{pointer}{index}", new=new))


def _result(match: Match, target: ScanTarget, disposition: Disposition, place: str, *, new: bool) -> ScanResult:
    vulnerability = match.vulnerability
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=vulnerability.id,
        target=target,
        severity=severity(vulnerability.severity),
        native_severity=vulnerability.severity,
        disposition=disposition,
        native_status=vulnerability.fix.state if vulnerability.fix else "",
        package=_package(match),
        description=next((one.description for one in match.all() if one.description), ""),
        cves=tuple(sorted({one.id for one in match.all() if one.id.startswith("CVE-")})),
        cvss=tuple(dict.fromkeys(score for one in match.all() for score in _scores(one))) if new else (),
        references=_references(match.all()) if new else (),
        known_exploited=_due(match.all()) if new else None,
        place=place,
    )


def _package(match: Match) -> AffectedPackage:
    fix, artifact = match.vulnerability.fix, match.artifact
    return AffectedPackage(
        name=artifact.name,
        version=artifact.version or None,
        fixed_version=", ".join(fix.versions or ()) or None if fix else match.vulnerability.fixed_in_version or None,
        purl=artifact.purl or None,
        path=next((location.path for location in artifact.locations or () if location and location.path), None),
    )


def _scores(vulnerability: Vulnerability) -> Iterator[Cvss]:
    namespace = vulnerability.namespace.partition(":")[0]
    for score in vulnerability.cvss or ():
        if score:
            source = (score.source or namespace).lower()
            base = score.metrics.base_score if score.metrics else None
            yield Cvss(source=_SOURCES.get(source, source), version=score.version, vector=score.vector or None, score=base)
    for version, old in (("2.0", vulnerability.cvss_v2), ("3.0", vulnerability.cvss_v3)):
        if old:
            version = old.vector[5:8] if old.vector.startswith("CVSS:") else version
            yield Cvss(
                source=_SOURCES.get(namespace, namespace), version=version, vector=old.vector or None, score=old.base_score
            )


def _references(vulnerabilities: Iterable[Vulnerability]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(url for one in vulnerabilities for url in (one.data_source, *(one.urls or ()), *(one.links or ())) if url)
    )


def _due(vulnerabilities: Iterable[Vulnerability]) -> date | None:
    """The earliest due date in CISA's catalogue, of the vulnerability or of the CVE it stands for."""
    days = (day(entry.due_date) for one in vulnerabilities for entry in one.known_exploited or () if entry)
    return min((due for due in days if due), default=None)
