"""The POA&M workbook of a system with a history: closed items, deviations, what people wrote, what the scope leaves out."""

import datetime as dt

import pytest
from msgspec import structs
from openpyxl import Workbook
from packages_made import package_made, story_made
from replacing import replace

from generator.documents.workbook_opening import opened_workbook
from generator.documents.workbook_rows import read_rows
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ids import UuidFactory
from generator.ledger.asset_states import AssetDisposition, ClosureReason
from generator.ledger.deviation_decisions import LedgerDecision
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.item import LedgerItem
from generator.ledger.items import ledger_of
from generator.ledger.poam_ledger import Before, Deficiency
from generator.ledger.rating import Rater
from generator.model.comparison import Comparison
from generator.model.content import NoContent
from generator.model.rating import Rating
from generator.model.system import PoamPolicy, PoamScope
from generator.oscal.bundle import bundle_of
from generator.oscal.package import AuthorizationPackage
from generator.renderers.poam.deviations import Deviations
from generator.renderers.poam.rows import is_shown, view
from generator.renderers.poam.xlsx import POAM_XLSX
from tests.documents.office_made import short_official, workbook_of
from tests.ledger.months import CART, WEB, carried, facts, ledger, month, snapshots
from tests.renderers.test_poam_xlsx import HEADERS as POAM_HEADERS
from tests.renderers.workbook_story import ISSO, OWNER, system

OPEN, CLOSED, PL2 = "Open POA&M Items", "Closed POA&M Items", "PL-2 Findings"
HEADERS = ("POAM ID", "Comments", "Status Date", "Asset Identifier")


def package(
    scope: PoamScope = PoamScope.ALL, *, decided: tuple[LedgerDecision, ...] = (), number: int = 1
) -> AuthorizationPackage:
    """CVE-2 was remediated in the second month, CVE-1 is late, CVE-3 is new; a person found PT-1; a document is faulty."""
    first = ledger(facts(0, snapshots(0, {CART: ["CVE-1", "CVE-2"], WEB: ["CVE-1"]})))
    own = structs.replace(
        first.items[0], poam_id="PT-1", by_scan=False, scanner="Penetration test", identifier="", name="Weak reset", assets=()
    )
    items = [with_cells(item) if item.identifier == "CVE-1" else item for item in (*first.items, own)]
    before = Before(
        as_of=month(0),
        items=tuple(items),
        looks=first.looks,
        deficiencies=(Deficiency(id="PL-2.1", name="Diagram", description="Two are missing.", plan="Drawn."),),
    )
    what = facts(number, snapshots(number, {CART: ["CVE-1"], WEB: ["CVE-1", "CVE-3"]}))
    about = replace(system(ISSO, OWNER), poam=PoamPolicy(scope=scope))
    ids = UuidFactory(about.id)
    found = ledger_of(
        what, FEDRAMP_REV5, ids, rater=Rater(FEDRAMP_REV5, NoContent()), before=before, decided=decided, policy=about.poam
    )
    story = story_made(
        system=about,
        facts=what,
        comparison=Comparison(compared=False),
        checks=(),
        discrepancies=(),
        claims=(),
        controls=(),
        items=found.items,
        looks=found.looks,
        deficiencies=found.deficiencies,
    )
    return package_made(
        system=about,
        as_of=what.as_of,
        bundle=bundle_of(story, ids),
        comparison=story.comparison,
        discrepancies=(),
        gaps=(),
        accounting=what.accounting,
        evidence=what.evidence,
        clusters=what.clusters,
        workloads=what.workloads,
        diagrams=(),
    )


def with_cells(item: LedgerItem) -> LedgerItem:
    cells = (("Point of Contact", "R. Moss"), ("Planned Milestones", "(1) 2026-03-01: Rebuild"), ("Service Name", "All"))
    return structs.replace(item, written=(*cells, ("Owner team", "blue")))


def decision(kind: DeviationKind, **more: object) -> LedgerDecision:
    one = Deviation(kind=kind, standing=DeviationStatus.PENDING, **more)  # type: ignore[arg-type]
    return LedgerDecision(scanner="Trivy", identifier="CVE-3", deviation=one, line=1)


def rendered(found: AuthorizationPackage, template: str | None = None) -> bytes:
    return POAM_XLSX.render(found, short_official(template) if template else None).data


def test_closed_items_stand_on_their_sheet_with_day_and_evidence() -> None:
    found = view(package())
    (row,) = found.closed
    assert (row.identifier, row.status_date, row.assets) == ("CVE-2", month(1) - dt.timedelta(days=2), (CART,))
    assert row.comments.startswith(f"Trivy looked at {CART} on 2026-02-17 as before and no longer reports it.")
    (read,) = read_rows(rendered(package()), CLOSED, HEADERS, first_row=3)
    assert read.values["POAM ID"] == row.poam_id


def test_closed_items_stand_below_the_head_of_the_older_template() -> None:
    book = Workbook()
    columns = (*POAM_HEADERS, "Overall Remediation Plan", "Planned Milestones", "Milestone Changes")
    for name in (OPEN, CLOSED, "Configuration Findings"):
        sheet = book.create_sheet(name)
        for column, label in enumerate(("CSP", "System Name", "Impact Level", "POAM Date"), 1):
            sheet.cell(2, column).value = label
        for column, header in enumerate(columns, 1):
            sheet.cell(5, column).value = header
    found = package()
    made = POAM_XLSX.render(found, workbook_of(book)).data
    assert [(row.number, row.values["POAM ID"]) for row in read_rows(made, CLOSED, HEADERS, first_row=6)] == [
        (6, row.poam_id) for row in view(found).closed
    ]
    assert [row.number for row in read_rows(made, OPEN, HEADERS, first_row=6)] == [9, 10, 11]


@pytest.mark.parametrize(
    ("scope", "shown"),
    [
        (PoamScope.ALL, {"CVE-1", "CVE-3", None}),
        (PoamScope.INITIAL, {"CVE-1", "CVE-3", None}),
        (PoamScope.CONMON_LATE, {"CVE-1", None}),
    ],
)
def test_the_scope_decides_what_is_shown_and_oscal_holds_everything(scope: PoamScope, shown: set[str | None]) -> None:
    found = package(scope)
    assert {row.identifier for row in view(found).open} == shown
    assert len(found.bundle.poam.risks) == 4


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({}, False),
        ({"late": True}, True),
        ({"by_scan": False}, True),
        ({"stands_for_others": True}, True),
        ({"deviations": Deviations(any=True)}, True),
    ],
)
def test_in_continuous_monitoring_only_scan_results_in_time_stay_out(more: dict[str, object], shown: bool) -> None:
    (row,) = (row for row in view(package()).open if row.identifier == "CVE-3")
    assert is_shown(structs.replace(row, **more), PoamScope.CONMON_LATE) is shown
    assert is_shown(structs.replace(row, **more), PoamScope.ALL)


def test_a_deviation_is_shown_in_continuous_monitoring_too() -> None:
    vendor = decision(DeviationKind.VENDOR_DEPENDENCY, product="ExampleDB", checked_in=dt.date(2026, 2, 1))
    found = view(package(PoamScope.CONMON_LATE, decided=(vendor,)))
    (row,) = (row for row in found.open if row.identifier == "CVE-3")
    assert (row.deviations.vendor, row.deviations.product, row.deviations.check_in) == (
        "Yes", "ExampleDB", dt.date(2026, 2, 1),
    )  # fmt: skip
    assert not row.late


def test_what_is_late_because_nobody_asks_the_vendor_does_not_claim_that_its_day_has_passed() -> None:
    vendor = decision(DeviationKind.VENDOR_DEPENDENCY, product="ExampleDB", checked_in=dt.date(2026, 1, 2))
    (row,) = (row for row in view(package(decided=(vendor,))).open if row.identifier == "CVE-3")
    assert row.late
    assert row.due > month(1)
    assert "Past due since" not in row.comments
    assert "The vendor was last asked on 2026-01-02; a check-in is required every 30 days." in row.comments


def test_an_approved_adjustment_is_in_the_columns_that_the_formula_reads() -> None:
    approved = Deviation(
        kind=DeviationKind.RISK_ADJUSTMENT,
        standing=DeviationStatus.APPROVED,
        rationale="Never loaded.",
        adjusted=Rating.MODERATE,
        approver="A", decided=dt.date(2026, 2, 1), evidence="decisions/a.pdf",
    )  # fmt: skip
    found = package(decided=(LedgerDecision(scanner="Trivy", identifier="CVE-3", deviation=approved, line=1),))
    (row,) = (row for row in view(found).open if row.identifier == "CVE-3")
    assert (row.rating, row.deviations.adjusted, row.deviations.risk_adjustment) == ("High", "Moderate", "Yes")
    assert (row.due, row.by_formula) == (row.detected + dt.timedelta(days=90), True)
    assert (row.deviations.rationale, row.deviations.documents) == ("Never loaded.", "Deviation decision: decisions/a.pdf")


@pytest.mark.parametrize(("adjusted", "word"), [(None, "Pending"), (Rating.MODERATE, "Yes")])
def test_an_operational_requirement_on_a_high_is_not_approved_before_it_is_reduced(adjusted: Rating | None, word: str) -> None:
    approval = {
        "standing": DeviationStatus.APPROVED,
        "approver": "A",
        "decided": dt.date(2026, 2, 1),
        "evidence": "decisions/a.pdf",
    }
    kinds = [DeviationKind.OPERATIONAL_REQUIREMENT, *([DeviationKind.RISK_ADJUSTMENT] if adjusted else [])]
    decided = tuple(
        LedgerDecision(
            scanner="Trivy", identifier="CVE-3", line=1, deviation=Deviation(kind=kind, adjusted=adjusted, **approval)
        )  # type: ignore[arg-type]
        for kind in kinds
    )
    found = package(decided=decided)
    (row,) = (row for row in view(found).open if row.identifier == "CVE-3")
    assert row.deviations.operational == word
    (risk,) = (risk for risk in found.bundle.poam.risks if risk.title == "CVE-3")
    (said,) = (prop.value for prop in risk.props if prop.name == "operational-requirement")
    assert said == {"Pending": "pending", "Yes": "approved"}[word]


def test_an_approved_false_positive_is_not_owed_at_an_initial_assessment() -> None:
    first = package().bundle.poam
    assert first.poam_items
    false = Deviation(
        kind=DeviationKind.FALSE_POSITIVE, standing=DeviationStatus.APPROVED, approver="A", decided=dt.date(2026, 2, 1)
    )
    decided = (LedgerDecision(scanner="Trivy", identifier="CVE-3", deviation=false, line=1),)
    assert {row.identifier for row in view(package(decided=decided)).closed} == {"CVE-2", "CVE-3"}
    assert {row.identifier for row in view(package(PoamScope.INITIAL, decided=decided)).closed} == {"CVE-2"}


@pytest.mark.parametrize(
    ("template", "header", "column"),
    [
        pytest.param(None, "Owner team", 30, id="own"),
        pytest.param("FedRAMP-POAM-Template-v3.0.xlsx", "Owner team", 30, id="v3.0"),
        pytest.param("FedRAMP-POAM-Template-v2.1.xlsx", "Owner team", 32, id="v2.1"),
    ],
)
def test_columns_that_people_added_stay_to_the_right(template: str | None, header: str, column: int) -> None:
    data = rendered(package(), template)
    with opened_workbook(data, data_only=False) as book:
        heads = {cell.value: cell.column for cell in next(book[OPEN].iter_rows(5, 5)) if cell.value}
    assert heads[header] == column
    values = [row.values[header] for row in read_rows(data, OPEN, (*HEADERS, header), first_row=9)]
    assert values.count("blue") == 1


def test_what_another_version_of_the_template_has_no_column_for_is_kept() -> None:
    data = rendered(package())
    rows = read_rows(data, OPEN, (*HEADERS, "Remediation Plan", "Service Name"), first_row=9)
    (row,) = (row for row in rows if row.values["Service Name"])
    assert row.values["Service Name"] == "All"
    assert str(row.values["Remediation Plan"]).endswith("Milestones:\n(1) 2026-03-01: Rebuild")


def test_faults_of_documents_stand_on_their_sheet() -> None:
    rows = read_rows(rendered(package()), PL2, ("Deficiency ID", "Deficiency Name", "Remediation Date"), first_row=5)
    assert [dict(row.values) for row in rows] == [
        {"Deficiency ID": "PL-2.1", "Deficiency Name": "Diagram", "Remediation Date": None}
    ]


def test_a_person_closed_it_is_said() -> None:
    found = package()
    assert all(one.status in ("open", "closed") for one in found.bundle.poam.risks)
    reason = AssetDisposition(reason=ClosureReason.BY_A_PERSON, day=dt.date(2026, 2, 1), because="Closed by a person.")
    state = carried(ledger(facts(0, snapshots(0, {CART: ["CVE-1"]}))), month(0))
    done = structs.replace(state, items=tuple(structs.replace(one, closed=reason) for one in state.items))
    again = ledger(facts(0, snapshots(0, {CART: ["CVE-1"]})), done)
    assert [one.closed for one in again.items] == [reason], "no scan looked since"
    later = ledger(facts(1, snapshots(1, {CART: ["CVE-1"]})), done)
    assert [one.replaces for one in later.items if one.closed is None] == [state.items[0].poam_id]
