"""Semgrep's report: `semgrep scan --json`, of code, of secrets and of dependencies.

https://semgrep.dev/docs/semgrep-appsec-platform/json-and-sarif; levels: https://semgrep.dev/docs/writing-rules/rule-syntax,
where ERROR, WARNING and INFO are the older names of high, medium and low. `extra.lines` is the code itself and is never read;
of a rule about secrets the message is left out as well, since Semgrep writes what it matched into it.
"""

from collections.abc import Sequence

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    AffectedPackage,
    Disposition,
    ResultKind,
    Scanner,
    ScanResult,
    ScanSnapshot,
    ScanTarget,
    Severity,
    TargetKind,
)
from generator.parsers.document import Document
from generator.parsers.scans.code_results import at
from generator.parsers.scans.cwe_ids import cwes_of
from generator.parsers.scans.entries import affected, aliases, cves, fold, result_of
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator

_SCANNER = "Semgrep"
_LEVELS = {"ERROR": Severity.HIGH, "WARNING": Severity.MODERATE, "INFO": Severity.LOW}
_CREDENTIALS = ("CWE-259", "CWE-321", "CWE-798")
"""Hard-coded password, cryptographic key, credentials."""
_NOT_LISTED = "the report does not list the files that Semgrep looked at"
_NO_FILES = "Semgrep looked at no file"
_ERRORS = "Semgrep met {count} errors, so rules or files are left out"


class _SemgrepPosition(msgspec.Struct, gc=False):
    line: int | None = None


class _SemgrepDependency(msgspec.Struct, gc=False):
    package: str | None = None
    version: str | None = None


class _SemgrepMatch(msgspec.Struct):
    found_dependency: _SemgrepDependency | None = None


class _SemgrepSupply(msgspec.Struct):
    dependency_match: _SemgrepMatch | None = None


class _SemgrepMetadata(msgspec.Struct):
    cwe: str | tuple[str, ...] | None = None
    cve: object = msgspec.field(name="sca-vuln-database-identifier", default=None)


class _SemgrepExtra(msgspec.Struct):
    message: str | None = None
    severity: str | None = None
    metadata: _SemgrepMetadata | None = None
    is_ignored: bool | None = None
    sca_info: _SemgrepSupply | None = None


class _SemgrepResult(msgspec.Struct):
    check_id: str | None = None
    path: str | None = None
    start: _SemgrepPosition | None = None
    extra: _SemgrepExtra | None = None


class _SemgrepError(msgspec.Struct, gc=False):
    level: str | None = None


class _SemgrepPaths(msgspec.Struct):
    scanned: tuple[str, ...] | None = None


class _SemgrepReport(msgspec.Struct):
    version: str | None = None
    results: tuple[_SemgrepResult | None, ...] | None = None
    errors: tuple[_SemgrepError | None, ...] | None = None
    paths: _SemgrepPaths | None = None


def recognizes(document: Document) -> bool:
    """Bandit's report has results and errors, too, and no paths."""
    members = document.members
    if bytes(members.get("results", b""))[:1] != b"[":
        return False
    if first := document.first_keys(members["results"]):
        return "check_id" in first and not {"path", "start", "extra"}.isdisjoint(first)
    return "errors" in members and ("paths" in members or len(members) == len(("results", "errors")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _SemgrepReport)
    accumulator = ScanAccumulator(evidence, Scanner(name=_SCANNER, version=report.version))
    target = accumulator.stated(TargetKind.REPOSITORY)
    fold(accumulator, report.results, "/results", lambda entry, place: _result(entry, target, place))
    failure = None if report.results else _nothing(report.paths)
    return accumulator.finish(None, failure=failure, because=_errors(report.errors or ()))


def _nothing(paths: _SemgrepPaths | None) -> str | None:
    """Why a report without results does not show that anything was looked at."""
    if paths is None or paths.scanned is None:
        return _NOT_LISTED
    return None if paths.scanned else _NO_FILES


def _errors(errors: Sequence[_SemgrepError | None]) -> str | None:
    count = sum(bool(error) and (error.level or "error") == "error" for error in errors if error)
    return _ERRORS.format(count=count) if count else None


def _result(entry: _SemgrepResult, target: ScanTarget, place: str) -> ScanResult | None:
    if not entry.check_id:
        return None
    extra = entry.extra or _SemgrepExtra()
    metadata = extra.metadata or _SemgrepMetadata()
    word = extra.severity or ""
    database_id = metadata.cve if isinstance(metadata.cve, str) else ""
    secret = _is_secret(entry.check_id, metadata)
    return result_of(
        ResultKind.SECRET if secret else ResultKind.VULNERABILITY,
        entry.check_id,
        target,
        place,
        severity=_LEVELS.get(word) or severity(word),
        word=word,
        disposition=Disposition.SUPPRESSED if extra.is_ignored else Disposition.OPEN,
        native_status="ignored" if extra.is_ignored else "",
        package=_package(extra.sca_info),
        scope=at(entry.path, entry.start.line if entry.start else None),
        title=entry.check_id.rpartition(".")[2],
        description="" if secret else extra.message or "",
        cves=cves(database_id),
        cwes=cwes_of(metadata.cwe),
        aliases=aliases(entry.check_id, database_id),
    )


def _is_secret(check_id: str, metadata: _SemgrepMetadata) -> bool:
    weaknesses = (metadata.cwe,) if isinstance(metadata.cwe, str) else metadata.cwe or ()
    return "secrets" in check_id.split(".") or any(
        weakness.partition(":")[0].strip() in _CREDENTIALS for weakness in weaknesses
    )


def _package(supply: _SemgrepSupply | None) -> AffectedPackage | None:
    match = (supply.dependency_match if supply else None) or _SemgrepMatch()
    dependency = match.found_dependency or _SemgrepDependency()
    return affected(dependency.package, dependency.version)
