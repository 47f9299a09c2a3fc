"""Snyk's JSON report of infrastructure as code: `snyk iac test --json`.

https://docs.snyk.io/snyk-cli/commands/iac-test. One entry per file that was read, those without an issue included; checks
that passed are not listed.
"""

from functools import partial

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.entries import fold, joined, misconfiguration_of
from generator.parsers.scans.snyk_wire import SCANNER, rated
from generator.parsers.scans.tally import ScanAccumulator

_ISSUES = "infrastructureAsCodeIssues"
_NOTHING = "the report lists no file that was read"


class _SnykIacIssue(msgspec.Struct, rename="camel", gc=False):
    id: str | None = None
    public_id: str | None = None
    title: str | None = None
    severity: str | None = None
    original_severity: str | None = None
    issue: str | None = None
    impact: str | None = None
    resolve: str | None = None
    msg: str | None = None
    """The path of the setting inside the file."""
    line_number: int | None = None
    is_ignored: bool | None = None


class _SnykIacFile(msgspec.Struct, rename="camel"):
    issues: tuple[_SnykIacIssue | None, ...] | None = msgspec.field(name=_ISSUES, default=None)
    project_name: str | None = None
    target_file: str | None = None
    path: str | None = None
    error: str | None = None


def recognizes(document: Document) -> bool:
    """A file that could not be read has only an error, and may stand first."""
    if _ISSUES in (document.members or document.first_members):
        return True
    failed = {"ok", "error", "path"}.issubset(document.first_members)
    return failed and any(_ISSUES in document.members_of(item) for item in document.items)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, SCANNER)
    listed = not document.members
    files = (
        document.decode(document.data, tuple[_SnykIacFile | None, ...])
        if listed
        else (document.decode(document.data, _SnykIacFile),)
    )
    for index, file in enumerate(files):
        if file and not file.error:
            target = accumulator.named(file.project_name or file.path, TargetKind.FILESYSTEM)
            pointer = f"/{index}/{_ISSUES}" if listed else f"/{_ISSUES}"
            fold(accumulator, file.issues, pointer, partial(_result, file=file, target=target))
    failed = [file for file in files if file and file.error]
    reasons = [f"{file.path or 'a file'} was not read: {file.error}" for file in failed]
    looked = any(file and not file.error for file in files)
    return accumulator.finish(None, assessed=looked, because="; ".join(reasons) or (None if looked else _NOTHING))


def _result(issue: _SnykIacIssue, place: str, *, file: _SnykIacFile, target: ScanTarget) -> ScanResult | None:
    rating, native = rated(issue.severity, issue.original_severity)
    return misconfiguration_of(
        issue.id or issue.public_id,
        target,
        place,
        severity=rating,
        word=native,
        disposition=Disposition.SUPPRESSED if issue.is_ignored else Disposition.OPEN,
        native_status="ignored" if issue.is_ignored else "",
        scope=_scope(file, issue),
        title=issue.title,
        description=joined(" ", issue.issue, issue.impact),
        solution=issue.resolve or "",
    )


def _scope(file: _SnykIacFile, issue: _SnykIacIssue) -> str:
    """The file, and the setting in it that the check is about."""
    line = f"line {issue.line_number}" if issue.line_number and issue.line_number > 0 else ""
    return joined(" ", file.target_file, issue.msg or line)
