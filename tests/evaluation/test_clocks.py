"""Two clocks of one item, and which governs from which day."""

from datetime import UTC, date, datetime

import pytest

from generator.evaluation.clocks import ClockPhase, RulesState, explained, governing, phase, rules_clock
from generator.model.evaluation import ItemEvaluation, VulnerabilityAcceptance
from generator.model.system import Regime

BOTH, LEGACY, CR26 = Regime.BOTH, Regime.LEGACY, Regime.CR26
EVALUATED = datetime(2026, 12, 1, tzinfo=UTC)


def evaluation(poam_id: str = "V-1", **more: object) -> ItemEvaluation:
    return ItemEvaluation(poam_id=poam_id, evaluate_by=date(2026, 12, 6), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("regime", "day", "governs", "says"),
    [
        (BOTH, date(2026, 12, 6), ClockPhase.POAM, "Until 2026-12-06"),
        (BOTH, date(2026, 12, 7), ClockPhase.GRACE, "Since 2026-12-07"),
        (BOTH, date(2027, 3, 7), ClockPhase.GRACE, "grace period to 2027-03-07"),
        (BOTH, date(2027, 3, 8), ClockPhase.RULES, "ended on 2027-03-07"),
        (LEGACY, date(2026, 11, 20), ClockPhase.POAM, "required from 2026-12-07"),
        (CR26, date(2026, 11, 20), ClockPhase.RULES, "has adopted"),
    ],
)
def test_which_governs_from_which_day(regime: Regime, day: date, governs: ClockPhase, says: str) -> None:
    assert phase(regime, day) is governs
    assert says in governing(regime, day)


@pytest.mark.parametrize(
    ("made", "state", "due", "what"),
    [
        ({"overdue": True}, RulesState.OVERDUE, date(2026, 12, 6), "to be evaluated"),
        ({"evaluated": EVALUATED}, RulesState.UNKNOWN, None, "not evaluated in full"),
        (
            {
                "evaluated": EVALUATED, "rating": 4, "exploitable": True, "reachable": True, "overdue": False,
                "respond_by": date(2026, 12, 5),
            },
            RulesState.IN_TIME,
            date(2026, 12, 5),
            "N4, likely exploitable, reachable from the internet",
        ),
        (
            {"evaluated": EVALUATED, "rating": 3, "exploitable": True},
            RulesState.UNKNOWN,
            None,
            "depends on reachability",
        ),
        ({"evaluated": EVALUATED, "rating": 1, "exploitable": False}, RulesState.UNKNOWN, None, "no time frame"),
        ({"mitigated": date(2026, 12, 2), "overdue": False}, RulesState.IN_TIME, None, "fully mitigated"),
        ({"acceptance": VulnerabilityAcceptance.TIME, "overdue": None}, RulesState.ACCEPTED, None, "192 days"),
    ],
)  # fmt: skip
def test_the_clock_of_the_rules(made: dict[str, object], state: RulesState, due: date | None, what: str) -> None:
    clock = rules_clock(evaluation(**made))
    assert (clock.state, clock.due) == (state, due)
    assert what in clock.what


def test_two_numbers_explain_each_other() -> None:
    rows = [
        evaluation("V-1", overdue=True),
        evaluation("V-2", overdue=True, evaluated=EVALUATED),
        evaluation("V-3", overdue=False),
        evaluation("V-9", overdue=True, is_open=False),
    ]
    text = explained({"V-1", "V-3"}, rows, BOTH, date(2026, 12, 20))
    assert "2 items past due by the POA&M's deadlines" in text
    assert "2 overdue by the Consolidated Rules' time frames" in text
    assert "1 of them because no evaluation of it was made in time; 1 by both." in text
    assert "grace period" in text


def test_without_evaluations_there_is_one_clock() -> None:
    assert explained({"V-1"}, (), LEGACY, date(2026, 12, 20)) == ""
