"""FRC-CSX-VVK: what counts as an automated method, and when two are two."""

from datetime import timedelta

import pytest
from indicators_made import AS_OF, asked, origin, subject

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
    by_hand = {**ORIGINS, REPORT: origin(REPORT, "Prowler", collector="")}
    result = _result(PODS, REPORT, origins=by_hand)
    assert not result.automated
    assert "by hand" in result.against
    assert "atopack collect" in result.gives


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
