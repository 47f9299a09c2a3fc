"""Grype's JSON report: `grype IMAGE -o json`.

https://github.com/anchore/grype, `grype/presenter/models`. A match names a vulnerability by the id of the database it came
from: for language packages a GHSA, whose CVE stands among the related vulnerabilities. Grype does not list the packages it
looked at, so a report on an image with neither a match nor a distribution does not show that it looked at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

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
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator

_KINDS = {
    "image": TargetKind.IMAGE,
    "directory": TargetKind.FILESYSTEM,
    "file": TargetKind.FILESYSTEM,
}
_NOTHING = "Grype found neither a distribution nor a match in {name}, and its report does not list the packages it looked at"
_NO_DATABASE = "Grype says that its vulnerability database was not usable: {error}"


class _Metrics(msgspec.Struct, rename="camel", gc=False):
    base_score: float | None = None


class _Score(msgspec.Struct, gc=False):
    version: str = ""
    vector: str = ""
    source: str = ""
    metrics: _Metrics | None = None


class _OldScore(msgspec.Struct, rename="camel", gc=False):
    vector: str = ""
    base_score: float | None = None


class _Exploited(msgspec.Struct, rename="camel", gc=False):
    due_date: str | None = None


class _Fix(msgspec.Struct, gc=False):
    versions: tuple[str, ...] | None = None
    state: str = ""


class _Vulnerability(msgspec.Struct, rename="camel", gc=False):
    id: str = ""
    namespace: str = ""
    severity: str = ""
    description: str = ""
    data_source: str = ""
    urls: tuple[str, ...] | None = None
    links: tuple[str, ...] | None = None
    """`urls` up to 0.12."""
    cvss: tuple[_Score | None, ...] | None = None
    cvss_v2: _OldScore | None = None
    cvss_v3: _OldScore | None = None
    """One score each, up to 0.12."""
    fix: _Fix | None = None
    fixed_in_version: str = ""
    """`fix` up to 0.12."""
    known_exploited: tuple[_Exploited | None, ...] | None = None


class _Location(msgspec.Struct, gc=False):
    path: str = ""


class _Artifact(msgspec.Struct, gc=False):
    name: str = ""
    version: str = ""
    purl: str = ""
    locations: tuple[_Location | None, ...] | None = None


class _Match(msgspec.Struct, rename="camel", gc=False):
    vulnerability: _Vulnerability
    artifact: _Artifact
    related_vulnerabilities: tuple[_Vulnerability | None, ...] | None = None

    def all(self) -> Iterator[_Vulnerability]:
        """The vulnerability, then those it is related to."""
        yield self.vulnerability
        yield from (related for related in self.related_vulnerabilities or () if related)


class _Image(msgspec.Struct, rename="camel"):
    user_input: str = ""
    image_id: str = msgspec.field(name="imageID", default="")
    tags: tuple[str, ...] | None = None
    repo_digests: tuple[str, ...] | None = None


class _Origin(msgspec.Struct):
    type: str = ""
    target: _Image | str | None = None


class _Distro(msgspec.Struct):
    name: str = ""
    version: str = ""


class _Database(msgspec.Struct):
    built: str | None = None
    error: str | None = None
    status: "_Database | None" = None
    """Where version 6 of the database keeps the others."""


class _Descriptor(msgspec.Struct):
    name: str = ""
    version: str | None = None
    timestamp: str | None = None
    db: _Database | None = None


class _Report(msgspec.Struct, rename="camel"):
    matches: tuple[_Match | None, ...] | None = None
    ignored_matches: tuple[_Match | None, ...] | None = None
    source: _Origin | None = None
    distro: _Distro | None = None
    descriptor: _Descriptor = msgspec.field(default_factory=_Descriptor)


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
        report = document.decode(document.data, _Report)
        database = report.descriptor.db or _Database()
        status = database.status or database
        scanner = Scanner(name="Grype", version=report.descriptor.version, database_updated=moment(status.built))
        accumulator = ScanAccumulator(evidence, scanner)
        target = _target(report, evidence)
        accumulator.target(target)
        _fold(accumulator, report.matches, "/matches/", target, Disposition.OPEN)
        _fold(accumulator, report.ignored_matches, "/ignoredMatches/", target, Disposition.SUPPRESSED)
        because = _not_assessed(report, target, status.error or database.error)
        return accumulator.finish(moment(report.descriptor.timestamp), assessed=because is None, because=because)


def _target(report: _Report, evidence: EvidenceFile) -> ScanTarget:
    origin = report.source or _Origin()
    distro = report.distro or _Distro()
    image = origin.target if isinstance(origin.target, _Image) else _Image()
    name = origin.target if isinstance(origin.target, str) else next(filter(None, (image.user_input, *(image.tags or ()))), "")
    pinned = (reference for reference in (*(image.repo_digests or ()), name) if "@sha256:" in reference)
    return ScanTarget(
        name=name or evidence.path,
        kind=_KINDS.get(origin.type, TargetKind.UNKNOWN),
        digests=tuple(sorted({reference.rpartition("@")[2] for reference in pinned})),
        image_id=image.image_id or None,
        os_name=f"{distro.name} {distro.version}".strip() or None,
    )


def _not_assessed(report: _Report, target: ScanTarget, error: str | None) -> str | None:
    if error:
        return _NO_DATABASE.format(error=error)
    nothing = not (report.matches or report.ignored_matches or target.os_name)
    return _NOTHING.format(name=target.name) if nothing and target.kind is TargetKind.IMAGE else None


def _fold(
    accumulator: ScanAccumulator,
    matches: Sequence[_Match | None] | None,
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


def _result(match: _Match, target: ScanTarget, disposition: Disposition, place: str, *, new: bool) -> ScanResult:
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
        known_exploited=_due(vulnerability) if vulnerability.known_exploited else None,
        place=place,
    )


def _package(match: _Match) -> AffectedPackage:
    fix, artifact = match.vulnerability.fix, match.artifact
    return AffectedPackage(
        name=artifact.name,
        version=artifact.version or None,
        fixed_version=", ".join(fix.versions or ()) or None if fix else match.vulnerability.fixed_in_version or None,
        purl=artifact.purl or None,
        path=next((location.path for location in artifact.locations or () if location and location.path), None),
    )


def _scores(vulnerability: _Vulnerability) -> Iterator[Cvss]:
    by = vulnerability.namespace.partition(":")[0] or "nvd"
    for score in vulnerability.cvss or ():
        if score:
            source = score.source.partition("@")[0].lower() or ("ghsa" if by == "github" else by)
            base = score.metrics.base_score if score.metrics else None
            yield Cvss(source=source, version=score.version, vector=score.vector or None, score=base)
    for version, old in (("2.0", vulnerability.cvss_v2), ("3.0", vulnerability.cvss_v3)):
        if old:
            of_vector = old.vector[5:8] if old.vector.startswith("CVSS:") else version
            yield Cvss(source=by, version=of_vector, vector=old.vector or None, score=old.base_score)


def _references(vulnerabilities: Iterable[_Vulnerability]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(url for one in vulnerabilities for url in (one.data_source, *(one.urls or ()), *(one.links or ())) if url)
    )


def _due(vulnerability: _Vulnerability) -> date | None:
    days = (day(entry.due_date) for entry in vulnerability.known_exploited or () if entry)
    return min((due for due in days if due), default=None)
