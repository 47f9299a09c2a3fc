"""The work that closes items, and who has to confirm it."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import structs
from replacing import replace

from generator.ids import UuidFactory
from generator.ledger import columns as c
from generator.ledger.asset_states import AssetDisposition, ClosureReason
from generator.ledger.item import LedgerItem
from generator.ledger.planned_work import PlannedWork, sentences
from generator.ledger.poam_ledger import Notice
from generator.ledger.work_packages import has_milestone, with_work, without_milestone
from generator.model.asset import AssetNote, AssetNotes, NoteKey
from generator.model.facts import SystemFacts
from generator.model.identifiers import AssetId
from tests.evaluation.items_made import item as made
from tests.ledger.months import CART, WEB, facts, identities, snapshots
from tests.ledger.test_affected_packages import asset

DAY = date(2026, 3, 1)
IDS = UuidFactory("x")


def system(owner: str = "") -> SystemFacts:
    what = facts(0, snapshots(0, {CART: [], WEB: []}))
    if not owner:
        return what
    notes = AssetNotes(notes=(AssetNote(key=NoteKey.OWNER, value=owner, by="a test"),))
    return structs.replace(what, images=tuple(structs.replace(image, notes=notes) for image in what.images))


def item(number: int, *assets: tuple[str, str | None], **more: object) -> LedgerItem:
    rows = tuple(asset(asset_id, ("libssl", "3.0.1", fixed)) for asset_id, fixed in assets)  # type: ignore[arg-type]
    return replace(made(), poam_id=f"V-{number}", assets=rows, **more)


def planned(items: Sequence[LedgerItem], what: SystemFacts) -> tuple[list[LedgerItem], list[Notice]]:
    return with_work(items, what, IDS, identities(what))


def test_one_rebuild_is_named_by_all_items_that_it_closes() -> None:
    first, second = planned([item(1, (CART, "3.0.2")), item(2, (CART, "3.0.2"), (WEB, "3.0.3"))], system())[0]
    (work,) = first.work
    assert f"Work package {work.package} (owner not named; shared by 2 items): " in work.sentence
    assert work.sentence.endswith(f"rebuild {CART} with libssl 3.0.1 updated to 3.0.2.")
    assert second.work[0] == work
    assert f"rebuild {WEB}" in second.work[1].text
    assert "shared by" not in second.work[1].sentence


def test_the_owner_is_whom_people_named() -> None:
    ((row,), _) = planned([item(1, (CART, "3.0.2"))], system("Shop Team"))
    assert "(owner: Shop Team): " in row.work[0].sentence


def test_a_work_package_keeps_its_id_from_release_to_release() -> None:
    newer = CART.replace("1.4", "1.5")
    what = facts(1, snapshots(1, {newer: []}))
    ((old,), _), ((new,), _) = planned([item(1, (CART, "2"))], system()), planned([item(1, (newer, "2"))], what)
    assert old.work[0].package == new.work[0].package


def test_images_of_one_repository_that_run_side_by_side_are_rebuilt_each_by_itself() -> None:
    def packages(*tags: str) -> list[str]:
        images = [AssetId(f"reg.example/shop/all:{tag}") for tag in tags]
        what = facts(0, snapshots(0, {image: [] for image in images}))
        rows, _ = planned([item(number, (image, "2")) for number, image in enumerate(images)], what)
        return [row.work[0].package for row in rows]

    cart, checkout = packages("3.0.0-cart", "3.0.0-checkout")
    assert cart != checkout
    assert packages("3.1.2-cart", "3.1.2-checkout") == [cart, checkout], "the same from release to release"
    for old, new in (("3.0.0", "3.1.0"), ("16.4-r3", "16.5-r1"), ("0defaced", "1defaced"), ("3.0.0-cart", "3.1.0-cart")):
        assert len({*packages(old, new), *packages(old), *packages(new)}) == 1, "one rebuild replaces both"


def test_without_a_fix_or_closed_there_is_no_work() -> None:
    rows = [item(1, (CART, None)), item(2, ("gone.example/x:1", "2"))]
    assert [row.work for row in planned(rows, system())[0]] == [(), ()]


def test_what_was_not_scanned_this_time_keeps_its_work_and_what_is_closed_its_record() -> None:
    known = PlannedWork(package="W-0", text="rebuild old.example/x:1 with a updated to 2")
    ((before,), _) = planned([item(1, (CART, "3.0.2"))], system("Shop Team"))
    unseen = replace(before, assets=(asset(AssetId(CART)),), work=(before.work[0], known))
    ((row,), _) = planned([unseen], system())
    assert row.work == before.work, "another work package than that of the asset is none of its work any more"
    closed = replace(before, closed=AssetDisposition(reason=ClosureReason.REMEDIATED, day=DAY, because="scanned again"))
    assert planned([closed], system())[0][0].work == before.work


def test_a_package_without_a_fix_leaves_the_work_in_part() -> None:
    both = asset(AssetId(CART), ("libssl", "3.0.1", "3.0.2"), ("zlib", "1.2", None))
    ((row,), _) = planned([replace(item(1), assets=(both,))], system())
    assert (row.work[0].in_part, row.work[0].text.rpartition(" with ")[2]) == (True, "libssl 3.0.1 updated to 3.0.2")


def test_of_many_work_packages_the_first_are_named() -> None:
    work = [PlannedWork(package=f"W-{number}", text="rebuild") for number in range(7)]
    assert sentences(work)[4:] == ["Work package W-4: rebuild.", "and 2 more work packages"]
    assert sentences(work[:5])[-1] == "Work package W-4: rebuild."


def late(**more: object) -> LedgerItem:
    return replace(made(), poam_id="V-9", late=True, due=DAY - timedelta(days=1), configuration=False, **more)


def test_past_due_a_person_names_a_new_milestone_and_the_date_stays() -> None:
    (notice,) = without_milestone([late(written=())], DAY)
    assert (notice.place, notice.what) == ("V-9", "1 item past due has no milestone that is still to come")
    (notice,) = without_milestone([late(written=((c.PLAN, "1) 2026-02-28: rebuild"),))], DAY)
    assert "past due" in notice.what, "a day that is over is no milestone"
    assert not without_milestone([late(written=((c.MILESTONES, "(1) 2026-03-01: rebuild"),))], DAY)
    assert not without_milestone([replace(late(), late=False), replace(late(), configuration=True)], DAY)
    assert has_milestone(late(written=((c.CHANGES, "(1) New 2026-04-01 : later"),)), DAY)
