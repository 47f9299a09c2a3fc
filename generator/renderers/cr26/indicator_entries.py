"""`keySecurityIndicators` of the Security Decision Record (SDR-CSX-KSI, SDR-CSX-KMT), schema of 2026-06-24.

The status is a person's, or left out. How an indicator is achieved is what a person wrote, else what the plan says of its
requirements, in the plan's voice. What the evidence shows stands beside it, as validation. The assessor's words are the
assessor's, unchanged (IVV-CSO-ICP), and none stand there until they were imported.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

import msgspec

from generator.model.claim import Claim
from generator.model.evidence import EvidenceFile
from generator.model.indicator import IndicatorResult, MethodKind
from generator.model.indicator_history import IndicatorSeries, IndicatorTrend
from generator.model.places import evidence_path
from generator.oscal.common import quote_path
from generator.oscal.package import AuthorizationPackage
from generator.renderers.indicators.metrics_json import MONTH, YEAR, summary_of
from generator.renderers.indicators.metrics_json import PATH as METRICS
from generator.renderers.indicators.wording import method_title, methods_words, sources_of_indicator, stated_words
from generator.text import counted, left_out

_MOST_FILES, _MOST_SENTENCES = 40, 12
_TYPES: Mapping[str, str] = {
    "cluster": "Configuration",
    "cloud": "Configuration",
    "pipelines": "Configuration",
    "registry": "Configuration",
    "scans": "Report",
    "monitoring": "Audit Record",
    "documents": "Report",
    "decisions": "Audit Record",
}
"""Folder of the evidence to FedRAMP's word; everything else is a report."""


class IndicatorEvidence(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """FedRAMP's `evidence`."""

    evidence_type: str
    evidence_description: str
    evidence_location: str | None = None
    last_updated: str | None = None


class IndicatorEntry(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """FedRAMP's Key Security Indicator; what the schema demands has no default."""

    ksi_id: str
    ksi_implementation_status: str | None = None
    ksi_implementation: tuple[str, ...]
    ksi_validation: tuple[str, ...]
    ksi_assessment: tuple[str, ...]
    ksi_tests: tuple[str, ...]
    ksi_evidence: tuple[IndicatorEvidence, ...]


def indicator_entries(package: AuthorizationPackage) -> tuple[IndicatorEntry, ...]:
    """Of every indicator that applies to the class; none where the system does not go for 20x."""
    if package.indicators is None:
        return ()
    collected = {file.path: file for file in package.evidence}
    return tuple(_entry(result, package, collected) for result in package.indicators.results)


def _entry(result: IndicatorResult, package: AuthorizationPackage, collected: Mapping[str, EvidenceFile]) -> IndicatorEntry:
    statement = result.statement
    return IndicatorEntry(
        ksi_id=result.id,
        ksi_implementation_status=str(statement.status) if statement and statement.status else None,
        ksi_implementation=statement.implementation if statement and statement.implementation else _drafted(result, package),
        ksi_validation=tuple(_validation(result, package)),
        ksi_assessment=tuple(each.text for each in statement.assessments) if statement else (),
        ksi_tests=tuple(f"{method_title(method)}: {method.method.reason}" for method in result.methods if method.subjects),
        ksi_evidence=tuple(_evidence(result, collected)),
    )


def _drafted(result: IndicatorResult, package: AuthorizationPackage) -> tuple[str, ...]:
    """What the plan says of the requirements that validate it, each sentence once."""
    names = {method.method.name for method in result.methods if method.method.kind is MethodKind.REQUIREMENT}
    sentences = dict.fromkeys(_sentences(package.claims, names))
    return tuple(sentences)[:_MOST_SENTENCES]


def _sentences(claims: Sequence[Claim], names: set[str]) -> Iterator[str]:
    for claim in claims:
        if claim.statement is not None and claim.requirements and names.issuperset(claim.requirements):
            yield from (each.text for each in claim.statement.sentences)


def _validation(result: IndicatorResult, package: AuthorizationPackage) -> Iterator[str]:
    assessment, trend = package.indicators, package.indicator_trend
    if assessment is None or trend is None:
        raise ValueError(result.id)
    posture = result.posture
    yield f"Evidence of {package.as_of} shows: {posture.label}. {posture.summary}"
    cycle = f"validated again at least every {counted(assessment.cadence, 'day')} (VDR-TFR-MVX)"
    if result.methods:
        yield f"{methods_words(result, assessment.certification)} (FRC-CSX-VVK); {cycle}."
    stated = stated_words(result)
    if stated:
        yield stated if stated.endswith(".") else f"{stated}."
    yield from _metrics(result, trend)


def _metrics(result: IndicatorResult, trend: IndicatorTrend) -> Iterator[str]:
    """SDR-CSX-KMT: the past 30 days and up to a year; all days stand in the file of the metrics."""
    series = next((each for each in trend.series if each.id == result.id), None)
    if series is None or not any(not each.imported for each in series.points):
        yield "No validation of it was recorded over time yet."
        return
    yield f"{_summary('Past 30 days', series, trend, MONTH)} {_summary('Past year', series, trend, YEAR)} All days: {METRICS}."


def _summary(words: str, series: IndicatorSeries, trend: IndicatorTrend, span: timedelta) -> str:
    summary = summary_of(series, trend.end - span, trend.end)
    if summary.lowest is None or summary.highest is None or summary.last is None:
        return f"{words}: validated on {counted(summary.days, 'day')}."
    shares = f"{summary.lowest:.0%} to {summary.highest:.0%} of the subjects passed, {summary.last:.0%} at last"
    return f"{words}: validated on {counted(summary.days, 'day')}; {shares}."


def _evidence(result: IndicatorResult, collected: Mapping[str, EvidenceFile]) -> Iterator[IndicatorEvidence]:
    sources = sources_of_indicator(result)
    for source in sources[:_MOST_FILES]:
        file = collected.get(source.path)
        path = evidence_path(source.path) if not source.path.startswith("decisions/") else source.path
        folder = source.path.removeprefix("evidence/").split("/")[0]
        yield IndicatorEvidence(
            evidence_type=_TYPES.get(folder, "Report"),
            evidence_description=f"{path}, SHA-256 {source.sha256}",
            evidence_location=f"file:{quote_path(path)}",
            last_updated=file.collected.date().isoformat() if file and file.collected else None,
        )
    more = left_out(len(sources) - _MOST_FILES, "file")
    if more:
        yield IndicatorEvidence(
            evidence_type="Report", evidence_description=f"… {more}: cr26/key-security-indicators.json lists each with its hash"
        )
