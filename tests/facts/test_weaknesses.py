"""Findings on what is no image: of hosts, of workloads' settings, of parts of the cluster; and the account stays whole."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from replacing import replace

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.evidence import DatedBy, GapKind
from generator.model.facts import SystemFacts
from generator.model.identifiers import cwe_ids
from generator.model.scan import Cvss, Disposition, ResultKind, ScanSnapshot, Severity, TargetKind
from generator.pipeline.as_of import no_asset
from tests.facts.assets_made import cluster, node, pod, scan_of
from tests.facts.scans_made import day, pods, scan
from tests.facts.test_facts import AS_OF, SYSTEM, account_adds_up, facts

CART, TILL = "registry.example/cart:1", "registry.example/till:1"
PROD = cluster("prod", node("node-a", "10.0.0.1"), node("node-b"), pod("cart", CART), pod("till", TILL))


def open_on(found: SystemFacts) -> dict[str, list[str]]:
    assert account_adds_up(found)
    return {one.identifier: [asset.asset_id for asset in one.assets] for one in found.weaknesses}


def test_findings_of_hosts_are_weaknesses_of_nodes() -> None:
    found = facts(
        PROD,
        scan_of(TargetKind.HOST, "s/old.json", "node-a", ["CVE-1", "CVE-GONE"], day(2)),
        scan_of(TargetKind.HOST, "s/new.json", "node-a", ["CVE-1"], day(18), authenticated=True),
    )
    assert open_on(found) == {"CVE-1": ["node-a"]}
    assert found.weaknesses[0].assets[0].first_seen == day(2).date()
    assert (found.accounting.open, found.accounting.superseded) == (1, 2)
    (scanned,) = [asset for asset in found.assets if asset.scans]
    assert [(one.matched_by, one.authenticated, one.assessed) for one in scanned.scans] == [("name", True, True)]


def test_texts_are_those_of_the_whole_scan_and_only_of_scans_that_count() -> None:
    asked: set[str] = set()

    def whole(snapshot: ScanSnapshot) -> ScanSnapshot:
        asked.add(snapshot.evidence.path)
        return replace(snapshot, results=tuple(replace(result, description="In full.") for result in snapshot.results))

    old, new = (
        scan_of(TargetKind.HOST, f"s/{name}.json", "node-a", ["CVE-1"], day(at)) for name, at in (("old", 2), ("new", 18))
    )
    found = facts_of(History.of((PROD, old, new)), SYSTEM, AS_OF, whole=whole)
    assert [weakness.description for weakness in found.weaknesses] == ["In full."]
    assert asked == {"s/new.json"}


def test_one_report_of_two_hosts_finds_both() -> None:
    one = scan_of(TargetKind.HOST, "s/a.json", "node-a", ["CVE-1"])
    two = scan_of(TargetKind.HOST, "s/a.json", "node-b", ["CVE-1"])
    both = replace(
        one,
        targets=(*one.targets, *two.targets),
        results=(*one.results, *two.results),
        tally=replace(one.tally, results=2, unique=2),
    )
    assert open_on(facts(PROD, both)) == {"CVE-1": ["node-a", "node-b"]}


def test_settings_of_a_workload_are_weaknesses_of_its_images_and_no_scan_of_them() -> None:
    shown = scan_of(TargetKind.WORKLOAD, "s/k.json", "web/DaemonSet/cart", ["KSV-1"])
    found = facts(PROD, shown)
    assert open_on(found) == {"KSV-1": [CART]}
    assert all(not image.scans for image in found.images)


def test_a_scan_of_settings_does_not_replace_one_of_the_image() -> None:
    found = facts(
        PROD,
        scan("s/image.json", CART, ["CVE-1"], day(10)),
        scan_of(TargetKind.WORKLOAD, "s/k.json", "web/DaemonSet/cart", ["KSV-1"], day(18)),
    )
    assert open_on(found) == {"CVE-1": [CART], "KSV-1": [CART]}
    assert [one.evidence.path for one in found.images[0].scans] == ["s/image.json"]


def test_a_part_of_the_cluster_is_a_weakness_of_the_cluster() -> None:
    found = facts(
        PROD,
        scan_of(TargetKind.CLUSTER, "s/1.json", "Role/reader", ["RBAC-1"], day(3)),
        scan_of(TargetKind.CLUSTER, "s/2.json", "Role/writer", ["RBAC-2"], day(18)),
    )
    assert open_on(found) == {"RBAC-1": ["prod"], "RBAC-2": ["prod"]}
    assert not next(asset for asset in found.assets if asset.asset_id == "prod").scans


def test_a_newer_look_at_the_same_object_replaces_the_older() -> None:
    found = facts(
        PROD,
        scan_of(TargetKind.CLUSTER, "s/1.json", "Role/reader", ["RBAC-1"], day(3)),
        scan_of(TargetKind.CLUSTER, "s/2.json", "Role/reader", [], day(18)),
    )
    assert open_on(found) == {}
    assert found.accounting.superseded == 1


def test_findings_of_strange_hosts_are_counted_apart_and_named() -> None:
    found = facts(
        PROD,
        scan_of(TargetKind.HOST, "s/x.json", "laptop", ["CVE-1"], day(3)),
        scan_of(TargetKind.HOST, "s/y.json", "laptop", ["CVE-1"], day(17)),
    )
    assert open_on(found) == {}
    assert found.accounting.not_running == 2
    assert [(one.name, one.day, one.source.path) for one in found.unmatched_targets] == [("laptop", day(17).date(), "s/y.json")]


def test_findings_about_source_code_are_counted_apart_by_file_unless_it_is_said_what_they_become() -> None:
    passed = scan("s/q.json", "example/shop", ["RULE-1"], day(18), disposition=Disposition.PASSED)
    found = facts(
        PROD,
        scan_of(TargetKind.REPOSITORY, "s/x.json", "example/shop", ["generic-api-key", "aws-key"]),
        scan_of(TargetKind.FILESYSTEM, "s/y.json", "./src", ["CVE-1"]),
        scan_of(TargetKind.REPOSITORY, "s/z.json", CART, ["CVE-2"]),
        replace(passed, targets=(replace(passed.targets[0], kind=TargetKind.REPOSITORY),)),
    )
    assert (found.accounting.source_code, found.accounting.not_running, found.accounting.open) == (4, 0, 1)
    assert found.accounting.source_files == (("s/x.json", 2), ("s/y.json", 1))
    assert account_adds_up(found)
    assert [(one.path, one.kind) for one in no_asset(found.accounting)] == [
        ("s/x.json", GapKind.NO_ASSET),
        ("s/y.json", GapKind.NO_ASSET),
    ]


def test_a_host_that_could_not_be_looked_at_or_of_which_nobody_says_a_name_is_no_stranger() -> None:
    failed = replace(scan_of(TargetKind.HOST, "s/x.json", "laptop", []), assessed=False)
    nameless = scan_of(TargetKind.HOST, "s/y.json", "s/y.json", [], named=False)
    assert facts(PROD, failed, nameless).unmatched_targets == ()


def test_events_and_passes_of_hosts_are_no_weaknesses() -> None:
    passed = scan_of(TargetKind.HOST, "s/p.json", "node-a", [])
    event = scan("s/e.json", "web/DaemonSet/cart", ["shell"], day(18), kind=ResultKind.EVENT)
    event = replace(event, targets=(replace(event.targets[0], kind=TargetKind.WORKLOAD),))
    found = facts(PROD, passed, event)
    assert open_on(found) == {}
    assert found.accounting.events == 1


LOOKS = st.builds(
    lambda number, kind, name, ids, when, assessed: replace(
        scan_of(kind, f"s/{number}.json", name, ids, when, other_names=("10.0.0.1",) if number % 3 == 0 else ()),
        assessed=assessed,
    ),
    st.integers(0, 30),
    st.sampled_from(list(TargetKind)),
    st.sampled_from(["node-a", "node-b", "laptop", CART, "web/DaemonSet/cart", "web/DaemonSet/gone", "Role/reader", "prod"]),
    st.lists(st.sampled_from(["CVE-1", "CVE-2"]), unique=True),
    st.sampled_from([day(1), day(18), day(30)]),
    st.booleans(),
)


@given(st.lists(LOOKS, max_size=6, unique_by=lambda one: one.evidence.path))
def test_every_result_of_every_kind_of_target_is_accounted_for(scans: list[object]) -> None:
    found = facts(PROD, *scans)
    assert account_adds_up(found)
    assert facts(*reversed([PROD, *scans])) == found


def test_the_most_severe_result_gives_the_weakness_its_severity_and_its_words() -> None:
    low = scan("s/cart.json", CART, ["CVE-1"], day(18), severity=Severity.LOW)
    high = scan("s/till.json", TILL, ["CVE-1"], day(18), severity=Severity.CRITICAL)
    high = replace(high, results=tuple(structs.replace(one, title="Worst", description="All of it.") for one in high.results))
    for snapshots in ((low, high), (high, low)):
        (weakness,) = facts(PROD, *snapshots).weaknesses
        assert (weakness.severity, weakness.title, weakness.description) == (Severity.CRITICAL, "Worst", "All of it.")
        assert weakness.native_severities == ("CRITICAL", "LOW")


def test_a_score_that_a_report_has_twice_counts_once() -> None:
    score = Cvss(source="tenable", version="3.0", vector="CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", score=9.8)
    made = scan("s/cart.json", CART, ["CVE-1"], day(18))
    made = replace(made, results=tuple(structs.replace(one, cvss=(score, score)) for one in made.results))
    (weakness,) = facts(PROD, made).weaknesses
    assert weakness.cvss == (score,)


def test_the_earliest_day_by_which_a_known_exploited_weakness_is_due_counts() -> None:
    def due(path: str, name: str, until: date | None) -> ScanSnapshot:
        made = scan(path, name, ["CVE-1"], day(18))
        return replace(made, results=tuple(structs.replace(one, known_exploited=until) for one in made.results))

    early, late = date(2026, 11, 25), date(2026, 12, 9)
    for one, two in ((early, late), (late, early), (None, early)):
        (weakness,) = facts(PROD, due("s/cart.json", CART, one), due("s/till.json", TILL, two)).weaknesses
        assert weakness.known_exploited == early


@pytest.mark.parametrize("disposition", [one for one in Disposition if one is not Disposition.OPEN])
def test_a_weakness_was_first_seen_when_a_scanner_first_reported_it_open(disposition: Disposition) -> None:
    found = facts(
        PROD,
        scan("s/old.json", CART, ["CVE-1"], day(2), disposition=disposition),
        scan("s/new.json", CART, ["CVE-1"], day(18)),
    )
    assert found.weaknesses[0].assets[0].first_seen == day(18).date()


@pytest.mark.parametrize("said", [True, False, None])
def test_what_a_scanner_says_of_the_end_of_life_is_kept_with_the_scan(said: bool | None) -> None:
    looked = scan("s/a.json", "a:1", ["CVE-1"], day(18))
    told = replace(looked, targets=(replace(looked.targets[0], end_of_life=said),))
    made = facts(pods("c/pods.json", day(19), {"a": "a:1"}), told)
    assert [kept.end_of_life for image in made.inventory for kept in image.scans] == [said]


def test_every_look_is_kept_also_where_a_newer_one_takes_its_place() -> None:
    old, new = scan("s/old.json", CART, ["CVE-1"], day(2)), scan("s/new.json", CART, [], day(18), digests=("sha256:1",))
    hidden = replace(old, results=tuple(structs.replace(each, disposition=Disposition.SUPPRESSED) for each in old.results))
    (cart,) = [image for image in facts(PROD, hidden, new).images if image.asset_id == CART]
    assert [each.evidence.path for each in cart.scans] == ["s/new.json"]
    left_out = [(each.evidence.path, each.left_out) for each in cart.looks]
    assert left_out == [("s/new.json", ""), ("s/old.json", "suppressed findings")]


@pytest.mark.parametrize(
    ("dated_by", "taken", "dated"),
    [
        (None, day(2), True),
        (DatedBy.CONTENT, day(2), True),
        (DatedBy.FOLDER, day(2), False),
        (DatedBy.SIDECAR, day(2), False),
        (DatedBy.SIDECAR, day(3), True),
        (DatedBy.CONTENT, None, False),
    ],
)
def test_the_day_of_collection_is_no_day_of_a_scan(dated_by: DatedBy | None, taken: datetime | None, *, dated: bool) -> None:
    one = scan("s/a.json", CART, [], day(2))
    one = replace(one, taken=taken, evidence=replace(one.evidence, dated_by=dated_by))
    (cart,) = [image for image in facts(PROD, one).images if image.asset_id == CART]
    assert [each.dated for each in cart.looks] == [dated]


def test_a_secret_in_source_code_is_open_under_the_name_of_the_code() -> None:
    code = scan_of(TargetKind.REPOSITORY, "s/code.json", "git.example/shop", ["token"], day(3))
    secret = replace(code, results=tuple(structs.replace(row, kind=ResultKind.SECRET, cves=()) for row in code.results))
    found = facts(PROD, secret)
    assert open_on(found) == {"token": ["source code git.example/shop"]}
    assert found.weaknesses[0].assets[0].first_seen == day(3).date()
    assert (found.accounting.open, found.accounting.source_code) == (1, 0)
    assert not open_on(facts(PROD, code)), "a flaw in code that is on no asset is no item"
    passed = replace(secret, results=tuple(structs.replace(row, disposition=Disposition.SUPPRESSED) for row in secret.results))
    assert not open_on(facts(PROD, passed))


def test_kinds_of_weakness_of_all_results_are_those_of_the_weakness() -> None:
    def on(name: str, *numbers: int) -> ScanSnapshot:
        made = scan_of(TargetKind.HOST, f"s/{name}.json", name, ["CVE-1"])
        return replace(made, results=tuple(structs.replace(result, cwes=cwe_ids(numbers)) for result in made.results))

    for scans in ([on("node-a", 79, 352), on("node-b", 20, 79)], [on("node-b", 20, 79), on("node-a", 79, 352)]):
        (weakness,) = facts(PROD, *scans).weaknesses
        assert weakness.cwes == ("CWE-20", "CWE-79", "CWE-352")
