"""Checkov's report: `checkov -o json`, of infrastructure as code, images, packages and secrets.

https://www.checkov.io/2.Basics/Reviewing%20Scan%20Results.html. One object, or a list with one object per check type; where
Checkov found nothing to check, its counts alone. Without an account at its maker's, no check has a severity.

Code blocks, which may hold secrets, and evaluated keys are never read.
"""

from collections.abc import Iterable, Sequence
from functools import partial

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Cvss, Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.code_results import at
from generator.parsers.scans.cvss_scores import number, scores
from generator.parsers.scans.entries import affected, aliases, cves, fold, result_of
from generator.parsers.scans.tally import ScanAccumulator

_REPORT = {"check_type", "results", "summary"}
_LISTS = {"failed_checks", "passed_checks"}
_COUNTS = {"passed", "failed", "skipped", "checkov_version"}
_MORE_COUNTS = {"parsing_errors", "parsingerrors", "resource_count", "resourcecount"}
_LICENSE = "BC_LIC"
_PACKAGES = ("sca_package", "sca_image")
_NOTHING = "Checkov made no check: it found nothing that it could look at"
_UNREAD = "Checkov could not parse {count} files, which it therefore did not check"


class _CheckovResult(msgspec.Struct, gc=False):
    result: str | None = None
    suppress_comment: str | None = None


class _CheckovDetails(msgspec.Struct, gc=False):
    """The vulnerability of a package, where the check is about one."""

    id: str | None = None
    package_name: str | None = None
    package_version: str | None = None
    fix_version: str | None = None
    vector: str | None = None
    cvss: float | str | None = None


class _CheckovCheck(msgspec.Struct):
    """One check of one resource."""

    check_id: str | None = None
    bc_check_id: str | None = None
    """What Prisma Cloud calls the check."""
    check_name: str | None = None
    check_result: _CheckovResult | None = None
    file_path: str | None = None
    repo_file_path: str | None = None
    file_line_range: tuple[int | None, ...] | None = None
    resource: str | None = None
    severity: str | None = None
    vulnerability_details: _CheckovDetails | None = None


class _CheckovLists(msgspec.Struct):
    """Checks by how they ended."""

    failed_checks: tuple[_CheckovCheck | None, ...] | None = None
    passed_checks: tuple[_CheckovCheck | None, ...] | None = None
    skipped_checks: tuple[_CheckovCheck | None, ...] | None = None
    parsing_errors: tuple[str | None, ...] | None = None


class _CheckovSummary(msgspec.Struct, gc=False):
    """Checkov's own counts. With `--quiet` or `--compact` they count checks that are not listed."""

    failed: int | None = None
    passed: int | None = None
    skipped: int | None = None
    parsing_errors: int | None = None
    checkov_version: str | None = None


class _CheckovReport(msgspec.Struct):
    """The checks of one type; or, where Checkov found nothing to check, only `checkov_version`."""

    check_type: str | None = None
    results: _CheckovLists | None = None
    summary: _CheckovSummary | None = None
    checkov_version: str | None = None


def recognizes(document: Document) -> bool:
    members = document.members or document.first_members
    if _COUNTS.issubset(members):
        return len(members) == len(_COUNTS) or not _MORE_COUNTS.isdisjoint(members)
    return _REPORT.issubset(members) or not _LISTS.isdisjoint(document.members_of(members.get("results")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    several = not document.members
    reports = document.decode(document.data, tuple[_CheckovReport | None, ...] if several else _CheckovReport)
    numbered = [(index, report) for index, report in enumerate(reports if isinstance(reports, tuple) else (reports,)) if report]
    version = next((name for _, report in numbered if (name := _version(report))), None)
    accumulator = ScanAccumulator(evidence, Scanner(name="Checkov", version=version))
    target = accumulator.stated(TargetKind.REPOSITORY)
    for index, report in numbered:
        _fold(accumulator, report, target, f"/{index}/results" if several else "/results")
    bare = [report for _, report in numbered]
    looked = any(_has_checked(report) for report in bare)
    failed = [(len((report.results or _CheckovLists()).failed_checks or ()), report.summary) for report in bare]
    stated = sum(max((counts.failed or 0) if counts else 0, listed) for listed, counts in failed)
    accumulator.counts.compare("failed check", stated=stated, listed=sum(listed for listed, _ in failed))
    return accumulator.finish(None, assessed=looked, because=_because(bare, looked=looked))


def _version(report: _CheckovReport) -> str | None:
    return (report.summary or _CheckovSummary()).checkov_version or report.checkov_version


def _has_checked(report: _CheckovReport) -> bool:
    lists, counts = report.results or _CheckovLists(), report.summary or _CheckovSummary()
    listed = lists.failed_checks or lists.passed_checks or lists.skipped_checks
    return bool(listed or counts.failed or counts.passed or counts.skipped)


def _because(reports: Sequence[_CheckovReport], *, looked: bool) -> str | None:
    pairs = [(report.results or _CheckovLists(), report.summary or _CheckovSummary()) for report in reports]
    unread = sum(max(len(lists.parsing_errors or ()), counts.parsing_errors or 0) for lists, counts in pairs)
    reasons = (
        None if looked else _NOTHING,
        _UNREAD.format(count=unread) if unread else None,
    )
    return "; ".join(filter(None, reasons)) or None


def _fold(accumulator: ScanAccumulator, report: _CheckovReport, target: ScanTarget, pointer: str) -> None:
    lists, type_ = report.results or _CheckovLists(), report.check_type or ""
    parts: Iterable[tuple[str, tuple[_CheckovCheck | None, ...] | None, Disposition]] = (
        ("failed_checks", lists.failed_checks, Disposition.OPEN),
        ("passed_checks", lists.passed_checks, Disposition.PASSED),
        ("skipped_checks", lists.skipped_checks, Disposition.SUPPRESSED),
    )
    for key, checks, disposition in parts:
        result = partial(_result, type_=type_, disposition=disposition, target=target)
        fold(accumulator, checks, f"{pointer}/{key}", result)


def _result(check: _CheckovCheck, place: str, *, type_: str, disposition: Disposition, target: ScanTarget) -> ScanResult | None:
    identifier = check.check_id or check.bc_check_id or check.check_name
    if not identifier:
        return None
    ended, details = check.check_result or _CheckovResult(), check.vulnerability_details or _CheckovDetails()
    word = ended.result or ""
    return result_of(
        _kind(identifier, type_),
        identifier,
        target,
        place,
        word=check.severity,
        disposition=Disposition.OPEN if word == "FAILED" else disposition,
        native_status=word,
        package=affected(details.package_name, details.package_version, details.fix_version),
        scope=_scope(check, type_),
        title=check.check_name,
        description=f"Skipped: {ended.suppress_comment}" if ended.suppress_comment else "",
        cves=cves(details.id),
        aliases=aliases(identifier, check.bc_check_id, details.id),
        cvss=_cvss(details),
    )


def _kind(check_id: str, type_: str) -> ResultKind:
    if type_ == "secrets":
        return ResultKind.SECRET
    if type_ in _PACKAGES:
        return ResultKind.LICENSE if check_id.startswith(_LICENSE) else ResultKind.VULNERABILITY
    return ResultKind.MISCONFIGURATION


def _scope(check: _CheckovCheck, type_: str) -> str:
    """File, first line and resource. Of a secret the resource is its unsalted hash, which stays in the file."""
    line = next(iter(check.file_line_range or ()), None)
    return at(check.repo_file_path or check.file_path, line, None if type_ == "secrets" else check.resource)


def _cvss(details: _CheckovDetails) -> tuple[Cvss, ...]:
    score = number(details.cvss) if isinstance(details.cvss, str) else details.cvss
    return scores([("checkov", "3.1", details.vector, score)])
