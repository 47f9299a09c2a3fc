"""Sentences about requirements: worded by their state, at controls that the requirement names, and never more than it says."""

from datetime import date

import pytest
from discrepancies import discrepancy_of
from replacing import replace

from generator.checks.base import CheckContext
from generator.checks.judging import judge
from generator.checks.registry import CHECKS
from generator.claims.base import Basis
from generator.claims.image_scanning import SCANNED
from generator.claims.mechanisms import STORAGE_ENCRYPTION
from generator.claims.plan_wording import PlannedRequirement
from generator.claims.registry import TOPICS, all_claims
from generator.claims.stated import StatedTopic, not_looked
from generator.claims.stated_requirement import USUAL_PART, StatedRequirement
from generator.frameworks.fedramp_rev5 import CONTROLS
from generator.graph.match import compare
from generator.model.claim import Claim, Support
from generator.model.comparison import Comparison
from generator.model.discrepancy import Discrepancy, DiscrepancySubject, DiscrepancyWaiver
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId
from generator.model.posture import (
    Absence,
    Certainty,
    ControlMapping,
    JudgedSubject,
    MappedBy,
    ObjectCitation,
    Outcome,
    Posture,
    PostureRequirement,
    PostureState,
)
from generator.model.scan import Severity
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import facts
from tests.checks.manifests import container, deployment

REQUIREMENTS = {check.id: check.requirement for check in CHECKS}
STATED = [topic for topic in TOPICS if isinstance(topic, StatedTopic)]
SYSTEM = read("", folder="x")
FILE = EvidenceSource("a" * 64, "evidence/cluster/prod.yaml", "line 3")
CITED = ObjectCitation(kind="NetworkPolicy", namespace="shop", name="deny", source=FILE)
DENY = PostureRequirement(
    id="network-default-deny",
    area="Network",
    title="Namespaces deny traffic that is not explicitly allowed",
    problem="Namespace lets traffic through",
    asks="",
    rationale="",
    fix="",
    reference="",
    controls=tuple(
        ControlMapping(control=ControlId(each), by=MappedBy.FEDRAMP) for each in "SC-7 SC-7(5) AC-4 SC-2 SC-3 SC-4".split()
    ),
    subjects=("namespace", "namespaces"),
)


def subject(name: str, outcome: Outcome, certainty: Certainty | None = Certainty.OBSERVED) -> JudgedSubject:
    return JudgedSubject(
        name=name,
        outcome=outcome,
        certainty=certainty,
        reason="lets in; lets out" if outcome is Outcome.FAILS else "",
        citations=(CITED,),
        stated_by="A. Lovelace" if certainty is Certainty.STATED else "",
    )


def posture(*subjects: JudgedSubject, absent: PostureState | None = None) -> Posture:
    return Posture(
        requirement=DENY,
        cluster="prod",
        summary="1 of 2 namespaces was judged.",
        subjects=subjects,
        absence=Absence(state=absent, reason="No namespace was collected.") if absent else None,
        notes=("The network plugin was not collected.",),
    )


PASSES = subject("ns", Outcome.PASSES)
FAILS = subject("ns0", Outcome.FAILS)


def spoken(said: Posture, *found: Discrepancy) -> Claim:
    basis = Basis(system=SYSTEM, facts=facts(), comparison=compare((), ()), discrepancies=found, postures=(said,))
    (claim,) = [one for one in all_claims(basis) if one.topic == "network" and one.control == "SC-7(5)"]
    return claim


def discrepancy(subject: str, waiver: DiscrepancyWaiver | None = None) -> Discrepancy:
    return discrepancy_of(
        DiscrepancySubject(
            check="network-default-deny",
            name=subject,
            title="t",
            reason="r",
            detail="d",
            controls=("SC-7(5)",),
            severity=Severity.MODERATE,
            next_step="n",
            waiver=waiver,
        )
    )


@pytest.mark.parametrize(
    ("state", "support", "begins"),
    [
        (posture(PASSES), Support.ENFORCING, "The evidence collected of cluster prod shows that every namespace of the system"),
        (
            posture(subject("ns", Outcome.PASSES, Certainty.REPORTED)),
            Support.ENFORCING,
            "The evidence collected of cluster prod shows that every namespace",
        ),
        (
            posture(subject("ns", Outcome.PASSES, Certainty.DECLARED)),
            Support.FOUND,
            "The configuration collected of cluster prod declares that every namespace",
        ),
        (
            posture(subject("ns", Outcome.PASSES, Certainty.STATED)),
            Support.CONTEXT,
            "It is stated by A. Lovelace in cluster prod that every namespace",
        ),
        (
            posture(PASSES, subject("other", Outcome.UNKNOWN, None)),
            Support.NOT_ESTABLISHED,
            "It is not established in cluster prod that every namespace",
        ),
        (
            posture(PASSES, FAILS),
            Support.FOUND_NOT_ENFORCING,
            "The evidence collected of cluster prod shows exceptions to this: every namespace",
        ),
        (
            posture(PASSES, subject("ns0", Outcome.FAILS, Certainty.DECLARED)),
            Support.FOUND_NOT_ENFORCING,
            "The configuration collected of cluster prod declares exceptions to this: every namespace",
        ),
        (
            posture(FAILS, subject("ns1", Outcome.FAILS, Certainty.DECLARED)),
            Support.FOUND_NOT_ENFORCING,
            "The evidence collected of cluster prod shows exceptions to this: every namespace",
        ),
        (
            posture(PASSES, subject("ns0", Outcome.FAILS, Certainty.STATED)),
            Support.FOUND_NOT_ENFORCING,
            "By what the workspace states, there are exceptions to this: every namespace",
        ),
        (
            posture(absent=PostureState.NONE_FOUND),
            Support.NONE_FOUND,
            "Nothing in the evidence collected of cluster prod shows that every",
        ),
    ],
)
def test_the_state_and_its_certainty_decide_the_words(state: Posture, support: Support, begins: str) -> None:
    claim = spoken(state)
    assert claim.support is support
    assert claim.text.startswith(begins)
    assert "1 of 2 namespaces was judged." in claim.text
    assert claim.shows is (support is Support.ENFORCING)


def test_what_is_said_of_one_share_is_not_said_of_the_next() -> None:
    seen = tuple(subject(f"ns{number}", Outcome.PASSES) for number in range(3))
    reported = subject("reported", Outcome.PASSES, Certainty.REPORTED)
    declared, stated = subject("later", Outcome.PASSES, Certainty.DECLARED), subject("word", Outcome.PASSES, Certainty.STATED)
    mixed = spoken(posture(*seen, reported, declared))
    assert mixed.support is Support.FOUND
    assert mixed.text.startswith("By the evidence collected of cluster prod, every namespace of the system")
    assert ": for 4 of 5 namespaces this was observed or reported; for 1 the configuration declares it" in mixed.text
    assert "which was not seen at work (later)." in mixed.text
    told = spoken(posture(declared, stated)).text
    assert (
        ": for 1 the configuration declares it, which was not seen at work (later); for 1 it is stated by A. Lovelace (word)."
        in told
    )
    both = spoken(posture(*seen, reported))
    assert (both.support, both.text.partition(" of ")[0]) == (Support.ENFORCING, "The evidence collected")
    certainties = [each.value for each in posture(stated, declared, *seen).by_certainty]
    assert certainties == ["observed", "declared", "stated"], "the strongest first"


def test_what_was_not_collected_is_said_not_to_have_been_examined() -> None:
    claim = spoken(posture(absent=PostureState.NOT_COLLECTED))
    assert claim.support is Support.NOT_COLLECTED
    assert claim.text.startswith("Not examined in cluster prod: whether every namespace of the system denies")


def test_a_reason_follows_the_questions_that_it_is_the_reason_of() -> None:
    """That one question is asked of Kubernetes only is no word about the encryption of a cloud's disks."""
    first, second, third = (StatedRequirement(requirement=each, holds=each, at=("SC-28",)) for each in "abc")
    other = replace(posture(absent=PostureState.NOT_COLLECTED), summary="It is judged for Kubernetes only.")
    disks = replace(other, summary="No evidence of disks was collected.")
    assert not_looked([(first, other), (second, disks), (third, other)]) == (
        "Not examined in cluster prod: whether a or whether c. It is judged for Kubernetes only. "
        "Not examined in cluster prod: whether b. No evidence of disks was collected."
    )


def test_what_may_be_drawn_where_nothing_was_read_is_not_said_to_be_undrawn() -> None:
    """*running-not-drawn* decides; the sentence of the inventory never says more."""
    subjects = (
        subject("web", Outcome.PASSES),
        replace(subject("db", Outcome.UNKNOWN), reason="a part of a diagram could not be read"),
    )
    drawn = Posture(requirement=REQUIREMENTS["running-not-drawn"], cluster="", summary="", subjects=subjects)
    known = facts(deployment(container()))
    basis = Basis(system=SYSTEM, facts=known, comparison=Comparison(compared=True), discrepancies=(), postures=(drawn,))
    (claim,) = [each for each in all_claims(basis) if (each.topic, each.control) == ("asset-inventory", "CM-8(3)")]
    assert claim.text.endswith(
        "0 of 2 workloads and services are not drawn, and of 1 it is not established (a part of a diagram could not be read)."
    )
    both = replace(drawn, subjects=(subject("web", Outcome.FAILS), subject("cart", Outcome.PASSES)))
    (claim,) = [
        each
        for each in all_claims(replace(basis, postures=(both,)))
        if (each.topic, each.control) == ("asset-inventory", "CM-8(3)")
    ]
    assert claim.text.endswith("; 1 of 2 workloads and services is not drawn.")


def test_what_does_not_apply_is_no_sentence() -> None:
    state = posture(absent=PostureState.NOT_APPLICABLE)
    basis = Basis(system=SYSTEM, facts=facts(), comparison=compare((), ()), discrepancies=(), postures=(state,))
    assert not [one for one in all_claims(basis) if one.topic == "network"]


def test_what_is_to_be_remediated_is_counted_and_the_first_are_named() -> None:
    claim = spoken(posture(*(subject(f"ns{index}", Outcome.FAILS) for index in range(5))))
    named = "ns0: lets in, lets out; ns1: lets in, lets out; ns2: lets in, lets out; and 2 more."
    assert f"Action required (5): {named}" in claim.text
    assert claim.text.endswith("The network plugin was not collected.")
    assert (claim.sources, claim.in_part) == ((FILE,), False)


def test_a_waiver_is_said_and_takes_no_contradiction_away() -> None:
    waiver = DiscrepancyWaiver(
        check="network-default-deny", subject="*", reason="r", owner="o", expires=date(2027, 1, 1), place="line 1"
    )
    claim = spoken(
        posture(subject("ns0", Outcome.FAILS), subject("ns1", Outcome.FAILS)), discrepancy("ns0", waiver), discrepancy("ns1")
    )
    assert "A person accepts 1 of them for a time." in claim.text
    assert claim.discrepancies == ("network-default-deny",)


def test_a_check_contradicts_only_where_a_subject_fails() -> None:
    assert spoken(posture(PASSES), discrepancy("other/ns0")).discrepancies == ()
    assert spoken(posture(FAILS), discrepancy("ns0")).discrepancies == ("network-default-deny",)


def test_every_requirement_is_spoken_of_once_at_controls_that_it_names() -> None:
    asked = [(topic, one) for topic in (*STATED, SCANNED) for one in topic.requirements]
    named = [one.requirement for _, one in asked]
    assert len(set(named)) == len(named)
    assert set(named) == set(REQUIREMENTS)
    known = {(control.id, part) for control in CONTROLS for part in control.parts or ("",)}
    for topic, one in asked:
        for claim in topic.claims(_none_seen()):
            assert (claim.control, claim.part) in known
        for where in one.parts(REQUIREMENTS[one.requirement]):
            control = where if where in REQUIREMENTS[one.requirement].control_ids else where.rpartition("(")[0]
            assert control in REQUIREMENTS[one.requirement].control_ids, (one.requirement, where)


def test_a_row_that_names_neither_words_nor_parts_takes_the_title_and_the_usual_parts() -> None:
    new = replace(DENY, id="new-row", title="Pods hold no token")
    planned = PlannedRequirement(requirement="new-row", mechanism=STORAGE_ENCRYPTION, says=lambda _: "", lacks=None)
    topic = StatedTopic(name="new", subject="New", requirements=(planned,))
    basis = replace(_none_seen(), postures=(replace(posture(PASSES), requirement=new),))
    claims = {f"{each.control}({each.part})" if each.part else each.control: each for each in topic.claims(basis)}
    assert set(claims) == {"AC-4", "SC-2", "SC-3", "SC-4", "SC-7(a)", "SC-7(5)"}
    assert claims["AC-4"].text.startswith("The evidence collected of cluster prod shows that pods hold no token. ")


def test_every_control_with_parts_has_its_usual_one() -> None:
    assert {one.id: USUAL_PART[one.id] in one.parts for one in CONTROLS if one.parts} == {
        one.id: True for one in CONTROLS if one.parts
    }


def test_without_evidence_nothing_is_said_to_have_been_examined() -> None:
    said = all_claims(_none_seen())
    assert {claim.support for claim in said} == {Support.NOT_COLLECTED}
    stated = {topic.name for topic in STATED}
    assert all(claim.text.startswith("Not examined") for claim in said if claim.topic in stated)


def test_two_clusters_speak_for_themselves() -> None:
    first, second = posture(PASSES), replace(posture(absent=PostureState.NOT_COLLECTED), cluster="test")
    basis = replace(_none_seen(), postures=(first, second))
    said = [one.text for one in all_claims(basis) if one.topic == "network" and one.control == "AC-4"]
    assert [("cluster prod" in text, "cluster test" in text) for text in said] == [(True, False), (False, True)]


def _none_seen() -> Basis:
    nothing = facts()
    context = CheckContext(system=SYSTEM, facts=nothing)
    return Basis(
        system=SYSTEM,
        facts=nothing,
        comparison=compare((), ()),
        discrepancies=(),
        postures=tuple(state for check in CHECKS for state in judge(check, context)),
    )
