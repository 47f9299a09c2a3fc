"""Documents of FedRAMP 20x: the Security Decision Record by FedRAMP's schema, data and pages with the same numbers, hostile
text."""

import hashlib
import html
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cr26_schemas import needs_schemas, validator
from fewer_documents import only_documents

from generator.frameworks.fedramp_20x import THEMES, indicators
from generator.model.posture import Outcome
from generator.oscal.validate import OscalFile, validate_documents
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.renderers.report.pages import theme_file
from generator.workspace.folder import Workspace

SAMPLE = Path(__file__).parents[2] / "samples" / "parcel-tracker"
AS_OF = date(2026, 11, 20)
RECORD, RESULTS = "cr26/security-decision-record.json", "cr26/key-security-indicators.json"
DATA = (
    RECORD,
    RESULTS,
    "cr26/indicator-methods.json",
    "cr26/indicator-metrics.json",
    "cr26/minimum-assessment-scope.json",
    "cr26/certification-package-overview.json",
)
PAGES = ("report/indicators.html", *(f"report/{theme_file(theme)}" for theme in THEMES), "report/index.html")
NASTY = "<script>alert(1)</script>\"'</td>&{{ 7*7 }}\u202e"
ASSESSOR = b'# Finding\n\nThe assessor <b>saw</b> "it".  \n\n| a | b |\n|---|---|\n'
SHA256 = hashlib.sha256(ASSESSOR).hexdigest()
STATED = f"""
- id: KSI-CED-RAT
  status: partial
  implementation: Everybody is trained each year. {json.dumps(NASTY)[1:-1]}
  by: A. Lovelace
  role: ISSO
  date: 2026-11-02
  reviews:
    - {{what: How effective the training is, by: A. Lovelace, role: ISSO, date: 2026-11-02, every-months: 12}}
  assessments:
    - {{file: decisions/KSI-CED-RAT.md, sha256: "{SHA256}", by: Larkspur Assessments, date: 2026-11-10}}
"""


def _workspace(root: Path, lines: str) -> Path:
    shutil.copytree(SAMPLE, root)
    file = root / "system.yaml"
    file.chmod(0o644)
    file.write_text(f"{file.read_text()}\n{lines}\n")
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Published:
    root = _workspace(tmp_path_factory.mktemp("documents") / "system", "frameworks: [fedramp-rev5, fedramp-20x]\nclass: c")
    (root / "decisions/indicators.yaml").write_text(STATED)
    (root / "decisions/KSI-CED-RAT.md").write_bytes(ASSESSOR)
    with only_documents(*DATA, *PAGES):
        return build(Workspace.open(root), root / "output", AS_OF, lambda *_: None)


def _json(built: Published, path: str) -> Any:
    return json.loads((built.folder / path).read_bytes())


def _record(built: Published) -> dict[str, Any]:
    return {entry["ksiId"]: entry for entry in _json(built, RECORD)["keySecurityIndicators"]}


@needs_schemas
def test_the_record_is_valid_by_fedramps_schema(built: Published) -> None:
    assert [error.message for error in validator("security-decision-record").iter_errors(_json(built, RECORD))] == []


@needs_schemas
def test_the_overview_is_valid_by_fedramps_schema(built: Published) -> None:
    overview = _json(built, "cr26/certification-package-overview.json")
    assert [error.message for error in validator("certification-package-overview").iter_errors(overview)] == []


def test_every_indicator_is_in_the_record_and_only_a_person_gives_a_status(built: Published) -> None:
    record = _record(built)
    assert list(record) == [each.id for each in indicators()]
    assert {name for name, entry in record.items() if "ksiImplementationStatus" in entry} == {"KSI-CED-RAT"}
    assert record["KSI-CED-RAT"]["ksiImplementationStatus"] == "Partially Implemented"


def test_the_assessors_words_stand_unchanged_and_nowhere_else(built: Published) -> None:
    record = _record(built)
    assert record["KSI-CED-RAT"]["ksiAssessment"] == [ASSESSOR.decode()]
    assert all(entry["ksiAssessment"] == [] for name, entry in record.items() if name != "KSI-CED-RAT")


def test_tests_are_those_that_ran_and_evidence_has_a_hash(built: Published) -> None:
    for result in built.package.indicators.results if built.package.indicators else ():
        entry = _record(built)[result.id]
        assert len(entry["ksiTests"]) == sum(bool(method.subjects) for method in result.methods)
        files = [each for each in entry["ksiEvidence"] if "evidenceLocation" in each]
        assert all(re.search(r", SHA-256 [0-9a-f]{64}$", each["evidenceDescription"]) for each in files)
        for each in files:
            path = each["evidenceLocation"].removeprefix("file:")
            if path.startswith("evidence/"):
                assert (built.folder / path).is_file(), path


def test_drafted_statements_are_the_plans(built: Published) -> None:
    sentences = {each.text for claim in built.package.claims if claim.statement for each in claim.statement.sentences}
    drafted = [text for name, entry in _record(built).items() if name != "KSI-CED-RAT" for text in entry["ksiImplementation"]]
    assert drafted
    assert set(drafted) <= sentences


def test_data_and_pages_have_the_same_numbers(built: Published) -> None:
    index = (built.folder / PAGES[0]).read_text()
    for row in _json(built, RESULTS)["indicators"]:
        assert row["judged"] + row["unknown"] == row["subjects"]
        theme = (built.folder / "report" / theme_file(row["id"].split("-")[1])).read_text()
        numbers = f"{row['judged']:,} of {row['subjects']:,}"
        section = theme[theme.index(f'id="{row["id"]}"') :]
        assert f"<td>{numbers} subjects" in section
        line = index[index.index(f">{row['id']}</a>") :]
        assert numbers in line[: line.index("</tr>")]


def test_the_list_of_what_lacks_says_what_evidence_would_give_it(built: Published) -> None:
    methods = _json(built, "cr26/indicator-methods.json")
    assert (methods["rule"], methods["methodsRequired"], methods["force"]) == ("FRC-CSX-VVK", 2, "must")
    assert methods["lacking"] == sum(bool(row["lacking"]) for row in methods["indicators"]) == 46
    for row in methods["indicators"]:
        assert row["lacking"] == row["required"] - len(row["counted"])
        assert row.get("beyondEvidence") or all(each["because"] for each in row["wouldCount"])


def test_without_records_the_metrics_say_so(built: Published) -> None:
    metrics = _json(built, "cr26/indicator-metrics.json")
    assert (metrics["records"], metrics["coversRequiredMonths"], metrics["firstRecord"]) == (0, False, None)
    assert not (built.folder.parent.parent / "history").exists(), "a build adds no record"


def test_the_scope_has_resources_flows_and_third_parties(built: Published) -> None:
    scope = _json(built, "cr26/minimum-assessment-scope.json")
    items = built.package.bundle.ssp.system_implementation.inventory_items
    assert len(scope["resources"]) == len(items)
    assert len(scope["flows"]) == len(built.package.flows.flows)
    assert {each["crosses"] for each in scope["flows"]} == {True, False}
    used = {each["name"]: each for each in scope["thirdPartyInformationResources"]}
    judged = {
        subject.name: subject.outcome
        for posture in built.package.postures
        if posture.requirement.id == "service-authorization"
        for subject in posture.subjects
    }
    assert {name: used[name]["status"] for name in judged} == {name: str(outcome) for name, outcome in judged.items()}
    assert any(outcome is not Outcome.PASSES for outcome in judged.values())


def test_hostile_text_stays_text(built: Published) -> None:
    page = (built.folder / "report" / theme_file("CED")).read_text()
    assert "<script>alert" not in page
    assert html.escape("<script>alert(1)</script>", quote=False) in page
    assert "<b>saw</b>" not in page
    assert "\u202e" not in page
    assert "49" not in page[page.index("Everybody is trained") :][:200]


def test_the_oscal_documents_are_valid_and_observe_every_indicator(built: Published) -> None:
    folder = built.folder / "oscal"
    files = [
        OscalFile(name=f"oscal/{path.name}", data=path.read_bytes(), folder=built.folder)
        for path in sorted(folder.glob("*.json"))
    ]
    assert [fault for fault in validate_documents(files) if "20x" in fault.document] == []
    results = json.loads((folder / "fedramp-20x-assessment-results.json").read_bytes())["assessment-results"]["results"][0]
    names = [prop["value"] for seen in results["observations"] for prop in seen["props"] if prop["name"] == "indicator"]
    catalog = json.loads((folder / "fedramp-20x-catalog.json").read_bytes())["catalog"]
    ids = [control["id"] for group in catalog["groups"] for control in group["controls"]]
    assert names == ids == [each.id for each in indicators()]
    assert "findings" not in results


def test_a_status_stands_in_oscal_with_who_stated_it_and_only_where_a_person_did(built: Published) -> None:
    document = _json(built, "oscal/fedramp-20x-assessment-results.json")["assessment-results"]
    observed = [{prop["name"]: prop for prop in seen["props"]} for seen in document["results"][0]["observations"]]
    stated = {props["indicator"]["value"]: props["status"] for props in observed if "status" in props}
    assert {indicator: (prop["value"], prop["remarks"]) for indicator, prop in stated.items()} == {
        "KSI-CED-RAT": ("Partially Implemented", "Stated by A. Lovelace.")
    }


def test_rev5_cmmc_and_dod_do_not_change_by_it(tmp_path: Path) -> None:
    """Every document but those about 20x: the record, manifest and sums, and the report, whose pages lead to one more."""
    plain = _workspace(tmp_path / "plain", "frameworks: [fedramp-rev5, cmmc-l2, dod-il4]")
    both = _workspace(tmp_path / "both", "frameworks: [fedramp-rev5, fedramp-20x, cmmc-l2, dod-il4]\nclass: d")
    first, second = (_files(root) for root in (plain, both))
    assert set(second) - set(first) == {
        *(path for path in DATA[1:5]),
        *(f"oscal/fedramp-20x-{name}.json" for name in ("assessment-results", "catalog", "mapping")),
    }
    assert set(first) <= set(second)
    assert [path for path in first if first[path] != second[path]] == [RECORD]
    assert any(path.startswith("ssp/") for path in first)
    assert any(path.startswith("workbooks/") for path in first)


def _files(root: Path) -> dict[str, str]:
    """Of a build with the same name of the workspace's folder, so that nothing else differs."""
    folder = build(Workspace.open(root), root / "output", AS_OF, lambda *_: None).folder
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name not in ("manifest.json", "SHA256SUMS")
        and path.relative_to(folder).parts[0] not in ("report", "evidence")
    }


def test_alone_it_needs_no_document_of_rev5(tmp_path: Path) -> None:
    root = tmp_path / "system"
    root.mkdir()
    (root / "system.yaml").write_text("frameworks: [fedramp-20x]\nclass: b\n")
    with only_documents(*DATA):
        built = build(Workspace.open(root), root / "output", AS_OF, lambda *_: None)
    assert sorted(path.name for path in built.folder.iterdir() if path.is_dir()) == ["cr26", "oscal"]
    states = {row["state"] for row in _json(built, RESULTS)["indicators"]}
    assert "enforced" not in states, "nothing was collected"
    assert "not-enforced" not in states
    optional = {row["id"] for row in _json(built, RESULTS)["indicators"] if row["optional"]}
    assert len(optional) == 5
