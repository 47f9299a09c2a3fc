"""`atopack match`: asks, takes answers, writes them down; and the same without anybody to ask."""

import json
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.graph.mapping import read_mapping

_MANIFESTS = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: valkey-cart, namespace: shop}
spec: {template: {metadata: {labels: {app: v}}, spec: {containers: [{name: valkey, image: "valkey:8"}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: valkey-sessions, namespace: shop}
spec: {template: {metadata: {labels: {app: s}}, spec: {containers: [{name: valkey, image: "valkey:8"}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: w}}, spec: {containers: [{name: web, image: "web:1", env: [{name: M, value: "https://mail.example.org"}]}]}}}
"""
_DRAWN = """flowchart LR
  web[Web] --> cache[(Cache, quick)]
  web --> box[Mystery]
  subgraph External services
    relay[Mail Relay 2]
  end
"""
_SYSTEM = """system: {id: shop, name: Shop}
external-services:
  - {name: Mail Relay, hosts: [mail.example.org]}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "evidence/cluster").mkdir(parents=True)
    (tmp_path / "diagrams").mkdir()
    (tmp_path / "system.yaml").write_text(_SYSTEM)
    (tmp_path / "evidence/cluster/all.yaml").write_text(_MANIFESTS)
    (tmp_path / "diagrams/arch.mmd").write_text(_DRAWN)
    return tmp_path


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    answers: list[str] = []

    def ask(_prompt: str = "") -> str:
        if not answers:
            raise EOFError
        return answers.pop(0)

    monkeypatch.setattr("builtins.input", ask)
    return answers


def _file(workspace: Path) -> Path:
    return workspace / "decisions/diagram-mapping.yaml"


def _run(workspace: Path, *arguments: str) -> int:
    return main(["match", str(workspace), "--as-of", "2026-11-20", *arguments])


def test_the_walk(workspace: Path, typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    _file(workspace).parent.mkdir()
    _file(workspace).write_text("# Ours, reviewed in May.\nnot-workloads: [Legend]\n")
    typed += ["-", "9", "nobody", "1", "1"]
    assert _run(workspace, "--reviewed-by", "A. Lovelace") == 0
    shown = capsys.readouterr().out
    assert "[1/3] Mystery" in shown
    assert "there is no suggestion 9" in shown
    assert "nothing that runs is called `nobody`" in shown
    text = _file(workspace).read_text()
    assert text.startswith("# Ours, reviewed in May.\n")
    found = read_mapping(text)
    assert {each.drawn: (each.workloads, each.external, each.reviewed_by) for each in found.matches} == {
        "Cache, quick": (("shop/Deployment/valkey-cart",), (), "A. Lovelace"),
        "Mail Relay 2": ((), ("Mail Relay",), "A. Lovelace"),
    }
    assert found.not_workloads == ("Legend", "Mystery")
    assert not [path for path in _file(workspace).parent.iterdir() if path != _file(workspace)]
    assert _run(workspace) == 0
    assert "Every drawn shape is matched to something that runs." in capsys.readouterr().out


def test_what_was_decided_before_a_person_stops_is_kept(workspace: Path, typed: list[str]) -> None:
    typed += ["", "valkey-cart, web", "q"]
    assert _run(workspace) == 1
    assert read_mapping(_file(workspace).read_text()).matches[0].workloads == ("valkey-cart", "web")


def test_nothing_is_written_where_nothing_was_decided(workspace: Path, typed: list[str]) -> None:
    typed += ["", ""]
    assert _run(workspace) == 1
    assert not _file(workspace).exists()


def test_the_list_for_programs(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(workspace, "--list") == 1
    rows = {row["drawn"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert set(rows) == {"Cache, quick", "Mystery", "Mail Relay 2"}
    assert rows["Cache, quick"]["suggested"][0]["workload"] == "shop/Deployment/valkey-cart"
    assert rows["Mail Relay 2"]["suggested"][0]["workload"] == "external/Mail Relay"


def test_all_that_is_likely_enough_is_accepted_and_the_rest_explained(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(workspace, "--accept", "0.8", "--reviewed-by", "A. Lovelace") == 1
    shown = capsys.readouterr().out
    assert "1 suggestion accepted." in shown
    assert "Mail Relay 2 = Mail Relay (suggested: named like Mail Relay)" in shown
    assert "2 shapes stay open." in shown
    assert "Mystery: nothing that runs looks like it" in shown
    assert "Cache, quick: its best suggestion is shop/Deployment/valkey-cart with 0." in shown
    (match,) = read_mapping(_file(workspace).read_text()).matches
    assert (match.drawn, match.external, match.reviewed_by) == ("Mail Relay 2", ("Mail Relay",), "A. Lovelace")


def test_suggestions_that_are_close_stay_open(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(workspace, "--accept", "0.2") == 1
    shown = capsys.readouterr().out
    assert "Cache, quick: two suggestions are close: shop/Deployment/valkey-cart with 0." in shown
    assert "valkey" not in _file(workspace).read_text()


def test_what_is_drawn_as_external_is_not_accepted_as_a_workload(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = _DRAWN.replace("relay[Mail Relay 2]", "relay[Mail Relay 2]\n    kept[Valkey for sessions]")
    (workspace / "diagrams/arch.mmd").write_text(drawn)
    assert _run(workspace, "--accept", "0.5") == 1
    shown = capsys.readouterr().out
    assert "Valkey for sessions: it is drawn as external, and shop/Deployment/valkey-sessions runs here: " in shown
    assert "Valkey for sessions" not in _file(workspace).read_text()


@pytest.mark.parametrize("share", ["0", "1.5", "much"])
def test_a_share_that_is_none(workspace: Path, share: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        _run(workspace, "--accept", share)
    assert "is not a share" in capsys.readouterr().err
    assert not _file(workspace).exists()


def test_decisions_without_being_asked(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--set", "Cache, quick=shop/*", "--set", "Mail Relay 2=external/Mail Relay", "--nothing", "Mystery")
    assert _run(workspace, *arguments) == 0
    assert "2 matched, 1 left out" in capsys.readouterr().out
    assert read_mapping(_file(workspace).read_text()).matches[0].workloads == ("shop/*",)


@pytest.mark.parametrize("said", ["x", "=web", "Cache=", "Cache=nobody"])
def test_a_decision_that_is_none(workspace: Path, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(workspace, "--set", said) == 2
    assert "next:" in capsys.readouterr().err
    assert not _file(workspace).exists()


def test_a_link_is_not_written_through(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _file(workspace).parent.mkdir()
    (workspace / "elsewhere.yaml").write_text("")
    _file(workspace).symlink_to(workspace / "elsewhere.yaml")
    assert _run(workspace, "--nothing", "Mystery") == 2
    assert (workspace / "elsewhere.yaml").read_text() == ""


def test_a_workspace_without_a_diagram(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / "diagrams/arch.mmd").unlink()
    assert _run(workspace) == 2
    assert "nothing to match" in capsys.readouterr().err
