"""The table of scan quality, and the one of what the readers of scans left out."""

from datetime import UTC, datetime

import pytest
from replacing import replace
from test_crosscheck_html import SCAN_FILE, package, page_of

from generator.model.quality import Approval, ScanQuality
from generator.model.scan import Scanner, ScanTally
from generator.renderers.crosscheck.quality import unknown
from generator.renderers.crosscheck.view import view

TAKEN = datetime(2026, 2, 20, 6, tzinfo=UTC)
FULL = ScanQuality(
    evidence=SCAN_FILE,
    scanner=Scanner(name="Nessus", version="10.8", database_updated=datetime(2026, 2, 20, 1, tzinfo=UTC)),
    taken=TAKEN,
    uses_database=True,
    hosts=20,
    authenticated=20,
    configuration="ab" * 32,
    approval=Approval.APPROVED,
)
NOTHING = replace(FULL, scanner=Scanner(name="Nessus"), authenticated=0, configuration=None, approval=Approval.UNKNOWN)


def row(one: ScanQuality):
    (found,) = view(replace(package(), scan_quality=(one,))).quality.rows
    return found


def test_a_scan_of_which_all_is_known_and_good():
    found = row(FULL)
    assert (found.version, found.database, found.age) == ("10.8", "2026-02-20 01:00 UTC", "5 hours")
    assert (found.login, found.configuration, found.checksum) == ("20 of 20 hosts", "approved", "ab" * 32)
    assert (found.bad, found.stated) == ((), "")
    assert found.place.text == "evidence/scans/cart.json"


@pytest.mark.parametrize(
    ("changes", "field", "words", "bad"),
    [
        ({"scanner": replace(FULL.scanner, database_updated=datetime(2026, 2, 18, tzinfo=UTC))}, "age", "2 days", ("age",)),
        ({"authenticated": 18, "unauthenticated": 2}, "login", "18 of 20 hosts", ("login",)),
        ({"authenticated": 18}, "login", "18 of 20 hosts; not known of 2", ()),
        ({"unprivileged": 3}, "login", "20 of 20 hosts; 3 without full rights", ("login",)),
        ({"hosts": 0, "authenticated": 0}, "login", "does not apply", ()),
        ({"approval": Approval.DIFFERS}, "configuration", "differs from the approved one", ("configuration",)),
        ({"uses_database": False}, "age", "does not apply", ()),
        ({"stated": ("login (sidecar)",)}, "stated", "login (sidecar)", ()),
    ],
)
def test_what_is_wrong_is_said_and_marked(changes, field, words, bad):
    found = row(replace(FULL, **changes))
    assert getattr(found, field) == words
    assert found.bad == bad


def test_what_nobody_says_is_neither_good_nor_bad_and_is_counted():
    found = row(NOTHING)
    assert {found.version, found.database, found.age, found.login} == {"not known"}
    assert (found.configuration, found.bad) == ("not known whether approved", ())
    text = page_of(replace(package(), scan_quality=(NOTHING, FULL))).text
    assert (
        "Not known: age of the vulnerability database in 1 scan; login to 20 scanned hosts; "
        "approval of the configuration in 1 scan; scanner version in 1 scan."
    ) in text
    assert unknown((FULL,)) == ""
    assert "Not known:" not in page_of(replace(package(), scan_quality=(FULL,))).text


def test_what_a_reader_left_out_stands_with_its_reasons():
    clean = ScanTally(results=3, unique=2, duplicates=1)
    tally = ScanTally(results=1234, unique=1200, duplicates=22, dropped=(("empty entry", 3), ("no identifier", 9)))
    made = replace(package(), tallies=(("evidence/scans/a.json", clean), ("evidence/scans/b.json", tally)))
    (found,) = view(made).dropped.rows
    assert [(one.place.text, one.results, one.kept, one.duplicates, one.left_out) for one in view(made).read] == [
        ("1 other file, with nothing left out", "3", "2", "1", "0"),
        ("all scans that count", "1,237", "1,202", "23", "12"),
    ]
    assert (found.left_out, 1234) == ("12", 1200 + 22 + 12)
    assert (found.place.text, found.results, found.kept, found.duplicates) == ("evidence/scans/b.json", "1,234", "1,200", "22")
    assert "3 empty entry; 9 no identifier" in page_of(made).text
    assert "all scans that count" in page_of(made).text
    assert "left out by the reader: 1" in page_of(made).text
    assert "left out by the reader: 1" not in page_of(replace(made, tallies=())).text
