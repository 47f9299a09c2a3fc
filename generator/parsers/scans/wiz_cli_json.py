"""The JSON that Wiz's command line writes: `wizcli docker scan`, `wizcli dir scan` and `wizcli iac scan`, with `--format json`.

https://docs.wiz.io, "Wiz CLI". `createdAt` is when the scan was made; `startedAt` is a zero date. A score stands there without
its version of CVSS, so it is not taken over.
"""

from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.dates import day, moment
from generator.parsers.scans.entries import affected, cves, digests, fold, not_null, result_of
from generator.parsers.scans.outline import has_most
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named
from generator.parsers.scans.wiz_wire import (
    WizData,
    WizMatch,
    WizNamed,
    WizOrigin,
    WizPackage,
    WizReport,
    WizResult,
    WizRuleMatch,
    WizSecret,
    WizStatistics,
    WizStatus,
    WizVulnerability,
)

_MARKS = {"scanOriginResource", "status", "policies", "createdBy", "taggedResource", "outdatedPolicies", "reportUrl"}
_LEAST = 2
"""How many of them stand beside the result at least."""
_KINDS = {
    "CICDScanOriginContainerImage": TargetKind.IMAGE,
    "CICDScanOriginDirectory": TargetKind.FILESYSTEM,
    "CICDScanOriginIAC": TargetKind.REPOSITORY,
    "CICDScanOriginVirtualMachine": TargetKind.HOST,
}
_DONE = {"SUCCESS", "FINISHED"}
_STATE = "Wiz says that the scan ended as {state!r}"
_NO_RESULT = "the report holds no result"
_NO_FILES = "Wiz looked at no file"
_IGNORED = "ignored"


def recognizes(document: Document) -> bool:
    members = document.members
    return "result" in members and has_most(members, _MARKS, _LEAST)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, WizReport)
    accumulator = ScanAccumulator(evidence, "Wiz")
    target = accumulator.target(_target(report.origin or WizOrigin(), evidence))
    _fold(accumulator, report.result or WizResult(), target)
    _compare(accumulator, report.result or WizResult(), target)
    because = _not_assessed(report)
    return accumulator.finish(moment(report.created_at), assessed=because is None, because=because)


def _compare(accumulator: ScanAccumulator, result: WizResult, target: ScanTarget) -> None:
    """Hold the statistics of an image against what is listed."""
    counts = result.analytics or WizStatistics()
    parts = (result.os_packages, result.libraries, result.applications, result.cpes)
    found = sum(len(package.vulnerabilities or ()) for part in parts for package in part or () if package)
    for kind, many, stated, listed in (
        ("vulnerability", "vulnerabilities", counts.vulnerabilities, found),
        ("secret", "secrets", counts.secrets, len(result.secrets or ())),
    ):
        accumulator.counts.compare(kind, many=many, stated=stated.all() if stated else None, listed=listed, target=target)


def _not_assessed(report: WizReport) -> str | None:
    state = (report.status or WizStatus()).state
    if state not in _DONE:
        return _STATE.format(state=state)
    if report.result is None:
        return _NO_RESULT
    statistics = report.result.analytics or report.result.scan_statistics
    return _NO_FILES if statistics and statistics.is_nothing else None


def _target(origin: WizOrigin, evidence: EvidenceFile) -> ScanTarget:
    kind = _KINDS.get(origin.typename or "", TargetKind.UNKNOWN)
    return named(origin.name, kind, evidence, digests=digests(origin.digest, origin.name))


def _fold(accumulator: ScanAccumulator, result: WizResult, target: ScanTarget) -> None:
    packages: tuple[tuple[str, tuple[WizPackage | None, ...] | None], ...] = (
        ("osPackages", result.os_packages),
        ("libraries", result.libraries),
        ("applications", result.applications),
        ("cpes", result.cpes),
    )
    for key, listed in packages:
        for index, package in enumerate(listed or ()):
            if package:
                vulnerability = partial(_vulnerability, package=package, target=target)
                fold(accumulator, package.vulnerabilities, f"/result/{key}/{index}/vulnerabilities", vulnerability)
    fold(accumulator, result.secrets, "/result/secrets", lambda entry, place: _secret(entry, target, place))
    fold(accumulator, result.data_findings, "/result/dataFindings", lambda entry, place: _data(entry, target, place))
    # NOTE: each place of a rule is an entry; a rule that names no place is one.
    for index, rule in not_null(accumulator, enumerate(result.rule_matches or ())):
        match = partial(_match, rule=rule, target=target)
        fold(accumulator, rule.matches or (WizMatch(),), f"/result/ruleMatches/{index}/matches", match)


def _secret(entry: WizSecret, target: ScanTarget, place: str) -> ScanResult | None:
    """A secret's type and place."""
    where = entry.path or ""
    return result_of(
        ResultKind.SECRET,
        entry.type,
        target,
        place,
        scope=f"{where}:{entry.line_number}" if entry.line_number is not None else where,
        title=f"{entry.type} in {where}" if where else entry.type,
    )


def _data(entry: WizData, target: ScanTarget, place: str) -> ScanResult | None:
    """Sensitive data, by its classifier."""
    classifier = entry.data_classifier
    name = classifier.name or classifier.id if classifier else None
    return result_of(ResultKind.SECRET, name, target, place, word=entry.severity, scope=entry.path or "", title=name)


def _vulnerability(entry: WizVulnerability, place: str, *, package: WizPackage, target: ScanTarget) -> ScanResult | None:
    return result_of(
        ResultKind.VULNERABILITY,
        entry.name,
        target,
        place,
        word=entry.severity,
        disposition=Disposition.SUPPRESSED if entry.is_ignored else Disposition.OPEN,
        native_status=_IGNORED if entry.is_ignored else "",
        package=affected(package.name, package.version, entry.fixed_version, path=package.path),
        scope=package.path or "",
        description=entry.description,
        cves=cves(entry.name),
        known_exploited=day(entry.cisa_kev_due_date),
    )


def _match(match: WizMatch, place: str, *, rule: WizRuleMatch, target: ScanTarget) -> ScanResult | None:
    """A place where a rule failed."""
    named = rule.rule or WizNamed()
    identifier = named.id or named.name
    return result_of(
        ResultKind.MISCONFIGURATION,
        identifier,
        target,
        place,
        word=rule.severity,
        scope=":".join(str(part) for part in (match.file_name, match.line_number, match.resource_name) if part),
        title=named.name or identifier,
        solution=match.expected or "",
    )
