"""What judged requirements become: subjects of discrepancies, requirements of the whole system, and gaps."""

from datetime import UTC, datetime

import pytest

from generator.checks.registry import CHECKS
from generator.checks.reporting import failing_subjects, gaps, of_the_system, subject_name
from generator.limits import CITED
from generator.model.discrepancy import DiscrepancySubject
from generator.model.evidence import EvidenceSource, Gap, GapKind
from generator.model.posture import Absence, Certainty, JudgedSubject, ObjectCitation, Posture, PostureState, SubjectKey
from generator.model.scan import Severity
from generator.model.verdict_makers import fails, passes, unknown

RULE, OTHER = (next(check.requirement for check in CHECKS if check.id == name) for name in ("resource-limits", "host-sharing"))
WHERE = EvidenceSource("0" * 64, "evidence/cluster/pods.json", "/items/0")
POD = ObjectCitation(kind="Pod", name="web", namespace="shop", source=WHERE)
IDENTIFIED = ObjectCitation(
    kind="Pod",
    name="web",
    namespace="shop",
    uid="u1",
    resource_version="42",
    taken=datetime(2026, 11, 19, 8, tzinfo=UTC),
    source=WHERE,
)
FILE = ObjectCitation(kind="File", name="pods.json", source=EvidenceSource("1" * 64, "evidence/cluster/pods.json"))
NOT_SEEN = Absence(state=PostureState.NOT_COLLECTED, reason="No evidence of pods was collected.", needs="pods")
NONE = Absence(state=PostureState.NONE_FOUND, reason="Nothing runs.")


def bad(name: str = "web", *citations: ObjectCitation) -> JudgedSubject:
    return fails(name, "has no limit", *(citations or (POD,)), certainty=Certainty.OBSERVED)


def good(name: str) -> JudgedSubject:
    return passes(name, POD, certainty=Certainty.OBSERVED)


def of(
    cluster: str, *subjects: JudgedSubject, absence: Absence | None = None, notes: tuple[str, ...] = (), other: bool = False
) -> Posture:
    summary = absence.reason if absence else ""
    rule = OTHER if other else RULE
    return Posture(requirement=rule, cluster=cluster, summary=summary, subjects=subjects, absence=absence, notes=notes)


def test_what_fails_has_the_words_of_its_requirement() -> None:
    assert failing_subjects([of("a", bad(), good("till"), unknown("cart", "was not seen"))]) == (
        DiscrepancySubject(
            check="resource-limits",
            name="web",
            title="web has no limit",
            reason="has no limit",
            detail=f"web has no limit. {RULE.rationale} Read from shop/Pod/web.",
            controls=RULE.control_ids,
            severity=RULE.severity,
            next_step=RULE.fix,
            sources=(WHERE,),
        ),
    )


def test_what_fails_has_words_of_its_own_where_the_check_gives_them() -> None:
    cause = (SubjectKey(check="image-never-scanned", name="x"),)
    own = fails(
        "web",
        "has no limit",
        POD,
        POD,
        certainty=Certainty.OBSERVED,
        title="Own title",
        detail="Own detail.",
        severity=Severity.HIGH,
        next_step="Own step.",
        cause="a cause",
        follows_from=cause,
        questions=["evidence/q"],
        asset_ids=("web:1",),
    )
    (subject,) = failing_subjects([of("a", own)])
    assert (subject.title, subject.detail, subject.severity) == ("Own title", "Own detail.", Severity.HIGH)
    assert (subject.next_step, subject.cause, subject.follows_from) == ("Own step.", "a cause", cause)
    assert (subject.questions, subject.asset_ids, subject.sources) == (("evidence/q",), ("web:1",), (WHERE,))


@pytest.mark.parametrize(
    ("citations", "read"),
    [
        ((IDENTIFIED,), " Read from shop/Pod/web (uid u1, resourceVersion 42, collected 2026-11-19 08:00 UTC)."),
        ((FILE, POD), " Read from shop/Pod/web."),
        ((FILE,), ""),
        ((POD,) * (CITED + 1), f" Read from {', '.join(['shop/Pod/web'] * CITED)}."),
    ],
    ids=["identified", "a file identifies nothing", "a file alone", "some of many"],
)
def test_what_fails_names_the_objects_that_show_it(citations: tuple[ObjectCitation, ...], read: str) -> None:
    (subject,) = failing_subjects([of("a", bad("web", *citations))])
    assert subject.detail == f"web has no limit. {RULE.rationale}{read}"


def test_of_several_clusters_each_subject_names_its_own() -> None:
    several = [of("a", bad()), of("b", bad()), of("", bad(), other=True)]
    assert [(each.check, each.name, each.title) for each in failing_subjects(several)] == [
        ("resource-limits", "a/web", "a/web has no limit"),
        ("resource-limits", "b/web", "b/web has no limit"),
        ("host-sharing", "web", "web has no limit"),
    ]
    assert [each.name for each in failing_subjects([of("a", bad()), of("", bad(), other=True)])] == ["web", "web"]
    assert subject_name(of("a"), bad(), several=False) == "web"


def test_a_requirement_of_one_cluster_is_that_of_the_system() -> None:
    rows = of("a", bad()), of("", good("x"), other=True)
    assert of_the_system(rows) == rows


def test_clusters_are_united_with_their_names_before_their_subjects() -> None:
    first, second = of("b", bad(), good("till"), notes=("N.", "B.")), of("a", good("web"), notes=("N.", "A."))
    other = of("", good("x"), other=True)
    united, left = of_the_system([first, other, second])
    assert left is other
    assert (united.requirement, united.cluster, united.absence) == (RULE, "", None)
    assert [(each.name, each.outcome) for each in united.subjects] == [
        ("a/web", "passes"),
        ("b/till", "passes"),
        ("b/web", "fails"),
    ]
    assert united.summary == "3 of 3 workloads judged: 2 pass (observed), 1 fails (observed)."
    assert united.notes == ("N.", "B.", "A.")


def test_a_cluster_that_was_not_collected_is_unknown_beside_the_others() -> None:
    (united,) = of_the_system([of("b", absence=NOT_SEEN), of("a", good("web"))])
    assert [(each.name, each.outcome, each.reason) for each in united.subjects] == [
        ("a/web", "passes", ""),
        ("b", "unknown", "no evidence of pods was collected"),
    ]
    (united,) = of_the_system([of("b", absence=NOT_SEEN), of("a", absence=NONE)])
    assert [(each.name, each.outcome) for each in united.subjects] == [("b", "unknown")]


def test_clusters_without_subjects_have_the_first_of_their_states() -> None:
    refused = Absence(state=PostureState.NOT_COLLECTED, reason="The API refused to list pods.", needs="pods")
    (united,) = of_the_system([of("a", absence=NOT_SEEN), of("b", absence=refused), of("c", absence=NOT_SEEN)])
    assert (united.subjects, united.absence) == ((), NOT_SEEN)
    assert united.summary == "No evidence of pods was collected. The API refused to list pods."
    excused = Absence(state=PostureState.NOT_APPLICABLE, reason="It does not apply.")
    (united,) = of_the_system([of("a", absence=excused), of("b", absence=NONE)])
    assert (united.state, united.summary) == (PostureState.NONE_FOUND, "It does not apply. Nothing runs.")


def test_what_keeps_a_check_from_being_made() -> None:
    rows = [of("a", absence=NOT_SEEN), of("", absence=NOT_SEEN, other=True), of("c", absence=NONE), of("d", bad(), good("x"))]
    reason = "could not be made: no evidence of pods was collected"
    assert list(gaps(rows)) == [
        Gap(
            path="evidence/",
            place=place,
            kind=GapKind.NOT_CHECKED,
            reason=f"the check “{rule.problem}” {reason}",
            next_step="collect pods",
        )
        for place, rule in (("resource-limits in a", RULE), ("host-sharing", OTHER))
    ]


def test_what_keeps_a_check_from_being_made_whole_is_one_gap_for_each_reason_and_step() -> None:
    rows = [unknown(name, why, next_step=step) for name, why, step in (("1", "b", "S."), ("2", "a", "S."), ("3", "b", "S."))]
    start = f"the check “{RULE.problem}” could be made in part only: of"
    assert [(each.place, each.kind, each.reason, each.next_step) for each in gaps([of("a", *rows, bad())])] == [
        ("resource-limits in a", GapKind.PARTLY_CHECKED, f"{start} 1 workload a", "S."),
        ("resource-limits in a", GapKind.PARTLY_CHECKED, f"{start} 2 workloads b", "S."),
    ]
