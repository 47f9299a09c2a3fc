"""Nodes, hosts, web addresses and databases: scanned, in time, and known to the inventory."""

from datetime import datetime

import pytest
from replacing import replace

from generator.checks.assets import asset_never_scanned, asset_scan_too_old, scanned_not_in_inventory
from generator.checks.reporting import failing_subjects
from generator.model.cloud import ResourceKind
from generator.model.evidence import DatedBy
from generator.model.posture import Posture
from generator.model.scan import ResultKind, ScanSnapshot, Severity, TargetKind
from tests.checks.assets.scanned import state, unfinished
from tests.checks.cluster_evidence import verdicts
from tests.facts.assets_made import cloud, cluster, ingress, node, pod, resource, scan_of, sha
from tests.facts.scans_made import day, pods, scan

NEVER, OLD, STRANGE = asset_never_scanned.CHECK, asset_scan_too_old.CHECK, scanned_not_in_inventory.CHECK
NODE = cluster("prod", node("node-a", "10.0.0.1"))
NOTHING = "unknown: no scan of this asset was collected"
_CART = "registry.example/cart:1"


def host(path: str, taken: datetime | None = None, name: str = "node-a") -> ScanSnapshot:
    return scan_of(TargetKind.HOST, path, name, ["CVE-1"], taken)


def undated(made: ScanSnapshot, collected: datetime | None) -> ScanSnapshot:
    """As a reader leaves a report without a date of its own, whose sidecar says when it was collected."""
    evidence = replace(made.evidence, collected=collected, dated_by=DatedBy.SIDECAR if collected else None)
    return replace(made, taken=collected, evidence=evidence)


def test_every_host_web_address_and_database_is_a_subject_and_nothing_else() -> None:
    account = cloud(resource(ResourceKind.DATABASE, "orders"), resource(ResourceKind.STORAGE, "files"))
    everything = (cluster("prod", node("node-a"), ingress("shop.example")), account)
    assert verdicts(state(NEVER, *everything)) == {"node-a": NOTHING, "orders": NOTHING, "shop.example": NOTHING}
    scans = [
        host("s/1.json"),
        scan_of(TargetKind.CLOUD, "s/2.json", "orders", []),
        scan_of(TargetKind.UNKNOWN, "s/3.json", "https://shop.example/", []),
    ]
    for check in (NEVER, OLD):
        posture = state(check, *everything, *scans)
        assert set(verdicts(posture).values()) == {"passes (reported)"}
        assert posture.label == "enforced (reported)"
        assert posture.subjects[0].citations[0].source.path == "s/1.json"
        assert posture.subjects[0].asset_ids == ("node-a",)


@pytest.mark.parametrize("check", [NEVER, OLD])
def test_that_no_scan_was_collected_is_unknown(check: object) -> None:
    posture = state(check, NODE)  # type: ignore[arg-type]
    assert verdicts(posture) == {"node-a": NOTHING}
    assert posture.summary == (
        "0 of 1 host, web address or database judged. 1 unknown: no scan of this asset was collected (1)."
    )


@pytest.mark.parametrize("check", [NEVER, OLD])
def test_without_hosts_nothing_was_collected(check: object) -> None:
    posture = state(check, pods("c/pods.json", day(19), {"cart": _CART}))  # type: ignore[arg-type]
    assert posture.label == "not collected"


@pytest.mark.usefixtures("with_population")
@pytest.mark.parametrize("check", [NEVER, OLD])
def test_nodes_that_were_not_listed_whole_are_unknown(check: object) -> None:
    part = state(check, NODE, host("s/1.json"), whole=False)  # type: ignore[arg-type]
    assert verdicts(part) == {
        "node-a": "passes (reported)",
        "other nodes of prod": "unknown: Nodes were not listed whole by the API",
    }
    none = state(check, cluster("prod", ingress("shop.example")), whole=False)  # type: ignore[arg-type]
    assert verdicts(none)["other nodes of prod"] == "unknown: Nodes were not listed whole by the API"


def test_a_scanner_that_could_not_look_fails() -> None:
    failed = replace(host("s/1.json"), assessed=False)
    posture = state(NEVER, NODE, failed)
    assert verdicts(posture) == {"node-a": "fails (reported): could not be scanned: Trivy reports that it could not look"}
    (one,) = failing_subjects([posture])
    assert (one.title, one.severity) == ("Node node-a was never scanned", Severity.HIGH)
    assert one.detail.endswith("Trivy tried, but could not assess it.")
    other = replace(host("s/2.json"), scanner=replace(failed.scanner, name="Nessus"))
    assert verdicts(state(NEVER, NODE, failed, other)) == {"node-a": "passes (reported)"}
    assert verdicts(state(OLD, NODE, failed)) == {"node-a": "unknown: the scanner could not assess it"}


def test_a_scan_in_part_or_of_settings_does_not_count() -> None:
    part = state(NEVER, NODE, unfinished(host("s/1.json")), replace(host("s/0.json", day(10))))
    assert verdicts(part) == {"node-a": "unknown: the scanner could look at a part of it only"}
    assert {source.path for source in part.subjects[0].contested_by} == {"s/1.json"}
    settings = scan("s/2.json", "node-a", ["RULE-1"], day(18), kind=ResultKind.MISCONFIGURATION)
    settings = replace(settings, targets=host("s/2.json").targets)
    expected = "unknown: only its settings were looked at, no scan for vulnerabilities was collected"
    assert verdicts(state(NEVER, NODE, settings)) == {"node-a": expected}


def test_an_address_of_several_assets_names_none_of_them() -> None:
    two = cluster("prod", node("node-a", "10.0.0.1"), node("node-b", "10.0.0.1"))
    address = host("s/1.json", name="10.0.0.1")
    expected = "unknown: the scan names an address that several assets have"
    assert verdicts(state(NEVER, two, address)) == {"node-a": expected, "node-b": expected}
    apart = (cluster("prod", node("node-a", "10.0.0.1")), cluster("other", node("node-b", "10.0.0.1")))
    (first, _) = state(NEVER, *apart, address).subjects
    assert {source.path for source in first.contested_by} == {"evidence/cluster/other/all.json"}
    posture = state(STRANGE, two, address)
    assert verdicts(posture) == {"10.0.0.1": "unknown: several assets have this address"}
    assert {source.path for source in posture.subjects[0].contested_by} == {"evidence/cluster/prod/all.json"}


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        (day(20), "passes (reported)"),
        (day(21, 10), "passes (reported)"),
        (day(20, 10), "fails (reported): was last scanned on 2026-10-20"),
    ],
)
def test_a_scan_is_not_older_than_thirty_days(taken: datetime, expected: str) -> None:
    assert verdicts(state(OLD, NODE, host("s/1.json", taken))) == {"node-a": expected}


def test_of_several_scans_the_newest_decides() -> None:
    old, new = host("s/1.json", day(1, 9)), host("s/2.json", day(1, 10))
    nessus = replace(new, scanner=replace(new.scanner, name="Nessus"))
    posture = state(OLD, NODE, old, nessus)
    (one,) = failing_subjects([posture])
    assert (one.title, one.severity) == ("The newest scan of node node-a is 50 days old", Severity.MODERATE)
    assert "(Nessus, 2026-10-01)" in one.detail
    assert "30 days are the longest" in one.detail
    recent = replace(host("s/3.json", day(18)), scanner=replace(new.scanner, name="Qualys"))
    assert verdicts(state(OLD, NODE, old, nessus, recent)) == {"node-a": "passes (reported)"}


def test_a_new_scan_in_part_does_not_make_an_old_one_young() -> None:
    old = replace(host("s/1.json", day(1, 9)), scanner=replace(host("x").scanner, name="Nessus"))
    posture = state(OLD, NODE, old, unfinished(host("s/2.json")))
    assert verdicts(posture) == {"node-a": "fails (reported): was last scanned on 2026-09-01"}


def test_the_day_of_collection_is_no_day_of_a_scan() -> None:
    unknown = {"node-a": "unknown: the scan carries no date"}
    assert verdicts(state(OLD, NODE, undated(host("s/1.json"), day(18)))) == unknown
    assert verdicts(state(OLD, NODE, undated(host("s/1.json"), None))) == unknown
    long_ago = verdicts(state(OLD, NODE, undated(host("s/1.json"), day(1, 9))))
    assert long_ago == {"node-a": "fails (reported): was last scanned on 2026-09-01"}, "it was made before it was collected"


def test_what_scans_looked_at_is_in_the_inventory() -> None:
    ours = host("s/1.json", name="10.0.0.1")
    strange, again = host("s/2.json", name="laptop"), host("s/3.json", day(10), name="laptop")
    long_ago = host("s/4.json", day(1, 9), name="retired")
    assert verdicts(state(STRANGE, NODE, ours)) == {"node-a": "passes (reported)"}
    posture = state(STRANGE, NODE, ours, again, strange, long_ago)
    assert verdicts(posture) == {"node-a": "passes (reported)", "laptop": "fails (reported): is not in the inventory"}
    (one,) = failing_subjects([posture])
    assert (one.title, one.severity) == ("Trivy scanned laptop, which is not in the inventory", Severity.MODERATE)
    assert "The scan of 2026-11-18 looked at the host laptop" in one.detail
    assert one.sources[0].path == "s/2.json"


def test_a_target_fails_only_where_the_hosts_were_listed_whole() -> None:
    strange = host("s/2.json", name="laptop")
    unknown = "unknown: assets of this kind were not collected"
    assert verdicts(state(STRANGE, NODE, strange, whole=False)) == {"laptop": unknown}
    assert verdicts(state(STRANGE, strange)) == {"laptop": unknown}, "no cluster at all"
    account = replace(cloud(resource(ResourceKind.DATABASE, "orders")), not_collected=(("ec2", "access denied"),))
    assert verdicts(state(STRANGE, NODE, account, strange))["laptop"] == unknown
    web = scan_of(TargetKind.UNKNOWN, "s/3.json", "https://shop.example/", [])
    assert verdicts(state(STRANGE, NODE, web)) == {"https://shop.example/": unknown}


def test_an_undated_scan_of_a_stranger_is_unknown() -> None:
    for collected in (None, day(18)):
        strange = undated(host("s/2.json", name="laptop"), collected)
        assert verdicts(state(STRANGE, NODE, strange)) == {"laptop": "unknown: the scan carries no date"}
    gone = undated(host("s/2.json", name="laptop"), day(1, 9))
    assert state(STRANGE, NODE, gone).label == "none found"


def test_images_that_nothing_runs_are_no_subject_where_the_pods_were_listed_whole() -> None:
    idle = scan("s/1.json", "registry.example/idle:1", [], day(18))
    assert state(STRANGE, NODE, idle).label == "none found"
    unknown = {"registry.example/idle:1": "unknown: assets of this kind were not collected"}
    assert verdicts(state(STRANGE, NODE, idle, whole=False)) == unknown
    assert verdicts(state(STRANGE, idle)) == unknown, "an inventory out of the scan says nothing of the scan"
    odd = state(STRANGE, NODE, scan("s/1.json", "NOT AN/image", [], day(18)))
    assert verdicts(odd) == {"NOT AN/image": "unknown: its name is no reference of an image"}


@pytest.mark.parametrize(
    ("runs", "scanned", "expected"),
    [
        (sha("a"), (sha("a"),), "passes (reported)"),
        (sha("a"), (sha("b"),), "unknown: the scans name other digests than the one that runs"),
        (sha("a"), (), "unknown: the scan names the tag, not the digest that runs"),
        (None, (sha("a"),), "unknown: the digest that runs is not known"),
    ],
)
def test_an_image_is_known_by_the_digest_that_the_scan_looked_at(
    runs: str | None, scanned: tuple[str, ...], expected: str
) -> None:
    runs_cart = cluster("prod", node("node-a"), pod("cart", _CART, runs))
    looked = scan("s/1.json", _CART, [], day(18), digests=scanned)
    posture = state(STRANGE, runs_cart, looked)
    assert verdicts(posture) == {_CART: expected}
    assert "s/1.json" in {each.source.path for each in posture.subjects[0].citations}


def test_of_two_scans_of_a_tag_the_one_of_the_running_digest_decides() -> None:
    runs_cart = cluster("prod", node("node-a"), pod("cart", _CART, sha("a")))
    exact = scan("s/1.json", _CART, [], day(17), digests=(sha("a"),))
    newer = scan("s/2.json", _CART, [], day(18), digests=(sha("b"),))
    posture = state(STRANGE, runs_cart, exact, newer)
    assert verdicts(posture) == {_CART: "passes (reported)"}
    assert [each.source.path for each in posture.subjects[0].citations] == ["s/1.json"]


def test_an_undated_scan_does_not_say_that_it_is_of_the_month() -> None:
    runs_cart = cluster("prod", node("node-a"), pod("cart", _CART, sha("a")))
    looked = undated(scan("s/1.json", _CART, [], day(18), digests=(sha("a"),)), None)
    assert verdicts(state(STRANGE, runs_cart, looked)) == {_CART: "unknown: the scan carries no date"}
    assert verdicts(state(STRANGE, NODE, undated(host("s/1.json"), None))) == {"node-a": "unknown: the scan carries no date"}


def test_without_scans_nothing_was_collected() -> None:
    assert state(STRANGE, NODE).summary == "No evidence of scan reports was collected."


def _passing(posture: Posture) -> set[str]:
    return {each.name for each in posture.passing}


@pytest.mark.parametrize("check", [NEVER, OLD, STRANGE])
def test_less_evidence_never_proves_more(check: object) -> None:
    everything = (
        cluster("prod", node("node-a", "10.0.0.1"), node("node-b", "10.0.0.1"), pod("cart", _CART)),
        cloud(resource(ResourceKind.DATABASE, "orders")),
        host("s/1.json"),
        host("s/2.json", name="10.0.0.1"),
        host("s/3.json", day(1, 9), name="orders"),
        undated(host("s/4.json", name="node-b"), day(18)),
        replace(host("s/5.json", name="orders"), assessed=False),
    )
    whole = state(check, *everything)  # type: ignore[arg-type]
    known = {each.name: each for each in whole.subjects}
    for gone in everything:
        left = state(check, *(each for each in everything if each is not gone))  # type: ignore[arg-type]
        for name in _passing(left) - _passing(whole):
            assert name not in known or gone.evidence.path in {source.path for source in known[name].contested_by}
