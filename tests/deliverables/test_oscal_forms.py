"""A package and a delivery with XML and YAML beside JSON: listed, hashed, and the plan imported in its own form."""

import json
from pathlib import Path

from export_made import AS_OF, envelopes, small
from fewer_documents import only_documents

from generator.cli.main import main


def test_a_package_and_a_delivery_in_all_forms(tmp_path: Path) -> None:
    workspace = small(tmp_path / "workspace")
    asked = [
        str(workspace),
        "--as-of",
        AS_OF.isoformat(),
        "--output",
        str(tmp_path / "out"),
        "--format",
        "xml",
        "--format",
        "yaml",
    ]
    with only_documents():
        assert main(["build", *asked]) == 1
    package = tmp_path / "out/parcel-tracker"
    stems = {path.stem for path in (package / "oscal").glob("*.json")}
    assert {path.name for path in (package / "oscal").iterdir()} == {
        f"{stem}.{form}" for stem in stems for form in ("json", "xml", "yaml")
    }
    listed = {one["path"]: one["title"] for one in json.loads((package / "manifest.json").read_text())["files"]}
    assert listed["oscal/system-security-plan.xml"] == "OSCAL system security plan (XML)"
    assert 'href="system-security-plan.xml"' in (package / "oscal/plan-of-action-and-milestones.xml").read_text()
    assert main(["validate", *map(str, sorted((package / "oscal").glob("*.xml")))]) == 0

    assert main(["export", *asked, "--for", "conmon"]) == 1
    found = envelopes(tmp_path / f"out/parcel-tracker-conmon-{AS_OF.isoformat()}")
    assert {"oscal/plan-of-action-and-milestones.xml", "oscal/system-security-plan.yaml"} <= found.keys()
    assert "oscal/assessment-plan.xml" not in found
