"""The tables of the report: each row says what the OSCAL documents say, and where it was read."""

from datetime import UTC, date, datetime

from msgspec import structs
from replacing import replace
from test_crosscheck_html import AS_OF, PODS, discrepancy, package
from workbook_story import CART, SCAN_FILE, WEB, image, weakness

from generator.model.claim import Claim, Support
from generator.model.discrepancy import DiscrepancyWaiver
from generator.model.evidence import EvidenceSource, EvidenceUse, Gap, GapKind, UseKind
from generator.model.identifiers import cwe_ids
from generator.model.scan import ResultKind, Severity
from generator.model.system import OutstandingKey
from generator.renderers.anchors import anchor
from generator.renderers.report.front_urgent import urgent as urgent_lines
from generator.renderers.report.sections.discrepancies import Discrepancies
from generator.renderers.report.sections.evidence import EvidenceSection
from generator.renderers.report.sections.gaps import Gaps
from generator.renderers.report.sections.inventory import Inventory
from generator.renderers.report.sections.poam import PoamSection
from generator.renderers.report.sections.registry import SECTIONS
from generator.renderers.report.sections.statements import Statements
from generator.renderers.report.table_csv import csv_of
from generator.renderers.report.table_rows import SecondLine, TableCell, TablePage, choices, text_of


def said(page: TablePage, row: int = 0) -> dict[str, str]:
    """The texts of a row by the keys of its columns."""
    return {column.key: text_of(cell) for column, cell in zip(page.columns, page.rows[row].cells, strict=True)}


def cell(page: TablePage, key: str, row: int = 0) -> TableCell:
    found = page.rows[row].cells[[column.key for column in page.columns].index(key)]
    assert isinstance(found, TableCell)
    return found


def test_items_carry_ids_days_and_ratings_of_the_poam_and_the_days_they_have_left() -> None:
    made = package(
        weakness("CVE-1", (CART, date(2026, 1, 20)), (WEB, date(2026, 1, 20)), severity=Severity.CRITICAL),
        weakness("RULE-1", severity=Severity.LOW, kind=ResultKind.MISCONFIGURATION),
    )
    page = PoamSection().view(made)
    row = said(page)
    assert row["id"] == made.bundle.poam.poam_items[0].props[0].value
    assert (row["weakness"], row["rating"], row["detected"], row["due"]) == (
        "Title of CVE-1",
        "High",
        "2026-01-20",
        "2026-02-19",
    )
    assert row["cwe"] == ""
    assert (row["due-state"], row["left"]) == ("past due", "-10"), f"on {AS_OF}"
    assert (row["assets"], row["which"]) == ("2", CART)
    assert cell(page, "which").lines == (SecondLine(WEB, f"inventory.html#{anchor('asset', WEB)}", "id"),)
    assert [part.text for part in cell(page, "rating", len(page.rows) - 1).lines] == ["configuration"]
    seen = weakness("CVE-2")
    assets = tuple(structs.replace(asset, first_by_collection=True, last_by_collection=True) for asset in seen.assets)
    undated = structs.replace(seen, assets=assets)
    stand_in = cell(PoamSection().view(package(undated)), "detected")
    assert [part.text for part in stand_in.lines] == ["day of collection"]
    assert page.lead == "2 open items, 1 past due on 2026-03-01, and 1 configuration finding.", (
        "with the one that stands for the finding"
    )


def test_kinds_of_weakness_have_a_column() -> None:
    stated = structs.replace(weakness("CVE-1"), cwes=cwe_ids([352, 79]))
    assert said(PoamSection().view(package(stated)))["cwe"] == "CWE-79, CWE-352"


def test_what_is_due_first_stands_first() -> None:
    made = package(
        weakness("CVE-1", (CART, date(2026, 1, 20)), severity=Severity.CRITICAL),
        weakness("CVE-2", (CART, date(2025, 9, 1)), severity=Severity.MODERATE),
    )
    page = PoamSection().view(made)
    days = [int(said(page, row)["left"]) for row in range(2)]
    assert days == sorted(days)
    assert "CVE-2" in said(page)["weakness"]


def test_the_inventory_says_what_the_ssp_says_and_how_old_each_scan_is() -> None:
    many = tuple(f"shop/Deployment/w{number}" for number in range(9))
    digests = tuple(f"sha256:{number:064x}" for number in range(6))
    made = package(weakness("CVE-1"), images=(image(CART, digests=digests, workloads=many), image(WEB, scanned=None)))
    page = Inventory().view(made)
    row = said(page)
    assert (row["asset"], row["kind"], row["scanned"], row["last"], row["age"]) == (
        CART,
        "Image class",
        "within 30 days",
        "2026-02-20",
        "9",
    )
    assert [part.text for part in cell(page, "asset").lines] == [*digests[:4], "and 2 more in the SSP"]
    assert cell(page, "workloads").text == many[0]
    assert (said(page, 1)["scanned"], said(page, 1)["last"], said(page, 1)["age"]) == ("never", "", "")
    assert [said(page, place)["kind"] for place in (2, 3)] == ["Cluster", "Cluster node"]


def test_a_scan_of_long_ago_is_older_than_thirty_days() -> None:
    made = replace(package(), as_of=date(2026, 4, 1))
    assert said(Inventory().view(made))["scanned"] == "older than 30 days"


def test_an_image_of_which_another_digest_was_scanned_is_not_called_scanned() -> None:
    moved = image(CART)
    (scan,) = moved.scans
    moved = replace(moved, scans=(replace(scan, digests=("sha256:" + "22" * 32,)),))
    page = Inventory().view(package(images=(moved, image(WEB))))
    assert (said(page)["scanned"], cell(page, "scanned").style) == ("by name only", "bad")
    assert "1 scanned within 30 days, 1 by name only, 0 longer ago, 2 never" in page.lead


def test_of_an_image_whose_digest_is_not_known_no_scan_is_said_to_have_seen_another() -> None:
    """Manifests alone: nothing says what runs, so neither "scanned" nor "another digest than runs" is shown."""
    page = Inventory().view(package(images=(replace(image(CART), digests=()), image(WEB))))
    assert (said(page)["scanned"], cell(page, "scanned").style) == ("by name only", "bad")
    urgent = [line for line in urgent_lines(package(images=(replace(image(CART), digests=()),)), ()) if "by name" in line.what]
    assert [(line.what, line.why) for line in urgent] == [
        ("1 image scanned by name only", "No scan of the last 30 days is shown to have examined the digest that runs.")
    ]


def test_from_an_asset_to_its_items() -> None:
    page = Inventory().view(package(weakness("CVE-1", (CART, date(2026, 2, 20)))))
    assert cell(page, "open").text == "1"
    assert cell(page, "open").href.startswith("poam.html#q=")


def test_the_most_severe_discrepancy_comes_first_with_its_evidence() -> None:
    page = Discrepancies().view(package(discrepancies=(discrepancy(1, Severity.LOW), discrepancy(2, Severity.HIGH))))
    row = said(page)
    assert (row["severity"], row["subject"], row["check"]) == ("high", "shop/Deployment/web-2", "Running, but not drawn")
    assert (row["controls"], row["accepted"], row["next"]) == ("CM-8, PL-8", "no", "Draw it.")
    assert cell(page, "evidence").href == "../evidence/cluster/pods.json"
    assert cell(page, "evidence").lines[0].href == "../evidence/diagrams/boundary%20plan.mmd"
    assert cell(page, "check").href.startswith("crosscheck.html#check-")


def test_what_somebody_accepts_stays_listed_with_who_and_until_when() -> None:
    waiver = DiscrepancyWaiver(
        check="undrawn", subject="*", reason="Later.", owner="Ada", expires=date(2026, 4, 1), place="line 1"
    )
    page = Discrepancies().view(package(discrepancies=(discrepancy(waiver=waiver),)))
    assert cell(page, "accepted") == TableCell("for a time", lines=(SecondLine("by Ada until 2026-04-01", style="soft"),))


def test_gaps_and_what_is_owed_are_one_list() -> None:
    made = package(
        gaps=(
            Gap(
                path="evidence/scans/broken.json", place="line 3", kind=GapKind.UNREADABLE, reason="cut off", next_step="Again."
            ),
            Gap(path="workbooks/x.xlsx", place="row 2", kind=GapKind.SHORTENED, reason="cell too long"),
        ),
        outstanding=(OutstandingKey(key="system.status", why="the SSP states it"),),
    )
    page = Gaps().view(made)
    assert cell(page, "where") == TableCell("evidence/scans/broken.json, line 3", "../evidence/scans/broken.json", "id")
    assert (said(page)["kind"], said(page)["why"], said(page)["next"]) == ("unreadable", "cut off", "Again.")
    assert cell(page, "where", 1) == TableCell("workbooks/x.xlsx, row 2", "", "id"), "no file of the package to show"
    assert (said(page, 2)["where"], said(page, 2)["why"]) == ("system.yaml, system.status", "the SSP states it")
    assert (
        page.lead
        == "2 gaps in the evidence; 1 key of system.yaml and 49 of 54 places of the plan's front matter are not stated."
    )


def test_what_a_person_should_see_to_first_stands_before_checks_that_could_not_be_made() -> None:
    kinds = (GapKind.NOT_CHECKED, GapKind.UNREADABLE, GapKind.HOLDS_SECRETS)
    made = package(gaps=tuple(Gap(path="evidence/", place="undrawn", kind=kind, reason="so") for kind in kinds))
    page = Gaps().view(made)
    assert [said(page, row)["kind"] for row in range(3)] == ["holds secrets", "unreadable", "not checked"]
    assert said(page, 2)["where"] == "check undrawn"


def test_every_kind_of_gap_has_its_place_in_the_order() -> None:
    made = package(gaps=tuple(Gap(path="x", place="", kind=kind, reason="so") for kind in GapKind))
    assert len(Gaps().view(made).rows) == len(GapKind)


def test_of_many_assets_the_others_unfold_and_are_all_in_the_spreadsheet() -> None:
    names = [f"reg.example/shop/app-{number}:1" for number in range(5)]
    found = weakness("CVE-1", *((name, date(2026, 2, 20)) for name in names))
    page = PoamSection().view(package(found, images=tuple(map(image, names))))
    assert cell(page, "which").lines[-1] == SecondLine("2 others", style="id", more=", ".join(names[3:]))
    assert f"2 others: {', '.join(names[3:])}" in csv_of(page).decode()


def test_evidence_that_a_browser_would_run_is_named_without_a_link() -> None:
    files = tuple(replace(SCAN_FILE, path=f"evidence/scans/{name}") for name in ("a.html", "b.SVG", "c.json", "d.xml"))
    page = EvidenceSection().view(replace(package(), evidence=files, kept=frozenset(file.path for file in files)))
    assert [cell(page, "file", row).href for row in range(4)] == ["", "", "../evidence/scans/c.json", ""]
    assert "named without a link" in page.about[-1]
    assert "named without a link" not in EvidenceSection().view(package()).about[-1]


def test_every_evidence_file_has_its_hash_and_its_date() -> None:
    page = EvidenceSection().view(package())
    drawing = 0
    assert cell(page, "file", drawing).lines == (SecondLine("d4" * 32, style="soft id"),)
    row = said(page, drawing)
    assert (row["kind"], row["collected"], row["dated"], row["bytes"]) == (
        "diagrams",
        "2026-02-01 09:30 UTC",
        "the collector’s sidecar",
        "1,200",
    )
    assert "undated" in [said(page, row)["collected"] for row in range(len(page.rows))]


def test_the_page_of_evidence_counts_what_became_of_each_file() -> None:
    day = datetime(2026, 2, 1, tzinfo=UTC)
    dated, undated = (
        replace(SCAN_FILE, path=f"evidence/scans/{name}.json", collected=at) for name, at in (("a", day), ("b", None))
    )
    uses = (
        EvidenceUse(path=dated.path, use=UseKind.USED),
        EvidenceUse(path="evidence/scans/c.json", use=UseKind.SET_ASIDE, reason="a newer scan counts"),
        EvidenceUse(path="evidence/scans/d.json", use=UseKind.UNREADABLE, reason="no JSON"),
    )
    page = EvidenceSection().view(replace(package(), evidence=(dated, undated), evidence_uses=uses))
    assert page.lead == "4 files: 2 used, 1 set aside, 1 unreadable; 1 of those read have no date."


SAID = Claim(
    control="CM-8",
    part="a",
    topic="inventory",
    subject="Container images",
    support=Support.FOUND,
    text="Two images run.",
    sources=(
        PODS,
        EvidenceSource(PODS.sha256, PODS.path, "/items/5"),
        EvidenceSource(SCAN_FILE.sha256, SCAN_FILE.path, "/Results/0"),
    ),
    discrepancies=("undrawn",),
)


def test_what_proves_this_leads_to_the_places_in_the_evidence() -> None:
    page = Statements().view(replace(package(), claims=(SAID,)))
    row = said(page)
    assert (row["control"], row["about"], row["sentence"], row["evidence"], row["files"]) == (
        "CM-8(a)",
        "Container images",
        "Two images run.",
        "found",
        "2",
    )
    assert cell(page, "proof").href == "../evidence/cluster/pods.json"
    assert cell(page, "contradicted").text == "Running, but not drawn"
    assert cell(page, "contradicted").href == f"crosscheck.html#{anchor('check', 'undrawn')}"


def test_a_sentence_without_evidence_says_so() -> None:
    bare = replace(SAID, sources=(), support=Support.NOT_COLLECTED)
    assert cell(Statements().view(replace(package(), claims=(bare,))), "proof").text == "nothing was collected"


def test_where_a_file_is_used_is_counted_and_leads_to_its_sentences() -> None:
    made = replace(package(weakness("CVE-1")), claims=(SAID,))
    page = EvidenceSection().view(made)
    places = {text_of(row.cells[0]): place for place, row in enumerate(page.rows)}
    scan = places["evidence/scans/cart.json"]
    assert cell(page, "proves", scan) == TableCell("1", "statements.html#q=evidence%2Fscans%2Fcart.json")
    assert said(page, scan)["used"].endswith("1 POA&M item")
    drawing = places["evidence/diagrams/boundary plan.mmd"]
    assert (said(page, drawing)["proves"], said(page, drawing)["used"]) == ("0", "1 observation")


def test_the_command_that_a_sidecar_names_stands_beside_its_file() -> None:
    made = replace(package(), evidence=(replace(SCAN_FILE, command="trivy image --format json cart"),))
    assert cell(EvidenceSection().view(made), "command").text == "trivy image --format json cart"


def test_no_link_leads_out_of_the_package() -> None:
    path = "evidence/../../secret"
    made = package(
        gaps=(Gap(path=path, place="", kind=GapKind.UNREADABLE, reason="odd"),),
        discrepancies=(discrepancy(sources=(EvidenceSource(PODS.sha256, path, PODS.place),)),),
    )
    hrefs = [
        one.href
        for section in SECTIONS
        for row in section.view(made).rows
        for found in row.cells
        if isinstance(found, TableCell)
        for one in (found, *found.lines)
    ]
    assert not [href for href in hrefs if ".." in href.removeprefix("../")]


def test_every_row_has_a_name_of_its_own_and_a_cell_for_each_column() -> None:
    made = package(weakness("CVE-1"), weakness("CVE-2"), outstanding=(OutstandingKey(key="a", why="b"),))
    for section in SECTIONS:
        page = section.view(made)
        assert len({row.key for row in page.rows}) == len(page.rows), section.name
        assert {len(row.cells) for row in page.rows} <= {len(page.columns)}, section.name


def test_a_column_of_few_words_can_be_chosen_from_in_its_own_order() -> None:
    rows = tuple(discrepancy(number, severity) for number, severity in enumerate((Severity.LOW, Severity.HIGH, Severity.HIGH)))
    found = {one.key: one.options for one in choices(Discrepancies().view(package(discrepancies=rows)))}
    assert found == {"severity": (("high", "2"), ("low", "1"))}
