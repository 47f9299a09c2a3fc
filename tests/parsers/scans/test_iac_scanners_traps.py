"""What the goldens of Checkov, KICS, Docker Bench, Dockle, Hadolint and Falco show only in passing, said in words."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from replacing import replace
from scan_reading import EVIDENCE, named, read, snapshot_of

from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"
_MEMBERS = (
    *("checkov-json", "kics-json", "docker-bench-json", "dockle-json", "hadolint-json"),
    *("falco-json", "falco-text"),
)


@pytest.mark.parametrize(
    ("member", "identifier", "disposition"),
    [
        ("checkov-json", "CKV_K8S_7", Disposition.OPEN),
        ("checkov-json", "CKV_K8S_9", Disposition.PASSED),
        ("checkov-json", "CKV_K8S_11", Disposition.SUPPRESSED),
        ("docker-bench-json", "1.1.1", Disposition.OPEN),
        ("docker-bench-json", "1.1.2", Disposition.MANUAL),
        ("docker-bench-json", "1.1.3", Disposition.PASSED),
        ("docker-bench-json", "4.2", Disposition.MANUAL),
        ("docker-bench-json", "4.3", Disposition.OPEN),
        ("dockle-json", "CIS-DI-0005", Disposition.OPEN),
        ("dockle-json", "CIS-DI-0006", Disposition.SUPPRESSED),
        ("dockle-json", "DKL-LI-0001", Disposition.ERROR),
        ("dockle-json", "DKL-LI-0002", Disposition.PASSED),
        ("dockle-json", "DKL-LI-0003", Disposition.OPEN),
        ("hadolint-json", "DL1000", Disposition.ERROR),
    ],
)
def test_only_what_failed_is_open(member: str, identifier: str, disposition: Disposition) -> None:
    assert {sighting.disposition for sighting in named(snapshot_of(member), identifier)} == {disposition}


def test_checkov_a_failed_check_in_another_list_stays_open() -> None:
    assert [sighting.disposition for sighting in named(snapshot_of("checkov-json"), "CKV_K8S_10")] == [Disposition.OPEN]


def test_checkov_two_resources_are_two_results_of_one_check() -> None:
    snapshot = snapshot_of("checkov-json")
    (found,) = named(snapshot, "CKV_K8S_7")
    assert (found.entries, snapshot.tally.duplicates) == (3, 1)


@pytest.mark.parametrize(
    ("identifier", "kind"),
    [
        ("CKV_K8S_7", ResultKind.MISCONFIGURATION),
        ("CKV_SECRET_6", ResultKind.SECRET),
        ("BC_CVE_2026_41001", ResultKind.VULNERABILITY),
        ("BC_LIC_1", ResultKind.LICENSE),
    ],
)
def test_checkov_kinds(identifier: str, kind: ResultKind) -> None:
    assert [sighting.kind for sighting in named(snapshot_of("checkov-json"), identifier)] == [kind]


def test_checkov_a_vulnerable_package() -> None:
    (found,) = named(snapshot_of("checkov-json"), "BC_CVE_2026_41001")
    assert (found.cves, found.severity) == (("CVE-2026-41001",), Severity.MODERATE)
    assert [(score.version, score.score) for score in found.cvss] == [("3.1", 7.5)]


def test_checkov_with_quiet_passes_are_only_counted() -> None:
    snapshot = snapshot_of("checkov-json", "quiet.json")
    assert (snapshot.assessed, snapshot.tally.results) == (True, 0)


@pytest.mark.parametrize(
    ("member", "name", "words"),
    [
        ("checkov-json", "empty.json", "made no check"),
        ("checkov-json", "zero.json", "made no check"),
        ("kics-json", "nothing.json", "no file"),
        ("kics-json", "no_queries.json", "no query"),
        ("docker-bench-json", "empty.json", "no check"),
        ("docker-bench-json", "no_verdict.json", "verdict"),
        ("dockle-json", "nothing.json", "made no check"),
        ("hadolint-json", "unparsed.json", "could not parse"),
        ("falco-json", "only_loss.jsonl", "losses"),
    ],
)
def test_what_was_not_looked_at_is_not_clean(member: str, name: str, words: str) -> None:
    snapshot = snapshot_of(member, name)
    assert not snapshot.assessed
    assert words in str(snapshot.not_assessed_because)


@pytest.mark.parametrize(
    ("member", "name"),
    [("kics-json", "empty.json"), ("dockle-json", "empty.json"), ("hadolint-json", "empty.hadolint.json")],
)
def test_a_complete_run_without_findings_is_clean(member: str, name: str) -> None:
    snapshot = snapshot_of(member, name)
    assert (snapshot.assessed, snapshot.not_assessed_because, snapshot.results) == (True, None, ())


@pytest.mark.parametrize(
    ("member", "name", "words"),
    [
        ("checkov-json", "many.json", "could not parse 1 files"),
        ("checkov-json", "many.json", "counts 12 failed checks and lists 9"),
        ("kics-json", "many.json", "failed to scan 1 files; KICS parsed 2 of 3 files; 4 of 100 queries failed"),
        ("kics-json", "many.json", "counts 12 results and lists 10"),
        ("docker-bench-json", "many.json", "counts 117 checks and lists 9"),
        ("dockle-json", "many.json", "skipped 1 checks"),
        ("hadolint-json", "many.json", "could not parse 1 Dockerfiles"),
        ("falco-json", "many.jsonl", "1 times that the sensor"),
        ("falco-text", "many.log", "1 times that the sensor"),
    ],
)
def test_what_is_missing_is_said(member: str, name: str, words: str) -> None:
    snapshot = snapshot_of(member, name)
    assert snapshot.assessed
    assert words in str(snapshot.not_assessed_because)


@pytest.mark.parametrize("member", _MEMBERS)
def test_no_secret_leaves_the_file(member: str) -> None:
    """KICS's values, Dockle's alerts and Falco's command lines hold a password; Checkov's resource is the hash of one."""
    (path,) = (path for path in (_DATA / member).glob("many.*") if not path.name.endswith(".expected.json"))
    raw = path.read_bytes()
    if member in ("checkov-json", "kics-json", "dockle-json", "falco-json"):
        assert b"hunter2" in raw or b"5baa61e4" in raw
    told = repr(read(path.name, raw))
    assert "hunter2" not in told
    assert "5baa61e4" not in told


@pytest.mark.parametrize(
    ("member", "identifier", "kind"),
    [("kics-json", "q5", ResultKind.SECRET), ("dockle-json", "CIS-DI-0010", ResultKind.SECRET)],
)
def test_secrets_are_told_as_such(member: str, identifier: str, kind: ResultKind) -> None:
    assert [sighting.kind for sighting in named(snapshot_of(member), identifier)] == [kind]


@pytest.mark.parametrize(
    ("member", "identifier", "expected"),
    [
        ("checkov-json", "CKV_K8S_7", Severity.UNKNOWN),
        ("checkov-json", "CKV_K8S_8", Severity.UNKNOWN),
        ("kics-json", "q1", Severity.CRITICAL),
        ("kics-json", "q2", Severity.INFORMATIONAL),
        ("kics-json", "q3", Severity.UNKNOWN),
        ("dockle-json", "CIS-DI-0010", Severity.HIGH),
        ("dockle-json", "CIS-DI-0001", Severity.MODERATE),
        ("dockle-json", "CIS-DI-0005", Severity.LOW),
        ("hadolint-json", "DL3002", Severity.HIGH),
        ("hadolint-json", "DL3008", Severity.MODERATE),
        ("hadolint-json", "SC2086", Severity.LOW),
        ("hadolint-json", "DL3059", Severity.INFORMATIONAL),
        ("hadolint-json", "DL9999", Severity.UNKNOWN),
    ],
)
def test_severities(member: str, identifier: str, expected: Severity) -> None:
    assert {sighting.severity for sighting in named(snapshot_of(member), identifier)} == {expected}


@pytest.mark.parametrize(
    "member", ["checkov-json", "kics-json", "docker-bench-json", "dockle-json", "hadolint-json", "falco-text"]
)
def test_a_person_names_the_target(member: str) -> None:
    (path,) = (path for path in (_DATA / member).glob("many.*") if not path.name.endswith(".expected.json"))
    parser = next(parser for parser in SCANS if parser.name == member)
    snapshot = parser.parse(Document(path.name, path.read_bytes()), replace(EVIDENCE, target="the shop"))
    assert isinstance(snapshot, ScanSnapshot)
    assert "the shop" in {target.name for target in snapshot.targets}
    assert all(target.named for target in snapshot.targets)


def test_dockle_names_the_image_where_its_version_does() -> None:
    (target,) = snapshot_of("dockle-json", "one.json").targets
    assert (target.kind, target.digests) == (TargetKind.IMAGE, ("sha256:" + "4" * 64,))
    assert not snapshot_of("dockle-json").targets[0].named


def test_hadolint_an_empty_list_is_whose_name_it_bears() -> None:
    for name, taker in (("scans/hadolint/a.json", ["hadolint-json"]), ("scans/a.json", [])):
        assert [parser.name for parser in SCANS if parser.recognizes(Document(name, b"[]"))] == taker


def test_docker_bench_is_of_the_moment_it_ended() -> None:
    assert snapshot_of("docker-bench-json").taken == datetime(2026, 2, 20, 8, 0, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        {"check_type": "x", "results": {}},
        {"passed": 1, "failed": 0, "skipped": 0},
        {"passed": 1, "failed": 0, "skipped": 0, "checkov_version": "1", "suites": []},
        {"queries": [], "queries_total": 1},
        {"tests": [], "version": "1"},
        {"summary": {"fatal": 0}, "details": []},
        {"summary": [], "details": []},
        {"summary": {"fatal": 0, "warn": 0, "info": 0, "pass": 0}, "details": [{"id": "a"}]},
        [{"line": 1, "code": "DL1", "message": "a"}],
        [{"line": 1, "column": 1, "code": "1", "message": "a", "file": "a", "level": "a", "endLine": 2}],
        {"output": "a", "rule": "b"},
        [{"rule": "a", "priority": "b"}],
        [7],
    ],
    ids=str,
)
def test_others_reports_are_left_alone(content: object) -> None:
    document = Document("evidence/scans/checkov-falco.json", json.dumps(content).encode())
    assert not [parser.name for parser in SCANS if parser.name in _MEMBERS and parser.recognizes(document)]
