"""The matrix of CMMC Level 2 in a delivery: requirements, objectives, score, asset categories, and the prefill for eMASS."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from export_made import SAMPLE, envelopes, exported, read, small
from openpyxl import load_workbook

from generator.deliverables.cmmc_matrix import JSON, OBJECTIVES, PREFILL, XLSX
from generator.deliverables.cmmc_prefill import LONGEST_LIST, prefill
from generator.deliverables.cmmc_rows import EvidenceRow, ObjectiveRow
from generator.deliverables.exporting import Exported
from generator.documents.workbook_rows import read_rows
from generator.errors import ConfigError
from generator.frameworks.cmmc_expected import EXPECTED
from generator.frameworks.cmmc_l2 import OF_OBJECTIVE, REQUIREMENTS
from generator.frameworks.cmmc_scoring import WEIGHTED

PODS = "evidence/cluster/prod/pods.json"
WHO = "by: A. Lovelace, role: Lead assessor, date: 2026-11-18"
VERDICTS = f"""
- {{requirement: AC.L2-3.1.5, verdict: met, {WHO}, evidence: [{PODS}]}}
- {{requirement: "3.4.1[d]", verdict: met, {WHO}, evidence: [{PODS}]}}
- {{requirement: 3.13.11, verdict: not-met, points: 3, {WHO}}}
- {{requirement: 3.1.20, verdict: not-met, {WHO}}}
"""
CATEGORIES = """
- {assets: ["registry.parceltrack.example/*"], category: CUI Assets}
- {assets: ["images.quickship.example/*"], category: Out-of-Scope Assets}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    workspace = tmp_path_factory.mktemp("cmmc") / "ws"
    shutil.copytree(SAMPLE, workspace)
    (workspace / "decisions/verdicts.yaml").write_text(VERDICTS)
    with (workspace / "decisions/assets.yaml").open("a") as file:
        file.write(CATEGORIES)
    return exported(workspace, workspace.parent / "out", "cmmc", documents=())


@pytest.fixture(scope="module")
def matrix(made: Exported) -> dict[str, object]:
    return read(made.folder, JSON)  # type: ignore[return-value]


def rows(matrix: dict[str, object], name: str, key: str) -> dict[str, dict[str, object]]:
    return {one[key]: one for one in matrix[name]}  # type: ignore[attr-defined]


def test_all_requirements_and_objectives_are_there(matrix: dict[str, object]) -> None:
    assert list(rows(matrix, "requirements", "requirement")) == [one.id for one in REQUIREMENTS]
    objectives = rows(matrix, "objectives", "objective")
    assert list(objectives) == list(OF_OBJECTIVE)
    assert [one["shown-by"] for one in objectives.values()] == list(EXPECTED.values())
    assert {one["evidence-says"] for one in objectives.values()} == {"support", "contradiction", "not assessed"}


def test_only_people_find_something_met(made: Exported, matrix: dict[str, object]) -> None:
    states = {one["requirement"]: one["state"] for one in matrix["requirements"] if one["state"]}  # type: ignore[attr-defined]
    assert states == {"AC.L2-3.1.5": "MET", "AC.L2-3.1.20": "NOT MET", "SC.L2-3.13.11": "NOT MET"}
    objective = rows(matrix, "objectives", "objective")["CM.L2-3.4.1[d]"]
    verdict = objective["verdict"]
    assert (verdict["state"], verdict["by"], verdict["day"]) == ("MET", "A. Lovelace", "2026-11-18")  # type: ignore[index]
    judged = [one for one in matrix["objectives"] if one["verdict"]]  # type: ignore[attr-defined]
    assert len(judged) == 4 + 1 + 1 + 6
    assert made.rendered.package.requirement_verdicts


def test_met_against_the_evidence_is_said(matrix: dict[str, object]) -> None:
    found = rows(matrix, "objectives", "objective")["AC.L2-3.1.5[d]"]
    assert (found["evidence-says"], found["verdict"]["of"]) == ("contradiction", "AC.L2-3.1.5")  # type: ignore[index]
    assert found["to-see-to"] == "A. Lovelace found it MET, and the evidence contradicts that: assess it again."


def test_evidence_is_named_by_the_ids_of_its_envelopes(made: Exported, matrix: dict[str, object]) -> None:
    found = envelopes(made.folder)
    named = [each for one in matrix["objectives"] for each in one["evidence"]]  # type: ignore[attr-defined]
    assert named
    assert all(found[each["path"]]["id"] == each["id"] for each in named)
    for one in matrix["objectives"]:  # type: ignore[attr-defined]
        said = one["supporting"] or one["contradicting"] or one["context"] or named_by(one)
        assert said or not one["evidence"], "evidence stands beside a sentence or a verdict that rests on it"


def named_by(objective: dict[str, object]) -> object:
    return objective["verdict"] and objective["verdict"]["evidence"]  # type: ignore[index]


def test_the_plans_answer_stands_beside_each_requirement(matrix: dict[str, object]) -> None:
    found = rows(matrix, "requirements", "requirement")
    inventory = {one["control"]: one["answer"] for one in found["CM.L2-3.4.1"]["in-the-plan"]}  # type: ignore[attr-defined]
    assert inventory["CM-8"].startswith("approved by")
    assert inventory["CM-8(1)"] == "not started"
    assert found["SC.L2-3.13.14"]["in-the-plan"] == []


def test_no_total_before_all_have_a_verdict(matrix: dict[str, object]) -> None:
    assert (matrix["score"], matrix["points-lost"], matrix["conditional"]) == (None, 4, False)
    standing = dict(matrix["standing"])  # type: ignore[call-overload]
    assert standing["Score"] == "none yet: 107 requirements have no verdict; between -198 and 106"
    assert standing["What blocks it"] == "AC.L2-3.1.20"


def test_the_sum_of_all_deductions_is_313(matrix: dict[str, object]) -> None:
    assert sum(max(one["points"], default=0) for one in matrix["requirements"]) == 313  # type: ignore[attr-defined]
    found = rows(matrix, "requirements", "requirement")
    assert found["SC.L2-3.13.11"]["may-stand-on-a-plan"] == "Only where encryption is employed"
    assert found["AC.L2-3.1.20"]["why"] == "Named in 32 CFR 170.21(a)(2)(iii)."
    assert sum(one["may-stand-on-a-plan"] == "Yes" for one in found.values()) == 46
    assert len(WEIGHTED) == len(found)


def test_assets_without_a_category_make_a_draft(made: Exported, matrix: dict[str, object]) -> None:
    assets = rows(matrix, "assets", "asset")
    assert assets["registry.parceltrack.example/parcel/tracking-api:3.4.1"]["in-scope"] is True
    assert assets["prod"]["category"] is None
    outside = next(one for one in assets.values() if one["category"] == "Out-of-Scope Assets")
    assert "why it can neither hold CUI nor protect what does" in str(outside["to-see-to"])
    (told,) = [gap for gap in made.gaps if "category" in gap.reason]
    assert told.reason.startswith("5 of 19 assets have no CMMC category")
    assert "prod" in str(matrix["draft"])
    assert made.manifest.draft
    readme = (made.folder / "README.txt").read_text()
    assert "DRAFT: 5 of 19 assets" in readme
    named = told.reason.partition("known: ")[2].removesuffix(".").split(", ")
    assert all(name in readme for name in named[:4])  # no name is divided at the end of a line


def test_final_refuses_and_says_what_to_do(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    with pytest.raises(ConfigError, match="no CMMC category") as caught:
        exported(workspace, tmp_path / "out", "cmmc", final=True, documents=())
    assert "write `category:` for" in caught.value.diagnostics()
    assert "decisions/assets.yaml" in caught.value.diagnostics()
    assert not list((tmp_path / "out").glob("*"))
    with (workspace / "decisions/assets.yaml").open("a") as file:
        file.write("- {assets: ['*'], category: CUI Assets}\n")
    with pytest.raises(ConfigError, match="named and not there"):
        exported(workspace, tmp_path / "out", "cmmc", final=True, documents=())


def test_the_workbook_says_what_the_data_says(made: Exported, matrix: dict[str, object]) -> None:
    data = (made.folder / "data" / XLSX).read_bytes()
    assert load_workbook(io.BytesIO(data)).sheetnames == [
        "Standing", "Requirements", "Objectives", "Assets", "eMASS prefill", "Instructions",
    ]  # fmt: skip
    headers = ("Objective", "Evidence says", "What contradicts it", "Verdict", "Assessed by, date", "Action required")
    found = [row.values for row in read_rows(data, "Objectives", headers, first_row=4)]
    assert [(row["Objective"], row["Evidence says"]) for row in found] == [
        (one["objective"], one["evidence-says"]) for one in matrix["objectives"]  # type: ignore[attr-defined]
    ]  # fmt: skip
    row = next(row for row in found if row["Objective"] == "AC.L2-3.1.5[d]")
    assert row["Verdict"] == "MET (the whole requirement)"
    assert row["Assessed by, date"] == "A. Lovelace (Lead assessor), 2026-11-18"
    assert "[container-privileges]" in str(row["What contradicts it"])


def test_tables_for_tools(made: Exported) -> None:
    def table(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((made.folder / "data" / name).read_text("utf-8-sig"))))

    assert [row["Objective"] for row in table(OBJECTIVES)] == list(OF_OBJECTIVE)
    filled = {row["Objective Number"]: row for row in table(PREFILL)}
    names = filled["CM.L2-3.4.1[d]"]["Artifacts"].split("; ")
    assert any(name.endswith("_prod-pods_20261118T060000Z.json") for name in names)
    logged = (made.folder / "hashes/CMMCAssessmentArtifacts.log").read_text()
    assert all(f"/{name}\n" in logged for name in names)
    assert list(filled) == list(OF_OBJECTIVE)


def test_a_cell_of_emass_holds_what_it_can(made: Exported) -> None:
    files = tuple(EvidenceRow(id=str(number), path=f"artifacts/x/{number:03}{'n' * 390}.json") for number in range(20))
    one = ObjectiveRow(
        objective="AC.L2-3.1.5[b]",
        requirement="AC.L2-3.1.5",
        title="",
        shown_by="",
        evidence_says="support",
        supporting=(),
        contradicting=(),
        context=(),
        evidence=files,
        verdict=None,
        to_see_to="",
    )
    (row,) = prefill([one], made.rendered.package.bundle.ssp)
    assert len(row.artifacts) <= LONGEST_LIST
    assert len(row.artifacts.split("; ")) + row.left_out == 20
    assert all(len(name) <= 400 for name in row.artifacts.split("; "))


def test_it_is_the_same_twice(made: Exported, tmp_path: Path) -> None:
    again = exported(made.folder.parents[1] / "ws", tmp_path / "out", "cmmc", documents=())
    for name in (JSON, XLSX, OBJECTIVES, PREFILL):
        assert (again.folder / "data" / name).read_bytes() == (made.folder / "data" / name).read_bytes()
    json.loads((again.folder / "data" / JSON).read_bytes())
