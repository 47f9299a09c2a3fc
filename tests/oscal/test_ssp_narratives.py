"""What people wrote, in the plan: text, status, origination, parameters, roles, and who stands behind it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fewer_documents import only_documents

from generator.pipeline.stages import build
from generator.workspace.folder import Workspace

_CM_8 = """---
status: [implemented, planned]
origination: hybrid
role: Platform Team
parameters: {CM-8(b): at least monthly}
approver: Ada
date: 2026-02-01
---
## Part a
Images are listed:

1. by **digest**
2. by name
"""
_AC_1 = """---
parameters: {AC-1(a): everybody}
---
## Part a
x
"""
_AC_2 = """---
status: partial
origination: [inherited, customer-configured]
reviewed-by: Kim
role: system-owner
---
## Part a
x
"""


_AC_7 = """---
parameters: {AC-7(a)-1: 3, AC-7(b): lock the account for 3 hours, ac-07_odp.04: 3 hours}
---
## Part b
x
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = tmp_path_factory.mktemp("narratives") / "shop"
    (root / "narratives").mkdir(parents=True)
    people = "parties: [{id: ada, name: Ada, roles: [system-owner]}]\n"
    (root / "system.yaml").write_text(f"system: {{id: shop, name: Shop, impact-level: moderate}}\n{people}")
    for name, text in (
        ("CM-8", _CM_8),
        ("AC-2", _AC_2),
        ("AC-1", _AC_1),
        ("AC-7", _AC_7),
        ("SC-39", "Each has its own.\n"),
        ("AC-2(11)", "High only.\n"),
    ):
        (root / "narratives" / f"{name}.md").write_text(text)
    (root / "narratives" / "README.md").write_text("Not a control.\n")
    with only_documents():
        built = build(Workspace.open(root), root.parent / "out", date(2026, 3, 1), lambda *_: None)
    told = [gap.reason for gap in built.package.gaps if gap.path.startswith("narratives/")]
    assert told == [
        "AC-2(11) is no control of this system's baseline, so its text is not used",
        "it inherits the control and does not say from which authorization",
    ]
    assert "narratives/CM-8.md" in built.manifest.inputs
    return json.loads((built.folder / "oscal/system-security-plan.json").read_bytes())["system-security-plan"]


def control(plan: Any, name: str) -> Any:
    (one,) = (each for each in plan["control-implementation"]["implemented-requirements"] if each["control-id"] == name)
    return one


def answers(one: Any) -> dict[str, Any]:
    return {each["statement-id"]: each["by-components"][0] for each in one["statements"] if "by-components" in each}


def values(node: Any, name: str) -> list[str]:
    return [prop["value"] for prop in node.get("props", ()) if prop["name"] == name]


def test_every_control_of_the_baseline_is_answered(plan: Any) -> None:
    requirements = plan["control-implementation"]["implemented-requirements"]
    assert len(requirements) == 325  # Moderate, and the two that the container guidance adds
    assert sum(len(one["statements"]) for one in requirements) == 690


def test_text_is_markdown_and_says_who_stands_behind_it(plan: Any) -> None:
    found = answers(control(plan, "cm-8"))
    assert found["cm-8_smt.a"]["description"] == "Images are listed:\n\n1. by **digest**\n2. by name"
    stands, _, seen = found["cm-8_smt.a"]["remarks"].partition("\n\n")
    assert (stands, seen) == ("Final: approved by Ada on 2026-02-01.", ""), "what was not collected is no remark"
    assert (values(found["cm-8_smt.a"], "text"), values(found["cm-8_smt.a"], "standing")) == (["written"], ["final"])
    assert "cm-8_smt.b" not in found, "nobody wrote, and no evidence shows anything"


@pytest.mark.parametrize(("name", "said"), [("ac-2", "Draft: reviewed by Kim, not approved."), ("sc-39", "Draft: written by")])
def test_drafts_are_marked(plan: Any, name: str, said: str) -> None:
    first = next(iter(answers(control(plan, name)).values()))
    assert first["remarks"].startswith(said)


def test_status_origination_parameters_and_role_come_from_the_head(plan: Any) -> None:
    one = control(plan, "cm-8")
    assert values(one, "implementation-status") == ["implemented", "planned"]
    assert values(one, "control-origination") == ["sp-corporate", "sp-system"]
    assert one["set-parameters"] == [{"param-id": "cm-08_odp.02", "values": ["at least monthly"]}]
    assert one["responsible-roles"] == [{"role-id": "platform-team"}]
    assert answers(one)["cm-8_smt.a"]["implementation-status"]["state"] == "partial"
    assert {"id": "platform-team", "title": "Platform Team"} in plan["metadata"]["roles"]
    assert control(plan, "ac-2")["responsible-roles"] == [{"role-id": "system-owner"}]


def test_what_is_asked_once_is_the_value_of_each_parameter_it_stands_for(plan: Any) -> None:
    """FedRAMP, `aggregate-parameters-warning`: AC-1(a) of Appendix A stands for two parameters of the catalogue."""
    rows = {one["param-id"]: one.get("remarks", "") for one in control(plan, "ac-1")["set-parameters"]}
    assert [name for name, why in rows.items() if not why] == ["ac-01_odp.01", "ac-01_odp.02"]
    assert [name for name, why in rows.items() if why] == ["ac-01_odp.05", "ac-01_odp.07", "ac-01_odp.08"], "FedRAMP's"


def test_what_is_inserted_into_a_choice_has_its_own_value_or_that_of_the_choice(plan: Any) -> None:
    """FedRAMP, `has-required-parameters`: every parameter of the baseline has a value; Appendix A has one row for both."""
    rows = {one["param-id"]: one for one in control(plan, "ac-7")["set-parameters"]}
    assert list(rows) == [f"ac-07_odp.{number}" for number in ("01", "03", "04", "05", "06")], "02 was not answered"
    assert rows["ac-07_odp.04"] == {"param-id": "ac-07_odp.04", "values": ["3 hours"]}
    assert rows["ac-07_odp.05"]["values"] == ["lock the account for 3 hours"]
    assert rows["ac-07_odp.05"]["remarks"].startswith("Answered together with ac-07_odp.03")


def test_an_older_tool_gets_the_words_of_2023(tmp_path: Path) -> None:
    (tmp_path / "shop/narratives").mkdir(parents=True)
    leveraged = "{id: cloud, name: Cloud, provider: Host, impact-level: high, authorized: 2024-01-02}"
    (tmp_path / "shop/system.yaml").write_text(
        "system: {id: shop, name: Shop, impact-level: moderate}\n"
        f"plan: {{leveraged-authorizations: [{leveraged}]}}\n"
        "oscal: {fedramp-namespace: https://fedramp.gov/ns/oscal}\n"
    )
    (tmp_path / "shop/narratives/AC-1.md").write_text(_AC_1)
    (tmp_path / "shop/narratives/AC-2.md").write_text(_AC_2)
    (tmp_path / "shop/narratives/PS-3.md").write_text("---\nparameters: {PS-3(b): every five years}\n---\n## Part b\nx\n")
    with only_documents():
        built = build(Workspace.open(tmp_path / "shop"), tmp_path / "out", date(2026, 3, 1), lambda *_: None)
    plan = json.loads((built.folder / "oscal/system-security-plan.json").read_bytes())["system-security-plan"]
    assert next(one["param-id"] for one in control(plan, "ac-1")["set-parameters"]) == "ac-1_prm_1"
    assert plan["system-characteristics"]["system-ids"][0]["identifier-type"] == "https://fedramp.gov"
    assert plan["back-matter"]["resources"][0]["props"][0]["value"] == "fedramp-citations"
    assert [one["param-id"] for one in control(plan, "ps-3")["set-parameters"]] == ["ps-03_odp.01", "ps-03_odp.02"]
    levels = {values(user, "privilege-level")[0] for user in plan["system-implementation"]["users"]}
    assert levels == {"privileged", "no-logical-access"}
    (row,) = plan["system-implementation"]["leveraged-authorizations"]
    assert values(control(plan, "ac-2"), "leveraged-authorization-uuid") == [row["uuid"]], "SSP guide, section 6.2: inherited"
    assert not {fault.rule for fault in built.warnings} & {
        "fedramp:aggregate-parameters-warning",
        "fedramp:has-system-id",
        "fedramp:has-fedramp-citations",
    }


def test_nothing_is_claimed_of_a_control_that_nobody_wrote_about(plan: Any) -> None:
    one = control(plan, "pe-1")
    assert values(one, "implementation-status") == values(one, "control-origination") == []
    assert [each["role-id"] for each in one["responsible-roles"]] == ["system-owner"]
    assert {row["param-id"]: (row["values"], row["remarks"]) for row in one["set-parameters"]} == {
        "pe-01_odp.05": (["at least every 3 years"], "Assigned by FedRAMP in the Moderate baseline."),
        "pe-01_odp.07": (["at least annually"], "Assigned by FedRAMP in the Moderate baseline."),
        "pe-01_odp.08": (["significant changes"], "Assigned by FedRAMP in the Moderate baseline."),
    }, "facts of the baseline; the provider's own parameters have no value"
