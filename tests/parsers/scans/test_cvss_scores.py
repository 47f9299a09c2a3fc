"""CVSS vectors in all the ways they are written, against the library of FIRST's reference rules."""

from pathlib import Path

import cvss
import pytest
from prerequisites import needs, shared
from scan_reading import EVIDENCE

from generator.errors import ParseError
from generator.model.scan import Cvss, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.cvss_scores import scores
from generator.parsers.scans.registry import SCANS

_V2, _V3 = "AV:N/AC:L/Au:N/C:P/I:P/A:P", "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
_V4 = "AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
_RULES = {"2": cvss.CVSS2, "3": cvss.CVSS3, "4": cvss.CVSS4}
_DATA = Path(__file__).parent / "testdata"
_REAL = shared("cases/scans")


@pytest.mark.parametrize(
    ("told", "text", "expected"),
    [
        ("2.0", _V2, ("2.0", _V2)),
        ("2.0", f"({_V2})", ("2.0", _V2)),
        ("2.0", f"CVSS:2.0/{_V2}", ("2.0", _V2)),
        ("3.0", f"CVSS2#{_V2}", ("2.0", _V2)),
        ("3.1", _V2, ("2.0", _V2)),
        ("2", f" {_V2}/E:U/RL:OF/RC:C ", ("2.0", f"{_V2}/E:U/RL:OF/RC:C")),
        ("3.1", f"CVSS:3.0/{_V3}", ("3.0", f"CVSS:3.0/{_V3}")),
        ("2.0", f"CVSS:3.1/{_V3}", ("3.1", f"CVSS:3.1/{_V3}")),
        ("3.1", _V3, ("3.1", f"CVSS:3.1/{_V3}")),
        ("3.0", f"({_V3})", ("3.0", f"CVSS:3.0/{_V3}")),
        ("2.0", _V3, ("3.0", f"CVSS:3.0/{_V3}")),
        ("3", f"CVSS3#{_V3}", ("3.0", f"CVSS:3.0/{_V3}")),
        ("", f"CVSS:{_V3}", ("3.0", f"CVSS:3.0/{_V3}")),
        ("3.1", f"CVSS:4.0/{_V4}", ("4.0", f"CVSS:4.0/{_V4}")),
        ("4.0", _V4, ("4.0", f"CVSS:4.0/{_V4}")),
        ("3.1", _V4, ("4.0", f"CVSS:4.0/{_V4}")),
    ],
)
def test_version_and_vector(told: str, text: str, expected: tuple[str, str]) -> None:
    (found,) = scores([("nvd", told, text, 7.5)])
    assert (found.version, found.vector) == expected
    assert _is_valid(found)


@pytest.mark.parametrize(
    ("told", "text"), [("3.1", "none"), ("2.0", "CVSS:9.1/AV:N/AC:L"), ("3.1", "CVSS:3.1/"), ("3.0", "not a vector (yet)")]
)
def test_what_is_no_vector_stays_as_it_was_written(told: str, text: str) -> None:
    assert scores([("nvd", told, text, 7.5)]) == (Cvss(source="nvd", version=told, vector=text, score=7.5),)


@pytest.mark.parametrize(("score", "vector"), [(0.0, ""), (-1.0, None), (11.0, ""), (float("nan"), " "), (None, "")])
def test_placeholders_are_no_scores(score: float | None, vector: str | None) -> None:
    assert scores([("nvd", "3.1", vector, score)]) == ()


def test_a_score_of_nought_with_a_vector_is_a_score() -> None:
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"
    assert scores([("nvd", "3.1", vector, 0.0)]) == (Cvss(source="nvd", version="3.1", vector=vector, score=0.0),)


_FILES = [path for path in sorted(_DATA.glob("*/*")) if not path.name.endswith(".expected.json")]


def test_every_vector_of_every_format_is_valid_and_of_its_version() -> None:
    found = [(path, one) for path in _FILES for one in _scores(path)]
    assert len(found) > 100
    assert {one.version for _, one in found if one.vector} == {"2.0", "3.0", "3.1", "4.0"}
    assert [(path.parent.name, one.vector) for path, one in found if one.vector and not _is_valid(one)] == []


@needs(_REAL)
def test_every_real_vector_is_valid_and_of_its_version() -> None:
    found = [(path, one) for path in sorted(_REAL.glob("*/*")) for one in _scores(path)]
    assert len(found) > 1000
    assert {(path.name, (one.vector or "")[:9]) for path, one in found if one.vector and not _is_valid(one)} == _INVENTED


_INVENTED = {("missing_account_id.json", "CVSS:9.1/"), ("issue_10956.json", "CVSS:9.1/")}
"""Vectors that somebody made up: there is no such version."""


def _scores(path: Path) -> list[Cvss]:
    document = Document(path.name, path.read_bytes())
    try:
        parser = next((parser for parser in SCANS if parser.recognizes(document)), None)
        snapshot = parser.parse(document, EVIDENCE) if parser else None
    except ParseError:
        return []
    return [one for sighting in snapshot.results for one in sighting.cvss] if isinstance(snapshot, ScanSnapshot) else []


def _is_valid(score: Cvss) -> bool:
    """Does the library take it, and does the vector say the version that is recorded?"""
    vector = score.vector or ""
    try:
        _RULES[score.version[:1]](vector)
    except cvss.exceptions.CVSSError:
        return False
    return score.version == "2.0" if not vector.startswith("CVSS:") else vector.startswith(f"CVSS:{score.version}/")


def test_a_score_reads_alike_whatever_was_read_before() -> None:
    """Equal numbers share what is kept of them: minus zero and whole numbers must not show through."""
    assert [repr(scores([("zero", "3.1", _V3, score)])[0].score) for score in (-0.0, 0.0)] == ["0.0", "0.0"]
