"""GitLab's security reports beside those of images: SAST, DAST, dependencies, secrets, fuzzing of APIs and programs.

https://gitlab.com/gitlab-org/security-products/security-report-schemas, versions 2 to 15: one schema for all, `scan.type`
says which. `id` is a hash of GitLab's; what names the weakness stands in `identifiers`. Of a secret the text that was matched
is not read.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    AffectedPackage,
    ResultKind,
    Scanner,
    ScanResult,
    ScanSnapshot,
    ScanTarget,
    TargetKind,
)
from generator.parsers.document import Document
from generator.parsers.scans.code_results import Scalar, at, fold_entries, part, repository, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import affected, aliases, cves, joined, result_of
from generator.parsers.scans.tally import ScanAccumulator

IMAGE_TYPES = {b'"container_scanning"', b'"cluster_image_scanning"'}
_WEB = {"dast", "api_fuzzing"}
WEAKNESSES = {"cwe", "owasp", "wasc", "capec"}
"""Types of identifiers that name a kind of weakness."""
NO_SOLUTION = "No solution provided"
FAILED = "GitLab says that the scan ended as {status!r}"


class GitlabNamed(msgspec.Struct, gc=False):
    name: str | None = None
    version: str | None = None


class _GitlabPackage(msgspec.Struct, gc=False):
    name: str | None = None


class GitlabDependency(msgspec.Struct, gc=False):
    package: _GitlabPackage | None = None
    version: str | None = None


class _SecurityLocation(msgspec.Struct, gc=False):
    file: str | None = None
    start_line: Scalar = None
    dependency: GitlabDependency | None = None
    hostname: str | None = None
    path: str | None = None
    method: str | None = None
    param: str | None = None


class _SecurityIdentifier(msgspec.Struct, gc=False):
    type: str | None = None
    value: Scalar = None


class _SecurityFlag(msgspec.Struct, gc=False):
    type: str | None = None


class _SecurityEntry(msgspec.Struct, gc=False):
    id: str | None = None
    category: str | None = None
    name: str | None = None
    message: str | None = None
    description: str | None = None
    cve: str | None = None
    severity: str | None = None
    solution: str | None = None
    location: _SecurityLocation | None = None
    identifiers: tuple[_SecurityIdentifier | None, ...] | None = None
    flags: tuple[_SecurityFlag | None, ...] | None = None


class GitlabScan(msgspec.Struct, gc=False):
    type: str | None = None
    status: str | None = None
    end_time: str | None = None
    scanner: GitlabNamed | None = None


def recognizes(document: Document) -> bool:
    """GitLab's own keys, or an entry with identifiers and a location; what is about images has a format of its own."""
    members = document.members
    if "vulnerabilities" not in members:
        return False
    first = document.first_keys(members["vulnerabilities"])
    kinds = (bytes(document.members_of(members.get("scan")).get("type", b"")), bytes(first.get("category", b"")))
    if not IMAGE_TYPES.isdisjoint(kinds):
        return False
    if {"identifiers", "location"}.issubset(first):
        return "image" not in document.members_of(first["location"])
    bare = bytes(members["vulnerabilities"]) == b"[]"
    return bare and "version" in members and ("remediations" in members or "type" in document.members_of(members.get("scan")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members = document.members
    scan = part(document, members.get("scan"), GitlabScan, GitlabScan())
    tool = scan.scanner or GitlabNamed()
    accumulator = ScanAccumulator(evidence, Scanner(name=tool.name or "GitLab", version=tool.version))
    targets: dict[str, ScanTarget] = {}

    def result(entry: _SecurityEntry, place: str) -> ScanResult | None:
        location = entry.location or _SecurityLocation()
        host = location.hostname if (scan.type or entry.category) in _WEB or location.path else None
        if (host or "") not in targets:
            targets[host or ""] = accumulator.target(_target(host, evidence))
        return _result(entry, location, scan.type or entry.category, targets[host or ""], place)

    fold_entries(document, accumulator, members["vulnerabilities"], _SecurityEntry, "/vulnerabilities", result)
    if not targets:
        accumulator.target(_target(None, evidence))
    failure = None if scan.status in {None, "success"} else FAILED.format(status=scan.status)
    return accumulator.finish(moment(scan.end_time), failure=failure)


def _target(host: str | None, evidence: EvidenceFile) -> ScanTarget:
    return ScanTarget(name=host, kind=TargetKind.HOST) if host and host.strip() else repository(evidence)


def _result(
    entry: _SecurityEntry, location: _SecurityLocation, kind: str | None, target: ScanTarget, place: str
) -> ScanResult | None:
    names = [(name.type or "", str(name.value)) for name in entry.identifiers or () if name and name.value]
    identifier = next((value for type_, value in names if type_ == "cve"), None) or next((value for _, value in names), None)
    identifier = identifier or entry.cve or entry.id
    secret = kind == "secret_detection"
    web = joined(" ", location.method, location.path, location.param)
    weaknesses = [value for type_, value in names if type_.lower() == "cwe"]
    false = any(flag.type == "flagged-as-likely-false-positive" for flag in entry.flags or () if flag)
    return result_of(
        ResultKind.SECRET if secret else ResultKind.VULNERABILITY,
        identifier,
        target,
        place,
        word=entry.severity,
        native_status="likely false positive" if false else "",
        package=_affected(location.dependency),
        scope=at(location.file, location.start_line, web),
        title=titled(entry.name or entry.message, *weaknesses),
        cwes=cwes(*weaknesses),
        description="" if secret else entry.description,
        solution="" if entry.solution == NO_SOLUTION else entry.solution or "",
        cves=cves(*(value for _, value in names)),
        aliases=aliases(identifier, *(value for type_, value in names if type_.lower() not in WEAKNESSES)),
    )


def _affected(dependency: GitlabDependency | None) -> AffectedPackage | None:
    return affected(dependency.package.name, dependency.version) if dependency and dependency.package else None
