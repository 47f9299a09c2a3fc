"""What `atopack diff --drafts` leaves for people to complete: entries of changes, and what a notification still lacks."""

from datetime import date
from pathlib import Path

from generator.difference.comparison import PackageDifference
from generator.difference.item_changes import item_changes
from generator.difference.part_changes import ChangeKind, SystemChange
from generator.difference.sides import PackageSide
from generator.pipeline.change_drafts import drafts
from generator.workspace.folder import Workspace

OLD, NEW = date(2026, 8, 20), date(2026, 11, 20)
CHANGES = (
    SystemChange(kind=ChangeKind.EXTERNAL_CAME, subject='Mail "new"'),
    SystemChange(kind=ChangeKind.IMAGE_VERSION, subject="reg/cart", detail="1 → 2"),
    SystemChange(kind=ChangeKind.IMAGE_VERSION, subject="reg/web", detail="1 → 2"),
)


def test_changes_that_nobody_classified_are_entries_to_complete(tmp_path: Path) -> None:
    (tmp_path / "decisions").mkdir()
    (tmp_path / "system.yaml").write_text("system: {id: shop, name: Shop}\n")
    (tmp_path / "decisions/significant-changes.yaml").write_text(
        '- changes: ["*reg/web"]\n  type: adaptive\n  description: A web page.\n- changes: [gone]\n  type: routine\n'
    )
    sides = [PackageSide(path=day.isoformat(), as_of=day, items=(), parts=None, flows=None) for day in (OLD, NEW)]
    none = item_changes((), (), NEW)
    difference = PackageDifference(old=sides[0], new=sides[1], items=none, changes=CHANGES, not_compared=())
    made = drafts(difference, Workspace.open(tmp_path))
    assert sorted(made.files) == [
        "ongoing-certification-report.html",
        "ongoing-certification-report.json",
        "significant-change-01.json",
        "significant-changes.html",
        "significant-changes.yaml",
    ]
    assert made.files["significant-changes.yaml"].decode().splitlines()[2:] == [
        '- changes: ["external service came: Mail \\"new\\""]',
        "  type:",
        '- changes: ["image version changed: reg/cart"]  # 1 → 2',
        "  type:",
    ]
    assert made.notes[:3] == (
        "2 changes are not classified yet: significant-changes.yaml lists them",
        "decisions/significant-changes.yaml, line 1: the notification lacks explanation, reason, customer-impact, plan, "
        "controls, impact-analysis, approver",
        "decisions/significant-changes.yaml, line 4: no change of this difference is meant",
    )
