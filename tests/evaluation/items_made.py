"""An item of the ledger, made with few words."""

from datetime import date

from msgspec import structs

from generator.ledger.item import LedgerItem
from generator.ledger.rating import RatedBy
from generator.model.facts import AffectedAsset
from generator.model.rating import Rating
from generator.model.scan import ResultKind, Severity

DAY = date(2026, 11, 20)
CART = "reg.example/shop/cart:1.4"


def asset(asset_id: str) -> AffectedAsset:
    return AffectedAsset(asset_id=asset_id, first_seen=None, last_seen=None, packages=(), entries=1, sources=())


def item(*assets: str, detected: date = date(2026, 11, 1), **members: object) -> LedgerItem:
    made = LedgerItem(
        poam_id="V-1",
        scanner="Trivy",
        identifier="CVE-1",
        kind=ResultKind.VULNERABILITY,
        controls=("RA-5",),
        name="n",
        description="d",
        solution="s",
        detected=detected,
        rating=Rating.HIGH,
        rated_by=RatedBy.SCANNER,
        because="the scanner",
        severity=Severity.HIGH,
        due=None,
        known_exploited=None,
        cves=("CVE-1",),
        aliases=("GHSA-1",),
        cvss=(),
        assets=tuple(asset(one) for one in assets or (CART,)),
        configuration=False,
    )
    return structs.replace(made, **members)
