"""What JFrog's command line writes with `--format=simple-json`: `jf scan`, `jf docker scan` and `jf audit`.

https://docs.jfrog-applications.jfrog.io/jfrog-security-features/sca, "simple-json". Vulnerabilities, secrets, and findings in
code and configuration are lists of their own; violations of watches repeat findings under a policy, and are read as well. What
was scanned is the first element of an impact path. Snippets quote what was found and are not read.
"""

from collections.abc import Iterable
from functools import partial
from typing import TypeVar

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import jfrog_issues
from generator.parsers.scans.code_results import at
from generator.parsers.scans.entries import affected, cves, fold, joined, result_of, unique, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

T = TypeVar("T")

_ISSUES = ("vulnerabilities", "securityViolations")
_FINDINGS = {
    "secrets": ResultKind.SECRET,
    "secretsViolations": ResultKind.SECRET,
    "iac": ResultKind.MISCONFIGURATION,
    "iacViolations": ResultKind.MISCONFIGURATION,
    "sast": ResultKind.VULNERABILITY,
    "sastViolations": ResultKind.VULNERABILITY,
}
_MARKS = {"impactedPackageName", "impactPaths"}
_FINDING_MARKS = {"ruleId", "scannerShortDescription"}
_ERRORS = "JFrog reports errors: {errors}"


class _SimpleElement(msgspec.Struct, gc=False):
    name: str | None = None
    version: str | None = None


class _SimpleCve(msgspec.Struct, gc=False):
    id: str | None = None


class _SimpleIssue(msgspec.Struct, rename="camel"):
    severity: str | None = None
    impacted_package_name: str | None = None
    impacted_package_version: str | None = None
    summary: str | None = None
    applicable: str | None = None
    fixed_versions: tuple[str | None, ...] | None = None
    cves: tuple[_SimpleCve | None, ...] | None = None
    issue_id: str | None = None
    impact_paths: tuple[tuple[_SimpleElement | None, ...] | None, ...] | None = None

    def scanned(self) -> str:
        """The first element of an impact path: the artifact, with its version behind a colon."""
        first = next((element for path in self.impact_paths or () for element in path or () if element), _SimpleElement())
        return joined(":", first.name, first.version)

    def names(self) -> tuple[str, ...]:
        """The CVEs."""
        return unique(*(cve.id for cve in self.cves or () if cve))


class _SimpleFinding(msgspec.Struct, rename="camel"):
    severity: str | None = None
    rule_id: str | None = None
    scanner_short_description: str | None = None
    scanner_description: str | None = None
    file: str | None = None
    start_line: int | None = None


class _SimpleError(msgspec.Struct, rename="camel"):
    file_path: str | None = None
    error_message: str | None = None


class _SimpleReport(msgspec.Struct, rename="camel"):
    errors: tuple[_SimpleError | None, ...] | None = None


def recognizes(document: Document) -> bool:
    """The lists are named as elsewhere; the keys of the first entry are JFrog's."""
    members = document.members
    issues = any(_MARKS.issubset(document.first_keys(members.get(key))) for key in _ISSUES)
    return issues or any(_FINDING_MARKS.issubset(document.first_keys(members.get(key))) for key in _FINDINGS)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "JFrog Xray")
    lists = {key: _listed(document, key, _SimpleIssue) for key in _ISSUES}
    target = accumulator.target(_target(lists.values(), evidence))
    for key, issues in lists.items():
        fold(accumulator, issues, f"/{key}", lambda issue, place: _issue(issue, target, place))
    for key, kind in _FINDINGS.items():
        fold(accumulator, _listed(document, key, _SimpleFinding), f"/{key}", partial(_finding, kind=kind, target=target))
    errors = [error for error in document.decode(document.data, _SimpleReport).errors or () if error]
    texts = "; ".join(joined(": ", error.file_path, error.error_message) for error in errors)
    return accumulator.finish(None, because=_ERRORS.format(errors=texts) if texts else None)


def _listed(document: Document, key: str, type_: type[T]) -> tuple[T | None, ...]:
    """A list of the report; none where it is missing or null."""
    raw = document.members.get(key)
    if raw is None or bytes(raw) == b"null":
        return ()
    return document.decode(raw, tuple[type_ | None, ...], place=f"/{key}")  # type: ignore[valid-type]


def _target(lists: Iterable[Iterable[_SimpleIssue | None]], evidence: EvidenceFile) -> ScanTarget:
    name = next((issue.scanned() for issues in lists for issue in issues if issue and issue.scanned()), "")
    return ScanTarget(name=name, kind=TargetKind.IMAGE) if name else from_evidence(evidence, TargetKind.UNKNOWN)


def _issue(issue: _SimpleIssue, target: ScanTarget, place: str) -> ScanResult | None:
    names = issue.names()
    written = issue.impacted_package_name or ""
    package = written.rpartition(":")[2] or written
    return vulnerability_of(
        issue.issue_id or next(iter(names), None),
        target,
        place,
        severity=jfrog_issues.severity(issue.severity),
        word=issue.severity,
        native_status=issue.applicable or "",
        package=affected(package, issue.impacted_package_version, ", ".join(filter(None, issue.fixed_versions or ()))),
        title=issue.summary,
        cves=cves(*names),
    )


def _finding(entry: _SimpleFinding, place: str, *, kind: ResultKind, target: ScanTarget) -> ScanResult | None:
    return result_of(
        kind,
        entry.rule_id,
        target,
        place,
        severity=jfrog_issues.severity(entry.severity),
        word=entry.severity,
        scope=at(entry.file, entry.start_line),
        title=entry.scanner_short_description,
        description=entry.scanner_description,
    )
