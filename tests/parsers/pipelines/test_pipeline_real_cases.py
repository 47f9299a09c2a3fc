"""Real pipelines against the labels somebody made by hand, compared as the shared check compares them, and more strictly."""

import json
import tomllib
from pathlib import Path

import pytest
from pipeline_reading import read_any
from prerequisites import needs, shared

from generator.errors import ParseError
from generator.model.pipeline import PipelineStage
from generator.parsers.document import Document
from generator.parsers.pipelines import inspect
from generator.parsers.pipelines.registry import PIPELINES

_HERE = Path(__file__).parent
_SHARED = shared("cases")
_CASES = _SHARED / "pipelines"
_TRUTH = _CASES / "truth.json"
_LABELS = json.loads(_TRUTH.read_text(encoding="utf-8"))["labels"] if _TRUTH.exists() else {}
_NO_STAGES = "argoproj__argocd-example-apps__apps__values.yaml"
"""Values of a chart: no pipeline of any format, which is what its label says."""
_RECIPES = sorted(name for name, label in _LABELS.items() if label["kind"] == "dockerfile")
_PIPELINES = sorted(_LABELS.keys() - set(_RECIPES) - {_NO_STAGES})
_SYSTEMS = {
    "github_actions": "github-actions-yaml",
    "gitlab_ci": "gitlab-ci-yaml",
    "jenkins": "jenkins-groovy",
    "azure_pipelines": "azure-pipelines-yaml",
    "tekton": "tekton-yaml",
    "aws_codebuild": "aws-codebuild-yaml",
    "circleci": "circleci-yaml",
    "bitbucket": "bitbucket-yaml",
    "drone": "drone-yaml",
    "concourse": "concourse-yaml",
    "google_cloud_build": "google-cloud-build-yaml",
}
_WRITTEN = {
    (row["file"], row["field"]): row
    for row in tomllib.loads((_HERE / "differences.toml").read_text(encoding="utf-8")).get("difference", [])
}

pytestmark = needs(_CASES)


def _row(name: str) -> dict[str, object]:
    return inspect.row(read_any((_CASES / name).read_bytes(), name))


def _fields(name: str) -> dict[str, tuple[object, object]]:
    """Field → (label, ours), for everything that a label says."""
    cells = _row(name)["stages"]
    assert isinstance(cells, dict)
    found: dict[str, tuple[object, object]] = {}
    for stage, want in _LABELS[name]["stages"].items():
        have = cells[stage]
        if stage == PipelineStage.VERSION_CONTROL:
            found[stage] = (want == "explicit", have["visible"])
            continue
        found[stage] = (bool(want), bool(have))
        if want and have:
            found[f"{stage}.gating"] = (want["gating"], have["gating"])
            found[f"{stage}.visible"] = (want["visible"], have["visible"])
    return found


def _wrong(name: str, fields: dict[str, tuple[object, object]]) -> dict[str, str]:
    wrong = {}
    for field, (label, ours) in fields.items():
        difference = _WRITTEN.get((name, field))
        if difference is not None:
            assert str(difference["ours"]).lower() == str(ours).lower()
        elif label != ours:
            wrong[field] = f"label {label!r}, ours {ours!r}"
    return wrong


@pytest.mark.parametrize("name", _PIPELINES)
def test_as_labelled(name: str) -> None:
    assert _wrong(name, _fields(name)) == {}


@pytest.mark.parametrize("name", _RECIPES)
def test_image_as_labelled(name: str) -> None:
    row, label = _row(name), _LABELS[name]
    fields = {
        "final_base": (label["final_base"], row["final_base"]),
        "pinned": (label["final_pinned_by_digest"], row["pinned"]),
        "user": (label["last_user"], row["user"]),
        "root": (label["runs_as_root"], row["root"]),
    }
    assert _wrong(name, fields) == {}


def test_differences_have_a_reason() -> None:
    for row in _WRITTEN.values():
        assert row["file"] in _LABELS
        assert len(row["reason"].split()) >= 6


@pytest.mark.parametrize("name", sorted(_LABELS))
def test_one_format_takes_each_file(name: str) -> None:
    document = Document(name, (_CASES / name).read_bytes())
    label = _LABELS[name]
    expected = "dockerfile-text" if label["kind"] == "dockerfile" else _SYSTEMS.get(label["system"])
    taken = [each.name for each in PIPELINES if each.recognizes(document)]
    assert taken == ([expected] if name != _NO_STAGES else [])


@pytest.mark.parametrize("folder", ["scans", "cluster", "diagrams"])
def test_takes_nothing_of_other_families(folder: str) -> None:
    """Beside some drawn systems lie the pipelines that build them: those are this family's own."""
    taken = []
    for path in sorted((_SHARED / folder).rglob("*")):
        if path.is_file() and path.stat().st_size < 20_000_000 and "pipelines" not in path.parts:
            document = Document(path.name, path.read_bytes())
            taken.extend((path.name, each.name) for each in PIPELINES if _recognizes(each, document))
    assert taken == []


def _recognizes(parser: object, document: Document) -> bool:
    try:
        return bool(parser.recognizes(document))  # type: ignore[attr-defined]
    except ParseError:
        return False
