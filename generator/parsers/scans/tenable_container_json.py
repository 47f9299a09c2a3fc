"""Tenable Container Security's report on one image, alone or inside the recording of the request that fetched it.

The report of Tenable's Container Security API, `reports/{digest}`. Scores are NVD's of CVSS version 2 (a newer report
has a vector of version 3 beside them); the report has no severity words, so Tenable's bands give them. A recording is an object
with the `response`, or an HTTP archive (HAR) with one entry for each report; nothing of its requests is read.
"""

from collections.abc import Iterator, Sequence

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, ResultKind, ScanResult, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import not_null
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence
from generator.parsers.scans.tenable_wire import cves

_MARK = b"nvdFinding"
_BANDS_2 = ((10.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MODERATE), (0.1, Severity.LOW))
"""https://docs.tenable.com/cloud/api_best_practices/Content/GenerateVulnerabilityExportFile.htm: ten is critical."""
_BANDS_3 = ((9.0, Severity.CRITICAL), *_BANDS_2[1:])
_NO_REPORT = "the recording holds no report of an image: the request it recorded failed or asked for something else"


class _TenableContainerNvd(msgspec.Struct, gc=False):
    cve: str | None = None
    cwe: str | None = None
    description: str | None = None
    cvss_score: str | float | None = None
    cvss_vector: str | None = None
    remediation: str | None = None


class _TenableContainerPackage(msgspec.Struct, gc=False):
    name: str = ""
    version: str | None = None


class _TenableContainerFinding(msgspec.Struct, rename={"nvd": "nvdFinding"}):
    nvd: _TenableContainerNvd | None = None
    packages: tuple[_TenableContainerPackage | str | None, ...] | None = None


class _TenableContainerProgram(msgspec.Struct, rename={"infected": "infectedFile", "about": "fileTypeDescriptor"}):
    file: str | None = None
    infected: str | None = None
    about: str | None = None
    sha256: str | None = None
    md5: str | None = None


class _TenableContainerReport(msgspec.Struct):
    findings: tuple[_TenableContainerFinding | None, ...] | None
    image_name: str | None = None
    repository: str | None = None
    tag: str | None = None
    digest: str | None = None
    docker_image_id: str | None = None
    os: str | None = None
    os_version: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    malware: tuple[_TenableContainerProgram | None, ...] | None = None
    potentially_unwanted_programs: tuple[_TenableContainerProgram | None, ...] | None = None


class _TenableContainerContent(msgspec.Struct):
    text: str | None = None


class _TenableContainerResponse(msgspec.Struct):
    content: _TenableContainerContent | None = None
    body: msgspec.Raw = msgspec.Raw()


class _TenableContainerExchange(msgspec.Struct):
    response: msgspec.Raw = msgspec.Raw()


class _TenableContainerLog(msgspec.Struct):
    entries: tuple[_TenableContainerExchange | None, ...] | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    if "findings" in members:
        return "docker_image_id" in members and "malware" in members
    return ("response" in members or "log" in members) and _MARK in document.data


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Tenable Container Security")
    taken, present = "", False
    for place, raw in _reports(document):
        report, present = document.decode(raw, _TenableContainerReport, place=place), True
        _fold(report, _target(report, evidence), accumulator, place)
        taken = max(taken, report.updated_at or report.created_at or "")
    return accumulator.finish(moment(taken), failure=None if present else _NO_REPORT)


def _reports(document: Document) -> Iterator[tuple[str, msgspec.Raw | bytes]]:
    members = document.members
    if "findings" in members:
        yield "", document.data
    elif "response" in members:
        yield from _answer(document, members["response"], "/response")
    else:
        log = document.decode(members["log"], _TenableContainerLog, place="/log")
        for index, exchange in enumerate(log.entries or ()):
            if exchange and memoryview(exchange.response).nbytes:
                yield from _answer(document, exchange.response, f"/log/entries/{index}/response")


def _answer(document: Document, raw: msgspec.Raw, place: str) -> Iterator[tuple[str, msgspec.Raw | bytes]]:
    """The report in one response: the response itself, its `body` (an object or text), or its `content.text`."""
    if document.members_of(raw).keys() >= {"findings"}:
        yield place, raw
        return
    response = document.decode(raw, _TenableContainerResponse, place=place)
    body: msgspec.Raw | bytes = response.body
    if bytes(memoryview(body)[:1]) == b'"':
        body = document.decode(body, str, place=f"{place}/body").encode()
    elif not memoryview(body).nbytes and response.content and response.content.text:
        body = response.content.text.encode()
    if bytes(memoryview(body)[:64]).lstrip()[:1] == b"{" and "findings" in document.members_of(body):
        yield place, body


def _target(report: _TenableContainerReport, evidence: EvidenceFile) -> ScanTarget:
    name = "/".join(filter(None, ((report.repository or "").strip("/"), report.image_name)))
    digest = (report.digest or "").removeprefix("sha256:")
    if not name and not digest:
        return from_evidence(evidence, TargetKind.IMAGE)
    return ScanTarget(
        name=(f"{name}:{report.tag}" if name and report.tag else name) or f"sha256:{digest}",
        kind=TargetKind.IMAGE,
        digests=(f"sha256:{digest}",) if len(digest) == 64 else (),
        image_id=report.docker_image_id or None,
        os_name=" ".join(filter(None, (report.os, report.os_version))) or None,
    )


def _fold(report: _TenableContainerReport, target: ScanTarget, accumulator: ScanAccumulator, place: str) -> None:
    accumulator.target(target)
    for index, finding in not_null(accumulator, enumerate(report.findings or ())):
        if finding.nvd is None or not finding.nvd.cve:
            accumulator.drop(NO_IDENTIFIER)
        else:
            accumulator.add(_vulnerable(finding.nvd, finding.packages or (), target, f"{place}/findings/{index}"))
    for what, programs in (
        ("malware", report.malware),
        ("potentially_unwanted_programs", report.potentially_unwanted_programs),
    ):
        for index, program in not_null(accumulator, enumerate(programs or ())):
            accumulator.add(_unwanted(program, what, target, f"{place}/{what}/{index}"))


def _vulnerable(
    nvd: _TenableContainerNvd, packages: Sequence[_TenableContainerPackage | str | None], target: ScanTarget, place: str
) -> ScanResult:
    identifier, score = (nvd.cve or "").strip(), _number(nvd.cvss_score)
    named = _packages(packages)
    version, vector = cvss_scores.written("2.0", nvd.cvss_vector or "")
    scored = cvss_scores.scores([("nvd", version, vector, score)])
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=identifier,
        target=target,
        severity=_rated(score, _BANDS_2 if version.startswith("2") else _BANDS_3),
        native_severity="" if nvd.cvss_score is None else str(nvd.cvss_score),
        package=named[0] if named else None,
        more_packages=named[1:],
        title=identifier,
        description=nvd.description or "",
        solution=nvd.remediation or "",
        cves=cves(identifier),
        cwes=cwes(nvd.cwe),
        cvss=scored,
        place=place,
    )


def _unwanted(program: _TenableContainerProgram, what: str, target: ScanTarget, place: str) -> ScanResult:
    """A file that should not be there. The report does not rate it, so its severity is unknown and shown as that."""
    path = program.infected or program.file or ""
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=f"{what}:{program.sha256 or program.md5 or path}",
        target=target,
        severity=Severity.UNKNOWN,
        scope=path,
        title=f"{what.replace('_', ' ')}: {path}",
        description=program.about or "",
        place=place,
    )


def _packages(packages: Sequence[_TenableContainerPackage | str | None]) -> tuple[AffectedPackage, ...]:
    """A finding that names several packages is one entry of the report; in the order of their names."""
    named = (_TenableContainerPackage(name=package) if isinstance(package, str) else package for package in packages if package)
    coordinates = {(package.name, package.version or "") for package in named if package.name}
    return tuple(AffectedPackage(name=name, version=version or None) for name, version in sorted(coordinates))


def _rated(score: float | None, bands: Sequence[tuple[float, Severity]]) -> Severity:
    if score is None:
        return Severity.UNKNOWN
    return next((severity for least, severity in bands if score >= least), Severity.INFORMATIONAL)


def _number(score: str | float | None) -> float | None:
    try:
        value = float(score) if score not in {None, ""} else -1.0
    except ValueError:
        return None
    return value if 0 <= value <= 10 else None
