"""Indicators: FedRAMP 20x as the evidence shows it, which automated methods are missing, and what people still have to state.

A status, and the part that no machine says, are entries of `decisions/indicators.yaml`: the page leads to their forms.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from generator.indicators.statements import FILE, lapses
from generator.model.indicator import IndicatorResult
from generator.model.posture import PostureState
from generator.renderers.indicators.index_view import history_words
from generator.renderers.indicators.theme_view import section_of
from generator.renderers.indicators.wording import STATE_STYLES, judged_words, rules_words
from generator.review.bench import PageRequest, PageValues, ReviewPage, there
from generator.review.pages.decisions import new_entry_address
from generator.workspace.written_records import list_of
from generator.workspace.yaml_writer import read_yaml

_KEY = "indicators"
SOON = timedelta(days=45)
"""Days within which what a person stated is to be stated again."""


class IndicatorSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list."""

    id: str
    label: str
    state: str
    style: str
    judged: str
    methods: str
    lacks: bool
    status: str
    stated: str
    """How far the part that a person states reaches: `until 2027-03-02`, `not stated`."""
    due: bool
    """It is missing, lapsed or lapses soon."""


_FILTERS: Mapping[str, Callable[[IndicatorResult, date], bool]] = {
    "all": lambda _result, _as_of: True,
    "no status": lambda result, _as_of: without_status(result),
    "not shown by evidence": lambda result, _as_of: result.posture.state is not PostureState.ENFORCED,
    "methods missing": lambda result, _as_of: bool(result.lacking),
    "to be stated": lambda result, as_of: to_be_stated(result, as_of),
}


def without_status(result: IndicatorResult) -> bool:
    """Has no person said whether it is implemented, though the class asks for it?"""
    return not result.optional and (result.statement is None or result.statement.status is None)


def to_be_stated(result: IndicatorResult, as_of: date) -> bool:
    """Is the part of a person missing, lapsed, or about to lapse?"""
    reviews = result.statement.reviews if result.statement else ()
    return any(lapses(review) < as_of + SOON for review in reviews) or (result.stated is not None and not reviews)


def _index(request: PageRequest) -> PageValues:
    package, as_of = request.assessment.package, request.bench.as_of()
    assessment, trend = package.indicators, package.indicator_trend
    if assessment is None or trend is None:
        return {"assessment": None}
    wanted = request.query.get("show", "all")
    chosen = _FILTERS.get(wanted, _FILTERS["all"])
    return {
        "assessment": assessment,
        "rules": rules_words(assessment),
        "history": history_words(trend),
        "show": wanted if wanted in _FILTERS else "all",
        "counts": {name: sum(holds(result, as_of) for result in assessment.results) for name, holds in _FILTERS.items()},
        "rows": tuple(_row(result, as_of) for result in assessment.results if chosen(result, as_of)),
    }


def _row(result: IndicatorResult, as_of: date) -> IndicatorSummary:
    statement = result.statement
    return IndicatorSummary(
        id=result.id,
        label=result.posture.requirement.title,
        state=result.posture.label,
        style=STATE_STYLES.get(str(result.posture.state), ""),
        judged=judged_words(result),
        methods=f"{len(result.counted)} of {result.required}" if result.required else f"{len(result.counted)}, optional",
        lacks=bool(result.lacking),
        status=str(statement.status).lower() if statement and statement.status else "not stated",
        stated=_stated(result, as_of),
        due=to_be_stated(result, as_of),
    )


def _stated(result: IndicatorResult, as_of: date) -> str:
    reviews = result.statement.reviews if result.statement else ()
    if not reviews:
        return "not stated" if result.stated else "nothing to state"
    first = min(lapses(review) for review in reviews)
    return f"lapsed on {first}" if first < as_of else f"until {first}"


def _indicator(request: PageRequest) -> PageValues:
    package = request.assessment.package
    if package.indicators is None:
        return {"section": None}
    named = (result for result in package.indicators.results if result.id == request.path["indicator"])
    result = there(next(named, None))
    reviews = result.statement.reviews if result.statement else ()
    return {
        "section": section_of(result, package),
        "stated": result.stated,
        "reviews": tuple((review, lapses(review)) for review in reviews),
        "as_of_day": request.bench.as_of(),
        "form": _form(request, result),
        "has_entry": result.statement is not None,
        "file": FILE,
        "neighbors": tuple(_neighbors(package.indicators.results, result)),
    }


def _form(request: PageRequest, result: IndicatorResult) -> str:
    """Of the entry that there is, also where it does not count yet; else of a new one with its id."""
    listed = list_of(_KEY)
    entries = listed.entries(read_yaml(request.bench.root, listed.file).value) if listed else ()
    back = f"?back=/indicators/{result.id}"
    for index, entry in enumerate(entries):
        if str(entry.get("id", "")).strip().upper() == result.id:
            return f"/decisions/{_KEY}/{index}{back}"
    return new_entry_address(_KEY, {"id": result.id, "back": f"/indicators/{result.id}"})


def _neighbors(results: Sequence[IndicatorResult], result: IndicatorResult) -> Iterator[tuple[str, str]]:
    """The indicators before and after it, as (word, id)."""
    at = results.index(result)
    if at:
        yield "Previous", results[at - 1].id
    if at + 1 < len(results):
        yield "Next", results[at + 1].id


PAGES = (
    ReviewPage(path="/indicators", title="Indicators", template="indicators.html", view=_index),
    ReviewPage(path="/indicators/{indicator}", title="Indicator", template="indicator.html", view=_indicator, listed=False),
)
