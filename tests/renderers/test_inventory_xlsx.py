"""The inventory workbook: what its rows say, and that they stand as FedRAMP wants them handed in."""

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from growth import assert_linear
from openpyxl import Workbook, load_workbook
from prerequisites import needs, shared
from replacing import replace

from generator.documents.workbook_rows import read_rows
from generator.errors import ConfigError
from generator.model.asset import AssetKind, AssetNote, AssetNotes, AssetScan, NoteKey, SystemAsset
from generator.model.system import Regime
from generator.oscal.package import AuthorizationPackage
from generator.renderers.inventory.rows import InventoryRow, RowKind, view
from generator.renderers.inventory.xlsx import INVENTORY_XLSX
from generator.renderers.poam.rows import view as poam_view
from generator.resources import data as resource
from tests.renderers.workbook_story import (
    ADMINISTRATOR,
    CART,
    ISSO,
    OWNER,
    SCAN_FILE,
    SCANNER,
    WEB,
    image,
    node,
    package,
    system,
    weakness,
)

OFFICIAL = shared("reference/fedramp/templates/SSP-Appendix-M-Integrated-Inventory-Workbook-v3.1.xlsx")
needs_official = needs(OFFICIAL)
TEMPLATES = [pytest.param(None, id="own"), pytest.param(OFFICIAL, id="v3.1", marks=needs_official)]
HEADERS = [
    "UNIQUE ASSET IDENTIFIER", "IPv4 or IPv6 Address", "Virtual", "Public", "DNS Name or URL", "NetBIOS Name", "MAC Address",
    "Authenticated Scan", "Baseline Configuration Name", "OS Name and Version", "Location", "Asset Type",
    "Hardware Make/Model", "In Latest Scan", "Software/ Database Vendor", "Software/ Database Name & Version", "Patch Level",
    "Diagram Label", "Comments", "Serial #/Asset Tag#", "VLAN/\nNetwork ID", "System Administrator/ Owner",
    "Application Administrator/ Owner", "Function", "End-of-Life ",
]  # fmt: skip
GROUPS = {
    "A1": "All Inventories",
    "F1": "OS/Infrastructure Inventory",
    "O1": "Software and Database Inventories",
    "R1": "Any Inventory",
}
DIGESTS = ("sha256:" + "11" * 32, "sha256:" + "33" * 32)


def rendered(found: AuthorizationPackage, template: Path | None = None) -> bytes:
    return INVENTORY_XLSX.render(found, template.read_bytes() if template else None).data


# --- what the rows say


def test_an_image_class_is_a_container_with_its_digests() -> None:
    row = view(package(images=(image(CART, digests=DIGESTS, public=True),), about=system(ISSO, ADMINISTRATOR)))[0]
    assert row == InventoryRow(
        kind=RowKind.CONTAINER,
        asset_id=CART,
        addresses=DIGESTS,
        virtual="Yes",
        public="Yes",
        dns="",
        authenticated_scan="Yes",
        baseline="",
        os="debian 12.9",
        location="",
        asset_type="Container",
        hardware="",
        in_latest_scan="Yes",
        vendor="",
        software="reg.example/shop/cart 1.4",
        software_name="reg.example/shop/cart",
        software_version="1.4",
        patch_level="",
        diagram_label="Cart service",
        comments="Used by shop/Deployment/cart.\nLast scan 2026-02-20.",
        asset_tag="",
        network="",
        administrator="Platform Team",
        application_owner="",
        function="",
        end_of_life=None,
    )


def test_a_node_is_an_operating_system_with_its_addresses() -> None:
    _, row = view(package(images=(), nodes=(node("node-a", "10.0.0.7", "fd00::7", "node-a.internal"),)))
    assert row.kind is RowKind.INFRASTRUCTURE
    assert (row.asset_id, row.addresses, row.os) == ("node-a", ("10.0.0.7", "fd00::7"), "Example Linux 12")
    assert (row.virtual, row.public, row.in_latest_scan) == ("", "No", "No")
    assert (row.asset_type, row.vendor, row.software) == ("Operating System", "Open Source", "kubelet v1.31.4")
    assert row.comments == "Cluster node node-a of prod (kubelet v1.31.4)."
    assert row.function == "Runs containers of cluster prod"


def test_a_running_container_that_a_sensor_scans_is_a_row_beside_its_image() -> None:
    seen = AssetScan(
        scanner=SCANNER,
        taken=dt.datetime(2026, 2, 20, tzinfo=dt.UTC),
        evidence=SCAN_FILE,
        digests=(),
        matched_by="name",
        assessed=True,
    )
    running = SystemAsset(
        asset_id="prod/shop/deployment/cart/main",
        kind=AssetKind.CONTAINER,
        where="prod",
        names=(),
        public=False,
        virtual=True,
        os_name="alpine 3.20",
        details=f"image {CART}; scanned by Sensor",
        scans=(seen,),
        digests=DIGESTS,
        image=CART,
        workload="shop/Deployment/cart",
    )
    rows = {row.asset_id: row for row in view(package(images=(image(CART),), more=(running,)))}
    row = rows["prod/shop/deployment/cart/main"]
    assert (row.kind, row.asset_type, row.addresses) == (RowKind.CONTAINER, "Container", DIGESTS)
    assert (row.virtual, row.public, row.authenticated_scan, row.os) == ("Yes", "No", "Yes", "alpine 3.20")
    assert row.comments == (
        f"Running container prod/shop/deployment/cart/main of prod (image {CART}; scanned by Sensor).\nLast scan 2026-02-20."
    )
    assert row.diagram_label == rows[CART].diagram_label
    assert (row.location, row.hardware) == ("", "")


def test_who_made_an_image_is_told_by_its_label_else_by_its_registry() -> None:
    labelled, other = replace(image(CART), vendor="Example Corp"), replace(image(WEB), registry="")
    assert [row.vendor for row in view(package(images=(labelled, other)))][:2] == ["Example Corp", ""]


def test_software_and_databases_leave_the_columns_of_operating_systems_blank() -> None:
    seen = AssetScan(
        scanner=SCANNER,
        taken=dt.datetime(2026, 2, 20, tzinfo=dt.UTC),
        evidence=SCAN_FILE,
        digests=(),
        matched_by="name",
        assessed=True,
        authenticated=True,
    )
    database = SystemAsset(
        asset_id="orders",
        kind=AssetKind.DATABASE,
        where="AWS 1 r",
        names=("orders",),
        public=False,
        virtual=True,
        product="postgres",
        version="16.3",
        location="r1",
        details="encrypted yes",
        scans=(seen,),
    )
    cluster, row = view(package(images=(), more=(database,)))
    assert (cluster.kind, cluster.software) == (RowKind.SOFTWARE, "Kubernetes")
    assert row.kind is RowKind.DATABASE
    blank = (row.authenticated_scan, row.os, row.location, row.asset_type, row.hardware, row.in_latest_scan)
    assert set(blank) == {""}
    assert (row.virtual, row.public, row.software) == ("Yes", "No", "postgres 16.3")
    assert row.comments == "Database orders of AWS 1 r (encrypted yes).\nLast scan 2026-02-20."


def test_rows_keep_the_order_of_the_bundle() -> None:
    found = package(nodes=(node("node-a"),))
    items = found.bundle.ssp.system_implementation.inventory_items
    assert [row.asset_id for row in view(found)] == [CART, WEB, "prod", "node-a"]
    assert len(items) == 4


def said(**texts: str) -> AssetNotes:
    found = {NoteKey(key.replace("_", "-")): text for key, text in texts.items()}
    return AssetNotes(
        tuple(AssetNote(key=key, value=found[key], by="decisions/assets.yaml, line 1") for key in NoteKey if key in found)
    )


EVERYTHING = said(
    owner="Lee Fern", administrator="Platform Team", function="Keeps carts", baseline="CIS", end_of_life="2027-06-30",
    category="CUI Assets", location="Rack 4", diagram_label="CART-01", authenticated_scan="no", comments="Replaced in June.",
    network="42", asset_tag="A-17", hardware="Acme 9", virtual="no", public="yes", os="Other OS", vendor="Open Source",
    software="Cart 9", patch_level="p3",
)  # fmt: skip


def test_what_people_say_of_a_container_stands_where_the_template_allows_it() -> None:
    row = view(package(images=(replace(image(CART, os_name=None), notes=EVERYTHING),)))[0]
    assert (row.baseline, row.diagram_label, row.function) == ("CIS", "CART-01", "Keeps carts")
    assert (row.os, row.vendor, row.end_of_life) == ("Other OS", "Open Source", dt.date(2027, 6, 30))
    assert (row.administrator, row.application_owner) == ("Platform Team", "")
    assert (row.location, row.asset_tag, row.network, row.hardware) == ("", "", "", "")
    assert (row.virtual, row.authenticated_scan) == ("Yes", "Yes"), "evidence speaks before people"
    assert row.public == "Yes", "that no way in was found does not outweigh a person who knows of one"
    assert row.comments.endswith("\nCMMC category: CUI Assets.\nReplaced in June.")


def test_what_people_say_of_a_host_fills_what_no_evidence_says() -> None:
    host = SystemAsset(asset_id="h", kind=AssetKind.HOST, where="hall 2", names=("h",), notes=EVERYTHING)
    row = view(package(images=(), more=(host,)))[1]
    assert (row.virtual, row.public, row.authenticated_scan, row.os) == ("No", "Yes", "No", "Other OS")
    assert (row.location, row.asset_tag, row.network, row.hardware) == ("Rack 4", "A-17", "42", "Acme 9")
    assert (row.administrator, row.application_owner, row.patch_level) == ("Platform Team", "Lee Fern", "p3")
    assert (row.vendor, row.software) == ("Open Source", "Cart 9"), "as the OSCAL plan has it"


def test_who_says_it_stands_in_the_oscal_document_and_parties_are_named_as_such() -> None:
    found = package(images=(replace(image(CART), notes=EVERYTHING),), about=system(OWNER, ADMINISTRATOR))
    item = found.bundle.ssp.system_implementation.inventory_items[0]
    (end,) = [prop for prop in item.props if prop.name == "end-of-life-date"]
    assert (end.value, end.ns, end.remarks) == ("2027-06-30", found.system.fedramp_namespace, "decisions/assets.yaml, line 1")
    assert [one.role_id for one in item.responsible_parties] == ["asset-administrator", "asset-owner"]
    assert {prop.name for prop in item.props if prop.value == "42"} == {"vlan-id"}


@pytest.mark.parametrize(
    ("scanned", "assessed", "latest", "comment"),
    [
        (dt.date(2026, 2, 20), True, "Yes", "Last scan 2026-02-20."),
        (dt.date(2026, 2, 20), False, "No", "No scan that assessed it was collected."),
        (None, True, "No", "No scan that assessed it was collected."),
    ],
)
def test_a_scan_that_could_not_look_is_no_scan(scanned: dt.date | None, assessed: bool, latest: str, comment: str) -> None:
    row = view(package(images=(image(scanned=scanned, assessed=assessed),)))[0]
    assert (row.in_latest_scan, row.comments.split("\n")[1]) == (latest, comment)


def test_comments_say_when_an_image_is_deployed_by_tag() -> None:
    row = view(package(images=(image(pinned=False),)))[0]
    assert row.comments.endswith("\nDeployed by tag, not by digest.")


def test_many_workloads_are_counted() -> None:
    keys = tuple(f"shop/Deployment/w{number:02}" for number in range(15))
    row = view(package(images=(image(workloads=keys),)))[0]
    assert row.comments.split("\n")[0].endswith("shop/Deployment/w11; and 3 more.")
    assert "w12" not in row.comments


def test_what_nobody_said_stays_blank() -> None:
    row = view(package(images=(image(WEB, digests=(), workloads=(), os_name=None),)))[0]
    assert (row.addresses, row.os, row.diagram_label, row.administrator) == ((), "", "", "")
    assert row.comments.startswith("What runs was not collected: a scan names it.")


def test_poam_and_inventory_name_assets_alike() -> None:
    for about in (system(ISSO), system(ISSO, digest_as_identifier=True)):
        found = package(weakness("CVE-A"), weakness("CVE-B", (WEB, dt.date(2026, 2, 2))), about=about)
        named = {asset for row in poam_view(found).open for asset in row.assets}
        assert named == {row.asset_id for row in view(found) if row.kind is RowKind.CONTAINER}


def test_a_package_for_the_rules_of_2026_alone_owes_no_workbook() -> None:
    assert [INVENTORY_XLSX.applies(package(about=system(regime=one))) for one in Regime] == [True, False, True]


# --- where they stand


@dataclass(frozen=True)
class Filled:
    data: bytes
    book: Workbook
    official: bool


@pytest.fixture(scope="module", params=TEMPLATES)
def filled(request: pytest.FixtureRequest) -> Filled:
    found = package(
        images=(image(CART, digests=DIGESTS, pinned=False), image(WEB)), nodes=(node("node-a", "10.0.0.7", "fd00::7"),)
    )
    data = rendered(found, request.param)
    return Filled(data, load_workbook(io.BytesIO(data)), official=request.param is not None)


def test_groups_headers_and_rows_stand_as_handed_in(filled: Filled) -> None:
    sheet = filled.book["Inventory"]
    assert {place: sheet[place].value for place in GROUPS} == GROUPS
    assert [cell.value for cell in sheet[2]][:25] == HEADERS
    assert [sheet.cell(row, 1).value for row in range(3, 9)] == [CART, WEB, "prod", "node-a", None, None]
    merged = {"A1:E1", "F1:N1", "O1:Q1", "R1:Y1"} if filled.official else set()
    assert {str(area) for area in sheet.merged_cells.ranges} == merged
    assert sheet.freeze_panes == "B3"


def test_every_value_stands_under_its_header(filled: Filled) -> None:
    container, _, cluster, host = read_rows(filled.data, "Inventory", HEADERS, first_row=3)
    assert {header: value for header, value in container.values.items() if value is not None} == {
        "UNIQUE ASSET IDENTIFIER": CART,
        "IPv4 or IPv6 Address": "\n".join(DIGESTS),
        "Virtual": "Yes",
        "Public": "No",
        "Authenticated Scan": "Yes",
        "OS Name and Version": "debian 12.9",
        "Asset Type": "Container",
        "In Latest Scan": "Yes",
        "Software/ Database Name & Version": "reg.example/shop/cart 1.4",
        "Diagram Label": "Cart service",
        "Comments": "Used by shop/Deployment/cart.\nLast scan 2026-02-20.\nDeployed by tag, not by digest.",
    }
    assert {header: value for header, value in host.values.items() if value is not None} == {
        "UNIQUE ASSET IDENTIFIER": "node-a",
        "IPv4 or IPv6 Address": "10.0.0.7\nfd00::7",
        "Public": "No",
        "OS Name and Version": "Example Linux 12",
        "Asset Type": "Operating System",
        "In Latest Scan": "No",
        "Software/ Database Vendor": "Open Source",
        "Software/ Database Name & Version": "kubelet v1.31.4",
        "Comments": "Cluster node node-a of prod (kubelet v1.31.4).",
        "Function": "Runs containers of cluster prod",
    }
    assert {header: value for header, value in cluster.values.items() if value is not None} == {
        "UNIQUE ASSET IDENTIFIER": "prod",
        "Virtual": "Yes",
        "Software/ Database Vendor": "Open Source",
        "Software/ Database Name & Version": "Kubernetes v1.31.4",
        "Comments": "Cluster prod (1 node).",
        "Function": "Control plane of cluster prod",
    }


def test_lines_of_a_cell_are_shown_as_lines(filled: Filled) -> None:
    assert filled.book["Inventory"]["B3"].alignment.wrap_text
    assert filled.book["Inventory"].row_dimensions[3].height > 25


def test_nothing_of_the_guidance_is_left(filled: Filled) -> None:
    texts = [str(cell.value) for row in filled.book["Inventory"].iter_rows() for cell in row if cell.value is not None]
    assert not [text for text in texts if "DELETE" in text or "GUIDANCE" in text or "Acme" in text]
    assert len(texts) == 4 + 25 + 11 + 11 + 6 + 10


def test_an_end_of_life_is_a_date_and_a_network_stands_under_its_header(filled: Filled) -> None:
    host = SystemAsset(asset_id="h", kind=AssetKind.HOST, where="hall 2", names=("h",), notes=EVERYTHING)
    again = INVENTORY_XLSX.render(package(images=(), more=(host,)), filled.data).data
    sheet = load_workbook(io.BytesIO(again))["Inventory"]
    assert sheet["Y4"].value == dt.datetime(2027, 6, 30)
    assert sheet["Y4"].is_date
    assert sheet["U4"].value == "42"


@needs_official
def test_a_template_that_was_cleaned_before_is_filled_as_it_is() -> None:
    cleaned = rendered(package(images=()), OFFICIAL)
    result = INVENTORY_XLSX.render(package(), cleaned)
    found = [row.values["UNIQUE ASSET IDENTIFIER"] for row in read_rows(result.data, "Inventory", HEADERS)]
    assert found == [CART, WEB, "prod"]
    assert [note.reason for note in result.notes] == ["the template held 'prod' in this row; it was replaced"]


def test_last_months_rows_in_a_template_are_named() -> None:
    """But for rows of the same asset, which stand where they stood."""
    last_month = rendered(package(images=(image(CART), image(WEB), image("reg.example/shop/old:1"))))
    notes = INVENTORY_XLSX.render(package(), last_month).notes
    assert [(note.path, note.place) for note in notes] == [
        (INVENTORY_XLSX.path, "Inventory!A5"),
        (INVENTORY_XLSX.path, "Inventory!A6"),
    ]
    assert "old:1" in notes[0].reason


def test_a_template_of_something_else_is_named_with_what_it_misses() -> None:
    other = (resource("templates") / "xlsx" / "poam.xlsx").read_bytes()
    with pytest.raises(ConfigError, match="no sheet 'Inventory'") as caught:
        INVENTORY_XLSX.render(package(), other)
    assert caught.value.where == "templates: inventory"
    with pytest.raises(ConfigError, match="not a readable Office file"):
        INVENTORY_XLSX.render(package(), b"not a workbook")


# --- hostile text, sameness, size


def test_names_of_evidence_are_never_run() -> None:
    data = rendered(package(images=(), nodes=(node("=cmd|' /C calc'!A0", "10.0.0.7"),)))
    cell = load_workbook(io.BytesIO(data))["Inventory"]["A4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=cmd|' /C calc'!A0", "s", True)


def test_the_same_package_gives_the_same_bytes() -> None:
    assert rendered(package()) == rendered(package())


@pytest.mark.parametrize("template", TEMPLATES)
def test_three_thousand_assets_take_no_more_than_their_number(template: Path | None) -> None:
    def assets(part: int) -> AuthorizationPackage:
        return package(images=tuple(image(f"reg.example/shop/app{number}:1.0") for number in range(3_000 // part)))

    def write(found: AuthorizationPackage) -> None:
        written[:] = [INVENTORY_XLSX.render(found, content).data]

    content = template.read_bytes() if template else None
    written: list[bytes] = []
    assert_linear(assets, write)
    assert len(read_rows(written[0], "Inventory", HEADERS, first_row=3)) == 3_001
