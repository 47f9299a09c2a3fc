"""Vectors: parsed, computed from, and held against the score beside them."""

import pytest

from generator.ledger.cvss_vectors import Vectors
from tests.ledger.weaknesses_made import cvss

V3 = "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
V2 = "AV:N/AC:L/Au:N/C:P/I:P/A:P"


@pytest.mark.parametrize(
    ("version", "vector", "score"),
    [
        ("3.1", f"CVSS:3.1/{V3}", 9.8),
        ("3.0", f"CVSS:3.0/{V3}", 9.8),
        ("3.1", V3, 9.8),
        ("", f"CVSS:3.1/{V3}", 9.8),
        ("4.0", V4, 9.3),
        ("2.0", V2, 7.5),
        ("2.0", f"({V2})", 7.5),
        ("2.0", f"CVSS2#{V2}", 7.5),
        ("2.0", f"CVSS:2.0/{V2}", 7.5),
        ("3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", None),
    ],
)
def test_a_score_is_computed_where_it_is_missing(version: str, vector: str, score: float | None) -> None:
    vectors = Vectors()
    assert vectors.score(cvss("nvd", version, None, vector)) == score
    assert vectors.fault(cvss("nvd", version, None, vector)) == ""


@pytest.mark.parametrize(
    "vector",
    ["x", "CVSS:3.1/", "CVSS:9.9/AV:N", f"CVSS:3.1/{V3}/AV:N", f"CVSS:3.1/{V3}/" + "x" * 600, "\x00", "CVSS:3.1/AV:\ud800"],
)
def test_a_vector_that_does_not_parse_is_told_and_its_score_stays(vector: str) -> None:
    vectors, one = Vectors(), cvss("nvd", "3.1", 5.0, vector)
    assert vectors.score(one) == 5.0
    assert vectors.score(cvss("nvd", "3.1", None, vector)) is None
    assert "cannot be parsed" in vectors.fault(one)
    assert len(vectors.fault(one)) < 200


def test_rounding_and_temporal_scores_fit() -> None:
    vectors = Vectors()
    assert vectors.fault(cvss("nvd", "3.1", 9.7, f"CVSS:3.1/{V3}")) == ""
    assert "does not fit" in vectors.fault(cvss("nvd", "3.1", 9.6, f"CVSS:3.1/{V3}"))
    assert vectors.fault(cvss("nvd", "3.1", 5.0, f"CVSS:3.1/{V3}/E:P/RL:O")) == (
        "The CVSS v3.1 base score 5.0 that NVD gives does not fit its vector, which makes 9.8."
    )
    assert vectors.fault(cvss("nvd", "3.1", 8.9, f"CVSS:3.1/{V3}/E:P/RL:O")) == ""
    assert vectors.fault(cvss("nvd", "3.1", 8.0)) == ""
    threat = f"{V4}/E:U"
    assert vectors.score(cvss("nvd", "4.0", None, threat)) == 9.3, "the base score"
    assert vectors.fault(cvss("nvd", "4.0", 9.3, threat)) == ""
    assert vectors.fault(cvss("nvd", "4.0", 8.1, threat)) == ""
    assert vectors.fault(cvss("nvd", "4.0", 5.0, threat)) == (
        "The CVSS v4.0 base score 5.0 that NVD gives does not fit its vector, which makes 9.3."
    )
