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

_DAY = "2026-11-20"
Printed = Callable[..., list[dict[str, Any]]]
"""Runs a command with `--json` and returns the rows that it printed."""

_WITHOUT = {
    "init": "makes a folder and asks",
    "match": "asks; `--list` prints its rows",
    "review": "serves pages until it is stopped",
    "completion": "prints a script",
    "template copy": "writes the file that was named",
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
    *systems, fleet = printed("fleet", "build", tmp_path / "fleet.yaml", "--as-of", _DAY, "--output", tmp_path / "out", code=2)
    assert [(row["id"], row["built"]) for row in systems] == [("parcel-tracker", True), ("second", False)]
    assert systems[1]["reason"]
    assert fleet["as_of"] == date.fromisoformat(_DAY).isoformat()
