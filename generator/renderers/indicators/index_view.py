"""Everything the page of all indicators says."""

from collections import Counter
from collections.abc import Iterator

from generator.frameworks.fedramp_20x import THEMES
from generator.model.indicator import IndicatorAssessment, IndicatorResult
from generator.model.indicator_history import IndicatorTrend
from generator.oscal.package import AuthorizationPackage
from generator.renderers.indicators.rows import IndicatorLine, IndicatorsPage
from generator.renderers.indicators.scope import scope_lines, scope_of
from generator.renderers.indicators.trend_chart import trend_chart
from generator.renderers.indicators.wording import STATE_STYLES, force_of, judged_words, method_title, rules_words, status_words
from generator.renderers.report.pages import theme_file
from generator.text import agreeing, counted, left_out

_MOST_DIFFERENCES, _MOST_SCOPE, _MOST_MISSING = 100, 200, 3


def index_view(package: AuthorizationPackage) -> IndicatorsPage:
    """The package goes for 20x."""
    assessment, trend = package.indicators, package.indicator_trend
    if assessment is None or trend is None:
        raise ValueError(package.system.id)
    states = Counter(str(result.posture.state) for result in assessment.results)
    differences = assessment.rules.differences if assessment.rules else ()
    scope = tuple(scope_lines(scope_of(package)))
    return IndicatorsPage(
        lead=_lead(assessment),
        required=_required(assessment),
        history=history_words(trend),
        tallies=tuple((state, f"{number:,}") for state, number in states.most_common()),
        themes=tuple((title, theme_file(theme)) for theme, title in THEMES.items()),
        lines=tuple(map(_line, assessment.results)),
        rules=rules_words(assessment),
        differences=tuple(
            (each.id, each.what, f"{each.between[0]}, {each.between[1]}") for each in differences[:_MOST_DIFFERENCES]
        ),
        more_differences=left_out(len(differences) - _MOST_DIFFERENCES),
        gaps=tuple(
            (gap.start.isoformat(), "today" if gap.open else gap.end.isoformat(), f"{gap.days:,}") for gap in trend.gaps
        ),
        faults=tuple((fault.path, fault.what) for fault in trend.faults),
        scope_lead=_scope_lead(package),
        scope=scope[:_MOST_SCOPE],
        more_scope=left_out(len(scope) - _MOST_SCOPE),
        trend=trend_chart(trend),
    )


def _lead(assessment: IndicatorAssessment) -> str:
    shown = sum(result.posture.state.key == "enforced" for result in assessment.results)
    failing = sum(result.posture.state.key == "not-enforced" for result in assessment.results)
    subjects = sum(len(result.posture.subjects) for result in assessment.results)
    judged = sum(result.posture.judged for result in assessment.results)
    return (
        f"{shown} of {counted(len(assessment.results), 'indicator')} are shown by every subject, {failing} are not; "
        f"{judged:,} of {counted(subjects, 'subject')} judged, by the verdicts of the Rev. 5 package."
    )


def _required(assessment: IndicatorAssessment) -> str:
    required = [result for result in assessment.results if result.required]
    lacking = sum(bool(result.lacking) for result in required)
    most = max((result.required for result in required), default=0)
    words = f"{counted(most, 'automated method')} for each indicator, each within {counted(assessment.cadence, 'day')}"
    lacks = f"{lacking} of {counted(len(required), 'indicator')} {agreeing(lacking, 'lacks', 'lack')} one or more"
    return f"FRC-CSX-VVK: Class {assessment.certification} {force_of(assessment)} have {words} (VDR-TFR-MVX). {lacks}."


def history_words(trend: IndicatorTrend) -> str:
    """How far the records reach, against what FRC-CSX-MOT asks."""
    if not trend.records and trend.first is None:
        begun = "No validation was recorded yet: atopack monitor and atopack accept record them"
    else:
        begun = f"{counted(trend.records, 'validation')} recorded since {trend.first}"
    reach = ""
    if trend.required_months:
        word = "reach" if trend.covers else "do not reach"
        reach = f"; they {word} back the {trend.required_months} months that the class asks for"
    foreign = f"; {counted(trend.imported, 'imported record')} shown and not counted" if trend.imported else ""
    gaps = f"; {counted(len(trend.gaps), 'gap')} of more than {counted(trend.cadence, 'day')}" if trend.gaps else ""
    return f"FRC-CSX-MOT: {begun}{reach}{gaps}{foreign}."


def _line(result: IndicatorResult) -> IndicatorLine:
    return IndicatorLine(
        id=result.id,
        href=f"{theme_file(result.theme)}#{result.id}",
        label=result.posture.requirement.title,
        state=result.posture.label,
        style=STATE_STYLES.get(str(result.posture.state), ""),
        judged=judged_words(result),
        certainty=str(result.certainty) if result.certainty else "–",
        status=status_words(result),
        methods=f"{len(result.counted)} of {result.required}" if result.required else f"{len(result.counted)}, optional",
        methods_style="bad" if result.lacking else "good",
        missing="; ".join(_missing(result)),
    )


def _missing(result: IndicatorResult) -> Iterator[str]:
    if not result.lacking:
        return
    if result.stated is not None and result.stated.whole:
        yield f"no evidence supports it: {result.stated.what}"
        return
    others = [method for method in result.methods if method not in result.counted and method.gives]
    if not others:
        yield "no collector of this program collects evidence for it"
    for method in others[:_MOST_MISSING]:
        yield f"{method_title(method)}: {method.gives}"


def _scope_lead(package: AuthorizationPackage) -> str:
    scope = scope_of(package)
    used = scope.third_party_information_resources
    open_ = sum(each.status != "passes" for each in used)
    inside = sum(each.in_scope for each in scope.flows)
    return (
        f"{counted(len(scope.resources), 'resource')} and {counted(inside, 'flow')} are in the minimum assessment scope; "
        f"{counted(len(used), 'third-party resource')}, of which {open_} {agreeing(open_, 'is', 'are')} not shown to be "
        "authorized."
    )
