"""Dockle's report of one image: `dockle -f json`.

https://github.com/goodwithtech/dockle, "Level": FATAL, WARN, INFO, SKIP (the file to check is not there), PASS, and IGNORE for
what a person switched off. Its SARIF calls FATAL an error and WARN a warning. The alerts of the check for credentials show
them, so they are never read out.
"""

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    BenchmarkRun,
    Disposition,
    ResultKind,
    ScanResult,
    ScanSnapshot,
    ScanTarget,
    Severity,
    TargetKind,
)
from generator.parsers.document import Document
from generator.parsers.scans.entries import digests, fold, result_of
from generator.parsers.scans.tally import ScanAccumulator

_DETAIL = {"code", "title", "level", "alerts"}
_COUNTS = {"fatal", "warn", "info", "pass"}
_CREDENTIALS = "CIS-DI-0010"
_LEVELS = {"FATAL": Severity.HIGH, "WARN": Severity.MODERATE, "INFO": Severity.LOW}
_DISPOSITIONS = {"PASS": Disposition.PASSED, "IGNORE": Disposition.SUPPRESSED, "SKIP": Disposition.ERROR}
"""All others are open."""
_BENCHMARK = BenchmarkRun(name="CIS Docker Benchmark (image checks)")
_NOTHING = "Dockle made no check of the image"
_SKIPPED = "Dockle skipped {count} checks, because what they look at is not there"


class _DockleDetail(msgspec.Struct):
    code: str | None = None
    title: str | None = None
    level: str | None = None
    alerts: tuple[str | None, ...] | None = None

    @property
    def word(self) -> str:
        """The level in capitals."""
        return (self.level or "").upper()


class _DockleSummary(msgspec.Struct, rename={"passed": "pass"}, gc=False):
    fatal: int | None = None
    warn: int | None = None
    info: int | None = None
    skip: int | None = None
    passed: int | None = None

    @property
    def made(self) -> bool:
        """Was any check made to its end?"""
        return bool(self.fatal or self.warn or self.info or self.passed)


class _DockleReport(msgspec.Struct):
    image: str | None = None
    summary: _DockleSummary | None = None
    details: tuple[_DockleDetail | None, ...] | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    if "details" not in members:
        return False
    first = document.first_keys(members["details"])
    if first:
        return len(_DETAIL.intersection(first)) >= 3 or ({"code", "level"}.issubset(first) and "summary" in members)
    return set(document.members_of(members.get("summary"))) >= _COUNTS


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _DockleReport)
    accumulator = ScanAccumulator(evidence, "Dockle")
    target = accumulator.named(report.image, TargetKind.IMAGE, digests=digests(report.image))
    fold(accumulator, report.details, "/details", lambda detail, place: _result(detail, target, place))
    counts = report.summary or _DockleSummary()
    judged = sum(detail is not None and detail.word in _LEVELS for detail in report.details or ())
    stated = (counts.fatal or 0) + (counts.warn or 0) + (counts.info or 0)
    accumulator.counts.compare("failed check", stated=stated, listed=judged, target=target)
    made = counts.made or any(detail and detail.word in (*_LEVELS, "PASS") for detail in report.details or ())
    skipped = _SKIPPED.format(count=counts.skip) if counts.skip else None
    snapshot = accumulator.finish(None, failure=None if made else _NOTHING, because=skipped)
    return replace(snapshot, benchmarks=(_BENCHMARK,))


def _result(detail: _DockleDetail, target: ScanTarget, place: str) -> ScanResult | None:
    secret = detail.code == _CREDENTIALS
    return result_of(
        ResultKind.SECRET if secret else ResultKind.MISCONFIGURATION,
        detail.code,
        target,
        place,
        severity=_LEVELS.get(detail.word, Severity.UNKNOWN),
        word=detail.level or "" if detail.word in _LEVELS else "",
        disposition=_DISPOSITIONS.get(detail.word, Disposition.OPEN),
        native_status=detail.level or "",
        title=detail.title,
        description="" if secret else "\n".join(alert for alert in detail.alerts or () if alert),
    )
