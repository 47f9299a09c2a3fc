"""`atopack check --json`: one object a line, as other tools read it."""

import json
from pathlib import Path

import pytest

from generator.cli.main import main

SAMPLE = Path(__file__).parents[2] / "samples" / "parcel-tracker"
_STATES = {"enforced", "not-enforced", "not-established", "none-found", "not-collected", "not-applicable"}
_CERTAINTIES = {"observed", "reported", "declared", "stated"}
Row = dict[str, object]


@pytest.fixture(scope="module")
def sarif(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sarif") / "check.sarif"


@pytest.fixture(scope="module")
def rows(sarif: Path) -> list[Row]:
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["check", str(SAMPLE), "--as-of", "2026-11-20", "--json", "--sarif", str(sarif)]) == 1
    return [json.loads(line) for line in out.getvalue().splitlines()]


def _of(rows: list[Row], kind: str) -> list[Row]:
    return [row for row in rows if row["kind"] == kind]


def test_every_line_is_of_a_kind(rows: list[Row]) -> None:
    assert {row["kind"] for row in rows} == {"requirement", "discrepancy", "evidence", "gap"}


def test_a_requirement_is_there_once_with_its_subjects(rows: list[Row]) -> None:
    requirements = _of(rows, "requirement")
    ids = [row["id"] for row in requirements]
    assert len(ids) == len(set(ids))
    for row in requirements:
        assert row["state"] in _STATES
        assert row["title"]
        assert row["controls"]
        assert row["summary"]
        names = [subject["name"] for subject in row["subjects"]]  # type: ignore[attr-defined]
        assert len(names) == len(set(names))
        for subject in row["subjects"]:  # type: ignore[attr-defined]
            assert set(subject) == {"name", "verdict", "certainty", "reason", "sources", "contested_by"}
            assert subject["verdict"] in {"passes", "fails", "unknown"}
            assert (subject["certainty"] in _CERTAINTIES) == (subject["verdict"] != "unknown")
            assert all((SAMPLE / source["path"]).is_file() for source in subject["sources"])


def test_every_file_has_one_line(rows: list[Row]) -> None:
    files = sorted(
        path.relative_to(SAMPLE).as_posix()
        for folder in ("evidence", "diagrams")
        for path in (SAMPLE / folder).rglob("*")
        if path.is_file() and not path.name.endswith(".sidecar.json")
    )
    assert [row["path"] for row in _of(rows, "evidence")] == files
    assert all(row["use"] == "used" or row["reason"] for row in _of(rows, "evidence"))


def test_sarif_has_a_result_for_each_discrepancy(rows: list[Row], sarif: Path) -> None:
    results = json.loads(sarif.read_text())["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == [row["check"] for row in _of(rows, "discrepancy")]


def test_a_discrepancy_has_the_same_keys_always(rows: list[Row]) -> None:
    keys = "kind check cause severity title subjects details follows next_step suggestions waived_by"
    concerned = {"name", "reason", "severity", "sources"}
    severities = {"critical", "high", "moderate", "low"}
    for row in _of(rows, "discrepancy"):
        assert list(row) == keys.split()
        assert row["severity"] in severities
        for subject in row["details"]:  # type: ignore[attr-defined]
            assert set(subject) == concerned
            assert subject["severity"] in severities
        for subject in row["follows"]:  # type: ignore[attr-defined]
            assert set(subject) == concerned | {"check"}


def test_discrepancies_and_gaps_say_what_to_do(rows: list[Row]) -> None:
    assert all(row["next_step"] for row in _of(rows, "discrepancy"))
    assert all(row["subjects"] for row in _of(rows, "discrepancy"))
    assert all(row["reason"] and row["subject"] for row in _of(rows, "gap"))
