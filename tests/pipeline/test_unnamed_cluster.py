"""A cluster that no folder names: no text of its package calls it "cluster cluster"."""

import re
import shutil
from datetime import date
from pathlib import Path

from fewer_documents import only_documents

from generator.pipeline.stages import build
from generator.resources import data
from generator.workspace.folder import Workspace

SAMPLE = Path(str(data("samples"))) / "parcel-tracker"


def test_a_cluster_without_a_name_is_the_cluster(tmp_path: Path) -> None:
    workspace = tmp_path / "parcel-tracker"
    shutil.copytree(SAMPLE, workspace)
    dumps = workspace / "evidence/cluster"
    (dumps / "prod").rename(tmp_path / "prod")
    dumps.rmdir()
    (tmp_path / "prod").rename(dumps)
    with only_documents():
        package = build(Workspace.open(workspace), tmp_path / "output", date(2026, 11, 20), lambda _text, _done, _total: None)
    texts = {each.name: each.read_text() for each in package.folder.glob("oscal/*.json")}
    texts |= {each.name: each.read_text() for each in package.folder.glob("diagrams/*.svg")}
    doubled = [
        f"{name}: {text[match.start() - 60 : match.end() + 60]}"
        for name, text in sorted(texts.items())
        for match in re.finditer(r"\bcluster cluster\b", text, re.IGNORECASE)
    ]
    assert doubled == []
    assert "of the cluster" in texts["assessment-results.json"]
    assert "Control plane of the cluster" in texts["system-security-plan.json"]
