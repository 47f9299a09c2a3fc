"""Every file among the evidence has one line that says what became of it."""

import json
from datetime import date
from pathlib import Path

from generator.model.evidence import EvidenceUse
from generator.pipeline.stages import selected
from generator.workspace.folder import Workspace

_AS_OF = date(2026, 11, 20)
_NODES = {"apiVersion": "v1", "kind": "NodeList", "metadata": {"resourceVersion": "5"}, "items": []}
_PODS = {
    "apiVersion": "v1",
    "kind": "PodList",
    "metadata": {"resourceVersion": "5"},
    "items": [
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "cart-1", "namespace": "shop", "uid": "u"},
            "spec": {"containers": [{"name": "c", "image": "registry.example/cart:1"}]},
            "status": {"phase": "Running"},
        }
    ],
}
_PIPELINE = "stages: [build]\nbuild:\n  stage: build\n  script: [docker build -t registry.example/cart:1 .]\n"
_DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {namespace: shop, name: cart}
spec: {template: {spec: {containers: []}}}
"""


def _scan(name: str, kind: str = "container_image") -> str:
    result = {"Target": name, "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": []}
    return json.dumps({"SchemaVersion": 2, "ArtifactName": name, "ArtifactType": kind, "Metadata": {}, "Results": [result]})


def uses(root: Path, files: dict[str, str]) -> dict[str, EvidenceUse]:
    (root / "system.yaml").write_text("")
    for name, text in files.items():
        path = root / "evidence" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    result = selected(Workspace.open(root), _AS_OF, lambda *_: None).uses
    assert [each.path for each in result] == sorted(f"evidence/{name}" for name in files)
    return {each.path.removeprefix("evidence/"): each for each in result}


def lines(root: Path, files: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {path: (str(each.use), each.reason) for path, each in uses(root, files).items()}


def test_what_counts_is_used_and_named_by_its_reader(tmp_path: Path) -> None:
    files = {"cluster/2026-11-19/pods.json": json.dumps(_PODS), "scans/2026-11-19/cart.json": _scan("registry.example/cart:1")}
    assert {path: (str(each.use), each.format) for path, each in uses(tmp_path, files).items()} == {
        "cluster/2026-11-19/pods.json": ("used", "kubectl-json"),
        "scans/2026-11-19/cart.json": ("used", "trivy-json"),
    }


def test_a_scan_that_counts_nowhere_says_why(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        {
            "cluster/2026-11-19/pods.json": json.dumps(_PODS),
            "scans/2026-11-19/cart.json": _scan("registry.example/cart:1"),
            "scans/2026-11-12/cart.json": _scan("registry.example/cart:1") + " ",
            "scans/2026-11-21/cart.json": _scan("registry.example/cart:1") + "  ",
            "scans/2026-11-19/other.json": _scan("registry.example/other:1"),
            "scans/2026-11-19/source.json": _scan("src", "filesystem"),
            "scans/2026-11-19/broken.json": _scan("x")[:-9],
        },
    ) | {"scans/2026-11-19/broken.json": ("unreadable", "")} == {
        "cluster/2026-11-19/pods.json": ("used", ""),
        "scans/2026-11-19/cart.json": ("used", ""),
        "scans/2026-11-12/cart.json": ("set-aside", "a newer scan by the same scanner counts"),
        "scans/2026-11-21/cart.json": ("set-aside", "it is from 2026-11-21, after the as-of date"),
        "scans/2026-11-19/other.json": ("set-aside", "what it looked at does not run: registry.example/other:1"),
        "scans/2026-11-19/source.json": ("set-aside", "it is about source code or a folder, which is no asset: src"),
        "scans/2026-11-19/broken.json": ("unreadable", ""),
    }


def test_a_copy_names_the_file_that_counts(tmp_path: Path) -> None:
    pods = json.dumps(_PODS)
    assert lines(tmp_path, {"cluster/2026-11-19/pods.json": pods, "cluster/2026-11-19/pods-copy.json": pods}) == {
        "cluster/2026-11-19/pods-copy.json": ("used", ""),
        "cluster/2026-11-19/pods.json": ("set-aside", "it is a copy of evidence/cluster/2026-11-19/pods-copy.json"),
    }


def test_a_manifest_that_running_state_replaces_says_so(tmp_path: Path) -> None:
    files = {"cluster/2026-11-19/pods.json": json.dumps(_PODS), "cluster/cart.yaml": _DEPLOYMENT}
    assert lines(tmp_path, files)["cluster/cart.yaml"] == (
        "set-aside",
        "running state of the same kinds and namespaces was collected: Deployment (1)",
    )
    (tmp_path / "evidence/cluster/2026-11-19/pods.json").unlink()
    assert lines(tmp_path, {"cluster/2026-11-19/nodes.json": json.dumps(_NODES), "cluster/cart.yaml": _DEPLOYMENT}) == {
        "cluster/2026-11-19/nodes.json": ("used", ""),
        "cluster/cart.yaml": ("used", ""),
    }


def test_an_older_collection_says_so(tmp_path: Path) -> None:
    files = {
        "cluster/2026-11-12/pods.json": json.dumps(_PODS | {"metadata": {"resourceVersion": "4"}}),
        "cluster/2026-11-19/pods.json": json.dumps(_PODS),
    }
    assert lines(tmp_path, files)["cluster/2026-11-12/pods.json"] == (
        "set-aside",
        "a newer collection of the same kinds counts",
    )


def test_files_that_are_no_evidence_have_their_line(tmp_path: Path) -> None:
    assert lines(tmp_path, {"README.md": "", "pipelines/.gitlab-ci.yml": _PIPELINE}) == {
        "README.md": ("set-aside", "it is a note for people who open the folder"),
        "pipelines/.gitlab-ci.yml": ("used", ""),
    }


_COMPOSE = """
services:
  web:
    image: acme/web:1
    env_file: [web.env]
    volumes: ["./app.conf:/etc/app.conf", "./data.bin:/data.bin"]
  api: {image: "acme/api:1"}
"""


def test_files_that_a_compose_file_reads_are_used_as_part_of_it_and_the_others_say_why(tmp_path: Path) -> None:
    part = ("used", "it is read as part of evidence/cluster/compose.yaml")
    files = {
        "cluster/compose.yaml": _COMPOSE,
        "cluster/web.env": "API=http://api:8080\n",
        "cluster/app.conf": "upstream http://api:8080;\n",
        "cluster/data.bin": "\x00\x01",
        "cluster/other.conf": "nothing names it\n",
    }
    assert lines(tmp_path, files) == {
        "cluster/compose.yaml": ("used", ""),
        "cluster/web.env": part,
        "cluster/app.conf": part,
        "cluster/data.bin": ("unreadable", "no known format (binary file)"),
        "cluster/other.conf": ("unreadable", "no known format (text file)"),
    }
