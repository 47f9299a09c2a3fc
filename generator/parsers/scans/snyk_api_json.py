"""Issues of an organization or group as Snyk's REST API answers: `GET /rest/orgs/{id}/issues`.

https://docs.snyk.io/snyk-api/reference/issues. The answer remembers when an issue was first seen and whether it is resolved
or ignored, and comes in pages. Projects are named by their id alone. Every package of an issue is an entry, so that none is
lost.
"""

from collections.abc import Iterator, Sequence

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import aliases, cves, joined
from generator.parsers.scans.snyk_wire import SCANNER, rated, source
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence

_KINDS = {
    "license": ResultKind.LICENSE,
    "cloud": ResultKind.MISCONFIGURATION,
    "config": ResultKind.MISCONFIGURATION,
    "custom": ResultKind.MISCONFIGURATION,
}
_TARGETS = {"environment": TargetKind.CLOUD}
_PAGE = "the file is one page of the answer, and more pages follow"
_NOTHING = "the answer lists no issues: it does not say which projects were looked at"


class _SnykApiProblem(msgspec.Struct, gc=False):
    id: str | None = None


class _SnykApiClass(msgspec.Struct, gc=False):
    id: str | None = None
    source: str | None = None


class _SnykApiLevel(msgspec.Struct, gc=False):
    level: str | None = None
    score: float | None = None
    source: str | None = None
    vector: str | None = None
    version: str | None = None


class _SnykApiDependency(msgspec.Struct, gc=False):
    package_name: str | None = None
    package_version: str | None = None


class _SnykApiLocation(msgspec.Struct, gc=False):
    file: str | None = None


class _SnykApiRepresentation(msgspec.Struct, rename="camel", gc=False):
    dependency: _SnykApiDependency | None = None
    source_location: _SnykApiLocation | None = None
    resource_path: str | None = None


class _SnykApiCoordinate(msgspec.Struct, gc=False):
    representations: tuple[_SnykApiRepresentation | None, ...] | None = None


class _SnykApiAttributes(msgspec.Struct, gc=False):
    key: str | None = None
    type: str | None = None
    title: str | None = None
    description: str | None = None
    effective_severity_level: str | None = None
    severities: tuple[_SnykApiLevel | None, ...] | None = None
    status: str | None = None
    ignored: bool | None = None
    created_at: str | None = None
    classes: tuple[_SnykApiClass | None, ...] | None = None
    problems: tuple[_SnykApiProblem | None, ...] | None = None
    coordinates: tuple[_SnykApiCoordinate | None, ...] | None = None


class _SnykApiItem(msgspec.Struct, gc=False):
    id: str | None = None
    type: str | None = None


class _SnykApiRelation(msgspec.Struct, gc=False):
    data: _SnykApiItem | None = None


class _SnykApiRelationships(msgspec.Struct, gc=False):
    scan_item: _SnykApiRelation | None = None


class _SnykApiIssue(msgspec.Struct, gc=False):
    attributes: _SnykApiAttributes | None = None
    relationships: _SnykApiRelationships | None = None


class _SnykApiLinks(msgspec.Struct):
    next: str | dict[str, msgspec.Raw] | None = None


class _SnykApiAnswer(msgspec.Struct):
    data: tuple[_SnykApiIssue | None, ...] | None = None
    links: _SnykApiLinks | None = None


def recognizes(document: Document) -> bool:
    """An answer without issues is known by the address that it names as its own."""
    members = document.members
    first = document.first_keys(members.get("data"))
    if first:
        return "effective_severity_level" in document.members_of(first.get("attributes"))
    address = bytes(document.members_of(members.get("links")).get("self", b""))
    return b"/rest/" in address and b"/issues?" in address


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    answer = document.decode(document.data, _SnykApiAnswer)
    accumulator = ScanAccumulator(evidence, SCANNER)
    for index, issue in enumerate(answer.data or ()):
        if issue is None or issue.attributes is None:
            accumulator.drop(EMPTY_ENTRY)
        elif not issue.attributes.key:
            accumulator.drop(NO_IDENTIFIER)
        else:
            _fold(accumulator, issue.attributes, _target(issue, evidence), f"/data/{index}")
    if not answer.data:
        return accumulator.finish(None, failure=_NOTHING)
    return accumulator.finish(None, because=_PAGE if answer.links and answer.links.next else None)


def _target(issue: _SnykApiIssue, evidence: EvidenceFile) -> ScanTarget:
    relation = issue.relationships.scan_item if issue.relationships else None
    item = relation.data if relation else None
    if item is None or not item.id:
        return from_evidence(evidence, TargetKind.UNKNOWN)
    return ScanTarget(name=item.id, kind=_TARGETS.get(item.type or "", TargetKind.UNKNOWN))


def _fold(accumulator: ScanAccumulator, issue: _SnykApiAttributes, target: ScanTarget, place: str) -> None:
    representations = [
        representation
        for coordinate in issue.coordinates or ()
        if coordinate
        for representation in coordinate.representations or ()
        if representation
    ]
    packages = {
        (dependency.package_name, dependency.package_version): AffectedPackage(
            name=dependency.package_name, version=dependency.package_version
        )
        for dependency in (representation.dependency for representation in representations)
        if dependency and dependency.package_name
    }
    scope = next(_places(representations), "")
    for package in packages.values() or (None,):
        accumulator.add(_result(issue, target, package, (scope, place)))


def _places(representations: list[_SnykApiRepresentation]) -> Iterator[str]:
    for representation in representations:
        if representation.resource_path:
            yield representation.resource_path
        elif representation.source_location and representation.source_location.file:
            yield representation.source_location.file


def _result(
    issue: _SnykApiAttributes, target: ScanTarget, package: AffectedPackage | None, where: tuple[str, str]
) -> ScanResult:
    levels = [level for level in issue.severities or () if level]
    problems = [problem for problem in issue.problems or () if problem]
    own = (level.level for level in levels if source(level.source) == "snyk")
    rating, native = rated(issue.effective_severity_level, *own)
    return ScanResult(
        kind=_KINDS.get(issue.type or "", ResultKind.VULNERABILITY),
        identifier=issue.key or "",
        target=target,
        severity=rating,
        native_severity=native,
        disposition=_disposition(issue),
        native_status=joined(", ", issue.status, "ignored" if issue.ignored else ""),
        package=package,
        scope=where[0],
        title=issue.title or "",
        description=issue.description or "",
        cves=cves(*(problem.id for problem in problems)),
        cwes=cwes(*_kinds(issue, problems)),
        aliases=aliases(issue.key or "", *(problem.id for problem in problems)),
        cvss=cvss_scores.scores((source(each.source), each.version or "3.1", each.vector, each.score) for each in levels),
        first_seen=seen_day(issue.created_at),
        place=where[1],
    )


def _kinds(issue: _SnykApiAttributes, problems: Sequence[_SnykApiProblem]) -> Iterator[str | None]:
    """Kinds of weakness: among the classes of an issue, of code among its problems."""
    yield from (each.id for each in issue.classes or () if each and each.source == "CWE")
    yield from (problem.id for problem in problems if (problem.id or "").startswith("CWE-"))


def _disposition(issue: _SnykApiAttributes) -> Disposition:
    """A resolved issue is gone, ignored or not."""
    if issue.status == "resolved":
        return Disposition.RESOLVED
    return Disposition.SUPPRESSED if issue.ignored else Disposition.OPEN
