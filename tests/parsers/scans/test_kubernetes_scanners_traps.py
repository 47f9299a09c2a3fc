"""What the goldens of the Kubernetes configuration scanners show only in passing, said in words."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from replacing import replace
from scan_reading import EVIDENCE, named, read, snapshot_of

from generator.errors import ParseError
from generator.model.scan import Disposition, ResultKind, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import inspect, kube_bench_json
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"


def _of(member: str, name: str, identifier: str) -> set[Disposition]:
    return {sighting.disposition for sighting in named(snapshot_of(member, name), identifier)}


@pytest.mark.parametrize(
    ("control", "expected"),
    [
        ("C-0902", {Disposition.PASSED}),
        ("C-0903", {Disposition.NOT_APPLICABLE}),
        ("C-0904", {Disposition.SUPPRESSED}),
        ("C-0905", {Disposition.ERROR}),
        ("C-0906", {Disposition.MANUAL}),
        ("C-0907", {Disposition.ERROR}),
        ("C-0908", {Disposition.SUPPRESSED}),
        ("C-0909", {Disposition.OPEN}),
    ],
)
def test_kubescape_a_pass_by_exception_or_for_want_of_objects_is_none(control: str, expected: set[Disposition]) -> None:
    assert _of("kubescape-json", "many.json", control) == expected


def test_kubescape_a_control_is_seen_on_objects_and_as_a_whole() -> None:
    found = {sighting.target: sighting for sighting in named(snapshot_of("kubescape-json", "many.json"), "C-0901")}
    assert {name: one.disposition for name, one in found.items()} == {
        "shop-east": Disposition.OPEN,
        "shop/Deployment/cart": Disposition.OPEN,
        "odd": Disposition.SUPPRESSED,
    }
    assert {one.severity for one in found.values()} == {Severity.CRITICAL}
    assert found["shop/Deployment/cart"].description == "Found at: spec.volumes[0], spec.volumes[1]"


@pytest.mark.parametrize(
    ("factor", "expected"),
    [
        (10, Severity.CRITICAL),
        (9, Severity.CRITICAL),
        (8.9, Severity.HIGH),
        (7, Severity.HIGH),
        (4, Severity.MODERATE),
        (3.9, Severity.LOW),
        (1, Severity.LOW),
        (0, Severity.UNKNOWN),
        (None, Severity.UNKNOWN),
    ],
)
def test_kubescape_severity_by_its_own_bands(factor: float | None, expected: Severity) -> None:
    summary = {"controls": {"C-1": {"status": "failed", "scoreFactor": factor}}, "frameworks": [], "ResourceCounters": {}}
    _, snapshot = read("a.json", json.dumps(summary).encode())
    assert snapshot.results[0].severity is expected


def test_kubescape_the_year_1_is_no_date() -> None:
    assert snapshot_of("kubescape-json", "one.json").taken is None
    assert snapshot_of("kubescape-json", "many.json").taken == datetime(2026, 2, 20, 7, tzinfo=UTC)


def test_kubescape_names_the_file_it_looked_at() -> None:
    snapshot = snapshot_of("kubescape-json", "one.json")
    assert {target.name: target.kind for target in snapshot.targets} == {
        "deploy/cart.yaml": TargetKind.FILESYSTEM,
        "Deployment/cart": TargetKind.WORKLOAD,
    }
    assert snapshot.results[0].solution == "Set spec.tidy to true."


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("1.1.1", Disposition.PASSED),
        ("1.1.2", Disposition.OPEN),
        ("1.1.3", Disposition.MANUAL),
        ("1.1.4", Disposition.SUPPRESSED),
        ("1.1.5", Disposition.NOT_APPLICABLE),
        ("1.1.6", Disposition.OPEN),
    ],
)
def test_kube_bench_states(check: str, expected: Disposition) -> None:
    assert _of("kube-bench-json", "many.json", check) == {expected}


@pytest.mark.parametrize("name", ["nodes.jsonl", "lists.jsonl"])
def test_kube_bench_runs_of_several_nodes_in_one_file(name: str) -> None:
    """A pass on one node does not cover the failure on another."""
    assert _of("kube-bench-json", name, "4.1.1") == {Disposition.PASSED, Disposition.OPEN}


def test_kube_bench_several_indented_reports_are_refused_not_cut() -> None:
    one = (_DATA / "kube-bench-json" / "one.json").read_text(encoding="utf-8")
    with pytest.raises(ParseError, match="not valid JSON"):
        read("a.json", (one + one).encode())


def test_kube_bench_checks_that_are_counted_and_not_there_are_said() -> None:
    snapshot = snapshot_of("kube-bench-json", "many.json")
    assert snapshot.tally.results == 10
    assert (snapshot.not_assessed_because or "").startswith("the report counts 13 checks and lists 10 of them; ")
    assert not snapshot.assesses_something


def test_kube_bench_names_no_node_so_a_person_does() -> None:
    document = Document("a.json", (_DATA / "kube-bench-json" / "one.json").read_bytes())
    (unnamed,) = kube_bench_json.parse(document, EVIDENCE).targets
    assert not unnamed.named
    (named,) = kube_bench_json.parse(document, replace(EVIDENCE, target="node-1")).targets
    assert (named.name, named.kind, named.named) == ("node-1", TargetKind.HOST, True)


@pytest.mark.parametrize(
    ("member", "name", "secret"),
    [
        ("kube-hunter-json", "many.json", "a-service-account-token"),
        ("kube-bench-json", "many.json", "--token="),
        ("kubescape-json", "many.json", "bm90LWZvci1yZXBvcnRz"),
    ],
)
def test_secrets_stay_in_the_file(member: str, name: str, secret: str) -> None:
    assert secret in (_DATA / member / name).read_text(encoding="utf-8")
    assert secret not in repr(snapshot_of(member, name))


def test_kube_hunter_findings_without_a_number_are_told_apart_by_name() -> None:
    snapshot = snapshot_of("kube-hunter-json", "many.json")
    assert not named(snapshot, "None")
    assert len(named(snapshot, "Untidy capability")) == len(named(snapshot, "Untidy secrets")) == 1


def test_kube_hunter_a_port_is_a_part_of_its_host() -> None:
    (found,) = named(snapshot_of("kube-hunter-json", "many.json"), "KHV901")
    assert (found.target, found.entries) == ("192.0.2.1", 3)
    assert inspect.row(snapshot_of("kube-hunter-json", "many.json"))["duplicates"] == 1


def test_kube_hunter_a_cve_is_a_vulnerability() -> None:
    (found,) = named(snapshot_of("kube-hunter-json", "many.json"), "KHV902")
    assert (found.kind, found.cves, found.severity) == (ResultKind.VULNERABILITY, ("CVE-2026-40001",), Severity.UNKNOWN)


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("MountsUntidy", Disposition.OPEN),
        ("CapabilityAddedAllowed", Disposition.SUPPRESSED),
        ("MountsUntidyAllowed", Disposition.SUPPRESSED),
        ("TagSeen", Disposition.OPEN),
    ],
)
def test_kubeaudit_what_a_label_allows_is_suppressed(identifier: str, expected: Disposition) -> None:
    assert _of("kubeaudit-json", "many.jsonl", identifier) == {expected}


def test_kubeaudit_lines_of_the_log_are_counted_apart() -> None:
    assert dict(snapshot_of("kubeaudit-json", "many.jsonl").tally.dropped) == {"empty entry": 1, "line of the tool's log": 1}


def test_kube_linter_the_same_in_two_containers_is_one_weakness_in_two_files_two_results() -> None:
    snapshot = snapshot_of("kube-linter-json", "many.json")
    (found,) = [one for one in named(snapshot, "tidy-mounts") if one.target == "shop/Deployment/cart"]
    assert (found.entries, found.title, found.severity) == (3, "Indicates mounts that are not tidy.", Severity.UNKNOWN)
    assert inspect.row(snapshot)["duplicates"] == 1


def test_polaris_containers_are_parts_of_their_workload() -> None:
    snapshot = snapshot_of("polaris-json", "many.json")
    (found,) = named(snapshot, "tidyLimits")
    assert (found.target, found.entries, found.severity) == ("shop/Deployment/cart", 2, Severity.HIGH)
    assert found.description == "tidyLimits in words\ncpu\nmemory"


def test_polaris_a_check_without_an_answer_stays_open() -> None:
    (found,) = named(snapshot_of("polaris-json", "many.json"), "odd")
    assert (found.disposition, found.severity, found.native_severity) == (Disposition.OPEN, Severity.UNKNOWN, "glimmer")


def test_popeye_what_it_may_not_read_is_said() -> None:
    snapshot = snapshot_of("popeye-json", "many.json")
    assert snapshot.assessed
    assert (snapshot.not_assessed_because or "").startswith("Popeye could not look at: clusterroles")


@pytest.mark.parametrize(
    ("identifier", "severity", "disposition"),
    [
        ("POP-901", Severity.INFORMATIONAL, Disposition.PASSED),
        ("POP-902", Severity.HIGH, Disposition.OPEN),
        ("POP-903", Severity.INFORMATIONAL, Disposition.OPEN),
        ("POP-904", Severity.UNKNOWN, Disposition.OPEN),
        ("Words without a code", Severity.LOW, Disposition.OPEN),
    ],
)
def test_popeye_levels_and_codes(identifier: str, severity: Severity, disposition: Disposition) -> None:
    (found,) = named(snapshot_of("popeye-json", "many.json"), identifier)
    assert (found.severity, found.disposition) == (severity, disposition)


def test_popeye_an_object_without_issues_was_looked_at() -> None:
    snapshot = snapshot_of("popeye-json", "empty.json")
    assert (snapshot.assessed, [target.name for target in snapshot.targets]) == (True, ["shop/Pod/cart-1"])


@pytest.mark.parametrize(
    ("member", "name", "words"),
    [
        ("kubescape-json", "empty.json", "no control was evaluated"),
        ("kubescape-json", "no_verdict.json", "no control was evaluated"),
        ("kube-bench-json", "empty.json", "no check"),
        ("kube-hunter-json", "unreached.json", "reached no node"),
        ("kube-linter-json", "no_checks.json", "no check ran"),
        ("polaris-json", "empty.json", "no object"),
        ("popeye-json", "forbidden.json", "could not look at: nodes, pods"),
        ("popeye-json", "no_sections.json", "no kind of object"),
    ],
)
def test_kubernetes_what_was_not_looked_at_is_not_clean(member: str, name: str, words: str) -> None:
    snapshot = snapshot_of(member, name)
    assert not snapshot.assessed
    assert words in str(snapshot.not_assessed_because)


@pytest.mark.parametrize("member", ["kube-hunter-json", "kube-linter-json"])
def test_kubernetes_a_scan_that_found_nothing_is_clean(member: str) -> None:
    snapshot = snapshot_of(member, "empty.json")
    assert (snapshot.assessed, snapshot.tally.results) == (True, 0)


@pytest.mark.parametrize(
    "content",
    [
        {"Results": []},
        {"Controls": []},
        {"controls": {}},
        {"results": [], "resources": []},
        {"popeye": 7},
        {"popeye": {"version": 1}},
        {"nodes": [], "services": []},
        {"Reports": []},
        {"level": "info", "msg": "Running"},
        [{"tests": []}],
        [],
    ],
    ids=str,
)
def test_kubernetes_others_files_are_left_alone(content: object) -> None:
    document = Document("evidence/scans/kube/kubescape-popeye.json", json.dumps(content).encode())
    takers = {parser.name for parser in SCANS if parser.recognizes(document)}
    assert not {name for name in takers if name.startswith(("kube", "polaris", "popeye"))}
