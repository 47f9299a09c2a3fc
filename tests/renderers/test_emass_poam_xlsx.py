"""eMASS's POA&M import: the columns of three components, and what its instructions demand of every row."""

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from msgspec import structs
from openpyxl import Workbook, load_workbook
from prerequisites import needs, shared
from replacing import replace

from generator.documents.workbook_rows import SheetRow, read_rows
from generator.errors import ConfigError
from generator.frameworks.emass import COLUMNS, COMMON
from generator.ledger.deviation_decisions import LedgerDecision
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.model.dod import Emass, EmassComponent
from generator.model.scan import ResultKind, Severity
from generator.oscal.package import AuthorizationPackage
from generator.renderers.poam.emass_rows import rows_of, steps_of
from generator.renderers.poam.emass_xlsx import EMASS_POAM_XLSX
from tests.renderers.test_poam_months import package as month_by_month
from tests.renderers.workbook_story import AS_OF, CART, WEB, package, weakness

REFERENCE = shared("reference/dod/emass/emass-poam-templates.json")
TEMPLATES = Path(__file__).parents[2] / "templates/xlsx"


def in_emass(found: AuthorizationPackage, component: EmassComponent = EmassComponent.NAVY, **more: str) -> AuthorizationPackage:
    return replace(found, system=replace(found.system, emass=Emass(component=component, **more)))


def sheet(found: AuthorizationPackage, template: bytes | None = None) -> tuple[SheetRow, ...]:
    assert found.system.emass is not None
    headers = COLUMNS[found.system.emass.component]
    return read_rows(EMASS_POAM_XLSX.render(found, template).data, "POA&M", headers, first_row=8)


def accepted(**more: object) -> LedgerDecision:
    one = Deviation(
        kind=DeviationKind.OPERATIONAL_REQUIREMENT, standing=DeviationStatus.APPROVED, rationale="It is needed.", approver="A",
        decided=dt.date(2026, 2, 25), evidence="decisions/a.pdf", **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return LedgerDecision(scanner="Trivy", identifier="CVE-2", deviation=one, line=1)


@needs(REFERENCE)
@pytest.mark.parametrize("component", list(EmassComponent))
def test_columns_are_those_of_the_official_template(component: EmassComponent) -> None:
    theirs = json.loads(REFERENCE.read_text())[component.upper().replace("-", "_")]["columns"]
    assert [" ".join(one["header"].split()) for one in theirs] == list(COLUMNS[component])
    assert theirs[0]["col"] == "B"
    ours = load_workbook(TEMPLATES / f"emass-{component}.xlsx")["POA&M"]
    assert [ours.cell(7, column).value for column in range(2, 2 + len(theirs))] == list(COLUMNS[component])
    assert COLUMNS[component][:21] == COMMON


def test_an_ongoing_item_has_a_milestone_and_what_emass_requires() -> None:
    about = weakness("CVE-1", (CART, AS_OF), (WEB, AS_OF), severity=Severity.CRITICAL, cves=("CVE-2026-1",), description="Bad.")
    (row,) = sheet(in_emass(package(about), office="Program Office", source="Vulnerability Scan"))
    said = row.values
    assert said["Control Vulnerability Description"] == "Title of CVE-1\nBad."
    assert (said["Controls / APs"], said["Security Checks"], said["POA&M Status"]) == ("RA-5; SI-2", "CVE-1", "Ongoing")
    assert (
        said["POA&M Scheduled Completion Date"] == said["Milestone Scheduled Completion Date"] == AS_OF + dt.timedelta(days=30)
    )
    assert (said["Milestone Description"], said["Milestone Status"]) == ("Remediate and scan again", "Ongoing")
    assert (said["Identification Source"], said["Identification Source Details"]) == (
        "Vulnerability Scan",
        "Trivy; CVE-1; CVE-2026-1",
    )
    assert (said["Office/Org"], said["Raw Severity"], said["Severity"]) == ("Program Office", "Very High", "High")
    assert said["Devices Affected"] == f"{CART}; {WEB}"
    assert str(said["Comments"]).startswith("POA&M ID V-")
    assert said["POA&M Item ID"] is said["Milestone ID"] is said["POA&M Completion Date"] is said["Likelihood"] is None


def test_security_checks_hold_what_emass_knows_and_in_the_navy_they_are_never_blank() -> None:
    found = package(weakness("CVE-1"), weakness("SV-242381r1_rule", kind=ResultKind.MISCONFIGURATION), weakness("19506"))
    for component, checks in (
        (EmassComponent.ARMY, ["", "19506", "SV-242381r1_rule"]),
        (EmassComponent.NAVY, ["CVE-1", "19506", "SV-242381r1_rule"]),
    ):
        rows = rows_of(in_emass(found, component), Emass(component=component))
        assert sorted(row.checks for row in rows) == sorted(checks), "and the item that stands for CM-6 is no row"


def test_a_risk_that_was_accepted_has_no_milestone_and_its_expiry() -> None:
    found = package(weakness("CVE-2", severity=Severity.LOW), decided=(accepted(expires=dt.date(2027, 2, 25)),))
    (row,) = sheet(in_emass(found))
    assert row.values["POA&M Status"] == "Risk Accepted"
    assert row.values["POA&M Requested Risk Accepted Expiration Date"] == dt.date(2027, 2, 25)
    assert row.values["Comments"]
    milestone = [value for header, value in row.values.items() if header.startswith("Milestone")]
    assert milestone == [None] * 6
    assert row.values["POA&M Scheduled Completion Date"] is None


def test_a_completed_item_has_comments_and_completed_milestones() -> None:
    closed = [row.values for row in sheet(in_emass(month_by_month())) if row.values["POA&M Status"] == "Completed"]
    (row,) = closed
    assert row["POA&M Completion Date"] == row["Milestone Completion Date"] == dt.date(2026, 2, 17)
    assert (row["Milestone Status"], row["POA&M Scheduled Completion Date"]) == ("Completed", dt.date(2026, 2, 17))
    assert "no longer reports it" in str(row["Comments"])


def test_each_milestone_that_people_wrote_is_a_row_and_only_the_first_has_the_item() -> None:
    found = month_by_month()
    steps = "(1) 2026-03-01: Rebuild\n\n(2) 2099-01-01: Roll out"
    poam = found.bundle.poam
    items = tuple(
        structs.replace(
            item,
            props=tuple(
                structs.replace(prop, remarks=steps) if prop.value == "Planned Milestones" else prop for prop in item.props
            ),
        )
        for item in poam.poam_items
    )
    found = replace(found, bundle=replace(found.bundle, poam=structs.replace(poam, poam_items=items)))
    rows = [row.values for row in sheet(in_emass(found))]
    at = next(index for index, row in enumerate(rows) if row["Milestone Description"] == "Rebuild")
    assert (rows[at]["POA&M Status"], rows[at + 1]["POA&M Status"]) == ("Ongoing", None)
    assert rows[at + 1]["Milestone Description"] == "Roll out"
    due = rows[at]["POA&M Scheduled Completion Date"]
    assert rows[at + 1]["Milestone Scheduled Completion Date"] == due, "none is due after the item"
    assert [value for header, value in rows[at + 1].items() if not header.startswith("Milestone") and value is not None] == []


def test_what_nobody_says_and_emass_requires_is_owed() -> None:
    notes = EMASS_POAM_XLSX.render(in_emass(package(weakness("CVE-1"))), None).notes
    assert [note.place for note in notes] == ["Identification Source", "Resources Required"]


def test_the_users_own_template_is_filled_by_header_and_keeps_the_rest() -> None:
    book = Workbook()
    own = book.worksheets[0]
    own.title = "POA&M"
    own["A1"] = "***** CUI *****"
    own["B3"] = "System / Project Name"
    for column, header in enumerate(reversed(COLUMNS[EmassComponent.ARMY]), start=2):
        own.cell(7, column).value = header
    book.create_sheet("metadata").sheet_state = "veryHidden"
    book["metadata"]["A1"] = "4711"
    buffer = io.BytesIO()
    book.save(buffer)
    found = in_emass(package(weakness("CVE-1")), EmassComponent.ARMY)
    data = EMASS_POAM_XLSX.render(found, buffer.getvalue()).data
    assert [row.values["POA&M Status"] for row in sheet(found, buffer.getvalue())] == ["Ongoing"]
    after = load_workbook(io.BytesIO(data))
    assert (after["metadata"]["A1"].value, after["metadata"].sheet_state) == ("4711", "veryHidden")
    assert after["POA&M"]["B4"].value is None, "eMASS's own head is eMASS's"


def test_the_template_of_another_component_is_refused_with_what_it_misses() -> None:
    with pytest.raises(ConfigError, match="Identified in CFO Audit"):
        EMASS_POAM_XLSX.render(in_emass(package(), EmassComponent.ARMY), (TEMPLATES / "emass-navy.xlsx").read_bytes())


def test_long_texts_are_cut_to_what_emass_takes() -> None:
    (row,) = rows_of(package(weakness("CVE-1", description="x" * 5000)), Emass(component=EmassComponent.NAVY))
    assert len(row.description) == 2000
    assert row.description.endswith("… (cut: see the OSCAL plan)")


def test_only_who_is_in_emass_owes_it() -> None:
    assert not EMASS_POAM_XLSX.applies(package())
    assert EMASS_POAM_XLSX.applies(in_emass(package()))


def test_no_word_of_a_milestone_is_lost_whatever_its_day_says() -> None:
    due = dt.date(2026, 4, 1)
    text = "Team blue:\n(1) 2026-02-10: Order\n  by mail\n(2) TBD: Switch\n\n2026-03-01: Test\n(3) 2026-02-30: Tell"
    assert steps_of(text, due) == [
        (due, "Team blue:"),
        (dt.date(2026, 2, 10), "Order\nby mail\n(2) TBD: Switch"),
        (dt.date(2026, 3, 1), "Test\n(3) 2026-02-30: Tell"),
    ]
