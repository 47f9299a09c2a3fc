"""`atopack check --fail-on`: which discrepancies make a pipeline stop, and what is printed for people."""

from pathlib import Path

import pytest
from discrepancies import REQUIREMENTS, fails, waiver

from generator.checks.causes import discrepancies
from generator.checks.waivers import waive
from generator.cli.check import counts
from generator.cli.main import main
from generator.cli.report_lines import discrepancy_counts
from generator.model.scan import Severity

AS_OF = "2026-03-01"
_PODS = """apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  template:
    spec:
      containers: [{name: cart, image: "registry.example/cart:1"}]
"""
_DRAWING = "flowchart LR\n  Till --> Web\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Nothing in it is worse than moderate."""
    assert main(["init", str(tmp_path / "shop")]) == 0
    (tmp_path / "shop" / "evidence" / "cluster").mkdir(parents=True, exist_ok=True)
    (tmp_path / "shop" / "evidence" / "cluster" / "cart.yaml").write_text(_PODS)
    (tmp_path / "shop" / "diagrams" / "boundary.mmd").write_text(_DRAWING)
    return tmp_path / "shop"


@pytest.mark.parametrize(
    ("fail_on", "code"), [("critical", 0), ("high", 0), ("moderate", 1), ("low", 1), ("none", 0), (None, 1)]
)
def test_the_exit_code_is_about_discrepancies_of_that_severity_and_above(shop: Path, fail_on: str | None, code: int) -> None:
    option = ["--fail-on", fail_on] if fail_on else []
    assert main(["check", str(shop), "--as-of", AS_OF, *option]) == code


def test_another_word_is_an_error_that_names_those_there_are(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", str(shop), "--fail-on", "medium"])
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert "medium" in told
    assert all(word in told for word in ("critical", "high", "moderate", "low", "none"))


def test_what_is_waived_counts_for_nothing(shop: Path) -> None:
    waivers = "\n".join(
        f'- {{check: {check}, subject: "*", reason: known, owner: A. Lovelace, expires: 2027-01-01}}' for check in REQUIREMENTS
    )
    (shop / "decisions").mkdir(exist_ok=True)
    (shop / "decisions" / "waivers.yaml").write_text(waivers)
    assert main(["check", str(shop), "--as-of", AS_OF]) == 0


def test_people_see_severity_subjects_and_what_follows(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(shop), "--as-of", AS_OF]) == 1
    told = capsys.readouterr().out
    assert "  - moderate: Deployment cart is declared but is not drawn" in told
    assert "      follows from it, inventory-not-drawn (1): registry.example/cart:1" in told
    assert f"      next: {REQUIREMENTS['running-not-drawn'].fix}" in told


def test_counts_are_by_severity_and_name_what_is_waived() -> None:
    subjects = [fails("image-never-scanned", "a", severity=Severity.HIGH), fails("running-not-drawn", "b")]
    subjects += [fails("flow-not-drawn", name) for name in ("c", "d")]
    marked, _ = waive(subjects, [waiver("flow-not-drawn", "d")], known=REQUIREMENTS, as_of=waiver("x", "y").expires)
    rows = discrepancies(marked, REQUIREMENTS)
    counted = "4 discrepancies between scans, diagrams and inventory (1 high, 1 moderate, 1 low, 1 waived; 4 subjects; "
    assert discrepancy_counts(rows, 9).startswith(counted)
    assert [counts(row, "moderate") for row in rows] == [True, True, False, False]


def test_what_is_drawn_and_resembles_nothing_is_named_of_pages_about_the_system(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "diagrams" / "boundary.mmd").write_text("flowchart LR\n  Cart --> Ledger\n  Cart --> Archive\n")
    (shop / "diagrams" / "login.mmd").write_text("flowchart LR\n  Ask --> Verify\n")
    main(["check", str(shop), "--as-of", AS_OF])
    printed = capsys.readouterr().out
    assert "Drawn, and nothing that was collected stands for it:\n  - Archive and Ledger\n" in printed
    assert "Verify" not in printed
