"""TruffleHog, Gitleaks, detect-secrets: the secret stays in the file, and what else their goldens show only in passing."""

import json
from pathlib import Path

import pytest
from replacing import replace
from scan_reading import EVIDENCE, snapshot_of

from generator.errors import ParseError
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetKind
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.scans import gitleaks_json, inspect
from generator.parsers.scans.registry import SCANS
from generator.parsers.scans.secret_place import address, scope

_DATA = Path(__file__).parent / "testdata"
_MARK = "SECRETVALUE"
"""In every field of the test data that holds, or may hold, a secret."""
_MEMBERS = [
    parser
    for parser in SCANS
    if parser.name.startswith(("detect-secrets", "gitleaks", "trufflehog", "trivy-operator")) and parser.name.endswith("-json")
]
_FILES = [
    (parser, path) for parser in _MEMBERS for path in sorted((_DATA / parser.name).iterdir()) if ".expected." not in path.name
]
_SECRET = [(parser, path) for parser, path in _FILES if _MARK in path.read_text(encoding="utf-8")]


def _parsed(parser: Parser, content: object) -> ScanSnapshot:
    document = Document("report.json", json.dumps(content).encode())
    assert parser.recognizes(document)
    snapshot = parser.parse(document, EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    return snapshot


def test_each_secret_scanner_is_asked() -> None:
    assert len({parser.name for parser, _ in _SECRET}) == 6


@pytest.mark.parametrize(("parser", "path"), _SECRET, ids=[f"{parser.name}/{path.name}" for parser, path in _SECRET])
def test_the_secret_never_leaves(parser: Parser, path: Path) -> None:
    document = Document(path.name, path.read_bytes())
    if path.name == "broken.json":
        with pytest.raises(ParseError) as caught:
            parser.parse(document, EVIDENCE)
        error = caught.value
        assert _MARK not in f"{error!r} {error} {error.what} {error.where} {error.next_step}"
        return
    snapshot = parser.parse(document, EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    assert _MARK not in repr(snapshot)
    assert _MARK not in repr(inspect.row(snapshot))
    kinds = {sighting.kind for sighting in snapshot.results}
    assert parser.name == "trivy-operator-json" or kinds <= {ResultKind.SECRET}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://user:token@git.example.org/a/b", "https://git.example.org/a/b"),
        ("https://token@git.example.org/a@b", "https://git.example.org/a@b"),
        ("https://us@er:to@git.example.org/", "https://git.example.org/"),
        ("https://s3.example.org/a?X-Signature=abc#L1", "https://s3.example.org/a"),
        ("git@git.example.org:a/b.git", "git@git.example.org:a/b.git"),
        ("  ", ""),
        (None, ""),
    ],
)
def test_an_address_loses_its_password(url: str | None, expected: str) -> None:
    assert address(url) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("a.py", 3, "c0"), "a.py:3@c0"),
        (("a.py", "0", None), "a.py"),
        (("a.py", 0, "c0"), "a.py@c0"),
        (("a.py", "3-5", None), "a.py:3-5"),
        ((None, 3, "c0"), "line 3@c0"),
        ((None, None, None), ""),
    ],
)
def test_scope(parts: tuple[str | None, str | int | None, str | None], expected: str) -> None:
    assert scope(*parts) == expected


def test_the_same_line_in_two_commits_is_two_results_and_one_weakness() -> None:
    snapshot = snapshot_of("gitleaks-json", "many.json")
    (found,) = [sighting for sighting in snapshot.results if sighting.identifier == "aws-access-token"]
    assert (found.entries, snapshot.tally.unique, snapshot.tally.duplicates) == (3, 3, 1)


def test_the_day_of_a_commit_is_not_the_day_of_the_discovery() -> None:
    for member in ("gitleaks-json", "trufflehog-v2-json", "trufflehog3-json"):
        snapshot = snapshot_of(member, "many.json")
        assert snapshot.taken is None
        assert {sighting.first_seen for sighting in snapshot.results} == {None}
        assert any("In commit" in sighting.description for sighting in snapshot.results)


@pytest.mark.parametrize("name", ["empty.gitleaks.json", "none.gitleaks.json"])
def test_gitleaks_without_findings_is_a_clean_run(name: str) -> None:
    snapshot = snapshot_of("gitleaks-json", name)
    assert snapshot.assessed
    assert snapshot.tally.results == 0


@pytest.mark.parametrize("content", [b"null", b"[]"])
def test_nothing_names_no_tool(content: bytes) -> None:
    document = Document("evidence/scans/report.json", content)
    assert not [parser.name for parser in _MEMBERS if parser.recognizes(document)]
    named = Document("evidence/gitleaks/report.json", content)
    assert [parser.name for parser in _MEMBERS if parser.recognizes(named)] == ["gitleaks-json"]


def test_gitleaks_takes_the_repository_from_the_file_else_from_a_person() -> None:
    document = Document("old.json", (_DATA / "gitleaks-json" / "old.json").read_bytes())
    snapshot = gitleaks_json.parse(document, replace(EVIDENCE, target="git.example.org/shop/web"))
    assert {target.name for target in snapshot.targets} == {
        "cart",
        "https://git.example.org/shop/cart",
        "git.example.org/shop/web",
    }


def test_tools_that_do_not_rate_are_unknown_and_shown() -> None:
    for member in ("gitleaks-json", "trufflehog-json", "trufflehog-v2-json", "detect-secrets-json"):
        snapshot = snapshot_of(member, "many.json")
        assert dict(snapshot.tally.severities) == {"unknown": snapshot.tally.unique}
    levels = {
        sighting.identifier: (sighting.severity, sighting.native_severity)
        for sighting in snapshot_of("trufflehog3-json", "many.json").results
    }
    assert levels == {"high-entropy": (Severity.HIGH, "HIGH"), "aws.key": (Severity.UNKNOWN, "Urgent")}


def test_trufflehog_places_of_every_source() -> None:
    snapshot = snapshot_of("trufflehog-json", "many.json")
    kinds = {target.name: (target.kind, target.digests) for target in snapshot.targets if target.named}
    pinned = "sha256:" + "d" * 64
    assert kinds == {
        "https://git.example.org/shop/cart": (TargetKind.REPOSITORY, ()),
        "registry.example.org/shop/cart:1.4": (TargetKind.IMAGE, ()),
        f"registry.example.org/shop/cart@{pinned}": (TargetKind.IMAGE, (pinned,)),
        "shop-backups": (TargetKind.CLOUD, ()),
    }


def test_trufflehog_log_lines_are_no_findings_but_tell_of_errors() -> None:
    snapshot = snapshot_of("trufflehog-json", "many.json")
    assert snapshot.tally.results == 9
    assert (snapshot.assessed, snapshot.scanner.version) == (True, "3.88.0")
    errors, unnamed = (
        "errors in TruffleHog's log: 1; what they are about was not looked at",
        "1 entry of the report does not say ",
    )
    assert (snapshot.not_assessed_because or "").startswith(f"{errors}; {unnamed}")


@pytest.mark.parametrize(("name", "looked"), [("empty.json", True), ("unfinished.json", False)])
def test_trufflehog_log_alone_proves_a_scan_only_where_it_finished(name: str, looked: bool) -> None:
    snapshot = snapshot_of("trufflehog-json", name)
    assert (snapshot.assessed, snapshot.not_assessed_because is None) == (looked, looked)


def test_detect_secrets_what_a_person_called_a_false_positive_is_kept_and_not_open() -> None:
    found = {
        (sighting.identifier, sighting.disposition, sighting.native_status)
        for sighting in snapshot_of("detect-secrets-json", "many.json").results
    }
    assert ("Secret Keyword", Disposition.SUPPRESSED, "audited: false positive") in found
    assert ("Secret Keyword", Disposition.OPEN, "audited: secret") in found


def test_detect_secrets_without_detectors_did_not_look() -> None:
    assert not snapshot_of("detect-secrets-json", "no_plugins.json").assessed
    assert snapshot_of("detect-secrets-json", "empty.json").assessed


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("detect-secrets-json", {"plugins_used": None, "results": None, "generated_at": None}),
        ("gitleaks-json", [{"RuleID": None, "Secret": None, "File": None, "StartLine": None}, {}]),
        ("gitleaks-json", [{"rule": None, "offender": None, "file": None, "commit": None}, {}]),
        ("trufflehog-json", [{"SourceMetadata": None, "DetectorName": None}, {"SourceMetadata": {"Data": {"Git": None}}}]),
        ("trufflehog-v2-json", [{"reason": None, "path": None, "stringsFound": None}, {}]),
        ("trufflehog3-json", [{"rule": None, "path": None, "secret": None, "context": None}, {}]),
    ],
)
def test_nulls_and_missing_keys_are_counted_and_dropped(name: str, content: object) -> None:
    (parser,) = [parser for parser in _MEMBERS if parser.name == name]
    tally = _parsed(parser, content).tally
    assert tally.results == sum(count for _, count in tally.dropped) == (len(content) if isinstance(content, list) else 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("detect-secrets-json", {"plugins_used": [], "results": [], "generated_at": ""}),
        ("gitleaks-json", [{"RuleID": [], "Secret": "", "File": "a", "StartLine": 2}]),
        ("gitleaks-json", [{"rule": [], "offender": "", "file": "", "commit": ""}]),
        ("trufflehog-json", {"SourceMetadata": [], "DetectorName": "AWS"}),
        ("trufflehog-v2-json", [{"reason": [], "path": "a", "stringsFound": []}]),
        ("trufflehog3-json", [{"rule": "high-entropy", "path": "", "secret": "", "context": {}}]),
    ],
)
def test_retyped_values_are_refused_with_their_place(name: str, content: object) -> None:
    (parser,) = [parser for parser in _MEMBERS if parser.name == name]
    with pytest.raises(ParseError, match=r"\$"):
        _parsed(parser, content)


def test_a_retyped_place_counts_as_absent_and_a_number_as_text() -> None:
    (parser,) = [parser for parser in _MEMBERS if parser.name == "gitleaks-json"]
    snapshot = _parsed(parser, [{"RuleID": 1, "Secret": "", "File": [], "StartLine": 2}])
    assert [result.identifier for result in snapshot.results] == ["1"]
    assert "1 value of the report has another shape" in (snapshot.not_assessed_because or "")


@pytest.mark.parametrize(("parser", "path"), _FILES, ids=[f"{parser.name}/{path.name}" for parser, path in _FILES])
def test_a_file_cut_off_is_refused_or_unknown(parser: Parser, path: Path) -> None:
    raw = path.read_bytes().rstrip()[:-1]
    document = Document(path.name, raw)
    try:
        recognised = parser.recognizes(document)
    except ParseError:
        return
    if recognised:
        with pytest.raises(ParseError):
            parser.parse(document, EVIDENCE)
