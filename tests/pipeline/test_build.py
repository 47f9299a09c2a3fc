"""The whole flow over the sample and over bad input: one story in every document, the same bytes twice, nothing lost."""

import csv
import io
import json
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from fewer_documents import only_documents
from folder_contents import checksums

from generator.checks.registry import CHECKS
from generator.errors import ConfigError, OutputEditedError, ValidationFailedError
from generator.model.evidence import GapKind
from generator.oscal.versions import SUPPORTED
from generator.pipeline.publish import Published
from generator.pipeline.stages import assessed, build
from generator.resources import data
from generator.workspace.folder import Workspace
from tests.office_text import dump_text

AS_OF = date(2026, 11, 20)
SAMPLE = Path(str(data("samples"))) / "parcel-tracker"


def silent(_text: str, _done: int, _total: int) -> None:
    """No progress in tests."""


def built(workspace: Path, output: Path, as_of: date = AS_OF) -> Published:
    return build(Workspace.open(workspace), output, as_of, silent)


@pytest.fixture
def sample(sample_built: Published) -> Published:
    return sample_built


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The sample, of the smallest baseline: Appendix A, which is what takes most of a build, has a page for each control."""
    shutil.copytree(SAMPLE, tmp_path / "ws")
    system = tmp_path / "ws/system.yaml"
    system.write_text(system.read_text().replace("  impact-level: moderate\n", "  impact-level: low\n  baseline: li-saas\n"))
    return tmp_path / "ws"


def oscal(package: Published, name: str) -> dict[str, object]:
    (document,) = json.loads((package.folder / f"oscal/{name}.json").read_bytes()).values()
    return document  # type: ignore[no-any-return]


def test_every_promised_document_is_there(sample: Published) -> None:
    listed = {row.path for row in sample.manifest.files}
    assert {
        "cr26/vulnerability-detail-report.json",
        "diagrams/authorization-boundary.svg",
        "oscal/assessment-plan.json",
        "oscal/assessment-results.json",
        "oscal/component-definition.json",
        "oscal/plan-of-action-and-milestones.json",
        "oscal/system-security-plan.json",
        "report/index.html",
        "ssp/Appendix-A-Security-Controls.docx",
        "workbooks/Appendix-M-Integrated-Inventory-Workbook.xlsx",
        "workbooks/Appendix-O-POAM.xlsx",
    } <= listed


def test_the_same_evidence_and_day_give_the_same_bytes(sample: Published, tmp_path: Path) -> None:
    assert checksums(built(SAMPLE, tmp_path).folder) == checksums(sample.folder)


def test_sums_cover_every_file(sample: Published) -> None:
    rows = dict(reversed(line.split("  ")) for line in (sample.folder / "SHA256SUMS").read_text().splitlines())
    found = checksums(sample.folder)
    del found["SHA256SUMS"]
    assert rows == found


def test_workbooks_word_json_and_page_tell_one_story(sample: Published) -> None:
    """The same identifiers and the same counts in every document."""
    plan, poam = oscal(sample, "system-security-plan"), oscal(sample, "plan-of-action-and-milestones")
    items = plan["system-implementation"]["inventory-items"]  # type: ignore[index]
    assets = [next(p["value"] for p in item["props"] if p["name"] == "asset-id") for item in items]
    ids = [p["value"] for item in poam["poam-items"] for p in item["props"] if p["name"] == "POAM-ID"]  # type: ignore[attr-defined]
    inventory = dump_text((sample.folder / "workbooks/Appendix-M-Integrated-Inventory-Workbook.xlsx").read_bytes())
    workbook = dump_text((sample.folder / "workbooks/Appendix-O-POAM.xlsx").read_bytes())
    page = (sample.folder / "report/inventory.html").read_text()
    report = json.loads((sample.folder / "cr26/vulnerability-detail-report.json").read_bytes())
    assert len(set(assets)) == len(assets) == sample.manifest.counts["inventory_items"]
    assert len(set(ids)) == len(ids) == sample.manifest.counts["poam_items"] + sample.manifest.counts["configuration_findings"]
    for asset in assets:
        assert asset in inventory
        assert asset in page
    assert sorted(re.findall(r"V-[0-9A-F]{10}", workbook)) == sorted(ids)
    accepted = json.loads((sample.folder / "cr26/accepted-vulnerabilities.json").read_bytes())["acceptedVulnerabilities"]
    details = [*report["vulnerabilities"], *(row["vulnerabilityDetail"] for row in accepted)]
    reported = {row["providerTrackingId"] for row in details}
    assert len(reported) == len(details), "each stands in one of the two reports"
    assert reported <= set(ids)
    assert len(set(ids) - reported) == 1, "only the one CM-6 item stands for others"
    named = {line for row in csv.reader(workbook.splitlines(), delimiter="\t") for cell in row for line in cell.split("\\n")}
    findings = [one for one in poam["observations"] if "finding" in one["types"]]  # type: ignore[attr-defined]
    affected = {s["title"] for one in findings for s in one.get("subjects", ())}
    assert affected <= named & set(assets)


def test_readiness_report_and_assessment_results_name_the_contradicted_controls(sample: Published) -> None:
    (result,) = oscal(sample, "assessment-results")["results"]  # type: ignore[misc]
    found = {
        one["title"].split(" ", 1)[0].lower().replace("(", ".").rstrip(")")
        for one in result["observations"]
        if any(prop["name"] == "evidence" and "contradicts" in prop["value"] for prop in one.get("props", ()))
    }
    plan = oscal(sample, "system-security-plan")["control-implementation"]["implemented-requirements"]  # type: ignore[index]
    said = {
        requirement["control-id"]
        for requirement in plan
        for statement in requirement["statements"]
        for one in statement.get("by-components", ())
        if any(prop["name"] == "contradicted-by" for prop in one["props"])
    }
    assert said <= found
    rows = csv.DictReader(io.StringIO((sample.folder / "report/readiness.csv").read_text("utf-8-sig")))
    contradicted = {row["Control"] for row in rows if "contradicted by" in row["Result"]}
    assert found <= {re.sub(r"\([a-z, ]+\)$", "", one).lower().replace("(", ".").rstrip(")") for one in contradicted}
    word = dump_text((sample.folder / "ssp/Appendix-A-Security-Controls.docx").read_bytes())
    assert "contradict" not in word
    assert not [check.id for check in CHECKS if f"{check.id} (" in word]


def test_each_citation_points_at_a_file_with_that_hash(sample: Published) -> None:
    found = checksums(sample.folder)
    cited = 0
    for name in ("system-security-plan", "assessment-results", "plan-of-action-and-milestones", "component-definition"):
        for resource in oscal(sample, name)["back-matter"]["resources"]:  # type: ignore[index]
            for link in resource["rlinks"]:
                if not link["href"].startswith("https://"):
                    path = (sample.folder / "oscal" / link["href"]).resolve().relative_to(sample.folder.resolve())
                    assert found[path.as_posix()] == link["hashes"][0]["value"]
                    cited += 1
    assert cited > 50


def test_a_machine_never_declares_a_control_satisfied(sample: Published) -> None:
    (result,) = oscal(sample, "assessment-results")["results"]  # type: ignore[misc]
    assert "self-assessment" in result["title"]
    assert "findings" not in result, "nobody judged"
    assert sum("not determined" in one.get("title", "") for one in result["observations"]) == 32


def test_the_account_adds_up_and_shows_what_was_left_out(sample: Published) -> None:
    account = sample.package.accounting
    assert account.results == account.accounted
    assert account.superseded > 0
    assert account.source_code > 0


def test_a_recollection_does_not_bring_back_what_no_longer_runs(sample: Published) -> None:
    old = json.loads(next(SAMPLE.glob("evidence/cluster/prod/2026-10-*/deployments.json")).read_bytes())
    gone = {item["metadata"]["name"] for item in old["items"]} - {one.name for one in sample.package.workloads}
    assert gone, "the sample's older collection holds a workload that no longer runs"
    assert not gone & {asset.rsplit("/", 1)[-1] for row in sample.package.comparison.cluster_only for asset in [row]}


@pytest.mark.parametrize("version", SUPPORTED)
def test_every_oscal_version_can_be_written(workspace: Path, tmp_path: Path, version: str) -> None:
    system = workspace / "system.yaml"
    system.write_text(re.sub(r"(?m)^oscal:\n(  .*\n)*", "", system.read_text()) + f"\noscal: {{version: {version}}}\n")
    with only_documents():
        package = built(workspace, tmp_path / "out")
    assert oscal(package, "system-security-plan")["metadata"]["oscal-version"] == version  # type: ignore[index]


def empty(folder: Path) -> Path:
    """A workspace with nothing in it but its name."""
    (folder / "ws").mkdir()
    (folder / "ws/system.yaml").write_text("system: {id: shop, name: Shop, impact-level: low, baseline: li-saas}\n")
    return folder / "ws"


def test_an_edited_output_is_not_overwritten(tmp_path: Path) -> None:
    package = built(empty(tmp_path), tmp_path / "out")
    edited = package.folder / "workbooks/Appendix-O-POAM.xlsx"
    edited.write_bytes(edited.read_bytes() + b"mine")
    with pytest.raises(OutputEditedError, match="Appendix-O-POAM"):
        built(tmp_path / "ws", tmp_path / "out")
    assert edited.read_bytes().endswith(b"mine")


def test_a_build_that_fails_validation_leaves_the_package(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where an older package, which was valid, is kept beside what was read."""
    cache = tmp_path / "cache"
    with only_documents():
        package = build(Workspace.open(workspace), tmp_path / "out", AS_OF, silent, evidence_cache=cache)
    before = checksums(package.folder)
    monkeypatch.setattr("generator.oscal.common.moment", lambda _value: "yesterday")
    monkeypatch.setattr("generator.oscal.poam_items.moment", lambda _value: "yesterday")
    with pytest.raises(ValidationFailedError) as caught:
        build(Workspace.open(workspace), tmp_path / "out", AS_OF, silent, evidence_cache=cache)
    assert "nothing was published" in str(caught.value)
    assert caught.value.exit_code == 4
    assert checksums(package.folder) == before


@pytest.mark.parametrize(("regime", "there"), [("legacy", False), ("cr26", True), ("both", True)])
def test_the_regime_decides_which_reports_are_owed(workspace: Path, tmp_path: Path, regime: str, there: bool) -> None:
    system = workspace / "system.yaml"
    system.write_text(re.sub(r"(?m)^regime:.*$", f"regime: {regime}", system.read_text()))
    system.write_text(re.sub(r"(?m)^frameworks:.*\n(  .*\n)*", "", system.read_text()))
    with only_documents("cr26/vulnerability-detail-report.json"):
        package = built(workspace, tmp_path / "out")
    assert (package.folder / "cr26/vulnerability-detail-report.json").exists() is there


def test_a_fresh_workspace_builds_and_lists_what_is_owed(tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws/system.yaml").write_text("")
    package = built(tmp_path / "ws", tmp_path / "out")
    assert package.manifest.counts["outstanding"] > 8
    assert package.manifest.counts["inventory_items"] == 0
    assert "No scan was collected" in json.dumps(oscal(package, "plan-of-action-and-milestones"))


def png(chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunks


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("visio/pages/page1.xml", b"\x00" * 200_000_000)


BAD: dict[str, bytes] = {
    "evidence/scans/truncated.json": (
        b'{"SchemaVersion": 2, "ArtifactName": "a:1", "Results": [{"Target": "a", "Vulnerabilities": [{"Vuln'
    ),
    "evidence/scans/empty.json": b"",
    "evidence/scans/nan.json": b'{"SchemaVersion": 2, "ArtifactName": "a:1", "Results": NaN}',
    "evidence/scans/list.json": b'{"SchemaVersion": 2, "ArtifactName": "a:1", "ArtifactType": [], "Results": {"a": 1}}',
    "evidence/scans/deep.json": b"[" * 100_000 + b"]" * 100_000,
    "evidence/scans/other-tool.json": b'{"answer": 42, "tool": "nobody knows"}',
    "evidence/cluster/bomb.yaml": b"a: &a [x,x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [" % (98 + n, 98 + n) + b",".join([b"*%c" % (97 + n)] * 10) + b"]\n" for n in range(9))
    + b"apiVersion: v1\nkind: Pod\n",
    "evidence/cluster/deep.yaml": b"apiVersion: v1\nkind: Pod\nspec: " + b"[" * 100_000,
    "diagrams/laughs.drawio": b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><mxfile>&b;</mxfile>',
    "diagrams/external.drawio": b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><mxfile><diagram>&a;</diagram></mxfile>',
    "diagrams/zero.png": b"",
    "diagrams/plain.png": png(chunk(b"IHDR", b"\0" * 13) + chunk(b"IEND", b"")),
    "diagrams/cut.png": png(struct.pack(">I", 4_000_000_000) + b"tEXtmxfile\0"),
}
INFLATES = "diagrams/inflates.drawio.png"


@pytest.fixture(scope="module")
def full_of_bad_input(tmp_path_factory: pytest.TempPathFactory) -> Published:
    root = tmp_path_factory.mktemp("bad")
    for name, content in BAD.items():
        (root / "ws" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "ws" / name).write_bytes(content)
    zip_bomb(root / "ws/diagrams/bomb.vsdx")
    text = zlib.compress(b"<mxfile>" + b" " * 300_000_000)  # made here: every worker collects this module
    (root / "ws" / INFLATES).write_bytes(png(chunk(b"zTXt", b"mxfile\0\0" + text) + chunk(b"IEND", b"")))
    (root / "ws/system.yaml").write_text("")
    return built(root / "ws", root / "out")


@pytest.mark.parametrize("name", [*BAD, "diagrams/bomb.vsdx", INFLATES])
def test_bad_input_is_a_gap_that_stops_nothing(full_of_bad_input: Published, name: str) -> None:
    (gap,) = (gap for gap in full_of_bad_input.package.gaps if gap.path == name)
    assert gap.kind in (GapKind.UNREADABLE, GapKind.UNRECOGNIZED)
    assert gap.reason
    assert "inside this tool" not in gap.reason
    assert name.rsplit("/", 1)[-1] in (full_of_bad_input.folder / "report/gaps.html").read_text()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_read(sample: Published, workspace: Path, encoding: str) -> None:
    report = next(SAMPLE.glob("evidence/scans/2026-11/trivy-*.json"))
    name = report.relative_to(SAMPLE)
    (workspace / name).write_bytes(report.read_text().encode(encoding))
    found = assessed(Workspace.open(workspace), AS_OF, silent)
    assert name.as_posix() not in {gap.path for gap in found.gaps}
    assert found.facts.accounting.results == sample.manifest.counts["scan_results"]


HOSTILE = '=HYPERLINK("http://x")\x07<script>alert(1)</script>\u202e&amp;\ud800'


def test_hostile_text_reaches_no_formula_no_markup_and_no_control_character(workspace: Path, tmp_path: Path) -> None:
    report = next(SAMPLE.glob("evidence/scans/2026-11/trivy-*.json"))
    content = msgspec.json.decode(report.read_bytes())
    for result in content["Results"]:
        for row in result.get("Vulnerabilities") or ():
            row["Title"] = HOSTILE.replace("\ud800", "") + "x" * 40_000
            row["Description"] = "@" + row["Title"]
    (workspace / report.relative_to(SAMPLE)).write_bytes(msgspec.json.encode(content))
    package = built(workspace, tmp_path / "out")
    workbook = package.folder / "workbooks/Appendix-O-POAM.xlsx"
    with zipfile.ZipFile(workbook) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml")).decode()
    assert "<f>=HYPERLINK" not in text
    assert "<f>HYPERLINK" not in text
    assert "\x07" not in text
    for page in (package.folder / "report").glob("*.html"):
        assert "<script>alert" not in page.read_text()
    assert any(gap.kind is GapKind.SHORTENED for gap in package.package.gaps)


def test_a_wrong_mapping_file_is_a_configuration_error(workspace: Path, tmp_path: Path) -> None:
    (workspace / "decisions").mkdir(exist_ok=True)
    (workspace / "decisions/diagram-mapping.yaml").write_text("matches: 3\n")
    with pytest.raises(ConfigError, match="list"):
        built(workspace, tmp_path / "out")


def test_evidence_that_may_not_be_opened_is_a_gap(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = Workspace.load

    def refuse(self: Workspace, name: str) -> object:
        if not name.startswith(("evidence/", "diagrams/")):
            return load(self, name)
        raise PermissionError(13, "Permission denied", name)

    monkeypatch.setattr(Workspace, "load", refuse)
    package = built(workspace, tmp_path / "out")
    assert {gap.kind for gap in package.package.gaps if gap.path.startswith("evidence/scans")} == {GapKind.UNREADABLE}


@pytest.fixture(autouse=True)
def _no_leftovers(tmp_path: Path) -> Iterator[None]:
    yield
    assert not list(tmp_path.rglob(".*.new"))
