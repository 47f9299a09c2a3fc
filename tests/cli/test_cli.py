"""The command line: exit codes and messages."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from fewer_documents import only_documents

from generator.cli import doctor
from generator.cli.doctor import differences
from generator.cli.main import main
from generator.resources import data

SAMPLE = Path(str(data("samples"))) / "parcel-tracker"
ROOT = Path(__file__).parents[2]


def run(*arguments: object) -> int:
    return main([str(one) for one in arguments])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_demo_builds_the_sample_and_says_where_to_look(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_documents("report/index.html"):
        assert run("demo") == 0
    said = capsys.readouterr().out
    assert "report/index.html" in said
    assert "discrepancies between scans, diagrams and inventory" in said
    assert (here / "atopack-demo/output/parcel-tracker/SHA256SUMS").is_file()
    with only_documents():
        assert run("demo") == 0, "a second demo builds again and keeps the newcomer's changes"


def test_init_then_build_works_at_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("init", "ours") == 0
    shutil.copytree(SAMPLE / "evidence/scans", here / "ours/evidence/scans", dirs_exist_ok=True)
    with only_documents():
        assert run("build", "ours", "--as-of", "2026-11-20") in (0, 1)
    said = capsys.readouterr().out
    assert "\nNot stated " in said
    assert "system.provider" in said
    assert run("init", "ours") == 2


def test_exit_codes(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SAMPLE, here / "ws")
    with only_documents():
        assert run("build", "ws", "--as-of", "2026-11-20") == 1
        assert run("build", "ws", "--as-of", "2026-11-20", "--strict") == 3
    assert run("check", "ws", "--as-of", "2026-11-20") == 1
    assert run("build", "nowhere") == 2
    assert "atopack init" in capsys.readouterr().err
    with pytest.raises(SystemExit) as caught:
        run("build", "ws", "--as-of", "tomorrow")
    assert caught.value.code == 2


def test_inspect_prints_one_object_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("inspect", SAMPLE / "evidence", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"path", "family", "format", "sha256", "gap"} <= set(rows[0])
    assert all(Path(row["path"]).is_file() for row in rows)
    assert {row["family"] for row in rows} >= {"scan", "cluster", "pipeline"}
    assert any(row["gap"] for row in rows)
    assert run("inspect", SAMPLE / "diagrams") == 0
    assert run("inspect", "nothing-here.json") == 2


def test_validate_judges_our_own_package_and_a_broken_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_documents():
        run("demo", here / "d")
    files = sorted((here / "d/output/parcel-tracker/oscal").glob("*.json"))
    capsys.readouterr()
    assert run("validate", *files) == 0
    assert "7 documents, 0 errors" in capsys.readouterr().out
    (here / "broken.json").write_text(files[-1].read_text().replace('"uuid"', '"uid"', 1))
    assert run("validate", "broken.json") == 4
    assert run("validate", "--version", "9.9.9", "broken.json") == 2
    (here / "list.json").write_text("[]")
    assert run("validate", "list.json", "--json") == 4


def test_checks_are_listed_with_their_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("checks") == 0
    said = capsys.readouterr().out
    assert "running-not-drawn  (CM-8, CM-8(3), PL-8)" in said
    assert said.count("Source: ") == said.count("?\n")


def test_doctor_finds_everything_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor") == 0
    assert "MISSING" not in capsys.readouterr().out


def test_doctor_lists_the_extras_and_what_they_are_for(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {part.name: part for part in doctor.examined()}
    named = {name.removeprefix("atopack[").removesuffix("]") for name in parts if name.startswith("atopack[")}
    assert named == set(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]) - {
        "dev",
        "docs",
        "mutants",
    }
    assert parts["atopack[review]"].present
    assert not parts["atopack[review]"].needed
    found = doctor.version

    def version(name: str) -> str:
        if name == "starlette":
            raise PackageNotFoundError(name)
        return found(name)

    monkeypatch.setattr(doctor, "version", version)
    absent = {part.name: part.present for part in doctor.examined() if part.name.startswith("atopack[")}
    assert [name for name, present in absent.items() if parts[name].present and not present] == ["atopack[review]"]


def test_doctor_asks_of_an_extra_only_what_it_adds(monkeypatch: pytest.MonkeyPatch) -> None:
    stated = ("a>=1", "b<3; extra == 'review'", 'c==2; extra == "review"', "d; extra == 'sign'")
    monkeypatch.setattr(doctor, "requires", lambda _: list(stated))
    present = {"a", "b", "d"}

    def version(name: str) -> str:
        if name not in present:
            raise PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(doctor, "version", version)
    parts = {part.name: part.present for part in doctor.examined()}
    assert (parts["a"], parts["atopack[review]"], parts["atopack[sign]"]) == (True, False, True)
    assert "b" not in parts
    present.add("c")
    assert {part.name: part.present for part in doctor.examined()}["atopack[review]"]


def test_doctor_lists_what_differs_elsewhere() -> None:
    assert differences("linux") == []
    assert any("--jobs" in text for text in differences("darwin"))
    assert set(differences("darwin")) < set(differences("win32"))


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from generator.cli.grammar import parser; parser().format_help(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    assert not {"msgspec", "yaml", "openpyxl", "docx", "jinja2", "rich", "networkx", "lxml"} & set(loaded)


def test_a_reader_that_wants_no_more_is_no_fault() -> None:
    """As in `atopack checks | head -1`: no traceback, no complaint, and the code that shells give for a closed pipe."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-c", "from generator.cli.main import command; command()", "checks"],
            stdout=gone,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (141, b"")
