"""Claims: every sentence names a control of the baseline, cites evidence where there is some, and never says clean."""

from datetime import date

from replacing import replace

from generator.checks.base import CheckContext
from generator.checks.judging import judge_all
from generator.checks.populations import MAKERS
from generator.checks.registry import CHECKS
from generator.claims.base import Basis
from generator.claims.registry import TOPICS, all_claims
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.frameworks.fedramp_rev5 import CONTROLS
from generator.graph.match import compare
from generator.model.claim import Claim, Support
from generator.pipeline.stages import assessed
from generator.workspace.folder import Workspace
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import snapshot
from tests.facts.assets_made import cluster, node, pod, sha
from tests.facts.scans_made import day, pods, scan
from tests.samples.snapshot import AS_OF, data

PARTS = {(control.id, part) for control in CONTROLS for part in control.parts or ("",)}


def claims(*snapshots: object, system: str = "") -> list[Claim]:
    described = read(system, folder="x")
    facts = facts_of(History.of(snapshots), described, date(2026, 11, 20))  # type: ignore[arg-type]
    comparison = compare(facts.diagrams, facts.workloads)
    context = CheckContext(system=described, facts=facts, comparison=comparison)
    postures = judge_all(CHECKS, context)
    return list(all_claims(Basis(system=described, facts=facts, comparison=comparison, discrepancies=(), postures=postures)))


def sample() -> list[Claim]:
    from pathlib import Path

    workspace = Workspace.open(Path(str(data("samples"))) / "parcel-tracker")
    checked = assessed(workspace, AS_OF, lambda _text, _done, _total: None)
    return list(
        all_claims(
            Basis(
                system=workspace.system,
                facts=checked.facts,
                comparison=checked.comparison,
                discrepancies=checked.discrepancies,
                postures=checked.postures,
            )
        )
    )


def test_every_claim_belongs_to_a_part_of_a_control() -> None:
    for claim in [*sample(), *claims()]:
        assert (claim.control, claim.part) in PARTS, claim


def test_every_statement_about_something_found_cites_evidence() -> None:
    for claim in sample():
        named = claim.topic == "validations" and "SHA-256" in claim.text
        unsourced = (Support.NOT_COLLECTED, Support.NONE_FOUND, Support.NOT_ESTABLISHED)
        assert claim.sources or named or claim.support in unsourced, claim.text
        assert claim.text.endswith("."), claim.text


def test_so_does_it_where_scans_are_of_nothing_that_runs() -> None:
    found = claims(pods("c/pods.json", day(19), {"a": "a:1"}), scan("s/z.json", "z:9", ["CVE-1"], day(18)))
    about_scans = [one for one in found if one.topic == "image-scanning" and one.support is not Support.NOT_ESTABLISHED]
    assert {source.path for one in about_scans for source in one.sources} == {"s/z.json"}
    unsourced = (Support.NOT_COLLECTED, Support.NONE_FOUND, Support.NOT_ESTABLISHED)
    assert all(one.sources for one in found if one.support not in unsourced)


def test_without_evidence_nothing_is_found() -> None:
    assert {claim.support for claim in claims()} == {Support.NOT_COLLECTED}


def test_a_contradiction_is_named() -> None:
    contradicted = {check for claim in sample() for check in claim.discrepancies}
    assert {"running-not-drawn", "image-not-pinned"} <= contradicted


def test_counts_in_sentences_are_counts_of_facts() -> None:
    said = claims(
        pods("c/pods.json", day(19), {"a": "a:1", "b": "b:1"}),
        scan("s/a.json", "a:1", ["CVE-1"], day(18)),
    )
    text = " ".join(claim.text for claim in said)
    assert (
        "It is not established that the digest of every image that runs was scanned for vulnerabilities. 0 of 3 images of "
        "workloads judged. 3 unknown: the digest that runs is not known (2); what runs there was not listed whole (1)." in text
    )
    assert "2 running workloads in 1 namespace, of which 2 name images of 2 image classes" in text
    assert "For 0 of 2 image classes the evidence states a registry digest" in text
    assert (
        "exceptions to this: images that run are named by digest. 2 of 3 images of workloads judged: 2 fail (observed)" in text
    )


MANIFEST = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: cart, image: "cart:1"}]}
"""


def test_a_manifest_declares_and_is_not_said_to_run() -> None:
    said = claims(snapshot(MANIFEST, taken=None))
    (inventory,) = [one for one in said if one.topic == "asset-inventory" and one.part == "a" and one.control == "CM-8"]
    assert inventory.support is Support.FOUND
    assert not inventory.shows
    assert "was read from manifests, which declare what is to run." in inventory.text
    assert "1 declared workload" in inventory.text
    (dates,) = [one for one in said if one.topic == "asset-inventory" and one.part == "b"]
    assert (dates.support, dates.text) == (
        Support.CONTEXT,
        "The evidence of 1 of 1 cluster carries no collection date.",
    )
    (ways,) = [one for one in said if one.topic == "boundary"]
    assert (ways.support, ways.text) == (
        Support.NOT_COLLECTED,
        "No Ingress, route, LoadBalancer or NodePort service was collected.",
    )
    begins = "The configuration collected declares exceptions to this: images that run are named by digest."
    assert any(one.text.startswith(begins) for one in said)


def test_an_inventory_of_running_state_is_observed() -> None:
    said = claims(pods("c/pods.json", day(19), {"a": "a:1"}))
    (inventory,) = [one for one in said if one.topic == "asset-inventory" and (one.control, one.part) == ("CM-8", "a")]
    assert inventory.shows


def test_scans_of_every_digest_show_it_and_scans_by_name_do_not() -> None:
    def scanned(*snapshots: object) -> list[tuple[Support, bool]]:
        return [
            (each.support, each.in_part)
            for each in claims(*snapshots)
            if (each.topic, each.control, each.part) == ("image-scanning", "RA-5", "a")
        ]

    whole = (("", "Pod"), *MAKERS)
    read = cluster("prod", pod("a", "a:1", sha("a")))
    asked = replace(read.evidence, command="kubectl get pods,daemonsets,deployments,statefulsets,cronjobs -A -o json")
    runs = replace(read, evidence=asked, listed=whole, lists=whole)
    by_digest = scan("s/a.json", "a:1", [], day(18), digests=(sha("a"),))
    assert {support for support, _ in scanned(runs, by_digest)} == {Support.ENFORCING}
    by_name = scan("s/a.json", "a:1", [], day(18))
    assert {support for support, _ in scanned(runs, by_name)} == {Support.NOT_ESTABLISHED}
    other = scan("s/a.json", "a:1", [], day(18), digests=(sha("b"),))
    assert {support for support, _ in scanned(runs, other)} == {Support.NOT_ESTABLISHED}
    old = replace(by_digest, taken=day(1, 9))
    assert scanned(runs, old)[1] == (Support.FOUND_NOT_ENFORCING, False)


def test_an_inventory_without_workloads_shows_nothing() -> None:
    (inventory,) = [
        one
        for one in claims(cluster("prod", node("n1")))
        if (one.topic, one.control, one.part) == ("asset-inventory", "CM-8", "a")
    ]
    assert (inventory.support, inventory.text) == (
        Support.CONTEXT,
        "The inventory of cluster prod was read from running state. The evidence names no workload.",
    )


def test_an_inventory_out_of_scans_shows_nothing_of_what_runs() -> None:
    said = claims(scan("s/a.json", "a:1", ["CVE-1"], day(18), digests=(sha("a"),)))
    assert not [one.text for one in said if one.shows]
    assert [one.text for one in said if one.supports] == [
        "Tools whose reports were collected: Trivy 1. Of 1 open weakness on assets in scope (nothing collected shows which "
        "images run), 1 carries a CVE identifier and 0 a CVSS score."
    ]
    assert not [one for one in said if one.topic in ("image-chain", "image-hardening") and one.support is Support.CONTEXT]


def test_no_open_weakness_is_no_clean_bill() -> None:
    runs = cluster("prod", pod("a", "a:1", sha("a")), pod("b", "b:1", sha("b")))
    said = claims(runs, scan("s/a.json", "a:1", [], day(18), digests=(sha("a"),)))
    (open_,) = [one for one in said if (one.control, one.part) == ("RA-5", "d")]
    assert (open_.support, open_.text) == (
        Support.CONTEXT,
        "The scan reports hold no open weakness of an asset in scope; they examined the digest that runs of 1 of 2 images.",
    )
    idle = claims(scan("s/a.json", "a:1", [], day(18)))
    (open_,) = [one for one in idle if (one.control, one.part) == ("RA-5", "d")]
    assert open_.text.endswith("; no image is shown to run at which they looked.")


def test_topics_have_their_own_names() -> None:
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)
