"""From what a check says to a state: one verdict a subject, what it cites where it cites nothing, and what a summary counts."""

import pytest
from growth import calls
from replacing import replace

from generator.checks.base import Check, CheckContext, Judgment, judged, none_found, not_collected
from generator.checks.judging import judge, judge_all, summary, worst_of
from generator.checks.populations import handed_in
from generator.checks.registry import CHECKS
from generator.checks.traffic import mesh_last_hop, mesh_mtls
from generator.model.evidence import EvidenceSource
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, Outcome, PostureState, SubjectKey
from generator.model.verdict_makers import fails, passes, unknown
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import facts, listing, snapshot
from tests.checks.manifests import namespace
from tests.checks.operation_manifests import peer, pod

REQUIREMENT = next(check.requirement for check in CHECKS if check.id == "resource-limits")
A, B = (
    ObjectCitation(kind="Pod", name=name, source=EvidenceSource("0" * 64, f"evidence/{name}.json", "/")) for name in ("a", "b")
)
SEEN, TOLD, DECLARED = Certainty.OBSERVED, Certainty.REPORTED, Certainty.DECLARED


def context(*files: str) -> CheckContext:
    return CheckContext(
        system=read("", folder="x"),
        facts=facts(*(snapshot(text, f"{number}.yaml") for number, text in enumerate(files))),
    )


def asked(*subjects: JudgedSubject, per_cluster: bool = False, files: tuple[str, ...] = (namespace(),)) -> list[JudgedSubject]:
    check = Check(requirement=REQUIREMENT, judge=lambda _: judged(subjects), population=handed_in, per_cluster=per_cluster)
    return [each for posture in judge(check, context(*files)) for each in posture.subjects]


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ((passes("x", A, certainty=SEEN), unknown("x", "w")), Outcome.UNKNOWN),
        ((unknown("x", "w"), fails("x", "is bad", A, certainty=SEEN), passes("x", A, certainty=SEEN)), Outcome.FAILS),
        ((passes("x", A, certainty=SEEN), passes("x", B, certainty=TOLD)), Outcome.PASSES),
    ],
)
def test_a_subject_has_its_worst_verdict(given: tuple[JudgedSubject, ...], outcome: Outcome) -> None:
    assert worst_of(given).outcome is outcome
    assert [each.outcome for each in asked(*given)] == [outcome]


def test_verdicts_that_are_as_bad_are_joined_and_better_ones_left_out() -> None:
    cause, place = SubjectKey(check="c", name="n"), A.source
    first = fails(
        "x", "is bad", A, certainty=SEEN, detail="D.", contested_by=[place], asset_ids=("i",), follows_from=[cause], cause="k"
    )
    second = fails("x", "is worse", B, A, certainty=DECLARED, detail="E.", contested_by=[place, B.source], asset_ids=("j", "i"))
    third = replace(second, reason="is bad", detail="", asset_ids=(), follows_from=(cause,))
    joined = worst_of([first, second, third, passes("x", A, certainty=TOLD, reason="is good")])
    assert (joined.reason, joined.detail, joined.certainty) == ("is bad; is worse", "D. E.", DECLARED)
    assert (joined.citations, joined.contested_by, joined.asset_ids) == ((A, B), (place, B.source), ("i", "j"))
    assert (joined.follows_from, joined.cause) == ((), "k"), "one of them follows from nothing"
    assert worst_of([first, third]).follows_from == (cause,)
    assert worst_of([first]) is first
    both = worst_of([unknown("x", "a"), unknown("x", "")])
    assert (both.certainty, both.reason) == (None, "a")


def test_subjects_are_sorted_by_name() -> None:
    assert [each.name for each in asked(*(passes(name, A, certainty=SEEN) for name in "cab"))] == ["a", "b", "c"]


def test_a_failure_that_cites_nothing_cites_the_files_that_do_not_hold_it() -> None:
    without, cited, open_ = fails("a", "is bad", certainty=SEEN), fails("b", "is bad", A, certainty=SEEN), unknown("c", "w")
    shown = [
        [(each.kind, each.name, each.source.path) for each in subject.citations] for subject in asked(without, cited, open_)
    ]
    assert shown == [[("File", "evidence/cluster/0.yaml", "evidence/cluster/0.yaml")], [("Pod", "a", "evidence/a.json")], []]


def test_a_check_is_asked_once_or_of_every_cluster() -> None:
    seen: list[str] = []

    def judgment(context: CheckContext) -> Judgment:
        seen.append(context.cluster)
        return none_found("None.", notes=["Noted."])

    once = Check(requirement=REQUIREMENT, judge=judgment, population=handed_in)
    each = replace(once, per_cluster=True)
    (posture,) = judge(once, context(namespace()))
    assert (posture.cluster, posture.summary, posture.notes, posture.state) == (
        "",
        "None.",
        ("Noted.",),
        PostureState.NONE_FOUND,
    )
    (posture,) = judge(each, context(namespace()))
    assert (posture.cluster, posture.place_word) == ("cluster", "cluster")
    assert seen == ["", "cluster"]
    (posture,) = judge(each, context())
    assert (posture.cluster, posture.summary) == ("", "No evidence of a cluster was collected.")
    assert len(seen) == 2, "without a cluster it is not asked"
    assert [each.cluster for each in judge_all([each, once], context(namespace()))] == ["cluster", ""]


def test_what_is_absent_is_not_said_beside_subjects() -> None:
    made = replace(not_collected("pods"), subjects=(passes("a", A, certainty=SEEN),))
    (posture,) = judge(Check(requirement=REQUIREMENT, judge=lambda _: made, population=handed_in), context())
    assert (posture.absence, posture.state, posture.summary) == (
        None,
        PostureState.ENFORCED,
        "1 of 1 workload judged: 1 passes (observed).",
    )


def test_the_most_frequent_reasons_are_named_and_the_others_counted() -> None:
    reasons = ["a", "b", "b", "c", "d", "e", "f"]
    rows = [unknown(str(number), reason) for number, reason in enumerate(reasons)]
    start = "0 of {} workloads judged. {} unknown: b (2); a (1); c (1); d (1)"
    assert summary(REQUIREMENT, rows) == f"{start.format(7, 7)}; and 2 other reasons."
    assert summary(REQUIREMENT, rows[:-1]) == f"{start.format(6, 6)}; and 1 other reason."
    assert summary(REQUIREMENT, rows[:-2]) == f"{start.format(5, 5)}."


def test_both_results_and_large_numbers() -> None:
    rows = [passes(str(number), A, certainty=TOLD) for number in range(1200)]
    rows += [fails("x", "is bad", A, certainty=SEEN), fails("y", "is bad", A, certainty=DECLARED)]
    assert summary(REQUIREMENT, rows) == (
        "1,202 of 1,202 workloads judged: 1,200 pass (reported), 2 fail (1 observed, 1 declared)."
    )


def test_each_of_many_workloads_asks_for_its_own_settings_alone() -> None:
    """Settings are as many as pods, so that a look at all of them for each workload would take the square of the time."""

    def asked_of(count: int) -> int:
        names = [f"cart-{number}" for number in range(count)]
        injected = {"sidecar.istio.io/inject": "true"}
        pods = [pod(name, (name, f"registry.example/{name}:1"), labels={"app": name, **injected}) for name in names]
        here = CheckContext(system=read("", folder="x"), facts=facts(peer(), listing("Pod", "v1", *pods)))
        return calls(lambda: judge_all((mesh_mtls.CHECK, mesh_last_hop.CHECK), here))

    assert asked_of(160) < 10 * asked_of(20)
