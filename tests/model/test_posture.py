"""What follows from the verdicts of a requirement: its state, how certain that is, and what it rests on."""

import pytest

from generator.checks.base import cite, fails, passes, unknown
from generator.checks.registry import CHECKS
from generator.model.evidence import EvidenceSource
from generator.model.posture import (
    Absence,
    Certainty,
    JudgedSubject,
    ObjectCitation,
    Outcome,
    Posture,
    PostureState,
    subjects_by_certainty,
)

REQUIREMENT = CHECKS[0].requirement
SEEN, TOLD, DECLARED, STATED = Certainty
STRONGEST_FIRST = (Certainty.OBSERVED, Certainty.REPORTED, Certainty.DECLARED, Certainty.STATED)


def cited(name: str) -> tuple[ObjectCitation, ...]:
    return cite("Pod", name, EvidenceSource("0" * 64, f"evidence/{name}.json"))


def good(name: str, certainty: Certainty, by: str = "") -> JudgedSubject:
    return passes(name, *cited(name), certainty=certainty, stated_by=by)


def bad(name: str, certainty: Certainty = Certainty.OBSERVED) -> JudgedSubject:
    return fails(name, "is wrong", *cited(name), certainty=certainty)


def open_(name: str) -> JudgedSubject:
    return unknown(name, "was not collected", *cited(name))


def posture(*subjects: JudgedSubject, absence: Absence | None = None) -> Posture:
    return Posture(requirement=REQUIREMENT, cluster="", summary="", subjects=subjects, absence=absence)


@pytest.mark.parametrize(
    ("subjects", "state", "certainty", "label"),
    [
        ((good("a", SEEN),), PostureState.ENFORCED, SEEN, "enforced (observed)"),
        ((good("a", SEEN), good("b", TOLD)), PostureState.ENFORCED, TOLD, "enforced (reported in part)"),
        ((good("a", DECLARED), good("b", DECLARED)), PostureState.ENFORCED, DECLARED, "configured, not seen at work"),
        ((good("a", SEEN), good("b", DECLARED)), PostureState.ENFORCED, DECLARED, "enforced (declared in part)"),
        ((good("a", STATED, "B. Ray"), good("b", STATED, "A. Lee")), PostureState.ENFORCED, STATED, "stated by A. Lee, B. Ray"),
        ((good("a", STATED),), PostureState.ENFORCED, STATED, "stated by the provider"),
        ((good("a", SEEN), open_("b")), PostureState.NOT_ESTABLISHED, SEEN, "not established"),
        ((open_("a"),), PostureState.NOT_ESTABLISHED, None, "not established"),
        ((good("a", SEEN), open_("b"), bad("c")), PostureState.NOT_ENFORCED, SEEN, "not enforced"),
        ((bad("a", TOLD), bad("b", SEEN)), PostureState.NOT_ENFORCED, TOLD, "not enforced"),
    ],
)
def test_the_state_follows_from_the_verdicts(
    subjects: tuple[JudgedSubject, ...], state: PostureState, certainty: Certainty | None, label: str
) -> None:
    made = posture(*subjects)
    assert (made.state, made.certainty, made.label) == (state, certainty, label)


def test_a_state_as_json_spells_it() -> None:
    assert [state.key for state in PostureState] == [
        "enforced", "not-enforced", "not-established", "none-found", "not-collected", "not-applicable",
    ]  # fmt: skip


def test_who_passes_fails_and_is_unknown() -> None:
    made = posture(good("a", SEEN), bad("b"), open_("c"), good("d", DECLARED))
    assert [each.name for each in made.passing] == ["a", "d"]
    assert [each.name for each in made.failing] == ["b"]
    assert [each.name for each in made.unknown] == ["c"]
    assert made.judged == 3


def test_shares_of_what_passes_the_strongest_first() -> None:
    rows = [good(str(certainty), certainty) for certainty in reversed(STRONGEST_FIRST)]
    made = posture(*rows, bad("x"), open_("y"))
    assert [(certainty, [each.name for each in share]) for certainty, share in made.by_certainty.items()] == [
        (certainty, [str(certainty)]) for certainty in STRONGEST_FIRST
    ]
    judged = subjects_by_certainty(made.subjects)
    assert [each.name for each in judged[Certainty.OBSERVED]] == ["observed", "x"]
    assert sum(map(len, judged.values())) == 5, "what is unknown has no certainty"


def test_what_fails_is_cited_before_what_is_unknown_and_what_passes_and_each_place_once() -> None:
    made = posture(good("a", SEEN), bad("b"), open_("c"), passes("d", *cited("b"), certainty=SEEN))
    assert [each.name for each in made.citations] == ["b", "c", "a"]
    absent = Absence(state=PostureState.NONE_FOUND, reason="None.", citations=cited("list"))
    assert [each.name for each in posture(absence=absent).citations] == ["list"]


def test_a_verdict_names_nothing_that_its_check_did_not_name() -> None:
    plain = JudgedSubject(
        name="a",
        outcome=Outcome.FAILS,
        certainty=SEEN,
        reason="is wrong",
        citations=cited("a"),
        next_step="",
        contested_by=(),
        stated_by="",
        title="",
        detail="",
        severity=None,
        asset_ids=(),
        cause="",
        follows_from=(),
        questions=(),
    )
    assert bad("a") == plain
    assert (good("a", SEEN).follows_from, open_("a").follows_from) == ((), ())
