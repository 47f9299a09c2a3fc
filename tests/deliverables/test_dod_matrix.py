"""A delivery for DoD: the matrix of what impact levels add, and what has to be said before it can be final."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from export_made import SAMPLE, envelopes, exported, read, small

from generator.deliverables.dod_matrix import CSV, JSON
from generator.deliverables.exporting import Exported
from generator.errors import ConfigError
from generator.frameworks.dod.levels import SHEETS

WHO = "by: A. Lovelace, role: ISSO, date: 2026-11-18"
NODES = "evidence/cluster/prod/nodes.json"


def answers(*numbers: int) -> str:
    return "\n".join(f"- {{id: GRR-{number}, answer: Yes., {WHO}, evidence: [{NODES}]}}" for number in numbers)


def named(workspace: Path, frameworks: str) -> Path:
    said = (workspace / "system.yaml").read_text()
    (workspace / "system.yaml").write_text(f"{said}\nframeworks: [{frameworks}]\n")
    return workspace


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    workspace = tmp_path_factory.mktemp("dod") / "ws"
    shutil.copytree(SAMPLE, workspace)
    (workspace / "decisions/dod-readiness.yaml").write_text(answers(3))
    return exported(named(workspace, "dod-il4"), workspace.parent / "out", "dod", documents=["ssp/DoD-Additions.xlsx"])


def test_every_control_of_the_level_with_what_the_evidence_says(made: Exported) -> None:
    rows = read(made.folder, JSON)["additions"]  # type: ignore[index]
    assert [one["control"] for one in rows] == list(SHEETS[0].rows())
    assert {one["level"] for one in rows} == {"IL4 Moderate"}
    assert {one["evidence-says"] for one in rows} <= {"support", "contradiction", "not assessed"}
    assert all(one["source"] == SHEETS[0].source for one in rows)
    table = list(csv.DictReader(io.StringIO((made.folder / "data" / CSV).read_text("utf-8-sig"))))
    assert [one["Control"] for one in table] == [one["control"] for one in rows]
    assert envelopes(made.folder)["ssp/DoD-Additions.xlsx"]["kind"] == "document"


def test_an_answer_names_its_evidence_by_the_id_of_its_envelope(made: Exported) -> None:
    rows = {one["requirement"]: one for one in read(made.folder, JSON)["readiness"]}  # type: ignore[index]
    assert rows["GRR-3"]["evidence"] == [{"id": envelopes(made.folder)[NODES]["id"], "path": NODES}]
    assert rows["GRR-1"]["answer"] is None


def test_open_readiness_makes_a_draft(made: Exported) -> None:
    (told,) = [gap for gap in made.gaps if "Readiness" in gap.reason]
    assert told.reason.startswith("9 of 10 General Readiness Requirements are not answered: GRR-1, GRR-2, GRR-4")
    assert "DRAFT: 9 of 10 General Readiness Requirements" in (made.folder / "README.txt").read_text()


def test_so_do_controls_without_an_approved_text(made: Exported) -> None:
    (told,) = [gap for gap in made.gaps if gap.path == "narratives/"]
    assert told.reason.startswith(
        "20 of 20 controls that DoD IL4 Moderate adds or sets anew have no approved text: AC-7, AU-5(1)"
    )


def test_without_a_level_nothing_says_what_is_added(tmp_path: Path) -> None:
    bag = exported(small(tmp_path / "ws"), tmp_path / "out", "dod", documents=())
    assert not (bag.folder / "data" / JSON).exists()
    (told,) = [gap for gap in bag.gaps if "impact level" in gap.reason]
    assert told.next_step == "name it under `frameworks:`: dod-il4 or dod-il5"


def test_final_asks_for_the_answers_first(tmp_path: Path) -> None:
    workspace = named(small(tmp_path / "ws", moderate=True), "dod-il4")
    said = "\n".join(f"- {{id: GRR-{number}, answer: Yes., {WHO}}}" for number in range(1, 10))
    (workspace / "decisions/dod-readiness.yaml").write_text(said)
    with pytest.raises(ConfigError, match="1 of 10 General Readiness Requirements are not answered: GRR-10") as caught:
        exported(workspace, tmp_path / "out", "dod", final=True, documents=())
    assert "write the answers into decisions/dod-readiness.yaml" in caught.value.diagnostics()
