"""What people say for the plan's tables, in OSCAL: Tables 3.1, 6.1, 7.1, 11.1 and K.1, and the appendices they write."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.errors import ConfigError
from generator.pipeline.stages import build
from generator.workspace.folder import Workspace

_PLAN = """
system: {id: shop, name: Shop, impact-level: moderate, service-model: saas}
parties:
  - {id: maker, name: Maker, type: organization, roles: [cloud-service-provider]}
  - {id: ada, name: Ada, roles: [system-owner], title: Owner, organization: maker,
     address: {lines: [1 Main Street], city: Haven, state: ME, postal-code: '00000'}}
external-services:
  - name: Mail
    hosts: [mail.example.com]
    connection: {number: 1, security: tls, direction: out, data-types: [C.3.5.1, Notices, D.99], nature-of-agreement: contract,
      supported: true, categorization: low, users: [admin], authentication: Key}
plan:
  package-id: FR0000000001
  digital-identity: {identity: 2, authenticator: 3, federation: 1}
  information-types:
    - {name: Mail, id: C.3.5.1, confidentiality: {recommended: low, selected: moderate}, integrity: low, availability: low,
       justification: People are named}
  users:
    - {id: admin, title: Administrator, privilege: read-write, sensitivity: severe, functions: [Runs it], roles: [admins]}
  separation-of-duties:
    - {duty: Deploys, users: [admin]}
  leveraged-authorizations:
    - {id: cloud, name: Cloud, provider: Host, impact-level: high, authorized: 2024-01-02, package-id: FR1, users: [admin],
       authentication: Key, nature-of-agreement: sla}
  appendices: {C: plans/book.txt, H: plans/cmp.txt}
  policies: {AC: plans/access.txt, AU: plans/access.txt}
  procedures: {AC: plans/how.txt}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shop")
    (root / "system.yaml").write_text(_PLAN)
    (root / "plans").mkdir()
    (root / "plans" / "cmp.txt").write_text("We change with care.\n")
    for name in ("book", "access", "how"):
        (root / "plans" / f"{name}.txt").write_text(f"{name}\n")
    made = build(Workspace.open(root), root / "output", date(2026, 11, 20), lambda _what, _done, _all: None)
    assert (made.folder / "evidence/plans/cmp.txt").read_text() == "We change with care.\n"
    return made.folder


@pytest.fixture(scope="module")
def plan(built: Path) -> Any:
    return json.loads((built / "oscal/system-security-plan.json").read_bytes())["system-security-plan"]


def _props(node: Any) -> dict[str, str]:
    return {prop["name"]: prop["value"] for prop in node["props"]}


def test_people_work_for_somebody_somewhere(plan: Any) -> None:
    by_name = {party["name"]: party for party in plan["metadata"]["parties"]}
    ada = by_name["Ada"]
    assert ada["member-of-organizations"] == [by_name["Maker"]["uuid"]]
    assert (ada["addresses"][0]["city"], _props(ada)["job-title"]) == ("Haven", "Owner")


def test_characteristics_and_information_types(plan: Any) -> None:
    node = plan["system-characteristics"]
    assert node["system-ids"][0]["id"] == "FR0000000001"
    assert _props(node)["authenticator-assurance-level"] == "3"
    (kind,) = node["system-information"]["information-types"]
    assert kind["categorizations"][0]["information-type-ids"] == ["C.3.5.1"]
    assert kind["confidentiality-impact"] == {
        "base": "fips-199-low",
        "selected": "fips-199-moderate",
        "adjustment-justification": "People are named",
    }
    assert "adjustment-justification" not in kind["integrity-impact"]
    assert node["security-impact-level"]["security-objective-integrity"] == "fips-199-low", "the highest of its types"


def test_a_leveraged_system_is_an_authorization_and_a_component(plan: Any) -> None:
    node = plan["system-implementation"]
    (row,) = node["leveraged-authorizations"]
    component = next(one for one in node["components"] if one["title"] == "Cloud")
    user, *people = node["users"]
    parties = {party["uuid"]: party["name"] for party in plan["metadata"]["parties"]}
    assert _props(row) == {
        "leveraged-system-identifier": "FR1",
        "authorization-type": "fedramp-agency",
        "impact-level": "fips-199-high",
    }
    assert parties[row["party-uuid"]] == "Host"
    assert _props(component)["leveraged-authorization-uuid"] == row["uuid"]
    provider, other = component["responsible-roles"]
    assert parties[provider["party-uuids"][0]] == "Host"
    assert other["props"][0]["value"] == user["uuid"]
    assert [one["functions-performed"] for one in user["authorized-privileges"]] == [["Runs it"], ["Deploys"]]
    assert [one["role-ids"] for one in people] == [["asset-owner"], ["provider"], ["system-owner"]], "whoever answers is a user"
    assert all(_props(one)["privilege-level"] == "no-access" for one in people), "nobody said that they may do anything"


def test_an_external_service_says_what_table_7_1_asks(plan: Any) -> None:
    component = next(one for one in plan["system-implementation"]["components"] if one["title"] == "Mail")
    said = _props(component)
    assert (said["connection-security"], said["still-supported"], said["direction"]) == ("tls", "yes", "outgoing")
    data = [prop for prop in component["props"] if prop["name"] in ("information-type", "data-type")]
    assert [(prop["value"], prop.get("class")) for prop in data] == [
        ("C.3.5.1", "outgoing"),
        ("Notices", None),
        ("D.99", None),
    ]


def test_an_appendix_that_people_wrote_is_a_resource(plan: Any) -> None:
    found = [one for one in plan["back-matter"]["resources"] if one["title"].startswith("Appendix H")]
    assert found[0]["props"] == [{"name": "type", "value": "plan", "class": "configuration-management-plan"}]
    assert found[0]["rlinks"][0]["href"] == "../evidence/plans/cmp.txt"


def _linked(plan: Any, statement_id: str) -> dict[str, str]:
    """From the kind of link to the title of the document that a part of a control links to."""
    titles = {f"#{one['uuid']}": one["title"] for one in plan["back-matter"]["resources"]}
    rows = plan["control-implementation"]["implemented-requirements"]
    (found,) = (part for row in rows for part in row["statements"] if part["statement-id"] == statement_id)
    links = found.get("by-components", [{}])[0].get("links", ())
    return {link["rel"]: titles[link["href"]] for link in links if link["rel"] != "evidence"}


def test_the_control_that_asks_for_a_document_links_to_it(plan: Any) -> None:
    assert _linked(plan, "cm-9_smt.a") == {"reference": "Appendix H: Configuration Management Plan"}
    assert _linked(plan, "cm-9_smt.b") == {}


def test_the_first_control_of_a_family_links_to_its_policy_and_procedure_else_to_appendix_c(plan: Any) -> None:
    assert _linked(plan, "ac-1_smt.a") == {"policy": "Policy of AC, AU", "procedure": "Procedure: Access Control (AC)"}
    book = "Appendix C: Security Policies and Procedures"
    assert _linked(plan, "au-1_smt.a") == {"policy": "Policy of AC, AU", "procedure": book}
    assert _linked(plan, "sr-1_smt.a") == {"policy": book, "procedure": book}
    kinds = {one["title"]: [prop["value"] for prop in one["props"]] for one in plan["back-matter"]["resources"]}
    assert kinds[book] == ["policy", "procedure"]
    assert kinds["Policy of AC, AU"] == ["policy"], "one file is one resource"


def test_who_may_do_what_is_a_file_that_ac_5_leads_to(plan: Any, built: Path) -> None:
    assert _linked(plan, "ac-5_smt.a") == {"reference": "Separation of Duties Matrix"}
    (one,) = (one for one in plan["back-matter"]["resources"] if one["title"] == "Separation of Duties Matrix")
    assert _props(one) == {"type": "separation-of-duties-matrix"}
    written = (built / one["rlinks"][0]["href"].removeprefix("../")).read_bytes()
    assert written.decode("utf-8-sig") == "Duty,Administrator\r\nDeploys,X\r\n"
    assert one["rlinks"][0]["hashes"][0]["value"] == hashlib.sha256(written).hexdigest()


def test_the_plan_as_a_whole_links_to_fedramps_laws(plan: Any) -> None:
    titles = {f"#{one['uuid']}": one["title"] for one in plan["back-matter"]["resources"]}
    assert [titles[link["href"]].split()[0] for link in plan["metadata"]["links"]] == ["FedRAMP"]


def test_whoever_provides_a_service_holds_the_role_of_a_provider(plan: Any) -> None:
    names = {party["uuid"]: party["name"] for party in plan["metadata"]["parties"]}
    held = {one["role-id"]: [names[uuid] for uuid in one["party-uuids"]] for one in plan["metadata"]["responsible-parties"]}
    assert held["provider"] == ["Host", "Mail"]


def test_an_appendix_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text("plan: {appendices: {D: guide.pdf}}\n")
    with pytest.raises(ConfigError, match=r"no file `guide\.pdf`"):
        build(Workspace.open(tmp_path), tmp_path / "output", date(2026, 11, 20), lambda _what, _done, _all: None)


def test_an_appendix_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "system.yaml").write_text("plan: {appendices: {D: guide.pdf}}\n")
    (tmp_path / "guide.pdf").write_bytes(b"%PDF")

    def refuse(_self: Workspace, name: str) -> None:
        raise PermissionError(13, "Permission denied", name)

    monkeypatch.setattr(Workspace, "load", refuse)
    with pytest.raises(ConfigError, match="may not be read"):
        build(Workspace.open(tmp_path), tmp_path / "output", date(2026, 11, 20), lambda _what, _done, _all: None)
