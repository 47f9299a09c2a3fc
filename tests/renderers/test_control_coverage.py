"""Which controls scanners exercised: by their own references, by our mapping where there are none, and what is open."""

from replacing import replace
from test_report_sections import said
from workbook_story import SCAN_FILE, package, weakness

from generator.facts.quality import _exercised
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import control_ids
from generator.model.quality import ControlExercise, ScanQuality
from generator.model.scan import (
    Disposition,
    ResultKind,
    Scanner,
    ScanSnapshot,
    ScanTally,
    Severity,
    TargetResult,
)
from generator.oscal.package import AuthorizationPackage
from generator.renderers.control_coverage import by_family, covered_controls
from generator.renderers.poam.open_by_control import whole_control
from generator.renderers.report.sections.controls import ControlsSection, heatmap


def scan(name: str, *exercised: tuple[str, int, int, int], kinds: tuple[ResultKind, ...] = ()) -> ScanQuality:
    return ScanQuality(
        evidence=SCAN_FILE,
        scanner=Scanner(name=name),
        taken=None,
        uses_database=ResultKind.VULNERABILITY in kinds,
        kinds=kinds,
        exercised=tuple(
            ControlExercise(control=control_ids(control)[0], passed=passed, failed=failed, undecided=undecided)
            for control, passed, failed, undecided in exercised
        ),
    )


def scanned(*scans: ScanQuality) -> AuthorizationPackage:
    return replace(package(weakness("CVE-1")), scan_quality=scans)


SCANS = (
    scan("Prowler", ("AC-2", 2, 1, 0), ("AC-99", 0, 1, 0), ("SC-3", 1, 0, 0), kinds=(ResultKind.MISCONFIGURATION,)),
    scan("Prowler", ("AC-2", 1, 0, 3), kinds=(ResultKind.MISCONFIGURATION,)),
    scan("Grype", kinds=(ResultKind.VULNERABILITY,)),
)


def test_numbers_of_a_scanners_reports_are_added_up() -> None:
    found = {each.control: each for each in covered_controls(scanned(*SCANS))}
    (exercise,) = found[control_ids("AC-2")[0]].scanners
    assert (exercise.passed, exercise.failed, exercise.undecided, exercise.ours) == (3, 1, 3, False)
    assert found[control_ids("AC-99")[0]].standing == "no FedRAMP baseline"
    assert control_ids("CM-6")[0] not in {each.control for each in found.values() if each.scanners}, "Prowler names its own"


def test_what_carries_no_reference_is_mapped_by_us_and_said_so() -> None:
    found = {each.control: each for each in covered_controls(scanned(*SCANS))}
    (grype,) = found[control_ids("RA-5")[0]].scanners
    assert (grype.scanner, grype.ours) == ("Grype", True)
    assert len(found[control_ids("RA-5")[0]].items) == 1
    clean = covered_controls(scanned(replace(scan("Trivy"), uses_database=True)))
    assert {each.control for each in clean if each.scanners} == set(control_ids("RA-5", "SI-2")), (
        "a clean scan exercised it too"
    )


def test_the_page_says_whose_mapping_it_is_and_the_heatmap_counts_families() -> None:
    made = scanned(*SCANS)
    page = ControlsSection().view(made)
    rows = [said(page, at) for at in range(len(page.rows))]
    by_control = {row["control"]: row for row in rows}
    assert by_control["AC-2"]["scanners"] == "Prowler: 3 pass, 1 fail, 3 undecided"
    assert by_control["AC-2"]["exercised"] == "by the reports' own references"
    assert (by_control["SI-2"]["scanners"], by_control["SI-2"]["open"]) == ("Grype (our own mapping)", "1")
    assert by_control["AT-2"]["exercised"] == "by no scanner"
    families = {each.family: each for each in by_family(covered_controls(made))}
    assert (families["AC"].by_report, families["AC"].by_us, families["AC"].open) == (1, 0, 0), "AC-99 is in no family's count"
    assert (families["RA"].by_report, families["RA"].by_us, families["RA"].open) == (0, 1, 1)
    assert '<th scope="row">RA</th>' in heatmap(tuple(families.values()))
    assert str(page.charts[0]) == str(heatmap(tuple(families.values())))


def test_the_checks_of_a_report_are_counted_by_their_verdict() -> None:
    def result(identifier: str, disposition: Disposition, *controls: str) -> TargetResult:
        return TargetResult(
            scanner="Prowler", identifier=identifier, target="t", kind=ResultKind.MISCONFIGURATION, disposition=disposition,
            severity=Severity.LOW, native_severity="", native_status="", title="", description="", solution="", cves=(),
            aliases=(), cvss=(), known_exploited=None, first_seen=None, packages=(), entries=1,
            controls=control_ids(*controls), source=EvidenceSource(SCAN_FILE.sha256, SCAN_FILE.path),
        )  # fmt: skip

    snapshot = ScanSnapshot(
        evidence=SCAN_FILE,
        scanner=Scanner(name="Prowler"),
        taken=None,
        targets=(),
        results=(
            result("a", Disposition.PASSED, "AC-2", "AC-3"),
            result("b", Disposition.OPEN, "AC-2"),
            result("c", Disposition.MANUAL, "AC-2"),
            result("d", Disposition.SUPPRESSED),
        ),
        tally=ScanTally(),
    )
    assert [(each.control, each.passed, each.failed, each.undecided) for each in _exercised(snapshot)] == [
        ("AC-2", 1, 1, 1),
        ("AC-3", 1, 0, 0),
    ]


def test_the_whole_control_of_a_part() -> None:
    assert [whole_control(each) for each in ("RA-5(a)", "CM-8(3)(a)", "SC-7(5)", "AC-1(c)(1)", "words")] == [
        "RA-5", "CM-8(3)", "SC-7(5)", "AC-1", "words",
    ]  # fmt: skip
