"""What the evidence says of CMMC's objectives: support, contradiction, or nothing; never that one is met."""

import pytest

from generator.facts.cmmc_evidence import ObjectiveStanding, objectives
from generator.facts.evidence_support import EvidenceSupport
from generator.model.claim import Claim, Support
from generator.model.evidence import EvidenceSource
from tests.facts.test_requirement_verdicts import WHO, read

POLICY = "SC.L2-3.13.6[b]"
"""Spoken of by the topic `network` about SC-7(5)."""


def claim(
    support: Support, *checks: str, in_part: bool = True, topic: str = "network", control: str = "SC-7(5)", part: str = ""
) -> Claim:
    return Claim(
        control=control,
        part=part,
        topic=topic,
        subject="Networks",
        support=support,
        text=f"{support} {checks}",
        sources=(EvidenceSource("ab" * 32, "evidence/a.json"),),
        discrepancies=checks,
        in_part=in_part,
    )


def of(*claims: Claim, verdicts: str = "", objective: str = POLICY) -> ObjectiveStanding:
    return next(one for one in objectives(claims, read(verdicts) if verdicts else ()) if one.objective == objective)


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ((), EvidenceSupport.NOT_ASSESSED),
        ((claim(Support.NOT_COLLECTED),), EvidenceSupport.NOT_ASSESSED),
        ((claim(Support.CONTEXT),), EvidenceSupport.NOT_ASSESSED),
        ((claim(Support.ENFORCING),), EvidenceSupport.SUPPORT),
        ((claim(Support.OBSERVED),), EvidenceSupport.SUPPORT),
        ((claim(Support.FOUND),), EvidenceSupport.NOT_ASSESSED),
        ((claim(Support.FOUND_NOT_ENFORCING),), EvidenceSupport.NOT_ASSESSED),
        ((claim(Support.NOT_ESTABLISHED),), EvidenceSupport.NOT_ASSESSED),
        ((claim(Support.ENFORCING), claim(Support.FOUND)), EvidenceSupport.NOT_ASSESSED),
        ((claim(Support.ENFORCING), claim(Support.NOT_ESTABLISHED)), EvidenceSupport.NOT_ASSESSED),
        ((claim(Support.ENFORCING), claim(Support.NOT_COLLECTED)), EvidenceSupport.NOT_ASSESSED),
        ((claim(Support.ENFORCING), claim(Support.CONTEXT)), EvidenceSupport.SUPPORT),
        ((claim(Support.FOUND_NOT_ENFORCING, in_part=False),), EvidenceSupport.CONTRADICTION),
        ((claim(Support.NONE_FOUND),), EvidenceSupport.NOT_ASSESSED),
        ((claim(Support.FOUND, "network-default-deny"),), EvidenceSupport.CONTRADICTION),
        ((claim(Support.ENFORCING), claim(Support.FOUND, "network-default-deny")), EvidenceSupport.CONTRADICTION),
        ((claim(Support.ENFORCING, topic="audit"),), EvidenceSupport.NOT_ASSESSED),
    ],
)
def test_what_evidence_says(claims: tuple[Claim, ...], said: EvidenceSupport) -> None:
    assert of(*claims).support is said


@pytest.mark.parametrize(
    ("objective", "topic", "control", "part"),
    [
        ("RA.L2-3.11.3[b]", "image-scanning", "RA-5", "d"),
        ("CM.L2-3.4.1[e]", "asset-inventory", "CM-8", "a"),
        ("SI.L2-3.14.7[b]", "security-sensors", "SI-4", "c"),
        ("AC.L2-3.1.1[d]", "access", "AC-3", ""),
        ("CA.L2-3.12.1[b]", "benchmarks", "CA-2", "d"),
        ("SI.L2-3.14.2[b]", "build-pipeline", "SI-3", "c"),
    ],
)
def test_what_the_objective_does_not_ask_for_never_supports_it(objective: str, topic: str, control: str, part: str) -> None:
    shown = claim(Support.ENFORCING, topic=topic, control=control, part=part)
    found = of(shown, objective=objective)
    assert (found.support, found.evidence.context) == (EvidenceSupport.NOT_ASSESSED, (shown,))


def test_items_past_due_contradict_remediation_and_a_failed_benchmark_does_not_contradict_that_controls_are_assessed() -> None:
    late = claim(Support.FOUND_NOT_ENFORCING, in_part=False, topic="remediation", control="RA-5", part="d")
    assert of(late, objective="RA.L2-3.11.3[b]").support is EvidenceSupport.CONTRADICTION
    failed = claim(Support.FOUND_NOT_ENFORCING, "benchmark-results", topic="benchmarks", control="CA-2", part="d")
    assert of(failed, objective="CA.L2-3.12.1[b]").support is EvidenceSupport.NOT_ASSESSED


def test_what_is_shown_exactly_supports() -> None:
    inventory = claim(Support.OBSERVED, topic="asset-inventory", control="CM-8", part="a")
    found = {one.objective: one.support for one in objectives((inventory,), ())}
    assert [name for name, support in found.items() if support is EvidenceSupport.SUPPORT] == ["CM.L2-3.4.1[d]"]


def test_all_320_are_there_and_nothing_of_them_is_met() -> None:
    found = objectives([claim(Support.ENFORCING)], ())
    assert len(found) == 320
    assert {one.verdict for one in found} == {None}
    assert "met" not in {str(one) for one in EvidenceSupport}


def test_a_verdict_belongs_to_its_objective_and_that_on_the_whole_to_all() -> None:
    text = (
        f'- {{requirement: "3.13.6[a]", verdict: met, {WHO}, evidence: [evidence/a.json]}}\n'
        f"- {{requirement: 3.13.16, verdict: not-met, {WHO}}}\n"
        f"- {{requirement: 3.1.1, verdict: not-met, {WHO}}}"
    )
    first, other = of(verdicts=text, objective="SC.L2-3.13.6[a]"), of(verdicts=text)
    assert first.verdict is not None
    assert (first.whole, other.verdict, other.whole) == (None, None, None)
    alone = of(verdicts=text, objective="SC.L2-3.13.16")
    assert alone.verdict is alone.whole is not None
    one = of(verdicts=text, objective="AC.L2-3.1.1[c]")
    assert one.verdict is None
    assert one.whole is not None


def test_met_against_the_evidence_is_disputed() -> None:
    met = f"- {{requirement: 3.13.6, verdict: met, {WHO}, evidence: [evidence/a.json]}}"
    assert of(claim(Support.FOUND, "network-default-deny"), verdicts=met).disputed
    assert not of(claim(Support.ENFORCING), verdicts=met).disputed
    assert not of(
        claim(Support.FOUND, "network-default-deny"), verdicts=f"- {{requirement: 3.13.6, verdict: not-met, {WHO}}}"
    ).disputed
