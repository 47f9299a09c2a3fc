"""Hardware and software baseline: the rows of the inventory workbook, in the API's words.

eMASS REST API v3.22, `hw-baseline` and `sw-baseline`. Hardware is what the inventory lists as an operating system, a machine or
a node; software is images, web servers and databases. What a managed service runs on is its provider's.
"""

from collections.abc import Iterator

import msgspec

from generator.deliverables.emass.base import EmassEntry, Payload, Proposed, lacking, unix
from generator.deliverables.material import Material
from generator.renderers.inventory.rows import InventoryRow, RowKind, view

_MACHINE = "Operating System"
_ASSETS = "decisions/assets.yaml"
_YES_OR_NO = {"Yes": True, "No": False}


class Hardware(EmassEntry, frozen=True, kw_only=True):
    """One machine."""

    asset_name: str
    nickname: str | None = None
    asset_ip_address: str | None = None
    public_facing: bool | None = None
    public_facing_fqdn: str | None = None
    virtual_asset: bool | None = None
    model_number: str | None = None
    os_ios_fw_version: str | None = msgspec.field(name="OsIosFwVersion", default=None)
    location: str | None = None


class Software(EmassEntry, frozen=True, kw_only=True):
    """One product in one version."""

    software_vendor: str
    software_name: str
    version: str
    cryptographic_hash: str | None = None
    end_of_life_support_date: int | None = None
    parent_system: str | None = None
    purpose: str | None = None


def hardware(material: Material) -> Iterator[Proposed]:
    """Every machine of the inventory."""
    for row in view(material.package):
        if row.kind is RowKind.INFRASTRUCTURE and row.asset_type == _MACHINE:
            public = _YES_OR_NO.get(row.public)
            entry = Hardware(
                asset_name=row.asset_id,
                nickname=row.diagram_label or None,
                asset_ip_address=", ".join(row.addresses) or None,
                public_facing=public,
                public_facing_fqdn=(row.dns or None) if public else None,
                virtual_asset=_YES_OR_NO.get(row.virtual),
                model_number=row.hardware or None,
                os_ios_fw_version=row.os or None,
                location=row.location or None,
            )
            yield Proposed(name=row.asset_id, entry=entry, missing=lacking(("assetName", row.asset_id, _ASSETS)))


def software(material: Material) -> Iterator[Proposed]:
    """Every product of the inventory."""
    for row in view(material.package):
        if row.kind is RowKind.INFRASTRUCTURE or not (row.software_name or row.kind is RowKind.CONTAINER):
            continue
        entry = _software(material, row)
        yield Proposed(
            name=row.asset_id,
            entry=entry,
            missing=lacking(
                ("softwareVendor", entry.software_vendor, f"`vendor:` of the asset in {_ASSETS}"),
                ("softwareName", entry.software_name, f"`software:` of the asset in {_ASSETS}"),
                ("version", entry.version, f"`software:` with the version behind the name in {_ASSETS}"),
            ),
        )


def _product(row: InventoryRow) -> tuple[str, str]:
    """Name and version; people write both in one, `nginx 1.27`."""
    name, space, last = row.software_name.rpartition(" ")
    if space and not row.software_version and last[:1].isdigit():
        return name, last
    return row.software_name, row.software_version


def _software(material: Material, row: InventoryRow) -> Software:
    name, version = _product(row)
    digests = row.addresses if row.kind is RowKind.CONTAINER else ()
    return Software(
        software_vendor=row.vendor,
        software_name=name,
        version=version,
        cryptographic_hash=", ".join(digests) or None,
        end_of_life_support_date=unix(row.end_of_life),
        parent_system=material.package.system.name,
        purpose=row.function or None,
    )


HARDWARE = Payload(
    file="hw-baseline.json",
    title="eMASS hardware baseline",
    endpoint="POST /api/systems/{systemId}/hw-baseline",
    proposed=hardware,
)
SOFTWARE = Payload(
    file="sw-baseline.json",
    title="eMASS software baseline",
    endpoint="POST /api/systems/{systemId}/sw-baseline",
    proposed=software,
)
