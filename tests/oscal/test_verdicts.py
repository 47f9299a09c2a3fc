"""`decisions/verdicts.yaml`: strict, with lines; and nothing is satisfied without a named person."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fewer_documents import only_documents

from generator.errors import ConfigError
from generator.facts.verdicts import read_verdicts
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.model.evidence import EvidenceSource, GapKind
from generator.model.posture import PostureState
from generator.model.verdict import Verdict, VerdictState
from generator.oscal.validate import OscalFile, validate_documents
from generator.pipeline.stages import build
from generator.resources import data
from generator.workspace.folder import Workspace
from tests.samples.snapshot import AS_OF

CONTROLS = FEDRAMP_REV5.controls("moderate")
FILES = {"evidence/a.json": EvidenceSource("a" * 64, "evidence/a.json")}
GOOD = "- {control: CM-8, verdict: satisfied, by: Ada, role: ISSO, date: 2026-11-18, evidence: [evidence/a.json]}\n"


def evidence(path: str) -> EvidenceSource:
    if path not in FILES:
        raise ConfigError(f"`{path}` is no evidence of this package", next_step="copy it")
    return FILES[path]


def read(text: str, as_of: date = date(2026, 11, 20)) -> tuple[Verdict, ...]:
    return read_verdicts(text, as_of=as_of, controls=CONTROLS, evidence=evidence)[0]


def test_one_verdict_of_each_kind() -> None:
    whole, part, objective = read(
        GOOD
        + "- {control: CM-8(3)(a), verdict: not-satisfied, by: Ada, role: ISSO, date: 2026-11-18}\n"
        + GOOD.replace("control: CM-8", "objective: cm-8_obj.a.1")
    )
    assert (whole.target, whole.state) == ("cm-8_smt", VerdictState.SATISFIED)
    assert (part.control, part.target) == ("CM-8(3)", "cm-8.3_smt.a")
    assert (objective.control, objective.target) == ("CM-8", "cm-8_obj.a.1")
    assert objective.evidence == (FILES["evidence/a.json"],)
    assert objective.place == "decisions/verdicts.yaml, line 3"


def test_an_empty_file_and_a_verdict_from_after_the_day() -> None:
    assert read("") == ()
    assert read(GOOD, as_of=date(2026, 11, 17)) == ()
    _, (gap,) = read_verdicts(GOOD, as_of=date(2026, 11, 17), controls=CONTROLS, evidence=evidence)
    assert (gap.kind, gap.path, gap.place) == (GapKind.LATER, "decisions/verdicts.yaml", "line 1")
    assert "Ada judged CM-8 on 2026-11-18" in gap.reason


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (("CM-8", "CM-9"), "line 2, key control of the second entry", "`CM-9` is no control"),
        (("CM-8", "CM-8(z)"), "line 2, key control of the second entry", "`CM-8(z)` is no control"),
        (
            ("control: CM-8", "objective: cm-9_obj.a"),
            "line 2, key objective of the second entry",
            "`cm-9_obj.a` is no objective",
        ),
        (("control: CM-8", "objective: cm-8_smt.a"), "line 2, key objective of the second entry", "is no objective"),
        (("control: CM-8", "objective: cm-8_obj.z"), "line 2, key objective of the second entry", "is no objective"),
        (("control: CM-8, ", ""), "line 2, the second entry", "either a control or an objective"),
        (
            ("control: CM-8", "control: CM-8, objective: cm-8_obj"),
            "line 2, the second entry",
            "either a control or an objective",
        ),
        (
            ("evidence/a.json", "evidence/b.json"),
            "line 2, the first entry of evidence of the second entry",
            "no evidence of this package",
        ),
        (("[evidence/a.json]", "[]"), "line 2, key verdict of the second entry", "no evidence is named"),
        (("by: Ada", "by: ' '"), "line 2, key by of the second entry", "no person is named"),
        (("role: ISSO", "role: ''"), "line 2, key role of the second entry", "no person is named"),
        (("verdict: satisfied", "verdict: met"), "line 2", "met"),
        (("by: Ada, ", ""), "line 2", "by"),
        (("date:", "day:"), "line 2", "day"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(change: tuple[str, str], where: str, what: str) -> None:
    first = GOOD.replace("CM-8", "RA-5")
    with pytest.raises(ConfigError) as raised:
        read(first + GOOD.replace(*change))
    assert where in raised.value.where
    assert what in raised.value.diagnostics()


def test_two_verdicts_on_one_control_are_refused() -> None:
    with pytest.raises(ConfigError, match="judged already"):
        read(GOOD + GOOD.replace("control: CM-8", "objective: cm-8_obj"))
    with pytest.raises(ConfigError, match="judged already"):
        read(GOOD + GOOD)


WRITTEN = """- control: CM-8
  verdict: satisfied
  by: Ada Lovelace
  role: Information System Security Officer
  date: 2026-11-19
  evidence: [evidence/cluster/prod/pods.json, evidence/interviews/inventory.txt]
  note: Compared with the registry by hand.
- objective: ra-5_obj.a-1
  verdict: not-satisfied
  by: Ada Lovelace
  role: Information System Security Officer
  date: 2026-11-19
"""


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with two verdicts, built."""
    folder = tmp_path_factory.mktemp("judged")
    workspace = folder / "w"
    shutil.copytree(Path(str(data("samples"))) / "parcel-tracker", workspace)
    (workspace / "evidence/interviews").mkdir()
    (workspace / "evidence/interviews/inventory.txt").write_text("What we were told about the inventory.\n")
    (workspace / "decisions/verdicts.yaml").write_text(WRITTEN)
    with only_documents():
        done = build(Workspace.open(workspace), folder / "out", AS_OF, lambda _text, _done, _total: None)
    assert any("calls cm-8_smt satisfied while the cross-check contradicts CM-8" in gap.reason for gap in done.package.gaps)
    return done.folder


def results(folder: Path) -> dict[str, Any]:
    (result,) = json.loads((folder / "oscal/assessment-results.json").read_bytes())["assessment-results"]["results"]
    return dict(result)


def test_a_finding_is_a_verdict_of_a_named_person_on_an_objective(judged: Path) -> None:
    findings = {one["target"]["target-id"]: one for one in results(judged)["findings"]}
    assert {name: one["target"]["status"]["state"] for name, one in findings.items()} == {
        "cm-8_obj": "satisfied",
        "ra-5_obj.a-1": "not-satisfied",
    }
    assert {one["target"]["type"] for one in findings.values()} == {"objective-id"}
    said = findings["cm-8_obj"]
    assert "Ada Lovelace (Information System Security Officer) judged cm-8_smt on 2026-11-19: satisfied." in said["description"]
    assert "Evidence contradicts it: " in said["description"]
    assert said["origins"][0]["actors"][0]["type"] == "party"
    assert findings["ra-5_obj.a-1"]["target"]["status"] == {
        "state": "not-satisfied",
        "reason": "fail",
        "remarks": (
            "Verdict of Ada Lovelace, Information System Security Officer, in decisions/verdicts.yaml, line 8. "
            "Part of the provider's self-assessment."
        ),
    }


def test_every_objective_is_reviewed_and_what_nobody_judged_is_not_determined(judged: Path) -> None:
    result = results(judged)
    (selection,) = result["reviewed-controls"]["control-objective-selections"]
    reviewed = {one["objective-id"] for one in selection["include-objectives"]}
    assert {"cm-8_obj.a.1", "ra-5_obj.a-1", "ra-5_obj.b.3", "sc-7.5_obj-1"} <= reviewed
    seen = [one for one in result["observations"] if "not determined" in one.get("title", "")]
    left = [prop["value"] for one in seen for prop in one["props"] if prop["name"] == "objective"]
    judged_ids = {name for name in reviewed if name.startswith("cm-8_obj") or name == "ra-5_obj.a-1"}
    assert len(left) == len(set(left))
    assert set(left) == reviewed - judged_ids
    assert all(
        "not a pass" in one["remarks"] and "Reason: no named person has given a verdict." in one["description"] for one in seen
    )
    (scanning,) = [one for one in seen if one["title"].startswith("RA-5 ")]
    assert scanning["description"].startswith("8 of 9 assessment objectives not determined: RA-05a.[02], RA-05b.01,")
    known = {one["uuid"] for kind in ("observations", "risks") for one in result[kind]}
    assert {link["href"].removeprefix("#") for one in seen for link in one.get("links", ())} <= known


def test_the_judge_and_the_evidence_of_the_verdict_are_in_the_results(judged: Path) -> None:
    document = json.loads((judged / "oscal/assessment-results.json").read_bytes())["assessment-results"]
    (person,) = [one for one in document["metadata"]["parties"] if one["name"] == "Ada Lovelace"]
    assert person["type"] == "person"
    titles = {one["uuid"]: one for one in document["back-matter"]["resources"]}
    (seen,) = [one for one in results(judged)["observations"] if one.get("title", "").startswith("Ada Lovelace judged cm-8")]
    cited = [titles[one["href"].removeprefix("#")] for one in seen["relevant-evidence"]]
    assert [one["title"] for one in cited] == ["evidence/cluster/prod/pods.json", "evidence/interviews/inventory.txt"]
    for one in cited:
        assert (judged / "oscal" / one["rlinks"][0]["href"]).is_file()


def test_every_activity_refers_to_how_its_answer_is_reached(judged: Path) -> None:
    plan = json.loads((judged / "oscal/assessment-plan.json").read_bytes())["assessment-plan"]
    assert "3PAO" in plan["metadata"]["remarks"]
    shared, *checks = plan["local-definitions"]["activities"]
    titles = [step["title"] for step in shared["steps"]]
    assert (titles[0], titles[-1]) == ("Read the evidence", "Leave the verdict to a person")
    assert len([title for title in titles if title.startswith("State: ")]) == len(PostureState)
    for one in checks:
        assert [link["href"] for link in one["links"]] == [f"#{shared['uuid']}"]
        (own,) = one["steps"]
        assert own["description"].startswith("The subjects are ")
        assert one["related-controls"]["control-selections"][0]["include-controls"]
        assert any(prop["name"] == "mapped-control" for prop in one["props"])
    associated = [one["activity-uuid"] for one in plan["tasks"][0]["associated-activities"]]
    assert associated == [one["uuid"] for one in (shared, *checks)]


def test_every_state_is_observed_and_what_is_not_enforced_is_a_risk(judged: Path) -> None:
    result = results(judged)
    states = {
        one["uuid"]: {prop["name"]: prop["value"] for prop in one["props"]}
        for one in result["observations"]
        if any(prop["name"] == "state" for prop in one["props"])
    }
    assert {said["state"] for said in states.values()} > {"not collected", "enforced", "not enforced", "not established"}
    weak = {said["check"] for said in states.values() if said["state"] == "not enforced"}
    risks = {prop["value"] for one in result["risks"] for prop in one["props"] if prop["name"] == "check"}
    assert weak <= risks
    assert not risks & {said["check"] for said in states.values() if said["state"] != "not enforced"}
    for one in result["risks"]:
        assert any(each["observation-uuid"] in states for each in one["related-observations"])
        assert one["remediations"][0]["lifecycle"] == "recommendation"


def test_the_documents_are_valid(judged: Path) -> None:
    files = [
        OscalFile(name=f"oscal/{path.name}", data=path.read_bytes(), folder=judged)
        for path in sorted((judged / "oscal").glob("*.json"))
    ]
    assert [fault for fault in validate_documents(files) if not re.match("fedramp:", fault.rule)] == []
