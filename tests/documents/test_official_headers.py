"""The headers of our templates, and the columns that the renderers fill, are those of FedRAMP's forms (`columns.json`)."""

import io
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from prerequisites import needs, shared

from generator.documents.sheet_fill import normalize_header
from generator.ledger import columns as c
from generator.renderers.inventory.xlsx import _FIELDS as INVENTORY
from generator.renderers.poam.deviation_request_xlsx import _FIELDS as DEVIATION
from generator.renderers.poam.ret_xlsx import _CORRECTED, _EXPOSED
from generator.renderers.poam.xlsx import _FIELDS_2_1, _FIELDS_3_0_OPEN, _FIELDS_3_0_OTHER, _PL2

REFERENCE = shared("reference/fedramp/templates/columns.json")
TEMPLATES = Path(__file__).parents[2] / "templates/xlsx"
pytestmark = needs(REFERENCE)

POAM, FORM = "poam_v3_0", "deviation_request_v2_1"
SHEETS = {
    (POAM, "open"): ("poam.xlsx", "Open POA&M Items", 5, _FIELDS_3_0_OPEN),
    (POAM, "closed"): ("poam.xlsx", "Closed POA&M Items", 2, _FIELDS_3_0_OTHER),
    (POAM, "configuration_findings"): ("poam.xlsx", "Configuration Findings", 2, _FIELDS_3_0_OTHER),
    (POAM, "pl2_findings"): ("poam.xlsx", "PL-2 Findings", 1, None),
    ("poam_v2_1", "open"): ("", "", 5, _FIELDS_2_1),
    ("poam_v2_1", "closed"): ("", "", 5, _FIELDS_2_1),
    ("poam_v2_1", "configuration_findings"): ("", "", 5, _FIELDS_2_1),
    ("inventory_v3_1", "main"): ("inventory.xlsx", "Inventory", 2, INVENTORY),
    (FORM, "dr"): ("deviation-request.xlsx", "DR Sheet", 10, DEVIATION),
    ("ret_v2_4", "ret"): ("ret.xlsx", "Risk Exposure Table (RET)", 5, _EXPOSED),
    ("ret_v2_4", "rcdt"): ("ret.xlsx", "Risks Corrected During Testing ", 5, _CORRECTED),
}
NOT_OURS = {
    (FORM, "dr"): {
        "Date Submitted to JAB TRs", "GSA Review Status", "GSA Reviewer Name", "GSA Status Date", "GSA Comments",
        "DOD Review Status", "DOD Reviewer Name", "DOD Status Date", "DOD Comments", "DHS Review Status", "DHS Reviewer Name",
        "DHS Status Date", "DHS Comments", "3PAO Comments",
    },
    ("inventory_v3_1", "main"): {"NetBIOS Name", "MAC Address"},
}  # fmt: skip
"""Columns of which no evidence speaks, or that only FedRAMP writes."""


@cache
def reference() -> Mapping[str, Any]:
    return json.loads(REFERENCE.read_text())


def headers(form: str, part: str) -> list[str]:
    named = [str(one["name"]) for one in reference()[form][part]["columns"]]
    if (form, part) == (FORM, "dr"):
        named.insert(40, "Additional Information")  # its header is merged from the row above
    return named


@pytest.mark.parametrize(("form", "part"), [key for key, value in SHEETS.items() if value[0]])
def test_our_template_has_the_headers_of_the_official_one(form: str, part: str) -> None:
    name, sheet, row, _ = SHEETS[form, part]
    cells = load_workbook(io.BytesIO((TEMPLATES / name).read_bytes()))[sheet][row]
    assert [cell.value for cell in cells if cell.value] == headers(form, part)


@pytest.mark.parametrize(("form", "part"), [key for key, value in SHEETS.items() if value[3] is not None])
def test_every_official_column_is_filled_and_no_other(form: str, part: str) -> None:
    fields = SHEETS[form, part][3] or ()
    official = [normalize_header(header) for header in headers(form, part)]
    found = [next(place for place in map(normalize_header, column.headers) if place in official) for column, _ in fields]
    left = {normalize_header(header) for header in NOT_OURS.get((form, part), ())}
    if form == "poam_v2_1" and part != "open":
        official = [header for header in official if header in found]  # the service has no column on every sheet
    assert sorted({*found, *left}) == sorted(set(official))
    assert len(found) == len(set(found))


def test_faults_of_documents_have_their_columns() -> None:
    ours = [normalize_header(column.headers[0]) for column, _ in _PL2]
    assert ours == [normalize_header(one) for one in headers(POAM, "pl2_findings")]


def test_what_the_ledger_reads_is_in_every_layout() -> None:
    for form in (POAM, "poam_v2_1"):
        official = {normalize_header(header) for header in headers(form, "open")}
        for header in c.REQUIRED:
            assert {normalize_header(one) for one in (header, *c.SPELLINGS.get(header, ()))} & official, header
