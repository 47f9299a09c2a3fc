"""The qualitative severity rating scale at its bounds."""

import pytest

from generator.model.scan import Severity
from generator.parsers.scans.severity import band


@pytest.mark.parametrize(
    ("score", "severity"),
    [
        (0.05, Severity.LOW),
        (0.1, Severity.LOW),
        (3.9, Severity.LOW),
        (4.0, Severity.MODERATE),
        (6.9, Severity.MODERATE),
        (7.0, Severity.HIGH),
        (8.9, Severity.HIGH),
        (9.0, Severity.CRITICAL),
        (10.0, Severity.CRITICAL),
    ],
)
@pytest.mark.parametrize("version", ["3.0", "3.1", "4.0"])
def test_a_score_on_a_bound_belongs_to_the_band_above_it(version: str, score: float, severity: Severity) -> None:
    assert band(score, version) is severity


@pytest.mark.parametrize(
    ("score", "severity"),
    [(3.9, Severity.LOW), (4.0, Severity.MODERATE), (7.0, Severity.HIGH), (9.0, Severity.HIGH), (10.0, Severity.HIGH)],
)
def test_version_2_knows_nothing_above_high(score: float, severity: Severity) -> None:
    assert band(score, "2.0") is severity


@pytest.mark.parametrize("score", [None, 0.0, -1.0, 10.1, float("nan")])
def test_no_score_and_one_off_the_scale_are_unknown(score: float | None) -> None:
    assert band(score) is Severity.UNKNOWN
