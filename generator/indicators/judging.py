"""Judges indicators: by the verdicts that the requirements and other tools already have, and by what people state.

Nothing is judged anew. A subject of an indicator is a subject of one of its methods, with the method before its name and the
same verdict, certainty and sources; a requirement of which nothing was collected is one unknown subject, so that less evidence
never shows more. The state follows from the subjects, as that of every requirement does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.frameworks.fedramp_20x import CADENCE_DAYS, METHODS_REQUIRED, THEMES, Indicator, indicators_of
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.indicators.automation import counted_methods, with_automation
from generator.indicators.statements import stated_subjects
from generator.indicators.tool_verdicts import tool_subjects
from generator.model.indicator import (
    EvidenceOrigin,
    IndicatorAssessment,
    IndicatorMethod,
    IndicatorResult,
    IndicatorRules,
    IndicatorStatement,
    MethodKind,
    MethodResult,
    RuleResult,
)
from generator.model.posture import Absence, ControlMapping, JudgedSubject, MappedBy, Posture, PostureRequirement, PostureState
from generator.model.verdict_makers import unknown
from generator.text import listed

_OWN_RECORDS = "evidence/monitoring/"
"""A run of the monitor leaves a record there: no run makes evidence for the next one."""


class IndicatorBasis(msgspec.Struct, frozen=True, kw_only=True):
    """What indicators are judged by."""

    certification: CertificationClass
    as_of: date
    postures: Mapping[str, Posture]
    """Of each requirement in the whole system, by its id."""
    results: Sequence[RuleResult]
    origins: Mapping[str, EvidenceOrigin]
    """By path of the evidence."""
    statements: Mapping[str, IndicatorStatement]
    """By id of the indicator; those that count on the day."""
    rules: IndicatorRules | None
    summary: Callable[[PostureRequirement, Sequence[JudgedSubject]], str]
    """How many of how many were judged, in the words of every requirement (`checks.judging`)."""
    texts: Mapping[str, str]
    """By id: what FedRAMP's text says for the class, from the user's copy."""


def judged_indicators(basis: IndicatorBasis) -> IndicatorAssessment:
    """Every indicator that applies to the class, in the order of the rules."""
    results = tuple(_result(indicator, basis) for indicator in indicators_of(basis.certification))
    return IndicatorAssessment(
        certification=basis.certification.value,
        cadence=CADENCE_DAYS[basis.certification],
        results=results,
        rules=basis.rules,
        evidence=tuple(sorted(_evidence(results))),
    )


def _evidence(results: Iterable[IndicatorResult]) -> set[str]:
    return {
        cited.source.sha256
        for result in results
        for method in result.methods
        for subject in method.subjects
        for cited in subject.citations
        if cited.source.path.startswith("evidence/") and not cited.source.path.startswith(_OWN_RECORDS)
    }


def _result(indicator: Indicator, basis: IndicatorBasis) -> IndicatorResult:
    cadence = CADENCE_DAYS[basis.certification]
    methods = tuple(
        with_automation(_result_of(method, basis), basis.origins, basis.as_of, cadence) for method in indicator.methods
    )
    statement = basis.statements.get(indicator.id)
    stated, reviews = stated_subjects(indicator, statement, basis.as_of)
    optional = basis.certification in indicator.optional
    return IndicatorResult(
        posture=_posture(indicator, methods, stated, statement, basis),
        theme=indicator.theme,
        optional=optional,
        methods=methods,
        stated=indicator.stated,
        reviews=reviews,
        statement=statement,
        counted=counted_methods(methods),
        required=0 if optional else METHODS_REQUIRED[basis.certification],
        texts=(basis.texts[indicator.id],) if indicator.id in basis.texts else (),
    )


def _result_of(method: IndicatorMethod, basis: IndicatorBasis) -> MethodResult:
    if method.kind is MethodKind.TOOL:
        subjects = tool_subjects(method, basis.results)
        missing = "" if subjects else f"no result of {method.name} for these rules was read"
        return MethodResult(method=method, subjects=subjects, absence=missing)
    posture = basis.postures[method.name]
    absence = posture.absence
    return MethodResult(
        method=method,
        subjects=posture.subjects,
        absence=_clause(absence.reason) if absence else "",
        needs=absence.needs if absence else "",
    )


def _posture(
    indicator: Indicator,
    methods: Sequence[MethodResult],
    stated: Sequence[JudgedSubject],
    statement: IndicatorStatement | None,
    basis: IndicatorBasis,
) -> Posture:
    """It has subjects where evidence has one or a person stated something; that no person did is a subject beside others
    alone."""
    requirement = _requirement(indicator, basis.rules)
    subjects = tuple(sorted((*_subjects(methods), *stated), key=lambda subject: subject.name))
    shown = any(method.subjects for method in methods) or bool(statement and statement.reviews)
    absence = None if shown else _absence(indicator, methods)
    text = basis.summary(requirement, subjects) if shown else absence.reason if absence else ""
    return Posture(
        requirement=requirement,
        cluster="",
        summary=text,
        subjects=subjects if shown else (),
        absence=absence,
        notes=tuple(_notes(indicator, methods)),
    )


def _subjects(methods: Sequence[MethodResult]) -> Iterator[JudgedSubject]:
    for result in methods:
        for subject in result.subjects:
            yield replace(subject, name=f"{result.method.name}: {subject.name}", follows_from=(), questions=())
        if not result.subjects and result.needs:
            yield unknown(result.method.name, result.absence)


def _absence(indicator: Indicator, methods: Sequence[MethodResult]) -> Absence:
    if not methods:
        what = indicator.stated.what if indicator.stated else indicator.label
        why = indicator.stated.why if indicator.stated else ""
        reason = f"Evidence cannot show it: {why} A named person has to state: {_clause(what)}."
        return Absence(state=PostureState.NOT_COLLECTED, reason=reason, needs="a statement in decisions/indicators.yaml")
    tools = [result.method.name for result in methods if result.method.kind is MethodKind.TOOL]
    needs = list(dict.fromkeys(result.needs for result in methods if result.needs))
    if tools and not needs:
        needs = [f"results of {listed(tools, len(tools))}"]
    if needs:
        reason = f"No evidence of {'; '.join(needs)} was collected."
        return Absence(state=PostureState.NOT_COLLECTED, reason=reason, needs=needs[0])
    return Absence(state=PostureState.NONE_FOUND, reason="What its methods judge was collected, and there is none of it.")


def _notes(indicator: Indicator, methods: Sequence[MethodResult]) -> Iterator[str]:
    absent = [result for result in methods if not result.subjects and not result.needs and not result.method.rules]
    for result in absent:
        yield f"{result.method.name} has no subject: {result.absence}."
    if indicator.stated and not indicator.stated.whole:
        yield f"Evidence speaks to a part of it. {indicator.stated.why}"


def _requirement(indicator: Indicator, rules: IndicatorRules | None) -> PostureRequirement:
    version = f"version {rules.version}" if rules else "no copy of the rules was added"
    return PostureRequirement(
        id=indicator.id,
        area=THEMES[indicator.theme],
        title=indicator.label,
        problem=f"{indicator.label}: not shown",
        asks=f"Is this shown: {_clause(indicator.label)}?",
        rationale="FedRAMP 20x measures security by its Key Security Indicators.",
        fix="Remediate what fails, collect what is unknown, and state what no evidence says in decisions/indicators.yaml.",
        reference=f"FedRAMP Consolidated Rules for 2026, {indicator.id} ({version})",
        controls=tuple(ControlMapping(control=control, by=MappedBy.FEDRAMP) for control in indicator.controls),
        subjects=("subject", "subjects"),
    )


def _clause(sentence: str) -> str:
    first = sentence[:1] if sentence[:2].isupper() else sentence[:1].lower()
    return f"{first}{sentence[1:]}".rstrip(".")
