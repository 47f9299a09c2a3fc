"""What the fleet keeps of one system once its package is written: little enough to hold it for hundreds of systems."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from generator.ledger.item import LedgerItem
from generator.model.facts import AffectedAsset, ImageAsset, SystemFacts
from generator.model.hardening import ImageHardening
from generator.model.identifiers import AssetId
from generator.model.image_tools import SYSTEM_PURLS
from generator.model.images import parse_reference
from generator.model.rating import Rating
from generator.model.scan import ResultKind
from generator.pipeline.publish import Published
from generator.pipeline.render import Rendered
from generator.renderers.report.shell import marking_of, system_of
from generator.seal import manifest as seal

NO_BASE = "scratch"
"""Docker's word for an image that is built on no other (Dockerfile reference, FROM)."""
DECLARED = "a Dockerfile or hardening manifest of the image"


class FleetItem(msgspec.Struct, frozen=True, kw_only=True):
    """An open item of a system's POA&M."""

    poam_id: str
    weakness: str
    """What it is known by in all systems: its CVE, else the identifier that its scanner gives it."""
    rating: Rating
    """The one that counts today."""
    known_exploited: bool
    """In CISA's catalog of known exploited vulnerabilities."""
    late: bool
    assets: int
    """On how many assets it is open."""


class ImageUse(msgspec.Struct, frozen=True, kw_only=True):
    """An image class in one system."""

    asset_id: str
    digests: tuple[str, ...]
    """Sorted; empty where no evidence names one."""
    workloads: int
    scanned: bool
    """Some scan looked at it."""
    base: str | None
    """The image that it is built on, as evidence of this system names it: `alpine:3.20`, `scratch`."""
    base_by: str
    """What names it, as a clause."""
    items: tuple[str, ...]
    """POA&M IDs of what is open on it, sorted."""
    base_closes: frozenset[str]
    """Those of them whose vulnerable packages on this image all come from the operating system and have a fixed version."""


class StoredImage(msgspec.Struct, frozen=True, kw_only=True):
    """An image as a registry holds it."""

    digest: str
    """Of the platform's manifest."""
    name: str
    layers: tuple[str, ...]
    """Digests, the base first."""


class SystemSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One system whose package was written."""

    id: str
    name: str
    as_of: date
    marking: str
    draft: bool
    """Mandatory cells of the inventory are blank."""
    package_sha256: str
    """Of the manifest of its package."""
    assets: int
    never_scanned: int
    discrepancies: int
    """Without accepted ones."""
    gaps: int
    items: Mapping[str, FleetItem]
    """By POA&M ID, in their order."""
    images: tuple[ImageUse, ...]
    """Sorted by asset id."""
    stored: tuple[StoredImage, ...]
    """What its registry evidence holds, sorted by digest."""


def summary_of(rendered: Rendered, published: Published) -> SystemSummary:
    """What the fleet's page and CSV files say of a system comes from here."""
    package, facts = published.package, rendered.tracked.assessed.facts
    items = [item for item in rendered.tracked.ledger.items if item.closed is None]
    return SystemSummary(
        id=package.system.id,
        name=system_of(package),
        as_of=package.as_of,
        marking=marking_of(package),
        draft=published.manifest.draft,
        package_sha256=hashlib.sha256(seal.encode(published.manifest)).hexdigest(),
        assets=sum(row.total for row in package.coverage),
        never_scanned=sum(row.never for row in package.coverage),
        discrepancies=sum(row.waiver is None for row in package.discrepancies),
        gaps=len(package.gaps),
        items={item.poam_id: _open_item(item) for item in sorted(items, key=lambda item: item.poam_id)},
        images=tuple(_image_uses(facts, items)),
        stored=tuple(_stored(facts)),
    )


def base_name(written: str) -> str:
    """The name by which bases are joined: `docker.io/library/alpine:3.20` and `alpine:3.20` are one."""
    reference = parse_reference(written)
    return reference.asset_id if reference and written != NO_BASE else written


def _open_item(item: LedgerItem) -> FleetItem:
    return FleetItem(
        poam_id=item.poam_id,
        weakness=item.cve or item.identifier,
        rating=item.effective,
        known_exploited=item.known_exploited is not None,
        late=item.late,
        assets=len(item.assets),
    )


def _image_uses(facts: SystemFacts, items: list[LedgerItem]) -> Iterator[ImageUse]:
    open_on: dict[str, dict[str, bool]] = {}
    for item in items:
        for asset in item.assets:
            open_on.setdefault(asset.asset_id, {})[item.poam_id] = _base_closes(item, asset)
    hardening = {row.asset_id: row for row in facts.hardening}
    for image in sorted(facts.inventory, key=lambda image: image.asset_id):
        yield _image_use(image, hardening.get(image.asset_id), open_on.get(image.asset_id, {}))


def _image_use(image: ImageAsset, hardening: ImageHardening | None, items: dict[str, bool]) -> ImageUse:
    base = hardening.base if hardening else None
    return ImageUse(
        asset_id=image.asset_id,
        digests=image.digests,
        workloads=len(image.workloads),
        scanned=any(scan.scanned for scan in image.scans),
        base=base_name(base) if base else None,
        base_by=(hardening.base_doubt or DECLARED) if hardening and base else "",
        items=tuple(sorted(items)),
        base_closes=frozenset(poam_id for poam_id, closes in items.items() if closes),
    )


def _base_closes(item: LedgerItem, asset: AffectedAsset) -> bool:
    """Would newer packages of the operating system close it here? The base brings them, or the image takes them from the same
    distribution. Without packages, as of an asset that was not scanned this time, nothing shows it."""
    if item.kind is not ResultKind.VULNERABILITY or not asset.packages:
        return False
    return all(package.fixed_version and (package.purl or "").startswith(SYSTEM_PURLS) for package in asset.packages)


def _stored(facts: SystemFacts) -> Iterator[StoredImage]:
    """Each platform once, by the first of its names."""
    names: dict[str, tuple[AssetId, tuple[str, ...]]] = {}
    for image in (image for snapshot in facts.registries for image in snapshot.images):
        for name in (reference.asset_id for reference in image.references):
            for platform in image.platforms:
                if platform.layers:
                    names[platform.digest] = min(names.get(platform.digest, (name, platform.layers)), (name, platform.layers))
    for digest, (name, layers) in sorted(names.items()):
        yield StoredImage(digest=digest, name=name, layers=layers)
