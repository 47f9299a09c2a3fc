"""Deviations: what counts as approved, and what it does to rating, dates, lateness and closure."""

from datetime import date, timedelta

import pytest
from msgspec import structs

from generator.errors import ConfigError
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ledger.asset_states import ClosureReason
from generator.ledger.decisions_by_item import LedgerDecisions
from generator.ledger.deviation_decisions import LedgerDecision, read_deviations
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.deviations import applied
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Ledger
from generator.model.scan import Cvss
from tests.ledger.months import CART, START, WEB, carried, facts, ledger, month, snapshots

APPROVED = """\
- scanner: trivy
  identifier: CVE-1
  type: {kind}
  status: approved
  rationale: Never loaded.
  approver: A. Lovelace
  approver-role: authorizing-official
  decided: 2026-01-19
  evidence: decisions/letter.pdf
"""


def letter(path: str) -> str:
    if path != "decisions/letter.pdf":
        raise ConfigError("not there", next_step="copy it")
    return "ab" * 32


def read(text: str, as_of: date = START) -> tuple[LedgerDecision, ...]:
    return read_deviations(text, as_of=as_of, checksum=letter)


def approved(kind: str, *more: str) -> str:
    return APPROVED.format(kind=kind) + "".join(f"  {line}\n" for line in more)


def run(text: str, number: int = 0, *, severity: object = None) -> tuple[LedgerItem, Ledger]:
    seen = {CART: ["CVE-1"], WEB: ["CVE-2"]}
    state = carried(ledger(facts(0, snapshots(0, seen))), month(0))
    found = ledger(facts(number, snapshots(number, seen)), state, decided=read(text, month(number)))
    (item,) = (one for one in found.items if one.identifier == "CVE-1")
    about_deviations = tuple(notice for notice in found.notices if notice.path == "decisions/deviations.yaml")
    return item, structs.replace(found, notices=about_deviations)


def test_an_approved_false_positive_is_closed_and_stays_closed_in_silence() -> None:
    text = approved("false-positive", "expires: 2026-02-28")
    item, found = run(text)
    assert item.closed is not None
    assert (item.closed.reason, item.closed.day, item.closed.path) == (
        ClosureReason.FALSE_POSITIVE, date(2026, 1, 19), "decisions/letter.pdf",
    )  # fmt: skip
    again = ledger(
        facts(1, snapshots(1, {CART: ["CVE-1"], WEB: ["CVE-2"]})), carried(found, month(0)), decided=read(text, month(1))
    )
    assert [one.poam_id for one in again.items if one.identifier == "CVE-1"] == [item.poam_id]
    released = facts(1, snapshots(1, {"reg.example/shop/cart:1.5": ["CVE-1"], WEB: ["CVE-2"]}))
    over = ledger(released, carried(found, month(0)), decided=read(text, month(1)))
    assert [one.poam_id for one in over.items if one.identifier == "CVE-1"] == [item.poam_id]


def test_an_approval_that_ran_out_opens_the_item_again_since_nothing_was_remediated() -> None:
    text = approved("false-positive", "expires: 2026-02-10")
    item, found = run(text)
    later = ledger(facts(1, snapshots(1, {CART: ["CVE-1"], WEB: []})), carried(found, month(0)), decided=read(text, month(1)))
    new = [one for one in later.items if one.identifier == "CVE-1" and one.closed is None]
    assert [(one.poam_id, one.detected) for one in new] == [(item.poam_id, item.detected)]


@pytest.mark.parametrize("missing", ["approver: A. Lovelace", "approver-role", "decided", "evidence"])
def test_an_approval_without_proof_is_pending_and_told(missing: str) -> None:
    text = "".join(f"{line}\n" for line in approved("false-positive").splitlines() if not line.strip().startswith(missing))
    item, found = run(text)
    assert item.closed is None
    assert item.deviations[0].standing is DeviationStatus.PENDING
    assert any("counts as pending" in one.what for one in found.notices)


def test_an_approver_of_blanks_is_none() -> None:
    item, found = run(approved("false-positive").replace("A. Lovelace", "'  '"))
    assert item.closed is None
    assert any("an approval needs the approver" in one.what for one in found.notices)


@pytest.mark.parametrize("key", ["submitted", "checked-in", "released", "mitigated", "decided"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_nobody_can_mean_is_refused_with_its_line(key: str, day: str) -> None:
    with pytest.raises(ConfigError, match="is no day that anybody can mean") as caught:
        read(f"- poam-id: V-1\n  type: vendor-dependency\n  status: pending\n  {key}: {day}\n")
    assert f"line 4, key {key} of the first entry" in str(caught.value)


def test_an_approval_may_hold_for_ever() -> None:
    item, _ = run(approved("false-positive", "expires: 9999-12-31"))
    assert item.closed is not None


def test_a_decision_of_after_the_day_is_pending() -> None:
    item, _ = run(approved("false-positive").replace("2026-01-19", "2026-06-01"))
    assert (item.closed, item.deviations[0].standing) == (None, DeviationStatus.PENDING)


@pytest.mark.parametrize(("status", "days"), [("approved", 90), ("pending", 30), ("denied", 30), ("withdrawn", 30)])
def test_only_an_approved_adjustment_moves_the_date(status: str, days: int) -> None:
    item, _ = run(approved("risk-adjustment", "adjusted-rating: Moderate").replace("status: approved", f"status: {status}"))
    assert item.due == item.detected + timedelta(days=days)
    assert item.rating == "High"
    assert item.adjusted == ("Moderate" if status == "approved" else None)


def test_an_operational_requirement_on_a_high_is_refused_until_it_is_reduced() -> None:
    item, found = run(approved("operational-requirement"), 2)
    assert item.late
    assert any("is refused while the risk is High" in one.what for one in found.notices)
    reduced = approved("operational-requirement") + approved("risk-adjustment", "adjusted-rating: Low")
    item, found = run(reduced, 8)
    assert (item.closed, item.late, found.notices) == (None, False, ())


VENDOR = """\
- scanner: Trivy
  identifier: CVE-1
  type: vendor-dependency
  status: pending
  product: ExampleDB 12
  evidence: decisions/letter.pdf
"""


def test_a_vendor_dependency_is_not_late_while_the_vendor_is_asked_and_the_risk_mitigated() -> None:
    day = month(3).isoformat()
    item, found = run(f"{VENDOR}  checked-in: {day}\n  mitigated: 2026-02-01\n", 3)
    assert item.due == item.detected + timedelta(days=30)
    assert (item.late, item.notices, item.open_because, found.notices) == (False, (), (), ())


def test_check_ins_are_owed_every_thirty_days() -> None:
    item, found = run(f"{VENDOR}  checked-in: 2026-02-01\n  mitigated: 2026-02-01\n", 3)
    assert item.late
    assert any("a check-in is required every 30 days" in one.what for one in found.notices)


def test_a_high_vendor_dependency_is_mitigated_within_thirty_days() -> None:
    item, found = run(f"{VENDOR}  checked-in: {month(2).isoformat()}\n", 2)
    assert item.late
    assert any("has to be mitigated to Moderate by 2026-02-17" in one.what for one in found.notices)


def test_a_date_that_only_rating_and_detection_give_is_by_rule() -> None:
    pending = f"{VENDOR}  checked-in: {month(3).isoformat()}\n  mitigated: 2026-02-01\n"
    item, _ = run(pending, 3)
    assert (item.due, item.by_rule) == (item.detected + timedelta(days=30), True)


def test_the_date_counts_from_the_vendors_release() -> None:
    item, _ = run(f"{VENDOR}  released: 2026-03-01\n  mitigated: 2026-02-01\n", 2)
    assert (item.due, item.by_rule, item.late) == (date(2026, 3, 31), False, False)
    item, _ = run(f"{VENDOR}  released: 2026-03-01\n  mitigated: 2026-02-01\n", 3)
    assert item.late


def test_a_fix_that_was_out_before_the_detection_makes_nothing_due_before_it() -> None:
    item, _ = run(f"{VENDOR}  released: 2025-06-01\n  mitigated: 2026-01-19\n")
    assert (item.due, item.late) == (item.detected + timedelta(days=30), False)


@pytest.mark.parametrize(
    "change", [("status: pending", "status: denied"), ("status: pending", "status: withdrawn")], ids=["denied", "withdrawn"]
)
def test_a_vendor_dependency_that_was_refused_is_no_reason_to_wait(change: tuple[str, str]) -> None:
    day = month(2).isoformat()
    item, found = run(f"{VENDOR}  checked-in: {day}\n  mitigated: 2026-02-01\n".replace(*change), 2)
    assert item.late
    assert found.notices == ()


def test_a_vendor_dependency_whose_approval_ran_out_is_no_reason_to_wait() -> None:
    text = approved("vendor-dependency", f"checked-in: {month(2).isoformat()}", "mitigated: 2026-02-01", "expires: 2026-02-28")
    item, found = run(text, 2)
    assert item.late
    assert [one.what for one in found.notices] == ["the approval of the vendor dependency expired on 2026-02-28"]


def test_an_item_is_late_since_the_vendor_was_to_be_asked_although_its_day_is_to_come() -> None:
    text = approved("risk-adjustment", "adjusted-rating: Low") + VENDOR
    item, _ = run(text, 2)
    assert item.due == item.detected + timedelta(days=180)
    assert (item.late, item.late_since) == (True, item.detected + timedelta(days=31))
    said = "No check-in with the vendor is recorded; a check-in is required every 30 days, from the detection on"
    assert item.open_because == (f"{said} {item.detected} on.",)


def test_a_day_to_come_is_no_check_in() -> None:
    item, _ = run(f"{VENDOR}  checked-in: 2027-01-01\n  mitigated: 2026-02-01\n", 3)
    assert item.late


def test_a_requirement_that_was_denied_is_not_refused_again() -> None:
    _, found = run(approved("operational-requirement").replace("status: approved", "status: denied"))
    assert found.notices == ()


def test_an_entry_for_one_item_counts_before_one_for_the_weakness() -> None:
    item, _ = run("")
    text = approved("risk-adjustment", "adjusted-rating: Moderate")
    own = approved("risk-adjustment", "adjusted-rating: Low").replace(
        "- scanner: trivy\n  identifier: CVE-1\n", f"- poam-id: {item.poam_id}\n"
    )
    assert run(text + own)[0].adjusted == "Low"


def test_an_entry_for_nothing_is_told() -> None:
    _, found = run(approved("false-positive").replace("CVE-1", "CVE-99"))
    (notice,) = found.notices
    assert "no item is known by `trivy CVE-99`" in notice.what
    assert notice.place == "line 1"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- type: false-positive\n  status: pending\n", "not clear which item is meant"),
        ("- poam-id: V-1\n  scanner: Trivy\n  identifier: x\n  type: false-positive\n  status: pending\n", "not clear which"),
        ("- poam-id: V-1\n  type: risk-adjustment\n  status: pending\n", "names no rating"),
        ("- poam-id: V-1\n  type: false-negative\n  status: pending\n", "false-negative"),
        ("- poam-id: V-1\n  type: false-positive\n  status: pending\n  evidence: gone.pdf\n", "not there"),
        ("- poam-id: V-1\n  type: false-positive\n  status: pending\n  note: x\n", "`note` is not a known key"),
        ("- poam-id: V-1\n  type: false-positive\n  status: pending\n" * 2, "a second false-positive for the same item"),
        ("a: [", "not valid YAML"),
    ],
)
def test_what_is_wrong_names_its_line(text: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what) as caught:
        read(text)
    assert "decisions/deviations.yaml, line" in str(caught.value)


def test_an_empty_file_decides_nothing() -> None:
    assert read("") == ()


def test_a_deviation_stays_known_when_its_entry_is_removed() -> None:
    text = approved("risk-adjustment", "adjusted-rating: Moderate")
    item, found = run(text)
    kept = ledger(facts(1, snapshots(1, {CART: ["CVE-1"], WEB: []})), carried(found, month(0)))
    (after,) = (one for one in kept.items if one.identifier == "CVE-1")
    assert structs.replace(after.deviations[0]) == item.deviations[0]
    assert isinstance(after.deviations[0], Deviation)
    assert after.deviations[0].kind is DeviationKind.RISK_ADJUSTMENT
    assert after.adjusted == "Moderate"


REQUEST = """\
- {scanner: Trivy, identifier: CVE-1, type: risk-adjustment, status: pending, adjusted-rating: Moderate, request: REQUEST}
"""


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ("{attack-complexity: High}", ["the metrics of the request make 8.1, which is High and not Moderate"]),
        ("{attack-vector: Local, privileges-required: High, attack-complexity: High}", []),
        ("{attack-vector: not defined}", []),
        ("{justification: Nobody reaches it.}", []),
    ],
)
def test_a_request_whose_metrics_make_another_rating_is_told(request_: str, told: list[str]) -> None:
    (item,) = ledger(facts(0, snapshots(0, {CART: ["CVE-1"]}))).items
    vector = Cvss(source="nvd", version="3.1", score=9.8, vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
    scored = structs.replace(item, cvss=(vector,))
    decided = LedgerDecisions(read(REQUEST.replace("REQUEST", request_))).on(scored)
    assert [one.what for one in applied(decided, FEDRAMP_REV5, START, ImageIdentities())[1]] == told


@pytest.mark.parametrize(
    ("request_", "what"),
    [
        ("{attack-vector: Sideways}", "`Sideways` is no attack vector of the form"),
        ("{attachments: [decisions/missing.png]}", "not there"),
        ("{attack: Local}", "`attack` is not a known key"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_line(request_: str, what: str) -> None:
    with pytest.raises(ConfigError, match="line 1") as caught:
        read(REQUEST.replace("REQUEST", request_))
    assert what.lower() in str(caught.value).lower()


def test_the_second_entry_is_named_as_the_second() -> None:
    first, second = (REQUEST.replace("REQUEST", answer) for answer in ("{attack-vector: Local}", "{attack-vector: Sideways}"))
    with pytest.raises(ConfigError, match=r"line 2, key request\.attack-vector of the second entry"):
        read(first + second.replace("CVE-1", "CVE-2"))


def test_a_known_exploited_vulnerability_is_late_however_long_its_vendor_takes() -> None:
    (item,) = ledger(facts(0, snapshots(0, {CART: ["CVE-1"]}))).items
    due, day = date(2026, 2, 3), date(2026, 2, 18)
    waiting = Deviation(
        kind=DeviationKind.VENDOR_DEPENDENCY,
        standing=DeviationStatus.PENDING,
        product="ExampleDB 12",
        checked_in=day,
        mitigated=START,
    )
    item = structs.replace(item, deviations=(waiting,))
    asked, _ = applied(item, FEDRAMP_REV5, day, ImageIdentities())
    assert not asked.late
    exploited, _ = applied(structs.replace(item, known_exploited=due), FEDRAMP_REV5, day, ImageIdentities())
    assert (exploited.due, exploited.late, exploited.late_since) == (due, True, date(2026, 2, 4))
