"""Appendix J, Appendix A and the OSCAL plan say the same of each control: on the sample, and for every box that there is."""

import json
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from fewer_documents import only_documents

from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from tests.compare_controls import differences, of_appendix_a, of_appendix_j, of_plan
from tests.inherited.test_inheritance import _MEET, _SYSTEM, _TAKE, _workspace

J, A = "workbooks/Appendix-J-CIS-CRM.xlsx", "ssp/Appendix-A-Security-Controls.docx"
STATED = {
    "AC-1": ("implemented", "sp-corporate"),
    "AC-2": ("[implemented, planned]", "shared"),
    "AC-3": ("partial", "customer-configured"),
    "CM-2": ("[]", "hybrid"),
    "AC-7": ("not-applicable", "[sp-system, customer-provided]"),
    "AU-2": ("alternative", "[]"),
    "PE-3": ("implemented", "inherited"),
    "PE-6": ("planned", "[sp-system, inherited]"),
    "MA-2": ("partial", "[hybrid, inherited]"),
    "MA-4": ("implemented", "[inherited, shared]"),
}


def test_the_documents_of_the_sample_agree(sample_built: Published) -> None:
    folder = sample_built.folder
    assert differences(folder) == []
    forms = of_plan(folder), of_appendix_j(folder), of_appendix_a(folder)
    assert all(len(form) > 300 and sum(map(bool, form.values())) > 20 for form in forms)


def _boxes(root: Path) -> Published:
    """Every box of both forms, stated and proposed, in a system with a leveraged authorization."""
    workspace = _workspace(root, _TAKE + _MEET, _SYSTEM.replace("id: shop", "id: shop, name: Shop, provider: Maker"))
    (root / "narratives").mkdir()
    for control, (status, origination) in STATED.items():
        inherits = "inherited-from: Cloud\n" if "inherited" in origination else ""
        head = f"status: {status}\norigination: {origination}\n{inherits}customer: Approve your own users.\n"
        (root / "narratives" / f"{control}.md").write_text(
            f"---\n{head}---\n\n{'' if control in ('AC-3', 'AC-6') else '## Part a'}\n\nPeople do it.\n"
        )
    with only_documents(J, A):
        return build(workspace, root / "output", date(2026, 11, 20), lambda *_: None)


@pytest.fixture(scope="module")
def boxes_built(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return _boxes(tmp_path_factory.mktemp("boxes"))


def test_every_box_is_the_same_in_all_three(boxes_built: Published) -> None:
    folder = boxes_built.folder
    assert differences(folder) == []
    marks = of_plan(folder)
    assert marks["AC-2"] == {"implemented", "planned", "sp-system", "customer-configured"}
    assert marks["CM-2"] >= {"sp-corporate", "sp-system"}
    assert marks["PE-6"] == {"planned", "sp-system", "inherited"}
    assert marks["MA-2"] == {"partial", "sp-corporate", "sp-system", "inherited"}
    assert marks["MA-4"] == {"implemented", "sp-system", "customer-configured", "inherited"}
    assert marks["PE-2"] == {"inherited"}, "a named person decided to take it over, and no narrative says otherwise"


@pytest.mark.parametrize(("control", "components"), [("pe-6", 2), ("ma-2", 2), ("ma-4", 2), ("pe-3", 2), ("ac-1", 1)])
def test_what_is_inherited_beside_another_origination_names_the_leveraged_system(
    boxes_built: Published, control: str, components: int
) -> None:
    plan = json.loads((boxes_built.folder / "oscal/system-security-plan.json").read_text())["system-security-plan"]
    requirements = plan["control-implementation"]["implemented-requirements"]
    (requirement,) = (each for each in requirements if each["control-id"] == control)
    authorization = "leveraged-authorization-uuid" in {prop["name"] for prop in requirement["props"]}
    rows = requirement["statements"][0]["by-components"]
    titles = {each["uuid"]: each["title"] for each in plan["system-implementation"]["components"]}
    inherited = {titles[row["component-uuid"]] for row in rows if row.get("inherited")}
    assert (authorization, inherited) == ((False, set()) if components == 1 else (True, {"Cloud"}))
    assert len(rows) == len({row["component-uuid"] for row in rows}) == components
    (own,) = (row for row in rows if titles[row["component-uuid"]] not in inherited)
    assert ("People do it." in own["description"]) is (control != "pe-3"), "of what is inherited whole the text is the other's"


def test_a_proposal_is_no_x_and_answers_nothing_about_inheritance(boxes_built: Published) -> None:
    book = openpyxl.load_workbook(boxes_built.folder / J)
    rows = {row[0]: row[1:] for row in book["CIS Worksheet"].iter_rows(min_row=4, values_only=True)}
    assert {cell for cell in rows["PE-2(a)"] if cell} == {"proposed"}
    assert {cell for cell in rows["PE-3(a)"] if cell} == {"X"}
    inheritable = {row[0]: row[1] for row in book["CRM Worksheet"].iter_rows(min_row=4, max_col=2, values_only=True)}
    assert (inheritable["PE-2(a)"], inheritable["PE-3(a)"]) == (None, "Yes")


@pytest.mark.parametrize(("was", "becomes"), [("X", None), (None, "X")])
def test_a_difference_is_told(sample_built: Published, tmp_path: Path, was: str | None, becomes: str | None) -> None:
    package = tmp_path / "package"
    shutil.copytree(sample_built.folder, package)
    book = openpyxl.load_workbook(package / J)
    row = next(row for row in book["CIS Worksheet"].iter_rows(min_row=4) if row[0].value == "SC-39")
    next(cell for cell in row[1:] if cell.value == was).value = becomes
    book.save(package / J)
    (fault,) = differences(package)
    assert fault.startswith("Appendix J, SC-39: ")
