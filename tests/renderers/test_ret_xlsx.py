"""The Risk Exposure Table, prefilled: every open risk with the POA&M's id, and what was corrected during testing."""

import datetime as dt
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from replacing import replace

from generator.documents.workbook_rows import SheetRow, read_rows
from generator.model.scan import ResultKind
from generator.model.system import Assessment, PoamScope
from generator.oscal.package import AuthorizationPackage
from generator.renderers.poam.ret_xlsx import RET_XLSX
from generator.renderers.poam.rows import view
from tests.documents.office_made import official
from tests.renderers.test_poam_months import package as month_by_month
from tests.renderers.workbook_story import package, weakness

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
TABLE, TESTED = "Risk Exposure Table (RET)", "Risks Corrected During Testing "
FORM = "SAR-Appendix-A-FedRAMP-Risk-Exposure-Table-(RET)-Template.xlsx"
HEADERS = (
    "Controls", "Weakness Name", "Weakness Detector Source", "Weakness Source Identifier", "Asset Identifier",
    "Original Detection Date",
)  # fmt: skip


@pytest.fixture(params=[None, FORM], ids=["own", "official"])
def template(request: pytest.FixtureRequest) -> bytes | None:
    return official(request.param) if request.param else None


def assessed(found: AuthorizationPackage, tested_from: dt.date | None = None) -> AuthorizationPackage:
    policy = replace(found.system.poam, assessment=Assessment.INITIAL, tested_from=tested_from)
    return replace(found, system=replace(found.system, poam=policy))


def sheet(found: AuthorizationPackage, template: bytes | None, name: str, *more: str) -> tuple[SheetRow, ...]:
    return read_rows(RET_XLSX.render(found, template).data, name, (*HEADERS, *more), first_row=6)


def test_every_open_risk_is_listed_late_or_not_and_configuration_one_by_one(template: bytes | None) -> None:
    found = assessed(package(weakness("CVE-1"), weakness("KSV-1", kind=ResultKind.MISCONFIGURATION)))
    found = replace(found, system=replace(found.system, poam=replace(found.system.poam, scope=PoamScope.CONMON_LATE)))
    rows = [row.values for row in sheet(found, template, TABLE, "POA&M ID", "Original Risk Rating", "Comments")]
    assert [row["Weakness Source Identifier"] for row in rows] == [None, "CVE-1", "KSV-1"]
    assert [row["Controls"] for row in rows] == ["CM-6", "RA-5, SI-2", "CM-6"]
    known = {row.poam_id for row in (*view(assessed(package())).open, *view(found).configuration, *view(found).open)}
    assert {row["POA&M ID"] for row in rows} >= known, "the same ids as in the POA&M"
    assert rows[0]["Original Risk Rating"] == "High"


def test_what_was_closed_since_testing_began_was_corrected_during_it(template: bytes | None) -> None:
    found = assessed(month_by_month(), tested_from=dt.date(2026, 2, 1))
    (row,) = sheet(found, template, TESTED, "POAM ID", "Verification Statement/ Testing Procedure", "Remediation Description")
    assert row.values["Weakness Source Identifier"] == "CVE-2"
    assert row.values["Verification Statement/ Testing Procedure"] is None, "the assessor's"
    assert str(row.values["Remediation Description"]).endswith("as before and no longer reports it.")
    assert sheet(assessed(month_by_month(), tested_from=dt.date(2026, 3, 1)), template, TESTED, "POAM ID") == ()


def test_the_head_is_filled_on_both_sheets(template: bytes | None) -> None:
    book = load_workbook(io.BytesIO(RET_XLSX.render(assessed(package(weakness("CVE-1"))), template).data))
    for name in (TABLE, TESTED):
        assert [book[name][cell].value for cell in ("A3", "B3", "C3")] == ["Pine Cloud", "Toy Shop", "Moderate"]
        assert book[name]["D3"].value.date() == dt.date(2026, 3, 1)
        title = ": ".join(str(book[name][cell].value) for cell in ("A1", "B1") if book[name][cell].value)
        assert title == f"FedRAMP {name.strip()}: provider's draft, to be completed by the assessor"


def test_without_the_day_on_which_testing_began_it_is_owed() -> None:
    notes = RET_XLSX.render(assessed(package(weakness("CVE-1"))), None).notes
    assert [note.next_step for note in notes] == ["write the day under poam.tested-from in system.yaml"]


def test_it_accompanies_assessments_only() -> None:
    assert not RET_XLSX.applies(package(weakness("CVE-1")))
    assert RET_XLSX.applies(assessed(package(weakness("CVE-1"))))


def test_our_own_table_has_the_headers_of_the_official_one() -> None:
    own, theirs = (
        load_workbook(Path(__file__).parents[2] / "templates/xlsx/ret.xlsx"),
        load_workbook(io.BytesIO(official(FORM))),
    )
    assert own.sheetnames == theirs.sheetnames
    for name, last in ((TABLE, 18), (TESTED, 12)):
        headers = [[book[name].cell(5, column).value for column in range(1, last + 1)] for book in (own, theirs)]
        assert headers[0] == headers[1]
