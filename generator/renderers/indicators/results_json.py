"""Indicators as data: what is shown of each, by which methods and files, and what of the rules it is judged by."""

import msgspec

from generator.frameworks.fedramp_20x import RULES_VERSION
from generator.model.indicator import IndicatorResult, MethodResult
from generator.model.posture import JudgedSubject
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, without_template
from generator.renderers.indicators.wording import force_of, sources_of_indicator
from generator.text import indented_json

PATH = "cr26/key-security-indicators.json"
_MOST = 200
"""Subjects of an indicator that are listed, those that fail first; their number is always said."""


class _IndicatorBase(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """Our own document: FedRAMP has no schema for it."""


class _IndicatorFile(_IndicatorBase, kw_only=True):
    path: str
    sha256: str


class _IndicatorSubject(_IndicatorBase, kw_only=True):
    name: str
    verdict: str
    certainty: str | None
    reason: str


class _IndicatorMethodRow(_IndicatorBase, kw_only=True):
    kind: str
    name: str
    rules: tuple[str, ...] = ()
    reason: str
    subjects: int
    judged: int
    sources: tuple[str, ...] = ()
    counted: bool
    not_automated_because: str = ""
    evidence_that_would: str = ""


class _IndicatorReview(_IndicatorBase, kw_only=True):
    what: str
    by: str
    role: str
    day: str
    every_months: int


class _IndicatorEntry(_IndicatorBase, kw_only=True):
    id: str
    label: str
    controls: tuple[str, ...]
    optional: bool
    state: str
    summary: str
    subjects: int
    judged: int
    passes: int
    fails: int
    unknown: int
    certainty: str | None
    status: str | None
    methods_required: int
    methods_counted: int
    methods: tuple[_IndicatorMethodRow, ...]
    stated: tuple[_IndicatorReview, ...]
    listed_subjects: tuple[_IndicatorSubject, ...]
    evidence: tuple[_IndicatorFile, ...]


class _RuleDifferenceRow(_IndicatorBase, kw_only=True):
    id: str
    what: str
    older: str
    newer: str


class _IndicatorRulesEntry(_IndicatorBase, kw_only=True):
    mapped: str
    """The version that the table of this program follows."""
    added: str | None
    """The version of the user's copy."""
    added_of: str | None
    differences: tuple[_RuleDifferenceRow, ...]


class IndicatorsDocument(_IndicatorBase, kw_only=True):
    """The whole document."""

    system: str
    as_of: str
    certification_class: str
    force: str
    cadence_days: int
    rules: _IndicatorRulesEntry
    evidence: tuple[str, ...]
    """SHA-256 of everything that the verdicts rest on."""
    indicators: tuple[_IndicatorEntry, ...]


def view(package: AuthorizationPackage) -> IndicatorsDocument:
    """Everything but the subjects beyond the first of each indicator: `atopack check --json` has all."""
    assessment = package.indicators
    if assessment is None:
        raise ValueError(PATH)
    rules = assessment.rules
    return IndicatorsDocument(
        system=package.system.id,
        as_of=package.as_of.isoformat(),
        certification_class=assessment.certification,
        force=force_of(assessment),
        cadence_days=assessment.cadence,
        rules=_IndicatorRulesEntry(
            mapped=RULES_VERSION,
            added=rules.version if rules else None,
            added_of=rules.dated.isoformat() if rules else None,
            differences=tuple(
                _RuleDifferenceRow(id=each.id, what=each.what, older=each.between[0], newer=each.between[1])
                for each in (rules.differences if rules else ())
            ),
        ),
        evidence=assessment.evidence,
        indicators=tuple(map(_entry, assessment.results)),
    )


def _entry(result: IndicatorResult) -> _IndicatorEntry:
    posture, statement = result.posture, result.statement
    return _IndicatorEntry(
        id=result.id,
        label=posture.requirement.title,
        controls=posture.requirement.control_ids,
        optional=result.optional,
        state=posture.state.key,
        summary=posture.summary,
        subjects=len(posture.subjects),
        judged=posture.judged,
        passes=len(posture.passing),
        fails=len(posture.failing),
        unknown=len(posture.unknown),
        certainty=str(result.certainty) if result.certainty else None,
        status=str(statement.status) if statement and statement.status else None,
        methods_required=result.required,
        methods_counted=len(result.counted),
        methods=tuple(_method_row(method, result) for method in result.methods),
        stated=tuple(
            _IndicatorReview(
                what=each.what, by=each.by, role=each.role, day=each.day.isoformat(), every_months=each.every_months
            )
            for each in result.reviews
        ),
        listed_subjects=tuple(map(_subject, (*posture.failing, *posture.unknown, *posture.passing)[:_MOST])),
        evidence=tuple(_IndicatorFile(path=each.path, sha256=each.sha256) for each in sources_of_indicator(result)),
    )


def _method_row(method: MethodResult, result: IndicatorResult) -> _IndicatorMethodRow:
    return _IndicatorMethodRow(
        kind=str(method.method.kind),
        name=method.method.name,
        rules=method.method.rules,
        reason=method.method.reason,
        subjects=len(method.subjects),
        judged=method.judged,
        sources=method.sources,
        counted=method in result.counted,
        not_automated_because=method.against,
        evidence_that_would=method.gives,
    )


def _subject(subject: JudgedSubject) -> _IndicatorSubject:
    return _IndicatorSubject(
        name=subject.name,
        verdict=str(subject.outcome),
        certainty=str(subject.certainty) if subject.certainty else None,
        reason=subject.reason,
    )


INDICATOR_RESULTS_JSON = Renderer(
    name="indicators-json",
    path=PATH,
    title="FedRAMP 20x Key Security Indicators, as data",
    applies=lambda package: package.indicators is not None,
    render=without_template(lambda package: indented_json(view(package))),
)
