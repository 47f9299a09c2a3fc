"""What follows from the verdicts of a requirement: its state, how certain that is, and what it rests on."""

import pytest

from generator.checks.registry import CHECKS
from generator.model.evidence import EvidenceSource
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
    subjects_by_certainty,
    weakest,
)
from generator.model.scan import Severity
from generator.model.verdict_makers import cite, fails, passes, unknown

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


def test_words_that_files_are_written_with() -> None:
    assert [str(each) for each in Outcome] == ["passes", "fails", "unknown"]
    assert [str(each) for each in STRONGEST_FIRST] == ["observed", "reported", "declared", "stated"]
    assert MappedBy.FEDRAMP == "FedRAMP's text"
    assert MappedBy.NIST == "NIST SP 800-53 Rev. 5"


def test_the_weakest_of_no_certainties_is_an_error() -> None:
    assert weakest((SEEN, STATED, TOLD)) is STATED
    with pytest.raises(ValueError, match="empty"):
        weakest(())


def test_a_state_without_subjects_is_that_of_what_is_absent_and_without_that_an_error() -> None:
    with pytest.raises(ValueError, match=REQUIREMENT.id):
        _ = posture().state
    for state, made in (
        (PostureState.NONE_FOUND, True),
        (PostureState.NOT_APPLICABLE, True),
        (PostureState.NOT_COLLECTED, False),
    ):
        absent = posture(absence=Absence(state=state, reason="None."))
        assert (absent.state, absent.label, absent.made, absent.certainty) == (state, str(state), made, None)


@pytest.mark.parametrize(
    ("subjects", "made", "in_part"),
    [((open_("a"),), False, False), ((open_("a"), bad("b")), True, False), ((open_("a"), good("b", SEEN)), True, True)],
)
def test_what_decides_anything_and_what_passes_in_part(
    subjects: tuple[JudgedSubject, ...], *, made: bool, in_part: bool
) -> None:
    assert (posture(*subjects).made, posture(*subjects).in_part) == (made, in_part)


def test_a_requirement_names_its_controls_and_who_mapped_them() -> None:
    mapping = [("CM-6", MappedBy.FEDRAMP), ("SC-7", MappedBy.OURS), ("CM-2", MappedBy.FEDRAMP)]
    requirement = PostureRequirement(
        id="x",
        area="a",
        title="t",
        problem="p",
        asks="q",
        rationale="r",
        fix="f",
        reference="Some document",
        controls=tuple(ControlMapping(control=control, by=by) for control, by in mapping),
        subjects=("pod", "pods"),
    )
    assert requirement.control_ids == ("CM-6", "SC-7", "CM-2")
    assert requirement.source == "CM-6, CM-2: FedRAMP's text; SC-7: our own mapping; Some document"
    assert requirement.severity is Severity.MODERATE
    assert {control.cci for control in requirement.controls} == {""}


def test_an_object_is_named_as_the_api_identifies_it() -> None:
    place = EvidenceSource("0" * 64, "evidence/a.json")
    node, pod = (
        ObjectCitation(kind=kind, name="n", namespace=where, source=place) for kind, where in (("Node", ""), ("Pod", "s"))
    )
    assert (node.key, pod.key) == ("Node/n", "s/Pod/n")
    assert (node.namespace, node.uid, node.resource_version, node.taken) == ("", "", "", None)
    assert ObjectCitation(kind="Node", name="n", source=place) == node


def test_what_is_not_given_is_empty() -> None:
    bare = JudgedSubject(name="a", outcome=Outcome.UNKNOWN, certainty=None)
    given = JudgedSubject(name="a", outcome=Outcome.UNKNOWN, certainty=None, reason="", citations=(), contested_by=(), title="")
    assert bare == given
    assert (bare.next_step, bare.stated_by, bare.detail, bare.severity) == ("", "", "", None)
    assert (bare.asset_ids, bare.cause, bare.follows_from, bare.questions) == ((), "", (), ())
    state = Posture(requirement=REQUIREMENT, cluster="", summary="")
    assert (state.place_word, state.subjects, state.absence, state.notes) == ("cluster", (), None, ())
    absent = Absence(state=PostureState.NONE_FOUND, reason="None.")
    assert (absent.needs, absent.citations) == ("", ())
