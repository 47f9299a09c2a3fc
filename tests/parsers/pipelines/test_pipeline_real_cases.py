"""Real workflows against the labels somebody made by hand, compared as the shared check compares them, and more strictly."""

import json
import tomllib
from pathlib import Path

import pytest
from pipeline_reading import read

from generator.errors import ParseError
from generator.model.pipeline import Stage
from generator.parsers.document import Document
from generator.parsers.pipelines import inspect
from generator.parsers.pipelines.github_actions_yaml import GithubActionsYaml

_HERE = Path(__file__).parent
_CASES = _HERE.parents[3] / "shared" / "cases" / "pipelines"
_TRUTH = _CASES / "truth.json"
_LABELS = json.loads(_TRUTH.read_text(encoding="utf-8"))["labels"] if _TRUTH.exists() else {}
_OURS = sorted(name for name, label in _LABELS.items() if label.get("system") == "github_actions")
_WRITTEN = {
    (row["file"], row["field"]): row
    for row in tomllib.loads((_HERE / "differences.toml").read_text(encoding="utf-8")).get("difference", [])
}

pytestmark = pytest.mark.skipif(not _LABELS, reason="the shared real pipeline files are not beside this checkout")


def _fields(name: str) -> dict[str, tuple[object, object]]:
    """Field → (label, ours), for everything that a label says."""
    cells = inspect.row(read((_CASES / name).read_bytes(), name))["stages"]
    assert isinstance(cells, dict)
    found: dict[str, tuple[object, object]] = {}
    for stage, want in _LABELS[name]["stages"].items():
        have = cells[stage]
        if stage == Stage.VERSION_CONTROL:
            found[stage] = (want == "explicit", have["visible"])
            continue
        found[stage] = (bool(want), bool(have))
        if want and have:
            found[f"{stage}.gating"] = (want["gating"], have["gating"])
            found[f"{stage}.visible"] = (want["visible"], have["visible"])
    return found


@pytest.mark.parametrize("name", _OURS)
def test_as_labelled(name: str) -> None:
    wrong = {}
    for field, (label, ours) in _fields(name).items():
        difference = _WRITTEN.get((name, field))
        if difference is not None:
            assert str(difference["ours"]).lower() == str(ours).lower()
        elif label != ours:
            wrong[field] = f"label {label!r}, ours {ours!r}"
    assert wrong == {}


def test_differences_have_a_reason() -> None:
    for row in _WRITTEN.values():
        assert row["file"] in _LABELS
        assert len(row["reason"].split()) >= 6


@pytest.mark.parametrize("name", sorted(_LABELS))
def test_takes_its_own_files_only(name: str) -> None:
    document = Document(name, (_CASES / name).read_bytes())
    try:
        taken = GithubActionsYaml().recognizes(document)
    except ParseError:
        taken = False
    assert taken is (name in _OURS)
