"""What the goldens of Falco's alerts show only in passing, said in words."""

import json

import pytest
from scan_reading import named, read, snapshot_of

from generator.errors import ParseError
from generator.model.scan import Disposition, ResultKind, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.falco_event import sentence
from generator.parsers.scans.registry import SCANS


@pytest.mark.parametrize(("member", "name"), [("falco-json", "many.jsonl"), ("falco-text", "many.log")])
def test_falco_alerts_are_events(member: str, name: str) -> None:
    assert {sighting.kind for sighting in snapshot_of(member, name).results} == {ResultKind.EVENT}


@pytest.mark.parametrize(("member", "name"), [("falco-json", "many.jsonl"), ("falco-text", "many.log")])
def test_falco_its_own_losses_are_no_alerts(member: str, name: str) -> None:
    (lost,) = named(snapshot_of(member, name), "Falco internal: syscall event drop")
    assert lost.disposition is Disposition.ERROR


def test_falco_metrics_are_neither_alert_nor_loss() -> None:
    snapshot = snapshot_of("falco-json", "empty.json")
    assert [sighting.disposition for sighting in snapshot.results] == [Disposition.NOT_APPLICABLE]
    assert snapshot.not_assessed_because is None


def test_falco_targets_are_the_closest_that_is_known() -> None:
    targets = {target.name: target for target in snapshot_of("falco-json", "many.jsonl").targets}
    assert targets["shop/Pod/cart-7f"].workload == "shop/Pod/cart-7f"
    assert targets["registry.shop.example/cart:1"].digests == ("sha256:" + "4" * 64,)
    assert targets["node-1"].kind is TargetKind.HOST
    assert targets["shop/serviceaccounts/robot"].workload is None


@pytest.mark.parametrize(
    ("priority", "expected"),
    [
        ("Emergency", Severity.CRITICAL),
        ("Alert", Severity.CRITICAL),
        ("CRITICAL", Severity.CRITICAL),
        ("Error", Severity.HIGH),
        ("warning", Severity.MODERATE),
        ("Notice", Severity.LOW),
        ("Informational", Severity.INFORMATIONAL),
        ("Debug", Severity.INFORMATIONAL),
        ("Loud", Severity.UNKNOWN),
    ],
)
def test_falco_priorities(priority: str, expected: Severity) -> None:
    alert = {"output": "a", "priority": priority, "rule": "r", "time": "2026-02-20T08:00:00Z"}
    _, snapshot = read("a.json", json.dumps(alert).encode())
    assert snapshot.results[0].severity is expected


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("08:00:00.000000001: Notice A shell (user=root)", "A shell"),
        ("2026-02-20T08:00:00.000000001+0000: Warning A file | file=/etc/a", "A file"),
        ("A shell", "A shell"),
        ("(user=root)", ""),
        ("", ""),
    ],
)
def test_falco_the_words_without_time_and_details(output: str, words: str) -> None:
    assert sentence(output) == words


def test_falco_a_log_without_alerts_names_its_version_and_lists_nothing() -> None:
    snapshot = snapshot_of("falco-text", "empty.log")
    assert (snapshot.scanner.version, snapshot.assessed, snapshot.results) == ("0.40.0", True, ())
    assert [target.named for target in snapshot.targets] == [False]


def test_falco_json_alerts_follow_the_start_of_the_program() -> None:
    (found,) = named(snapshot_of("falco-text", "many.log"), "Terminal shell in container")
    assert (found.target, found.source.place) == ("shop/Pod/cart-7f", "line 9")


def test_falco_a_torn_line_is_named() -> None:
    with pytest.raises(ParseError) as caught:
        snapshot_of("falco-text", "broken.log")
    assert caught.value.where == "line 2"


@pytest.mark.parametrize("raw", [b"falco\n", b"08:00:00: Warning a\n", b"Fri Feb 20 07:59:00 2026: Other version: 1\n"])
def test_others_logs_are_left_alone(raw: bytes) -> None:
    assert not [parser.name for parser in SCANS if parser.recognizes(Document("falco.log", raw))]
