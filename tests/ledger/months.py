"""Months of scans for tests of the ledger: what runs, what each scan saw, and the ledger carried from one to the next."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ids import UuidFactory
from generator.ledger.deviation_decisions import LedgerDecision
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.ledger.items import ledger_of
from generator.ledger.poam_ledger import Before, Ledger
from generator.ledger.rating import Rater
from generator.model.content import NoContent
from generator.model.facts import SystemFacts
from generator.model.snapshot import Snapshot
from generator.model.system import PoamPolicy
from generator.workspace.system_yaml import read
from tests.facts.scans_made import pods, scan

DEFAULT = PoamPolicy()
START = date(2026, 1, 20)
CART, WEB = "reg.example/shop/cart:1.4", "reg.example/shop/web:2.0"


def month(number: int) -> date:
    """The as-of day of a month, counted from 0."""
    return START + timedelta(days=30 * number)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def snapshots(number: int, seen: Mapping[str, Sequence[str]], running: Sequence[str] | None = None) -> list[Snapshot]:
    """A dump and the scans of a month: `seen` has every image that was scanned with what was seen on it."""
    day = month(number)
    taken = moment(day - timedelta(days=2))
    names = {f"w{index}": image for index, image in enumerate(running if running is not None else seen)}
    scans = [scan(f"evidence/scans/{number}/{image}.json", image, list(ids), taken) for image, ids in seen.items()]
    return [pods(f"evidence/cluster/{number}.json", moment(day), names), *scans]


def facts(number: int, *months: Sequence[Snapshot]) -> SystemFacts:
    found = [one for each in months for one in each]
    return facts_of(History.of(found), read("", folder="x"), month(number))


def ledger(
    what: SystemFacts,
    before: Before | None = None,
    *,
    decided: Sequence[LedgerDecision] = (),
    policy: PoamPolicy = DEFAULT,
    incomplete: Sequence[str] = (),
) -> Ledger:
    rater = Rater(FEDRAMP_REV5, NoContent())
    return ledger_of(
        what,
        FEDRAMP_REV5,
        UuidFactory("x"),
        rater=rater,
        before=before,
        decided=decided,
        policy=policy,
        incomplete=incomplete,
    )


def carried(what: Ledger, day: date) -> Before:
    return Before(as_of=day, items=what.items, looks=what.looks, images=what.images)


def identities(what: SystemFacts) -> ImageIdentities:
    """The images of a day, with nothing known of earlier ones."""
    return ImageIdentities(image.asset_id for image in what.inventory)


def by_id(what: Ledger) -> dict[str, LedgerItem]:
    found = {item.poam_id: item for item in what.items}
    assert len(found) == len(what.items), "two items share an id"
    return found


def assets(item: LedgerItem) -> list[str]:
    return [asset.asset_id for asset in item.assets]
