"""KICS's report of infrastructure as code: `results.json`.

https://docs.kics.io/latest/results/. A query lists every place that breaks it, and each place is an entry; queries that nothing
breaks are not listed. Of queries about secrets only file and line are read: keys and values found there may be the secret.
"""

from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.code_results import at
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import fold, joined, not_null, result_of
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator

_KEYS = {"queries", "queries_total", "files_scanned"}
_SECRETS = "Secret Management"
_NOTHING = "KICS parsed no file"
_NO_QUERIES = "KICS ran no query"


class _KicsPlace(msgspec.Struct, gc=False):
    file_name: str | None = None
    line: int | None = None
    search_key: str | None = None
    issue_type: str | None = None
    actual_value: str | None = None


class _KicsQuery(msgspec.Struct):
    query_id: str | None = None
    query_name: str | None = None
    severity: str | None = None
    category: str | None = None
    description: str | None = None
    files: tuple[_KicsPlace | None, ...] | None = None

    @property
    def is_about_secrets(self) -> bool:
        """May what it found be a secret itself?"""
        return self.category == _SECRETS


class _KicsReport(msgspec.Struct):
    kics_version: str | None = None
    files_scanned: int | None = None
    files_parsed: int | None = None
    files_failed_to_scan: int | None = None
    queries_total: int | None = None
    queries_failed_to_execute: int | None = None
    total_counter: int | None = None
    end: str | None = None
    queries: tuple[_KicsQuery | None, ...] | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    return "queries" in members and (
        _KEYS.issubset(members) or {"query_id", "files"}.issubset(document.first_keys(members["queries"]))
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _KicsReport)
    accumulator = ScanAccumulator(evidence, Scanner(name="KICS", version=report.kics_version))
    target = accumulator.stated(TargetKind.REPOSITORY)
    for index, query in not_null(accumulator, enumerate(report.queries or ())):
        _fold(accumulator, query, target, f"/queries/{index}/files")
    listed = sum(len(query.files or ()) for query in report.queries or () if query)
    accumulator.counts.compare("result", stated=report.total_counter, listed=listed)
    failure = None if report.queries else _failure(report)
    return accumulator.finish(moment(report.end), failure=failure, because="; ".join(_reasons(report)))


def _failure(report: _KicsReport) -> str | None:
    """Why a report without results does not show that anything was looked at."""
    if not (report.files_scanned if report.files_parsed is None else report.files_parsed):
        return _NOTHING
    return None if report.queries_total else _NO_QUERIES


def _reasons(report: _KicsReport) -> Iterator[str]:
    """What KICS did not look at."""
    if report.files_failed_to_scan:
        yield f"KICS failed to scan {report.files_failed_to_scan} files"
    if report.files_scanned and report.files_parsed is not None and report.files_parsed < report.files_scanned:
        yield f"KICS parsed {report.files_parsed} of {report.files_scanned} files"
    if report.queries_failed_to_execute:
        yield f"{report.queries_failed_to_execute} of {report.queries_total or 0} queries failed to execute"


def _fold(accumulator: ScanAccumulator, query: _KicsQuery, target: ScanTarget, pointer: str) -> None:
    word = query.severity or ""
    rating = Severity.INFORMATIONAL if word.upper() == "TRACE" else severity(word)

    def result(place: _KicsPlace, where: str) -> ScanResult | None:
        return result_of(
            ResultKind.SECRET if query.is_about_secrets else ResultKind.MISCONFIGURATION,
            query.query_id or query.query_name,
            target,
            where,
            severity=rating,
            word=word,
            native_status=place.issue_type or "",
            scope=_scope(query, place),
            title=query.query_name,
            description=_description(query, place),
        )

    fold(accumulator, query.files, pointer, result)


def _scope(query: _KicsQuery, place: _KicsPlace) -> str:
    """File, line and setting: two places are two results."""
    return at(place.file_name, place.line, None if query.is_about_secrets else place.search_key)


def _description(query: _KicsQuery, place: _KicsPlace) -> str:
    actual = None if query.is_about_secrets else place.actual_value
    return joined("\n", query.description, f"Found: {actual}" if actual else None)
