"""Lists whose entries are read one by one: a bad value costs its entry, and nothing readable costs the file."""

from datetime import UTC, datetime

import msgspec
import pytest
from scan_reading import EVIDENCE, read

from generator.errors import ParseError
from generator.model.scan import Disposition, ResultKind, Severity
from generator.parsers.document import Document
from generator.parsers.scans import dependency_check_wire
from generator.parsers.scans.code_results import OTHER_SHAPE, Repositories, at, entries, is_clean_list, length, objects, titled
from generator.parsers.scans.dates import spaced_moment
from generator.parsers.scans.tally import ScanAccumulator


class _Rule(msgspec.Struct):
    id: str | None = None


def _read(raw: bytes, pointer: str = "") -> tuple[list[tuple[str, _Rule | None]], ScanAccumulator]:
    accumulator = ScanAccumulator(EVIDENCE, "Tool")
    return list(entries(Document("a.json", raw), accumulator, raw, _Rule, pointer)), accumulator


def test_a_bad_value_costs_its_entry_alone() -> None:
    rows, accumulator = _read(b'[{"id": "a"}, [7], null, {"id": "b"}]')
    assert [(place, row.id if row else None) for place, row in rows] == [("/0", "a"), ("/2", None), ("/3", "b")]
    tally = accumulator.finish(None)
    assert tally.tally.dropped == ((OTHER_SHAPE, 1),)
    assert "1 entry of the report does not say" in (tally.not_assessed_because or "")


def test_a_value_of_another_type_counts_as_absent_and_a_number_as_text() -> None:
    rows, accumulator = _read(b'[{"id": ["a"]}, {"id": 7}]')
    assert [row.id for _, row in rows if row] == [None, "7"]
    assert "1 value of the report has another shape" in (accumulator.finish(None).not_assessed_because or "")


def test_a_list_of_the_report_without_one_readable_entry_is_refused_with_its_place() -> None:
    with pytest.raises(ParseError) as caught:
        _read(b'[null, [7], "a"]', "/results")
    assert caught.value.where == "/results/1"


def test_a_list_inside_of_an_entry_is_never_the_whole_file() -> None:
    rows, accumulator = _read(b"[[7]]", "/results/3/rules")
    assert rows == []
    assert accumulator.finish(None).tally.dropped == ((OTHER_SHAPE, 1),)


def test_no_list_is_refused_and_null_is_none() -> None:
    with pytest.raises(ParseError, match="array"):
        _read(b'{"id": "a"}')
    assert _read(b"null")[0] == []
    assert _read(b"[null, null]")[0] == [("/0", None), ("/1", None)]


def test_lengths_and_objects_of_what_is_not_there() -> None:
    document = Document("a.json", b"{}")
    assert (length(document, None), length(document, msgspec.Raw(b"null")), length(document, msgspec.Raw(b"[1, 2]"))) == (
        0,
        0,
        2,
    )
    assert objects(document, None, "/a") == objects(document, msgspec.Raw(b"null"), "/a") == {}
    with pytest.raises(ParseError, match="object"):
        objects(document, msgspec.Raw(b"[]"), "/a")


@pytest.mark.parametrize(
    ("title", "weaknesses", "expected"),
    [
        ("Text in SQL", ["CWE-89"], "Text in SQL (CWE-89)"),
        ("Text in SQL", [89, "89", "cwe:89"], "Text in SQL (CWE-89)"),
        ("Text", ["CWE-400: Resources", None, "CWE-00", "A1", ""], "Text (CWE-400)"),
        ("Seen (CWE-79)", ["79"], "Seen (CWE-79)"),
        (None, ["CWE-79", "CWE-80"], "(CWE-79, CWE-80)"),
        ("Text", ["9" * 400], "Text"),
    ],
)
def test_titles_name_the_kind_of_weakness(title: str | None, weaknesses: list[str | int | None], expected: str) -> None:
    assert titled(title, *weaknesses) == expected


def test_places_in_code() -> None:
    assert at("a.py", 7) == "a.py:7"
    assert at("a.py", "0", "column 3") == "a.py column 3"
    assert at(None, 7, None) == at("", "7") == "line 7"
    assert at(None, None, "column 3") == "column 3"


def test_lines_of_files_that_are_not_named_are_places_of_their_own() -> None:
    entry = {"identifiers": [{"type": "cwe", "value": "798"}], "severity": "High"}
    entries = [entry | {"location": {"start_line": line}} for line in (12, 14, 14)]
    report = {"version": "15.0.7", "vulnerabilities": entries, "remediations": [], "scan": {"type": "sast"}}
    name, snapshot = read("gl-sast-report.json", msgspec.json.encode(report))
    assert (name, snapshot.tally.unique, snapshot.tally.duplicates) == ("gitlab-security-json", 2, 1)


@pytest.mark.parametrize("category", ["container_scanning", "dependency_scanning"])
def test_of_a_package_that_gitlab_names_only_the_name_is_looked_at(category: str) -> None:
    dependency = {"package": {"name": "tar", "version": [1]}, "version": "1.0"}
    entry = {"identifiers": [{"type": "cve", "value": "CVE-2026-57001"}], "location": {"dependency": dependency}}
    report = {"version": "15.0.7", "vulnerabilities": [entry], "remediations": [], "scan": {"type": category}}
    _, snapshot = read("gl-report.json", msgspec.json.encode(report))
    assert [(each.name, each.version) for result in snapshot.results for each in result.packages] == [("tar", "1.0")]
    assert snapshot.tally.dropped == ()


def test_an_empty_list_is_known_by_its_name_only() -> None:
    assert is_clean_list(Document("scans/zizmor.json", b" []\n"), "zizmor")
    assert not is_clean_list(Document("scans/other.json", b"[]"), "zizmor")
    assert not is_clean_list(Document("scans/zizmor.json", b"[1]"), "zizmor")


def test_repositories_are_made_once_and_one_at_least() -> None:
    accumulator = ScanAccumulator(EVIDENCE, "Tool")
    targets = Repositories(accumulator, EVIDENCE)
    targets.at_least_one("cart")
    targets.at_least_one("other")
    assert targets.of("cart") is targets.of("cart")
    assert [target.name for target in accumulator.finish(None).targets] == ["cart"]


def test_stamps_of_ruby_and_go() -> None:
    assert spaced_moment("2026-03-02 04:05:06.5 +0000 UTC") == datetime(2026, 3, 2, 4, 5, 6, 500_000, tzinfo=UTC)
    assert spaced_moment("2026-03-02 04:05:06 -0700") == datetime(2026, 3, 2, 11, 5, 6, tzinfo=UTC)
    assert spaced_moment("2026-03-02 04:05:06 UTC") == datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)
    assert spaced_moment("Monday") is spaced_moment(None) is None


def test_a_password_that_bandit_repeats_is_not_kept() -> None:
    entry = (
        b'{"test_id": "B105", "issue_severity": "LOW", "issue_text": "Possible password: \'open-sesame\'", "filename": "a.py"}'
    )
    _, snapshot = read("a.json", b'{"results": [%s]}' % entry)
    (result,) = snapshot.results
    assert result.kind is ResultKind.SECRET
    assert "open-sesame" not in repr(snapshot)


def test_what_a_person_answered_on_github_closes_only_what_it_says() -> None:
    alert = b'{"number": %d, "state": "resolved", "resolution": "%s", "secret_type": "key"}'
    alerts = b"[%s, %s]" % (alert % (1, b"revoked"), alert % (2, b"used_in_tests"))
    _, snapshot = read("a.json", alerts)
    assert {result.disposition for result in snapshot.results} == {Disposition.RESOLVED, Disposition.SUPPRESSED}


def test_fortify_order_needs_the_whole_rule() -> None:
    vulnerability = (
        b"<Vulnerability><ClassInfo><ClassID>R</ClassID></ClassInfo><InstanceInfo><InstanceSeverity>2.0</InstanceSeverity>"
    )
    head, foot = (
        b"<FVDL><Vulnerabilities>",
        b"<Confidence>5.0</Confidence></InstanceInfo></Vulnerability></Vulnerabilities>%s</FVDL>",
    )
    rule = b'<Rule id="R"><MetaInfo><Group name="Impact">3.0</Group><Group name="Accuracy">4.0</Group>%s</MetaInfo></Rule>'
    probability = b'<Group name="Probability">5.0</Group>'
    whole = head + vulnerability + foot % (rule % probability)
    part = head + vulnerability + foot % (rule % b"")
    assert read("a.fvdl", whole)[1].results[0].severity is Severity.CRITICAL
    assert read("a.fvdl", part)[1].results[0].severity is Severity.LOW


def test_dependency_check_names_the_package_and_not_the_file_where_it_knows_it() -> None:
    named = dependency_check_wire.package_of("cart.jar", "lib/cart.jar", ("pkg:maven/org.cart/cart@1.0",))
    assert named is not None
    assert (named.name, named.version, named.path) == ("org.cart:cart", "1.0", "lib/cart.jar")
    unnamed = dependency_check_wire.package_of("cart.jar", "lib/cart.jar", ())
    assert unnamed is not None
    assert unnamed.name == "cart.jar"
