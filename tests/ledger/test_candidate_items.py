"""Conclusions of the cross-check: decided by people, dated by evidence, closed by the check."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import pytest
from msgspec import structs
from replacing import replace

from generator.checks.registry import CHECKS
from generator.errors import ConfigError
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ids import UuidFactory
from generator.ledger.asset_states import AssetDisposition, ClosureReason
from generator.ledger.candidate_decisions import CandidateDecision, read_candidate_decisions
from generator.ledger.candidates import NO_CANDIDATES, SELF_ASSESSMENT, Conclusions, candidate_checks, candidate_id
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.item import LedgerItem
from generator.ledger.items import ledger_of
from generator.ledger.poam_ledger import Ledger
from generator.ledger.rating import Rater
from generator.model.candidate import CandidateState, by_requirement
from generator.model.content import NoContent
from generator.model.discrepancy import DiscrepancySubject, DiscrepancyWaiver
from generator.model.evidence import EvidenceFile
from generator.model.identifiers import AssetId, ControlId
from generator.model.posture import Outcome
from generator.model.scan import Severity
from tests.facts.scans_made import evidence
from tests.ledger.months import CART, carried, facts, month, snapshots

CHECK = "image-never-scanned"
EVERY = candidate_checks(check.requirement for check in CHECKS)
DUMP = "evidence/cluster/pods.json"
NEWER = CART.replace("1.4", "1.5")


def subject(name: str = CART, check: str = CHECK, **more: object) -> DiscrepancySubject:
    values: dict[str, object] = {
        "check": check, "name": name, "title": f"{name} was never scanned", "reason": "was never scanned",
        "detail": f"{name} runs, and no scan of it was collected.", "controls": (ControlId("RA-5"),),
        "severity": Severity.HIGH, "next_step": "scan it", "asset_ids": (AssetId(name),),
    }  # fmt: skip
    return DiscrepancySubject(**{**values, **more})  # type: ignore[arg-type]


def dump(day: date) -> EvidenceFile:
    return evidence(DUMP, datetime(day.year, day.month, day.day, tzinfo=UTC))


def concluded(
    *failing: DiscrepancySubject,
    seen: date,
    passing: Sequence[str] = (),
    unknown: Sequence[str] = (),
    decided: Sequence[CandidateDecision] = (),
) -> Conclusions:
    file = dump(seen)
    rows = tuple(
        DiscrepancySubject(**{name: getattr(row, name) for name in row.__slots__} | {"sources": (file.source,)})
        for row in failing
    )
    outcomes: Mapping[tuple[str, str], Outcome] = {
        **{(row.check, row.name): Outcome.FAILS for row in rows},
        **{(CHECK, name): Outcome.PASSES for name in passing},
        **{(CHECK, name): Outcome.UNKNOWN for name in unknown},
    }
    return Conclusions(checks=EVERY, failing=rows, outcomes=outcomes, evidence={DUMP: file}, decided=tuple(decided))


def decision(subject_: str = "*", *, accepted: bool = True, day: date | None = None, check: str = CHECK) -> CandidateDecision:
    return CandidateDecision(
        check=check, subject=subject_, accepted=accepted, by="A. Lovelace", day=day or month(0), reason="no access yet", line=1
    )


def ledger(number: int, conclusions: Conclusions, before: Ledger | None = None) -> Ledger:
    what = facts(number, snapshots(number, {CART: []}))
    prior = None
    if before is not None:
        prior = replace(carried(before, month(number - 1)), candidates=before.remembered)
    rater = Rater(FEDRAMP_REV5, NoContent())
    return ledger_of(what, FEDRAMP_REV5, UuidFactory("x"), rater=rater, before=prior, conclusions=conclusions)


def only(what: Ledger) -> LedgerItem:
    (item,) = what.items
    return item


def test_nobody_decided_so_it_is_listed_and_asked_and_no_item() -> None:
    made = ledger(0, concluded(subject(), seen=month(0)))
    (row,) = made.candidates
    assert made.items == ()
    assert (row.state, row.rating, row.controls, row.asset_ids) == (CandidateState.UNDECIDED, "High", ("RA-5",), (CART,))
    (notice,) = (each for each in made.notices if each.path == "decisions/candidates.yaml")
    assert "neither accepted nor refused" in notice.what


def test_an_accepted_one_is_an_item_from_the_first_evidence_on() -> None:
    first = ledger(0, concluded(subject(), seen=month(0)))
    made = ledger(2, concluded(subject(), seen=month(2), decided=[decision(day=month(2))]), first)
    item = only(made)
    assert (item.scanner, item.detected, item.rating, item.configuration) == (SELF_ASSESSMENT, month(0), "High", False)
    assert item.late, "30 days after the first evidence and not after the acceptance"
    assert [asset.asset_id for asset in item.assets] == [CART]
    assert "A. Lovelace" in item.notes[0]
    assert made.candidates[0].poam_id == item.poam_id


def test_it_keeps_id_and_date_across_versions_and_without_its_entry() -> None:
    first = ledger(0, concluded(subject(), seen=month(0), decided=[decision()]))
    later = ledger(1, concluded(subject(NEWER), seen=month(1)), first)
    assert (only(later).poam_id, only(later).detected) == (only(first).poam_id, month(0))
    assert [asset.asset_id for asset in only(later).assets] == [NEWER]
    assert later.candidates[0].state is CandidateState.ACCEPTED


def test_a_refused_one_stays_listed() -> None:
    made = ledger(0, concluded(subject(), seen=month(0), decided=[decision(accepted=False)]))
    (row,) = made.candidates
    assert (made.items, row.state, row.by, row.reason) == ((), CandidateState.REFUSED, "A. Lovelace", "no access yet")
    assert not [each for each in made.notices if each.path == "decisions/candidates.yaml"]


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        (decision(accepted=False), CandidateState.UNDECIDED),
        (decision(CART, accepted=False), CandidateState.REFUSED),
        (decision(), CandidateState.ACCEPTED),
        (decision(accepted=False, day=month(1)), CandidateState.REFUSED),
    ],
)
def test_a_pattern_refuses_nothing_that_came_after_it(entry: CandidateDecision, state: CandidateState) -> None:
    first = ledger(0, concluded(seen=month(0)))
    made = ledger(1, concluded(subject(), seen=month(1), decided=[entry]), first)
    assert [row.state for row in made.candidates] == [state]
    asked = [each.what for each in made.notices if each.path == "decisions/candidates.yaml"]
    assert len(asked) == (state is CandidateState.UNDECIDED)


def test_a_pattern_refuses_what_an_earlier_package_remembers() -> None:
    first = ledger(0, concluded(subject(), seen=month(0)))
    made = ledger(1, concluded(subject(), seen=month(1), decided=[decision(accepted=False)]), first)
    assert [row.state for row in made.candidates] == [CandidateState.REFUSED]


def test_candidates_of_a_requirement_are_asked_about_together() -> None:
    rows = [subject(f"reg.example/shop/{name}:1") for name in "abc"]
    made = ledger(0, concluded(*rows, seen=month(0)))
    (group,) = by_requirement(made.candidates)
    assert (group.check, len(group.rows), len(group.undecided)) == (CHECK, 3, 3)
    assert group.weakness == EVERY[CHECK].weakness
    (notice,) = (each for each in made.notices if each.path == "decisions/candidates.yaml")
    assert f'one entry of check {CHECK} and subject "*"' in notice.next_step


def test_a_later_refusal_takes_nothing_off_the_plan() -> None:
    first = ledger(0, concluded(subject(), seen=month(0), decided=[decision()]))
    later = ledger(1, concluded(subject(), seen=month(1), decided=[decision(accepted=False)]), first)
    assert only(later).closed is None
    assert later.candidates[0].state is CandidateState.ACCEPTED


def test_it_closes_when_the_check_passes_and_comes_back_as_a_new_item_that_names_the_old() -> None:
    first = ledger(0, concluded(subject(), seen=month(0), decided=[decision()]))
    gone = ledger(1, concluded(seen=month(1), passing=[NEWER], decided=[decision()]), first)
    closed = only(gone).closed
    assert closed is not None
    assert closed.reason is ClosureReason.REMEDIATED
    assert gone.remembered == ()
    back = ledger(2, concluded(subject(), seen=month(2), decided=[decision()]), gone)
    (new,) = (item for item in back.items if item.closed is None)
    assert (new.replaces, new.detected) == (only(first).poam_id, month(2))
    assert new.poam_id != only(first).poam_id


def test_two_versions_of_an_image_are_one_candidate_as_undecided_and_as_undated_as_either() -> None:
    rows = concluded(subject(), subject(NEWER), seen=month(0), decided=[decision(CART)])
    (row,) = ledger(0, rows).candidates
    assert (row.asset_ids, row.state, row.dated) == ((CART, NEWER), CandidateState.UNDECIDED, True)
    dated, undated = rows.failing
    later = structs.replace(rows, failing=(dated, structs.replace(undated, sources=())), decided=(decision(),))
    made = ledger(1, later)
    assert (made.candidates[0].dated, made.candidates[0].first) == (False, month(0))
    assert (only(made).detected_by, len(only(made).assets)) == (DetectionBasis.AS_OF, 2)


def test_of_several_closed_ones_the_newest_is_named() -> None:
    made = ledger(0, concluded(subject(), seen=month(0), decided=[decision()]))
    ids = [only(made).poam_id]
    for number in (1, 3):
        closed = ledger(number, concluded(seen=month(number), passing=[CART]), made)
        made = ledger(number + 1, concluded(subject(), seen=month(number + 1), decided=[decision()]), closed)
        (item,) = (item for item in made.items if item.closed is None)
        assert item.replaces == ids[-1]
        ids.append(item.poam_id)
    assert len(set(ids)) == 3


@pytest.mark.parametrize(("unknown", "why"), [([CART], "does not decide"), ([], "no subject of the check")])
def test_what_was_not_judged_stays_open(unknown: list[str], why: str) -> None:
    first = ledger(0, concluded(subject(), seen=month(0), decided=[decision()]))
    later = ledger(1, concluded(seen=month(1), unknown=unknown), first)
    assert only(later).closed is None
    assert why in only(later).open_because[0]
    assert later.remembered == first.remembered, "its clock goes on"
    (notice,) = (each for each in later.notices if each.place == only(later).poam_id)
    assert (notice.path, notice.what) == ("workbooks/Appendix-O-POAM.xlsx", only(later).open_because[0])
    assert "closed sheet" in notice.next_step


@pytest.mark.parametrize("pattern", ["*", CART, "reg.example/shop/cart"])
def test_the_entry_of_an_item_whose_subject_vanished_still_counts(pattern: str) -> None:
    entry = decision(pattern if pattern != "reg.example/shop/cart" else f"{pattern}*")
    first = ledger(0, concluded(subject(), seen=month(0), decided=[entry]))
    vanished = ledger(1, concluded(seen=month(1), decided=[entry]), first)
    assert only(vanished).closed is None
    assert not [each for each in vanished.notices if each.path == "decisions/candidates.yaml"], "it is not to be removed"
    refusal = decision(pattern, accepted=False)
    told = ledger(1, concluded(seen=month(1), decided=[refusal]), first)
    assert any("no candidate today" in each.what for each in told.notices), "a refusal takes nothing off the plan"


def test_a_vanished_subject_is_closed_by_a_person_or_by_the_check() -> None:
    first = ledger(0, concluded(subject(), seen=month(0), decided=[decision()]))
    vanished = ledger(1, concluded(seen=month(1), decided=[decision()]), first)
    by_hand = AssetDisposition(reason=ClosureReason.BY_A_PERSON, day=month(2), because="Retired; ticket 12.")
    closed = replace(vanished, items=(only(vanished).closing(by_hand),))
    later = ledger(2, concluded(seen=month(2), decided=[decision()]), closed)
    assert only(later).closed == by_hand
    assert not [each for each in later.notices if each.place == only(later).poam_id]
    judged = ledger(2, concluded(seen=month(2), passing=[CART]), vanished)
    assert only(judged).closed is not None
    assert (only(judged).closed.reason, only(judged).closed.day) == (ClosureReason.REMEDIATED, month(2))  # type: ignore[union-attr]
    back = ledger(2, concluded(subject(NEWER), seen=month(2)), vanished)
    assert (only(back).poam_id, only(back).detected, only(back).open_because) == (only(first).poam_id, month(0), ())


def test_a_waiver_decides_until_it_ends() -> None:
    waiver = DiscrepancyWaiver(
        check=CHECK, subject="*", reason="until the move", owner="C. Babbage", expires=date(2027, 1, 1), place="line 1"
    )
    (row,) = ledger(0, concluded(subject(waiver=waiver), seen=month(0))).candidates
    assert (row.state, row.by) == (CandidateState.WAIVED, "C. Babbage")


def test_what_is_not_hardened_is_a_configuration_finding_and_a_failed_benchmark_is_none() -> None:
    rows = [
        subject(check="image-not-hardened"),
        subject(NEWER.replace("cart", "web"), "image-not-hardened", cause="benchmark failed"),
    ]
    made = ledger(0, concluded(*rows, seen=month(0), decided=[decision(check="image-not-hardened")]))
    assert [row.subject for row in made.candidates] == [CART]
    assert [(item.configuration, item.members) for item in made.items] == [(False, 1), (True, 0)], "with the item for CM-6"


def test_every_requirement_that_is_not_met_is_a_candidate_and_its_item_has_the_digits_of_its_id() -> None:
    open_ = ledger(0, concluded(subject(check="image-not-pinned"), seen=month(0)))
    (row,) = open_.candidates
    assert (row.state, row.candidate_id) == (CandidateState.UNDECIDED, candidate_id(UuidFactory("x"), row.check, row.key))
    accepted = ledger(
        0, concluded(subject(check="image-not-pinned"), seen=month(0), decided=[decision(check="image-not-pinned")])
    )
    assert only(accepted).poam_id == row.candidate_id.replace("C-", "V-")
    assert only(accepted).name == "Image not pinned by digest: reg.example/shop/cart"


@pytest.mark.parametrize("check", NO_CANDIDATES)
def test_what_is_tracked_otherwise_is_no_candidate(check: str) -> None:
    assert ledger(0, concluded(subject(check=check), seen=month(0))).candidates == ()


def test_what_fails_because_of_another_candidate_is_remediated_with_that() -> None:
    root = subject("shop/Deployment/cart", "container-privileges")
    follows = subject(CART, "image-runs-as-root", follows_from=(root.key,))
    assert [row.check for row in ledger(0, concluded(root, follows, seen=month(0))).candidates] == ["container-privileges"]
    assert [row.check for row in ledger(0, concluded(follows, seen=month(0))).candidates] == ["image-runs-as-root"]


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        (decision("reg.example/other*"), "no candidate today"),
        (decision(check="image-known-exploited"), "no check whose conclusions"),
        (decision(day=date(2030, 1, 1)), "after the as-of date"),
    ],
)
def test_an_entry_that_counts_for_nothing_is_told(entry: CandidateDecision, what: str) -> None:
    made = ledger(0, concluded(subject(), seen=month(0), decided=[entry]))
    assert made.candidates[0].state is CandidateState.UNDECIDED
    assert any(what in each.what for each in made.notices)


def test_deviations_of_a_candidate_are_kept() -> None:
    first = ledger(0, concluded(subject(), seen=month(0), decided=[decision()]))
    written = Ledger(items=(replace(only(first), written=(("Comments", "asked the vendor"),)),), remembered=first.remembered)
    assert only(ledger(1, concluded(subject(), seen=month(1)), written)).written == (("Comments", "asked the vendor"),)


def test_the_file_names_a_person_and_a_reason() -> None:
    text = "- {check: admission-gate, subject: prod, decision: refused, by: ' ', decided: 2026-11-20, reason: x}\n"
    with pytest.raises(ConfigError, match="empty"):
        read_candidate_decisions(text)
    (entry,) = read_candidate_decisions(text.replace("' '", "A. Lovelace"))
    assert (entry.accepted, entry.by, entry.line) == (False, "A. Lovelace", 1)


def test_every_part_that_the_plan_may_call_missing_is_a_candidate_or_has_a_reason_not_to_be() -> None:
    known = {check.id for check in CHECKS}
    assert set(NO_CANDIDATES) < known
    assert set(EVERY) == known - set(NO_CANDIDATES)
    assert all(check.weakness for check in EVERY.values())
    assert not EVERY["container-privileges"].configuration
