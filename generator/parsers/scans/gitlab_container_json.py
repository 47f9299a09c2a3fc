"""GitLab's report of container scanning and of scanning the images of a cluster, whichever scanner GitLab ran.

https://gitlab.com/gitlab-org/security-products/security-report-schemas, `container-scanning-report-format.json` and
`cluster-image-scanning-report-format.json`. `id` is a hash of GitLab's; what names the vulnerability stands in `identifiers`.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import affected, aliases, cves, digests, fold, vulnerability_of
from generator.parsers.scans.gitlab_security_json import (
    FAILED,
    IMAGE_TYPES,
    NO_SOLUTION,
    WEAKNESSES,
    GitlabDependency,
    GitlabNamed,
    GitlabScan,
)
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named


class _GitlabResource(msgspec.Struct, gc=False):
    namespace: str | None = None
    kind: str | None = None
    name: str | None = None


class _GitlabLocation(msgspec.Struct):
    dependency: GitlabDependency | None = None
    operating_system: str | None = None
    image: str | None = None
    kubernetes_resource: _GitlabResource | None = None


class _GitlabIdentifier(msgspec.Struct, gc=False):
    type: str | None = None
    value: str | None = None


class _GitlabVector(msgspec.Struct, gc=False):
    vendor: str | None = None
    vector: str | None = None


class _GitlabEntry(msgspec.Struct):
    id: str | None = None
    cve: str | None = None
    name: str | None = None
    message: str | None = None
    description: str | None = None
    severity: str | None = None
    solution: str | None = None
    location: _GitlabLocation | None = None
    identifiers: tuple[_GitlabIdentifier | None, ...] | None = None
    cvss_vectors: tuple[_GitlabVector | None, ...] | None = None


class _GitlabReport(msgspec.Struct):
    vulnerabilities: tuple[_GitlabEntry | None, ...] | None = None
    scan: GitlabScan | None = None


def recognizes(document: Document) -> bool:
    """`scan` came with version 14 of the schema and may be missing: then the first entry names the category, or an image."""
    members = document.members
    if "vulnerabilities" not in members:
        return False
    type_ = document.members_of(members.get("scan")).get("type")
    if type_ is not None:
        return bytes(type_) in IMAGE_TYPES
    first = document.first_keys(members["vulnerabilities"])
    located = document.members_of(first.get("location"))
    return bytes(first.get("category", b"")) in IMAGE_TYPES or {"dependency", "image"}.issubset(located)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _GitlabReport)
    scan = report.scan or GitlabScan()
    tool = scan.scanner or GitlabNamed()
    accumulator = ScanAccumulator(evidence, Scanner(name=tool.name or "GitLab", version=tool.version))
    if not any(report.vulnerabilities or ()):
        accumulator.stated(TargetKind.IMAGE)
    fold(accumulator, report.vulnerabilities, "/vulnerabilities", lambda entry, place: _result(entry, place, evidence))
    failure = None if scan.status in {None, "success"} else FAILED.format(status=scan.status)
    return accumulator.finish(moment(scan.end_time), failure=failure)


def _result(entry: _GitlabEntry, place: str, evidence: EvidenceFile) -> ScanResult | None:
    identifiers = [name for name in entry.identifiers or () if name and name.value]
    identifier = _identifier(entry, identifiers)
    location = entry.location or _GitlabLocation()
    return vulnerability_of(
        identifier,
        _target(location, evidence),
        place,
        word=entry.severity,
        package=_affected(location),
        title=entry.name or entry.message or "",
        description=entry.description,
        solution="" if entry.solution == NO_SOLUTION else entry.solution or "",
        cves=cves(entry.cve, *(name.value for name in identifiers)),
        cwes=cwes(*(name.value for name in identifiers if (name.type or "").lower() == "cwe")),
        aliases=aliases(identifier, *(name.value for name in identifiers if (name.type or "").lower() not in WEAKNESSES)),
        cvss=cvss_scores.scores(
            ((each.vendor or "gitlab").lower(), "2.0", each.vector, None) for each in entry.cvss_vectors or () if each
        ),
    )


def _identifier(entry: _GitlabEntry, identifiers: list[_GitlabIdentifier]) -> str | None:
    """The CVE, else the first name that anybody knows, else GitLab's own hash."""
    cve = next((name.value for name in identifiers if name.type == "cve"), None)
    return cve or next((name.value for name in identifiers), None) or entry.cve or entry.id


def _target(location: _GitlabLocation, evidence: EvidenceFile) -> ScanTarget:
    resource = location.kubernetes_resource
    workload = "/".join((resource.namespace or "", resource.kind or "", resource.name or "")) if resource else None
    pinned, os_name = digests(location.image if "@" in (location.image or "") else None), location.operating_system or None
    return named(location.image, TargetKind.IMAGE, evidence, digests=pinned, os_name=os_name, workload=workload)


def _affected(location: _GitlabLocation) -> AffectedPackage | None:
    dependency = location.dependency or GitlabDependency()
    return affected(dependency.package.name, dependency.version) if dependency.package else None
