"""`atopack status`: every part once, as far as it has come."""

import json
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.model.progress import AnswerProgress, PartState, tallies

SAMPLE = Path(__file__).parents[2] / "samples" / "parcel-tracker"


def workspace(root: Path) -> Path:
    (root / "narratives").mkdir(parents=True)
    (root / "system.yaml").write_text("system: {id: shop, name: Shop, impact-level: low}\n")
    head = "---\nstatus: implemented\nrole: Ops\nparameters: {CM-8(b): monthly}\n"
    (root / "narratives/CM-8.md").write_text(f"{head}approver: Ada\ndate: 2026-02-01\n---\n## Part a\n\nx\n")
    (root / "narratives/AC-3.md").write_text("---\nreviewed-by: Ada\n---\nx\n")
    (root / "narratives/plan").mkdir()
    (root / "narratives/plan/network.md").write_text("---\napprover: Ada\ndate: 2026-02-01\n---\nOne network.\n")
    (root / "narratives/SC-7.md").write_text("---\napprover: Ada\n---\n## Part a\n\nx\n")
    return root


def test_counts_add_up_and_each_part_is_counted_once() -> None:
    parts = [
        PartState(control="CM-8", letter="a", state=AnswerProgress.APPROVED),
        PartState(control="CM-8", letter="b", state=AnswerProgress.MISSING),
        PartState(control="AC-3", letter="", state=AnswerProgress.WRITTEN),
    ]
    cm, ac, every = tallies(parts)
    assert [(one.family, one.controls, one.parts) for one in (cm, ac, every)] == [("CM", 1, 2), ("AC", 1, 1), ("", 2, 3)]
    assert every.count(AnswerProgress.APPROVED, AnswerProgress.WRITTEN) == 2
    assert sum(number for _, number in every.states) == 3


def test_every_family_and_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(workspace(tmp_path / "w")), "--as-of", "2026-03-01", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    by_family = {row["family"]: row for row in rows}
    assert len(rows) == 19
    for row in rows:
        assert row["parts"] == sum(row[state.value] for state in AnswerProgress)
    every, cm = by_family["all"], by_family["CM"]
    front = every["front_matter"]
    assert front["stated"] == 2 < front["places"], "the impact level and the network"
    assert every["plan_texts"] == {"narratives/plan/network.md": "approved"}
    assert "plan.package-id" in front["missing"]
    assert (every["approved"], every["reviewed"], every["written"]) == (1, 1, 1)
    assert every["parts"] == sum(row["parts"] for row in rows if row["family"] != "all")
    assert (cm["approved"], cm["statuses"], cm["roles"], cm["parameters"]) == (1, 1, 1, 1)
    assert "CM-8(b)" in cm["parts_missing"]
    assert "CM-8(a)" not in cm["parts_missing"]


def test_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(workspace(tmp_path / "w")), "--as-of", "2026-03-01"]) == 0
    said = capsys.readouterr().out
    assert "Shop, FedRAMP Rev5 Low, as of 2026-03-01: 162 controls" in said
    (header,) = (line for line in said.splitlines() if line.startswith("Family"))
    assert header.split("  ", 1)[1].split() == (
        "Controls Parts Approved Reviewed Written Drafted from evidence Not started".split()
    ), "each state by its name"
    assert "CM Configuration Management" in said
    assert "values in system.yaml are stated.\n  Not stated: parties (role prepared-by)" in said
    assert "Texts of the plan: narratives/plan/network.md (approved)" in said
    assert "narratives/SC-7.md: it stays a draft although it names an approver: it names an approver and no date" in said


def test_a_draft_of_evidence_is_generated(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(SAMPLE), "--as-of", "2026-11-20", "--json"]) == 0
    rows = {row["family"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert rows["CA"]["parts_generated"] == ["CA-2(d)"]
    assert (rows["RA"]["approved"], rows["AC"]["reviewed"], rows["PE"]["written"]) == (7, 3, 7)


def test_a_mistake_in_a_narrative_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace(tmp_path / "w")
    (root / "narratives/SC-39.md").write_text("# Title\n")
    assert main(["status", str(root)]) == 2
    assert "SC-39.md, line 1" in capsys.readouterr().err
