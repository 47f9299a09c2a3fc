"""What people state of detection and response, beside the evidence."""

from datetime import date

import pytest

from generator.checks.assets import asset_scan_too_old
from generator.model.evaluation import ItemEvaluation
from generator.model.evidence import GapKind
from generator.model.requirement import RequirementStatement
from generator.pipeline.stated_requirements import not_shown
from tests.checks.assets.scanned import state
from tests.checks.assets.test_monthly_assets import host
from tests.facts.assets_made import cluster, node
from tests.facts.scans_made import day

_OLD, _NODE = asset_scan_too_old.CHECK, cluster("prod", node("node-a", "10.0.0.1"))


def stated(rule: str, status: str | None = "Implemented") -> RequirementStatement:
    return RequirementStatement(id=rule, status=status, implementation=("Every night.",), validation=(), assessment=())


def evaluation(*, overdue: bool | None, is_open: bool = True) -> ItemEvaluation:
    return ItemEvaluation(poam_id="V-1", evaluate_by=date(2026, 11, 6), overdue=overdue, is_open=is_open)


@pytest.mark.parametrize(
    ("posture", "kind"),
    [
        (state(_OLD, _NODE, host("s/1.json")), None),
        (state(_OLD, _NODE, host("s/1.json", day(1, 9))), GapKind.CONTRADICTED),
        (state(_OLD, _NODE), GapKind.UNDECIDED),
        (state(_OLD), GapKind.UNDECIDED),
    ],
)
def test_detection_is_compared_with_the_verdicts_on_scans(posture: object, kind: GapKind | None) -> None:
    gaps = list(not_shown([stated("VDR-CSO-DET")], [posture], ()))  # type: ignore[list-item]
    assert [gap.kind for gap in gaps] == ([kind] if kind else [])
    assert all(posture.summary in gap.reason for gap in gaps)  # type: ignore[attr-defined]
    assert not list(not_shown([stated("VDR-CSO-DET", "Partially Implemented")], [posture], ()))  # type: ignore[list-item]


def test_response_is_compared_with_what_is_overdue() -> None:
    def kinds(*evaluations: ItemEvaluation) -> list[GapKind]:
        return [gap.kind for gap in not_shown([stated("VDR-CSO-RES")], (), evaluations)]

    assert kinds(evaluation(overdue=False), evaluation(overdue=True, is_open=False)) == []
    assert kinds(evaluation(overdue=True), evaluation(overdue=None)) == [GapKind.CONTRADICTED, GapKind.UNDECIDED]
