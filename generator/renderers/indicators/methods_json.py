"""FRC-CSX-VVK as data: which indicators lack automated methods, and what evidence would give them."""

import msgspec

from generator.model.indicator import IndicatorResult, MethodResult
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, without_template
from generator.renderers.indicators.wording import force_of, method_title
from generator.text import indented_json

PATH = "cr26/indicator-methods.json"
_SHARED = "it shares a source of evidence with a method that counts"


class _MethodBase(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """Our own document."""


class _CountedMethod(_MethodBase, kw_only=True):
    method: str
    sources: tuple[str, ...]


class _MissingMethod(_MethodBase, kw_only=True):
    method: str
    because: str
    evidence: str = ""


class _IndicatorMethods(_MethodBase, kw_only=True):
    id: str
    required: int
    counted: tuple[_CountedMethod, ...]
    lacking: int
    would_count: tuple[_MissingMethod, ...]
    """Methods that do not count, and what evidence would let them."""
    do_not_count: tuple[_MissingMethod, ...]
    """The others: they add no source of evidence, or nothing collects theirs."""
    beyond_evidence: str | None = None
    """Why no evidence that is read speaks to it."""


class MethodsDocument(_MethodBase, kw_only=True):
    """The whole document."""

    rule: str
    certification_class: str
    force: str
    methods_required: int
    cadence_days: int
    as_of: str
    lacking: int
    """Indicators that lack one or more."""
    indicators: tuple[_IndicatorMethods, ...]


def view(package: AuthorizationPackage) -> MethodsDocument:
    """Every indicator, those that lack none as well."""
    assessment = package.indicators
    if assessment is None:
        raise ValueError(PATH)
    return MethodsDocument(
        rule="FRC-CSX-VVK",
        certification_class=assessment.certification,
        force=force_of(assessment),
        methods_required=max((result.required for result in assessment.results), default=0),
        cadence_days=assessment.cadence,
        as_of=package.as_of.isoformat(),
        lacking=sum(bool(result.lacking) for result in assessment.results),
        indicators=tuple(map(_methods, assessment.results)),
    )


def _methods(result: IndicatorResult) -> _IndicatorMethods:
    others = [method for method in result.methods if method not in result.counted]
    return _IndicatorMethods(
        id=result.id,
        required=result.required,
        counted=tuple(_CountedMethod(method=method_title(method), sources=method.sources) for method in result.counted),
        lacking=result.lacking,
        would_count=tuple(_missing(method) for method in others if method.gives),
        do_not_count=tuple(_missing(method) for method in others if not method.gives),
        beyond_evidence=result.stated.why if result.stated and result.stated.whole else None,
    )


def _missing(method: MethodResult) -> _MissingMethod:
    return _MissingMethod(method=method_title(method), because=method.against or _SHARED, evidence=method.gives)


INDICATOR_METHODS_JSON = Renderer(
    name="indicator-methods-json",
    path=PATH,
    title="FedRAMP 20x automated methods by indicator (FRC-CSX-VVK), as data",
    applies=lambda package: package.indicators is not None,
    render=without_template(lambda package: indented_json(view(package))),
)
