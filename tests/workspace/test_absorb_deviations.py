"""The deviation request form comes back: each kind of cell, and where it goes."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from generator.documents.workbook_cells import Book
from generator.errors import ConfigError
from generator.workspace.deviation_edits import SHAPE
from generator.workspace.returned_table import ReturnedTable, table_of
from generator.workspace.yaml_writer import read_yaml
from tests.workspace.returned_workbooks import DEVIATIONS, back, cell, now, shop, told, typed

FILE = "decisions/deviations.yaml"
OURS = """# Requests to the authorizing official.
- scanner: Trivy
  identifier: CVE-2026-1001
  type: false-positive   # asked on the phone first
  status: pending

- scanner: Trivy
  identifier: CVE-2026-1002
  type: operational-requirement
  status: pending
  rationale: 'The vendor''s appliance needs it.'
# the risk of the third
- scanner: Trivy
  identifier: CVE-2026-1003
  type: risk-adjustment
  status: pending
  adjusted-rating: Low
  request:
    attack-vector: Network   # as found
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("deviations") / "shop"
    shop(root)
    (root / FILE).write_text(OURS)
    (root / "decisions/proof.png").write_bytes(b"png")
    (root.parent / "built.xlsx").write_bytes(now(root, DEVIATIONS) or b"")
    return root


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "shop"


def built(root: Path) -> bytes:
    return (root.parent / "built.xlsx").read_bytes()


def table(data: bytes) -> ReturnedTable:
    return table_of(Book(data, where="form"), SHAPE)


def number(root: Path, ending: str) -> str:
    """The DR Number of the request of a kind."""
    return next(each for each in table(built(root)).rows if each.endswith(f"-{ending}"))


TYPED: dict[tuple[str, str], object] = {
    ("FP", "DR Rationale"): "Shipped, never loaded: see the picture.",
    ("FP", "DR Submission Date"): datetime(2026, 11, 18),
    ("FP", "Evidence Description"): "A picture of the loaded libraries",
    ("FP", "List of Evidence Attachments"): "decisions/proof.png",
    ("FP", "CSP-Provided Vulnerability Information (Optional)"): "Linked in the batch job only",
    ("FP", "CSP Comments"): "asked twice",
    ("OR", "DR Rationale"): "It needs it until May.",
    ("OR", "DR Submission Date"): "11/19/2026",
    ("OR", "Operational Impact Statement"): "Does not start with the fixed version",
    ("OR", "Justification"): "Reached from one host\nonly",
    ("OR", "Additional Information"): "#4711",
    ("OR", "List of Operational Requirement Attachments"): "decisions/proof.png",
    ("RA", "Requested Risk Rating/Impact"): "Moderate",
    ("RA", "Adjusted CVSS Score"): 3.5,
    ("RA", "Attack Vector"): "Local (MAV:L)",
    ("RA", "Attack Vector Explanation"): "Only the jump host reaches it",
    ("RA", "Privileges Required"): "high",
    ("RA", "Impact Metrics: Integrity Explanation"): None,
    ("RA", "Remediation Level"): "Offical Fix",
    ("RA", "DR Rationale"): "yes",
    ("RA", "User Interaction"): "Required (MUI:R)",
}


def edit(root: Path, values: dict[tuple[str, str], object]) -> bytes:
    def change(sheet: Worksheet) -> None:
        for (ending, header), value in values.items():
            sheet[cell(sheet, number(root, ending), header, "DR Number")] = value

    return typed(built(root), change, "DR Sheet")


def test_twenty_cells_go_to_their_keys_and_the_next_form_says_them(root: Path) -> None:
    merge = back(root, edit(root, TYPED))
    wanted = {(ending, header) for (ending, header), value in TYPED.items() if value is not None}
    assert len(wanted) == 20
    assert {value.what for value in merge.values} == {f"{header} of {number(root, ending)}" for ending, header in wanted}
    text = (root / FILE).read_text()
    for comment in ("# Requests to", "# asked on the phone first", "# the risk of the third", "# as found"):
        assert comment in text
    first, second, third = read_yaml(root, FILE).value  # type: ignore[misc] # a list of three
    assert first["rationale"] == "Shipped, never loaded: see the picture."
    assert first["submitted"] == "2026-11-18"
    assert first["request"] == {
        "evidence-description": "A picture of the loaded libraries",
        "attachments": ["decisions/proof.png"],
        "information": "Linked in the batch job only",
        "comments": "asked twice",
    }
    assert second["request"]["justification"] == "Reached from one host\nonly"
    assert third["adjusted-rating"] == "Moderate"
    assert third["request"]["attack-vector"] == {"value": "Local", "why": "Only the jump host reaches it"}
    assert third["request"]["remediation-level"] == "Official Fix"
    assert third["request"]["adjusted-score"] == 3.5
    assert third["rationale"] == "yes"
    again = back(root, now(root, DEVIATIONS) or b"", "again.xlsx")
    assert (again.values, again.remarks) == ((), ())


def test_what_the_ledger_or_the_official_says_is_told_with_cell_and_words(root: Path) -> None:
    wrong = {
        ("FP", "POA&M ID"): "V-MINE",
        ("FP", "Vulnerability Name"): "Another name",
        ("FP", "Deviation Status"): "Approved",
        ("FP", "DR Submission Date"): "soon",
        ("FP", "Justification"): "wrong column",
        ("FP", "List of Evidence Attachments"): "../../etc/passwd",
        ("RA", "Attack Vector"): "Sideways",
        ("RA", "Requested Risk Rating/Impact"): "Tiny",
        ("RA", "Adjusted CVSS Score"): "low",
    }
    merge = back(root, edit(root, wrong))
    assert merge.values == ()
    assert (root / FILE).read_text() == OURS
    for (ending, header), value in wrong.items():
        assert f"{header} of {number(root, ending)} says {value!r}: " in told(merge)


def test_words_above_the_table_and_in_columns_of_the_official_are_told(root: Path) -> None:
    places = {}

    def change(sheet: Worksheet) -> None:
        for row in sheet.iter_rows(max_row=10):
            for each in row:
                if each.value == "CSP Name":
                    places["name"] = f"{each.column_letter}{each.row + 1}"
        sheet[places["name"]] = "Example Shop Inc."

    merge = back(root, typed(built(root), change, "DR Sheet"))
    assert (
        f"DR Sheet!{places['name']}: typed outside of the cells of the table, and not taken over: 'Example Shop Inc.'"
        in told(merge)
    )


def test_an_entry_for_every_item_of_a_weakness_is_left_to_a_person_where_it_has_several(root: Path) -> None:
    ended = number(root, "FP")
    rows = table(built(root)).rows
    assert rows[ended].cells["Scan ID"] == "CVE-2026-1001"
    (root / FILE).write_text(
        OURS.replace("CVE-2026-1002", "CVE-2026-1001").replace("operational-requirement", "vendor-dependency")
    )
    merge = back(root, edit(root, {("OR", "DR Rationale"): "It needs it until May."}))
    assert "there is no longer such a request" in told(merge)


def test_a_decision_that_changed_since_is_a_conflict(root: Path) -> None:
    data = edit(root, {("OR", "DR Rationale"): "It needs it until May."})
    (root / FILE).write_text(OURS.replace("needs it.'", "needs it for now.'"))
    (conflict,) = back(root, data).value_conflicts
    assert (conflict.typed, conflict.now) == ("It needs it until May.", "The vendor's appliance needs it for now.")
    assert "needs it for now.'" in (root / FILE).read_text()


def test_a_request_that_stands_in_the_poam_only_gets_an_entry_of_its_own(root: Path) -> None:
    text = OURS.replace("scanner: Trivy\n  identifier: CVE-2026-1001", f"poam-id: {number(root, 'FP').removesuffix('-FP')}")
    (root / FILE).write_text(text)
    merge = back(root, edit(root, {("FP", "Evidence Description"): "A picture"}))
    assert [value.key for value in merge.values] == ["request.evidence-description"]
    assert "  status: pending\n  request:\n    evidence-description: A picture\n" in (root / FILE).read_text()


def test_other_workbooks_are_sent_where_they_belong(root: Path) -> None:
    cases = {"workbooks/Appendix-O-POAM.xlsx": "previous/", "workbooks/Appendix-J-CIS-CRM-Workbook.xlsx": "narratives/"}
    for path, step in cases.items():
        data = now(root, path)
        if data is not None:
            with pytest.raises(ConfigError) as raised:
                back(root, data)
            assert step in raised.value.next_step
    with pytest.raises(ConfigError, match="not absorbed") as raised:
        back(root, typed(built(root), lambda sheet: setattr(sheet, "title", "Mine"), "DR Sheet"))
    assert "inventory workbook" in raised.value.next_step
    with pytest.raises(ConfigError, match=r"of the kind \.xlsm"):
        back(root, b"PK", "book.xlsm")
    with pytest.raises(ConfigError):
        back(root, b"no workbook at all")
