"""Evaluates every item of the ledger: what people say, what follows from evidence, and what follows from the rules and the day.

FedRAMP Consolidated Rules for 2026: VER (evaluation, reporting, time frames) and VDR (time frames).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from generator.evaluation.decisions import Entries, Said
from generator.frameworks import fedramp_cr26 as cr26
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.ledger.item import DeviationKind, LedgerItem
from generator.model.evaluation import Acceptance, Evaluation, Question, Reduction
from generator.model.facts import SystemFacts
from generator.model.inventory import Workload

T = TypeVar("T")

_QUESTIONS: tuple[tuple[Question, Callable[[Evaluation], object]], ...] = (
    (Question.EVALUATED, lambda one: one.evaluated),
    (Question.REACHABLE, lambda one: one.reachable),
    (Question.EXPLOITABLE, lambda one: one.exploitable),
    (Question.RATING, lambda one: one.rating),
)
_SHOWN = 2
_LIMIT = cr26.ACCEPTED_AFTER.days


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What all evaluations rest on."""

    certification: CertificationClass
    as_of: date
    reached: Mapping[str, str]
    """Asset identifier to why it is reachable from the internet."""
    closed_before: Collection[str] = ()
    """POA&M IDs that were closed in the prior package."""


def evaluations(items: Iterable[LedgerItem], entries: Entries, ground: Ground) -> tuple[Evaluation, ...]:
    """One for each item, in their order; an item that only represents others has none."""
    return tuple(_evaluation(item, entries.on(item), ground) for item in items if not item.members)


def reached(facts: SystemFacts) -> Mapping[str, str]:
    """Asset identifier to a sentence that says why it counts as reachable: an Ingress or a load balancer leads there.

    VER-EVA-EIR asks for *reachable*: a payload that comes from the internet may reach what has no door to it. So a way in says
    *yes*, and the absence of one says nothing.
    """
    names = {key: _way_in(one) for one in facts.workloads if one.public for key in (one.key, f"{one.cluster}/{one.key}")}
    found: dict[str, str] = {}
    for image in facts.inventory:
        ways = [names[key] for key in image.workloads if key in names]
        if ways:
            more = f", and {len(ways) - _SHOWN} more" if len(ways) > _SHOWN else ""
            found[image.asset_id] = f"{'; '.join(ways[:_SHOWN])}{more}"
    for asset in facts.assets:
        if asset.public:
            found.setdefault(asset.asset_id, f"{asset.asset_id} has an address on the internet")
    return found


def _evaluation(item: LedgerItem, said: Sequence[Said], ground: Ground) -> Evaluation:
    found = _answered(item, said, ground)
    if item.closed is not None:
        return replace(found, is_open=False, closed_now=item.poam_id not in ground.closed_before)
    found = _accepted(item, said, found, ground)
    if found.acceptance is not None:
        return found
    missing = tuple(question for question, answer in _QUESTIONS if answer(found) is None)
    return _timed(item, said, replace(found, missing=_needed(missing, found)), ground)


def _answered(item: LedgerItem, said: Sequence[Said], ground: Ground) -> Evaluation:
    """What people stated up to the as-of date, and reachability as far as evidence shows it."""
    evaluated, before = _since(_until(_first(said, lambda one: one.evaluated), ground.as_of), item.detected)
    reachable = _first(said, lambda one: one.reachable)
    derived = "" if reachable is not None else _derived(item, ground.reached)
    rated = next((one for one in said if one.rating is not None), Said())
    first, reductions = _steps(rated, item.detected, ground.as_of)
    mitigated = _first(said, lambda one: one.mitigated)
    return Evaluation(
        poam_id=item.poam_id,
        evaluated=evaluated,
        by=_first(said, lambda one: one.by) or "",
        reachable=True if derived else reachable,
        derived=derived,
        exploitable=_first(said, lambda one: one.exploitable),
        first_rating=first,
        rating=reductions[-1].rating if reductions else first,
        reductions=reductions,
        next_reduction=_planned(rated, ground.as_of),
        impact=_first(said, lambda one: one.impact) or "",
        more=" ".join(part for part in (_first(said, lambda one: one.more), before) if part),
        mitigated=mitigated if mitigated is not None and mitigated <= ground.as_of else None,
        evaluate_by=cr26.evaluate_by(ground.certification, item.detected),
    )


def _since(evaluated: datetime | None, detected: date) -> tuple[datetime | None, str]:
    """An evaluation from before the detection, made where the vulnerability was known already, counts from the detection."""
    if evaluated is None or evaluated.date() >= detected:
        return evaluated, ""
    start = datetime.combine(detected, datetime.min.time(), evaluated.tzinfo)
    return start, f"Evaluated on {evaluated.date()} already, before it was detected here."


def _steps(rated: Said, detected: date, as_of: date) -> tuple[int | None, tuple[Reduction, ...]]:
    """The first rating and what lowered it until the day; what was lowered before the detection begins lower."""
    steps = [one for one in rated.reductions or () if one.day <= as_of]
    first = next((one.rating for one in reversed(steps) if one.day < detected), rated.rating)
    return first, tuple(one for one in steps if one.day >= detected)


def _planned(rated: Said, as_of: date) -> Reduction | None:
    """The next step down: a reduction that is still to come, else the one that is planned."""
    return next((one for one in rated.reductions or () if one.day > as_of), rated.next_reduction)


def _derived(item: LedgerItem, reached: Mapping[str, str]) -> str:
    return next((reached[asset.asset_id] for asset in item.assets if asset.asset_id in reached), "")


def _needed(missing: tuple[Question, ...], found: Evaluation) -> tuple[Question, ...]:
    """Of what is fully mitigated nothing more is asked: its risk is negligible (FRD-FMV)."""
    return () if found.mitigated is not None else missing


def _accepted(item: LedgerItem, said: Sequence[Said], found: Evaluation, ground: Ground) -> Evaluation:
    """VER-TFR-MAV and FRD-ACV: what its owner will not remediate, and what is open for too long, unless fully mitigated."""
    words, wanted = _first(said, lambda one: one.accepted), item.deviation(DeviationKind.OPERATIONAL_REQUIREMENT)
    if words:
        return replace(found, acceptance=Acceptance.DECLARED, rationale=words)
    if found.mitigated is not None:
        return found
    if wanted is not None and wanted.holds(ground.as_of):
        why = wanted.rationale or f"The authorizing official approved an operational requirement on {wanted.decided}."
        return replace(found, acceptance=Acceptance.OPERATIONAL_REQUIREMENT, rationale=why)
    return found if found.evaluated is None else _accepted_by_time(found.evaluated, said, found, ground.as_of)


def _accepted_by_time(evaluated: datetime, said: Sequence[Said], found: Evaluation, as_of: date) -> Evaluation:
    limit, planned = (evaluated + cr26.ACCEPTED_AFTER).date(), _first(said, lambda one: one.planned)
    if as_of > limit:
        why = f"Not fully mitigated or remediated within {_LIMIT} days of its evaluation on {evaluated.date()}."
        return replace(found, acceptance=Acceptance.TIME, rationale=_with(why, said))
    if planned is not None and planned > limit:
        why = f"Its remediation is planned for {planned}, more than {_LIMIT} days after its evaluation on {evaluated.date()}."
        return replace(found, acceptance=Acceptance.PLANNED_LATER, rationale=_with(why, said))
    return found


def _with(why: str, said: Sequence[Said]) -> str:
    """Dates make it accepted; a person may have stated why."""
    words = _first(said, lambda one: one.overdue)
    return f"{why} {words}" if words else why


def _timed(item: LedgerItem, said: Sequence[Said], found: Evaluation, ground: Ground) -> Evaluation:
    """Whether it is overdue (FRD-ODV: was not, or will not be answered in time), and why."""
    found = _limited(found, ground)
    reasons = list(_reasons(item, found, ground.as_of))
    words = _first(said, lambda one: one.overdue)
    is_known = bool(reasons) or found.mitigated is not None or found.rating == 1 or found.respond_by is not None
    waits = found.evaluated is None and ground.as_of <= found.evaluate_by
    return replace(
        found,
        overdue=bool(reasons) if is_known or waits else None,
        because=" ".join((*reasons, *([words] if words and reasons else []))),
    )


def _limited(found: Evaluation, ground: Ground) -> Evaluation:
    if found.rating is None or found.exploitable is None or found.mitigated is not None:
        return found
    reachable = found.reachable
    within = cr26.respond_within(ground.certification, found.rating, reachable=reachable, exploitable=found.exploitable)
    limit = cr26.respond_by(found.evaluated, within) if found.evaluated is not None and within is not None else None
    incident = reachable is not None and cr26.is_reportable_incident(
        found.rating, reachable=reachable, exploitable=found.exploitable
    )
    return replace(found, respond_by=limit, is_incident=incident)


def _reasons(item: LedgerItem, found: Evaluation, as_of: date) -> Iterable[str]:
    if item.known_exploited is not None and item.known_exploited < as_of:
        yield f"CISA's due date for this known exploited vulnerability was {item.known_exploited}."
    if found.mitigated is not None:
        return
    if found.evaluated is None and as_of > found.evaluate_by:
        yield f"Detected on {item.detected} and not evaluated by {found.evaluate_by}."
    limit, step = found.respond_by, found.next_reduction
    if limit is not None and as_of > limit:
        yield f"As N{found.rating} it was to be reduced or remediated by {limit}."
    elif limit is not None and step is not None and step.day > limit:
        yield f"As N{found.rating} it is to be reduced or remediated by {limit}; the next reduction is planned for {step.day}."


def _first(said: Sequence[Said], key: Callable[[Said], T | None]) -> T | None:
    return next((value for one in said if (value := key(one)) is not None), None)


def _until(value: datetime | None, as_of: date) -> datetime | None:
    """What is dated after the as-of date does not count."""
    return (
        value
        if value is not None and value < datetime.combine(as_of, datetime.min.time(), value.tzinfo) + timedelta(days=1)
        else None
    )


def _way_in(workload: Workload) -> str:
    return f"an Ingress, load balancer or node port leads to {workload.key}"
