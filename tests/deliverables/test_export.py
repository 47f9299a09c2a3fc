"""Deliveries of the sample: one manifest behind every list, evidence under its objectives, a check that needs none of us."""

import hashlib
import itertools
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import bagit
import pytest
from export_made import AS_OF, envelopes, exported, read, small
from fork_server import ForkServer
from prerequisites import needs_program
from seal_made import keys

from generator import __version__
from generator.cli.export import PURPOSES as NAMED
from generator.deliverables.exporting import Exported
from generator.deliverables.registry import PURPOSES, purpose
from generator.errors import ConfigError, OutputEditedError
from generator.seal.checking import SIGNATURE, check
from generator.seal.signature import private_key, public_key, sign


@pytest.fixture(scope="session")
def deliveries(sample_delivery: Callable[[str], Exported]) -> dict[str, Exported]:
    return {one.name: sample_delivery(one.name) for one in PURPOSES}


SCRATCH = "/tmp/"  # noqa: S108 - where the recipe's reader puts what he takes out
NAMES = [one.name for one in PURPOSES]


def listed(bag: Path, name: str) -> dict[str, str]:
    """Path to hash of a list as sha256sum writes it."""
    rows = (line.split("  ", 1) for line in (bag / name).read_text().splitlines())
    return {path: sha256 for sha256, path in rows}


def hrefs(bag: Path) -> dict[str, str]:
    """What the OSCAL documents of a bag link to, with the hash that they state."""
    found = {}
    for path in sorted((bag / "data/oscal").glob("*.json")):
        (document,) = json.loads(path.read_bytes()).values()
        for resource in document.get("back-matter", {}).get("resources", ()):
            for link in resource.get("rlinks", ()):
                if link["href"].startswith("../"):
                    found[f"data/{unquote(link['href'][3:])}"] = link["hashes"][0]["value"]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_list_says_the_same_of_every_file(deliveries: dict[str, Exported], name: str) -> None:
    bag = deliveries[name].folder
    payload = listed(bag, "manifest-sha256.txt")
    actual = {
        path.relative_to(bag).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (bag / "data").rglob("*")
        if path.is_file()
    }
    assert payload == actual
    inside = {f"data/{path}": sha256 for path, sha256 in listed(bag, "data/SHA256SUMS").items()}
    assert inside.items() <= payload.items()
    manifest = {f"data/{row['path']}": row["sha256"] for row in read(bag, "manifest.json")["files"]}  # type: ignore[index]
    assert payload.keys() - manifest.keys() == {"data/manifest.json", "data/SHA256SUMS"}
    assert manifest.items() <= payload.items()
    assert {f"data/{path}": one["sha256"] for path, one in envelopes(bag).items()}.items() <= payload.items()
    cited = hrefs(bag)
    assert cited
    assert cited.items() <= payload.items()


def test_the_hash_logs_say_the_same_too(deliveries: dict[str, Exported]) -> None:
    bag = deliveries["cmmc"].folder
    rows = re.findall(r"^SHA256 {10}([0-9A-F]{64}) {7}(\S.*)$", (bag / "hashes/CMMCAssessmentArtifacts.log").read_text(), re.M)
    assert {path: sha256.lower() for sha256, path in rows} == listed(bag, "manifest-sha256.txt")
    assert listed(bag, "hashes/CMMCAssessmentArtifacts.sha256") == listed(bag, "manifest-sha256.txt")
    of_the_log = hashlib.sha256((bag / "hashes/CMMCAssessmentArtifacts.log").read_bytes()).hexdigest()
    assert of_the_log.upper() in (bag / "hashes/CMMCAssessmentLogHash.log").read_text()
    assert not (deliveries["fedramp"].folder / "hashes").exists()


@pytest.mark.parametrize("name", NAMES)
def test_the_library_of_congress_and_the_check_accept_it(deliveries: dict[str, Exported], name: str) -> None:
    bag = deliveries[name].folder
    assert bagit.Bag(str(bag)).validate()
    assert check(bag).differences == ()
    assert check(bag / "data").differences == ()


def test_evidence_is_kept_by_objective_under_short_names(deliveries: dict[str, Exported]) -> None:
    bag = deliveries["cmmc"].folder
    found = envelopes(bag)
    pods = next(one for one in found.values() if one["workspace-path"] == "evidence/cluster/prod/pods.json")
    assert pods["path"] == "artifacts/AC.L2-3.1.7/AC.L2-3.1.7[c]_prod-pods_20261118T060000Z.json"
    assert {"AC.L2-3.1.7[c]", "SC.L2-3.13.4"} <= set(pods["objective-ids"])  # type: ignore[call-overload]
    assert pods["supersedes"] == "artifacts/unassigned/unassigned_prod-pods_20261020T060000Z.json"
    for path in found:
        name = path.rpartition("/")[2]
        assert path.isascii()
        assert len(name) <= 140
        assert ";" not in name
    assert not any((bag / "data/evidence").glob("**/*"))


def test_an_envelope_repeats_what_was_said_and_names_what_was_not(deliveries: dict[str, Exported]) -> None:
    found = envelopes(deliveries["fedramp"].folder)
    pods = found["evidence/cluster/prod/pods.json"]
    assert pods["command"] == "kubectl get pods -A -o json"
    assert pods["identity"] == "D. Okafor, platform team"
    assert pods["collected"] == "2026-11-18T06:00:00Z"
    assert pods["not-stated"] == ["source-system", "collector", "start", "end", "population", "sample-rule"]
    assert pods["status"] == "as collected"
    scan = found["evidence/scans/2026-11/trivy-tracking-api.json"]
    assert scan["collector"] == {"name": "Trivy", "version": "0.67.2"}
    assert scan["valid-until"] == "2026-12-17"
    documents = [one for one in found.values() if one["kind"] == "document"]
    assert {one["status"] for one in documents} == {"draft"}
    assert {str(one["collector"]) for one in documents} == {str({"name": "atopack", "version": __version__})}
    assert {str(one["media-type"]) for one in found.values() if str(one["path"]).endswith((".csv", ".yaml", ".md"))} == {
        "text/csv",
        "application/yaml",
        "text/markdown",
    }
    assert found["workbooks/Appendix-O-POAM.xlsx"]["requirement-ids"] == ["RA.L2-3.11.2", "RA.L2-3.11.3", "CA.L2-3.12.2"]
    assert {one["marking"] for one in found.values()} == {"CUI"}


def test_envelopes_of_cited_evidence_carry_the_uuid_of_the_resource(deliveries: dict[str, Exported]) -> None:
    bag = deliveries["fedramp"].folder
    plan = read(bag, "oscal/system-security-plan.json")["system-security-plan"]  # type: ignore[index]
    resources = {one["uuid"]: one["title"] for one in plan["back-matter"]["resources"]}
    for path, one in envelopes(bag).items():
        if one["id"] in resources and one["kind"] == "evidence":
            assert path.endswith(resources[one["id"]].removeprefix("evidence/"))
    assert envelopes(bag)["evidence/cluster/prod/pods.json"]["id"] in resources


def test_statements_and_evidence_name_each_other(deliveries: dict[str, Exported]) -> None:
    bag = deliveries["fedramp"].folder
    statements = read(bag, "index/statements.json")["statements"]  # type: ignore[index]
    evidence = read(bag, "index/evidence.json")["evidence"]  # type: ignore[index]
    forward = {(one["id"], use["path"], use["place"]) for one in statements for use in one["evidence"]}
    backward = {(use["id"], one["path"], use["place"]) for one in evidence for use in one["used-by"]}
    assert forward == backward
    assert {one["kind"] for one in statements} >= {"statement", "observation", "poam-item", "inventory-item"}
    assert {path for _, path, _ in forward} <= envelopes(bag).keys()


def test_the_month_holds_its_scans_and_no_pages(deliveries: dict[str, Exported]) -> None:
    found = envelopes(deliveries["conmon"].folder)
    assert "evidence/scans/2026-11/trivy-tracking-api.json" in found
    assert "evidence/scans/2026-10/trivy-tracking-api.json" not in found
    assert [path for path in found if path.startswith(("report/", "ssp/"))] == ["ssp/separation-of-duties.csv"], "of the plan"


def test_assessors_get_the_readiness_report_as_the_providers(deliveries: dict[str, Exported]) -> None:
    for name in ("fedramp", "dod", "cmmc", "conmon"):
        bag = deliveries[name].folder
        has = name in ("fedramp", "dod")
        assert (bag / "data/readiness/Readiness-Report.docx").is_file() is has, name
        assert ("the provider's own readiness report: no assessment" in (bag / "README.txt").read_text()) is has, name
    bag = deliveries["fedramp"].folder
    assert (bag / "data/report/readiness.csv").is_file()
    envelopes = json.loads((bag / "data/index/artifacts.json").read_bytes())["artifacts"]
    (envelope,) = (each for each in envelopes if each["path"] == "readiness/Readiness-Report.docx")
    assert "by the provider" in envelope["title"]
    assert "Readiness-Report.docx" in (bag / "data/index/index.html").read_text()


def test_the_same_evidence_and_day_give_the_same_bag(tmp_path: Path) -> None:
    """That documents of the package are the same twice, `test_build` says; here it is what a delivery adds."""
    workspace = small(tmp_path / "ws")
    first, again = (exported(workspace, tmp_path / name, "cmmc", documents=()).folder for name in ("first", "again"))
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        assert (again / name).read_bytes() == (first / name).read_bytes()


@needs_program("openssl")
@needs_program("sha256sum")
@pytest.mark.parametrize("kind", ["p256", "ed25519"])
def test_the_readme_is_a_recipe_that_works(tmp_path: Path, kind: str, processes: ForkServer) -> None:
    """Its commands, as they stand there, in its folder: sha256sum, bagit.py, openssl and atopack."""
    private, public = keys(tmp_path, kind)
    key = private_key(private, lambda: b"")
    workspace = small(tmp_path / "ws")
    drawing = workspace / "diagrams/active.svg"
    drawing.parent.mkdir(exist_ok=True)
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    bag = exported(workspace, tmp_path, "cmmc", signer=lambda payload: sign(payload, key), documents=()).folder
    assert drawing.read_bytes() in [path.read_bytes() for path in bag.rglob("*.svg")], "evidence is delivered as it is"
    assert "1 file of the evidence ends in .svg" in (bag / "README.txt").read_text()
    processes.program(tmp_path / "atopack")
    script = recipe(bag, public, kind, tmp_path)
    whole = run(script, bag)
    assert whole.returncode == 0, whole.stderr + whole.stdout
    assert "these lists were signed" in whole.stdout
    for name in ("data/oscal/assessment-results.json", "hashes/CMMCAssessmentArtifacts.log", SIGNATURE):
        before = (bag / name).read_bytes()
        (bag / name).write_bytes(before[:500] + bytes([before[500] ^ 1]) + before[501:])
        assert run(script, bag).returncode != 0, name
        (bag / name).write_bytes(before)
    # another list that was signed as well is not taken for the list of lists, behind which anything could be written
    (bag / "tagmanifest-sha256.txt").write_bytes((bag / "hashes/CMMCAssessmentArtifacts.sha256").read_bytes())
    without_us = "\n".join(line for line in script.splitlines() if not line.startswith("atopack verify"))
    assert run(without_us, bag).returncode != 0


def recipe(bag: Path, public: Path, kind: str, scratch: Path) -> str:
    lines = [line[2:] for line in (bag / "README.txt").read_text().splitlines() if line.startswith("  ")]
    commands = [re.sub(r" {3,}\(.*\)$", "", line) for line in lines if not re.match(r"(data|hashes)/", line)]
    other = "pkeyutl" if kind == "p256" else "dgst"
    chosen = [line for line in commands if other not in line]
    assert len(chosen) == len(commands) - 1
    text = "\n".join(chosen).replace(SCRATCH, f"{scratch}/by-hand-").replace("PUBLIC.pem", str(public))
    shims = f'bagit.py() {{ "{sys.executable}" -m bagit "$@"; }}\natopack() {{ "{scratch}/atopack" "$@"; }}\n'
    return f"set -e -o pipefail\n{shims}{text}\n"


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False)


def test_what_a_person_approved_is_final_until_it_changes(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    path = "workbooks/Appendix-O-POAM.xlsx"
    some = (path, "ssp/System-Security-Plan.docx")
    first = exported(workspace, tmp_path / "one", documents=some)
    sha256 = envelopes(first.folder)[path]["sha256"]
    (workspace / "decisions/artifacts.yaml").write_text(
        "marking: not-CUI\n"
        "artifacts:\n"
        f"  - files: {path}\n"
        f'    final: {{by: A. Lovelace, role: ISSO, date: 2026-11-19, version: "1.0", sha256: {sha256}}}\n'
        "    valid-until: 2026-12-20\n"
        "    supersedes: the one of October\n"
        "  - {files: workbooks/*, marking: CUI}\n"
        f"  - {{files: ssp/*.docx, final: {{by: A. Lovelace, role: ISSO, date: 2026-11-19, sha256: '{'0' * 64}'}}}}\n"
        "  - {files: nothing/here, title: Lost}\n"
        "  - {files: evidence/scans/*, valid-until: 2026-11-19}\n"
    )
    second = exported(workspace, tmp_path / "two", documents=some)
    found = envelopes(second.folder)
    final = found[path]
    assert (final["status"], final["approved-by"], final["approved-on"]) == ("final", "A. Lovelace", "2026-11-19")
    assert (final["version"], final["valid-until"], final["marking"]) == ("1.0", "2026-12-20", "CUI")
    assert found["oscal/assessment-plan.json"]["marking"] == "not-CUI"
    told = {(one.place, one.reason) for one in second.gaps}
    assert any("is not what was approved" in reason for _, reason in told)
    assert ("line 9", "`nothing/here` is no file of this delivery") in told
    assert any(
        reason.endswith("is valid until 2026-11-19 only, before the as-of date of this delivery, 2026-11-20")
        for _, reason in told
    )


def test_a_final_delivery_is_refused_while_a_document_is_a_draft(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    (workspace / "system.yaml").write_text((workspace / "system.yaml").read_text())
    with pytest.raises(ConfigError, match="draft"):
        exported(workspace, tmp_path / "out", final=True, documents=())
    assert not list((tmp_path / "out").glob("*"))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("artifacts: [{files: a, final: {by: '', role: r, date: 2026-11-19, sha256: x}}]", "no person is named"),
        ("artifacts: [{files: a, final: {by: b, role: r, date: 2026-11-19, sha256: x}}]", "names no SHA-256"),
        ("marking: secret", "`marking` must be one of "),
        ("artefacts: []", "not a known key"),
    ],
)
def test_a_wrong_decision_is_named(tmp_path: Path, text: str, match: str) -> None:
    workspace = small(tmp_path / "ws")
    (workspace / "decisions/artifacts.yaml").write_text(text)
    with pytest.raises(ConfigError, match=f"(?i){match}") as caught:
        exported(workspace, tmp_path / "out")
    assert "artifacts.yaml" in caught.value.diagnostics()


def test_a_bag_that_a_person_or_a_signature_holds_is_not_written_over(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    bag = exported(workspace, tmp_path / "out", documents=()).folder
    assert exported(workspace, tmp_path / "out", documents=()).folder == bag
    (bag / "data/notes.txt").write_text("mine")
    with pytest.raises(OutputEditedError, match=r"data/notes.txt \(extra\)"):
        exported(workspace, tmp_path / "out", documents=())
    shutil.rmtree(bag)
    private, public = keys(tmp_path, "ed25519")
    key = private_key(private, lambda: b"")
    signed = exported(workspace, tmp_path / "out", documents=(), signer=lambda payload: sign(payload, key)).folder
    assert check(signed, public_key(public)).statement == {
        "as-of": AS_OF.isoformat(),
        "draft": True,
        "purpose": "fedramp",
        "system": "parcel-tracker",
        "tool": "atopack 0.1.0",
    }
    with pytest.raises(OutputEditedError, match="signed"):
        exported(workspace, tmp_path / "out", documents=())
    shutil.rmtree(signed)
    signed.mkdir()
    (signed / "thesis.docx").write_text("mine")
    with pytest.raises(OutputEditedError, match="not a bag"):
        exported(workspace, tmp_path / "out", documents=())


def test_purposes_are_those_of_the_help_text() -> None:
    assert tuple(NAMES) == NAMED
    with pytest.raises(ConfigError, match="no purpose"):
        purpose("iso")
    for one, other in itertools.combinations(PURPOSES, 2):
        assert one.title != other.title
