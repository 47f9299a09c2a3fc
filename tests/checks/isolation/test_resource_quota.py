"""Quotas of namespaces."""

from typing import Any

import pytest

from generator.checks.isolation.resource_quota import CHECK
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import declared, listing, posture, verdicts, without_each
from tests.checks.isolation.pods_made import pod
from tests.checks.manifests import AMOUNTS, deployment, empty, namespace, refused, thing

SHOP = listing("Namespace", "v1", namespace())
NO_RANGE, NO_QUOTA = empty("LimitRange", "v1"), empty("ResourceQuota", "v1")
UNKNOWN = "unknown: quotas of this namespace were not collected"
OTHER = (
    "fails (observed): has no ResourceQuota of cpu, memory or pods for all its pods, and no LimitRange with a default or "
    "maximum of cpu or memory"
)


def quota(*hard: str, where: str = "shop", **spec: Any) -> str:
    return thing("ResourceQuota", "v1", f"quota-{where}", where, spec={"hard": dict.fromkeys(hard, "10"), **spec})


def ranges(kind: str = "Container", **members: Any) -> str:
    return thing("LimitRange", "v1", "limits", "shop", spec={"limits": [{"type": kind, **members}]})


@pytest.mark.parametrize("hard", ["pods", "count/pods", "cpu", "memory", "requests.cpu", "limits.memory"])
def test_a_quota_of_what_a_node_has(hard: str) -> None:
    state = posture(CHECK, SHOP, listing("ResourceQuota", "v1", quota(hard)), NO_RANGE)
    assert verdicts(state) == {"shop": "passes (observed)"}
    assert not state.notes


@pytest.mark.parametrize(
    "made",
    [
        quota("count/secrets", "services"),
        quota(),
        quota("pods", scopes=["BestEffort"]),
        quota("pods", scopeSelector={"matchExpressions": [{"scopeName": "PriorityClass", "operator": "Exists"}]}),
    ],
)
def test_a_quota_of_other_objects_or_of_some_pods(made: str) -> None:
    assert verdicts(posture(CHECK, SHOP, listing("ResourceQuota", "v1", made), NO_RANGE)) == {"shop": OTHER}


@pytest.mark.parametrize(
    ("made", "passing"),
    [
        (ranges(default=AMOUNTS), True),
        (ranges(max=AMOUNTS), True),
        (ranges("Pod", max=AMOUNTS), True),
        (ranges(defaultRequest=AMOUNTS), False),
        (ranges("PersistentVolumeClaim", max={"storage": "1Gi"}), False),
        (ranges(max={"ephemeral-storage": "1Gi"}), False),
    ],
)
def test_a_limit_range(made: str, passing: bool) -> None:
    state = posture(CHECK, SHOP, NO_QUOTA, listing("LimitRange", "v1", made))
    assert verdicts(state) == {"shop": "passes (observed)" if passing else OTHER}
    assert state.notes == ("A LimitRange bounds each container; it does not bound the namespace.",)


def test_a_namespace_without_any() -> None:
    both = listing("Namespace", "v1", namespace(), namespace("till"))
    state = posture(CHECK, both, listing("ResourceQuota", "v1", quota("pods")), NO_RANGE)
    assert verdicts(state) == {
        "shop": "passes (observed)",
        "till": "fails (observed): has neither a ResourceQuota nor a LimitRange",
    }
    assert state.failing[0].citations, "the files that hold none are cited"


def test_lists_that_are_missing_decide_nothing() -> None:
    assert verdicts(posture(CHECK, SHOP)) == {"shop": UNKNOWN}
    assert verdicts(posture(CHECK, SHOP, NO_QUOTA)) == {"shop": UNKNOWN}
    assert verdicts(posture(CHECK, SHOP, NO_RANGE, refused("resourcequotas", ""))) == {"shop": UNKNOWN}
    assert verdicts(posture(CHECK, declared(namespace()), declared(quota("services")))) == {"shop": UNKNOWN}


def test_manifests_are_declared_and_say_only_what_is_there() -> None:
    state = posture(CHECK, declared(namespace()), declared(quota("pods")), declared(deployment(name="a", where="till")))
    assert verdicts(state) == {"shop": "passes (declared)", "till": UNKNOWN}


@pytest.mark.usefixtures("with_population")
def test_namespaces_that_were_not_listed() -> None:
    seen = listing("Pod", "v1", pod())
    lists = (listing("ResourceQuota", "v1", quota("pods")), NO_RANGE)
    assert verdicts(posture(CHECK, seen, *lists)) == {
        "shop": "passes (observed)",
        "other namespaces": "unknown: Namespaces were not listed whole by the API",
    }


def test_no_subjects() -> None:
    nothing = (empty("Pod", "v1"), listing("Namespace", "v1", namespace("kube-system")))
    assert posture(CHECK, *nothing).state is PostureState.NONE_FOUND
    assert posture(CHECK, empty("Pod", "v1")).state is PostureState.NOT_COLLECTED
    state = posture(CHECK, refused("limitranges", ""))
    assert state.summary == "The API refused to list namespaces with their ResourceQuotas and LimitRanges."


def test_less_evidence_never_proves_more() -> None:
    made = (SHOP, listing("ResourceQuota", "v1", quota("pods", scopes=["BestEffort"])), NO_RANGE)
    assert without_each(CHECK, *made) == []
    assert without_each(CHECK, SHOP, listing("ResourceQuota", "v1", quota("pods")), NO_RANGE) == []
