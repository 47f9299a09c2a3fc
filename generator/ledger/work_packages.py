"""What is to be done, once for all items that it closes: an image is rebuilt on its base with its packages updated.

Container images are not patched where they run (FedRAMP Vulnerability Scanning Requirements for Containers v1.0, "Container
Image Scanning"): one rebuild closes every weakness whose packages it updates. Each item names its work packages; who does the
work and until when is for people to confirm; generated dates are proposals (POA&M Template v3.0, "Remediation Plan").
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import structs

from generator.ids import UuidFactory
from generator.ledger import columns as c
from generator.ledger.affected_packages import updates_of
from generator.ledger.coverage import repository
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Notice
from generator.model.asset import AssetNotes, NoteKey
from generator.model.facts import AffectedAsset, SystemFacts
from generator.model.identifiers import AssetId
from generator.model.scan import ResultKind
from generator.text import agreeing, counted, left_out, listed

_WORKBOOK = "workbooks/Appendix-O-POAM.xlsx"
_MOST_PACKAGES = 5
_MOST_NAMED = 5
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _WorkPackage:
    id: str
    work: str
    """What is done, without the packages that an item needs updated."""
    owner: str


def with_work(items: Iterable[LedgerItem], facts: SystemFacts, ids: UuidFactory) -> list[LedgerItem]:
    """The items, open ones with the work packages that close them."""
    rows = list(items)
    packages = _packages(facts, ids)
    closes = Counter(asset.asset_id for item in rows for asset in _updated(item))
    return [_planned(item, packages, closes) for item in rows]


def without_milestone(items: Iterable[LedgerItem], as_of: date) -> list[Notice]:
    """Items that are past due need a new milestone that a person names; their Scheduled Completion Date stays."""
    late = sorted(item.poam_id for item in items if item.late and not item.configuration and not has_milestone(item, as_of))
    if not late:
        return []
    what = f"{counted(len(late), 'item')} past due {agreeing(len(late), 'has', 'have')} no milestone that is still to come"
    step = f"write one with its day under {c.PLAN}; the Scheduled Completion Date stays"
    return [Notice(path=_WORKBOOK, place=listed(late, _MOST_NAMED), what=what, next_step=step)]


def has_milestone(item: LedgerItem, as_of: date) -> bool:
    """A person wrote a plan with a day that is still to come."""
    return planned_until(dict(item.written), as_of)


def planned_until(written: Mapping[str, str], as_of: date) -> bool:
    """The same, of texts by header."""
    days = _DAY.findall(" ".join(written.get(header, "") for header in (c.PLAN, c.MILESTONES, c.CHANGES)))
    return any(day >= as_of.isoformat() for day in days)


def _packages(facts: SystemFacts, ids: UuidFactory) -> Mapping[AssetId, _WorkPackage]:
    bases = {row.asset_id: row.base for row in facts.hardening}
    packages = {
        image.asset_id: _WorkPackage(
            id=_id(ids, repository(image.asset_id) or image.asset_id),
            work=f"rebuild {image.asset_id} {_base(bases.get(image.asset_id))}",
            owner=_owner(image.notes),
        )
        for image in facts.inventory
    }
    for asset in facts.assets:
        packages[asset.asset_id] = _WorkPackage(_id(ids, asset.asset_id), f"update {asset.asset_id}", _owner(asset.notes))
    return packages


def _base(name: str | None) -> str:
    return f"on {name}" if name else "(its base is not known)"


def _id(ids: UuidFactory, name: str) -> str:
    """The same from release to release: of the image, whatever its version."""
    return f"W-{ids.object('work-package', name).replace('-', '')[:6].upper()}"


def _owner(notes: AssetNotes) -> str:
    return notes.text(NoteKey.OWNER) or notes.text(NoteKey.ADMINISTRATOR)


def _updated(item: LedgerItem) -> list[AffectedAsset]:
    if item.closed is not None or item.kind is not ResultKind.VULNERABILITY:
        return []
    return [asset for asset in item.assets if updates_of(asset)]


def _planned(item: LedgerItem, packages: Mapping[AssetId, _WorkPackage], closes: Mapping[AssetId, int]) -> LedgerItem:
    steps = [
        _step(packages[asset.asset_id], asset, closes[asset.asset_id]) for asset in _updated(item) if asset.asset_id in packages
    ]
    if not steps:
        return item
    more = left_out(len(steps) - _MOST_PACKAGES, "work package")
    return structs.replace(item, work=(*steps[:_MOST_PACKAGES], *([more] if more else [])))


def _step(package: _WorkPackage, asset: AffectedAsset, closes: int) -> str:
    owner = package.owner or "nobody is named in decisions/assets.yaml"
    shared = f"; shared by {closes:,} items" if closes > 1 else ""
    return f"Work package {package.id} (owner: {owner}{shared}): {package.work} with {_updates(updates_of(asset))}."


def _updates(rows: Sequence[tuple[str, str, str]]) -> str:
    return listed((f"{name} {version} updated to {fixed}".replace("  ", " ") for name, version, fixed in rows), _MOST_PACKAGES)
