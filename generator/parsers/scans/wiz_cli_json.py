"""The JSON that Wiz's command line writes: `wizcli docker scan`, `wizcli dir scan` and `wizcli iac scan`, with `--format json`.

https://docs.wiz.io, "Wiz CLI". `createdAt` is when the scan was made; `startedAt` is a zero date. A score stands there without
its version of CVSS, so it is not taken over. Descriptions and snippets of secrets quote them, and are not decoded.
"""

from functools import partial

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.code_results import at
from generator.parsers.scans.dates import day, moment
from generator.parsers.scans.entries import (
    affected,
    cves,
    digests,
    fold,
    misconfiguration_of,
    not_null,
    secret_of,
    vulnerability_of,
)
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named

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


class _WizVulnerability(msgspec.Struct, rename="camel"):
    """A vulnerability of a package."""

    name: str | None = None
    severity: str | None = None
    fixed_version: str | None = None
    description: str | None = None
    cisa_kev_due_date: str | None = None
    ignored_policy_matches: tuple[msgspec.Raw, ...] | None = None
    failed_policy_matches: tuple[msgspec.Raw, ...] | None = None

    @property
    def is_ignored(self) -> bool:
        """A policy's rule ignores it, and no policy fails for it."""
        return bool(self.ignored_policy_matches) and not self.failed_policy_matches


class _WizPackage(msgspec.Struct):
    """A package of the system, a library, or an application."""

    name: str | None = None
    version: str | None = None
    path: str | None = None
    vulnerabilities: tuple[_WizVulnerability | None, ...] | None = None


class _WizSecret(msgspec.Struct, rename="camel"):
    """Where a secret is, and of which type."""

    path: str | None = None
    line_number: int | None = None
    type: str | None = None


class _WizData(msgspec.Struct, rename="camel"):
    """Sensitive data: the classifier that found it, and where."""

    severity: str | None = None
    path: str | None = None
    data_classifier: "_WizCliNamed | None" = None


class _WizCliNamed(msgspec.Struct):
    """What has an id and a name."""

    id: str | None = None
    name: str | None = None


class _WizMatch(msgspec.Struct, rename="camel"):
    """A place where a rule about code failed. What was found there may be a secret, and is not decoded."""

    resource_name: str | None = None
    file_name: str | None = None
    line_number: int | None = None
    expected: str | None = None


class _WizRuleMatch(msgspec.Struct):
    """A rule about infrastructure as code that failed."""

    rule: _WizCliNamed | None = None
    severity: str | None = None
    matches: tuple[_WizMatch | None, ...] | None = None


class _WizCounts(msgspec.Struct, rename="camel", gc=False):
    """What the statistics of an image count. Of vulnerabilities `totalCount` may be 0 beside counts by severity."""

    info_count: int = 0
    low_count: int = 0
    medium_count: int = 0
    high_count: int = 0
    critical_count: int = 0
    total_count: int = 0

    def all(self) -> int:
        """Of every severity."""
        each = self.info_count + self.low_count + self.medium_count + self.high_count + self.critical_count
        return max(each, self.total_count)


class _WizStatistics(msgspec.Struct, rename="camel"):
    """How much the scan looked at: of an image, and of code."""

    files_scanned_count: int | None = None
    directories_scanned_count: int | None = None
    files_found: int | None = None
    vulnerabilities: _WizCounts | None = None
    secrets: _WizCounts | None = None

    @property
    def is_nothing(self) -> bool:
        """Says that it looked at nothing; one that does not say is not taken for that."""
        counts = [self.files_scanned_count, self.directories_scanned_count, self.files_found]
        known = [count for count in counts if count is not None]
        return bool(known) and not any(known)


class _WizResult(msgspec.Struct, rename="camel"):
    os_packages: tuple[_WizPackage | None, ...] | None = None
    libraries: tuple[_WizPackage | None, ...] | None = None
    applications: tuple[_WizPackage | None, ...] | None = None
    cpes: tuple[_WizPackage | None, ...] | None = None
    secrets: tuple[_WizSecret | None, ...] | None = None
    data_findings: tuple[_WizData | None, ...] | None = None
    rule_matches: tuple[_WizRuleMatch | None, ...] | None = None
    analytics: _WizStatistics | None = None
    scan_statistics: _WizStatistics | None = None


class _WizOrigin(msgspec.Struct):
    typename: str | None = msgspec.field(name="__typename", default=None)
    name: str | None = None
    digest: str | None = None


class _WizStatus(msgspec.Struct):
    state: str | None = None


class _WizReport(msgspec.Struct, rename="camel"):
    created_at: str | None = None
    status: _WizStatus | None = None
    origin: _WizOrigin | None = msgspec.field(name="scanOriginResource", default=None)
    result: _WizResult | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    return "result" in members and len(_MARKS.intersection(members)) >= _LEAST


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _WizReport)
    accumulator = ScanAccumulator(evidence, "Wiz")
    target = accumulator.target(_target(report.origin or _WizOrigin(), evidence))
    _fold(accumulator, report.result or _WizResult(), target)
    _compare(accumulator, report.result or _WizResult(), target)
    return accumulator.finish(moment(report.created_at), failure=_not_assessed(report))


def _compare(accumulator: ScanAccumulator, result: _WizResult, target: ScanTarget) -> None:
    """Hold the statistics of an image against what is listed."""
    counts = result.analytics or _WizStatistics()
    parts = (result.os_packages, result.libraries, result.applications, result.cpes)
    found = sum(len(package.vulnerabilities or ()) for part in parts for package in part or () if package)
    for kind, many, stated, listed in (
        ("vulnerability", "vulnerabilities", counts.vulnerabilities, found),
        ("secret", "secrets", counts.secrets, len(result.secrets or ())),
    ):
        accumulator.counts.compare(kind, many=many, stated=stated.all() if stated else None, listed=listed, target=target)


def _not_assessed(report: _WizReport) -> str | None:
    state = (report.status or _WizStatus()).state
    if state not in _DONE:
        return _STATE.format(state=state)
    if report.result is None:
        return _NO_RESULT
    statistics = report.result.analytics or report.result.scan_statistics
    return _NO_FILES if statistics and statistics.is_nothing else None


def _target(origin: _WizOrigin, evidence: EvidenceFile) -> ScanTarget:
    kind = _KINDS.get(origin.typename or "", TargetKind.UNKNOWN)
    return named(origin.name, kind, evidence, digests=digests(origin.digest, origin.name))


def _fold(accumulator: ScanAccumulator, result: _WizResult, target: ScanTarget) -> None:
    packages: tuple[tuple[str, tuple[_WizPackage | None, ...] | None], ...] = (
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
        fold(accumulator, rule.matches or (_WizMatch(),), f"/result/ruleMatches/{index}/matches", match)


def _secret(entry: _WizSecret, target: ScanTarget, place: str) -> ScanResult | None:
    """A secret's type and place."""
    where = entry.path or ""
    return secret_of(
        entry.type,
        target,
        place,
        scope=at(where, entry.line_number),
        title=f"{entry.type} in {where}" if where else entry.type,
    )


def _data(entry: _WizData, target: ScanTarget, place: str) -> ScanResult | None:
    """Sensitive data, by its classifier."""
    classifier = entry.data_classifier
    name = classifier.name or classifier.id if classifier else None
    return secret_of(name, target, place, word=entry.severity, scope=entry.path or "", title=name)


def _vulnerability(entry: _WizVulnerability, place: str, *, package: _WizPackage, target: ScanTarget) -> ScanResult | None:
    return vulnerability_of(
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


def _match(match: _WizMatch, place: str, *, rule: _WizRuleMatch, target: ScanTarget) -> ScanResult | None:
    """A place where a rule failed."""
    named = rule.rule or _WizCliNamed()
    identifier = named.id or named.name
    return misconfiguration_of(
        identifier,
        target,
        place,
        word=rule.severity,
        scope=":".join(str(part) for part in (match.file_name, match.line_number, match.resource_name) if part),
        title=named.name or identifier,
        solution=match.expected or "",
    )
