"""Approved scanner configurations: what the file may say, and what it is told when it is wrong."""

from datetime import date

import pytest
from replacing import replace

from generator.errors import ConfigError
from generator.facts.scan_configurations import read_configurations
from generator.model.evidence import GapKind
from tests.facts.scans_made import day, scan

AS_OF = date(2026, 11, 20)
A, B = "a" * 64, "b" * 64
BY = "approved-by: Ada, approved: 2026-03-02"


def missing(_: str) -> str:
    raise ConfigError("it is not there", next_step="copy it")


def configurations(text: str, **more: object) -> list[tuple[str, str]]:
    found, _ = read_configurations(text, as_of=AS_OF, **{"checksum": {"decisions/grype.yaml": B}.__getitem__, **more})  # type: ignore[arg-type]
    return [(one.scanner, one.sha256) for one in found]


def test_a_checksum_a_file_and_a_scan_made_with_it() -> None:
    made = replace(scan("evidence/s.nessus", "h", [], day(1)), configuration="c" * 64)
    text = f"""
- {{scanner: Trivy, sha256: "SHA256:{A.upper()}", {BY}}}
- {{scanner: Grype, file: decisions/grype.yaml, {BY}, note: the first}}
- {{scanner: Nessus, file: evidence/s.nessus, {BY}}}
"""
    assert configurations(text, scans=[made]) == [("Trivy", A), ("Grype", B), ("Nessus", "c" * 64)]


def test_a_result_that_does_not_carry_its_configuration_approves_nothing() -> None:
    text = f"\n- {{scanner: Trivy, file: evidence/s.json, {BY}}}"
    checksum = {"evidence/s.json": A}.__getitem__
    approved, (gap,) = read_configurations(
        text, as_of=AS_OF, checksum=checksum, scans=[scan("evidence/s.json", "h", [], day(1))]
    )
    assert approved == ()
    assert (gap.kind, gap.place) == (GapKind.UNDECIDED, "line 2")
    assert "`evidence/s.json` is the result of a scan" in gap.reason
    (kept,), _ = read_configurations(text, as_of=AS_OF, checksum=checksum)
    assert kept.place == "decisions/scan-configurations.yaml, line 2"


def test_an_empty_file_approves_nothing_and_a_later_approval_does_not_count_yet() -> None:
    assert configurations("") == []
    assert configurations(f"- {{scanner: Trivy, sha256: {A}, approved-by: Ada, approved: 2026-11-21}}") == []


def test_a_later_approval_is_a_gap() -> None:
    text = f"\n- {{scanner: Trivy, sha256: {A}, approved-by: Ada, approved: 2026-11-21}}"
    _, (gap,) = read_configurations(text, as_of=AS_OF, checksum=missing)
    assert (gap.kind, gap.path, gap.place) == (GapKind.LATER, "decisions/scan-configurations.yaml", "line 2")
    assert "Ada is named as approver of a configuration of Trivy on 2026-11-21" in gap.reason


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        (f"- {{scanner: Trivy, sha256: {A}}}", "approved", 1),
        (f"\n- scanner: Trivy\n  sha: {A}\n  approved-by: Ada\n  approved: 2026-03-02", "`sha` is not a known key", 3),
        (f"- {{scanner: Trivy, {BY}}}", "which configuration", 1),
        (f"- {{scanner: Trivy, sha256: {A}, file: x, {BY}}}", "which configuration", 1),
        (f"- {{scanner: Trivy, sha256: abc, {BY}}}", "`abc` is not a SHA-256", 1),
        (f"- {{scanner: ' ', sha256: {A}, {BY}}}", "empty", 1),
        (f"- {{scanner: Trivy, sha256: {A}, approved-by: '', approved: 2026-03-02}}", "empty", 1),
        (
            f"- {{scanner: Trivy, sha256: {A}, approved-by: Ada, approved: yesterday}}",
            "must be a day like 2026-11-20; found `yesterday`",
            1,
        ),
        (f"- {{scanner: Trivy, file: gone.yaml, {BY}}}", "it is not there", 1),
        ("scanner: Trivy", "must be a list", 1),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, what: str, line: int) -> None:
    with pytest.raises(ConfigError) as caught:
        configurations(text, checksum=missing)
    assert what in caught.value.what
    assert f"line {line}" in caught.value.where
    assert "scan-configurations.yaml" in caught.value.where
