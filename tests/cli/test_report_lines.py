"""The last lines of a build: what was left out and why, and what is not known of the scans."""

from generator.cli.report_lines import accounting, gaps, left_out
from generator.model.evidence import Gap, GapKind
from generator.model.facts import Accounting
from generator.model.scan import ScanTally


def test_reasons_are_added_up_over_all_files_the_most_frequent_first() -> None:
    tallies = (
        ("a", ScanTally(results=1000, unique=900, duplicates=95, dropped=(("empty entry", 3), ("no identifier", 2)))),
        ("b", ScanTally(results=234, unique=226, duplicates=1, dropped=(("no identifier", 7),))),
    )
    assert left_out(tallies) == ["  read as 1,126 distinct and 96 repeats; left out 12 (no identifier 9, empty entry 3)"]
    assert sum(tally.results for _, tally in tallies) == 1126 + 96 + 12


def test_nothing_left_out_is_said_too_and_no_results_are_nothing() -> None:
    assert left_out((("a", ScanTally(results=3, unique=2, duplicates=1)),)) == ["  read as 2 distinct and 1 repeat; left out 0"]
    assert left_out((("a", ScanTally()),)) == []


def test_licences_and_events_have_a_line_each() -> None:
    account = Accounting(results=5, dropped=0, superseded=0, not_running=0, open=0, by_disposition=(), licenses=2, events=3)
    assert account.accounted == 5
    assert accounting(account)[1:] == ["        2  license findings", "        3  runtime events of sensors"]


def test_scans_of_a_later_day_make_the_line_add_up() -> None:
    tallies = (("a", ScanTally(results=17472, unique=13406, duplicates=4048, dropped=(("empty entry", 18),))),)
    (line,) = left_out(tallies, 1809)
    assert (
        line == "  read as 13,406 distinct and 4,048 repeats; left out 18 (empty entry 18); 1,809 in scans after the as-of date"
    )
    assert 13406 + 4048 + 18 + 1809 == 19281
    assert left_out((), 5) == ["  read as 0 distinct and 0 repeats; left out 0; 5 in scans after the as-of date"]


def test_findings_about_source_code_have_a_line_of_their_own() -> None:
    account = Accounting(
        results=5, dropped=0, superseded=0, not_running=1, open=0, by_disposition=(), licenses=0, source_code=4
    )
    assert account.accounted == 5
    assert accounting(account)[1:] == [
        "        1  on images or targets that are not part of what runs",
        "        4  about source code or folders that are no asset",
    ]


def gap(path: str, kind: GapKind, reason: str) -> Gap:
    return Gap(path=path, place="", kind=kind, reason=reason, next_step="do it")


def test_secrets_come_first_then_evidence_and_the_checks_are_counted_in_one_line() -> None:
    rows = [gap("evidence/", GapKind.NOT_CHECKED, f"the check {number} could not be made") for number in range(23)]
    rows += [
        gap("evidence/b.json", GapKind.UNREADABLE, "not valid JSON"),
        gap("evidence/c.json", GapKind.UNDATED, "undated"),
        gap("evidence/d.json", GapKind.HOLDS_SECRETS, "it holds 2 secrets"),
        gap("evidence/e.json", GapKind.UNREADABLE, "not valid JSON"),
    ]
    checks = "  - 23 checks could not be made: nothing was collected for them; see the report"
    assert gaps(sorted(rows), most=2) == [
        "  - evidence/d.json: it holds 2 secrets: do it",
        "  - evidence/b.json and 1 more: not valid JSON",
        "  … and 1 more; see report/index.html",
        checks,
    ]
    assert gaps([*rows[:1], gap("evidence/", GapKind.PARTLY_CHECKED, "in part")]) == [
        "  - 1 check could not be made: nothing was collected for it; of 1 check a part could not be answered; see the report"
    ]
    assert gaps([]) == []


def test_every_kind_of_gap_is_shown() -> None:
    for kind in GapKind:
        assert len(gaps([gap("evidence/a", kind, "why")])) == 1, kind
