"""Claims: every sentence names a control of the baseline, cites evidence where there is some, and never says clean."""

from datetime import date

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
from tests.facts.scans_made import day, pods, scan
from tests.samples.snapshot import AS_OF, data

PARTS = {(control.id, part) for control in CONTROLS for part in control.parts or ("",)}


def claims(*snapshots: object, system: str = "") -> list[Claim]:
    described = read(system, folder="x")
    facts = facts_of(History.of(snapshots), described, date(2026, 11, 20))  # type: ignore[arg-type]
    comparison = compare(facts.diagrams, facts.workloads)
    return list(all_claims(Basis(system=described, facts=facts, comparison=comparison, discrepancies=())))


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
        assert claim.sources or named or claim.support in (Support.NOT_COLLECTED, Support.NONE_FOUND), claim.text
        assert claim.text.endswith("."), claim.text


def test_so_does_it_where_scans_are_of_nothing_that_runs() -> None:
    found = claims(pods("c/pods.json", day(19), {"a": "a:1"}), scan("s/z.json", "z:9", ["CVE-1"], day(18)))
    about_scans = [one for one in found if one.topic == "image-scanning"]
    assert {source.path for one in about_scans for source in one.sources} == {"s/z.json"}
    assert all(one.sources for one in found if one.support not in (Support.NOT_COLLECTED, Support.NONE_FOUND))


def test_without_evidence_nothing_is_found() -> None:
    assert {claim.support for claim in claims()} == {Support.NOT_COLLECTED}


def test_a_contradiction_is_named() -> None:
    contradicted = {check for claim in sample() for check in claim.discrepancies}
    assert {"running-not-drawn", "image-never-scanned", "image-not-pinned"} <= contradicted


def test_counts_in_sentences_are_counts_of_facts() -> None:
    said = claims(
        pods("c/pods.json", day(19), {"a": "a:1", "b": "b:1"}),
        scan("s/a.json", "a:1", ["CVE-1"], day(18)),
    )
    text = " ".join(claim.text for claim in said)
    assert "1 of 2 image classes in the inventory have been scanned." in text
    assert "2 running workloads in 1 namespace" in text
    assert "0 of 2 image classes that run are named by digest" in text


def test_topics_have_their_own_names() -> None:
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)
