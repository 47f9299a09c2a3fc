"""Verdicts on CMMC requirements, and the standing that follows from them."""

from datetime import date

import pytest

from generator.errors import ConfigError
from generator.facts.cmmc_status import CmmcScore, score_of
from generator.facts.requirement_verdicts import read_requirement_verdicts
from generator.facts.verdicts import read_verdicts
from generator.frameworks.cmmc_scoring import WEIGHTED
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.model.evidence import EvidenceSource, GapKind
from generator.model.verdict import RequirementState, RequirementVerdict

DAY = date(2026, 11, 20)
WHO = "by: A. Lovelace, role: Lead assessor, date: 2026-11-18"


def found(path: str) -> EvidenceSource:
    if path != "evidence/a.json":
        raise ConfigError(f"`{path}` is no evidence of this package", next_step="copy it")
    return EvidenceSource("ab" * 32, path)


def read(text: str) -> tuple[RequirementVerdict, ...]:
    return read_requirement_verdicts(text, as_of=DAY, evidence=found)[0]


def all_met(*, but: str = "") -> str:
    named = {line.split()[2].rstrip(",") for line in but.splitlines()}
    met = [
        f"- {{requirement: {one.requirement.id}, verdict: met, {WHO}, evidence: [evidence/a.json]}}"
        for one in WEIGHTED
        if one.requirement.id not in named
    ]
    return "\n".join((*met, but))


def not_met(*ids: str, more: str = "") -> str:
    return "\n".join(f"- {{requirement: {one}, verdict: not-met, {WHO}{more}}}" for one in ids)


def score(text: str) -> CmmcScore:
    return score_of(read(text))


def test_no_score_before_every_requirement_has_a_verdict() -> None:
    part = score(not_met("AC.L2-3.1.3"))
    assert (part.points, part.lost, len(part.of(None)), part.conditional) == (None, 1, 109, None)
    whole = score(all_met(but=not_met("AC.L2-3.1.3")))
    assert (whole.points, whole.conditional) == (109, True)


@pytest.mark.parametrize(
    ("text", "points", "conditional", "blocking"),
    [
        (all_met(), 110, True, []),
        (all_met(but=not_met("AC.L2-3.1.3", "AC.L2-3.1.4")), 108, True, []),
        (all_met(but=not_met("AC.L2-3.1.5")), 107, False, ["AC.L2-3.1.5"]),
        (all_met(but=not_met("AC.L2-3.1.20")), 109, False, ["AC.L2-3.1.20"]),
        (all_met(but=not_met("SC.L2-3.13.11", more=", points: 3")), 107, True, []),
        (all_met(but=not_met("SC.L2-3.13.11", more=", points: 5")), 105, False, ["SC.L2-3.13.11"]),
        (all_met(but=not_met("CA.L2-3.12.4")), None, False, ["CA.L2-3.12.4"]),
    ],
)
def test_points_and_what_blocks(text: str, points: int | None, conditional: bool, blocking: list[str]) -> None:
    one = score(text)
    assert (one.points, one.conditional, [each.requirement.id for each in one.blocking]) == (points, conditional, blocking)


def test_twenty_three_points_are_too_many_even_where_each_may_stand() -> None:
    light = [one.requirement.id for one in WEIGHTED if one.may_stand(1)][:23]
    assert score(all_met(but=not_met(*light))).points == 87
    assert score(all_met(but=not_met(*light))).conditional is False
    assert score(all_met(but=not_met(*light[1:]))).conditional is True


def test_nothing_met_is_minus_203() -> None:
    rows = [
        f"- {{requirement: {one.number}, verdict: not-met, {WHO}{', points: 5' if len(one.weights) > 1 else ''}}}"
        for one in WEIGHTED
        if one.number != "3.12.4"
    ]
    plan = f"- {{requirement: CA.L2-3.12.4, verdict: met, {WHO}, evidence: [evidence/a.json]}}"
    assert score("\n".join((*rows, plan))).points == -203


def test_objectives_make_the_requirement() -> None:
    met = f"verdict: met, {WHO}, evidence: [evidence/a.json]"
    part = f'- {{requirement: "3.1.6[a]", {met}}}'
    other = f'- {{requirement: "3.1.6[b]", verdict: not-applicable, {WHO}, note: Nobody is privileged.}}'
    failed = f'- {{requirement: "3.1.6[b]", verdict: not-met, {WHO}}}'

    def state(text: str) -> RequirementState | None:
        return next(one.state for one in score(text).standings if one.weighted.number == "3.1.6")

    assert state(part) is None
    assert state(f"{part}\n{other}") is RequirementState.MET
    assert state(f"{part}\n{failed}") is RequirementState.NOT_MET
    assert state(other.replace("[b]", "[a]") + f"\n{other}") is RequirementState.NOT_APPLICABLE
    assert state(f"- {{requirement: 3.1.6, {met}}}\n{failed}") is RequirementState.NOT_MET


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (not_met("AC.L2-3.1.99"), "no requirement of CMMC Level 2"),
        (not_met('"3.1.6[z]"'), "no requirement of CMMC Level 2"),
        (not_met("SC.L2-3.13.11"), "depends on how much is missing"),
        (not_met("SC.L2-3.13.11", more=", points: 1"), "depends on how much is missing"),
        (not_met("3.1.5", more=", points: 3"), "has a fixed value"),
        (not_met("3.1.5", "AC.L2-3.1.5"), "AC.L2-3.1.5 is judged already"),
        (f"- {{requirement: 3.1.5, verdict: met, {WHO}}}", "no evidence is named"),
        (f"- {{requirement: 3.1.5, verdict: met, {WHO}, evidence: [evidence/b.json]}}", "is no evidence of this package"),
        (f"- {{requirement: 3.1.5, verdict: satisfied, {WHO}}}", "is a verdict on controls, not on requirements"),
        (f"- {{requirement: 3.1.5, verdict: not-applicable, {WHO}}}", "the reason why it does not apply is missing"),
        (f"- {{requirement: 3.1.5, control: AC-6, verdict: not-met, {WHO}}}", "a control or a requirement, not both"),
        ("- {requirement: 3.1.5, verdict: not-met, by: '', role: x, date: 2026-11-18}", "no person is named"),
    ],
)
def test_what_is_wrong_names_its_line(text: str, what: str) -> None:
    with pytest.raises(ConfigError, match=r"decisions/verdicts\.yaml, line \d") as caught:
        read(text)
    assert what in str(caught.value)


def test_a_verdict_of_after_the_day_does_not_count() -> None:
    text = not_met("3.1.5").replace("2026-11-18", "2026-11-21")
    counts, (gap,) = read_requirement_verdicts(text, as_of=DAY, evidence=found)
    assert counts == ()
    assert (gap.kind, gap.place) == (GapKind.LATER, "line 1")
    assert "A. Lovelace judged AC.L2-3.1.5 on 2026-11-21" in gap.reason


def test_both_kinds_of_verdicts_stand_in_one_file() -> None:
    text = not_met("3.1.5") + f"\n- {{control: CM-8, verdict: not-satisfied, {WHO}}}"
    assert [one.requirement for one in read(text)] == ["AC.L2-3.1.5"]
    controls = FEDRAMP_REV5.controls("moderate")
    assert [one.control for one in read_verdicts(text, as_of=DAY, controls=controls, evidence=found)[0]] == ["CM-8"]
    wrong = f"- {{control: CM-8, verdict: met, {WHO}}}"
    with pytest.raises(ConfigError, match="is a verdict on CMMC requirements"):
        read_verdicts(wrong, as_of=DAY, controls=controls, evidence=found)


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("requirement", "3.1.99", "no requirement of CMMC Level 2"),
        ("points", "2", "depends on how much is missing"),
    ],
)
def test_what_is_wrong_with_one_value_names_the_line_of_its_key(key: str, value: str, what: str) -> None:
    rows = {"by": "A. Lovelace", "role": "Assessor", "date": "2026-11-18", "verdict": "not-met"}
    rows |= {"requirement": "SC.L2-3.13.11", "note": "Half.", "points": "5", key: value}
    text = "- " + "\n  ".join(f"{name}: {said}" for name, said in rows.items()) + "\n"
    line = list(rows).index(key) + 1
    with pytest.raises(ConfigError, match=what) as caught:
        read(text)
    assert f"decisions/verdicts.yaml, line {line}" in str(caught.value)
