"""Services of Compose that start only with a profile: declared, drawn at will, and no part of what runs."""

import json
from pathlib import Path

import pytest

from generator.cli.main import main

_COMPOSE = """
name: shop
services:
  web: {image: "acme/web:1", environment: {DEBUGGER: "http://debugger:9000"}}
  debugger: {image: "acme/debugger:1", profiles: [debug, tools], ports: ["9000:9000"], environment: {DB_PASSWORD: q1w2}}
  seed: {image: "acme/seed:1", profiles: [seed]}
"""
_PAGE = """flowchart LR
  user([User]) --> web[Web]
  web --> debugger[Debugger]
"""


def _checked(folder: Path, capsys: pytest.CaptureFixture[str], env: str = "") -> list[dict[str, object]]:
    assert main(["init", str(folder)]) == 0
    (folder / "evidence" / "cluster" / "compose.yaml").write_text(_COMPOSE)
    if env:
        (folder / "evidence" / "cluster" / ".env").write_text(env)
    (folder / "diagrams" / "shop.mmd").write_text(_PAGE)
    capsys.readouterr()
    assert main(["check", str(folder), "--as-of", "2026-11-18", "--json"]) in (0, 1)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def _subjects(rows: list[dict[str, object]], check: str) -> dict[str, tuple[str, str]]:
    (row,) = (row for row in rows if row["kind"] == "requirement" and row["id"] == check)
    subjects: list[dict[str, str]] = row["subjects"]  # type: ignore[assignment]
    return {each["name"].rpartition("/")[2]: (each["verdict"], each["reason"]) for each in subjects}


def test_without_its_profile_a_service_is_not_what_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = _checked(tmp_path / "shop", capsys)
    assert _subjects(rows, "running-not-drawn") == {"web": ("passes", "")}
    drawn = _subjects(rows, "drawn-not-running")
    idle = "it starts only with a profile (debug and tools), and nothing says that one is asked for"
    assert drawn == {"web": ("passes", ""), "debugger": ("unknown", idle)}
    assert set(_subjects(rows, "image-not-pinned")) == {"web:1"}
    assert _subjects(rows, "way-in-not-drawn") == {}
    assert _subjects(rows, "flow-not-found")["web->debugger"][0] == "unknown"
    gaps = [str(row["reason"]) for row in rows if row["kind"] == "gap" and "services start" in str(row["reason"])]
    assert gaps == [
        "2 services start only with a profile and do not count as what runs: debugger (debug, tools) and seed (seed)"
    ]
    assert not [
        row for row in rows if row["kind"] == "gap" and "debugger" in str(row["reason"]) and "calls" in str(row["reason"])
    ]


def test_a_credential_in_its_file_is_one_all_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verdicts = _subjects(_checked(tmp_path / "shop", capsys), "secrets-in-environment")
    assert verdicts["debugger"][0] == "fails"


@pytest.mark.parametrize(
    ("asked", "runs"), [("tools", {"web", "debugger"}), ("*", {"web", "debugger", "seed"}), ("x", {"web"})]
)
def test_the_file_beside_it_asks_for_profiles(
    asked: str, runs: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _checked(tmp_path / "shop", capsys, env=f"# asked for\nexport COMPOSE_PROFILES='{asked}, other'\nTAG=1\n")
    assert set(_subjects(rows, "running-not-drawn")) == runs
    used = {str(row["path"]): row["use"] for row in rows if row["kind"] == "evidence"}
    assert used["evidence/cluster/.env"] == used["evidence/cluster/compose.yaml"]
