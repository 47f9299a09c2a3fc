"""FRC-CSX-VVK: what counts as an automated method, and when two are two."""

from datetime import timedelta

import pytest
from indicators_made import AS_OF, asked, method, origin, subject

from generator.indicators.automation import counted_methods, with_automation
from generator.model.indicator import EvidenceOrigin, MethodResult
from generator.model.posture import Outcome

PODS, REPORT, REGISTRY = "evidence/cluster/pods.json", "evidence/scans/aws/p.json", "evidence/registry/r.json"
ORIGINS = {
    PODS: origin(PODS, "Kubernetes API"),
    REPORT: origin(REPORT, "Prowler", collector="atopack collect aws"),
    REGISTRY: origin(REGISTRY, "registry API", collector="atopack collect registry"),
}


def _result(*paths: str, origins: dict[str, EvidenceOrigin] | None = None, cadence: int = 3) -> MethodResult:
    return with_automation(asked("x", subject("a", Outcome.PASSES, *paths)), origins or ORIGINS, AS_OF, cadence)


def test_collected_by_a_program_within_the_cadence_it_counts() -> None:
    result = _result(PODS)
    assert result.automated
    assert result.sources == ("Kubernetes API",)


@pytest.mark.parametrize("days", [3, 4])
def test_it_has_to_run_within_its_cadence(days: int) -> None:
    old = {PODS: origin(PODS, "Kubernetes API", day=AS_OF - timedelta(days=days))}
    assert _result(PODS, origins=old).automated is (days <= 3)


def test_a_file_that_a_person_put_there_is_none() -> None:
    by_hand = {**ORIGINS, PODS: origin(PODS, "files put there by hand", collector="")}
    result = _result(PODS, REGISTRY, origins=by_hand)
    assert not result.automated
    assert "1 file of 2 was put there by hand" in result.against
    assert result.gives == "collect it from the live system with atopack collect kubernetes"


@pytest.mark.parametrize(
    ("path", "source", "gives"),
    [
        ("evidence/scans/config.json", "AWS Config", "collect it from the live system with atopack collect aws"),
        ("evidence/registry/ecr/images.json", "", "collect it from the live system with atopack collect registry"),
        ("evidence/scans/p.json", "Prowler", ""),
        ("evidence/pipelines/build.yaml", "", ""),
        ("diagrams/boundary.drawio", "", ""),
    ],
)
def test_what_evidence_would_give_a_method_is_what_a_collector_takes(path: str, source: str, gives: str) -> None:
    result = _result(path, origins={path: origin(path, source, collector="")})
    assert result.gives == gives
    assert ("no collector of this program takes it" in result.against) is not bool(gives)


@pytest.mark.parametrize(("tool", "collected"), [("AWS Security Hub", True), ("Prowler", False), ("STIG checklist", False)])
def test_a_report_that_no_collector_takes_would_give_none(tool: str, collected: bool) -> None:
    nothing = MethodResult(method=method(tool, "a"), subjects=(), absence=f"no result of {tool} for these rules was read")
    result = with_automation(nothing, ORIGINS, AS_OF, 3)
    assert bool(result.gives) is collected
    assert ("no collector" in result.against) is not collected


def test_a_file_of_which_nothing_is_known_is_none() -> None:
    assert not _result("evidence/scans/unknown.json").automated


def test_an_empty_or_undecided_population_is_none() -> None:
    nothing = with_automation(asked("x", needs="pods"), ORIGINS, AS_OF, 3)
    undecided = with_automation(asked("x", subject("a", Outcome.UNKNOWN, PODS)), ORIGINS, AS_OF, 3)
    assert (nothing.automated, nothing.gives) == (False, "collect pods")
    assert (undecided.automated, undecided.against) == (False, "0 of 1 subject decided")


def test_what_a_person_states_is_no_method() -> None:
    result = _result("decisions/acceptances.yaml")
    assert not result.automated


def test_two_methods_on_one_source_are_one() -> None:
    assert len(counted_methods([_result(PODS), _result(PODS)])) == 1


def test_two_methods_on_two_sources_are_two() -> None:
    assert len(counted_methods([_result(PODS), _result(REPORT), _result(REGISTRY)])) == 3


def test_the_most_that_share_nothing_are_found_whatever_the_order() -> None:
    both, pods, report = _result(PODS, REPORT), _result(PODS), _result(REPORT)
    assert len(counted_methods([both, pods, report])) == len(counted_methods([pods, report, both])) == 2
