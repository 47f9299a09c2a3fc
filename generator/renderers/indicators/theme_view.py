"""Everything the page of a theme says of its indicators."""

from generator.frameworks.fedramp_20x import THEMES
from generator.model.evidence import EvidenceSource
from generator.model.indicator import IndicatorResult, MethodResult
from generator.model.places import evidence_path
from generator.model.posture import JudgedSubject, Outcome
from generator.oscal.package import AuthorizationPackage
from generator.renderers.crosscheck.rows import EvidencePlace
from generator.renderers.crosscheck.text import link_to
from generator.renderers.indicators.chart import indicator_chart
from generator.renderers.indicators.rows import FileLine, IndicatorSection, MethodLine, SubjectLine, ThemePage
from generator.renderers.indicators.wording import (
    STATE_STYLES,
    judged_words,
    method_title,
    methods_words,
    rules_words,
    sources_of_indicator,
    stated_words,
    status_words,
)
from generator.text import counted, left_out

_MOST_SUBJECTS, _MOST_FILES, _MOST_PLACES = 20, 30, 3
_SHARED = "shares a source of evidence with a method that counts"


def theme_view(package: AuthorizationPackage, theme: str) -> ThemePage:
    """The page of one theme; the package goes for 20x."""
    assessment = package.indicators
    if assessment is None:
        raise ValueError(theme)
    results = [result for result in assessment.results if result.theme == theme]
    shown = sum(result.posture.state.key == "enforced" for result in results)
    lacking = sum(bool(result.lacking) for result in results)
    lead = f"{shown} of {counted(len(results), 'indicator')} shown by every subject; {lacking} lack automated methods."
    return ThemePage(
        title=THEMES[theme],
        lead=lead,
        rules=rules_words(assessment),
        sections=tuple(section_of(result, package) for result in results),
    )


def section_of(result: IndicatorResult, package: AuthorizationPackage) -> IndicatorSection:
    """One indicator, in full."""
    posture, statement, trend = result.posture, result.statement, package.indicator_trend
    series = next((each for each in trend.series if each.id == result.id), None) if trend else None
    open_subjects = (*posture.failing, *posture.unknown)
    sources = sources_of_indicator(result)
    certification = package.indicators.certification if package.indicators else ""
    return IndicatorSection(
        id=result.id,
        label=posture.requirement.title,
        texts=result.texts,
        optional=result.optional,
        state=posture.label,
        style=STATE_STYLES.get(str(posture.state), ""),
        summary=posture.summary,
        judged=judged_words(result),
        certainty=str(result.certainty) if result.certainty else "none",
        status=status_words(result),
        implementation=statement.implementation if statement else (),
        stated=stated_words(result),
        notes=posture.notes,
        methods_words=methods_words(result, certification),
        lacking=result.lacking,
        methods=tuple(_method(method, result) for method in result.methods),
        subjects=tuple(_subject(subject, package.kept) for subject in open_subjects[:_MOST_SUBJECTS]),
        more_subjects=left_out(len(open_subjects) - _MOST_SUBJECTS),
        files=tuple(FileLine(place=_place(source, package.kept), sha256=source.sha256) for source in sources[:_MOST_FILES]),
        more_files=left_out(len(sources) - _MOST_FILES),
        controls=", ".join(posture.requirement.control_ids),
        assessments=tuple((f"{each.by}, {each.day}", each.text) for each in (statement.assessments if statement else ())),
        chart=indicator_chart(series, trend) if series is not None and trend is not None else None,
    )


def _method(method: MethodResult, result: IndicatorResult) -> MethodLine:
    counts = method in result.counted
    words = f"counts, from {', '.join(method.sources)}" if counts else f"does not count: {method.against or _SHARED}"
    return MethodLine(
        title=method_title(method),
        reason=method.method.reason,
        judged=f"{method.judged:,} of {len(method.subjects):,}",
        counts=words,
        style="good" if counts else "soft",
        gives="" if counts else method.gives,
    )


def _subject(subject: JudgedSubject, kept: frozenset[str]) -> SubjectLine:
    return SubjectLine(
        name=subject.name,
        verdict=str(subject.outcome),
        style="bad" if subject.outcome is Outcome.FAILS else "warn",
        reason=subject.reason,
        places=tuple(_place(cited.source, kept) for cited in subject.citations[:_MOST_PLACES]),
    )


def _place(source: EvidenceSource, kept: frozenset[str]) -> EvidencePlace:
    path = evidence_path(source.path) if not source.path.startswith("decisions/") else source.path
    text = f"{path}, {source.place}" if source.place else path
    return EvidencePlace(text=text, href=link_to(path) if path in kept else "")
