"""A month's delivery: the executive summary counts what the POA&M holds, and every raw scan is indexed and as it was."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from export_made import SAMPLE, envelopes, exported, read, small
from replacing import replace

from generator.deliverables.exporting import Exported
from generator.deliverables.month_rows import MonthTable, summary
from generator.deliverables.month_summary import PATH, write
from generator.renderers.poam.rows import view
from tests.office_text import dump_text


@pytest.fixture(scope="module")
def month(sample_delivery: Callable[[str], Exported]) -> Exported:
    return sample_delivery("conmon")


def table(made: Exported, heading: str) -> MonthTable:
    return next(one for one in summary(made.rendered.package).tables if one.heading == heading)


def test_the_month_is_all_there(month: Exported) -> None:
    assert {
        "conmon/Executive-Summary.docx",
        "conmon/Scan-Index.csv",
        "conmon/Scan-Index.json",
        "workbooks/Appendix-M-Integrated-Inventory-Workbook.xlsx",
        "workbooks/Appendix-O-POAM.xlsx",
        "oscal/plan-of-action-and-milestones.json",
    } <= envelopes(month.folder).keys()
    assert envelopes(month.folder)[PATH]["control-ids"] == ["CA-5", "CA-7", "RA-5(a)"]


def test_it_counts_what_the_plan_holds(month: Exported) -> None:
    rows = view(month.rendered.package).open
    counted = {row[0]: row[1:] for row in table(month, "Open items by original risk rating").rows}
    for rating in ("High", "Moderate", "Low"):
        some = [row for row in rows if row.rating == rating]
        assert counted[rating][0] == f"{len(some)}"
        assert counted[rating][2] == f"{sum(row.late for row in some)}"
    assert counted["All"][0] == f"{len(rows)}"
    late = table(month, "Past due").rows
    assert {row[0] for row in late} == {row.poam_id for row in rows if row.late}
    assert late == tuple(sorted(late, key=lambda row: (row[4], row[0])))
    coverage = table(month, "Inventory and scans").rows
    assert coverage[0] == ("image", "14", "11", "1", "1", "1", "0")


def test_what_is_new_is_counted_from_the_last_delivery(month: Exported) -> None:
    package = replace(month.rendered.package, handed_in=date(2026, 11, 1))
    rows = view(package).open
    counted = next(row for row in summary(package).tables[0].rows if row[0] == "All")
    assert counted[2] == f"{sum(row.detected > date(2026, 11, 1) for row in rows)}"
    assert summary(package).before == "Compared with the package of 2026-11-01."
    assert table(month, "Open items by original risk rating").rows[-1][2] == "–"


def test_the_document_says_it_is_a_draft_and_leaves_room_for_people(month: Exported) -> None:
    text = dump_text((month.folder / "data" / PATH).read_bytes())
    assert "A draft, unless the delivery's index names who approved it and on which day." in text
    assert "Enter what is behind the numbers" in text
    assert "Past due" in text
    assert write(summary(month.rendered.package)) == (month.folder / "data" / PATH).read_bytes()


CUT_OFF = "evidence/scans/2026-11/grype-metrics.json"


def test_every_scan_that_counts_is_indexed_and_untouched(month: Exported) -> None:
    rows = read(month.folder, "conmon/Scan-Index.json")["scans"]  # type: ignore[index]
    assert len(rows) == len(month.rendered.package.scan_quality)
    for row in rows:
        handed = (month.folder / "data" / row["path"]).read_bytes()
        assert row["sha256"] == hashlib.sha256(handed).hexdigest()
        assert handed == (SAMPLE / row["path"]).read_bytes()
        assert row["as-the-scanner-wrote-it"] is True
    trivy = next(row for row in rows if row["path"].endswith("2026-11/trivy-tracking-api.json"))
    assert (trivy["scanner"], trivy["scanner-version"], trivy["configuration"]) == ("Trivy", "0.67.2", "approved")
    assert trivy["configuration-sha256"] == hashlib.sha256((SAMPLE / "decisions/trivy.yaml").read_bytes()).hexdigest()
    text = (month.folder / "data/conmon/Scan-Index.csv").read_text("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert [row["Path"] for row in table] == [*(row["path"] for row in rows), CUT_OFF]
    assert table[-1]["Scanner"].startswith("does not count: ")
    assert "Configuration SHA-256" in table[0]


def test_a_scan_that_was_cut_off_is_handed_on_and_named(month: Exported) -> None:
    (cut_off,) = read(month.folder, "conmon/Scan-Index.json")["not-read"]  # type: ignore[index]
    handed = (month.folder / "data" / CUT_OFF).read_bytes()
    assert (cut_off["path"], cut_off["sha256"]) == (CUT_OFF, hashlib.sha256(handed).hexdigest())


def test_deviation_requests_come_along(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    asked = {
        "scanner": "Trivy",
        "identifier": "CVE-2099-0002",
        "type": "false-positive",
        "status": "pending",
        "rationale": "The library is shipped and never loaded.",
        "submitted": "2026-11-19",
    }
    (workspace / "decisions/deviations.yaml").write_text(json.dumps([asked]))
    made = exported(workspace, tmp_path / "out", "conmon", documents=["workbooks/Deviation-Requests.xlsx"])
    assert "workbooks/Deviation-Requests.xlsx" in envelopes(made.folder)
    assert table(made, "Deviation requests").rows == (("False positive", "1", "0"),)


def test_a_redacted_scan_is_not_called_untouched(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    rule = "- {files: evidence/scans/*, fields: [ArtifactName], reason: r, by: A. Lovelace}\n"
    path = "evidence/scans/2026-11/trivy-tracking-api.json"
    (workspace / "decisions/redactions.yaml").write_text(rule.replace("ArtifactName", "Title"))
    rows = read(exported(workspace, tmp_path / "out", "conmon", documents=()).folder, "conmon/Scan-Index.json")["scans"]  # type: ignore[index]
    (row,) = [one for one in rows if one["path"] == path]
    assert row["as-the-scanner-wrote-it"] is False
    assert row["original-sha256"] == hashlib.sha256((workspace / path).read_bytes()).hexdigest()
