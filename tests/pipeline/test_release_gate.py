"""`--final` asks for approved answers: refused by family while one control of the baseline is not approved."""

from datetime import date
from pathlib import Path

import pytest
from approved_narratives import HEAD, approve_all

from generator.errors import ConfigError
from generator.pipeline.release_gate import refuse_draft
from generator.pipeline.stages import build, rendered
from generator.workspace.folder import Workspace

AS_OF = date(2026, 11, 20)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "system.yaml").write_text("system: {id: shop, name: Shop, impact-level: low}\n")
    return root


def _final(workspace: Path) -> None:
    build(Workspace.open(workspace), workspace.parent / "out", AS_OF, lambda *_: None, final=True)


def test_controls_that_nobody_approved_are_listed_by_family(workspace: Path) -> None:
    approve_all(workspace, "low", but=frozenset({"AC-2", "CM-8", "CM-9"}))
    (workspace / "narratives/AC-3.md").write_text("It is done.\n")
    (workspace / "narratives/AC-7.md").write_text(HEAD.replace("date: 2026-02-01\n", "") + "## Part a\nx\n## Part b\nx\n")
    with pytest.raises(ConfigError) as caught:
        _final(workspace)
    assert caught.value.exit_code == 2
    assert "4 controls of the baseline are not approved" in caught.value.what
    assert "Access Control: AC-2, AC-3 and AC-7" in caught.value.what, "a draft, and an approver without a day"
    assert "Configuration Management: CM-8" in caught.value.what
    assert "CM-9" not in caught.value.what, "it is in no Low baseline"
    assert not (workspace.parent / "out").exists()


def test_many_controls_of_a_family_are_counted(workspace: Path) -> None:
    with pytest.raises(ConfigError, match=r"AC-1, AC-2, AC-3, AC-7, AC-8 and \d+ more"):
        _final(workspace)


def test_when_all_are_approved_it_is_final(workspace: Path) -> None:
    approve_all(workspace, "low")
    _final(workspace)
    assert (workspace.parent / "out/shop/manifest.json").is_file()


def test_a_text_of_the_plan_is_approved_as_well(workspace: Path) -> None:
    approve_all(workspace, "low")
    (workspace / "narratives/plan").mkdir()
    (workspace / "narratives/plan/network.md").write_text("One network.\n")
    with pytest.raises(ConfigError, match="1 text of the plan is not approved") as caught:
        _final(workspace)
    assert "narratives/plan/network.md" in caught.value.what


def test_a_delivery_without_the_plan_does_not_ask_for_it(workspace: Path) -> None:
    package = rendered(Workspace.open(workspace), AS_OF, lambda *_: None).package
    with pytest.raises(ConfigError):
        refuse_draft(package, plan=True)
    refuse_draft(package, plan=False)
