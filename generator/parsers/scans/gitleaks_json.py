"""Gitleaks' report: `gitleaks detect|git|dir --report-format json`, version 8, and its predecessors 3 to 7.

https://github.com/gitleaks/gitleaks, `report/finding.go` (8) and `scan/leak.go` (7). It does not rate. A run without findings
is `[]` or, before version 8, `null`: known only by the file's name. The day of a commit is not the day on which
the secret was discovered.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.code_results import is_list
from generator.parsers.scans.dates import day
from generator.parsers.scans.entries import fold, joined, secret_of
from generator.parsers.scans.secret_place import address, history, scope
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_KEYS = {"RuleID", "File"}
_OF_LEAK = {"Secret", "Match", "StartLine", "Fingerprint"}
_OLD_KEYS = {"rule", "offender", "file", "commit", "lineNumber", "commitMessage"}
_LEAK = {"rule", "offender"}
"""Of an entry below `leaks`, where a program has put the list into an object."""


class _GitleaksLeak(msgspec.Struct, rename="pascal"):
    """Version 8."""

    rule: str | None = msgspec.field(name="RuleID", default=None)
    description: str | None = None
    file: str | None = None
    start_line: int | None = None
    commit: str | None = None
    date: str | None = None
    tags: tuple[str | None, ...] | None = None


class _GitleaksOldLeak(msgspec.Struct):
    """Versions 3 to 7."""

    rule: str | None = None
    file: str | None = None
    line_number: int | None = msgspec.field(name="lineNumber", default=None)
    start_line: int | None = None
    commit: str | None = None
    date: str | None = None
    tags: str | None = None
    repo: str | None = None
    repo_url: str | None = msgspec.field(name="repoURL", default=None)


def recognizes(document: Document) -> bool:
    """An empty list and a bare `null` name no tool: their folder or file name has to."""
    if document.container is not FileContainer.JSON or document.members:
        return _has_leaks(document)
    if document.items:
        first = document.first_members
        return (_KEYS.issubset(first) and not _OF_LEAK.isdisjoint(first)) or _is_old(document)
    return _is_named(document) and (document.data.strip() == b"null" or document.data.strip()[:1] == b"[")


def _has_leaks(document: Document) -> bool:
    """An object around the list of leaks; where that is empty, the file has to be named for the tool."""
    leaks = document.members.get("leaks")
    return (_is_named(document) and leaks is not None and is_list(leaks)) or _LEAK.issubset(document.first_keys(leaks))


def _is_old(document: Document) -> bool:
    return "RuleID" not in document.first_members and len(_OLD_KEYS.intersection(document.first_members)) >= 4


def _is_named(document: Document) -> bool:
    return any("gitleaks" in part.lower() for part in document.name.split("/")[-2:])


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Gitleaks")
    target = from_evidence(evidence, TargetKind.REPOSITORY)
    if "leaks" in document.members:
        accumulator.target(target)
        below = document.decode(document.members["leaks"], tuple[_GitleaksOldLeak | None, ...], place="/leaks")
        fold(accumulator, below, "/leaks", lambda leak, place: _old_result(leak, target, place))
    elif _is_old(document):
        old = document.decode(document.data, tuple[_GitleaksOldLeak | None, ...])
        fold(accumulator, old, "", lambda leak, place: _old_result(leak, target, place))
    else:
        accumulator.target(target)
        leaks = document.decode(document.data, tuple[_GitleaksLeak | None, ...]) if document.items else ()
        fold(accumulator, leaks, "", lambda leak, place: _result(leak, target, place))
    return accumulator.finish(None)


def _result(leak: _GitleaksLeak, target: ScanTarget, place: str) -> ScanResult | None:
    return secret_of(
        leak.rule,
        target,
        place,
        scope=scope(leak.file, leak.start_line, leak.commit),
        title=leak.description or leak.rule,
        description=_description(leak.commit, leak.date, ", ".join(tag for tag in leak.tags or () if tag)),
    )


def _old_result(leak: _GitleaksOldLeak, fallback: ScanTarget, place: str) -> ScanResult | None:
    return secret_of(
        leak.rule,
        _repository(leak) or fallback,
        place,
        scope=scope(leak.file, leak.line_number or leak.start_line, leak.commit),
        title=leak.rule,
        description=_description(leak.commit, leak.date, leak.tags or ""),
    )


def _repository(leak: _GitleaksOldLeak) -> ScanTarget | None:
    """Its address, else its name; the folder that Gitleaks was started in (`.`) is none."""
    name = address(leak.repo_url) or address(leak.repo)
    return ScanTarget(name=name, kind=TargetKind.REPOSITORY) if name.strip("./") else None


def _description(commit: str | None, date: str | None, tags: str) -> str:
    return joined("\n", history(commit, day(date)), f"Tags: {tags}" if tags else "")
