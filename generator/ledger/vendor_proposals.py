"""Weaknesses without a fix: what is proposed to the person who decides, from what scanners say of the vendor.

A vendor that works on a fix, or has put it off, makes a vendor dependency (POA&M Template Completion Guide v2.2). One that
will not fix it, or no longer fixes anything, is none to wait for: an operational requirement, a risk adjustment or a
replacement; of High no operational requirement, which is not approved before the risk is reduced (Deviation Request Form v2.1,
OR RA). Nothing of that counts before a person writes it into `decisions/deviations.yaml`.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import structs

from generator.ledger.affected_packages import unfixed
from generator.ledger.deviation_records import DeviationKind
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Notice
from generator.model.facts import AffectedAsset
from generator.model.grouping import grouped
from generator.model.rating import Rating
from generator.model.scan import ResultKind
from generator.text import agreeing, counted, listed

_FILE = "decisions/deviations.yaml"
_MOST_NAMED = 5
_AWAITED = frozenset({"affected", "fix_deferred", "deferred", "not_fixed"})
"""Trivy, Prisma Cloud, Grype: the vendor knows it and has released no fix."""
_REFUSED = frozenset({"will_not_fix", "wont_fix", "end_of_life"})
"""Trivy, Anchore, Grype: the vendor will release none."""
_ASKS = (DeviationKind.VENDOR_DEPENDENCY, DeviationKind.OPERATIONAL_REQUIREMENT, DeviationKind.RISK_ADJUSTMENT)


class VendorProposal(StrEnum):
    """What is proposed."""

    WAIT = "vendor dependency"
    ACCEPT_OR_REPLACE = "operational requirement, risk adjustment or replacement"
    REDUCE_OR_REPLACE = "risk adjustment or replacement"


_NEXT = {
    VendorProposal.WAIT: "ask the vendor; write a `vendor-dependency` with product, `checked-in` and the evidence of that",
    VendorProposal.ACCEPT_OR_REPLACE: "replace the package, or request an `operational-requirement` or a `risk-adjustment`",
    VendorProposal.REDUCE_OR_REPLACE: "replace the package, or reduce the risk and request a `risk-adjustment`",
}


def proposing(item: LedgerItem) -> tuple[LedgerItem, VendorProposal | None]:
    """The item with the sentence about what is proposed; nothing where it has a fix everywhere, or a person has decided."""
    if item.closed is not None or item.kind is not ResultKind.VULNERABILITY or not item.by_scan:
        return item, None
    if any(deviation.kind in _ASKS for deviation in item.deviations):
        return item, None
    without = unfixed(item.assets)
    refused = [asset for asset in without if _says(asset, _REFUSED)]
    awaited = [asset for asset in without if _says(asset, _AWAITED)]
    if refused:
        high = item.effective is Rating.HIGH
        proposal = VendorProposal.REDUCE_OR_REPLACE if high else VendorProposal.ACCEPT_OR_REPLACE
        why = f"the vendor will release no fix ({_words(refused, _REFUSED)})"
    elif awaited:
        proposal, why = VendorProposal.WAIT, f"the vendor has released no fix ({_words(awaited, _AWAITED)})"
    else:
        return item, None
    assets = refused or awaited
    where = "" if len(assets) == len(item.assets) else f" on {listed((asset.asset_id for asset in assets), 3)}"
    sentence = f"Proposed: {proposal}, since {why}{where}; a person decides."
    return structs.replace(item, open_because=(*item.open_because, sentence)), proposal


def to_decide(rows: Iterable[tuple[LedgerItem, VendorProposal]]) -> list[Notice]:
    """One question for each kind of proposal."""
    groups = grouped((proposal, item.poam_id) for item, proposal in rows)
    return [
        Notice(
            path=_FILE,
            place=listed(sorted(ids), _MOST_NAMED),
            what=f"{counted(len(ids), 'item')} without a fix {agreeing(len(ids), 'is', 'are')} proposed as {proposal}",
            next_step=_NEXT[proposal],
        )
        for proposal, ids in sorted(groups.items())
    ]


def _says(asset: AffectedAsset, words: frozenset[str]) -> bool:
    return any(_plain(status) in words for status in asset.statuses)


def _words(assets: Iterable[AffectedAsset], words: frozenset[str]) -> str:
    return ", ".join(sorted({status for asset in assets for status in asset.statuses if _plain(status) in words}))


def _plain(status: str) -> str:
    return status.casefold().replace("-", "_").replace(" ", "_")
