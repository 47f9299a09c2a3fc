"""A Compose file next to manifests of a platform: one question, and what follows from it."""

import json
from pathlib import Path

import pytest

from generator.cli.main import main

_COMPOSE = """services:
  cart: {build: ./cart, image: shop-cart, environment: {DB_PASSWORD: hunter2}}
  mail: {image: "axllent/mailpit:v1"}
"""
_MANIFEST = """apiVersion: apps/v1
kind: Deployment
metadata: {name: till, namespace: shop}
spec:
  template:
    spec:
      containers: [{name: till, image: "registry.example/till:1"}]
"""
_APP = """applications:
- name: till
  memory: 1G
  buildpacks: [ruby_buildpack]
  env:
    RAILS_MASTER_KEY: ((key))
"""
_DRAWING = "flowchart LR\n  Till --> Web\n"


def rows(folder: Path, capsys: pytest.CaptureFixture[str], **files: str) -> list[dict[str, object]]:
    assert main(["init", str(folder)]) == 0
    (folder / "evidence" / "cluster").mkdir(parents=True, exist_ok=True)
    (folder / "diagrams" / "boundary.mmd").write_text(_DRAWING)
    for name, text in files.items():
        (folder / "evidence" / "cluster" / f"{name}.yml").write_text(text)
    capsys.readouterr()
    assert main(["check", str(folder), "--as-of", "2026-03-01", "--json"]) == 1
    return [json.loads(text) for text in capsys.readouterr().out.splitlines()]


def of(check: str, kind: str, printed: list[dict[str, object]]) -> list[dict[str, object]]:
    return [row for row in printed if row["kind"] == kind and check in (row.get("check"), row.get("id"))]


def follows(row: dict[str, object]) -> set[tuple[str, str]]:
    return {(each["check"], each["name"]) for each in row["follows"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize("other", [{"till": _MANIFEST}, {"manifest": _APP}])
def test_what_rests_on_the_compose_file_alone_follows_from_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], other: dict[str, str]
) -> None:
    printed = rows(tmp_path / "shop", capsys, compose=_COMPOSE, **other)
    (row,) = of("compose-and-platform", "discrepancy", printed)
    assert row["subjects"] == ["evidence/cluster/compose.yml"]
    checks = {check for check, _ in follows(row)}
    assert {"running-not-drawn", "inventory-not-drawn", "image-not-pinned", "secrets-in-environment"} <= checks
    assert ("image-not-pinned", "axllent/mailpit:v1") in follows(row)
    assert not any("till" in name for _, name in follows(row))
    assert not any("Compose" in name for each in of("running-not-drawn", "discrepancy", printed) for name in each["subjects"])  # type: ignore[attr-defined]


def test_a_compose_file_alone_is_the_system_as_far_as_is_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = rows(tmp_path / "shop", capsys, compose=_COMPOSE)
    assert of("compose-and-platform", "discrepancy", printed) == []
    (requirement,) = of("compose-and-platform", "requirement", printed)
    assert [each["verdict"] for each in requirement["subjects"]] == ["unknown"]  # type: ignore[attr-defined]
    assert of("running-not-drawn", "discrepancy", printed)


def test_what_is_built_from_source_has_nothing_to_pin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = rows(tmp_path / "shop", capsys, compose=_COMPOSE)
    (requirement,) = of("image-not-pinned", "requirement", printed)
    verdicts = {each["name"]: each["verdict"] for each in requirement["subjects"]}  # type: ignore[attr-defined]
    assert verdicts == {"axllent/mailpit:v1": "fails", "shop-cart:latest": "unknown"}


def test_the_next_step_for_cloud_foundry_is_one_that_it_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = rows(tmp_path / "shop", capsys, manifest=_APP)
    (row,) = of("secrets-in-environment", "discrepancy", printed)
    assert "file-based-vcap-services" in str(row["next_step"])
    (requirement,) = of("image-not-pinned", "requirement", printed)
    assert [(each["name"], each["verdict"]) for each in requirement["subjects"]] == [("droplet:till", "unknown")]  # type: ignore[attr-defined]
