"""LI-SaaS in OSCAL: every control that FedRAMP's profile selects has an answer, described, attested or not asked for."""

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fewer_documents import only_documents
from prerequisites import needs, shared

from generator.frameworks.base import printed_id
from generator.frameworks.rev5.li_saas import methods
from generator.oscal.fedramp_values import FEDRAMP_NAMESPACE
from generator.oscal.validate import OscalFile, validate_documents
from generator.pipeline.stages import build
from generator.workspace.folder import Workspace

PROFILE = shared("reference/oscal/fedramp-rev5/FedRAMP_rev5_LI-SaaS-baseline_profile.json")
_APPROVED = "approver: Ada\ndate: 2026-02-01\n"
_NARRATIVES = {
    "AC-1": f"---\n{_APPROVED}---\n",
    "AC-20": f"---\n{_APPROVED}origination: sp-corporate\nrole: Security\n---\n## Part a\nOnly by contract.\n",
    "AU-1": "---\nstatus: implemented\n---\n## Part a\nThere is a policy.\n",
    "SR-12": f"---\n{_APPROVED}status: planned\n---\n",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tailored") / "shop"
    (root / "narratives").mkdir(parents=True)
    (root / "system.yaml").write_text("system: {id: shop, name: Shop, impact-level: low, baseline: li-saas}\n")
    for name, text in _NARRATIVES.items():
        (root / f"narratives/{name}.md").write_text(text)
    with only_documents("cr26/security-decision-record.json"):
        return build(Workspace.open(root), root.parent / "out", date(2026, 11, 20), lambda *_: None).folder


@pytest.fixture(scope="module")
def written(package: Path) -> bytes:
    return (package / "oscal/system-security-plan.json").read_bytes()


@pytest.fixture(scope="module")
def controls(written: bytes) -> dict[str, Any]:
    plan = json.loads(written)["system-security-plan"]["control-implementation"]
    return {one["control-id"]: one for one in plan["implemented-requirements"]}


def _values(node: Any, name: str) -> list[str]:
    return [prop["value"] for prop in node.get("props", ()) if prop["name"] == name]


def _answers(one: Any) -> dict[str, str]:
    rows = {each["statement-id"]: each.get("by-components", ()) for each in one.get("statements", ())}
    return {name: answers[0]["description"] if answers else "" for name, answers in rows.items()}


def test_every_control_of_the_profile_is_answered_and_no_fault_is_found(written: bytes, controls: dict[str, Any]) -> None:
    assert sum(bool(_values(one, "method")) for one in controls.values()) == 156
    faults = validate_documents([OscalFile(name="ssp.json", data=written)])
    asked = ("implemented-requirements", "response-points", "extension", "has-remarks", "this-system")
    assert [one for one in faults if one.rule.endswith(asked)] == []
    (outstanding,) = [one for one in faults if one.rule.endswith("response-components")]
    assert "have no answer yet" in outstanding.message


def test_an_attestation_names_who_made_it(controls: dict[str, Any]) -> None:
    one = controls["ac-1"]
    told = "Attested by Ada on 2026-02-01 (FedRAMP Tailored LI-SaaS)."
    assert (_values(one, "method"), _values(one, "implementation-status")) == (["ATTEST"], ["implemented"])
    assert one["props"][0]["remarks"] == told
    assert _answers(one) == {"ac-1_smt": told}
    assert one["props"][1] == {
        "name": "method",
        "ns": FEDRAMP_NAMESPACE,
        "value": "ATTEST",
        "class": "FedRAMP-Tailored-LI-SaaS",
    }


def test_what_people_say_of_an_attested_control_stands(controls: dict[str, Any]) -> None:
    assert _values(controls["sr-12"], "implementation-status") == ["planned"], "nobody is overruled"
    one = controls["ac-20"]
    assert _answers(one) == {"ac-20_smt.a": "Only by contract."}
    assert _values(one, "control-origination") == ["sp-corporate"]
    assert one["responsible-roles"] == [{"role-id": "security"}]


@pytest.mark.parametrize(("control", "status"), [("au-1", ["implemented"]), ("ia-2", [])])
def test_nothing_is_attested_by_a_machine(controls: dict[str, Any], control: str, status: list[str]) -> None:
    one = controls[control]
    assert _values(one, "implementation-status") == status, "as people state it"
    assert "Attested by" not in json.dumps(one)


@pytest.mark.parametrize(("control", "word"), [("ac-18", "NSO"), ("ac-8", "FED")])
def test_what_needs_no_response_says_why(controls: dict[str, Any], control: str, word: str) -> None:
    one = controls[control]
    assert (_values(one, "method"), _values(one, "implementation-status")) == ([word], ["not-applicable"])
    assert one["props"][0]["remarks"].startswith(f"FedRAMP Tailored LI-SaaS, {word}: ")
    assert "statements" not in one


def test_the_response_point_of_an_assessed_control_is_its_whole_statement(controls: dict[str, Any]) -> None:
    found = _answers(controls["ac-17"])
    assert found["ac-17_smt"] == "Answered part by part: ac-17_smt.a, ac-17_smt.b."
    assert list(found) == ["ac-17_smt", "ac-17_smt.a", "ac-17_smt.b"]
    assert list(_answers(controls["ac-3"])) == ["ac-3_smt"], "a control without parts"


def test_a_control_that_is_attested_is_not_additional(controls: dict[str, Any]) -> None:
    """The container guidance names CM-2, so it is described; the profile holds it. SC-6 it does not hold."""
    assert (_values(controls["cm-2"], "method"), _values(controls["cm-2"], "additional-to-baseline")) == (["ATTEST"], [])
    assert _values(controls["sc-6"], "additional-to-baseline") == ["li-saas"]


def test_the_record_of_decisions_has_them_as_well(package: Path) -> None:
    """The Consolidated Rules know no LI-SaaS: their Class B is the Low baseline."""
    record = json.loads((package / "cr26/security-decision-record.json").read_bytes())
    told = {one["controlId"]: one for one in record["securityControls"]}
    assert len(told) == 156 + 6, "the profile, and what the container guidance adds"
    assert told["AC-1"]["controlImplementationDescription"].startswith("Attested by Ada on 2026-02-01")
    assert told["AC-18"]["controlImplementationDescription"].startswith("Not applicable. FedRAMP Tailored LI-SaaS, NSO")
    assert "Answered part by part" not in json.dumps(record)


@needs(PROFILE)
def test_the_methods_are_those_of_fedramps_profile() -> None:
    profile = json.loads(PROFILE.read_text())["profile"]
    told: dict[str, set[str]] = defaultdict(set)
    for alter in profile["modify"]["alters"]:
        for prop in (prop for add in alter["adds"] for prop in add.get("props", ()) if prop["name"] == "method"):
            told[alter["control-id"]].add(prop["value"])
    (chosen,) = profile["imports"][0]["include-controls"]
    assert {name: set(methods(printed_id(name))) for name in chosen["with-ids"]} == told
