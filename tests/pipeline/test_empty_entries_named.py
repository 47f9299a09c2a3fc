"""A list of any family's file that lost an entry is named, with its place; an untouched file is not."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from generator.model.evidence import Gap
from generator.pipeline.stages import assessed
from generator.resources import data
from generator.workspace.folder import Workspace

SAMPLE = Path(str(data("samples"))) / "parcel-tracker"
PODS = "evidence/cluster/prod/pods.json"


def _gaps(root: Path) -> list[Gap]:
    (root / "system.yaml").write_text("")
    result = assessed(Workspace.open(root), date(2026, 11, 20), lambda _what, _done, _all: None)
    return [gap for gap in result.gaps if "empty, the first at" in gap.reason]


def test_a_lost_part_of_a_cluster_s_object_is_a_gap(tmp_path: Path) -> None:
    content: dict[str, Any] = json.loads((SAMPLE / PODS).read_bytes())
    target = tmp_path / PODS
    target.parent.mkdir(parents=True)
    target.write_text(json.dumps(content))
    assert _gaps(tmp_path) == []
    content["items"][1]["spec"]["hostAliases"] = [{"ip": "192.0.2.1"}, None]
    target.write_text(json.dumps(content))
    (gap,) = _gaps(tmp_path)
    assert (gap.path, gap.place) == (PODS, "/items/1/spec/hostAliases/1")


def test_a_lost_step_of_a_pipeline_is_a_gap(tmp_path: Path) -> None:
    target = tmp_path / "evidence/pipelines/.github/workflows/build.yml"
    target.parent.mkdir(parents=True)
    target.write_text("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make\n      -\n")
    (gap,) = _gaps(tmp_path)
    assert (gap.path, gap.place) == ("evidence/pipelines/.github/workflows/build.yml", "document 1 /jobs/a/steps/1")
