"""What is to be done, once for all items that it closes: an image is rebuilt on its base with its packages updated.

Container images are not patched where they run (FedRAMP Vulnerability Scanning Requirements for Containers v1.0, "Container
Image Scanning"): one rebuild closes every weakness whose packages it updates. Each item names its work packages; who does the
work and until when is for people to confirm; generated dates are proposals (POA&M Template v3.0, "Remediation Plan").
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec
from msgspec import structs

from generator.ids import UuidFactory
from generator.ledger import columns as c
from generator.ledger.affected_packages import unfixed, updates_of
from generator.ledger.confirmed_plans import ConfirmedPlans
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.ledger.planned_work import ConfirmedPlan, PlannedWork
from generator.ledger.poam_ledger import Notice
from generator.ledger.work_package_decisions import FILE
from generator.model.asset import AssetNotes, NoteKey
from generator.model.facts import AffectedAsset, SystemFacts
from generator.model.identifiers import AssetId
from generator.model.scan import ResultKind
from generator.text import agreeing, counted, listed

_WORKBOOK = "workbooks/Appendix-O-POAM.xlsx"
_MOST_PACKAGES = 5
_MOST_NAMED = 5
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class _WorkPackage(msgspec.Struct, frozen=True):
    id: str
    subject: str
    """`rebuild reg.example/cart:1.4`."""
    base: str
    """Of an image, the base as evidence names it."""
    is_image: bool
    owner: str


def with_work(
    items: Iterable[LedgerItem],
    facts: SystemFacts,
    ids: UuidFactory,
    images: ImageIdentities,
    plans: Sequence[ConfirmedPlan] = (),
) -> tuple[list[LedgerItem], list[Notice]]:
    """The items, open ones with the work packages that close them and the plans of these that people confirmed."""
    planner = _Planner(facts, ids, images, ConfirmedPlans(plans, facts.as_of))
    rows = [(item, planner.parts(item)) for item in items]
    closes = Counter([package for _, parts in rows for package in {part.work.package for part in parts}])
    planned = [planner.planned(item, parts, closes) for item, parts in rows]
    return planned, list(planner.confirmed.notices())


def without_milestone(items: Iterable[LedgerItem], as_of: date) -> list[Notice]:
    """Items that are past due need a new milestone that a person names; their Scheduled Completion Date stays."""
    late = sorted(item.poam_id for item in items if item.late and not item.configuration and not has_milestone(item, as_of))
    if not late:
        return []
    what = f"{counted(len(late), 'item')} past due {agreeing(len(late), 'has', 'have')} no milestone that is still to come"
    step = f"write one with its day under {c.PLAN}, or into {FILE}; the Scheduled Completion Date stays"
    return [Notice(path=_WORKBOOK, place=listed(late, _MOST_NAMED), what=what, next_step=step)]


def has_milestone(item: LedgerItem, as_of: date) -> bool:
    """A person wrote or confirmed a plan with a day that is still to come."""
    return any(plan.last >= as_of for plan in item.plans) or planned_until(dict(item.written), as_of)


def planned_until(written: Mapping[str, str], as_of: date) -> bool:
    """The same, of texts by header."""
    days = _DAY.findall(" ".join(written.get(header, "") for header in (c.PLAN, c.MILESTONES, c.CHANGES)))
    return any(day >= as_of.isoformat() for day in days)


class _Part(msgspec.Struct, frozen=True, gc=False):
    """The work for one asset of an item."""

    work: PlannedWork
    software: tuple[str, ...]
    """Packages that today's evidence says are updated."""


class _Planner:
    def __init__(self, facts: SystemFacts, ids: UuidFactory, images: ImageIdentities, confirmed: ConfirmedPlans) -> None:
        self.confirmed = confirmed
        self._ids, self._images = ids, images
        bases = {row.asset_id: row.base for row in facts.hardening}
        self._packages = {
            image.asset_id: _WorkPackage(
                id=self._id(image.asset_id),
                subject=f"rebuild {image.asset_id}",
                base=bases.get(image.asset_id) or "",
                is_image=True,
                owner=_owner(image.notes),
            )
            for image in facts.inventory
        }
        for asset in facts.assets:
            subject, owner = f"update {asset.asset_id}", _owner(asset.notes)
            package = _WorkPackage(id=self._id(asset.asset_id), subject=subject, base="", is_image=False, owner=owner)
            self._packages[asset.asset_id] = package

    def _id(self, asset_id: AssetId) -> str:
        """The same from release to release: of the image, whatever its version. As long as the hash of a POA&M ID, since a plan
        is found by it."""
        return f"W-{self._ids.object('work-package', self._images.name(asset_id)).replace('-', '')[:10].upper()}"

    def parts(self, item: LedgerItem) -> list[_Part]:
        """One for each asset for which something is to be done; none of a closed item."""
        if item.closed is not None or item.kind is not ResultKind.VULNERABILITY:
            return []
        known = {work.package: work for work in item.work} if item.work else {}
        return [part for asset in item.assets if (part := self._part(asset, known)) is not None]

    def _part(self, asset: AffectedAsset, known: Mapping[str, PlannedWork]) -> _Part | None:
        """Of an asset that no scan looked at this time, what was known before."""
        if not asset.packages:
            work = known.get(self._id(asset.asset_id))
            return _Part(work, ()) if work is not None else None
        package, updates = self._packages.get(asset.asset_id), updates_of(asset)
        if package is None or not updates:
            return None
        plan = self.confirmed.plan(package.id)
        work = PlannedWork(
            package=package.id,
            text=f"{package.subject}{_base(package, plan)} with {_updates(updates, dict(plan.versions) if plan else {})}",
            in_part=bool(unfixed([asset])),
            owner=plan.owner if plan else package.owner,
        )
        return _Part(work, tuple([name for name, _, _ in updates]))

    def planned(self, item: LedgerItem, parts: Sequence[_Part], closes: Mapping[str, int]) -> LedgerItem:
        """The item with its parts. `closes` says how many items each work package closes."""
        if item.closed is not None or not (parts or item.work):
            return item
        work = tuple([structs.replace(part.work, shared=closes[part.work.package]) for part in parts])
        software = frozenset([name for part in parts for name in part.software])
        whole = len(parts) == len(item.assets) and not any(part.work.in_part for part in parts)
        return structs.replace(item, work=work, plans=self.confirmed.covering(item, work, software, whole=whole))


def _base(package: _WorkPackage, plan: ConfirmedPlan | None) -> str:
    if not package.is_image:
        return ""
    base = plan.base if plan and plan.base else package.base
    return f" on {base}" if base else ""


def _owner(notes: AssetNotes) -> str:
    return notes.text(NoteKey.OWNER) or notes.text(NoteKey.ADMINISTRATOR)


def _updates(rows: Sequence[tuple[str, str, str]], versions: Mapping[str, str]) -> str:
    """`libssl 3.0.1 updated to 3.0.2`; where a person named another version than that of the fix, both."""
    return listed((_update(name, version, fixed, versions.get(name, fixed)) for name, version, fixed in rows), _MOST_PACKAGES)


def _update(name: str, version: str, fixed: str, target: str) -> str:
    remark = f" (fixed in {fixed})" if target != fixed else ""
    return f"{name} {version} updated to {target}{remark}".replace("  ", " ")
