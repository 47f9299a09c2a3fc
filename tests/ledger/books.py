"""POA&M workbooks for tests, made with few words, in the layout v3.0 or v2.1."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.ledger import columns as c

V3_0 = tuple(name for name in c.REQUIRED)
V2_1 = (*c.REQUIRED[: c.REQUIRED.index(c.STATUS_DATE)], c.MILESTONES, c.CHANGES,
        *c.REQUIRED[c.REQUIRED.index(c.STATUS_DATE):-1], c.CVE, c.SERVICE)  # fmt: skip
ROW: Mapping[str, object] = {
    c.ID: "V-1",
    c.CONTROLS: "RA-5, SI-2",
    c.NAME: "Old TLS",
    c.DESCRIPTION: "TLS 1.0 is offered.",
    c.DETECTOR: "Nessus",
    c.IDENTIFIER: "104743",
    c.ASSETS: "host-1\nhost-2",
    c.CONTACT: "R. Moss",
    c.PLAN: "Turn it off.",
    c.DETECTED: "2026-01-05",
    c.STATUS_DATE: "2026-01-31",
    c.VENDOR: "No",
    c.RATING: "Moderate",
    c.ADJUSTMENT: "No",
    c.FALSE_POSITIVE: "No",
    c.OPERATIONAL: "No",
}


def book(
    open_: Sequence[Mapping[str, object]] = (),
    closed: Sequence[Mapping[str, object]] = (),
    configuration: Sequence[Mapping[str, object]] = (),
    *,
    headers: Sequence[str] = V3_0,
    extra: Sequence[str] = (),
) -> Workbook:
    found = Workbook()
    found.remove(found.worksheets[0])
    first = _sheet(found, "Open POA&M Items", open_, headers, extra, header_row=5, first_row=9, column=2)
    for number, label in ((6, "Guidance"), (7, "Examples"), (8, "Mandatory or Situational")):
        first.cell(number, 1).value = label
        first.cell(number, 2).value = "Words about the column"
    other = ["Overall Remediation Plan" if name == c.PLAN else name for name in headers]
    for name, rows in (("Closed POA&M Items", closed), ("Configuration Findings", configuration)):
        _sheet(found, name, rows, other, extra, header_row=2, first_row=3, column=1)
    return found


def saved(found: Workbook) -> bytes:
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def _sheet(
    found: Workbook,
    name: str,
    rows: Sequence[Mapping[str, object]],
    headers: Sequence[str],
    extra: Sequence[str],
    *,
    header_row: int,
    first_row: int,
    column: int,
) -> Worksheet:
    sheet = found.create_sheet(name)
    for place, header in enumerate((*headers, *extra), start=column):
        sheet.cell(header_row, place).value = header
        for number, row in enumerate(rows, start=first_row):
            key = c.PLAN if header == "Overall Remediation Plan" else header
            sheet.cell(number, place).value = row.get(key)  # type: ignore[assignment]
    return sheet
