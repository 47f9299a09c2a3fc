"""The JSON report of Sysdig's command line scanner, versions 0 and 1.

https://docs.sysdig.com/en/docs/sysdig-secure/vulnerabilities/pipeline and the fixtures of sysdiglabs/scan-action.

Version 0 lists vulnerabilities by package. Version 1 is a join: packages refer to vulnerabilities, and both to accepted risks.
An acceptance that has run out accepts nothing. Evaluations of the user's own policies repeat what the packages say, and are
not read.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import day, moment
from generator.parsers.scans.entries import affected, cves, digest, digests, not_null
from generator.parsers.scans.severity import severity
from generator.parsers.scans.sysdig_rows import SCANNER
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import named

_DANGLING = "refers to a vulnerability that the report does not hold"
"""Reason to drop."""
_SOURCES = {"rhel": "redhat"}
_ACTIVE = {"", "active"}
_NOTHING = "the report lists no package: the scanner found nothing in {name} that it could look at"


class _SysdigCliScore(msgspec.Struct, gc=False):
    version: str | None = None
    score: float | None = None
    vector: str | None = None


class _SysdigCliSourced(msgspec.Struct, rename="camel", gc=False):
    """A severity, with whose it is."""

    value: str | None = None
    source_name: str | None = None


class _SysdigCliSourcedScore(msgspec.Struct, rename="camel", gc=False):
    """A score, with whose it is."""

    value: _SysdigCliScore | None = None
    source_name: str | None = None


class _SysdigCliAcceptance(msgspec.Struct, rename="camel", gc=False):
    """An accepted risk, perhaps for a time."""

    status: str | None = None
    expiration_date: str | None = None


class _SysdigCliListedVulnerability(msgspec.Struct, rename="camel", gc=False):
    """One raw entry of version 0."""

    name: str | None = None
    severity: _SysdigCliSourced | None = None
    cvss_score: _SysdigCliSourcedScore | None = None
    fixed_in_version: str | None = None
    accepted_risks: tuple[_SysdigCliAcceptance | None, ...] | None = None


class _SysdigCliPackage(msgspec.Struct, rename="camel", gc=False):
    """A package of either version."""

    name: str | None = None
    version: str | None = None
    path: str | None = None
    vulns: tuple[_SysdigCliListedVulnerability | None, ...] | None = None
    vulnerabilities_refs: tuple[str | None, ...] | None = None
    risk_accept_refs: tuple[str | None, ...] | None = None


class _SysdigCliProvider(msgspec.Struct, rename="camel", gc=False):
    """What one source says about a vulnerability."""

    cvss_score: _SysdigCliScore | None = None


class _SysdigCliExploited(msgspec.Struct, rename="camel", gc=False):
    """An entry of CISA's Known Exploited Vulnerabilities catalog."""

    due_date: str | None = None


class _SysdigCliVulnerability(msgspec.Struct, rename="camel", gc=False):
    """One raw entry of version 1: one vulnerability of one package."""

    name: str | None = None
    severity: str | None = None
    cvss_score: _SysdigCliScore | None = None
    main_provider: str | None = None
    providers_metadata: dict[str, _SysdigCliProvider | None] | None = None
    fix_version: str | None = None
    cisa_kev: _SysdigCliExploited | None = None
    risk_accept_refs: tuple[str | None, ...] | None = None
    package_ref: str | None = None


class _SysdigCliMetadata(msgspec.Struct, rename="camel"):
    """What was scanned: an image, or a host in version 1."""

    pull_string: str | None = None
    image_id: str | None = None
    digest: str | None = None
    base_os: str | None = None
    host_name: str | None = None
    os: str | None = None


class _SysdigCliResult(msgspec.Struct, rename="camel"):
    """The result; `packages` is a list in version 0 and keyed by reference in version 1."""

    metadata: _SysdigCliMetadata | None = None
    packages: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw)
    vulnerabilities: dict[str, _SysdigCliVulnerability | None] | None = None
    risk_accepts: dict[str, _SysdigCliAcceptance | None] | None = None


class _SysdigCliInfo(msgspec.Struct, rename="camel"):
    scan_time: str | None = None


class _SysdigCliTool(msgspec.Struct):
    version: str | None = None


class _SysdigCliReport(msgspec.Struct):
    result: _SysdigCliResult
    info: _SysdigCliInfo | None = None
    scanner: _SysdigCliTool | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    named = bytes(document.members_of(members.get("scanner")).get("name", b""))
    return "result" in members and named == b'"sysdig-cli-scanner"'


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _SysdigCliReport)
    accumulator = ScanAccumulator(evidence, Scanner(name=SCANNER, version=report.scanner.version if report.scanner else None))
    target = accumulator.target(_target(report.result.metadata or _SysdigCliMetadata(), evidence))
    taken = moment(report.info.scan_time) if report.info else None
    known = taken or evidence.collected
    looked = _fold(accumulator, document, report.result, target=target, today=known.date() if known else None)
    return accumulator.finish(taken, failure=None if looked else _NOTHING.format(name=target.name))


def _target(metadata: _SysdigCliMetadata, evidence: EvidenceFile) -> ScanTarget:
    if metadata.host_name and not metadata.pull_string:
        return ScanTarget(name=metadata.host_name, kind=TargetKind.HOST, os_name=metadata.os or None)
    name = metadata.pull_string or evidence.target or metadata.digest or metadata.image_id
    return named(
        name,
        TargetKind.IMAGE,
        evidence,
        digests=digests(metadata.digest, name),
        image_id=digest(metadata.image_id),
        os_name=metadata.base_os or None,
    )


def _fold(
    accumulator: ScanAccumulator, document: Document, result: _SysdigCliResult, *, target: ScanTarget, today: date | None
) -> bool:
    """Every entry. Answers whether there was a package to look at; `today` is the day of the scan, where it is known.

    Raises:
        ParseError: the packages have another shape than either version's.
    """
    if bytes(memoryview(result.packages)[:64]).lstrip()[:1] == b"[":
        listed = document.decode(result.packages, tuple[_SysdigCliPackage | None, ...], place="/result/packages")
        for index, package in enumerate(listed):
            if package:
                _listed(accumulator, package, (target, today), f"/result/packages/{index}")
        return any(listed)
    keyed: dict[str, _SysdigCliPackage | None] = {}
    if bytes(result.packages) not in {b"", b"null"}:
        keyed = document.decode(result.packages, dict[str, _SysdigCliPackage | None], place="/result/packages")
    _joined(accumulator, keyed, result, (target, today))
    return any(keyed.values()) or bool(result.vulnerabilities)


def _listed(
    accumulator: ScanAccumulator, package: _SysdigCliPackage, context: tuple[ScanTarget, date | None], place: str
) -> None:
    for index, entry in not_null(accumulator, enumerate(package.vulns or ())):
        if not entry.name:
            accumulator.drop(NO_IDENTIFIER)
        else:
            accepted = _is_accepted(entry.accepted_risks or (), context[1])
            joined = _as_joined(entry)
            accumulator.add(_result(joined, package, accepted=accepted, target=context[0], place=f"{place}/vulns/{index}"))


def _as_joined(entry: _SysdigCliListedVulnerability) -> _SysdigCliVulnerability:
    """The entry in the form of version 1."""
    scored = entry.cvss_score or _SysdigCliSourcedScore()
    return _SysdigCliVulnerability(
        name=entry.name,
        severity=(entry.severity or _SysdigCliSourced()).value,
        cvss_score=scored.value,
        main_provider=scored.source_name,
        fix_version=entry.fixed_in_version,
    )


def _joined(
    accumulator: ScanAccumulator,
    packages: dict[str, _SysdigCliPackage | None],
    result: _SysdigCliResult,
    context: tuple[ScanTarget, date | None],
) -> None:
    vulnerabilities, accepts = result.vulnerabilities or {}, result.risk_accepts or {}
    for reference, package in _references(packages, vulnerabilities):
        entry = vulnerabilities.get(reference)
        if reference not in vulnerabilities:
            accumulator.drop(_DANGLING, lost=True)
        elif entry is None:
            accumulator.drop(EMPTY_ENTRY)
        elif not entry.name:
            accumulator.drop(NO_IDENTIFIER)
        else:
            risks = [accepts.get(risk or "") for risk in (*(entry.risk_accept_refs or ()), *(package.risk_accept_refs or ()))]
            place = f"/result/vulnerabilities/{reference}"
            accepted = _is_accepted(risks, context[1])
            accumulator.add(_result(entry, package, accepted=accepted, target=context[0], place=place))


def _references(
    packages: dict[str, _SysdigCliPackage | None], vulnerabilities: dict[str, _SysdigCliVulnerability | None]
) -> Iterator[tuple[str, _SysdigCliPackage]]:
    """Those that packages have, then vulnerabilities that no package refers to."""
    seen = set()
    for package in packages.values():
        for reference in package.vulnerabilities_refs or () if package else ():
            if package and reference is not None:
                seen.add(reference)
                yield reference, package
    for reference, entry in vulnerabilities.items():
        if reference not in seen:
            yield reference, packages.get((entry.package_ref if entry else None) or "") or _SysdigCliPackage()


def _is_accepted(risks: Iterable[_SysdigCliAcceptance | None], today: date | None) -> bool:
    return any(risk and (risk.status or "").lower() in _ACTIVE and not _is_over(risk, today) for risk in risks)


def _is_over(risk: _SysdigCliAcceptance, today: date | None) -> bool:
    until = day(risk.expiration_date)
    return until is not None and today is not None and until < today


def _result(
    entry: _SysdigCliVulnerability, package: _SysdigCliPackage, *, accepted: bool, target: ScanTarget, place: str
) -> ScanResult:
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=entry.name or "",
        target=target,
        severity=severity(entry.severity or ""),
        native_severity=entry.severity or "",
        disposition=Disposition.SUPPRESSED if accepted else Disposition.OPEN,
        native_status="risk accepted" if accepted else "",
        package=affected(package.name, package.version, entry.fix_version, path=package.path),
        scope=package.path or "",
        cves=cves(entry.name),
        cvss=cvss_scores.scores(_scores(entry)),
        known_exploited=day(entry.cisa_kev.due_date) if entry.cisa_kev else None,
        place=place,
    )


def _scores(entry: _SysdigCliVulnerability) -> Iterator[cvss_scores.Raw]:
    """The one that the scanner goes by, then those of all sources."""
    yield _raw(entry.main_provider or "sysdig", entry.cvss_score or _SysdigCliScore())
    for provider, provided in sorted((entry.providers_metadata or {}).items()):
        if provided and provided.cvss_score:
            yield _raw(provider, provided.cvss_score)


def _raw(provider: str, score: _SysdigCliScore) -> cvss_scores.Raw:
    return _SOURCES.get(provider, provider), score.version or "3.0", score.vector, score.score
