"""What the goldens of STIG checklists show only in passing, said in words. Both files say the same, so both are asked."""

from pathlib import Path

import pytest
from scan_reading import EVIDENCE, read

from generator.errors import ParseError
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetResult
from generator.parsers.document import Document
from generator.parsers.scans import stig_ckl

_DATA = Path(__file__).parent / "testdata"
_FILES = {"stig-ckl": "ckl", "stig-cklb": "cklb"}
_both = pytest.mark.parametrize("member", _FILES)


def _read(member: str, name: str) -> ScanSnapshot:
    found, snapshot = read("a", (_DATA / member / f"{name}.{_FILES[member]}").read_bytes())
    assert found == member
    return snapshot


def _by_status(snapshot: ScanSnapshot) -> dict[tuple[str, str], TargetResult]:
    return {(sighting.identifier, sighting.native_status.lower()): sighting for sighting in snapshot.results}


@_both
def test_both_files_hold_the_same_weaknesses(member: str) -> None:
    snapshot = _read(member, "many")
    assert snapshot.scanner.name == "STIG checklist"
    assert {sighting.kind for sighting in snapshot.results} == {ResultKind.MISCONFIGURATION}
    found = {(s.identifier, s.disposition) for s in snapshot.results}
    for number, disposition in enumerate(
        (
            Disposition.OPEN,
            Disposition.PASSED,
            Disposition.NOT_APPLICABLE,
            Disposition.MANUAL,
            Disposition.OPEN,
            Disposition.OPEN,
            Disposition.OPEN,
        ),
        1,
    ):
        assert (f"SV-90000{number}r1_rule", disposition) in found


@_both
@pytest.mark.parametrize(("number", "severity", "was"), [(5, Severity.LOW, "medium"), (6, Severity.HIGH, "low")])
def test_an_overridden_severity_counts(member: str, number: int, severity: Severity, was: str) -> None:
    found = _by_status(_read(member, "many"))[f"SV-90000{number}r1_rule", "open"]
    assert (found.severity, found.native_severity) == (severity, severity.value)
    assert f"Severity changed from {was} to {severity.value}" in found.description


@_both
def test_an_override_says_why(member: str) -> None:
    found = _by_status(_read(member, "many"))["SV-900005r1_rule", "open"]
    assert found.description.endswith("there is no money in it")


@_both
def test_words_nobody_knows_stay_open_and_unknown(member: str) -> None:
    found = _by_status(_read(member, "many"))["SV-900007r1_rule", "disputed"]
    assert (found.disposition, found.severity) == (Disposition.OPEN, Severity.UNKNOWN)


@_both
def test_other_names_are_kept(member: str) -> None:
    found = _by_status(_read(member, "many"))["SV-900001r1_rule", "open"]
    assert {"V-1", "V-900001"} < set(found.aliases)


@_both
def test_a_rule_with_two_verdicts_keeps_both(member: str) -> None:
    snapshot = _read(member, "many")
    verdicts = {s.disposition for s in snapshot.results if s.identifier == "SV-900001r1_rule"}
    assert verdicts == {Disposition.OPEN, Disposition.PASSED}
    assert snapshot.tally.duplicates == 1


@pytest.mark.parametrize(
    ("member", "name"),
    [("stig-ckl", "nothing_reviewed"), ("stig-cklb", "evaluated"), ("stig-ckl", "empty"), ("stig-cklb", "empty")],
)
def test_an_unreviewed_checklist_shows_nothing(member: str, name: str) -> None:
    snapshot = _read(member, name)
    assert not snapshot.assessed
    assert snapshot.not_assessed_because


def test_a_checklist_without_a_host_names_no_target() -> None:
    (target,) = _read("stig-ckl", "nothing_reviewed").targets
    assert not target.named


def test_entities_are_refused() -> None:
    raw = b'<!DOCTYPE CHECKLIST [<!ENTITY a "a">]><CHECKLIST><ASSET><HOST_NAME>&a;</HOST_NAME></ASSET></CHECKLIST>'
    assert not stig_ckl.recognizes(Document("a.ckl", raw))
    with pytest.raises(ParseError, match="entities"):
        stig_ckl.parse(Document("a.ckl", raw), EVIDENCE)


@pytest.mark.parametrize(
    "raw",
    [
        b"<CHECKLISTS/>",
        b'{"target_data": {}}',
        b'{"stigs": []}',
        b'[{"target_data": {}, "stigs": []}]',
    ],
)
def test_other_files_are_left_alone(raw: bytes) -> None:
    with pytest.raises(StopIteration):
        read("a.ckl", raw)
