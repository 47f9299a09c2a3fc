"""Answers to DISA's General Readiness Requirements: a person's, with a name, and each once."""

from datetime import date

import pytest

from generator.errors import ConfigError
from generator.facts.readiness_answers import read_readiness
from generator.model.evidence import GapKind
from tests.facts.test_requirement_verdicts import found

DAY = date(2026, 11, 20)
WHO = "by: A. Lovelace, role: ISSO, date: 2026-11-18"


def test_an_answer_is_read_with_its_evidence() -> None:
    text = f"- {{id: grr-3, answer: In Virginia., {WHO}, evidence: [evidence/a.json]}}\n- {{id: GRR-1, answer: Cards., {WHO}}}"
    (first, third), gaps = read_readiness(text, as_of=DAY, evidence=found)
    assert (first.id, third.id, gaps) == ("GRR-1", "GRR-3", ())
    assert (third.answer, third.by, third.place) == ("In Virginia.", "A. Lovelace", "decisions/dod-readiness.yaml, line 1")
    assert [source.path for source in third.evidence] == ["evidence/a.json"]


def test_an_answer_of_a_later_day_does_not_count_yet() -> None:
    answers, (gap,) = read_readiness(f"- {{id: GRR-1, answer: Cards., {WHO}}}", as_of=date(2026, 11, 1), evidence=found)
    assert (answers, gap.kind) == ((), GapKind.LATER)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"- {{id: GRR-11, answer: x, {WHO}}}", "no General Readiness Requirement"),
        (f"- {{id: GRR-1, answer: '', {WHO}}}", "the text is empty"),
        ("- {id: GRR-1, answer: x, by: '', role: r, date: 2026-11-18}", "the text is empty"),
        (f"- {{id: GRR-1, answer: x, {WHO}}}\n- {{id: GRR-1, answer: y, {WHO}}}", "answered already"),
        (f"- {{id: GRR-1, answer: x, {WHO}, evidence: [evidence/b.json]}}", "no evidence of this package"),
        (f"- {{id: GRR-1, answer: x, {WHO}, state: yes}}", "not a known key"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what) as caught:
        read_readiness(text, as_of=DAY, evidence=found)
    assert "dod-readiness.yaml, line" in caught.value.diagnostics()
