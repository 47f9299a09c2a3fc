"""What was planned is followed up by forms: a milestone, a comment, a vendor that was asked. What was planned stays."""

from datetime import date
from pathlib import Path

import pytest

from generator.ledger.columns import COMMENTS, CONTACT, MILESTONES, PLAN
from generator.ledger.item_plans import read_item_plans
from generator.ledger.work_package_decisions import read_confirmed_plans
from generator.strict_yaml import load
from tests.review.review_client import sample_copy
from tests.writer_at_work import WriterAtWork, words

DAY, PAGE = date(2026, 11, 20), "/poam/planned"
MONTH_LATER = date(2026, 12, 20)
STEP = {"day 0": "2026-12-10", "step 0": "Deployed and scanned again"}


@pytest.fixture
def writer(tmp_path: Path):
    made = WriterAtWork(sample_copy(tmp_path), DAY, "Ada Lovelace")
    yield made
    made.close()


def open_items(writer: WriterAtWork, count: int) -> list[str]:
    return writer.open("/poam").xpath("//tbody[1]/tr/td[1]/a/text()")[:count]


def test_milestones_and_comments_are_added_to_what_was_planned(writer: WriterAtWork) -> None:
    first, other = open_items(writer, 2)
    for name in (first, other):
        page = writer.open(f"/poam/{name}")
        (link,) = page.xpath("//a[text()='Plan it']/@href")
        row = {"plan": "Asked each month.", "comments": "Ticket 1"}
        step = {"milestones.0.day": "2026-12-10", "milestones.0.step": "Deployed"}
        writer.send(link, "/decisions/item-plans/new/save", row | step)
    file = writer.root / "decisions/item-plans.yaml"
    file.write_text(file.read_text().replace("- poam-id", "# asked by mail\n- poam-id", 1))
    page = writer.open(f"/poam/{first}")
    assert not page.xpath("//a[text()='Plan it']")
    (link,) = page.xpath("//a[text()='Add a milestone or a comment']/@href")
    assert writer.boxes(link, "item") == [first]

    writer.day = MONTH_LATER
    missed = set(writer.boxes(f"{PAGE}?show=missed", "item"))
    assert {first, other} <= missed
    new = {"day 0": "2027-01-10", "step 0": "Deployed late", "comment": "The vendor was late."}
    writer.send(f"{PAGE}?show=missed", f"{PAGE}/items", new, check={"item": [first, other]})
    assert set(writer.boxes(f"{PAGE}?show=missed", "item")) == missed - {first, other}
    plans = {plan.poam_id: plan for plan in read_item_plans(file.read_text())}
    assert plans[first].cells == {
        PLAN: "Asked each month.",
        MILESTONES: "(1) 2026-12-10: Deployed\n(2) 2027-01-10: Deployed late",
        COMMENTS: "Ticket 1\n2026-12-20, Ada Lovelace: The vendor was late.",
    }
    assert plans[other].planned == MONTH_LATER
    assert "# asked by mail" in file.read_text()

    writer.send(PAGE, f"{PAGE}/items", {"contact": "Grace Hopper"}, check={"item": [first]})
    plans = {plan.poam_id: plan for plan in read_item_plans(file.read_text())}
    assert plans[first].cells[CONTACT] == "Grace Hopper"
    assert CONTACT not in plans[other].cells
    refused = writer.client.post(f"{PAGE}/items", {"item": first, "shown": "none"}, status=422)
    assert "something new about them" in refused.text


def test_a_work_package_that_missed_its_day_is_confirmed_anew(writer: WriterAtWork) -> None:
    (name, *_) = writer.boxes("/poam/plans", "work-package")
    writer.send("/poam/plans", "/poam/plans/confirm", {"owner": "Parcel Team", **STEP}, check={"work-package": [name]})
    writer.day = MONTH_LATER
    assert "The last day has passed." in words(writer.open(PAGE))
    again = {"day 0": "2027-01-10", "step 0": "Deployed late"}
    writer.send(PAGE, f"{PAGE}/packages", again, check={"work-package": [name]})
    (plan,) = read_confirmed_plans((writer.root / "decisions/work-packages.yaml").read_text())
    assert [each.day for each in plan.milestones] == [date(2026, 12, 10), date(2027, 1, 10)]
    assert (plan.owner, plan.confirmed) == ("Parcel Team", MONTH_LATER)


@pytest.mark.parametrize("status", ["pending", "approved"])
def test_vendors_are_asked_and_the_letter_of_an_approval_stays(writer: WriterAtWork, status: str) -> None:
    (item,) = open_items(writer, 1)
    (link,) = writer.open(f"/poam/{item}").xpath("//a[text()='Request a deviation']/@href")
    assert "status=pending" in link
    approved = {"approver": "Ruth Castellane", "approver-role": "authorizing-official", "decided": "2026-11-19"}
    writer.upload("decisions", {"letter.pdf": b"%PDF-1.7", "answer.pdf": b"%PDF-1.7 2"})
    entry = {
        "type": "vendor-dependency",
        "status": status,
        "product": "Queue",
        "rationale": "No fix.",
        "submitted": "2026-11-01",
    }
    more = {**approved, "evidence": "decisions/letter.pdf"} if status == "approved" else {}
    writer.send(link, "/decisions/deviations/new/save", {**entry, **more})
    assert f"Change the vendor-dependency {status}" in words(writer.open(f"/poam/{item}"))

    writer.day = MONTH_LATER
    page = writer.open(PAGE)
    assert page.xpath("//h2[@id='vendors']/following::td[contains(@class, 'bad')]/text()") == ["2026-12-01"]
    contacted = {"contacted": "2026-12-18", "evidence": "decisions/answer.pdf"}
    writer.send(PAGE, f"{PAGE}/vendors", contacted, check={"deviation": ["0"]})
    (row,) = load((writer.root / "decisions/deviations.yaml").read_text(), "x").value
    assert str(row["checked-in"]) == "2026-12-18"
    if status == "approved":
        assert row["evidence"] == "decisions/letter.pdf"
        assert row["rationale"].strip() == "No fix.\nThe vendor was asked on 2026-12-18 (decisions/answer.pdf)."
    else:
        assert (row["evidence"], row["rationale"]) == ("decisions/answer.pdf", "No fix.")
    assert not writer.open(PAGE).xpath("//h2[@id='vendors']/following::td[contains(@class, 'bad')]")

    shown = writer.client.shown(PAGE)
    late = {"deviation": "0", "contacted": "2027-03-01", "evidence": "decisions/answer.pdf", "shown": shown}
    assert "is after the as-of date" in writer.client.post(f"{PAGE}/vendors", late, status=422).text
    wrong = {"deviation": "7", "contacted": "2026-12-19", "evidence": "decisions/answer.pdf", "shown": shown}
    assert "none of a vendor dependency" in writer.client.post(f"{PAGE}/vendors", wrong, status=422).text
    released = {"contacted": "2026-12-19", "evidence": "decisions/answer.pdf", "released": "2026-12-18"}
    writer.send(PAGE, f"{PAGE}/vendors", released, check={"deviation": ["0"]})
    assert "No open dependency on a vendor is recorded." in words(writer.open(PAGE))
