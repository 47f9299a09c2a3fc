"""Two decisions of one kind about one item: what stands."""

import pytest

from generator.ledger.asset_states import Detector
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.deviation_scope import both, without
from generator.model.identifiers import AssetId
from generator.model.rating import Rating
from tests.evaluation.items_made import item

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


def test_without_an_asset_each_detector_keeps_those_that_it_sees() -> None:
    on_two = Detector(scanner="Trivy", identifier="CVE-1", assets=(AssetId("a"), AssetId("b")))
    on_one, on_all = (
        Detector(scanner="Grype", identifier="CVE-1", assets=(AssetId("c"),)),
        Detector(scanner="X", identifier="CVE-1"),
    )
    left = without(item("a", "b", "c").seen_by((on_two, on_one, on_all)), {AssetId("b")})
    assert [asset.asset_id for asset in left.assets] == ["a", "c"]
    assert {row.scanner: row.assets for row in left.found_by} == {"Trivy": ("a",), "Grype": ("c",), "X": ()}
    last = without(left, {AssetId("c")})
    assert {row.scanner: row.assets for row in last.found_by} == {"Trivy": (), "X": ()}, "one that sees nothing is none of them"
