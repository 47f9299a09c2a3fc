"""Discrepancies of real systems, each judged by a reader: what is printed has a verdict, and most of it is worth reading."""

import csv
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from prerequisites import needs, shared

from generator.cli.main import main

_PAIRS = shared("cases/diagrams/pairs")
_READINGS = Path(__file__).parent / "readings"
_SYSTEMS = sorted(path.stem for path in _READINGS.glob("*.tsv"))
_ROWS, _SUBJECTS = 0.94, 0.96
"""What was measured, rounded down."""
_AS_OF = "2026-07-01"

Subject = tuple[str, str]
"""Check, name."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the two readers say of a subject, each with the reason."""

    first: tuple[str, str]
    second: tuple[str, str]

    @property
    def is_kept(self) -> bool:
        """By both."""
        return self.first[0] == self.second[0] == "kept"


def _verdicts(system: str) -> dict[Subject, Verdict]:
    with (_READINGS / f"{system}.tsv").open(encoding="utf-8") as file:
        return {
            (row["check"], row["subject"]): Verdict(
                first=(row["verdict"], row["reason"]), second=(row["second verdict"], row["second reason"])
            )
            for row in csv.DictReader(file, delimiter="\t")
        }


def _workspace(system: str, folder: Path) -> Path:
    pair, made = _PAIRS / system, folder / system
    assert main(["init", str(made)]) == 0
    shutil.copytree(pair / "manifests", made / "evidence" / "cluster", dirs_exist_ok=True)
    if (pair / "pipelines").is_dir():
        shutil.copytree(pair / "pipelines", made / "evidence" / "pipelines", dirs_exist_ok=True)
    for drawing in pair.glob("diagram.*"):
        shutil.copy(drawing, made / "diagrams")
    return made


def _printed(system: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[list[Subject], list[Subject]]]:
    """Each discrepancy with its subjects and what follows from them."""
    made = _workspace(system, folder)
    capsys.readouterr()
    assert main(["check", str(made), "--as-of", _AS_OF, "--json"]) in (0, 1)
    rows = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    return [
        (
            [(row["check"], each["name"]) for each in row["details"]],
            [(each["check"], each["name"]) for each in row["follows"]],
        )
        for row in rows
        if row["kind"] == "discrepancy"
    ]


@needs(_PAIRS)
def test_most_of_what_is_printed_is_kept_in_both_readings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row is kept where most of its own subjects are."""
    kept = total = 0
    for system in _SYSTEMS:
        verdicts, printed = _verdicts(system), _printed(system, tmp_path, capsys)
        subjects = [each for own, following in printed for each in (*own, *following)]
        assert [subject for subject in subjects if subject not in verdicts] == []
        assert len(subjects) == len(set(subjects))
        total += len(printed)
        kept += sum(2 * sum(verdicts[each].is_kept for each in own) > len(own) for own, _ in printed)
    assert total >= 60
    assert kept >= _ROWS * total, f"{kept} of {total}"


def test_most_of_what_was_read_is_kept_and_what_is_not_says_why() -> None:
    verdicts = [verdict for system in _SYSTEMS for verdict in _verdicts(system).values()]
    assert len(_SYSTEMS) == 11
    assert {said for verdict in verdicts for said, _ in (verdict.first, verdict.second)} == {"kept", "dropped"}
    assert all(reason for verdict in verdicts for _, reason in (verdict.first, verdict.second))
    assert sum(verdict.is_kept for verdict in verdicts) >= _SUBJECTS * len(verdicts)
