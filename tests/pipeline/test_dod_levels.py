"""A system that names DoD impact levels: one plan with FedRAMP first, an addendum beside Appendix A, what is outstanding."""

import io
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from fewer_documents import only_documents
from openpyxl import load_workbook

from generator.documents.workbook_rows import read_rows
from generator.frameworks.dod.levels import SHEETS
from generator.model.progress import AnswerProgress
from generator.pipeline.narrative_status import report
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.renderers.appendix_a.docx import view as appendix_view
from generator.workspace.folder import Workspace
from tests.office_text import dump_text

AS_OF = date(2026, 11, 20)
ADDITIONS = "ssp/DoD-Additions.xlsx"
SAMPLE = Path(__file__).parents[2] / "samples/parcel-tracker"
PERSONNEL = """---
status: [implemented]
origination: [sp-corporate]
approver: C. Babbage
date: 2026-11-12
parameters: {PS-3(4)-1: All information systems}
---

Only citizens administer the service.
"""
READINESS = """
- id: GRR-3
  answer: In Virginia and Oregon.
  by: A. Lovelace
  role: ISSO
  date: 2026-11-18
  evidence: [evidence/note.txt]
"""
HEADERS = (
    "Control Identifier", "Change", "DoD FedRAMP+ Parameters", "CSP Parameters", "Implementation Status", "Control Origination",
    "What is the solution and how is it implemented?", "Written by", "Action required",
)  # fmt: skip


def silent(_text: str, _done: int, _total: int) -> None:
    """No progress in tests."""


def workspace(folder: Path, frameworks: str, level: str = "moderate") -> Path:
    shutil.copytree(SAMPLE / "diagrams", folder / "diagrams")
    shutil.copytree(SAMPLE / "evidence/cluster", folder / "evidence/cluster")
    (folder / "evidence/note.txt").write_text("Regions in use: Virginia, Oregon.\n")
    (folder / "decisions").mkdir()
    (folder / "narratives").mkdir()
    (folder / "narratives/PS-3(4).md").write_text(PERSONNEL)
    (folder / "decisions/dod-readiness.yaml").write_text(READINESS)
    (folder / "system.yaml").write_text(
        f"system: {{id: shop, name: Shop, impact-level: {level}}}\nframeworks: [{frameworks}]\n"
        "external-services: [{name: Mail Relay, hosts: [mail.example.com]}]\n"
        "plan:\n  data-centers:\n"
        "    - {name: East, primary: true, address: {lines: [1 Way], city: Ashburn, state: VA, postal-code: '20147'}}\n"
    )
    return folder


def built(folder: Path) -> Published:
    return build(Workspace.open(folder), folder.parent / "out", AS_OF, silent)


@pytest.fixture(scope="module")
def il4(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return built(workspace(tmp_path_factory.mktemp("il4") / "ws", "dod-il4, cmmc-l2"))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Published:
    with only_documents(ADDITIONS):
        return built(workspace(tmp_path_factory.mktemp("both") / "ws", "dod-il4, dod-il5", "high"))


def plan(made: Published) -> dict[str, dict[str, object]]:
    document = json.loads((made.folder / "oscal/system-security-plan.json").read_bytes())["system-security-plan"]
    return {one["control-id"]: one for one in document["control-implementation"]["implemented-requirements"]}


def props(requirement: dict[str, object], name: str) -> list[tuple[str, str]]:
    return [(one["value"], one.get("remarks", "")) for one in requirement["props"] if one["name"] == name]  # type: ignore[attr-defined]


def test_the_plan_answers_what_is_added_and_says_who_asks(il4: Published) -> None:
    found = plan(il4)
    assert props(found["sc-46"], "dod-addition") == [("IL4 Moderate", f"{SHEETS[0].source}.")]
    assert props(found["sc-46"], "additional-to-baseline") == [("moderate", "")]
    assert "DoD IL4 Moderate adds it" in str(found["sc-46"]["remarks"])
    assert "stands in the High baseline only" in str(found["sc-24"]["remarks"])
    assert props(found["cm-7.5"], "dod-parameter") == [("IL4 Moderate", "(c): at least quarterly or when there is a change")]
    assert not props(found["cm-7.5"], "additional-to-baseline")
    assert found["ps-3.4"]["set-parameters"] == [{"param-id": "ps-03.04_odp.01", "values": ["All information systems"]}]


def test_nothing_more_is_wrong_with_the_oscal_than_without(il4: Published, tmp_path: Path) -> None:
    with only_documents(ADDITIONS):
        plain = built(workspace(tmp_path / "ws", "fedramp-rev5, fedramp-cr26"))
    assert [(one.rule, one.place) for one in il4.warnings] == [(one.rule, one.place) for one in plain.warnings]
    assert "ps-3.4" not in plan(plain)
    assert not (plain.folder / ADDITIONS).exists()
    assert any("PS-3(4)" in gap.path for gap in plain.package.gaps)


def test_fedramps_own_documents_speak_of_fedramps_controls(il4: Published) -> None:
    controls = {one.id for one in appendix_view(il4.package).controls}
    assert "SC-46" not in controls
    assert {"CM-7(5)", "SC-6"} <= controls
    record = (il4.folder / "cr26/security-decision-record.json").read_text()
    assert '"CM-7(5)"' in record
    assert "SC-46" not in record
    assert "SC-46" not in dump_text((il4.folder / "ssp/Appendix-A-Security-Controls.docx").read_bytes())


def test_the_addendum_holds_what_disa_adds_and_what_people_wrote(il4: Published) -> None:
    data = (il4.folder / "ssp/DoD-Additions.xlsx").read_bytes()
    assert load_workbook(io.BytesIO(data)).sheetnames == ["Standing", "IL4 Moderate", "Readiness", "Instructions"]
    rows = {row.values["Control Identifier"]: row.values for row in read_rows(data, "IL4 Moderate", HEADERS, first_row=4)}
    assert list(rows) == list(SHEETS[0].rows())
    written = rows["PS-3(4)"]
    assert (written["Change"], written["Implementation Status"]) == ("added", "Implemented")
    assert written["Control Origination"] == "Service Provider Corporate"
    assert written["What is the solution and how is it implemented?"] == "Only citizens administer the service."
    assert written["Written by"] == "approved by C. Babbage, 2026-11-12"
    assert written["CSP Parameters"] == "PS-3(4)-1: All information systems"
    assert str(written["DoD FedRAMP+ Parameters"]).startswith("All information systems. Users: U.S. citizens")
    assert (rows["AC-7"]["Change"], rows["PS-4"]["Change"]) == ("modified", "value only")
    assert rows["SC-46"]["Written by"] == "not started"


def test_readiness_is_answered_by_people_or_owed(il4: Published) -> None:
    data = (il4.folder / "ssp/DoD-Additions.xlsx").read_bytes()
    headers = ("Requirement", "Answer", "Answered by", "Date", "Evidence", "What the package shows")
    rows = {row.values["Requirement"]: row.values for row in read_rows(data, "Readiness", headers, first_row=4)}
    assert list(rows) == [f"GRR-{number}" for number in range(1, 11)]
    answered = rows["GRR-3"]
    assert (answered["Answer"], answered["Answered by"], answered["Date"]) == (
        "In Virginia and Oregon.", "A. Lovelace (ISSO)", date(2026, 11, 18),
    )  # fmt: skip
    assert answered["Evidence"] == "evidence/note.txt"
    assert answered["What the package shows"] == "The plan names as data centers: East (Ashburn, VA, US)."
    assert rows["GRR-7"]["Answer"] == "Outstanding"
    assert "Mail Relay (mail.example.com)" in str(rows["GRR-7"]["What the package shows"])
    assert "evidence/note.txt" in {one.path for one in il4.manifest.files}


def test_several_levels_at_once(both: Published) -> None:
    data = (both.folder / "ssp/DoD-Additions.xlsx").read_bytes()
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Standing", "IL4 High", "IL5 (NSS)", "Readiness", "Instructions"]
    assert "2025-12-03" in book["IL5 (NSS)"]["A1"].value
    rows = {row.values["Control Identifier"]: row.values for row in read_rows(data, "IL5 (NSS)", HEADERS, first_row=4)}
    assert len(rows) == 168 + 10 + 3
    assert "RMF Knowledge Service" in str(rows["MA-5(1)"]["Action required"])
    found = plan(both)
    assert [value for value, _ in props(found["sc-46"], "dod-addition")] == ["IL4 High", "IL5 (NSS)"]
    assert "because DoD IL4 High adds it and DoD IL5 (NSS) adds it" in str(found["sc-46"]["remarks"])


def test_status_counts_what_is_named_beside_fedramp(il4: Published, tmp_path: Path) -> None:
    assert il4.package.readiness
    found = report(Workspace.open(workspace(tmp_path / "ws", "dod-il4, cmmc-l2")), AS_OF, silent)
    assert found.baseline == "FedRAMP Rev5 Moderate with DoD IL4 Moderate"
    level, readiness, cmmc = found.additional
    counts = dict(level.counts)
    assert (counts["controls added"], counts["modified"]) == (12, 8)
    assert counts[f"of its parts {AnswerProgress.APPROVED.value}"] == 1
    assert dict(readiness.counts) == {"answered": 1, "outstanding": 9}
    assert dict(cmmc.counts)["requirements not assessed"] == 110
    assert sum(number for words, number in cmmc.counts if words.startswith("objectives")) == 320
    assert sum(number for words, number in cmmc.counts if "answered" in words) == 110
    assert "none yet" in cmmc.note
