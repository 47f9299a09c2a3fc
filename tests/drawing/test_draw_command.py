"""`atopack diagrams draw`: pictures of a cluster without a workspace."""

from pathlib import Path

import pytest

from generator.cli.main import main
from generator.resources import data

SAMPLE = Path(str(data("samples"))) / "parcel-tracker"


def run(*arguments: object) -> int:
    return main(["diagrams", "draw", *map(str, arguments), "--as-of", "2026-11-20"])


def test_draws_beside_a_diagram_and_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawing = SAMPLE / "diagrams/boundary.drawio"
    where = tmp_path / "here"
    assert run(SAMPLE / "evidence/cluster/prod", "--diagram", drawing, "--name", "Parcels", "--output", where) == 0
    said = capsys.readouterr().out.splitlines()
    assert {Path(line).name for line in said} >= {"authorization-boundary.svg", "differences.svg", "pictures.drawio"}
    assert all(Path(line).is_file() for line in said)
    assert "Parcels: Authorization Boundary" in (where / "authorization-boundary.svg").read_text()
    assert "running, not drawn" in (where / "differences.svg").read_text()


def test_without_a_diagram_nothing_is_compared(tmp_path: Path) -> None:
    assert run(SAMPLE / "evidence/cluster/prod", "--output", tmp_path) == 0
    assert not (tmp_path / "differences.svg").exists()


def test_what_a_person_changed_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = (SAMPLE / "evidence/cluster/prod", "--output", tmp_path)
    assert run(*arguments) == 0
    assert run(*arguments) == 0, "the same again is no change"
    edited = tmp_path / "pictures.drawio"
    edited.write_text("mine")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert run(*arguments, "--name", "Other") == 2
    assert "there is another file already" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("wrong", ["nothing.json", "system.yaml"])
def test_without_anything_that_runs_the_command_says_what_to_do(
    wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(SAMPLE / wrong, "--output", tmp_path / "x") == 2
    assert "next:" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_something_else_than_a_diagram_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pods = SAMPLE / "evidence/cluster/prod/pods.json"
    assert run(pods, "--diagram", pods, "--output", tmp_path) == 2
    assert "this is no diagram" in capsys.readouterr().err
