"""Evaluations: time frames per class, overdue, accepted, and that nothing is guessed."""

from datetime import date, timedelta

import pytest
from msgspec import structs

from generator.evaluation.decisions import Entries, read_evaluations
from generator.evaluation.judge import EvaluationContext, evaluations
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.ledger.asset_states import AssetDisposition, ClosureReason
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.item import LedgerItem
from generator.model.evaluation import EvaluationQuestion, ItemEvaluation, Reduction, VulnerabilityAcceptance
from generator.workspace.scan_statements import moment
from tests.evaluation.items_made import CART, DAY, item

C = CertificationClass.C


def judged(
    text: str,
    one: LedgerItem | None = None,
    *,
    as_of: date = DAY,
    certification: CertificationClass = C,
    reached: dict[str, str] | None = None,
    closed_before: tuple[str, ...] = (),
) -> ItemEvaluation:
    ground = EvaluationContext(certification=certification, as_of=as_of, reached=reached or {}, closed_before=closed_before)
    said = Entries(read_evaluations("".join(f"- {text}\n" if text else ""), moment))
    (found,) = evaluations([one or item()], said, ground)
    return found


def full(
    rating: str = "N3", reachable: str = "true", exploitable: str = "true", *more: str, evaluated: str = "2026-11-02"
) -> str:
    keys = ("vulnerability: CVE-1", f"evaluated: {evaluated}", f"rating: {rating}", f"internet-reachable: {reachable}")
    return "\n  ".join((*keys, f"likely-exploitable: {exploitable}", *more))


def test_nothing_is_guessed() -> None:
    found = judged("", as_of=date(2026, 11, 6))
    assert (found.reachable, found.exploitable, found.rating, found.evaluated) == (None, None, None, None)
    assert found.missing == tuple(EvaluationQuestion)
    assert (found.overdue, found.respond_by, found.evaluate_by) == (False, None, date(2026, 11, 6))


@pytest.mark.parametrize(("certification", "days"), [("A", 14), ("B", 7), ("C", 5), ("D", 2)])
def test_an_evaluation_is_overdue_after_the_days_of_the_class(certification: str, days: int) -> None:
    last = date(2026, 11, 1) + timedelta(days=days)
    one = CertificationClass(certification)
    assert judged("", as_of=last, certification=one).overdue is False
    late = judged("", as_of=last + timedelta(days=1), certification=one)
    assert late.overdue is True
    assert late.because == f"Detected on 2026-11-01 and not evaluated by {last}."


@pytest.mark.parametrize(
    ("certification", "rating", "reachable", "exploitable", "days"),
    [
        ("A", "N5", "true", "true", 4), ("B", "N4", "false", "true", 32), ("B", "N3", "true", "false", 192),
        ("C", "N5", "true", "true", 2), ("C", "N4", "false", "true", 8), ("C", "N2", "false", "false", 192),
        ("D", "N5", "true", "true", 0), ("D", "N5", "false", "true", 1), ("D", "N4", "true", "false", 32),
        ("D", "N2", "true", "true", 24),
    ],
)  # fmt: skip
def test_the_time_frame_follows_rating_reach_and_class(
    certification: str, rating: str, reachable: str, exploitable: str, days: int
) -> None:
    limit = date(2026, 11, 2) + timedelta(days=days)
    text, one = full(rating, reachable, exploitable), CertificationClass(certification)
    assert judged(text, as_of=limit, certification=one).respond_by == limit
    if limit + timedelta(days=1) <= date(2026, 11, 2) + timedelta(days=192):
        assert judged(text, as_of=limit, certification=one).overdue is False
        late = judged(text, as_of=limit + timedelta(days=1), certification=one)
        assert (late.overdue, late.because) == (True, f"As {rating} it was to be reduced or remediated by {limit}.")


def test_half_a_day_ends_on_the_day_on_which_it_ends() -> None:
    text = full("N5", evaluated="2026-11-02T18:00:00Z")
    assert judged(text, certification=CertificationClass.D).respond_by == date(2026, 11, 3)


def test_n1_has_no_time_frame_and_is_not_overdue() -> None:
    found = judged(full("N1"))
    assert (found.respond_by, found.overdue, found.missing) == (None, False, ())


def test_who_does_not_know_the_reach_knows_the_time_frame_only_where_it_does_not_matter() -> None:
    likely = judged("vulnerability: CVE-1\n  evaluated: 2026-11-02\n  rating: N3\n  likely-exploitable: true")
    assert (likely.respond_by, likely.overdue, likely.missing) == (None, None, (EvaluationQuestion.REACHABLE,))
    unlikely = judged("vulnerability: CVE-1\n  evaluated: 2026-11-02\n  rating: N3\n  likely-exploitable: false")
    assert unlikely.respond_by == date(2027, 3, 10)


def test_evidence_says_yes_and_a_person_may_say_no_but_evidence_never_does() -> None:
    way = {CART: "an Ingress leads to shop/Deployment/cart"}
    derived = judged("", reached=way)
    assert (derived.reachable, derived.derived) == (True, way[CART])
    assert EvaluationQuestion.REACHABLE not in derived.missing
    denied = judged("vulnerability: CVE-1\n  internet-reachable: false", reached=way)
    assert (denied.reachable, denied.derived) == (False, "")
    assert judged("", reached={"other": "x"}).reachable is None


def test_reductions_lower_the_rating_as_they_happen_and_the_next_is_planned() -> None:
    steps = "reductions: [{day: 2026-11-05, rating: N3}, {day: 2026-11-25, rating: N2}]"
    found = judged(full("N4", "true", "true", steps))
    assert (found.first_rating, found.rating) == (4, 3)
    assert found.reductions == (Reduction(day=date(2026, 11, 5), rating=3),)
    assert found.next_reduction == Reduction(day=date(2026, 11, 25), rating=2)
    assert found.respond_by == date(2026, 11, 18)


def test_a_plan_that_comes_too_late_is_overdue_already() -> None:
    found = judged(full("N3", "true", "true", "next-reduction: {day: 2026-12-01, rating: N1}"), as_of=date(2026, 11, 10))
    assert found.overdue is True
    assert "the next reduction is planned for 2026-12-01" in found.because


def test_the_owner_explains_what_is_overdue_and_only_that() -> None:
    words = "overdue: The fix is being tested."
    assert judged(full("N3", "true", "true", words)).because.endswith("by 2026-11-18. The fix is being tested.")
    assert judged(full("N3", "true", "true", words), as_of=date(2026, 11, 10)).because == ""


def test_what_is_evaluated_after_the_day_is_not_evaluated_on_it() -> None:
    found = judged(full(evaluated="2026-11-21"))
    assert found.evaluated is None
    assert judged(full(evaluated="2026-11-20T23:59:00Z")).evaluated is not None


def test_an_evaluation_from_before_the_detection_keeps_its_day_and_time_runs_from_the_detection() -> None:
    found = judged(full("N3", evaluated="2026-10-01"))
    assert found.evaluated is not None
    assert (found.evaluated.date(), found.respond_by) == (date(2026, 10, 1), date(2026, 11, 17))
    assert "Evaluated before it was detected here on 2026-11-01" in found.more
    late = judged(full("N3", evaluated="2026-10-01"), as_of=date(2027, 6, 1))
    assert late.rationale == "Not fully mitigated or remediated within 192 days of its detection on 2026-11-01."
    steps = "reductions: [{day: 2026-10-05, rating: N2}]"
    earlier = judged(full("N4", "true", "true", steps, evaluated="2026-10-01"))
    assert (earlier.first_rating, earlier.rating, earlier.reductions) == (2, 2, ())


def test_an_entry_about_assets_evaluates_nothing_that_was_detected_later() -> None:
    earlier = "assets: ['*']\n  evaluated: 2026-10-01\n  by: Kim\n  rating: N3"
    assert judged(earlier).evaluated is None
    assert judged(earlier.replace("2026-10-01", "2026-11-02")).evaluated is not None


def test_cisas_day_makes_it_overdue_whatever_else_is_said() -> None:
    exploited = item(known_exploited=date(2026, 11, 19))
    assert judged("", exploited, as_of=date(2026, 11, 19)).overdue is True  # not evaluated in time
    found = judged(full("N1", "true", "true", "mitigated: 2026-11-10"), exploited)
    assert (found.overdue, found.because) == (True, "CISA's due date for this known exploited vulnerability was 2026-11-19.")


def test_what_is_fully_mitigated_is_neither_asked_about_nor_overdue() -> None:
    found = judged("vulnerability: CVE-1\n  mitigated: 2026-11-10")
    assert (found.overdue, found.missing, found.acceptance) == (False, (), None)
    assert judged("vulnerability: CVE-1\n  mitigated: 2026-11-21").mitigated is None


def test_an_owner_may_declare_it_accepted_at_once() -> None:
    found = judged("vulnerability: CVE-1\n  accepted: The proxy rejects it.")
    assert (found.acceptance, found.rationale, found.missing) == (VulnerabilityAcceptance.DECLARED, "The proxy rejects it.", ())


@pytest.mark.parametrize(("day", "accepted"), [(date(2027, 5, 13), None), (date(2027, 5, 14), VulnerabilityAcceptance.TIME)])
def test_after_192_days_it_is_accepted(day: date, accepted: VulnerabilityAcceptance | None) -> None:
    assert judged(full("N2", "true", "false"), as_of=day).acceptance is accepted


def test_what_was_never_evaluated_is_overdue_and_never_accepted_by_time() -> None:
    found = judged("", as_of=date(2028, 1, 1))
    assert (found.acceptance, found.overdue) == (None, True)


def test_a_remediation_that_is_planned_for_later_than_192_days_makes_it_accepted_today() -> None:
    later, sooner = "remediation-planned: 2027-05-14", "remediation-planned: 2027-05-13"
    found = judged(full("N2", "true", "false", later))
    assert found.acceptance is VulnerabilityAcceptance.PLANNED_LATER
    assert "planned for 2027-05-14" in found.rationale
    assert judged(full("N2", "true", "false", sooner)).acceptance is None


def test_an_approved_operational_requirement_is_an_acceptance_until_it_expires() -> None:
    asked = Deviation(
        kind=DeviationKind.OPERATIONAL_REQUIREMENT,
        standing=DeviationStatus.APPROVED,
        rationale="Needs it.",
        expires=date(2026, 12, 1),
    )
    one = item(deviations=(asked,))
    accepted = judged("", one)
    assert (accepted.acceptance, accepted.rationale) == (VulnerabilityAcceptance.OPERATIONAL_REQUIREMENT, "Needs it.")
    assert judged("", one, as_of=date(2026, 12, 2)).acceptance is None


def test_reportable_incidents_are_likely_exploitable_and_above_n3_or_n4() -> None:
    day = date(2026, 11, 3)
    assert judged(full("N4"), as_of=day).is_incident
    assert not judged(full("N3"), as_of=day).is_incident
    assert not judged(full("N4", "false"), as_of=day).is_incident
    assert judged(full("N5", "false"), as_of=day).is_incident
    assert not judged(full("N5", "true", "false"), as_of=day).is_incident


def test_closed_items_are_asked_nothing_and_know_whether_they_are_news() -> None:
    closed = item(closed=AssetDisposition(reason=ClosureReason.REMEDIATED, day=DAY, because="gone"))
    assert (judged("", closed).closed_now, judged("", closed).is_open) == (True, False)
    assert judged("", closed, closed_before=("V-1",)).closed_now is False
    assert (judged("", closed).missing, judged("", closed).overdue) == ((), None)


def test_what_only_stands_for_other_items_is_left_out() -> None:
    assert evaluations([item(members=3)], Entries(()), EvaluationContext(certification=C, as_of=DAY, reached={})) == ()


def test_items_without_a_statement_are_judged_as_each_alone() -> None:
    """Those that are alike in all that counts differ in their id alone; nothing else is taken from one to the other."""
    accepted = Deviation(
        kind=DeviationKind.OPERATIONAL_REQUIREMENT, standing=DeviationStatus.APPROVED, expires=date(2026, 12, 1)
    )
    gone = AssetDisposition(reason=ClosureReason.REMEDIATED, day=DAY, because="gone")
    items = [
        structs.replace(made, poam_id=f"V-{number}")
        for number, made in enumerate(
            made
            for detected in (date(2026, 5, 1), date(2026, 11, 1), date(2026, 11, 19))
            for made in (
                item(detected=detected),
                item(detected=detected),
                item(detected=detected, known_exploited=date(2026, 11, 10)),
                item("other", detected=detected),
                item(detected=detected, deviations=(accepted,)),
                item(detected=detected, closed=gone),
            )
        )
    ]
    context = EvaluationContext(certification=C, as_of=DAY, reached={CART: "a way leads there"}, closed_before=("V-5",))
    alone = [found for each in items for found in evaluations([each], Entries(()), context)]
    together = evaluations(items, Entries(()), context)
    assert list(together) == alone
    assert [found.poam_id for found in together] == [each.poam_id for each in items]
    assert len({structs.replace(found, poam_id="") for found in together}) > len(items) / 2
