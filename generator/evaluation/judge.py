"""Evaluates every item of the ledger: what people say, what follows from evidence, and what follows from the rules and the day.

FedRAMP Consolidated Rules for 2026: VER (evaluation, reporting, time frames) and VDR (time frames).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from generator.evaluation.decisions import Entries, EvaluationStatement
from generator.frameworks import fedramp_cr26 as cr26
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.ledger.deviation_records import DeviationKind
from generator.ledger.item import LedgerItem
from generator.model.evaluation import EvaluationQuestion, ItemEvaluation, Reduction, VulnerabilityAcceptance
from generator.model.facts import SystemFacts
from generator.model.inventory import Workload

T = TypeVar("T")

_QUESTIONS: tuple[tuple[EvaluationQuestion, Callable[[ItemEvaluation], object]], ...] = (
    (EvaluationQuestion.EVALUATED, lambda evaluation: evaluation.evaluated),
    (EvaluationQuestion.REACHABLE, lambda evaluation: evaluation.reachable),
    (EvaluationQuestion.EXPLOITABLE, lambda evaluation: evaluation.exploitable),
    (EvaluationQuestion.RATING, lambda evaluation: evaluation.rating),
)
_SHOWN = 2
_LIMIT = cr26.ACCEPTED_AFTER.days


class EvaluationContext(msgspec.Struct, frozen=True, kw_only=True):
    """What all evaluations rest on."""

    certification: CertificationClass
    as_of: date
    reached: Mapping[str, str]
    """Asset identifier to why it is reachable from the internet."""
    closed_before: Collection[str] = ()
    """POA&M IDs that were closed in the prior package."""


def evaluations(items: Iterable[LedgerItem], entries: Entries, context: EvaluationContext) -> tuple[ItemEvaluation, ...]:
    """One for each item, in their order; an item that only represents others has none."""
    unstated = _Unstated(context)
    return tuple(
        _evaluation(item, statements, context) if (statements := entries.on(item)) else unstated.evaluation(item)
        for item in items
        if not item.members
    )


def reached(facts: SystemFacts) -> Mapping[str, str]:
    """Asset identifier to a sentence that says why it counts as reachable: an Ingress or a load balancer leads there.

    VER-EVA-EIR asks for *reachable*: a payload that comes from the internet may reach what has no door to it. So a way in says
    *yes*, and the absence of one says nothing.
    """
    names = {
        key: _way_in(workload)
        for workload in facts.workloads
        if workload.public
        for key in (workload.key, f"{workload.cluster}/{workload.key}")
    }
    mapping: dict[str, str] = {}
    for image in facts.inventory:
        ways = [names[key] for key in image.workloads if key in names]
        if ways:
            more = f", and {len(ways) - _SHOWN} more" if len(ways) > _SHOWN else ""
            mapping[image.asset_id] = f"{'; '.join(ways[:_SHOWN])}{more}"
    for asset in facts.assets:
        if asset.public:
            mapping.setdefault(asset.asset_id, f"{asset.asset_id} has an address on the internet")
    return mapping


class _Unstated:
    """Evaluates items without a statement: most of a new ledger, and thousands of them differ in their id alone."""

    def __init__(self, context: EvaluationContext) -> None:
        self._context = context
        self._alike: dict[tuple[date, date | None, str], ItemEvaluation] = {}
        """Of open items without deviations, by all of them that an evaluation depends on."""

    def evaluation(self, item: LedgerItem) -> ItemEvaluation:
        if item.closed is not None or item.deviations:
            return _evaluation(item, (), self._context)
        key = item.detected, item.known_exploited, _derived(item, self._context.reached)
        alike = self._alike.get(key)
        if alike is None:
            alike = self._alike[key] = _evaluation(item, (), self._context)
        return replace(alike, poam_id=item.poam_id)


def _evaluation(item: LedgerItem, statements: Sequence[EvaluationStatement], context: EvaluationContext) -> ItemEvaluation:
    evaluation = _answered(item, statements, context)
    if item.closed is not None:
        return replace(evaluation, is_open=False, closed_now=item.poam_id not in context.closed_before)
    evaluation = _accepted(item, statements, evaluation, context)
    if evaluation.acceptance is not None:
        return evaluation
    missing = tuple(question for question, answer in _QUESTIONS if answer(evaluation) is None)
    return _timed(item, statements, replace(evaluation, missing=_needed(missing, evaluation)), context)


def _answered(item: LedgerItem, statements: Sequence[EvaluationStatement], context: EvaluationContext) -> ItemEvaluation:
    """What people stated up to the as-of date, and reachability as far as evidence shows it."""
    evaluated = _until(_first(statements, lambda statement: _evaluated(statement, item.detected)), context.as_of)
    runs_from, before = _since(evaluated, item.detected)
    reachable = _first(statements, lambda statement: statement.reachable)
    derived = "" if reachable is not None else _derived(item, context.reached)
    rated = next((statement for statement in statements if statement.rating is not None), EvaluationStatement())
    first, reductions = _steps(rated, item.detected, context.as_of)
    mitigated = _first(statements, lambda statement: statement.mitigated)
    return ItemEvaluation(
        poam_id=item.poam_id,
        evaluated=evaluated,
        runs_from=runs_from,
        by=_first(statements, lambda statement: statement.by) or "",
        reachable=True if derived else reachable,
        derived=derived,
        exploitable=_first(statements, lambda statement: statement.exploitable),
        first_rating=first,
        rating=reductions[-1].rating if reductions else first,
        reductions=reductions,
        next_reduction=_planned(rated, context.as_of),
        impact=_first(statements, lambda statement: statement.impact) or "",
        more=" ".join(part for part in (_first(statements, lambda statement: statement.more), before) if part),
        mitigated=mitigated if mitigated is not None and mitigated <= context.as_of else None,
        evaluate_by=cr26.evaluate_by(context.certification, item.detected),
    )


def _evaluated(statement: EvaluationStatement, detected: date) -> datetime | None:
    """When; an entry about assets says nothing of what was detected on them after its day."""
    moment = statement.evaluated
    return None if moment is not None and statement.of_assets and moment.date() < detected else moment


def _since(evaluated: datetime | None, detected: date) -> tuple[datetime | None, str]:
    """From when time frames run, and why not from the evaluation: of what was known before it was detected here, they run from
    the detection."""
    if evaluated is None or evaluated.date() >= detected:
        return evaluated, ""
    start = datetime.combine(detected, datetime.min.time(), evaluated.tzinfo)
    return start, f"Evaluated before it was detected here on {detected}, from which day the time frames run."


def _steps(rated: EvaluationStatement, detected: date, as_of: date) -> tuple[int | None, tuple[Reduction, ...]]:
    """The first rating and what lowered it until the day; what was lowered before the detection begins lower."""
    steps = [reduction for reduction in rated.reductions or () if reduction.day <= as_of]
    first = next((step.rating for step in reversed(steps) if step.day < detected), rated.rating)
    return first, tuple(step for step in steps if step.day >= detected)


def _planned(rated: EvaluationStatement, as_of: date) -> Reduction | None:
    """The next step down: a reduction that is still to come, else the one that is planned."""
    return next((reduction for reduction in rated.reductions or () if reduction.day > as_of), rated.next_reduction)


def _derived(item: LedgerItem, reached: Mapping[str, str]) -> str:
    return next((reached[asset.asset_id] for asset in item.assets if asset.asset_id in reached), "")


def _needed(missing: tuple[EvaluationQuestion, ...], evaluation: ItemEvaluation) -> tuple[EvaluationQuestion, ...]:
    """Of what is fully mitigated nothing more is asked: its risk is negligible (FRD-FMV)."""
    return () if evaluation.mitigated is not None else missing


def _accepted(
    item: LedgerItem, statements: Sequence[EvaluationStatement], evaluation: ItemEvaluation, context: EvaluationContext
) -> ItemEvaluation:
    """VER-TFR-MAV and FRD-ACV: what its owner will not remediate, and what is open for too long, unless fully mitigated."""
    words, wanted = (
        _first(statements, lambda statement: statement.accepted),
        item.deviation(DeviationKind.OPERATIONAL_REQUIREMENT),
    )
    if words:
        return replace(evaluation, acceptance=VulnerabilityAcceptance.DECLARED, rationale=words)
    if evaluation.mitigated is not None:
        return evaluation
    if wanted is not None and wanted.holds(context.as_of):
        why = wanted.rationale or f"The authorizing official approved an operational requirement on {wanted.decided}."
        return replace(evaluation, acceptance=VulnerabilityAcceptance.OPERATIONAL_REQUIREMENT, rationale=why)
    return (
        evaluation
        if evaluation.runs_from is None
        else _accepted_by_time(evaluation.runs_from, statements, evaluation, context.as_of)
    )


def _accepted_by_time(
    start: datetime, statements: Sequence[EvaluationStatement], evaluation: ItemEvaluation, as_of: date
) -> ItemEvaluation:
    since = "its evaluation" if start == evaluation.evaluated else "its detection"
    limit, planned = (start + cr26.ACCEPTED_AFTER).date(), _first(statements, lambda statement: statement.planned)
    if as_of > limit:
        why = f"Not fully mitigated or remediated within {_LIMIT} days of {since} on {start.date()}."
        return replace(evaluation, acceptance=VulnerabilityAcceptance.TIME, rationale=_with(why, statements))
    if planned is not None and planned > limit:
        why = f"Its remediation is planned for {planned}, more than {_LIMIT} days after {since} on {start.date()}."
        return replace(evaluation, acceptance=VulnerabilityAcceptance.PLANNED_LATER, rationale=_with(why, statements))
    return evaluation


def _with(why: str, statements: Sequence[EvaluationStatement]) -> str:
    """Dates make it accepted; a person may have stated why."""
    words = _first(statements, lambda statement: statement.overdue)
    return f"{why} {words}" if words else why


def _timed(
    item: LedgerItem, statements: Sequence[EvaluationStatement], evaluation: ItemEvaluation, context: EvaluationContext
) -> ItemEvaluation:
    """Whether it is overdue (FRD-ODV: was not, or will not be answered in time), and why."""
    evaluation = _limited(evaluation, context)
    reasons = list(_reasons(item, evaluation, context.as_of))
    words = _first(statements, lambda statement: statement.overdue)
    is_known = bool(reasons) or evaluation.mitigated is not None or evaluation.rating == 1 or evaluation.respond_by is not None
    waits = evaluation.evaluated is None and context.as_of <= evaluation.evaluate_by
    return replace(
        evaluation,
        overdue=bool(reasons) if is_known or waits else None,
        because=" ".join((*reasons, *([words] if words and reasons else []))),
    )


def _limited(evaluation: ItemEvaluation, context: EvaluationContext) -> ItemEvaluation:
    if evaluation.rating is None or evaluation.exploitable is None or evaluation.mitigated is not None:
        return evaluation
    reachable = evaluation.reachable
    within = cr26.respond_within(
        context.certification, evaluation.rating, reachable=reachable, exploitable=evaluation.exploitable
    )
    limit = cr26.respond_by(evaluation.runs_from, within) if evaluation.runs_from is not None and within is not None else None
    incident = reachable is not None and cr26.is_reportable_incident(
        evaluation.rating, reachable=reachable, exploitable=evaluation.exploitable
    )
    return replace(evaluation, respond_by=limit, is_incident=incident)


def _reasons(item: LedgerItem, evaluation: ItemEvaluation, as_of: date) -> Iterable[str]:
    if item.known_exploited is not None and item.known_exploited < as_of:
        yield f"CISA's due date for this known exploited vulnerability was {item.known_exploited}."
    if evaluation.mitigated is not None:
        return
    if evaluation.evaluated is None and as_of > evaluation.evaluate_by:
        yield f"Detected on {item.detected} and not evaluated by {evaluation.evaluate_by}."
    limit, step = evaluation.respond_by, evaluation.next_reduction
    if limit is not None and as_of > limit:
        yield f"As N{evaluation.rating} it was to be reduced or remediated by {limit}."
    elif limit is not None and step is not None and step.day > limit:
        yield (
            f"As N{evaluation.rating} it is to be reduced or remediated by {limit}; the next reduction is planned for "
            f"{step.day}."
        )


def _first(statements: Sequence[EvaluationStatement], key: Callable[[EvaluationStatement], T | None]) -> T | None:
    return next((value for statement in statements if (value := key(statement)) is not None), None)


def _until(value: datetime | None, as_of: date) -> datetime | None:
    """What is dated after the as-of date does not count."""
    return (
        value
        if value is not None and value < datetime.combine(as_of, datetime.min.time(), value.tzinfo) + timedelta(days=1)
        else None
    )


def _way_in(workload: Workload) -> str:
    return f"an Ingress, load balancer or node port leads to {workload.key}"
