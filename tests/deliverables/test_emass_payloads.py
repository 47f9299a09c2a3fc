"""Payloads of the eMASS API: valid by its own description, filled from what is known, and what people owe is listed instead."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from export_made import SAMPLE, exported, read, small
from prerequisites import needs, shared

from generator.deliverables.emass import artifacts
from generator.deliverables.emass.base import FOLDER
from generator.deliverables.emass.supplement import PAYLOADS
from generator.deliverables.exporting import Exported
from generator.model.dod import Emass, EmassComponent
from generator.renderers.inventory.rows import RowKind, view
from generator.renderers.poam.emass_rows import rows_of

_API = shared("reference/dod/emass/eMASSRestOpenApi-v3.22.yaml")
_BODIES = {
    "container-scan-results.json": "ContainerScanRequestPostBody",
    "hw-baseline.json": "HwBaselineRequestPostBody",
    "sw-baseline.json": "SwBaselineRequestPostBody",
    "poams.json": "PoamRequestPostBody",
    "test-results.json": "TestResultsRequestPostBody",
    "artifacts.json": "ArtifactsRequestPutBody",
}
_EMASS = """
emass:
  component: navy
  office: Example Program Office, Jordan Examiner, 202-555-0100, jordan@office.example
  identification-source: Vulnerability scan
  resources: Two engineers of the platform team
"""


@pytest.fixture(scope="module")
def delivery(sample_delivery: Callable[[str], Exported]) -> Exported:
    return sample_delivery("dod")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The same kind of system where people said what eMASS asks for."""
    folder = tmp_path_factory.mktemp("filled")
    place = small(folder / "ws")
    with (place / "system.yaml").open("a") as file:
        file.write(_EMASS)
    verdict = {
        "control": "CM-8(a)",
        "verdict": "satisfied",
        "by": "Lovelace, Ada",
        "role": "ISSO",
        "date": "2026-11-18",
        "evidence": ["evidence/cluster/prod/deployments.json"],
        "note": "Compared with the registry by hand.",
        "assessment-procedures": ["CM-8.1", "CM-8.2"],
    }
    other = {**verdict, "control": "RA-5", "by": "A. Turing", "assessment-procedures": []}
    (place / "decisions/verdicts.yaml").write_text(json.dumps([verdict, other]))
    return exported(place, folder / "out", "dod", documents=())


@cache
def api() -> dict[str, Any]:
    """The components of the description, read once: 400 kB of YAML."""
    return yaml.load(_API.read_bytes(), yaml.CSafeLoader)["components"]  # type: ignore[no-any-return]


def body(made: Exported, file: str) -> list[dict[str, Any]]:
    found = read(made.folder, f"{FOLDER}{file}")
    assert isinstance(found, list)
    return found


def outstanding(made: Exported, file: str) -> list[dict[str, Any]]:
    listed = read(made.folder, f"{FOLDER}outstanding.json")["outstanding"]  # type: ignore[index]
    return [one for one in listed if one["payload"] == file]


def meant(schema: Mapping[str, Any], components: Mapping[str, Any]) -> dict[str, Any]:
    """The body as its text describes it: what is required stands at the list by mistake, and nothing else may be there."""
    items = schema["items"]
    parts = [components["schemas"][one["$ref"].rpartition("/")[2]] for one in items.get("allOf", ())] or [items]
    known = {name: said for part in parts for name, said in part["properties"].items()}
    single = {"type": "object", "properties": known, "required": schema.get("required", []), "additionalProperties": False}
    return {"type": "array", "items": single, "components": components}


@needs(_API)
@pytest.mark.parametrize("file", sorted(_BODIES))
def test_each_body_is_valid_by_the_description_of_the_api(delivery: Exported, filled: Exported, file: str) -> None:
    components = api()
    schema = components["schemas"][_BODIES[file]]
    written = jsonschema_rs.Draft7Validator({**schema, "components": components})
    strict = jsonschema_rs.Draft7Validator(meant(schema, components))
    for made in (delivery, filled):
        entries = body(made, file)
        assert [str(one) for one in written.iter_errors(entries)] == []
        assert [str(one) for one in strict.iter_errors(entries)] == []
    assert body(filled, file) or body(delivery, file), "there is something to be valid"
    assert {one.file for one in PAYLOADS} == _BODIES.keys()


def test_a_container_has_what_was_found_in_its_image(delivery: Exported) -> None:
    facts = delivery.rendered.tracked.assessed.facts
    sent = body(delivery, "container-scan-results.json")
    running = [container for workload in facts.workloads for container in workload.containers if not container.init]
    assert len(sent) + len(outstanding(delivery, "container-scan-results.json")) == len(running)
    assert len({one["containerId"] for one in sent}) == len(sent)
    api = next(one for one in sent if one["containerName"] == "tracking-api")
    image = api["tags"]["image"]
    open_ = {
        one.identifier
        for one in facts.weaknesses
        if one.scanner == "Trivy" and one.kind == "vulnerability" and image in {asset.asset_id for asset in one.assets}
    }
    (trivy,) = [one for one in api["benchmarks"] if one["benchmark"] == "Trivy: vulnerabilities"]
    assert {one["ruleId"] for one in trivy["results"]} == open_
    assert {one["status"] for one in trivy["results"]} == {"Fail"}
    assert open_


def test_rules_of_a_benchmark_have_each_their_own_status(delivery: Exported) -> None:
    facts = delivery.rendered.tracked.assessed.facts
    measured = {(one.asset_id, run.benchmark): run for one in facts.hardening for run in one.results}
    seen = set()
    for one in body(delivery, "container-scan-results.json"):
        for benchmark in one["benchmarks"]:
            run = measured.get((one["tags"]["image"], benchmark["benchmark"]))
            if run is not None:
                statuses = [each["status"] for each in benchmark["results"]]
                assert (statuses.count("Pass"), statuses.count("Fail")) == (run.passed, run.failed)
                seen.add(benchmark["benchmark"])
    assert seen, "the sample has results of a benchmark"


def test_baselines_are_the_inventory_in_other_words(delivery: Exported) -> None:
    rows = {row.asset_id: row for row in view(delivery.rendered.package)}
    machines = body(delivery, "hw-baseline.json")
    assert {one["assetName"] for one in machines} == {
        name for name, row in rows.items() if row.kind is RowKind.INFRASTRUCTURE and row.asset_type == "Operating System"
    }
    products = body(delivery, "sw-baseline.json")
    left = outstanding(delivery, "sw-baseline.json")
    wanted = {name for name, row in rows.items() if row.kind is not RowKind.INFRASTRUCTURE and (row.software or row.vendor)}
    names = {f"{one['softwareName']} {one['version']}" for one in products} | {
        f"{one['so-far']['softwareName']} {one['so-far']['version']}".strip() for one in left
    }
    assert names >= {rows[name].software for name in wanted}
    digests = {one for row in rows.values() if row.kind is RowKind.CONTAINER for one in row.addresses}
    assert {part for one in products for part in one.get("cryptographicHash", "").split(", ") if part} <= digests
    for one in left:
        assert {lack["field"] for lack in one["missing"]} <= {"softwareVendor", "softwareName", "version"}


def test_people_write_name_and_version_in_one(tmp_path: Path) -> None:
    place = small(tmp_path / "ws")
    ingresses = SAMPLE / "evidence/cluster/prod/ingresses.json"
    for name in (ingresses.name, f"{ingresses.name}.sidecar.json"):
        (place / "evidence/cluster/prod" / name).write_bytes(ingresses.with_name(name).read_bytes())
    said = {"assets": ["track.parceltrack.example"], "vendor": "Example Web", "software": "Example Proxy 2.4"}
    (place / "decisions/assets.yaml").write_text(json.dumps([said]))
    sent = {
        one["softwareName"]: one for one in body(exported(place, tmp_path / "out", "dod", documents=()), "sw-baseline.json")
    }
    assert (sent["Example Proxy"]["version"], sent["Example Proxy"]["softwareVendor"]) == ("2.4", "Example Web")


def test_nothing_is_invented_for_an_item_without_resources(delivery: Exported) -> None:
    assert body(delivery, "poams.json") == [], "nobody said what mending takes"
    left = outstanding(delivery, "poams.json")
    settings = delivery.rendered.package.system.emass or Emass(component=EmassComponent.ARMY)
    assert [one["name"] for one in left] == [row.poam_id for row in rows_of(delivery.rendered.package, settings)]
    assert all("resources" in {lack["field"] for lack in one["missing"]} for one in left)
    assert left[0]["so-far"]["externalUid"] == left[0]["name"]
    said = [gap for gap in delivery.gaps if gap.path == f"{FOLDER}poams.json" and gap.place == "resources"]
    assert [gap.next_step for gap in said] == ["`emass: resources:` in system.yaml, or the column Resources Required"]


def test_an_item_has_its_contact_its_steps_and_its_days(filled: Exported) -> None:
    rows = rows_of(filled.rendered.package, filled.rendered.package.system.emass)  # type: ignore[arg-type]
    sent = {one["externalUid"]: one for one in body(filled, "poams.json")}
    assert sent.keys() == {row.poam_id for row in rows}
    row = rows[0]
    one = sent[row.poam_id]
    assert (one["pocOrganization"], one["pocFirstName"], one["pocLastName"]) == ("Example Program Office", "Jordan", "Examiner")
    assert (one["pocPhoneNumber"], one["pocEmail"]) == ("202-555-0100", "jordan@office.example")
    assert one["resources"] == "Two engineers of the platform team"
    assert one["sourceIdentifyingVulnerability"].startswith("Vulnerability scan: ")
    assert row.due is not None
    due = datetime(row.due.year, row.due.month, row.due.day, tzinfo=UTC)
    assert one["scheduledCompletionDate"] == int(due.timestamp())
    assert [step["scheduledCompletionDate"] for step in one["milestones"]] == [int(due.timestamp())]
    assert one["devicesAffected"] == row.devices


def test_a_verdict_becomes_a_result_for_each_procedure_that_it_names(filled: Exported) -> None:
    first, second = body(filled, "test-results.json")
    assert (first["assessmentProcedure"], second["assessmentProcedure"]) == ("CM-8.1", "CM-8.2")
    assert (first["testedBy"], first["complianceStatus"]) == ("Lovelace, Ada", "Compliant")
    assert first["testDate"] == int(datetime(2026, 11, 18, tzinfo=UTC).timestamp())
    assert "Compared with the registry by hand." in first["description"]
    assert "evidence/cluster/prod/deployments.json" in first["description"]
    (left,) = outstanding(filled, "test-results.json")
    assert {lack["field"] for lack in left["missing"]} == {"assessmentProcedure", "testedBy"}


def test_every_file_is_an_artifact_under_a_name_of_its_own(delivery: Exported) -> None:
    sent = body(delivery, "artifacts.json")
    names = [one["filename"] for one in sent]
    assert len({name.lower() for name in names}) == len(names)
    table = (delivery.folder / "data" / FOLDER / "artifact-files.csv").read_text("utf-8-sig").splitlines()[1:]
    files = dict(reversed(line.split(",", 1)) for line in table)
    assert files.keys() == set(names)
    assert all((delivery.folder / path).is_file() for path in files.values())
    kinds = {files[one["filename"]]: one["type"] for one in sent}
    assert kinds["data/oscal/system-security-plan.json"] == "Document"
    assert any(kind == "Scan Result" for path, kind in kinds.items() if path.startswith("data/evidence/scans/"))
    pods = next(one for one in sent if files[one["filename"]] == "data/evidence/cluster/prod/pods.json")
    assert "CM-8" in pods["controls"].split(",")
    assert "(a)" not in pods["controls"]


def test_a_file_that_is_too_large_is_owed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artifacts, "_LARGEST", 20_000)
    made = exported(small(tmp_path / "ws"), tmp_path / "out", "dod", documents=())
    left = outstanding(made, "artifacts.json")
    assert left
    assert all((made.folder / "data" / one["name"]).stat().st_size > 20_000 for one in left)
    assert {one["filename"] for one in body(made, "artifacts.json")}.isdisjoint(one["so-far"]["filename"] for one in left)
