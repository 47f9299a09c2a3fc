"""Sentences about requirements: worded by their state, at controls that the requirement names, and never more than it says."""

from dataclasses import replace
from datetime import date

import pytest

from generator.claims.base import Basis
from generator.claims.other_requirements import USUAL_PART
from generator.claims.registry import TOPICS, all_claims
from generator.claims.stated import StatedTopic
from generator.frameworks.fedramp_rev5 import CONTROLS
from generator.graph.match import compare
from generator.model.claim import Claim, Support
from generator.model.comparison import Discrepancy, DiscrepancyWaiver
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.posture import Certainty, ObjectCitation, Posture, PostureState, Problem
from generator.model.scan import Severity
from generator.posture.registry import ROWS, judge_all
from generator.workspace.system_yaml import read
from tests.posture.ground import facts

REQUIREMENTS = {row.requirement.id: row.requirement for row in ROWS}
STATED = [topic for topic in TOPICS if isinstance(topic, StatedTopic)]
SYSTEM = read("", folder="x")
FILE = EvidenceSource("a" * 64, "evidence/cluster/prod.yaml", "line 3")
CITED = ObjectCitation(kind="NetworkPolicy", namespace="shop", name="deny", source=FILE)


def posture(state: PostureState, certainty: Certainty = Certainty.SEEN, problems: int = 0) -> Posture:
    return Posture(
        requirement=REQUIREMENTS["network-default-deny"],
        cluster="prod",
        state=state,
        summary="1 of 2 namespaces denies by default.",
        certainty=certainty,
        missing=("what the network plugin does",),
        problems=tuple(
            Problem(subject=f"ns{index}", text="lets in; lets out", citations=(CITED,)) for index in range(problems)
        ),
        citations=(CITED,) if state in (PostureState.ENFORCING, PostureState.NOT_ENFORCING) else (),
    )


def spoken(said: Posture, *found: Discrepancy) -> Claim:
    nothing: SystemFacts = facts()
    basis = Basis(
        system=SYSTEM,
        facts=nothing,
        comparison=compare((), ()),
        discrepancies=found,
        postures=(said,),
    )
    (claim,) = [one for one in all_claims(basis) if one.topic == "network" and one.control == "SC-7(5)"]
    return claim


def discrepancy(subject: str, waiver: DiscrepancyWaiver | None = None) -> Discrepancy:
    return Discrepancy(
        check="network-default-deny",
        subject=subject,
        title="t",
        detail="d",
        controls=("SC-7(5)",),
        severity=Severity.MODERATE,
        next_step="n",
        waiver=waiver,
    )


@pytest.mark.parametrize(
    ("state", "certainty", "support", "begins"),
    [
        (
            PostureState.ENFORCING,
            Certainty.SEEN,
            Support.ENFORCING,
            "The evidence collected of cluster prod shows that every namespace",
        ),
        (
            PostureState.ENFORCING,
            Certainty.DECLARED,
            Support.FOUND,
            "The manifests of cluster prod declare that every namespace",
        ),
        (PostureState.ENFORCING, Certainty.INDICATION, Support.CONTEXT, "There are signs in cluster prod that every namespace"),
        (
            PostureState.NOT_ENFORCING,
            Certainty.SEEN,
            Support.FOUND_NOT_ENFORCING,
            "The evidence collected of cluster prod shows exceptions to this: every namespace",
        ),
        (
            PostureState.NOT_ENFORCING,
            Certainty.DECLARED,
            Support.FOUND_NOT_ENFORCING,
            "The manifests of cluster prod show exceptions to this: every namespace",
        ),
        (
            PostureState.NONE_FOUND,
            Certainty.SEEN,
            Support.NONE_FOUND,
            "Nothing in the evidence collected of cluster prod shows that every",
        ),
        (
            PostureState.NOT_COLLECTED,
            Certainty.NONE,
            Support.NOT_COLLECTED,
            "Nobody looked in cluster prod whether every namespace",
        ),
    ],
)
def test_the_state_decides_the_words(state: PostureState, certainty: Certainty, support: Support, begins: str) -> None:
    claim = spoken(posture(state, certainty, problems=1 if state is PostureState.NOT_ENFORCING else 0))
    assert claim.support is support
    assert claim.text.startswith(begins)
    assert "1 of 2 namespaces denies by default." in claim.text


def test_what_is_to_be_mended_is_counted_and_the_first_are_named() -> None:
    claim = spoken(posture(PostureState.NOT_ENFORCING, problems=5))
    assert "To mend (5): ns0: lets in, lets out; ns1: lets in, lets out; ns2: lets in, lets out; and 2 more." in claim.text
    assert claim.text.endswith("Not shown: what the network plugin does.")
    assert claim.sources == (FILE,)


def test_a_waiver_is_said_and_takes_no_contradiction_away() -> None:
    waiver = DiscrepancyWaiver(
        check="network-default-deny", subject="*", reason="r", owner="o", expires=date(2027, 1, 1), place="line 1"
    )
    claim = spoken(posture(PostureState.NOT_ENFORCING, problems=2), discrepancy("ns0", waiver), discrepancy("ns1"))
    assert "A person accepts 1 of them for a time." in claim.text
    assert claim.discrepancies == ("network-default-deny",)


def test_a_check_contradicts_only_where_the_state_is_bad() -> None:
    assert spoken(posture(PostureState.ENFORCING), discrepancy("other/ns0")).discrepancies == ()
    assert spoken(posture(PostureState.NONE_FOUND), discrepancy("prod")).discrepancies == ("network-default-deny",)


def test_every_requirement_is_spoken_of_once_at_controls_that_it_names() -> None:
    asked = [(topic, one) for topic in STATED for one in topic.requirements]
    named = [one.requirement for _, one in asked]
    assert len(set(named)) == len(named)
    assert set(named) <= set(REQUIREMENTS)
    known = {(control.id, part) for control in CONTROLS for part in control.parts or ("",)}
    for topic, one in asked:
        for claim in topic.claims(_none_seen()):
            assert (claim.control, claim.part) in known
        for where in one.at:
            control = where if where in REQUIREMENTS[one.requirement].control_ids else where.rpartition("(")[0]
            assert control in REQUIREMENTS[one.requirement].control_ids, (one.requirement, where)


def test_a_row_without_a_topic_is_heard_all_the_same() -> None:
    other = replace(REQUIREMENTS["network-default-deny"], id="new-row", title="Pods hold no token")
    basis = replace(_none_seen(), postures=(replace(posture(PostureState.ENFORCING), requirement=other),))
    said = {
        f"{one.control}({one.part})" if one.part else one.control: one
        for one in all_claims(basis)
        if one.topic == "other-requirements"
    }
    assert set(said) == {"AC-4", "SC-2", "SC-3", "SC-4", "SC-7(a)", "SC-7(5)"}
    assert said["AC-4"].text.startswith("The evidence collected of cluster prod shows that this is so: pods hold no token. ")


def test_every_control_with_parts_has_its_usual_one() -> None:
    assert {one.id: USUAL_PART[one.id] in one.parts for one in CONTROLS if one.parts} == {
        one.id: True for one in CONTROLS if one.parts
    }


def test_without_evidence_nobody_looked() -> None:
    said = all_claims(_none_seen())
    assert {claim.support for claim in said} == {Support.NOT_COLLECTED}
    stated = {topic.name for topic in STATED}
    assert all(claim.text.startswith("Nobody looked") for claim in said if claim.topic in stated)


def test_two_clusters_speak_for_themselves() -> None:
    first, second = posture(PostureState.ENFORCING), replace(posture(PostureState.NOT_COLLECTED), cluster="test")
    basis = replace(_none_seen(), postures=(first, second))
    said = [one.text for one in all_claims(basis) if one.topic == "network" and one.control == "AC-4"]
    assert [("cluster prod" in text, "cluster test" in text) for text in said] == [(True, False), (False, True)]


def _none_seen() -> Basis:
    nothing = facts()
    return Basis(
        system=SYSTEM,
        facts=nothing,
        comparison=compare((), ()),
        discrepancies=(),
        postures=judge_all(SYSTEM, nothing),
    )
