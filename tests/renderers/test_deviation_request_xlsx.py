"""The Deviation Request Form: one row for each request, into the official form and into ours, cell by cell."""

import datetime as dt
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.documents.bounded_zip import unpack
from generator.documents.workbook_rows import SheetRow, read_rows
from generator.frameworks.deviation_request import METRICS
from generator.ledger.deviation_decisions import LedgerDecision, read_deviations
from generator.model.scan import Severity
from generator.model.system import Regime
from generator.oscal.package import AuthorizationPackage
from generator.renderers.poam.deviation_request_xlsx import DEVIATION_REQUEST_XLSX
from generator.renderers.poam.deviation_rows import view
from tests.documents.office_made import official
from tests.renderers.workbook_story import AS_OF, CART, ISSO, WEB, package, system, weakness

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
FORM = "FedRAMP-DR-Form.xlsx"
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
HEADERS = (
    "DR Number", "POA&M ID", "Scan ID", "CVE", "Assets Impacted", "Vulnerability Name", "Vulnerability Source",
    "Initial Risk Rating", "CVSS Base Score", "Original Detection Date", "Tool-Provided Recommeded Action", "Type of DR",
    "Requested Risk Rating/Impact", "Adjusted CVSS Score", "DR Submission Date", "DR Rationale", "Evidence Description",
    "List of Evidence Attachments", "Operational Impact Statement", "Justification",
    "List of Operational Requirement Attachments", "Attack Vector", "Attack Vector Explanation", "Privileges Required",
    "Remediation Level", "List of Risk Reduction", "Deviation Status",
)  # fmt: skip
TEXT = """\
- {scanner: Trivy, identifier: CVE-1, type: risk-adjustment, status: pending, adjusted-rating: Moderate, submitted: 2026-02-25,
   rationale: Not reached from outside., request: {
     attack-vector: {value: local, why: Only a jump host.}, privileges-required: High, remediation-level: official fix,
     confidentiality: None, attachments: [decisions/net.png]}}
- {scanner: Trivy, identifier: CVE-1, type: operational-requirement, status: pending, rationale: The appliance needs it.,
   request: {operational-impact: It does not start., justification: It is watched., attachments: [decisions/or.pdf]}}
- {scanner: Trivy, identifier: CVE-2, type: false-positive, status: denied, rationale: Never loaded., request: {
     evidence-description: What is loaded., attachments: [decisions/fp.png, decisions/fp2.png],
     additional-information: See the call of 2 February.}}
- {scanner: Trivy, identifier: CVE-3, type: vendor-dependency, status: pending, product: ExampleDB}
"""


def decided(text: str = TEXT) -> tuple[LedgerDecision, ...]:
    return read_deviations(text, as_of=AS_OF, checksum=lambda _: "ab" * 32)


def requests(text: str = TEXT, regime: Regime = Regime.BOTH) -> AuthorizationPackage:
    return package(
        weakness("CVE-1", (CART, dt.date(2026, 2, 20)), (WEB, dt.date(2026, 2, 20)), cves=("CVE-1",), score=9.8, vector=VECTOR),
        weakness("CVE-2", severity=Severity.LOW),
        weakness("CVE-3"),
        about=system(ISSO, regime=regime),
        decided=decided(text),
    )


@pytest.fixture(params=[None, FORM], ids=["own", "official"])
def template(request: pytest.FixtureRequest) -> bytes | None:
    return official(request.param) if request.param else None


def rows(template: bytes | None, text: str = TEXT) -> tuple[SheetRow, ...]:
    return read_rows(DEVIATION_REQUEST_XLSX.render(requests(text), template).data, "DR Sheet", HEADERS, first_row=12)


def test_each_request_has_its_row_and_examples_are_gone(template: bytes | None) -> None:
    first, second = (row.values for row in rows(template))
    poam_id = str(first["POA&M ID"])
    assert first == {
        "DR Number": f"{poam_id}-OR-RA", "POA&M ID": poam_id, "Scan ID": "CVE-1", "CVE": "CVE-1",
        "Assets Impacted": f"{CART}\n{WEB}", "Vulnerability Name": "Title of CVE-1", "Vulnerability Source": "Trivy",
        "Initial Risk Rating": "High", "CVSS Base Score": 9.8, "Original Detection Date": dt.date(2026, 2, 20),
        "Tool-Provided Recommeded Action": "The scan names no fixed version. Watch the vendor for a fix.",
        "Type of DR": "OR RA", "Requested Risk Rating/Impact": "Moderate", "Adjusted CVSS Score": 5.7,
        "DR Submission Date": dt.date(2026, 2, 25), "DR Rationale": "The appliance needs it.\n\nNot reached from outside.",
        "Evidence Description": None, "List of Evidence Attachments": None,
        "Operational Impact Statement": "It does not start.",
        "Justification": "It is watched.", "List of Operational Requirement Attachments": "decisions/or.pdf",
        "Attack Vector": "Local (MAV:L)", "Attack Vector Explanation": "Only a jump host.",
        "Privileges Required": "High (MPR:H)",
        "Remediation Level": "Offical Fix", "List of Risk Reduction": "decisions/net.png", "Deviation Status": "Pending",
    }  # fmt: skip
    assert (second["Type of DR"], second["Deviation Status"]) == ("FP", "Rejected")
    assert second["List of Evidence Attachments"] == "decisions/fp.png\ndecisions/fp2.png"
    assert len(rows(template)) == 2, "a vendor dependency is no request, and FedRAMP's example rows are empty"


def test_the_head_names_who_asks(template: bytes | None) -> None:
    book = load_workbook(io.BytesIO(DEVIATION_REQUEST_XLSX.render(requests(), template).data))
    sheet = book["DR Sheet"]
    assert [sheet[cell].value for cell in ("A3", "B3", "C3")] == ["Pine Cloud", "Toy Shop", "Moderate"]
    assert sheet["E3"].value.date() == AS_OF
    assert [sheet[f"{letter}7"].value for letter in "ABCD"] == [
        "Kim Moss", "ISSO", None, "kim@example.com",
    ]  # fmt: skip


def test_a_column_whose_header_is_merged_from_above_is_found() -> None:
    data = DEVIATION_REQUEST_XLSX.render(requests(), official(FORM)).data
    assert load_workbook(io.BytesIO(data))["DR Sheet"]["AO13"].value == "See the call of 2 February."


def test_the_official_form_keeps_its_lists_and_pictures() -> None:
    before = unpack(official(FORM))
    after = unpack(DEVIATION_REQUEST_XLSX.render(requests(), official(FORM)).data)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {
        "xl/worksheets/sheet2.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "docProps/core.xml",
        "[Content_Types].xml",  # the record of what was written
        "xl/_rels/workbook.xml.rels",
    }
    lists = after["xl/worksheets/sheet2.xml"].decode().count("<x14:dataValidation ")
    assert lists == before["xl/worksheets/sheet2.xml"].decode().count("<x14:dataValidation ") == 15


def test_every_word_is_one_of_the_forms_own_lists() -> None:
    book = load_workbook(io.BytesIO(official(FORM)))
    lists = book["Data Dictionary - Do Not Remove"]
    known = {cell.value for column in lists.iter_cols(min_row=3, max_row=9) for cell in column if cell.value}
    assert {form for words in METRICS.values() for form, _ in words.values()} <= known


def test_what_a_request_lacks_is_told() -> None:
    text = "- {scanner: Trivy, identifier: CVE-1, type: false-positive, status: pending}\n"
    (gap,) = DEVIATION_REQUEST_XLSX.render(requests(text), None).notes
    assert gap.reason.endswith("(FP) does not say: evidence description, attachments, rationale, day of submission")
    assert "decisions/deviations.yaml" in gap.next_step


def test_without_a_request_there_is_no_form() -> None:
    assert not DEVIATION_REQUEST_XLSX.applies(requests("[]"))
    assert not DEVIATION_REQUEST_XLSX.applies(requests(regime=Regime.CR26))
    assert DEVIATION_REQUEST_XLSX.applies(requests())


def test_a_requirement_and_an_adjustment_that_stand_apart_are_two_requests() -> None:
    text = TEXT.replace("operational-requirement, status: pending", "operational-requirement, status: denied")
    assert sorted((row.type, row.status) for row in view(requests(text))) == [
        ("FP", "Rejected"), ("OR", "Rejected"), ("RA", "Pending"),
    ]  # fmt: skip


def test_our_own_form_has_the_headers_of_the_official_one() -> None:
    own = load_workbook(Path(__file__).parents[2] / "templates/xlsx/deviation-request.xlsx")["DR Sheet"]
    theirs = load_workbook(io.BytesIO(official(FORM)))["DR Sheet"]
    named = [theirs.cell(10, column).value or theirs.cell(9, column).value for column in range(1, 58)]
    assert [own.cell(10, column).value for column in range(1, 58)] == named
