"""Discrepancies of real systems, each judged by a reader: what is printed has a verdict, and most of it is worth reading."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from beside import needs, shared

from generator.cli.main import main

_PAIRS = shared("cases/diagrams/pairs")
_READINGS = Path(__file__).parent / "readings"
_SYSTEMS = sorted(path.stem for path in _READINGS.glob("*.tsv"))
_SHARE = 0.9
_AS_OF = "2026-07-01"

Subject = tuple[str, str]
"""Check, name."""


def _verdicts(system: str) -> dict[Subject, tuple[str, str]]:
    with (_READINGS / f"{system}.tsv").open(encoding="utf-8") as file:
        return {(row["check"], row["subject"]): (row["verdict"], row["reason"]) for row in csv.DictReader(file, delimiter="\t")}


def _workspace(system: str, folder: Path) -> Path:
    pair, made = _PAIRS / system, folder / system
    assert main(["init", str(made)]) == 0
    shutil.copytree(pair / "manifests", made / "evidence" / "cluster", dirs_exist_ok=True)
    if (pair / "pipelines").is_dir():
        shutil.copytree(pair / "pipelines", made / "evidence" / "pipelines", dirs_exist_ok=True)
    for drawing in pair.glob("diagram.*"):
        shutil.copy(drawing, made / "diagrams")
    return made


def _printed(system: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[Subject]:
    made = _workspace(system, folder)
    capsys.readouterr()
    assert main(["check", str(made), "--as-of", _AS_OF, "--json"]) in (0, 1)
    rows = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    discrepancies = [row for row in rows if row["kind"] == "discrepancy"]
    return [
        (subject.get("check", row["check"]), subject["name"])
        for row in discrepancies
        for subject in (*row["details"], *row["follows"])
    ]


@needs(_PAIRS)
@pytest.mark.parametrize("system", _SYSTEMS)
def test_whatever_is_printed_has_a_verdict(system: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed, verdicts = _printed(system, tmp_path, capsys), _verdicts(system)
    assert [subject for subject in printed if subject not in verdicts] == []
    assert len(printed) == len(set(printed))


def test_most_of_what_was_read_is_kept_and_what_is_not_says_why() -> None:
    verdicts = [verdict for system in _SYSTEMS for verdict in _verdicts(system).values()]
    assert len(_SYSTEMS) == 11
    assert {verdict for verdict, _ in verdicts} == {"kept", "dropped"}
    assert all(reason for _, reason in verdicts)
    assert sum(verdict == "kept" for verdict, _ in verdicts) >= _SHARE * len(verdicts)
