"""A collection without its closing record does not count, and old pods never meet new nodes."""

import json
from datetime import date
from pathlib import Path

import pytest

from generator.model.evidence import GapKind, UseKind
from generator.pipeline.as_of import Selected
from generator.pipeline.stages import selected
from generator.workspace.folder import Workspace

_AS_OF = date(2026, 11, 20)
_OLD, _NEW = "evidence/cluster/prod/2026-11-01T000000Z", "evidence/cluster/prod/2026-11-19T000000Z"


def _list(kind: str, *names: str) -> str:
    objects = [
        {
            "apiVersion": "v1",
            "kind": kind,
            "metadata": {"name": name, "uid": name, **({"namespace": "shop"} if kind == "Pod" else {})},
            "spec": {"containers": [{"name": "c", "image": "registry.example/cart:1"}]} if kind == "Pod" else {},
            "status": {"phase": "Running"} if kind == "Pod" else {},
        }
        for name in names
    ]
    return json.dumps({"apiVersion": "v1", "kind": f"{kind}List", "metadata": {"resourceVersion": "5"}, "items": objects})


def _collect(root: Path, folder: str, day: str, files: dict[str, str], *, closed: bool) -> None:
    (root / folder).mkdir(parents=True)
    sidecar = {"collector": {"name": "atopack collect kubernetes", "version": "1"}, "collected": f"{day}T00:00:00Z"}
    for name, text in files.items():
        (root / folder / name).write_text(text)
        (root / folder / f"{name}.sidecar.json").write_text(json.dumps(sidecar))
    if closed:
        (root / folder / "collection.sidecar.json").write_text(json.dumps(sidecar))


def _selected(root: Path) -> Selected:
    (root / "system.yaml").touch()
    return selected(Workspace.open(root), _AS_OF, lambda *_: None)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    both = {"pods.json": _list("Pod", "old"), "nodes.json": _list("Node", "old-node")}
    _collect(tmp_path, _OLD, "2026-11-01", both, closed=True)
    return tmp_path


def test_a_collection_without_its_closing_record_does_not_count(workspace: Path) -> None:
    _collect(workspace, _NEW, "2026-11-19", {"nodes.json": _list("Node", "new-node")}, closed=False)
    (workspace / _NEW / ".pods.json.partial").write_text("{")
    result = _selected(workspace)
    (gap,) = [gap for gap in result.gaps if gap.path == _NEW]
    assert gap.kind is GapKind.NOT_COLLECTED
    assert (
        gap.reason
        == "the collection was interrupted before it wrote its closing record: 1 file of it lies there, and none counts"
    )
    assert [node.name for view in result.facts.clusters for node in view.nodes] == ["old-node"]
    uses = {use.path: use for use in result.uses}
    assert uses[f"{_NEW}/nodes.json"].use is UseKind.SET_ASIDE
    assert "interrupted" in uses[f"{_NEW}/nodes.json"].reason
    assert uses[f"{_OLD}/nodes.json"].use is UseKind.USED


def test_a_whole_collection_counts(workspace: Path) -> None:
    _collect(workspace, _NEW, "2026-11-19", {"nodes.json": _list("Node", "new-node")}, closed=True)
    result = _selected(workspace)
    assert result.gaps == ()
    assert [node.name for view in result.facts.clusters for node in view.nodes] == ["new-node"]


def test_a_first_file_that_was_being_written_is_enough(workspace: Path) -> None:
    (workspace / _NEW).mkdir()
    (workspace / _NEW / ".namespaces.json.partial").write_text("{")
    (gap,) = [gap for gap in _selected(workspace).gaps if gap.path == _NEW]
    assert gap.reason.endswith("nothing is there")


@pytest.mark.parametrize("sidecar", ['{"by": "Ada"}', '{"collector": {"name": "kubectl"}}', "{", '{"collector": 5}'])
def test_files_of_other_origin_need_no_record(workspace: Path, sidecar: str) -> None:
    folder = workspace / "evidence/cluster/2026-11-19"
    folder.mkdir()
    (folder / "nodes.json").write_text(_list("Node", "by-hand"))
    (folder / "nodes.json.sidecar.json").write_text(sidecar)
    assert not [gap for gap in _selected(workspace).gaps if gap.kind is GapKind.NOT_COLLECTED]
