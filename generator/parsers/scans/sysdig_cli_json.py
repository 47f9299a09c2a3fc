"""The JSON report of Sysdig's command line scanner, versions 0 and 1.

https://docs.sysdig.com/en/docs/sysdig-secure/vulnerabilities/pipeline

Version 1 is a join: packages refer to vulnerabilities, and both to accepted risks. An acceptance that has run out accepts
nothing. Evaluations of the user's own policies repeat what the packages say, and are not read.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import day, moment
from generator.parsers.scans.entries import affected, cves, digest, digests, not_null
from generator.parsers.scans.outline import keys_of
from generator.parsers.scans.severity import severity
from generator.parsers.scans.sysdig_cli_wire import (
    SysdigCliAcceptance,
    SysdigCliListedVulnerability,
    SysdigCliMetadata,
    SysdigCliPackage,
    SysdigCliReport,
    SysdigCliResult,
    SysdigCliScore,
    SysdigCliSourced,
    SysdigCliSourcedScore,
    SysdigCliVulnerability,
)
from generator.parsers.scans.sysdig_rows import SCANNER
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import named

_DANGLING = "refers to a vulnerability that the report does not hold"
"""Reason to drop."""
_SOURCES = {"rhel": "redhat"}
_ACTIVE = {"", "active"}
_NOTHING = "the report lists no package: the scanner found nothing in {name} that it could look at"


def recognizes(document: Document) -> bool:
    members = document.members
    named = bytes(keys_of(document, members.get("scanner")).get("name", b""))
    return "result" in members and named == b'"sysdig-cli-scanner"'


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, SysdigCliReport)
    accumulator = ScanAccumulator(evidence, Scanner(name=SCANNER, version=report.scanner.version if report.scanner else None))
    target = accumulator.target(_target(report.result.metadata or SysdigCliMetadata(), evidence))
    taken = moment(report.info.scan_time) if report.info else None
    known = taken or evidence.collected
    looked = _fold(accumulator, document, report.result, target=target, today=known.date() if known else None)
    return accumulator.finish(taken, assessed=looked, because=None if looked else _NOTHING.format(name=target.name))


def _target(metadata: SysdigCliMetadata, evidence: EvidenceFile) -> ScanTarget:
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
    accumulator: ScanAccumulator, document: Document, result: SysdigCliResult, *, target: ScanTarget, today: date | None
) -> bool:
    """Every entry. Answers whether there was a package to look at; `today` is the day of the scan, where it is known.

    Raises:
        ParseError: the packages have another shape than either version's.
    """
    if bytes(memoryview(result.packages)[:64]).lstrip()[:1] == b"[":
        listed = document.decode(result.packages, tuple[SysdigCliPackage | None, ...], place="/result/packages")
        for index, package in enumerate(listed):
            if package:
                _listed(accumulator, package, (target, today), f"/result/packages/{index}")
        return any(listed)
    keyed: dict[str, SysdigCliPackage | None] = {}
    if bytes(result.packages) not in {b"", b"null"}:
        keyed = document.decode(result.packages, dict[str, SysdigCliPackage | None], place="/result/packages")
    _joined(accumulator, keyed, result, (target, today))
    return any(keyed.values()) or bool(result.vulnerabilities)


def _listed(
    accumulator: ScanAccumulator, package: SysdigCliPackage, context: tuple[ScanTarget, date | None], place: str
) -> None:
    for index, entry in not_null(accumulator, enumerate(package.vulns or ())):
        if not entry.name:
            accumulator.drop(NO_IDENTIFIER)
        else:
            accepted = _is_accepted(entry.accepted_risks or (), context[1])
            joined = _as_joined(entry)
            accumulator.add(_result(joined, package, accepted=accepted, target=context[0], place=f"{place}/vulns/{index}"))


def _as_joined(entry: SysdigCliListedVulnerability) -> SysdigCliVulnerability:
    """The entry in the form of version 1."""
    scored = entry.cvss_score or SysdigCliSourcedScore()
    return SysdigCliVulnerability(
        name=entry.name,
        severity=(entry.severity or SysdigCliSourced()).value,
        cvss_score=scored.value,
        main_provider=scored.source_name,
        fix_version=entry.fixed_in_version,
    )


def _joined(
    accumulator: ScanAccumulator,
    packages: dict[str, SysdigCliPackage | None],
    result: SysdigCliResult,
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
    packages: dict[str, SysdigCliPackage | None], vulnerabilities: dict[str, SysdigCliVulnerability | None]
) -> Iterator[tuple[str, SysdigCliPackage]]:
    """Those that packages have, then vulnerabilities that no package refers to."""
    seen = set()
    for package in packages.values():
        for reference in package.vulnerabilities_refs or () if package else ():
            if package and reference is not None:
                seen.add(reference)
                yield reference, package
    for reference, entry in vulnerabilities.items():
        if reference not in seen:
            yield reference, packages.get((entry.package_ref if entry else None) or "") or SysdigCliPackage()


def _is_accepted(risks: Iterable[SysdigCliAcceptance | None], today: date | None) -> bool:
    return any(risk and (risk.status or "").lower() in _ACTIVE and not _is_over(risk, today) for risk in risks)


def _is_over(risk: SysdigCliAcceptance, today: date | None) -> bool:
    until = day(risk.expiration_date)
    return until is not None and today is not None and until < today


def _result(
    entry: SysdigCliVulnerability, package: SysdigCliPackage, *, accepted: bool, target: ScanTarget, place: str
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


def _scores(entry: SysdigCliVulnerability) -> Iterator[cvss_scores.Raw]:
    """The one that the scanner goes by, then those of all sources."""
    yield _raw(entry.main_provider or "sysdig", entry.cvss_score or SysdigCliScore())
    for provider, provided in sorted((entry.providers_metadata or {}).items()):
        if provided and provided.cvss_score:
            yield _raw(provider, provided.cvss_score)


def _raw(provider: str, score: SysdigCliScore) -> cvss_scores.Raw:
    return _SOURCES.get(provider, provider), score.version or "3.0", score.vector, score.score
