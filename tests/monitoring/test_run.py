"""A run as a whole: since when, what is no more, and the chain of records."""

from datetime import date, timedelta

import pytest

from generator.model.monitoring import AlertKind
from generator.monitoring.record import encoded, plain
from generator.monitoring.run import monitor, newest
from generator.monitoring.run_text import lines, message
from generator.monitoring.untracked import AcceptedItems
from tests.evaluation.items_made import CART, item
from tests.ledger.months import START, WEB, facts, snapshots
from tests.monitoring.runs_made import TAKEN, alert, run, snapshot

NOBODY = AcceptedItems(open=(), day=None)


def test_counts_and_order() -> None:
    what = facts(0, snapshots(0, {CART: ["CVE-1"]}, running=[CART, WEB]))
    late = item(late=True, due=date(2026, 1, 1))
    made = monitor(what, [late], NOBODY, taken=TAKEN, system="x")
    assert (made.images, made.scanned, made.items, made.tracked, made.as_of) == (2, 0, 1, False, START), "scanned by its tag"
    assert made.digests == tuple(sorted({digest for image in what.images if image.running for digest in image.digests}))
    assert [(one.kind, one.image) for one in made.alerts] == [(AlertKind.NEVER_SCANNED, WEB), (AlertKind.UNTRACKED_LATE, CART)]


def test_an_alert_is_as_old_as_the_first_run_that_saw_it_and_what_ended_is_told() -> None:
    what = facts(0, snapshots(0, {}, running=[WEB]))
    old = run(alert(image=WEB, since=date(2025, 12, 1)), alert(image="gone:1"), taken=TAKEN - timedelta(days=1))
    made = monitor(what, [], NOBODY, taken=TAKEN, system="x", before=snapshot(old))
    assert [one.since for one in made.alerts] == [date(2025, 12, 1)]
    assert made.resolved == ("image-never-scanned gone:1",)
    assert made.previous == "b" * 64
    younger = run(alert(image=WEB, since=date(2026, 1, 30)))
    assert monitor(what, [], NOBODY, taken=TAKEN, system="x", before=snapshot(younger)).alerts[0].since == START


def test_the_newest_record_before_the_run_is_the_one_before() -> None:
    runs = [snapshot(run(taken=TAKEN - timedelta(days=days))) for days in (3, 1, 0, 2)]
    found = newest(runs, TAKEN)
    assert found is not None
    assert found.taken == TAKEN - timedelta(days=1)
    assert newest([], TAKEN) is None


def test_the_record_is_the_same_bytes_each_time_and_holds_keys() -> None:
    made = run(alert(), alert(AlertKind.LATE))
    assert encoded(made, "atopack 1") == encoded(made, "atopack 1")
    assert plain(made.alerts[1])["key"] == "weakness-past-due reg.example/shop/cart:1.4 V-1"


def test_words_for_people_say_why_and_what_to_do() -> None:
    text = "\n".join(lines(run(alert(), alert(AlertKind.LATE, why="It is late."), tracked=False)))
    assert "2 scanned within 30 days" in text
    assert "No POA&M was handed in" in text
    assert "1 × running images were never scanned; 1 × weaknesses on running images are past due" in text
    assert "why:    It is late." in text
    assert "next:   scan the image by its digest" in text
    many = "\n".join(lines(run(*(alert(image=f"i{number}") for number in range(5))), most=2))
    assert "… and 3 more" in many
    assert "Alerts     none." in "\n".join(lines(run()))


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "nothing known"), (1, "w1"), (3, "w1, w2, w3"), (4, "w1, w2, w3 and 1 more"), (9, "w1, w2, w3 and 6 more")],
)
def test_of_many_workloads_the_first_three_are_named_and_the_others_counted(count: int, shown: str) -> None:
    workloads = tuple(f"w{number}" for number in range(1, count + 1))
    assert f"      run by: {shown}" in list(lines(run(alert(workloads=workloads))))


def test_a_message_is_bounded_and_counts_all() -> None:
    made = run(*(alert(image=f"i{number}") for number in range(600)), resolved=("a b",))
    sent = message(made)
    assert sent["count"] == 600
    assert len(sent["alerts"]) == 500  # type: ignore[arg-type]
    assert sent["text"] == "toy-shop: 600 × running images were never scanned; 1 of the run before are no more."
