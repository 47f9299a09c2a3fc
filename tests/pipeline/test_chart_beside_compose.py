"""A chart that was not rendered beside a Compose file: every requirement speaks of the same workloads, or says of which."""

import json
from pathlib import Path

import pytest

from generator.cli.main import main

_COMPOSE = """
name: shop
services:
  web: {image: "acme/web:1", environment: {DB: "postgres://db:5432/x"}}
  db: {image: "postgres:16"}
"""
_DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec: {{containers: [{{name: {name}, image: "acme/{name}:1"}}]}}
---
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{selector: {{app: {name}}}, ports: [{{port: 80}}]}}
"""
_INGRESS = """
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: {name}}}
spec:
  rules:
    - host: {name}.example.gov
      http: {{paths: [{{path: /, backend: {{service: {{name: {name}, port: {{number: 80}}}}}}}}]}}
"""
_CACHE, _WEB, _DB = "default/Deployment/cache", "shop/ComposeService/web", "shop/ComposeService/db"


def _rows(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert main(["init", str(folder)]) == 0
    cluster = folder / "evidence" / "cluster" / "prod"
    (cluster / "chart" / "templates").mkdir(parents=True)
    (cluster / "compose.yaml").write_text(_COMPOSE)
    (cluster / "chart" / "Chart.yaml").write_text("apiVersion: v2\nname: shop\nversion: 1.0.0\n")
    for name, replicas in (("web", 1), ("cache", 1), ("extra", 0)):
        text = (_DEPLOYMENT + (_INGRESS if name != "extra" else "")).format(name=name, replicas=replicas)
        (cluster / "chart" / "templates" / f"{name}.yaml").write_text(text)
    (folder / "diagrams" / "shop.mmd").write_text("flowchart LR\n  web[Web] --> db[DB]\n")
    capsys.readouterr()
    assert main(["check", str(folder), "--as-of", "2026-11-18", "--json"]) in (0, 1)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_requirements_speak_of_one_population(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    rows = {str(row["id"]): row for row in _rows(tmp_path / "shop", capsys) if row["kind"] == "requirement"}

    def names(check: str) -> set[str]:
        subjects: list[dict[str, str]] = rows[check]["subjects"]  # type: ignore[assignment]
        return {each["name"] for each in subjects}

    everything = {_CACHE, _WEB, _DB}
    assert names("running-not-drawn") == names("secrets-in-environment") == names("mesh-mtls") == everything
    assert names("image-not-pinned") == {"acme/cache:1", "acme/web:1", "postgres:16"}
    assert names("way-in-not-drawn") == {"default/Ingress/cache"}
    assert names("entry-tls") == {"default/Ingress/cache (cache.example.gov)"}
    assert names("image-digests-admitted") == {"default"}
    assert names("unsigned-images-admitted") == {"acme/cache:1 in default"}
    for check in ("container-privileges", "host-sharing", "resource-limits", "service-account-token"):
        assert names(check) == {_CACHE}
        assert "It is judged for Kubernetes only: 2 workloads on Compose are not among these." in rows[check]["notes"]  # type: ignore[operator]


def test_what_gives_way_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    gaps = [str(row["reason"]) for row in _rows(tmp_path / "shop", capsys) if row["kind"] == "gap"]
    assert [gap for gap in gaps if "in no requirement" in gap] == [
        "2 workloads of the chart count in no requirement, since another file describes them, or the chart's own values switch "
        "them off: extra and web"
    ]
