"""Every command that prints a result has `--json`, and prints nothing but JSON with it."""

import argparse
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from deliverables.export_made import small
from fewer_documents import only_documents

from generator.cli.grammar import parser
from generator.cli.main import main
from generator.workspace.prior_package import WORKBOOK
from tests.content.made import catalog, control

_DAY = "2026-11-20"
Printed = Callable[..., list[dict[str, Any]]]
"""Runs a command with `--json` and returns the rows that it printed."""

_WITHOUT = {
    "match": "asks; `--list` prints its rows",
    "review": "serves pages until it is stopped",
    "completion": "prints a script",
}
"""Commands that print no result, and why."""


def _commands(grammar: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    below = [action for action in grammar._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield name, grammar
    for action in below:
        for word, chosen in action.choices.items():
            yield from _commands(chosen, f"{name} {word}".strip())


def test_every_command_that_prints_a_result_has_it() -> None:
    has = {name for name, grammar in _commands(parser()) if "--json" in grammar._option_string_actions}
    every = {name for name, _ in _commands(parser())}
    assert every - has == set(_WITHOUT)
    assert len(has) > 20


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    def run(*words: object, code: int = 0) -> list[dict[str, Any]]:
        capsys.readouterr()
        assert main([*map(str, words), "--json"]) == code
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_from_a_build_to_its_bag(tmp_path: Path, printed: Printed) -> None:
    workspace, output = small(tmp_path / "small"), tmp_path / "output"
    with only_documents(WORKBOOK):
        package, *gaps = printed("build", workspace, "--as-of", _DAY, "--output", output, code=1)
    assert package["kind"] == "package"
    assert Path(package["folder"]).is_dir()
    assert package["as_of"] == _DAY
    assert package["counts"]["gaps"] == len(gaps)
    assert {row["kind"] for row in gaps} <= {"gap"}
    with only_documents(WORKBOOK):
        bag, *_ = printed("export", workspace, "--for", "fedramp", "--as-of", _DAY, "--output", tmp_path / "handed", code=1)
    assert bag["documents"] >= bag["drafts"] > 0
    assert not bag["signed"]
    assert printed("verify", bag["folder"]) == []
    (accepted,) = printed("accept", package["folder"], "--workspace", workspace, "--draft")
    assert all((Path(accepted["folder"]) / name).is_file() for name in accepted["files"])
    (Path(bag["folder"]) / "data" / "added.txt").write_text("x")
    assert printed("verify", bag["folder"], code=4) == [{"path": "data/added.txt", "difference": "extra"}]


def test_an_export_that_stops_lists_each_secret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace, key = small(tmp_path / "ws"), "AKIA" + "Q3EGRIEXAMPLE7ZX"
    pipeline = workspace / "evidence/pipelines/deploy.yml"
    pipeline.parent.mkdir(exist_ok=True)
    pipeline.write_text(
        f"on: push\njobs:\n  deploy:\n    runs-on: x\n    steps:\n      - run: deploy\n        env: {{KEY: {key}}}\n"
    )
    words = ("export", workspace, "--for", "fedramp", "--as-of", _DAY, "--output", tmp_path / "out", "--json")
    with only_documents():
        assert main([*map(str, words)]) == 4
    printed = capsys.readouterr()
    rows = [json.loads(line) for line in printed.out.splitlines()]
    assert {
        "kind": "secret",
        "path": "evidence/pipelines/deploy.yml",
        "place": "line 7",
        "rule": "aws-access-key-id",
        "title": "AWS access key id",
    } in rows
    assert {row["kind"] for row in rows} == {"secret"}
    assert key not in printed.out + printed.err
    assert "nothing was published" in printed.err


def test_a_new_workspace_and_a_copied_template_name_what_was_written(
    tmp_path: Path, printed: Printed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("generator.cli.init.installed_original", lambda _name: None)
    (made,) = printed("init", tmp_path / "new")
    assert made == {"kind": "workspace", "folder": str(tmp_path / "new")}
    assert (Path(made["folder"]) / "system.yaml").is_file()
    (copied,) = printed("template", "copy", "appendix-a", tmp_path / "ours.docx")
    assert copied == {"document": "appendix-a", "path": str(tmp_path / "ours.docx")}
    assert Path(copied["path"]).read_bytes().startswith(b"PK")
    with pytest.raises(SystemExit):
        main(["init", str(tmp_path / "asked"), "--guided", "--json"])
    assert "not allowed with argument" in capsys.readouterr().err
    assert not (tmp_path / "asked").exists()


def test_a_new_workspace_names_the_control_texts_that_were_added(
    tmp_path: Path, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "catalog.json"
    copy.write_bytes(catalog(("cm", [control("cm-8", "Inventory", "List it.", "Look again.")])))
    monkeypatch.setattr("generator.cli.init.installed_original", lambda _name: copy)
    workspace, content = printed("init", tmp_path / "new")
    assert workspace["kind"] == "workspace"
    assert (content["kind"], content["name"], content["added"]) == ("content", "nist-800-53", True)
    assert content["total_records"] == 2


def test_what_was_collected_names_each_file_and_its_hash(tmp_path: Path, printed: Printed) -> None:
    workspace = small(tmp_path / "small")
    note = tmp_path / "note.txt"
    note.write_text("x")
    rows = printed(
        *("collect", "file", note, "--collected", _DAY, "--by", "R. Example", "--source", "a drive", "--to", "other"),
        *("--workspace", workspace),
    )
    (kept,) = (row for row in rows if row["kind"] == "file")
    assert Path(str(kept["path"])).read_text() == "x"
    assert kept["size"] == 1
    assert kept["complete"] is True


def test_the_smaller_commands(tmp_path: Path, printed: Printed) -> None:
    workspace = small(tmp_path / "small")
    parts = printed("doctor")
    assert parts[0]["name"] == "atopack"
    assert all(row["present"] for row in parts if row["kind"] == "part" and row["needed"])
    assert {row["name"] for row in printed("content", "list", "--workspace", workspace)} >= {"nvd", "kev"}
    assert {row["suffix"] for row in printed("template", "list")} == {".docx", ".xlsx"}
    (schemas,) = printed("decisions", "schemas", workspace)
    assert Path(schemas["path"]).is_dir()
    (sheet,) = printed("decisions", "export", workspace, tmp_path / "decisions.xlsx")
    assert printed("decisions", "import", workspace, sheet["path"]) == []


def test_a_fleet_names_each_system_and_why_one_was_not_built(tmp_path: Path, printed: Printed) -> None:
    small(tmp_path / "first")
    shutil.copytree(tmp_path / "first", tmp_path / "second")
    (tmp_path / "second/system.yaml").write_text("name: [")
    (tmp_path / "fleet.yaml").write_text(
        "name: Fleet\nsystems:\n  - {id: parcel-tracker, workspace: first}\n  - {id: second, workspace: second}\n"
    )
    command = ("fleet", "build", tmp_path / "fleet.yaml", "--as-of", _DAY, "--output", tmp_path / "out", "--jobs", "1")
    with only_documents():
        *systems, fleet = printed(*command, code=2)
    assert [(row["id"], row["built"]) for row in systems] == [("parcel-tracker", True), ("second", False)]
    assert systems[1]["reason"]
    assert fleet["as_of"] == date.fromisoformat(_DAY).isoformat()
