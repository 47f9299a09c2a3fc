"""Two clocks of one item until the change is over: the POA&M's deadlines, and the time frames of the Consolidated Rules.

The POA&M counts from detection by rating, with CISA's date before that (Rev5, RA-5(d)). The Consolidated Rules count from the
evaluation, by class, N-rating, likely exploitability and reachability (VER, VDR). They are required from 2026-12-07 on, with a
grace period to 2027-03-07 (Consolidated Rules 2026, deadlines of Rev5). Neither changes what the other says of an item.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from generator.frameworks.fedramp_cr26 import BINDING_FROM, GRACE_ENDS
from generator.model.evaluation import ItemEvaluation
from generator.model.system import Regime
from generator.text import agreeing, counted

POAM_DEADLINES = "the POA&M's deadlines (RA-5(d): 30, 90 and 180 days)"
TIME_FRAMES = "the Consolidated Rules' time frames"


class ClockPhase(StrEnum):
    """Which of the two governs on a day."""

    POAM = "POA&M's deadlines"
    GRACE = "either, in the grace period"
    RULES = "Consolidated Rules"


class RulesState(StrEnum):
    """How an item stands against the time frames of the Consolidated Rules."""

    OVERDUE = "overdue"
    IN_TIME = "in time"
    UNKNOWN = "not known"
    """An answer is missing that only a person can give."""
    ACCEPTED = "accepted"
    """An accepted vulnerability has no time frame."""


class RulesClock(msgspec.Struct, frozen=True, kw_only=True):
    """One item by the Consolidated Rules."""

    state: RulesState
    due: date | None
    """The day on which the next time frame ends."""
    what: str
    """What is due then, or why nothing is, as a phrase."""


def phase(regime: Regime, day: date) -> ClockPhase:
    """Which clock governs: with the Rev5 templates alone or both until the rules are required; where a system has adopted the
    rules, those."""
    if regime is Regime.CR26 or (regime is Regime.BOTH and day > GRACE_ENDS):
        return ClockPhase.RULES
    return ClockPhase.GRACE if regime is Regime.BOTH and day >= BINDING_FROM else ClockPhase.POAM


def governing(regime: Regime, day: date) -> str:
    """One sentence: which governs, and from which day the other does."""
    if regime is Regime.CR26:
        return "The system has adopted the Consolidated Rules, so that their time frames govern."
    last = BINDING_FROM - timedelta(days=1)
    if regime is Regime.LEGACY:
        return f"The POA&M's deadlines govern; the Consolidated Rules are required from {BINDING_FROM} on."
    if day < BINDING_FROM:
        return (
            f"Until {last} the POA&M's deadlines govern; from {BINDING_FROM} on the Consolidated Rules are required, with a "
            f"grace period to {GRACE_ENDS}."
        )
    if day <= GRACE_ENDS:
        return (
            f"Since {BINDING_FROM} the Consolidated Rules are required; in the grace period to {GRACE_ENDS} a delivery by the "
            "POA&M's deadlines is still taken, after it the time frames of the rules govern alone."
        )
    return f"The grace period ended on {GRACE_ENDS}: the time frames of the Consolidated Rules govern."


def rules_clock(evaluation: ItemEvaluation) -> RulesClock:
    """What the Consolidated Rules make of an open item."""
    if evaluation.acceptance is not None:
        return RulesClock(state=RulesState.ACCEPTED, due=None, what=str(evaluation.acceptance))
    state = {True: RulesState.OVERDUE, False: RulesState.IN_TIME, None: RulesState.UNKNOWN}[evaluation.overdue]
    if evaluation.mitigated is not None:
        return RulesClock(state=state, due=None, what=f"fully mitigated since {evaluation.mitigated}")
    if evaluation.evaluated is None:
        return RulesClock(state=state, due=evaluation.evaluate_by, what="to be evaluated")
    if evaluation.rating is None or evaluation.exploitable is None:
        return RulesClock(state=state, due=None, what="not evaluated in full")
    named = ", ".join((f"N{evaluation.rating}", _likely(evaluation.exploitable), _reached(evaluation.reachable)))
    if evaluation.respond_by is None:
        why = "no time frame" if evaluation.rating == 1 else "its time frame depends on reachability"
        return RulesClock(state=state, due=None, what=f"{named}: {why}")
    return RulesClock(state=state, due=evaluation.respond_by, what=f"to be reduced or remediated ({named})")


def explained(late: Collection[str], evaluations: Iterable[ItemEvaluation], regime: Regime, day: date) -> str:
    """Why two numbers stand beside each other; empty where no item is evaluated. `late` are ids of what the POA&M calls past
    due."""
    rows = [row for row in evaluations if row.is_open]
    if not rows:
        return ""
    overdue = {row.poam_id for row in rows if row.overdue}
    both = len(overdue & set(late))
    unevaluated = sum(row.poam_id in overdue and row.evaluated is None for row in rows)
    unanswered = f"because no evaluation of {agreeing(unevaluated, 'it', 'them')} was made in time"
    why = f", {unevaluated:,} of them {unanswered}" if unevaluated else ""
    return (
        f"{counted(len(set(late)), 'item')} past due by {POAM_DEADLINES}, {len(overdue):,} overdue by {TIME_FRAMES} "
        f"for evaluation and response{why}; {both:,} by both. {governing(regime, day)}"
    )


def _likely(exploitable: bool) -> str:  # noqa: FBT001 - what a person answered
    return "likely exploitable" if exploitable else "not likely exploitable"


def _reached(reachable: bool | None) -> str:  # noqa: FBT001 - what a person answered, if one did
    return {True: "reachable from the internet", False: "not reachable from the internet", None: "reachability not stated"}[
        reachable
    ]
