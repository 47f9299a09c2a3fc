"""`atopack check --json` prints each indicator as a requirement: methods, evidence by hash, and who states what."""

import hashlib
import json
from pathlib import Path

import pytest
from three_months import CART, Months, pods, trivy

from generator.cli.main import main
from generator.frameworks.fedramp_20x import indicators

STATED = """
- id: KSI-CED-RAT
  status: partial
  implementation: Everybody is trained each year.
  by: A. Lovelace
  role: ISSO
  date: 2026-02-01
  reviews:
    - {what: How effective the training is, by: A. Lovelace, role: ISSO, date: 2026-02-01, every-months: 12}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = Months(tmp_path, None)
    pods(made.root, "2026-02-27", [CART])
    trivy(made.root, "2026-02-26", CART, {"CVE-1": "LOW"})
    (made.root / "decisions").mkdir(exist_ok=True)
    (made.root / "decisions/indicators.yaml").write_text(STATED)
    return made.root


def lines(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    main(["check", str(root), "--as-of", "2026-02-28", "--json", "--fail-on", "none"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {row["id"]: row for row in rows if row["kind"] == "requirement"}


def test_nothing_of_it_where_the_system_does_not_go_for_20x(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not [name for name in lines(root, capsys) if name.startswith("KSI-")]


def test_each_indicator_is_a_requirement_with_the_verdicts_of_its_methods(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / "system.yaml"
    file.write_text(file.read_text() + "\nframeworks: [fedramp-20x]\nclass: c\n")
    rows = lines(root, capsys)
    assert [name for name in rows if name.startswith("KSI-")] == [each.id for each in indicators()]
    monitored = rows["KSI-SCR-MON"]
    for method in monitored["methods"]:
        if method["kind"] == "requirement":
            theirs = {subject["name"]: subject["verdict"] for subject in rows[method["name"]]["subjects"]}
            prefix = f"{method['name']}: "
            ours = {
                subject["name"].removeprefix(prefix): subject["verdict"]
                for subject in monitored["subjects"]
                if subject["name"].startswith(prefix)
            }
            assert ours == theirs, method["name"]
    assert monitored["methods_required"] == 2
    assert any(method["subjects"] for method in monitored["methods"])
    assert monitored["evidence"]
    for each in monitored["evidence"]:
        assert each["sha256"] == hashlib.sha256((root / each["path"]).read_bytes()).hexdigest()
    stated = rows["KSI-CED-RAT"]
    assert (stated["status"], stated["stated"][0]["by"]) == ("Partially Implemented", "A. Lovelace")
    assert {subject["certainty"] for subject in stated["subjects"]} == {"stated"}
