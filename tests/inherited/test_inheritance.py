"""Other producers' OSCAL: read, decided upon, and put to the statements of the plan."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from fewer_documents import only_documents

from generator.cli.main import main
from generator.errors import ConfigError, ParseError
from generator.inherited.reading import read
from generator.model.evidence import GapKind
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.workspace.folder import Workspace

_DAY = date(2026, 11, 20)
_PROVIDED, _LEFT, _OPEN = (f"{number}1111111-1111-4111-8111-111111111111" for number in (1, 2, 3))
_SINCE_EVER = [
    "4498f54a-3f27-5175-b2cb-afaa0daef55f",
    "d6db71df-e2b2-5e77-9e70-c40512c800f6",
    "ba0c77ae-faa1-5345-8290-e2abf8412f8e",
]
"""Of an answer, of what it takes over and of what it does for it: an object keeps its uuid for life, in every release."""
_SYSTEM = """
system: {id: shop, impact-level: low}
plan:
  leveraged-authorizations:
    - {id: cloud, name: Cloud, provider: Host, impact-level: low, authorized: 2024-01-02, ssp: leveraged/cloud.json}
"""
_TAKE = "inherit:\n  - {from: cloud, controls: [PE-2], by: Ada, date: 2026-11-01}\n"
_MEET = f"satisfy:\n  - {{responsibility: {_LEFT}, how: The office checks badges., by: Ada, date: 2026-11-01}}\n"


def _plan() -> dict[str, Any]:
    export = {
        "provided": [{"uuid": _PROVIDED, "description": "Guards at the doors."}],
        "responsibilities": [
            {"uuid": _LEFT, "provided-uuid": _PROVIDED, "description": "Tell us who may enter."},
            {"uuid": _OPEN, "provided-uuid": _PROVIDED, "description": "Review the list."},
        ],
    }
    component = "a1111111-1111-4111-8111-111111111111"
    by = {"component-uuid": component, "uuid": "b1111111-1111-4111-8111-111111111111", "description": "x", "export": export}
    statement = {"statement-id": "pe-2_smt.a", "uuid": "c1111111-1111-4111-8111-111111111111", "by-components": [by]}
    requirement = {"uuid": "d1111111-1111-4111-8111-111111111111", "control-id": "pe-2", "statements": [statement]}
    return {
        "system-security-plan": {
            "uuid": "e1111111-1111-4111-8111-111111111111",
            "metadata": {"title": "x"},
            "system-characteristics": {"system-name": "Cloud"},
            "system-implementation": {"components": [{"uuid": component, "title": "Data center"}]},
            "control-implementation": {"description": "x", "implemented-requirements": [requirement]},
        }
    }


def _definition() -> dict[str, Any]:
    requirement = {
        "uuid": "f1111111-1111-4111-8111-111111111111",
        "control-id": "sc-8",
        "description": "The mesh encrypts.",
    }
    controls = {"uuid": "f2111111-1111-4111-8111-111111111111", "source": "x", "implemented-requirements": [requirement]}
    component = {
        "uuid": "f3111111-1111-4111-8111-111111111111",
        "type": "service",
        "title": "Mesh",
        "description": "A mesh.",
        "props": [{"name": "version", "value": "1.2"}],
        "control-implementations": [controls],
    }
    return {"component-definition": {"uuid": "f4111111-1111-4111-8111-111111111111", "components": [component]}}


def _workspace(root: Path, decided: str = "", system: str = _SYSTEM) -> Workspace:
    (root / "system.yaml").write_text(system)
    (root / "leveraged").mkdir()
    (root / "leveraged/cloud.json").write_text(json.dumps(_plan()))
    if decided:
        (root / "decisions").mkdir()
        (root / "decisions/inheritance.yaml").write_text(decided)
    return Workspace.open(root)


def _built(workspace: Workspace) -> Published:
    with only_documents():
        return build(workspace, workspace.root / "output", _DAY, lambda _what, _done, _all: None)


def _answers(built: Published, control: str, statement: str) -> list[Any]:
    plan = json.loads((built.folder / "oscal/system-security-plan.json").read_bytes())["system-security-plan"]
    titles = {one["uuid"]: one["title"] for one in plan["system-implementation"]["components"]}
    (found,) = (
        one
        for requirement in plan["control-implementation"]["implemented-requirements"]
        if requirement["control-id"] == control
        for one in requirement["statements"]
        if one["statement-id"] == statement
    )
    return [(titles[one["component-uuid"]], one) for one in found.get("by-components", ())]


def test_offered_is_not_inherited(tmp_path: Path) -> None:
    built = _built(_workspace(tmp_path))
    assert [title for title, _ in _answers(built, "pe-2", "pe-2_smt.a")] == []


def test_what_a_person_takes_over_answers_the_statement(tmp_path: Path) -> None:
    built = _built(_workspace(tmp_path, _TAKE + _MEET))
    ((title, answer),) = _answers(built, "pe-2", "pe-2_smt.a")
    assert title == "Cloud"
    assert [one["provided-uuid"] for one in answer["inherited"]] == [_PROVIDED]
    (satisfied,) = answer["satisfied"]
    assert satisfied["responsibility-uuid"] == _LEFT
    assert satisfied["description"] == "The office checks badges. (Ada, 2026-11-01)"
    assert [answer["uuid"], answer["inherited"][0]["uuid"], satisfied["uuid"]] == _SINCE_EVER
    assert answer["remarks"] == "1 of 2 responsibilities are not answered yet."
    assert [title for title, _ in _answers(built, "pe-2", "pe-2_smt.b")] == []
    (gap,) = (gap for gap in built.package.gaps if gap.path == "leveraged/cloud.json")
    assert _OPEN in gap.reason
    assert _LEFT not in gap.reason
    assert (built.folder / "evidence/leveraged/cloud.json").is_file()


def test_all_means_everything_that_is_offered(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path, "inherit:\n  - {from: cloud, controls: all, by: Ada, date: 2026-11-01}\n")
    assert [title for title, _ in _answers(_built(workspace), "pe-2", "pe-2_smt.a")] == ["Cloud"]


def test_decisions_of_a_later_day_do_not_count_and_are_named(tmp_path: Path) -> None:
    built = _built(_workspace(tmp_path, (_TAKE + _MEET).replace("2026-11-01", "2026-12-01")))
    assert _answers(built, "pe-2", "pe-2_smt.a") == []
    taken, met = (gap for gap in built.package.gaps if gap.path == "decisions/inheritance.yaml")
    assert (taken.kind, taken.place, met.place) == (GapKind.LATER, "line 2", "line 4")
    assert taken.reason.startswith("Ada took over controls from `cloud` on 2026-12-01, after the as-of date")
    assert met.reason.startswith("Ada said how a responsibility is met on 2026-12-01")


def test_decisions_of_the_day_itself_count(tmp_path: Path) -> None:
    built = _built(_workspace(tmp_path, (_TAKE + _MEET).replace("2026-11-01", "2026-11-20")))
    assert [title for title, _ in _answers(built, "pe-2", "pe-2_smt.a")] == ["Cloud"]
    assert not [gap for gap in built.package.gaps if gap.path == "decisions/inheritance.yaml"]


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_a_suppliers_component_answers_every_statement_of_its_control(tmp_path: Path, form: str) -> None:
    workspace = _workspace(tmp_path)
    made = _definition()
    text = json.dumps(made) if form == "json" else yaml.safe_dump(made)
    (tmp_path / f"leveraged/mesh.{form}").write_text(text)
    built = _built(Workspace.open(workspace.root))
    ((title, answer),) = _answers(built, "sc-8", "sc-8_smt")
    assert (title, answer["description"]) == ("Mesh", "The mesh encrypts.")
    assert answer["props"][0]["value"] == "supplied"


@pytest.mark.parametrize(
    ("decided", "says", "where"),
    [
        (_TAKE.replace("cloud", "sky"), "no leveraged authorization", "line 2"),
        (_TAKE.replace("cloud", "sky"), "name one that has `ssp:` in system.yaml (cloud)", "line 2"),
        (_TAKE.replace("PE-2", "PE-99"), "no control of this plan", "line 2"),
        (_TAKE.replace("Ada", "' '"), "no person is named", "line 2"),
        (_MEET + _MEET.split("\n", 1)[1], "answered twice", "line 3"),
        (_MEET.replace("The office checks badges.", "''"), "empty", "line 2"),
        ("take: []\n", "take", "line 1"),
    ],
)
def test_mistakes_in_decisions_name_the_line(tmp_path: Path, decided: str, says: str, where: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _built(_workspace(tmp_path, decided))
    assert says in caught.value.diagnostics()
    assert where in caught.value.diagnostics()


def test_a_wrong_entry_of_a_definition_is_a_gap_and_the_rest_is_used(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path)
    made = _definition()
    bare = {"uuid": "f9111111-1111-4111-8111-111111111111", "title": "Bare"}
    made["component-definition"]["components"] += [{"title": "Nameless"}, bare]
    (tmp_path / "leveraged/mesh.json").write_text(json.dumps(made))
    built = _built(Workspace.open(workspace.root))
    assert [title for title, _ in _answers(built, "sc-8", "sc-8_smt")] == ["Mesh"]
    gaps = [(gap.place, gap.reason) for gap in built.package.gaps if gap.path == "leveraged/mesh.json"]
    assert gaps == [
        ("/component-definition/components/1", "this entry cannot be read and is left out: the field 'uuid' is missing"),
        (f"component {bare['uuid']}", "this entry cannot be read and is left out: it has no type or description"),
    ]


def test_a_plan_that_nobody_binds_and_one_that_is_damaged_are_gaps(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path, system="system: {id: shop, impact-level: low}\n")
    (tmp_path / "leveraged/broken.json").write_bytes(b'{"system-security-plan": {"uuid": 3}}')
    (tmp_path / "leveraged/other.json").write_bytes(b'{"catalog": {}}')
    reasons = {gap.path: gap.reason for gap in _built(workspace).package.gaps if gap.path.startswith("leveraged/")}
    assert "it is not stated which leveraged authorization" in reasons["leveraged/cloud.json"]
    assert "not valid OSCAL: found a whole number; allowed is text" in reasons["leveraged/broken.json"]
    assert "neither" in reasons["leveraged/other.json"]


def test_a_plan_that_is_named_and_not_there_is_refused(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path)
    (tmp_path / "leveraged/cloud.json").unlink()
    with pytest.raises(ConfigError, match="no security plan in OSCAL"):
        _built(workspace)


def test_an_answer_of_no_component_is_left_out_of_a_plan() -> None:
    made = _plan()
    (requirement,) = made["system-security-plan"]["control-implementation"]["implemented-requirements"]
    (statement,) = requirement["statements"]
    statement["by-components"].append({"uuid": "b2111111-1111-4111-8111-111111111111", "description": "x"})
    others = read("x.json", json.dumps(made).encode())
    assert others.plan is not None
    assert [provided.uuid for provided in others.plan.provided] == [_PROVIDED]
    place = "/system-security-plan/control-implementation/implemented-requirements/0/statements/0/by-components/1"
    assert [(left.place, left.reason) for left in others.left_out] == [(place, "the field 'component-uuid' is missing")]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{", b"{" * 100_000, b"\xff\xfe", b'{"component-definition": {"components": [{}]}}']
)
def test_what_is_no_oscal_is_refused(data: bytes) -> None:
    for name in ("x.json", "x.yaml"):
        with pytest.raises(ParseError):
            read(name, data)


def test_yaml_bombs_are_refused() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(8)
    )
    with pytest.raises(ParseError):
        read("x.yaml", bomb.encode())


def test_the_command_keeps_a_file_once_and_overwrites_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws/system.yaml").write_text("{}\n")
    source = tmp_path / "My plan!.json"
    source.write_text(json.dumps(_plan()))
    command = ["import-ssp", str(source), "--workspace", str(tmp_path / "ws")]
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "leveraged/My-plan.json: kept" in told
    assert "not valid OSCAL" in told, "the invented plan lacks what the schema demands"
    assert "offers 1 capability and leaves " in told
    assert main(command) == 0
    assert "was there already" in capsys.readouterr().out
    source.write_text(json.dumps(_definition()))
    assert main(command) == 2
    assert "never overwritten" in capsys.readouterr().err
    assert json.loads((tmp_path / "ws/leveraged/My-plan.json").read_bytes()) == _plan()


def test_the_command_refuses_what_is_no_oscal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "system.yaml").write_text("{}\n")
    (tmp_path / "x.json").write_text("{}")
    assert main(["import-ssp", str(tmp_path / "x.json"), "--workspace", str(tmp_path)]) == 2
    assert "neither" in capsys.readouterr().err
    assert not (tmp_path / "leveraged").exists()


def test_files_beside_a_document_are_not_missed_and_a_plan_without_offers_asks_for_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "system.yaml").write_text("{}\n")
    plan = _plan()
    body = plan["system-security-plan"]
    body["control-implementation"] = {"description": "None.", "implemented-requirements": []}
    body["back-matter"] = {"resources": [{"uuid": "11111111-0000-4000-8000-00000000000f", "rlinks": [{"href": "../x.txt"}]}]}
    (tmp_path / "x.json").write_text(json.dumps(plan))
    assert main(["import-ssp", str(tmp_path / "x.json"), "--workspace", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "x.txt" not in told
    assert "says nothing for leveraging systems" in told
    assert "Next:" not in told


def test_yaml_as_trestle_writes_it_is_read(tmp_path: Path) -> None:
    """`yes` without quotation marks is a text in YAML 1.2."""
    made = _definition()
    props = [{"name": "still-supported", "value": "yes"}, {"name": "version", "value": "1.5"}]
    made["component-definition"]["components"][0]["props"] = props
    text = yaml.safe_dump(made).replace("'yes'", "yes")
    assert "value: yes" in text
    (component,) = read("x.yaml", text.encode()).components
    assert component.version == "1.5"


def _said(control: str, statement: str, text: str) -> dict[str, Any]:
    row = {"statement-id": statement, "uuid": "f7111111-1111-4111-8111-111111111111", "description": text}
    requirement = "f6111111-1111-4111-8111-111111111111"
    return {"uuid": requirement, "control-id": control, "description": f"About {control}.", "statements": [row]}


def test_definitions_of_other_producers_are_used_as_far_as_they_go(tmp_path: Path) -> None:
    """Two editions of one component, a control twice for two baselines, items below a part, a control that nobody has, and
    ids of a leveraged plan that are none: whatever it is, the plan stays valid and says what was left out."""
    workspace = _workspace(tmp_path, _TAKE)
    plan = json.dumps(_plan()).replace(_PROVIDED, "guards").replace(_OPEN, "list")
    (tmp_path / "leveraged/cloud.json").write_text(plan)
    made = _definition()
    (component,) = made["component-definition"]["components"]
    (moderate,) = component["control-implementations"]
    moderate["implemented-requirements"] = [
        _said("AC-1", "ac-1_smt.a.1", "A policy."),
        _said("ac-1", "ac-1_smt.a.2", "A procedure."),
        _said("zz-9", "zz-9_smt", "Unknown."),
    ]
    component["control-implementations"].append({**moderate, "uuid": "f8111111-1111-4111-8111-111111111111"})
    (tmp_path / "leveraged/mesh.json").write_text(json.dumps(made))
    (tmp_path / "leveraged/mesh-2.json").write_text(json.dumps(made).replace("f3111111", "F3111111"))
    built = _built(workspace)
    ((title, answer),) = _answers(built, "ac-1", "ac-1_smt.a")
    assert (title, answer["description"]) == ("Mesh", "Item 1: A policy.\n\nItem 2: A procedure.")
    ((_, whole),) = _answers(built, "ac-1", "ac-1_smt.b")
    assert whole["description"] == "About AC-1.\n\nAbout ac-1."
    told = {gap.path: gap.reason for gap in built.package.gaps if gap.path.startswith("leveraged/mesh")}
    assert told["leveraged/mesh.json"].startswith("the component 'Mesh' is defined in leveraged/mesh-2.json already")
    assert told["leveraged/mesh-2.json"].endswith("that this plan does not have are not used: ZZ-9")
    ((_, inherited),) = _answers(built, "pe-2", "pe-2_smt.a")
    assert inherited["inherited"][0]["description"] == "Guards at the doors."
    assert "provided-uuid" not in inherited["inherited"][0]


def test_what_of_a_definition_is_not_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "system.yaml").write_text("{}\n")
    made = _definition()
    made["component-definition"] |= {
        "capabilities": [{}],
        "import-component-definitions": [{"href": "b.json"}, {"href": "c.json"}],
    }
    (tmp_path / "x.json").write_text(json.dumps(made))
    assert main(["import-ssp", str(tmp_path / "x.json"), "--workspace", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "1 component, 1 text on controls" in told
    assert "Not read: 1 capability of" in told
    assert "Not read: 2 further definitions" in told


_PATH = "\nframeworks: [fedramp-20x]\nclass: b\n"


def _scope(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """The minimum assessment scope's resources of others, by name."""
    with only_documents("cr26/minimum-assessment-scope.json"):
        made = build(workspace, workspace.root / "output", _DAY, lambda _what, _done, _all: None)
    scope = json.loads((made.folder / "cr26/minimum-assessment-scope.json").read_text())
    return {each["name"]: each for each in scope["thirdPartyInformationResources"]}


def test_the_scope_of_20x_says_what_a_leveraged_plan_offers_and_what_was_taken_over(tmp_path: Path) -> None:
    cloud = _scope(_workspace(tmp_path, _TAKE + _MEET, _SYSTEM + _PATH))["Cloud"]
    assert (cloud["status"], cloud["authorization"]) == (
        "not seen in use",
        "FedRAMP authorization, low, authorized 2024-01-02",
    )
    (plan,) = cloud["documents"]
    assert plan["inherited"] == ["PE-2"]
    assert plan["decidedBy"] == ["Ada, 2026-11-01"]
    assert (plan["provides"], plan["responsibilities"], plan["answered"]) == (1, 2, 1)
    assert (tmp_path / "output/shop" / plan["path"]).is_file()


def test_the_scope_takes_over_nothing_that_no_person_decided(tmp_path: Path) -> None:
    (plan,) = _scope(_workspace(tmp_path, system=_SYSTEM + _PATH))["Cloud"]["documents"]
    assert "inherited" not in plan
    assert "decidedBy" not in plan
    assert plan["responsibilities"] == 2


def test_a_plan_that_nobody_binds_and_a_suppliers_component_are_resources_of_others(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path, system=f"system: {{id: shop, impact-level: low}}{_PATH}")
    (tmp_path / "leveraged/mesh.json").write_text(json.dumps(_definition()))
    resources = _scope(workspace)
    assert set(resources) == {"Cloud", "Mesh"}
    assert (resources["Cloud"]["authorization"], resources["Mesh"]["authorization"]) == ("not stated", "not stated")
    assert "leveraged/cloud.json, and no row" in resources["Cloud"]["because"]
    assert resources["Cloud"]["documents"][0]["path"] == "leveraged/cloud.json"
    assert resources["Mesh"]["usage"] == "A mesh."
    assert "an explanation or justification for use" in resources["Mesh"]["missing"]
