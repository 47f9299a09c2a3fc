"""What linters of Dockerfiles reported: rules that were broken, of the newest day alone."""

from dataclasses import replace
from datetime import datetime

from generator.facts.operation import lint_runs
from generator.model.scan import Disposition, ResultKind, Scanner, ScanSnapshot, Severity
from tests.facts.scans_made import day, evidence, scan, sighting


def lint(path: str, taken: datetime, *found: tuple[str, Severity, int], tool: str = "Hadolint") -> ScanSnapshot:
    made = scan(path, "Dockerfile", [], taken)
    rows = tuple(
        sighting(rule, "Dockerfile", made.evidence, kind=ResultKind.MISCONFIGURATION, severity=severity, entries=entries)
        for rule, severity, entries in found
    )
    return replace(made, scanner=Scanner(name=tool), results=rows)


def test_errors_and_warnings_are_counted_by_rule_and_the_rest_together() -> None:
    found = (("DL3007", Severity.MODERATE, 2), ("DL3002", Severity.HIGH, 1), ("DL3059", Severity.INFORMATIONAL, 3))
    (run,) = lint_runs([lint("a.json", day(18), *found, ("DL3015", Severity.LOW, 4))])
    assert (run.tool, run.broken, run.lesser, run.unread, run.looked) == (
        "Hadolint",
        (("DL3002", 1), ("DL3007", 2)),
        7,
        False,
        True,
    )
    assert (run.taken, run.source.path) == (day(18), "a.json")


def test_only_open_results_about_settings_are_broken_rules_and_an_error_is_a_file_that_was_not_read() -> None:
    made = lint("a.json", day(18))
    others = (
        sighting("CVE-1", "Dockerfile", made.evidence),
        sighting("DL1", "Dockerfile", made.evidence, kind=ResultKind.MISCONFIGURATION, disposition=Disposition.SUPPRESSED),
        sighting("DL2", "Dockerfile", made.evidence, kind=ResultKind.MISCONFIGURATION, disposition=Disposition.ERROR),
    )
    (run,) = lint_runs([replace(made, results=others)])
    assert (run.broken, run.lesser, run.unread) == ((), 0, True)


def test_all_reports_of_the_newest_day_count_and_older_ones_and_other_tools_do_not() -> None:
    undated = replace(lint("d.json", day(18)), taken=None, evidence=evidence("d.json", day(18)))
    found = lint_runs(
        [
            lint("c.json", day(18)),
            lint("a.json", day(18)),
            lint("b.json", day(17)),
            undated,
            lint("t.json", day(19), tool="Trivy"),
        ]
    )
    assert [run.source.path for run in found] == ["a.json", "c.json", "d.json"]
    assert found[2].taken == day(18)
