"""Changes since the accepted package, the annual assessment, the meeting pack."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml
from lxml import html
from review_client import AS_OF, SAMPLE, ReviewClient, accepted_copy, entered, workbench

from generator.frameworks.rev5.core import core_controls
from generator.renderers.report.sections.poam import open_of
from generator.review.meeting import SOON, coming_days
from generator.review.pages.annual import _anniversaries
from generator.review.since_accepted import accepted_days, since, touched


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> ReviewClient:
    return entered(workbench(accepted_copy(tmp_path_factory.mktemp("year"))))


@pytest.fixture(scope="module")
def first() -> ReviewClient:
    """Nothing was accepted yet."""
    return entered(workbench(SAMPLE, read_only=True))


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_without_an_accepted_package_there_is_nothing_to_compare_with(first: ReviewClient) -> None:
    assert "nothing to compare with" in first.get("/changes")
    assert "This is the first package" in first.get("/meeting")
    assert "changed (0)" in words(first.get("/annual"))


def test_before_the_first_package_nothing_says_whether_changes_are_notified(first: ReviewClient, client: ReviewClient) -> None:
    def row(of: ReviewClient) -> list[str]:
        rows = html.fromstring(of.get("/month")).xpath("//table[1]/tbody/tr")
        return next([cell.text_content() for cell in each] for each in rows if "Change notifications" in each.text_content())

    assert row(first)[3:] == ["no accepted package to compare with: what changed is not known", "not known"]
    assert row(client)[4] in ("yes", "no")


def test_changes_are_classified_together_and_leave_the_list(client: ReviewClient) -> None:
    page = client.get("/changes")
    (day,) = accepted_days(client.bench.root, AS_OF)
    before = since(client.bench.root, client.bench.assessments.current(), day).changes.open
    assert f"{len(before)} changes without a type" in page
    chosen = [change.key for change in before if "metrics" in change.subject][:2]
    assert len(chosen) == 2
    file = client.bench.root / "decisions/significant-changes.yaml"
    text = file.read_text()
    form = {"shown": client.shown("/changes"), "since": day.isoformat(), "change": chosen, "type": "adaptive"}
    client.post("/changes/decide", form, status=422)
    client.post("/changes/decide", {**form, "explanation": "Metrics are read by the agency."})
    assert file.read_text().startswith(text)
    assert yaml.safe_load(file.read_text().removeprefix(text)) == [
        {"changes": chosen, "type": "adaptive", "explanation": "Metrics are read by the agency."}
    ]
    after = since(client.bench.root, client.bench.assessments.current(), day).changes
    assert len(after.open) == len(before) - 2
    shown = words(client.get("/changes"))
    assert "Metrics are read by the agency. Complete the notification Controls (proposed):" in shown
    assert "Still to be said: reason, customer-impact, plan, controls, impact-analysis, approver." in shown
    again = {"shown": client.shown("/changes"), "change": chosen, "type": "routine", "explanation": "x"}
    assert "is no change without a type" in client.post("/changes/decide", again, status=422).text


def test_due_days_follow_the_rules_of_both_regimes(client: ReviewClient) -> None:
    shown = words(client.get("/changes"))
    # The plan of the sample starts on 2 November and ends on 16 November 2026.
    assert "Notification of initial plans: 2026-09-21" in shown
    assert "Notification of final plans: 2026-10-19" in shown
    assert "Significant Change Request to the authorizing official (Rev5): 2026-10-03" in shown


def test_what_a_change_touches_is_what_the_evidence_ties_to_it(client: ReviewClient) -> None:
    assessment = client.bench.assessments.current()
    (day,) = accepted_days(client.bench.root, AS_OF)
    changes = {change.key: change for change in since(client.bench.root, assessment, day).difference.changes}
    image = next(change for key, change in changes.items() if key.startswith("image came: "))
    parts = touched(assessment, image)
    assert parts.assets
    assert all(asset.startswith(image.subject) for asset in parts.assets)
    assert "RA-5" in parts.controls
    opened = next(change for key, change in changes.items() if key == "opened to the outside: parcel-web/Deployment/web-portal")
    assert {"SC-7", "SC-8"} <= set(touched(assessment, opened).controls)
    assert "registry.parceltrack.example/parcel/web-portal:3.4.1" in touched(assessment, opened).assets


@pytest.mark.parametrize(
    ("authorized", "as_of", "days"),
    [
        (date(2025, 6, 12), date(2026, 11, 20), (date(2026, 6, 12), date(2027, 6, 12))),
        (date(2025, 6, 12), date(2026, 6, 12), (date(2026, 6, 12), date(2027, 6, 12))),
        (date(2025, 6, 12), date(2026, 6, 11), (date(2025, 6, 12), date(2026, 6, 12))),
        (date(2024, 2, 29), date(2025, 2, 28), (date(2025, 2, 28), date(2026, 2, 28))),
        (date(2027, 1, 1), date(2026, 6, 11), (date(2027, 1, 1), date(2028, 1, 1))),
    ],
)
def test_anniversaries(authorized: date, as_of: date, days: tuple[date, date]) -> None:
    assert _anniversaries(authorized, as_of) == days


def test_the_scope_of_the_year(client: ReviewClient) -> None:
    page = client.get("/annual")
    shown = words(page)
    assert "The assessor’s plan is due on 2027-04-13 , the whole package by 2027-06-12" in shown
    core = core_controls("moderate")
    assert f"core ({len(core)})" in shown
    assert set(re.findall(r'href="/controls/([^"]+)"', page)) == set(core)
    changed = client.get("/annual?why=changed")
    assert {"SC-7", "SC-8", "SI-12"} <= set(re.findall(r'href="/controls/([^"]+)"', changed))
    assert "Open items of the POA&amp;M" in page


def test_the_meeting_pack_is_a_page_and_a_file_that_stands_alone(client: ReviewClient) -> None:
    shown = words(client.get("/meeting"))
    assert "58 items of the POA&amp;M are open, 5 of them past due." in shown
    assert "compared with the package of 2026-10-20" in shown
    assert "Significant change: Recipients get a notice by mail" in shown
    answer = client.http.get("/meeting/meeting-pack.html")
    assert answer.headers["content-disposition"] == "attachment"
    assert "58 items of the POA&amp;M are open" in answer.text
    assert 'href="/' not in answer.text
    assert 'src="' not in answer.text


def test_an_accepted_package_that_cannot_be_read_is_named(client: ReviewClient) -> None:
    plan = client.bench.root / "previous/2026-10-20/diagrams/flows.json"
    before = plan.read_bytes()
    plan.write_bytes(b"{")
    for path in ("/changes", "/annual", "/meeting"):
        assert "flows.json" in client.get(path)
    plan.write_bytes(before)
    assert "Without a type" in client.get("/changes")


def test_links_in_previous_are_not_followed(client: ReviewClient, tmp_path: Path) -> None:
    place = client.bench.root / "previous/2026-10-31"
    place.symlink_to(tmp_path)
    assert [day.isoformat() for day in accepted_days(client.bench.root, AS_OF)] == ["2026-10-20"]
    place.unlink()


def test_items_due_together_are_one_row_and_a_single_one_is_named(client: ReviewClient) -> None:
    made = client.bench.assessments.current()
    days = coming_days(made.package, made.tracked.ledger.items, AS_OF)
    due = {item for item in made.tracked.ledger.items if item.closed is None and item.due and item.due <= AS_OF + SOON}
    together = Counter((item.due, item.effective) for item in due)
    assert set(Counter(together.values())) > {1}
    for item in due:
        rows = [row.what for row in days if row.day == item.due and f"({item.effective})" in row.what and " due: " in row.what]
        many = together[item.due, item.effective]
        expected = f"{item.poam_id} ({item.effective}) is due: {item.name}" if many == 1 else f"{many} items ({item.effective})"
        assert len([row for row in rows if row.startswith(expected)]) == 1


def test_the_month_names_owners_days_and_what_cannot_be_said(client: ReviewClient) -> None:
    rows = {row.xpath("string(td[1])"): row for row in html.fromstring(client.get("/month")).xpath("//table[1]/tbody/tr")}
    package = client.bench.assessments.current().package
    assert date.fromisoformat(rows["POA&M"].xpath("string(td[3])")) == min(
        item.due for item in open_of(package) if not item.configuration
    )
    assert rows["POA&M"].xpath("string(td[2])") in {party.name for party in package.system.parties}
    assert "to notify of" in rows["Change notifications"].xpath("string(td[4])")
    unknown = [trigger.title for trigger in package.triggers if trigger.level is None]
    assert all(f"{title}: cannot be said" in words(client.get("/month")) for title in unknown)
