"""Checkmarx SAST's results as CxFlow writes them (`bug-tracker: Json`).

https://github.com/checkmarx-ltd/cx-flow. An issue is a query in a file; `details` are the lines of its sources, each a result.
`results` are the paths from there, with the state that a person gave them. `unFilteredIssues` repeats the issues with those
that the filter of the run left out: they are not part of its report. Code is not read.
"""

from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.code_results import Scalar, at, entries, repository, text, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates_spelled import spelled_moment
from generator.parsers.scans.entries import fold_placed, not_null, vulnerability_of
from generator.parsers.scans.json_entry import JsonEntry
from generator.parsers.scans.tally import ScanAccumulator

_KEYS = {"xissues", "additionalDetails"}
_NOT_EXPLOITABLE = "1"
"""Of the states 0 (to verify), 1, 2 (confirmed), 3 (urgent) and 4 (proposed not exploitable)."""


class _CxFlowPaths(msgspec.Struct, gc=False):
    results: object = None


class _CxFlowLine(msgspec.Struct, gc=False):
    set_aside: bool | None = msgspec.field(name="falsePositive", default=None)


class _CxFlowIssue(msgspec.Struct, rename="camel", gc=False):
    vulnerability: str | None = None
    vulnerability_status: str | None = None
    similarity_id: Scalar = None
    cwe: Scalar = None
    severity: str | None = None
    description: str | None = None
    filename: str | None = None
    details: dict[str, _CxFlowLine | None] | None = None
    additional_details: _CxFlowPaths | None = None


class _CxFlowResult(msgspec.Struct, gc=False):
    """One source of an issue."""

    issue: _CxFlowIssue
    line: str = ""
    set_aside: bool = False


def recognizes(document: Document) -> bool:
    return _KEYS.issubset(document.members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members = document.members
    accumulator = ScanAccumulator(evidence, "Checkmarx")
    target = accumulator.target(repository(evidence, _text(document, members.get("project"))))
    fold_placed(accumulator, _results(document, accumulator), lambda result, place: _result(result, target, place))
    started = document.members_of(members["additionalDetails"]).get("scanStartDate")
    return accumulator.finish(spelled_moment(_text(document, started)))


def _results(document: Document, accumulator: ScanAccumulator) -> Iterator[tuple[str, _CxFlowResult | None]]:
    for place, issue in not_null(
        accumulator, entries(document, accumulator, document.members["xissues"], _CxFlowIssue, "/xissues")
    ):
        closed = _closed(issue)
        for line, detail in (issue.details or {}).items():
            aside = bool(detail and detail.set_aside) or line in closed
            yield f"{place}/details/{line}", _CxFlowResult(issue, line, aside)
        if not issue.details:
            yield place, _CxFlowResult(issue)


def _closed(issue: _CxFlowIssue) -> set[str]:
    """Lines of which no path is exploitable."""
    states: dict[str, set[str]] = {}
    paths = (issue.additional_details or _CxFlowPaths()).results
    for path in paths if isinstance(paths, list) else ():
        if isinstance(path, dict):
            entry = JsonEntry(path)
            states.setdefault(entry.get("source.line"), set()).add(entry.get("state"))
    return {line for line, given in states.items() if given == {_NOT_EXPLOITABLE}}


def _result(result: _CxFlowResult, target: ScanTarget, place: str) -> ScanResult | None:
    issue = result.issue
    return vulnerability_of(
        issue.vulnerability,
        target,
        place,
        word=issue.severity,
        disposition=Disposition.NOT_AFFECTED if result.set_aside else Disposition.OPEN,
        native_status=issue.vulnerability_status or "",
        scope=at(issue.filename, result.line, text(issue.similarity_id)),
        title=titled((issue.vulnerability or "").replace("_", " "), issue.cwe),
        cwes=cwes(issue.cwe),
        description=issue.description,
    )


def _text(document: Document, raw: msgspec.Raw | None) -> str:
    value = None if raw is None else document.decode(raw, object)
    return value if isinstance(value, str) else ""
