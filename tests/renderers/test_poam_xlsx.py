"""The POA&M workbook: what its rows say, and that they stand where FedRAMP's templates want them."""

import datetime as dt
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from growth import assert_linear
from msgspec import structs
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from prerequisites import needs, shared
from replacing import replace

from generator.documents.workbook_opening import opened_workbook
from generator.documents.workbook_rows import SheetRow, read_rows
from generator.errors import ConfigError
from generator.ledger.detection_basis import DetectionBasis
from generator.model.evidence import GapKind
from generator.model.facts import Weakness
from generator.model.rating import Rating
from generator.model.scan import ResultKind, Severity
from generator.model.system import OutstandingKey, Regime
from generator.oscal.common import NS
from generator.oscal.package import AuthorizationPackage
from generator.oscal.types import Property
from generator.pipeline.release_gate import unconfirmed
from generator.renderers.poam.rows import PoamMilestone, PoamRow, view
from generator.renderers.poam.xlsx import POAM_XLSX
from tests.documents.office_made import rules_of, sheet_names, short_official
from tests.renderers.workbook_story import AS_OF, CART, ISSO, OWNER, WEB, package, system, weakness

OFFICIAL = shared("reference/fedramp/templates")
V3_0, V2_1 = OFFICIAL / "FedRAMP-POAM-Template-v3.0.xlsx", OFFICIAL / "FedRAMP-POAM-Template-v2.1.xlsx"
needs_official = needs(V3_0)
TEMPLATES = [pytest.param(None, id="own"), pytest.param(V3_0, id="v3.0", marks=needs_official)]
DETECTED = dt.date(2026, 2, 20)
OPEN, CONFIGURATION = "Open POA&M Items", "Configuration Findings"
HEADERS = (
    "POAM ID", "Controls", "Weakness Name", "Weakness Description", "Weakness Detector Source", "Weakness Source Identifier",
    "Asset Identifier", "Point of Contact", "Resources Required", "Original Detection Date", "Scheduled Completion Date",
    "Status Date", "Vendor Dependency", "Last Vendor Check-in Date", "Vendor Dependent Product Name", "Original Risk Rating",
    "Adjusted Risk Rating", "Risk Adjustment", "False Positive", "Operational Requirement", "Deviation Rationale",
    "Supporting Documents", "Comments", "Binding Operational Directive 22-01 tracking",
    "Binding Operational Directive 22-01 Due Date", "CVE",
)  # fmt: skip


def only(found: AuthorizationPackage) -> PoamRow:
    (row,) = view(found).open
    return row


def rendered(found: AuthorizationPackage, template: Path | None = None) -> bytes:
    """Of an official form, the one without its 4,000 empty rows: tests that ask for more rows than it has take it whole."""
    return POAM_XLSX.render(found, short_official(template.name) if template else None).data


def rows(data: bytes, sheet: str = OPEN, first_row: int = 9, *more: str) -> tuple[SheetRow, ...]:
    return read_rows(data, sheet, (*HEADERS, *more), first_row=first_row)


@lru_cache(maxsize=1)
def book_of(data: bytes) -> Workbook:
    """The official sheet has 4,021 rows with formats: reading it takes seconds."""
    return load_workbook(io.BytesIO(data))


def sheet_of(data: bytes, name: str = OPEN) -> Worksheet:
    found = book_of(data)[name]
    assert isinstance(found, Worksheet)
    return found


def column_of(sheet: Worksheet, header: str, header_row: int = 5) -> int:
    return next(cell.column for cell in sheet[header_row] if cell.value == header)


# --- what the rows say


def test_a_row_says_what_the_oscal_item_says() -> None:
    found = package(
        weakness("CVE-2026-0001", (CART, DETECTED), (WEB, DETECTED), cves=("CVE-2026-0001",), description="Long.", score=7.5)
    )
    (item,) = found.bundle.poam.poam_items
    assert only(found) == PoamRow(
        poam_id=next(prop.value for prop in item.props if prop.name == "POAM-ID"),
        controls=("RA-5", "SI-2"),
        name="Title of CVE-2026-0001",
        description="Long.",
        detector="Trivy",
        identifier="CVE-2026-0001",
        assets=(CART, WEB),
        contact="Kim Moss (kim@example.com)",
        plan="The scan names no fixed version. Watch the vendor for a fix.",
        milestones=(
            PoamMilestone(
                due=dt.date(2026, 3, 22),
                title="Remediate and scan again",
                remark="Draft: plan and dates are to be confirmed.",
            ),
        ),
        detected=DETECTED,
        due=dt.date(2026, 3, 22),
        by_formula=True,
        status_date=AS_OF,
        rating=Rating.HIGH,
        comments=(
            "Rating from NVD CVSS v3.1 base score 7.5 as the scan file gives it, not verified against an NVD file. "
            "Vendor Dependency and deviations are No until decided."
        ),
        known_exploited=False,
        kev_due=None,
        cves=("CVE-2026-0001",),
        severity="high",
        evidence=("Report of Trivy: evidence/scans/cart.json",),
    )


def by_collection(of: Weakness) -> Weakness:
    """Seen by a report that states no day."""
    assets = (structs.replace(asset, first_by_collection=True, last_by_collection=True) for asset in of.assets)
    return structs.replace(of, assets=tuple(assets))


def test_the_day_of_collection_in_the_place_of_a_detection_date_is_named() -> None:
    found = weakness("CVE-2099-1")
    assert only(package(by_collection(found))).detected_by is DetectionBasis.COLLECTION
    words = "is the day on which the report was collected: the report does not state when the scan ran"
    assert words in str(rows(rendered(package(by_collection(found)))))
    assert words not in str(rows(rendered(package(found))))


def test_the_head_names_provider_offering_level_and_date() -> None:
    found = view(package())
    assert (found.provider, found.offering, found.impact_level, found.as_of) == ("Pine Cloud", "Toy Shop", "Moderate", AS_OF)


def test_an_impact_level_that_nobody_stated_is_left_blank() -> None:
    made = package()
    unsaid = replace(made.system, outstanding=(OutstandingKey(key="system.impact-level", why="the baseline"),))
    assert view(replace(made, system=unsaid)).impact_level == ""


def test_nothing_open_is_no_row() -> None:
    found = package()
    assert len(found.bundle.poam.poam_items) == 1
    assert (view(found).open, view(found).configuration) == ((), ())


def test_rows_keep_the_order_of_the_bundle() -> None:
    found = package(weakness("CVE-A", severity=Severity.LOW), weakness("CVE-B", severity=Severity.CRITICAL), weakness("CVE-C"))
    assert [row.identifier for row in view(found).open] == ["CVE-B", "CVE-C", "CVE-A"]


@pytest.mark.parametrize(
    ("severity", "rating", "due"),
    [
        (Severity.CRITICAL, "High", dt.date(2026, 3, 22)),
        (Severity.HIGH, "High", dt.date(2026, 3, 22)),
        (Severity.MODERATE, "Moderate", dt.date(2026, 5, 21)),
        (Severity.LOW, "Low", dt.date(2026, 8, 19)),
    ],
)
def test_rating_decides_the_date(severity: Severity, rating: str, due: dt.date) -> None:
    row = only(package(weakness("CVE-A", severity=severity)))
    assert (row.rating, row.due, row.by_formula) == (rating, due, True)
    assert ("Critical" in row.comments) == (severity is Severity.CRITICAL)


def test_an_earlier_cisa_date_wins_and_the_row_says_so() -> None:
    row = only(package(weakness("CVE-A", known_exploited=dt.date(2026, 3, 5))))
    assert (row.due, row.by_formula, row.known_exploited, row.kev_due) == (
        dt.date(2026, 3, 5), False, True, dt.date(2026, 3, 5),
    )  # fmt: skip
    assert "CISA's due date" in row.comments
    assert "2026-03-22" in row.comments


def test_a_later_cisa_date_is_noted_and_changes_nothing() -> None:
    row = only(package(weakness("CVE-A", known_exploited=dt.date(2026, 4, 5))))
    assert (row.due, row.by_formula, row.kev_due) == (dt.date(2026, 3, 22), True, dt.date(2026, 4, 5))
    assert "CISA's due date" not in row.comments


def test_a_secret_is_an_authenticator_and_has_no_cve() -> None:
    row = only(package(weakness("aws-key", kind=ResultKind.SECRET)))
    assert (row.controls, row.cves) == (("IA-5(7)",), ())


def configured() -> AuthorizationPackage:
    return package(
        weakness("KSV-1", (CART, dt.date(2026, 1, 10)), kind=ResultKind.MISCONFIGURATION, severity=Severity.LOW),
        weakness("KSV-2", (WEB, DETECTED), kind=ResultKind.MISCONFIGURATION, severity=Severity.HIGH),
    )


def test_configuration_findings_stand_apart_with_one_cm6_item_in_the_open() -> None:
    found = view(configured())
    assert [(row.identifier, row.controls) for row in found.configuration] == [("KSV-2", ("CM-6",)), ("KSV-1", ("CM-6",))]
    (collector,) = found.open
    assert (collector.controls, collector.identifier, collector.assets) == (("CM-6",), None, (CART, WEB))


def test_the_cm6_item_is_due_with_the_first_of_its_findings() -> None:
    (collector,) = view(configured()).open
    assert (collector.detected, collector.rating, collector.due) == (dt.date(2026, 1, 10), "High", dt.date(2026, 3, 22))
    assert not collector.by_formula
    assert "earliest of the findings" in collector.comments
    assert "2026-02-09" in collector.comments


def test_assets_are_named_as_the_inventory_names_them() -> None:
    about = system(ISSO, digest_as_identifier=True)
    assert only(package(weakness("CVE-A"), about=about)).assets == ("sha256:" + "11" * 32,)


@pytest.mark.parametrize(
    ("parties", "contact"),
    [((OWNER, ISSO), "Kim Moss (kim@example.com)"), ((OWNER,), "Lee Fern"), ((), "")],
)
def test_the_point_of_contact_is_the_isso_else_the_owner(parties: tuple[object, ...], contact: str) -> None:
    assert only(package(weakness("CVE-A"), about=system(*parties))).contact == contact  # type: ignore[arg-type]


def test_nobody_to_contact_is_a_gap_unless_system_yaml_owes_all_parties() -> None:
    about = system()
    (gap,) = POAM_XLSX.render(package(weakness("CVE-A"), about=about), None).notes
    assert (gap.path, gap.place, gap.kind) == (POAM_XLSX.path, "Point of Contact", GapKind.NOT_COLLECTED)
    assert POAM_XLSX.render(package(about=about), None).notes == ()
    owing = replace(about, outstanding=(OutstandingKey(key="parties", why="roles"),))
    assert POAM_XLSX.render(package(weakness("CVE-A"), about=owing), None).notes == ()


def test_a_package_for_the_rules_of_2026_alone_owes_no_workbook() -> None:
    assert [POAM_XLSX.applies(package(about=system(regime=one))) for one in Regime] == [True, False, True]


# --- where they stand


@dataclass(frozen=True)
class Filled:
    """One package of every kind of row, written into one template and read back once: that takes seconds."""

    found: AuthorizationPackage
    data: bytes
    book: Workbook


@pytest.fixture(scope="module", params=TEMPLATES)
def filled(request: pytest.FixtureRequest) -> Filled:
    found = package(
        weakness("CVE-2026-0002", (CART, DETECTED), (WEB, DETECTED), cves=("CVE-2026-0002", "CVE-2026-0001")),
        weakness("CVE-2026-0003", known_exploited=dt.date(2026, 3, 5)),
        weakness("KSV-1", (CART, dt.date(2026, 1, 10)), kind=ResultKind.MISCONFIGURATION, severity=Severity.LOW),
        weakness("KSV-2", (WEB, DETECTED), kind=ResultKind.MISCONFIGURATION, severity=Severity.MODERATE),
    )
    data = rendered(found, request.param)
    return Filled(found, data, load_workbook(io.BytesIO(data)))


def test_open_items_stand_from_row_9(filled: Filled) -> None:
    found = rows(filled.data, OPEN, 9, "Remediation Plan")
    assert [row.number for row in found] == [9, 10, 11]
    first, row = found[0], view(filled.found).open[0]
    assert first.values == {
        "POAM ID": row.poam_id,
        "Controls": "RA-5, SI-2",
        "Weakness Name": row.name,
        "Weakness Description": row.description,
        "Weakness Detector Source": "Trivy",
        "Weakness Source Identifier": "CVE-2026-0002",
        "Asset Identifier": f"{CART}\n{WEB}",
        "Point of Contact": "Kim Moss (kim@example.com)",
        "Resources Required": None,
        "Original Detection Date": DETECTED,
        "Scheduled Completion Date": dt.date(2026, 3, 22),
        "Status Date": AS_OF,
        "Vendor Dependency": "No",
        "Last Vendor Check-in Date": None,
        "Vendor Dependent Product Name": None,
        "Original Risk Rating": "High",
        "Adjusted Risk Rating": None,
        "Risk Adjustment": "No",
        "False Positive": "No",
        "Operational Requirement": "No",
        "Deviation Rationale": None,
        "Supporting Documents": "Report of Trivy: evidence/scans/cart.json",
        "Comments": row.comments,
        "Binding Operational Directive 22-01 tracking": None,
        "Binding Operational Directive 22-01 Due Date": None,
        "CVE": "CVE-2026-0001\nCVE-2026-0002",
        "Remediation Plan": (
            "The scan names no fixed version. Watch the vendor for a fix.\nMilestones:\n"
            "1) 2026-03-22: Remediate and scan again\nDraft: plan and dates are to be confirmed."
        ),
    }


def test_the_head_stands_in_row_4_and_guidance_stays(filled: Filled) -> None:
    sheet = filled.book[OPEN]
    assert [sheet[place].value for place in ("A4", "B4", "C4", "D4")] == [None, "Pine Cloud", "Toy Shop", "Moderate"]
    assert sheet["E4"].value == dt.datetime(2026, 3, 1)
    assert [sheet.cell(row, 1).value for row in (6, 7, 8, 9)] == ["Guidance", "Examples", "Mandatory or Situational", None]
    assert column_of(sheet, "POAM ID") == 2


def test_the_date_is_the_templates_formula_with_its_result_stored(filled: Filled) -> None:
    sheet = filled.book[OPEN]
    assert squeezed(sheet["M9"].value) == (
        'IF((S9="N/A")+(ISBLANK(S9)),IF(R9="High",L9+30,IF(R9="Moderate",L9+90,IF(R9="Low",L9+180,""))),'
        'IF(((T9="Yes")*(S9="High")),L9+30,IF(((T9="Yes")*(S9="Moderate")),L9+90,IF(((T9="Yes")*(S9="Low")),L9+180,'
        'IF(R9="High",L9+30,IF(R9="Moderate",L9+90,IF(R9="Low",L9+180,"")))))))'
    )
    assert sheet["M10"].value == dt.datetime(2026, 3, 5)
    stored = [row.values["Scheduled Completion Date"] for row in rows(filled.data)]
    assert stored[:2] == [dt.date(2026, 3, 22), dt.date(2026, 3, 5)]


@needs_official
def test_the_formula_is_the_one_of_the_official_template() -> None:
    with opened_workbook(V3_0.read_bytes(), data_only=False) as book:
        ((official,),) = book[OPEN].iter_rows(10, 10, 13, 13, values_only=True)
    ours = sheet_of(rendered(package(weakness("CVE-A"), weakness("CVE-B"))))["M10"].value
    assert squeezed(ours) == squeezed(official)


def squeezed(formula: object) -> str:
    return str(formula).replace(" ", "").removeprefix("=")


def test_configuration_findings_stand_from_row_3_and_nothing_is_closed(filled: Filled) -> None:
    found = rows(filled.data, CONFIGURATION, 3, "Overall Remediation Plan")
    assert [(row.number, row.values["Weakness Source Identifier"]) for row in found] == [(3, "KSV-2"), (4, "KSV-1")]
    assert rows(filled.data, "Closed POA&M Items", 3) == ()
    assert [row.values["Controls"] for row in rows(filled.data)] == ["RA-5, SI-2", "RA-5, SI-2", "CM-6"]


def test_every_dated_cell_looks_like_a_date(filled: Filled) -> None:
    sheet = filled.book[OPEN]
    dated = [
        "Original Detection Date", "Scheduled Completion Date", "Status Date", "Binding Operational Directive 22-01 Due Date",
    ]  # fmt: skip
    assert {sheet.cell(10, column_of(sheet, header)).number_format for header in dated} == {"mm-dd-yy"}


def test_no_cell_of_a_row_says_not_applicable(filled: Filled) -> None:
    values = [value for row in rows(filled.data) for value in row.values.values() if value]
    assert not {"n/a", "na", "none", "unknown", "tbd"} & {str(value).lower() for value in values}


@pytest.mark.parametrize("template", TEMPLATES)
def test_identifiers_are_not_validated_as_numbers(template: Path | None) -> None:
    items = package(*(weakness(f"CVE-{number}") for number in range(170)))
    data = POAM_XLSX.render(items, template.read_bytes() if template else None).data
    with opened_workbook(data, data_only=False) as book:
        column = [cell for (cell,) in book[OPEN].iter_rows(5, 178, 7, 7, values_only=True)]
    assert column[0] == "Weakness Source Identifier"
    assert str(column[-1]).startswith("CVE-")
    rules = rules_of(data, OPEN)
    assert [rule.type for rule in rules if "G178" in rule.sqref] == []
    assert {rule.formula1 for rule in rules if "R178" in rule.sqref} == {'"Low,Moderate,High"'}


@needs_official
def test_version_2_1_is_told_by_its_headers() -> None:
    data = rendered(configured(), V2_1)
    (row,) = rows(data, OPEN, 9, "Overall Remediation Plan", "Planned Milestones", "Milestone Changes", "Service Name")
    assert row.number == 9
    assert row.values["Planned Milestones"] == "(1) 2026-03-22: Remediate and scan again"
    assert row.values["Overall Remediation Plan"] == (
        "Remediate each finding on the sheet Configuration Findings.\nDraft: plan and dates are to be confirmed."
    )
    assert (row.values["Milestone Changes"], row.values["Service Name"]) == (None, None)
    assert [one.number for one in rows(data, CONFIGURATION, 6)] == [6, 7]
    for name in (OPEN, "Closed POA&M Items", CONFIGURATION):
        sheet = sheet_of(data, name)
        assert [sheet[place].value for place in ("A3", "B3", "C3")] == ["Pine Cloud", "Toy Shop", "Moderate"]
        assert sheet["D3"].value == dt.datetime(2026, 3, 1)
    assert sheet_of(data)["A9"].value is not None


@needs_official
@pytest.mark.parametrize("template", [V3_0, V2_1], ids=["v3.0", "v2.1"])
def test_an_official_template_keeps_its_sheets_and_adds_no_notes(template: Path) -> None:
    result = POAM_XLSX.render(package(weakness("CVE-A")), template.read_bytes())
    assert result.notes == ()
    assert sheet_names(result.data) == sheet_names(template.read_bytes())


def test_a_template_of_something_else_is_named_with_what_it_misses() -> None:
    other = POAM_XLSX.render(package(), None).data
    broken = other[: len(other) // 2]
    with pytest.raises(ConfigError, match=r"as POA&M v3\.0: .*as POA&M v2\.1: "):
        POAM_XLSX.render(package(weakness("CVE-A")), broken)
    inventory = Path(__file__).parents[2] / "templates" / "xlsx" / "inventory.xlsx"
    with pytest.raises(ConfigError, match="no sheet 'Open POA&M Items'") as caught:
        POAM_XLSX.render(package(weakness("CVE-A")), inventory.read_bytes())
    assert "next:" in caught.value.diagnostics()
    assert caught.value.exit_code == 2


# --- hostile text, sameness, size


def test_text_of_evidence_is_never_run_or_dropped() -> None:
    hostile = weakness("=1+1", title='=HYPERLINK("http://evil.example")', description="a\x00b\x1b[31m <&> _x000D_ @SUM(1)")
    data = rendered(package(hostile))
    (row,) = rows(data)
    assert row.values["Weakness Name"] == '=HYPERLINK("http://evil.example")'
    assert row.values["Weakness Source Identifier"] == "=1+1"
    assert row.values["Weakness Description"] == "a b [31m <&> _x000D_ @SUM(1)"
    calculated = column_of(sheet_of(data), "Scheduled Completion Date")
    for cell in sheet_of(data)[9]:
        assert cell.data_type != "f" or cell.column == calculated
        assert cell.quotePrefix == (str(cell.value).startswith("=") and cell.data_type != "f")


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_a_cell_cannot_hold_is_cut_and_noted(template: Path | None) -> None:
    content = short_official(template.name) if template else None
    result = POAM_XLSX.render(package(weakness("CVE-A", description="x" * 40_000)), content)
    (gap,) = result.notes
    assert (gap.path, gap.place, gap.kind) == (POAM_XLSX.path, "Open POA&M Items!E9", GapKind.SHORTENED)
    (row,) = rows(result.data)
    text = str(row.values["Weakness Description"])
    assert len(text) <= 32_767
    assert "cut" in text[-120:]


def test_the_same_package_gives_the_same_bytes() -> None:
    assert rendered(package(weakness("CVE-A"))) == rendered(package(weakness("CVE-A")))


@pytest.mark.parametrize("template", TEMPLATES)
def test_three_thousand_items_take_no_more_than_their_number(template: Path | None) -> None:
    def items(part: int) -> AuthorizationPackage:
        return package(*(weakness(f"CVE-{number}", (CART, DETECTED), (WEB, DETECTED)) for number in range(3_000 // part)))

    def write(found: AuthorizationPackage) -> None:
        written[:] = found, POAM_XLSX.render(found, content).data

    content = template.read_bytes() if template else None
    written: list[Any] = []
    assert_linear(items, write)
    found, data = written
    with opened_workbook(data, data_only=False) as book:
        (last,) = book[OPEN].iter_rows(3_008, 3_008, 2, 2, values_only=True)
    assert last == (view(found).open[-1].poam_id,)


def test_generated_dates_are_never_final_before_a_person_wrote_the_plan() -> None:
    found = package(weakness("CVE-2026-0001", (CART, DETECTED)))
    assert unconfirmed(found) == [only(found).poam_id]
    poam = found.bundle.poam
    (item,) = poam.poam_items
    plan = Property(name="written", value="Remediation Plan", ns=NS, remarks="1) 2026-03-20: rebuild")
    rewritten = structs.replace(poam, poam_items=(structs.replace(item, props=(*item.props, plan)),))
    written = replace(found, bundle=replace(found.bundle, poam=rewritten))
    assert unconfirmed(written) == []


def test_what_the_ledger_notes_of_an_item_stands_in_its_comments() -> None:
    made = package(weakness("CVE-2026-0001", (CART, DETECTED)))
    poam = made.bundle.poam
    (item,) = poam.poam_items
    values = (("replaces", "V-7"), ("former-poam-id", "C-1A2B"), ("note", "The vendor was asked."), ("note", "A look is late."))
    props = (*item.props, *(Property(name=name, value=value, ns=NS) for name, value in values))
    noted = structs.replace(poam, poam_items=(structs.replace(item, props=props),))
    assert (
        "Seen again after V-7 was closed. Its id was C-1A2B until it was accepted. The vendor was asked. A look is late. "
    ) in only(replace(made, bundle=replace(made.bundle, poam=noted))).comments


def test_a_past_due_row_owes_a_new_milestone_and_keeps_its_date() -> None:
    found = package(weakness("CVE-2026-0001", (CART, dt.date(2026, 1, 1))))
    row = only(found)
    assert (row.due, row.late, row.milestones, row.needs_milestone) == (dt.date(2026, 1, 31), True, (), True)
    assert row.plan.endswith(
        "Past due since 2026-01-31: a new milestone is required; the Scheduled Completion Date does not change."
    )
    assert unconfirmed(found) == [row.poam_id]
