"""Checklists of the Kubernetes STIG: every rule, no status that nobody earned, and no word of a person lost.

Deliveries here have no other documents (see `fewer_documents`).
"""

import hashlib
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from export_made import AS_OF, envelopes, exported, small
from lxml import etree
from prerequisites import needs, shared

from generator.content.store import add
from generator.deliverables.checklists.supplement import FOLDER
from generator.deliverables.exporting import Exported
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS
from tests.content.stig_made import rule, stig
from tests.stig.control_plane import program

_SHARED = shared("")
_XSD = _SHARED / "reference/dod/stig-formats/U_Checklist_Schema_V2.xsd"
_REAL = _SHARED / "cases/scans"
_CHECKS = {
    "V-242376": 'If "tls-min-version" is not configured or it is set to "VersionTLS10", this is a finding.',
    "V-242390": 'If "anonymous-auth" is set to "true", this is a finding.',
    "V-245542": 'If "basic-auth-file" is set, this is a finding.',
    "V-242402": "Ask the log team.",
    "V-242405": "Look at the owner of a file.",
}
STEM = f"{FOLDER}prod_Kubernetes_STIG"


def workspace(tmp_path: Path, *, copy: bool = True) -> Path:
    """One cluster with the API server of one node, and the user's copy of an invented guide."""
    made = small(tmp_path / "ws")
    pods = f'{{"kind": "List", "apiVersion": "v1", "items": [{program("kube-apiserver", "--anonymous-auth=true")}]}}'
    evidence(made, "cluster/prod/control-plane.json", pods)
    if copy:
        (tmp_path / "k8s-xccdf.xml").write_bytes(stig(*(rule(group, text) for group, text in _CHECKS.items())))
        list(add(made, "disa-stig", [str(tmp_path / "k8s-xccdf.xml")], AS_OF))
    return made


def evidence(made: Path, name: str, text: str, collected: str = "2026-11-18") -> None:
    path = made / "evidence" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.with_name(f"{path.name}.sidecar.json").write_text(json.dumps({"collected": f"{collected}T06:00:00Z"}))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """What is delivered of that workspace; not to be changed."""
    folder = tmp_path_factory.mktemp("first")
    return exported(workspace(folder), folder / "out", "dod", documents=())


def rules(made: Exported) -> dict[str, dict[str, str]]:
    """Of the .cklb, by group."""
    whole = json.loads((made.folder / "data" / f"{STEM}.cklb").read_bytes())
    return {one["group_id"]: one for one in whole["stigs"][0]["rules"]}


def read_back(made: Exported, ending: str) -> ScanSnapshot:
    data = (made.folder / "data" / f"{STEM}{ending}").read_bytes()
    document = Document(f"x{ending}", data)
    file = EvidenceFile(path="x", sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type="text/plain")
    (reader,) = [one for one in SCANS if one.name == f"stig-{ending[1:]}"]
    assert reader.recognizes(document)
    found = reader.parse(document, file)
    assert isinstance(found, ScanSnapshot)
    return found


def test_a_status_rests_on_evidence_that_answers_the_text_and_names_its_place(first: Exported) -> None:
    found = rules(first)
    assert {group: one["status"] for group, one in found.items()} == {
        "V-242376": "not_reviewed",
        "V-242390": "open",
        "V-245542": "not_a_finding",
        "V-242402": "not_reviewed",
        "V-242405": "not_reviewed",
    }
    path = first.folder / "data/evidence/cluster/prod/control-plane.json"
    details = found["V-242390"]["finding_details"]
    assert "kube-system/Pod/kube-apiserver-one sets anonymous-auth to true." in details
    assert (
        f"evidence/cluster/prod/control-plane.json /items/0 (sha256 {hashlib.sha256(path.read_bytes()).hexdigest()})" in details
    )
    assert "No kube-controller-manager was seen" in found["V-242376"]["finding_details"]
    assert "asks something else" in found["V-242402"]["finding_details"], "the audit log path is no answer to this text"
    assert found["V-242405"]["finding_details"] == ""
    assert found["V-242390"]["check_content"] == _CHECKS["V-242390"], "the text is the user's own"


def test_both_files_are_read_back_with_the_same_counts(first: Exported) -> None:
    one, other = read_back(first, ".ckl"), read_back(first, ".cklb")
    assert one.tally.results == other.tally.results == len(_CHECKS)
    counts = [{name.replace("_", "").lower(): count for name, count in each.tally.statuses} for each in (one, other)]
    assert counts == [{"notreviewed": 3, "open": 1, "notafinding": 1}] * 2
    assert one.benchmarks == other.benchmarks
    assert envelopes(first.folder)[f"{STEM}.ckl"]["control-ids"] == ["CM-6"]


def test_without_a_copy_there_is_no_checklist_and_it_is_said_why(tmp_path: Path) -> None:
    made = exported(workspace(tmp_path, copy=False), tmp_path / "out", "dod", documents=())
    assert list((made.folder / "data").glob("dod/checklists/*")) == []
    (gap,) = [gap for gap in made.gaps if "atopack content add disa-stig" in gap.next_step]
    assert "rule ids" in gap.reason


def checklist(made: Exported, **said: dict[str, str]) -> str:
    """The .ckl as a person hands it back: `V_242390={"STATUS": …}`."""
    root = ET.fromstring((made.folder / "data" / f"{STEM}.ckl").read_bytes())  # noqa: S314 - made by us a moment ago
    for vuln in root.iter("VULN"):
        for name, text in said.get(vuln.findtext("STIG_DATA/ATTRIBUTE_DATA", "").replace("-", "_"), {}).items():
            (element,) = vuln.findall(name)
            element.text = text.replace("{}", element.text or "")
    return ET.tostring(root, encoding="unicode")


def test_what_a_person_found_stays_and_a_contradiction_is_shown(first: Exported, tmp_path: Path) -> None:
    place = workspace(tmp_path)
    judged = checklist(
        first,
        V_242390={
            "STATUS": "NotAFinding",
            "COMMENTS": "The proxy in front refuses <anonymous> users.",
            "SEVERITY_OVERRIDE": "low",
        },
        V_242405={"STATUS": "Not_Applicable", "FINDING_DETAILS": "No such file here."},
        V_242402={"COMMENTS": "Asked on Monday."},
    )
    evidence(place, "scans/2026-11/k8s.ckl", judged)
    again = exported(place, tmp_path / "again", "dod", documents=())
    found = rules(again)
    contradicted = found["V-242390"]
    assert (contradicted["status"], contradicted["comments"]) == (
        "not_a_finding",
        "The proxy in front refuses <anonymous> users.",
    )
    assert contradicted["overrides"] == {"severity": {"severity": "low", "reason": ""}}
    assert "A person says NotAFinding and the evidence Open" in contradicted["finding_details"]
    assert contradicted["finding_details"].count("[atopack,") == 1, "ours is written anew, not added to"
    assert (found["V-242405"]["status"], found["V-242405"]["finding_details"]) == ("not_applicable", "No such file here.")
    assert (found["V-242402"]["status"], found["V-242402"]["comments"]) == ("not_reviewed", "Asked on Monday.")
    evidence(place, "scans/2026-11/k8s.ckl", checklist(again), "2026-11-19")
    third = rules(exported(place, tmp_path / "third", "dod", documents=()))
    assert third["V-242390"]["status"] == "not_a_finding", "a person's status stays a person's, however often it goes round"


def test_a_status_that_we_wrote_ourselves_follows_the_evidence(first: Exported, tmp_path: Path) -> None:
    place = workspace(tmp_path)
    evidence(place, "scans/2026-11/k8s.ckl", checklist(first))
    assert rules(exported(place, tmp_path / "same", "dod", documents=()))["V-242390"]["status"] == "open"
    pods = f'{{"kind": "List", "apiVersion": "v1", "items": [{program("kube-apiserver", "--anonymous-auth=false")}]}}'
    evidence(place, "cluster/prod/control-plane.json", pods)
    assert rules(exported(place, tmp_path / "mended", "dod", documents=()))["V-242390"]["status"] == "not_a_finding"


def test_a_checklist_about_another_host_is_not_carried_over_and_that_is_said(first: Exported, tmp_path: Path) -> None:
    place = workspace(tmp_path)
    text = checklist(first, V_242405={"STATUS": "Open"})
    evidence(place, "scans/2026-11/other.ckl", text.replace("<HOST_NAME>prod<", "<HOST_NAME>elsewhere<"))
    made = exported(place, tmp_path / "again", "dod", documents=())
    assert rules(made)["V-242405"]["status"] == "not_reviewed"
    assert [gap.path for gap in made.gaps if "`elsewhere`" in gap.reason] == ["evidence/scans/2026-11/other.ckl"]


def test_two_nodes_make_the_severest_status_and_both_are_heard(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    node = {"kind": "Node", "apiVersion": "v1", "metadata": {"name": "", "uid": "u"}, "status": {}}
    nodes = [{**node, "metadata": {"name": name, "uid": name}} for name in ("one", "two")]
    evidence(place, "cluster/prod/nodes.json", json.dumps({"kind": "List", "apiVersion": "v1", "items": nodes}))
    first = exported(place, tmp_path / "out", "dod", documents=())
    for name, status in (("one", "NotAFinding"), ("two", "Open")):
        text = checklist(first, V_242405={"STATUS": status, "COMMENTS": f"seen on {name}"})
        evidence(place, f"scans/2026-11/{name}.ckl", text.replace("<HOST_NAME>prod<", f"<HOST_NAME>{name}<"))
    found = rules(exported(place, tmp_path / "again", "dod", documents=()))["V-242405"]
    assert found["status"] == "open"
    assert found["comments"] == "one:\nseen on one\n\ntwo:\nseen on two"


@needs(_XSD)
def test_the_ckl_is_valid_by_disas_schema(first: Exported) -> None:
    schema = etree.XMLSchema(etree.parse(str(_XSD)))
    schema.assertValid(etree.fromstring((first.folder / "data" / f"{STEM}.ckl").read_bytes()))


@needs(_REAL)
def test_the_order_and_the_members_are_those_of_real_files(first: Exported) -> None:
    ours = ET.fromstring((first.folder / "data" / f"{STEM}.ckl").read_bytes())  # noqa: S314 - made by us a moment ago
    real = ET.fromstring((_REAL / "ckl/k8s-cp.ckl").read_bytes())  # noqa: S314 - a file of our own reference cases

    def attributes(root: ET.Element) -> list[str | None]:
        vuln = next(root.iter("VULN"))
        return list(dict.fromkeys(one.findtext("VULN_ATTRIBUTE") for one in vuln.iter("STIG_DATA")))

    assert attributes(ours) == attributes(real)
    assert [one.tag for one in next(ours.iter("ASSET"))] == [
        one.tag for one in next(real.iter("ASSET")) if one.tag != "MARKING"
    ]
    assert [one.text for one in ours.iter("SID_NAME")] == [one.text for one in real.iter("SID_NAME")]
    whole = json.loads((first.folder / "data" / f"{STEM}.cklb").read_bytes())
    pattern = json.loads((_REAL / "cklb/Asset_a-multi-stig.cklb").read_bytes())
    assert whole.keys() == pattern.keys() | {"cklb_version"}
    assert whole["target_data"].keys() == pattern["target_data"].keys()
    assert whole["stigs"][0].keys() == pattern["stigs"][0].keys()
    assert whole["stigs"][0]["rules"][0].keys() == pattern["stigs"][0]["rules"][0].keys()
