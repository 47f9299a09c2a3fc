"""Two decisions of one kind about one item: what stands."""

import pytest

from generator.ledger.asset_states import Detector
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.deviation_scope import both
from generator.model.rating import Rating

APPROVED, PENDING, DENIED = DeviationStatus.APPROVED, DeviationStatus.PENDING, DeviationStatus.DENIED
LOW, MODERATE = Rating.LOW, Rating.MODERATE
TRIVY, GRYPE = (Detector(scanner=name, identifier="CVE-1") for name in ("Trivy", "Grype"))


def adjustment(standing: DeviationStatus, adjusted: Rating | None, *scope: Detector) -> Deviation:
    return Deviation(kind=DeviationKind.RISK_ADJUSTMENT, standing=standing, adjusted=adjusted, scope=scope)


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        pytest.param((APPROVED, LOW), (APPROVED, MODERATE), "second", id="the stricter of two approvals"),
        pytest.param((APPROVED, MODERATE), (APPROVED, LOW), "first", id="whichever comes first"),
        pytest.param((PENDING, LOW), (APPROVED, LOW), "second", id="an approval before what is asked"),
        pytest.param((APPROVED, LOW), (DENIED, MODERATE), "first", id="and before a refusal of the other part"),
        pytest.param((PENDING, LOW), (PENDING, MODERATE), "first", id="of two that are asked the first"),
        pytest.param((PENDING, LOW), (DENIED, MODERATE), "first", id="no approval at all"),
    ],
)
def test_where_two_differ_one_stands_for_its_own_part(
    first: tuple[DeviationStatus, Rating], second: tuple[DeviationStatus, Rating], stands: str
) -> None:
    rows = {"first": adjustment(*first, TRIVY), "second": adjustment(*second, GRYPE)}
    assert both(rows["first"], rows["second"]) == rows[stands]


def test_where_two_agree_both_parts_are_covered_once() -> None:
    one, two = adjustment(APPROVED, LOW, TRIVY), adjustment(APPROVED, LOW, TRIVY, GRYPE)
    assert both(one, two).scope == (TRIVY, GRYPE)
    assert both(None, two) == two
