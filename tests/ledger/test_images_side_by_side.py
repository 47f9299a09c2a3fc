"""Twelve months of a repository that holds several images: each keeps its own dates, approvals, candidates and end."""

from collections.abc import Mapping, Sequence
from datetime import date

from replacing import replace

from generator.errors import ConfigError
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ids import UuidFactory
from generator.ledger.asset_states import ClosureReason
from generator.ledger.candidate_decisions import CandidateDecision
from generator.ledger.candidates import Conclusions
from generator.ledger.deviation_decisions import LedgerDecision, read_deviations
from generator.ledger.item import LedgerItem
from generator.ledger.items import ledger_of
from generator.ledger.poam_ledger import Before, Ledger
from generator.ledger.rating import Rater
from generator.model.candidate import CandidateState
from generator.model.content import NoContent
from generator.model.posture import Outcome
from tests.ledger.months import assets, carried, facts, ledger, month, snapshots
from tests.ledger.test_candidate_items import CHECK, concluded, decision, subject

MONTHS = 12
APPEARS, PATCHED, GOES = 4, 6, 10
BOTH = ("cart", "checkout")


def image(variant: str, number: int) -> str:
    """Released every three months: 3.0, 3.1, 3.2, 3.3."""
    return f"reg.example/shop:3.{number // 3}-{variant}"


def variants(number: int) -> tuple[str, ...]:
    """The checkout appears in the fifth month and is gone in the eleventh."""
    return BOTH if APPEARS <= number < GOES else ("cart",)


def seen(number: int) -> Mapping[str, Sequence[str]]:
    """The cart is patched in the seventh month and the checkout never; the checkout brings a flaw of its own."""
    flaws = {"cart": ["CVE-1"] if number < PATCHED else [], "checkout": ["CVE-1", "CVE-2"]}
    return {image(variant, number): flaws[variant] for variant in variants(number)}


def approval(poam_id: str, as_of: date) -> tuple[LedgerDecision, ...]:
    """The item is a false positive, as it was when the checkout appeared."""

    def letter(path: str) -> str:
        if path != "decisions/letter.pdf":
            raise ConfigError("not there", next_step="copy it")
        return "ab" * 32

    text = f"""
- poam-id: {poam_id}
  type: false-positive
  status: approved
  approver: A. Lovelace
  approver-role: authorizing-official
  decided: {month(APPEARS).isoformat()}
  evidence: decisions/letter.pdf
"""
    return read_deviations(text, as_of=as_of, checksum=letter)


def twelve_months(seen_by_month: Sequence[Mapping[str, Sequence[str]]], approved: str = "") -> list[Ledger]:
    ledgers: list[Ledger] = []
    before = Before()
    for number, what in enumerate(seen_by_month):
        decided = approval(approved, month(number)) if approved and number >= APPEARS else ()
        ledgers.append(ledger(facts(number, snapshots(number, what)), before, decided=decided))
        before = carried(ledgers[-1], month(number))
    return ledgers


def items(what: Ledger, cve: str, variant: str) -> list[LedgerItem]:
    """Items that had the flaw on the image, oldest first."""
    rows = (
        item
        for item in what.items
        if item.identifier == cve and any(name.endswith(variant) for name in (*assets(item), *_left(item)))
    )
    return sorted(rows, key=lambda item: item.detected)


def _left(item: LedgerItem) -> list[str]:
    return [row.asset_id for row in item.dispositions if row.asset_id]


def test_each_image_keeps_its_own_item_its_date_and_its_end() -> None:
    ledgers = twelve_months([seen(number) for number in range(MONTHS)])
    cart, checkout = ([items(what, "CVE-1", variant) for what in ledgers] for variant in BOTH)
    assert {tuple(item.poam_id for item in rows) for rows in cart} == {(cart[0][0].poam_id,)}, "from release to release"
    assert {tuple(item.poam_id for item in rows) for rows in checkout[APPEARS:]} == {(checkout[APPEARS][0].poam_id,)}
    assert cart[0][0].poam_id != checkout[APPEARS][0].poam_id
    assert not any(checkout[:APPEARS])
    assert {row[0].detected for row in cart} == {cart[0][0].detected}
    assert cart[0][0].detected < month(0) < month(APPEARS - 1) < checkout[APPEARS][0].detected, "not backdated to the cart's"
    for number in range(MONTHS):
        (item,) = cart[number]
        ends = (item.closed.reason, item.closed.day) if item.closed else None
        assert ends == ((ClosureReason.REMEDIATED, cart[PATCHED][0].closed.day) if number >= PATCHED else None)  # type: ignore[union-attr]
    for number in range(APPEARS, MONTHS):
        (item,) = checkout[number]
        assert (item.closed.reason if item.closed else None) == (ClosureReason.RETIRED if number >= GOES else None)
        if number < GOES:
            assert assets(item) == [image("checkout", number)]
    assert ledgers[-1].images == ledgers[APPEARS].images != ()


def test_what_was_approved_on_one_is_asked_on_the_other() -> None:
    months = [
        {
            image(variant, number): ["CVE-2"] if variant == "checkout" or number >= PATCHED else []
            for variant in (BOTH if number >= APPEARS else ("cart",))
        }
        for number in range(MONTHS)
    ]
    (asked,) = items(twelve_months(months[: APPEARS + 1])[-1], "CVE-2", "checkout")
    ledgers = twelve_months(months, approved=asked.poam_id)
    for number in range(APPEARS, MONTHS):
        (closed,) = items(ledgers[number], "CVE-2", "checkout")
        assert closed.closed is not None
        assert closed.closed.reason is ClosureReason.FALSE_POSITIVE, "in every release"
        on_cart = items(ledgers[number], "CVE-2", "cart")
        assert [(item.closed, assets(item)) for item in on_cart] == (
            [(None, [image("cart", number)])] if number >= PATCHED else []
        )


def test_a_patched_image_closes_although_the_other_was_not_scanned_and_the_other_stays_open() -> None:
    ledgers = twelve_months([{image(variant, 0): ["CVE-1"] for variant in BOTH}])
    running = [image(variant, 3) for variant in BOTH]
    what = facts(1, snapshots(1, {image("cart", 3): []}, running))
    (item,) = ledger(what, carried(ledgers[0], month(0))).items
    assert item.closed is None
    assert assets(item) == [image("checkout", 0)]
    assert [(row.asset_id, row.reason) for row in item.dispositions] == [(image("cart", 0), ClosureReason.REMEDIATED)]
    assert item.unseen[0].because.startswith(f"Trivy has not scanned {image('checkout', 3)}")


def test_back_on_the_other_image_it_is_not_the_item_that_was_remediated() -> None:
    months = ({image("cart", 0): ["CVE-1"], image("checkout", 0): []}, dict.fromkeys((image(v, 0) for v in BOTH), ()))
    ledgers = twelve_months([*months, {image("cart", 3): [], image("checkout", 3): ["CVE-1"]}])
    old, new = sorted(ledgers[-1].items, key=lambda item: item.detected)
    assert old.closed is not None
    assert (new.closed, new.replaces, assets(new)) == (None, "", [image("checkout", 3)])


def conclusions(number: int, *, decided: Sequence[CandidateDecision] = ()) -> Conclusions:
    """Neither image was ever scanned, until the cart is in the seventh month."""
    names = {variant: image(variant, number) for variant in variants(number)}
    passing = [names["cart"]] if number >= PATCHED else []
    failing = [subject(name) for name in names.values() if name not in passing]
    return concluded(*failing, seen=month(number), passing=passing, decided=decided)


def ledger_with(number: int, about: Conclusions, running: Sequence[str], last: Ledger | None) -> Ledger:
    before = None
    if last is not None:
        before = replace(carried(last, month(number - 1)), candidates=last.remembered)
    what = facts(number, snapshots(number, {name: [] for name in running}))
    rater = Rater(FEDRAMP_REV5, NoContent())
    return ledger_of(what, FEDRAMP_REV5, UuidFactory("x"), rater=rater, before=before, conclusions=about)


def test_each_image_is_a_candidate_with_its_own_day_decision_and_item() -> None:
    before: Before | None = None
    rows: list[Ledger] = []
    for number in range(MONTHS):
        what = facts(number, snapshots(number, {image(variant, number): [] for variant in variants(number)}))
        decided = (decision("*-cart", day=month(1)), decision("*-checkout", accepted=False, day=month(APPEARS)))
        about = conclusions(number, decided=[row for row in decided if row.day <= month(number)])
        rater = Rater(FEDRAMP_REV5, NoContent())
        rows.append(ledger_of(what, FEDRAMP_REV5, UuidFactory("x"), rater=rater, before=before, conclusions=about))
        made = carried(rows[-1], month(number))
        before = Before(
            as_of=made.as_of, items=made.items, looks=made.looks, candidates=rows[-1].remembered, images=made.images
        )
    (item,) = rows[APPEARS].items
    assert (item.detected, assets(item)) == (month(0), [image("cart", APPEARS)])
    assert [(row.subject, row.state, row.first) for row in rows[APPEARS].candidates] == [
        (image("cart", APPEARS), CandidateState.ACCEPTED, month(0)),
        (image("checkout", APPEARS), CandidateState.REFUSED, month(APPEARS)),
    ]
    ids = {tuple(item.poam_id for item in what.items) for what in rows[1:]}
    assert ids == {(item.poam_id,)}, "the cart keeps its item when the checkout appears"
    assert [what.items[0].closed is None for what in rows[1:]] == [number < PATCHED for number in range(1, MONTHS)]
    assert [row.subject for row in rows[-2].candidates + rows[GOES - 1].candidates] == [image("checkout", GOES - 1)]
    assert rows[PATCHED].items[0].closed is not None, "although the checkout fails still"


def test_an_item_that_stood_for_a_repository_is_that_of_the_first_of_its_images() -> None:
    alone = subject("reg.example/shop:2.9")
    first = ledger_with(0, concluded(alone, seen=month(0), decided=[decision()]), ["reg.example/shop:2.9"], None)
    both = [image(variant, 1) for variant in BOTH]
    told = concluded(*map(subject, both), seen=month(1))
    split = ledger_with(1, told, both, first)
    assert {row.state for row in split.candidates} == {CandidateState.ACCEPTED}, "it was accepted for all of it"
    assert {item.detected for item in split.items} == {month(0)}
    kept, other = sorted(split.items, key=lambda item: item.assets[0].asset_id)
    assert (kept.poam_id, assets(kept), assets(other)) == (first.items[0].poam_id, [both[0]], [both[1]])
    assert other.poam_id != kept.poam_id
    again = ledger_with(2, concluded(subject(both[1]), seen=month(2), passing=both[:1]), both, split)
    assert {assets(item)[0]: item.closed is None for item in again.items} == {both[0]: False, both[1]: True}
    assert told.outcomes[CHECK, both[0]] is Outcome.FAILS
