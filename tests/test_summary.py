"""The last lines of a build: what was left out and why, and what is not known of the scans."""

from generator.model.facts import Accounting
from generator.model.scan import ScanTally
from generator.summary import accounting, left_out


def test_reasons_are_added_up_over_all_files_the_most_frequent_first() -> None:
    tallies = (
        ("a", ScanTally(results=1000, unique=900, duplicates=95, dropped=(("empty entry", 3), ("no identifier", 2)))),
        ("b", ScanTally(results=234, unique=226, duplicates=1, dropped=(("no identifier", 7),))),
    )
    assert left_out(tallies) == ["  read as 1,126 distinct and 96 repeats; left out 12: no identifier 9, empty entry 3"]
    assert sum(tally.results for _, tally in tallies) == 1126 + 96 + 12


def test_nothing_left_out_is_said_too_and_no_results_are_nothing() -> None:
    assert left_out((("a", ScanTally(results=3, unique=2, duplicates=1)),)) == ["  read as 2 distinct and 1 repeat; left out 0"]
    assert left_out((("a", ScanTally()),)) == []


def test_licences_and_events_have_a_line_each() -> None:
    account = Accounting(results=5, dropped=0, superseded=0, not_running=0, open=0, by_disposition=(), licenses=2, events=3)
    assert account.accounted == 5
    assert accounting(account)[1:] == ["        2  licence findings", "        3  runtime events of sensors"]
