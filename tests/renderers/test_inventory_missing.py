"""Mandatory cells that are blank: listed by column, with where they can be said."""

import pytest
from replacing import replace

from generator.model.asset import AssetKind, AssetNote, AssetNotes, NoteKey, SystemAsset
from generator.model.system import ImpactLevel, Regime
from generator.oscal.package import AuthorizationPackage
from generator.renderers.inventory.missing import missing_cells
from generator.renderers.inventory.rows import view
from tests.renderers.workbook_story import ADMINISTRATOR, CART, ISSO, WEB, image, node, package, system

ALL = {key: "yes" if key in (NoteKey.VIRTUAL, NoteKey.PUBLIC, NoteKey.AUTHENTICATED_SCAN) else "text" for key in NoteKey}
ALL |= {NoteKey.END_OF_LIFE: "2027-06-30", NoteKey.CATEGORY: "CUI Assets"}
EVERYTHING = AssetNotes(tuple(AssetNote(key=key, value=ALL[key], by="x") for key in NoteKey))


def missing(found: AuthorizationPackage) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for cell in missing_cells(found):
        columns.setdefault(cell.column, []).append(cell.asset_id)
    return columns


def without_cluster(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {column: kept for column, ids in found.items() if (kept := [one for one in ids if one != "prod"])}


def test_a_container_owes_what_nobody_said() -> None:
    bare = image(WEB, digests=(), workloads=(), os_name=None, scanned=None)
    assert without_cluster(missing(package(images=(image(CART), bare)))) == {
        "IPv4 or IPv6 Address": [WEB],
        "Authenticated Scan": [WEB],
        "Baseline Configuration Name": [CART, WEB],
        "OS Name and Version": [WEB],
        "Software/ Database Vendor": [CART, WEB],
        "Diagram Label": [WEB],
        "Function": [CART, WEB],
    }


def test_nobody_knows_what_is_public_where_nobody_looked() -> None:
    unknown = replace(image(CART), public=None)
    assert missing(package(images=(unknown,)))["Public"][0] == CART
    said = replace(unknown, notes=AssetNotes((AssetNote(key=NoteKey.PUBLIC, value="no", by="x"),)))
    assert CART not in missing(package(images=(said,))).get("Public", [])


def test_a_node_owes_what_only_people_know() -> None:
    found = missing(package(images=(), nodes=(node("node-a", "10.0.0.7"),)))
    assert without_cluster(found) == {
        "Virtual": ["node-a"],
        "Authenticated Scan": ["node-a"],
        "Baseline Configuration Name": ["node-a"],
        "Diagram Label": ["node-a"],
    }


def test_software_owes_vendor_and_name_and_no_operating_system() -> None:
    web = SystemAsset(asset_id="shop.example", kind=AssetKind.WEB, where="prod", names=(), public=True, virtual=True)
    assert without_cluster(missing(package(images=(), more=(web,)))) == {
        "Baseline Configuration Name": ["shop.example"],
        "Software/ Database Vendor": ["shop.example"],
        "Software/ Database Name & Version": ["shop.example"],
        "Diagram Label": ["shop.example"],
    }


def test_hardware_is_owed_by_what_is_not_virtual() -> None:
    def owes(*, virtual: bool) -> bool:
        host = SystemAsset(asset_id="h", kind=AssetKind.HOST, where="hall", names=(), virtual=virtual)
        return "Hardware Make/Model" in missing(package(images=(), more=(host,)))

    assert owes(virtual=False)
    assert not owes(virtual=True)


def test_an_owner_is_owed_at_high_impact() -> None:
    high = replace(system(ISSO), impact_level=ImpactLevel.HIGH)
    assert missing(package(images=(image(CART),), about=high))["System Administrator/ Owner"] == [CART, "prod"]
    named = replace(system(ADMINISTRATOR), impact_level=ImpactLevel.HIGH)
    assert "System Administrator/ Owner" not in missing(package(images=(image(CART),), about=named))
    assert "System Administrator/ Owner" not in missing(package(images=(image(CART),)))


def test_whatever_is_owed_can_be_said() -> None:
    """But for digests and addresses, which are collected: `--final` must be reachable."""
    kinds = [
        SystemAsset(asset_id=f"a-{kind}", kind=kind, where="x", names=(), addresses=("10.0.0.1",), notes=EVERYTHING)
        for kind in AssetKind
    ]
    about = replace(system(), impact_level=ImpactLevel.HIGH)
    bare = replace(image(WEB, workloads=(), os_name=None, scanned=None), notes=EVERYTHING)
    assert without_cluster(missing(package(images=(bare,), more=tuple(kinds), about=about))) == {}


def test_every_cell_says_where_it_can_be_said() -> None:
    cells = missing_cells(package(images=(image(CART),), nodes=(node("node-a"),)))
    assert cells
    assert all("decisions/assets.yaml" in cell.say or cell.say.startswith("collect it") for cell in cells)


def test_what_is_missing_is_blank_and_never_a_word() -> None:
    row = view(package(images=(image(WEB, digests=(), workloads=(), os_name=None, scanned=None),)))[0]
    assert (row.baseline, row.os, row.diagram_label, row.authenticated_scan, row.addresses) == ("", "", "", "", ())


@pytest.mark.parametrize(("regime", "outstanding"), [(Regime.LEGACY, True), (Regime.BOTH, True), (Regime.CR26, False)])
def test_without_a_workbook_nothing_is_missing_in_it(regime: Regime, outstanding: bool) -> None:
    assert bool(missing_cells(package(images=(image(CART),), about=system(regime=regime)))) is outstanding
