"""Drafts of control parts: each mechanism in full once, references elsewhere, and what is planned for what is missing."""

from collections.abc import Iterable
from datetime import date

import pytest
from replacing import replace

from generator.frameworks.base import Control
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ledger.item import LedgerItem
from generator.model.candidate import CandidateState, PoamCandidate
from generator.model.claim import Claim, Support
from generator.model.discrepancy import DiscrepancyWaiver
from generator.model.draft_statement import DraftStatement, Mechanism, PlanSentence, UnmetPart, UnmetSubject
from generator.model.evidence import EvidenceSource
from generator.model.posture import SubjectKey
from generator.oscal.plan_drafts import PlanDrafts, paragraphs, plan_drafts
from tests.evaluation.items_made import item
from tests.ledger.candidates_made import candidate

PLAN = FEDRAMP_REV5.plan("moderate")
FILE, OTHER = EvidenceSource("a" * 64, "evidence/a.json"), EvidenceSource("b" * 64, "evidence/b.json", "line 2")
GATE = Mechanism(title="Admission control", main="CM-6(b)", serves=(("CM-3(d)", "applies to every change"),))
SCAN = Mechanism(title="Vulnerability scanning", main="RA-5(a)")
THIRD = Mechanism(title="Resource limits", main="SC-6")


def claim(where: str, statement: DraftStatement | None) -> Claim:
    control, _, rest = where.partition("(")
    return Claim(
        control=control,
        part=rest.rstrip(")"),
        topic="t",
        subject="s",
        support=Support.FOUND,
        text="In the assessor's voice.",
        statement=statement,
    )


def says(text: str, mechanism: Mechanism = GATE, *, key: str = "", source: EvidenceSource = FILE) -> DraftStatement:
    return DraftStatement(key=key or text, mechanism=mechanism, sentences=(PlanSentence(text=text, sources=(source,)),))


def text(drafts: PlanDrafts, control: str, letter: str = "") -> list[str]:
    return [" ".join(each.text for each in paragraph) for paragraph in paragraphs(drafts.of(control, letter))]


def drafts(
    *claims: Claim,
    items: Iterable[LedgerItem] = (),
    plan: Iterable[Control] = PLAN,
    candidates: Iterable[PoamCandidate] = (),
) -> PlanDrafts:
    return plan_drafts(claims, items, plan, candidates=candidates)


def test_a_mechanism_stands_in_full_at_its_main_part_and_is_referred_to_from_the_others() -> None:
    refuses = says("Admission control refuses.")
    made = drafts(*(claim(where, refuses) for where in ("CM-3(d)", "CM-6(b)", "SI-7(a)")))
    assert text(made, "CM-6", "b") == ["Admission control refuses."]
    assert text(made, "CM-3", "d") == [
        "Admission control refuses. This applies to every change (see CM-6(b), Admission control)."
    ]
    assert text(made, "SI-7", "a") == ["Admission control refuses (see CM-6(b), Admission control)."]


def test_where_the_main_part_is_silent_the_first_part_of_the_plan_describes_it() -> None:
    refuses = says("Admission control refuses.")
    made = drafts(claim("SI-7(a)", refuses), claim("CM-3(d)", refuses))
    assert text(made, "CM-3", "d") == ["Admission control refuses."]
    assert text(made, "SI-7", "a") == ["Admission control refuses (see CM-3(d), Admission control)."]


def test_a_part_that_the_plan_does_not_have_describes_nothing() -> None:
    """A reference to it would lead nowhere."""
    limits = says("Containers have limits.", THIRD)
    low = [control for control in FEDRAMP_REV5.plan("low") if control.id != "SC-6"]
    made = drafts(claim("SC-6", limits), claim("SC-5(a)", limits), plan=low)
    assert text(made, "SC-5", "a") == ["Containers have limits."]
    assert made.of("SC-6", "") == ()


def test_references_stand_once_at_the_end_grouped_by_part() -> None:
    own, first, second = says("Own.", THIRD), says("First."), says("Second.", replace(GATE, title="Hardened images"))
    made = drafts(
        *(claim("CM-6(b)", each) for each in (first, second)), *(claim("SC-6", each) for each in (first, own, second)),
        claim("SC-6", says("Scans.", SCAN)), claim("RA-5(a)", says("Scans.", SCAN)),
    )  # fmt: skip
    assert text(made, "SC-6") == [
        "Own. See also CM-6(b), Admission control and Hardened images; and RA-5(a), Vulnerability scanning."
    ]


def test_no_sentence_stands_twice_and_its_sources_are_all_of_it() -> None:
    made = drafts(claim("CM-6(b)", says("It is so.", key="1")), claim("CM-6(b)", says("It is so.", key="2", source=OTHER)))
    ((sentence,),) = paragraphs(made.of("CM-6", "b"))
    assert (sentence.text, sentence.sources) == ("It is so.", (FILE, OTHER))


def test_sentences_about_the_same_pipelines_name_them_once() -> None:
    both, one = "The Build and Ship pipelines are configured", "The Build pipeline is configured"
    rows = [f"{both} to build.", f"{both} to sign.", f"{one} to scan.", f"{one} to lint.", "Nothing else.", f"{one} to deploy."]
    made = drafts(*(claim("CM-6(b)", says(text, key=text)) for text in rows))
    assert text(made, "CM-6", "b") == [
        f"{both} to build. They are also configured to sign. {one} to scan. It is also configured to lint. Nothing else. "
        f"{one} to deploy."
    ]


def test_a_part_has_two_paragraphs_at_most() -> None:
    rows = (says("One."), says("Two.", SCAN), says("Three.", THIRD), says("More.", GATE))
    made = drafts(*(claim("CM-6(b)", row) for row in rows))
    assert text(made, "CM-6", "b") == ["One. More.", "Two. Three."]


def test_a_claim_that_lets_the_plan_say_nothing_drafts_nothing() -> None:
    assert drafts(claim("CM-6(b)", None)).parts == {}


def unmet(*subjects: UnmetSubject, words: tuple[str, str] = ("workload", "workloads"), where: str = "") -> DraftStatement:
    part = UnmetPart(
        check="admission-gate", lacks=("has no limits", "have no limits"), requires="workloads have limits", words=words,
        where=where, subjects=subjects,
    )  # fmt: skip
    return DraftStatement(key="k", mechanism=GATE, unmet=(part,))


def subject(name: str, label: str | None = None, **more: object) -> UnmetSubject:
    return UnmetSubject(name=name, label=name if label is None else label, **more)  # type: ignore[arg-type]


def lacking(
    *subjects: UnmetSubject, items: Iterable[LedgerItem] = (), candidates: Iterable[PoamCandidate] = (), **more: object
) -> list[str]:
    statement = unmet(*subjects, **more)  # type: ignore[arg-type]
    return missing(drafts(claim("CM-6(b)", statement), items=items, candidates=candidates))


INTENDED = "The mechanism “Admission control” is to ensure that workloads have limits; it is not implemented yet."


def missing(made: PlanDrafts) -> list[str]:
    """The sentences behind the one about what the mechanism is for."""
    ((first, *others),) = paragraphs(made.of("CM-6", "b"))
    assert first.text == INTENDED
    return [each.text for each in others]


WAIVER = DiscrepancyWaiver(
    check="admission-gate",
    subject="*",
    reason="it is  being\nreplaced.",
    owner="Kim Moss",
    expires=date(2027, 1, 1),
    place="line 1",
)


@pytest.mark.parametrize(
    ("subjects", "sentences"),
    [
        ((subject("cart"),), ["The workload cart has no limits."]),
        ((subject("cart"), subject("db")), ["The workloads cart and db have no limits."]),
        (
            tuple(map(subject, "abcdefg")),
            ["7 workloads (a, b, c, d, e and 2 more) have no limits."],
        ),
        ((subject("x1", ""), subject("x2", "")), ["2 workloads have no limits."]),
        ((subject("cart", lacks="has no memory limit"),), ["The workload cart has no memory limit."]),
        (
            (subject("cart", lacks="has no memory limit"), subject("db", lacks="has no memory limit")),
            ["The workloads cart and db have no memory limit."],
        ),
        (
            tuple(subject(name, lacks="has no memory limit") for name in "abcdef"),
            ["6 workloads (a, b, c, d, e and 1 more) have no memory limit."],
        ),
        ((subject("workload"),), ["The workload has no limits."]),
        (
            (subject("cart", waiver=WAIVER), subject("db")),
            [
                "The workload cart has no limits (accepted by Kim Moss until 2027-01-01: it is being replaced).",
                "The workload db has no limits.",
            ],
        ),
    ],
)
def test_what_is_missing_is_named_with_who_accepts_it(subjects: tuple[UnmetSubject, ...], sentences: list[str]) -> None:
    assert lacking(*subjects) == sentences


def test_a_part_without_a_sentence_of_its_own_says_in_short_what_is_done() -> None:
    long = DraftStatement(
        key="k", mechanism=GATE, brief="2 of the 4 namespaces are guarded",
        unassessed="the other namespace has not been assessed",
        sentences=(PlanSentence(text="Webhooks and policies guard 2 of the 4 namespaces.", sources=(FILE,)),),
        unmet=unmet(subject("shop")).unmet,
    )  # fmt: skip
    made = drafts(*(claim(where, long) for where in ("CM-3(d)", "CM-6(b)", "SI-7(a)")))
    assert text(made, "CM-6", "b") == [
        "Webhooks and policies guard 2 of the 4 namespaces; the other namespace has not been assessed. The workload shop has "
        "no limits."
    ]
    brief = "2 of the 4 namespaces are guarded; the other namespace has not been assessed"
    see = "see CM-6(b), Admission control, which also names the exceptions"
    assert text(made, "CM-3", "d") == [f"{brief}. This applies to every change ({see})."]
    assert text(made, "SI-7", "a") == [f"{brief} ({see})."]
    ((sentence,),) = paragraphs(made.of("SI-7", "a"))
    assert sentence.sources == (FILE,)


def test_where_nothing_is_done_a_part_names_what_is_missing_for_it() -> None:
    nothing = replace(unmet(*map(subject, "abcdef")), unassessed="the other 2 workloads have not been assessed")
    made = drafts(*(claim(where, nothing) for where in ("CM-3(d)", "CM-6(b)", "SI-7(a)")))
    rest, see = "; the other 2 workloads have not been assessed", "(see CM-6(b), Admission control)"
    assert text(made, "CM-6", "b") == [
        f"{INTENDED.replace('yet', 'in full')} 6 workloads (a, b, c, d, e and 1 more) have no limits{rest}."
    ]
    assert text(made, "CM-3", "d") == [
        "The mechanism “Admission control”, which applies to every change, is not implemented in full: 6 workloads have no "
        f"limits{rest} {see}."
    ]
    assert text(made, "SI-7", "a") == [
        f"The mechanism “Admission control” is not implemented in full: 6 workloads have no limits{rest} {see}."
    ]


def test_what_is_done_stands_before_what_is_missing() -> None:
    nothing = unmet(subject("a"))
    scans = says("Scans.", SCAN)
    made = drafts(*(claim(where, each) for each in (nothing, scans) for where in ("CM-6(b)", "RA-5(a)", "SI-4(a)")))
    assert text(made, "SI-4", "a") == [
        "Scans (see RA-5(a), Vulnerability scanning). The mechanism “Admission control” is not implemented yet: the workload a "
        "has no limits (see CM-6(b), Admission control)."
    ]
    here = drafts(claim("CM-6(b)", nothing), claim("CM-6(b)", says("It refuses.")))
    assert text(here, "CM-6", "b") == ["It refuses. The workload a has no limits."]


def test_what_is_not_decided_follows_a_sentence_of_several_clauses() -> None:
    statement = replace(says("It scans; a finding stops it."), unassessed="the other image has not been assessed")
    made = drafts(claim("CM-6(b)", statement))
    assert text(made, "CM-6", "b") == ["It scans; a finding stops it. The other image has not been assessed."]


def test_many_reasons_are_counted_behind_the_one_they_share() -> None:
    rows = [
        subject("a", lacks="is privileged; may gain privileges (allowPrivilegeEscalation) (a and init)"),
        subject("b", lacks="may gain privileges (init: A (in a URL)); may change its root filesystem"),
        subject("c", lacks="may change its root filesystem"),
        subject("d", lacks="may gain privileges"),
    ]
    assert lacking(*rows) == [
        "The workloads a, b, c and d have no limits: 3 may gain privileges, 2 may change their root filesystems and a is "
        "privileged."
    ]


def test_parentheses_that_do_not_close_stay_in_a_clause() -> None:
    rows = [subject(name, lacks=f"has a) {name}; keeps b)") for name in "abcd"]
    (text,) = lacking(*rows)
    assert "4 keep b)" in text


def test_more_reasons_than_a_reader_follows_become_the_one_they_share() -> None:
    rows = [subject(name, lacks=f"has no limit of {name}") for name in "abcd"]
    assert lacking(*rows) == ["The workloads a, b, c and d have no limits."]
    assert len(lacking(*rows[:3])) == len("abc")


def test_subjects_of_several_kinds_are_counted_and_named_in_parentheses() -> None:
    assert lacking(subject("a"), subject("b"), words=("node or image", "nodes and images"), where=" of cluster x") == [
        "2 nodes and images of cluster x (a and b) have no limits."
    ]


def test_subjects_whose_names_say_what_they_are_are_called_that() -> None:
    nodes = [subject(name, noun=("node", "nodes")) for name in "ab"]
    assert lacking(*nodes, words=("node or image", "nodes and images")) == ["The nodes a and b have no limits."]


def test_several_clauses_are_one_predicate_in_the_number_of_the_subjects() -> None:
    lacks = "is privileged; keeps capabilities; may gain privileges; shares the folder / of its node"
    assert lacking(subject("a", lacks=lacks)) == [
        "The workload a is privileged, keeps capabilities, may gain privileges and shares the folder / of its node."
    ]
    assert lacking(subject("a", lacks=lacks), subject("b", lacks=lacks)) == [
        "The workloads a and b are privileged, keep capabilities, may gain privileges and share the folder / of their nodes."
    ]


def test_all_of_them_are_all_of_them() -> None:
    statement = unmet(*map(subject, "abcdef"))
    (part,) = statement.unmet
    whole = replace(statement, unmet=(replace(part, total=len("abcdef")),))
    rows = drafts(claim("CM-6(b)", whole))
    assert missing(rows) == ["All 6 workloads (a, b, c, d, e and 1 more) have no limits."]


def test_a_pipeline_is_named_before_its_noun_and_a_title_of_several_words_is_quoted() -> None:
    pipelines = subject("build.yml"), subject("Build and publish")
    assert lacking(*pipelines, words=("pipeline", "pipelines")) == [
        "The build.yml and “Build and publish” pipelines have no limits."
    ]


def test_an_open_item_of_the_poam_says_what_is_planned_and_a_closed_one_does_not() -> None:
    tracked = item(poam_id="V-12", identifier="admission-gate cart", concluded=True, due=date(2026, 12, 15))
    undated = item(poam_id="V-13", identifier="admission-gate db", concluded=True, due=None)
    assert lacking(subject("cart"), subject("db"), subject("web"), items=[tracked, undated]) == [
        "The workload cart has no limits; remediation is scheduled for 2026-12-15 (POA&M V-12).",
        "The workload db has no limits (POA&M V-13).",
        "The workload web has no limits.",
    ]


def test_a_known_exploited_vulnerability_names_the_items_of_its_image() -> None:
    exploited = item("shop/cart:1", poam_id="V-9", known_exploited=date(2026, 12, 1), due=date(2026, 12, 1))
    other = item("shop/db:1", poam_id="V-8", known_exploited=date(2026, 12, 1), due=date(2026, 12, 1))
    statement = unmet(subject("shop/cart:1", "cart:1"), words=("image", "images"))
    (part,) = statement.unmet
    kev = replace(statement, unmet=(replace(part, check="image-known-exploited", lacks=("is exploited", "are exploited")),))
    assert missing(drafts(claim("CM-6(b)", kev), items=[exploited, other])) == [
        "The image cart:1 is exploited; remediation is scheduled for 2026-12-01 (POA&M V-9)."
    ]


def proposed(name: str, state: CandidateState = CandidateState.UNDECIDED, **more: object) -> PoamCandidate:
    return candidate(name, check="admission-gate", candidate_id=f"C-{name}", state=state, **more)


def test_a_candidate_that_nobody_decided_is_named_by_its_id_and_many_by_the_first() -> None:
    assert lacking(subject("cart"), candidates=[proposed("cart")]) == [
        "The workload cart has no limits (POA&M candidate C-cart, not yet decided)."
    ]
    assert lacking(subject("a"), subject("b"), candidates=map(proposed, "ab")) == [
        "The workloads a and b have no limits (POA&M candidates C-a and C-b, not yet decided)."
    ]
    assert lacking(*map(subject, "abcdef"), candidates=map(proposed, "abcdef")) == [
        "6 workloads (a, b, c, d, e and 1 more) have no limits (POA&M candidates C-a and 5 more, not yet decided)."
    ]


def test_a_candidate_that_was_refused_says_by_whom_and_why() -> None:
    refused = proposed("cart", CandidateState.REFUSED, by="Kim Moss", decided=date(2026, 5, 1), reason="it is a test.")
    assert lacking(subject("cart"), candidates=[refused]) == [
        "The workload cart has no limits (C-cart, kept off the POA&M by Kim Moss on 2026-05-01: it is a test)."
    ]


def test_what_fails_because_of_something_else_is_remediated_with_that() -> None:
    tracked = item(poam_id="V-12", identifier="other-check shop", concluded=True, due=date(2026, 12, 15))
    follows = subject("cart", follows_from=(SubjectKey(check="other-check", name="shop"),))
    assert lacking(follows, items=[tracked]) == [
        "The workload cart has no limits; remediation is scheduled for 2026-12-15 (POA&M V-12)."
    ]


def test_parts_that_refer_to_a_mechanism_say_what_becomes_of_its_missing_part() -> None:
    tracked = item(poam_id="V-12", identifier="admission-gate a", concluded=True, due=date(2026, 12, 15))
    subjects = subject("a"), subject("b"), subject("c", waiver=WAIVER)
    part = unmet(*subjects)
    partly = replace(part, sentences=(PlanSentence(text="It refuses.", sources=(FILE,)),))
    outlook = (
        "POA&M V-12, scheduled for 2026-12-15; POA&M candidate C-b, not yet decided; accepted by Kim Moss until 2027-01-01"
    )
    for statement, says_ in (
        (
            part,
            "The mechanism “Admission control”, which applies to every change, is not implemented yet: the workloads a, b and "
            "c have no limits",
        ),
        (partly, "It refuses. This applies to every change"),
    ):
        made = drafts(
            *(claim(where, statement) for where in ("CM-3(d)", "CM-6(b)")), items=[tracked], candidates=[proposed("b")]
        )
        exceptions = ", which also names the exceptions" if statement is partly else ""
        assert text(made, "CM-3", "d") == [f"{says_} (see CM-6(b), Admission control{exceptions}; {outlook})."]
