"""Requests and limits of containers, with the defaults of their namespace."""

from typing import Any

import pytest
from checks.cluster_evidence import declared, listing, posture, verdicts, without_each
from checks.isolation.pods_made import pod

from generator.checks.isolation.resource_limits import CHECK
from generator.model.posture import PostureState
from tests.posture.manifests import AMOUNTS, container, deployment, empty, namespace, thing

CART, TEMPLATE = "shop/Pod/cart", "shop/Deployment/cart"
CPU, MEMORY = {"cpu": "1"}, {"memory": "1Gi"}
UNKNOWN = "unknown: the template does not set all requests and limits, and LimitRanges were not collected"
ALL = "no cpu request, no memory request, no cpu limit, no memory limit"


def seen(*containers: dict[str, Any], **spec: Any) -> dict[str, str]:
    return verdicts(posture(CHECK, listing("Pod", "v1", pod(*containers, **spec))))


def bare(name: str = "app") -> dict[str, Any]:
    return container(name=name, resources=None)


def ranges(where: str = "shop", kind: str = "Container", **members: Any) -> str:
    return thing("LimitRange", "v1", "limits", where, spec={"limits": [{"type": kind, **members}]})


@pytest.mark.parametrize(
    ("resources", "lacking"),
    [
        ({"requests": AMOUNTS}, "no cpu limit, no memory limit"),
        ({"requests": AMOUNTS, "limits": CPU}, "no memory limit"),
        ({"limits": MEMORY}, "no cpu request, no cpu limit"),
        (None, ALL),
    ],
)
def test_what_a_pod_lacks(resources: Any, lacking: str) -> None:
    assert seen(container(resources=resources)) == {CART: f"fails (observed): has {lacking}"}


def test_a_limit_is_the_request_too() -> None:
    assert seen(container(resources={"limits": AMOUNTS})) == {CART: "passes (observed)"}
    assert seen() == {CART: "passes (observed)"}


def test_init_containers_count_and_ephemeral_ones_cannot_ask() -> None:
    assert seen(container(), ephemeralContainers=[bare("debug")]) == {CART: "passes (observed)"}
    assert seen(container(), initContainers=[bare("setup")]) == {
        CART: "fails (observed): has no cpu request (setup), no memory request (setup), no cpu limit (setup), "
        "no memory limit (setup)"
    }


def test_what_the_pod_as_a_whole_asks_for() -> None:
    assert seen(bare(), resources={"limits": AMOUNTS}) == {CART: "passes (observed)"}
    assert seen(bare(), resources={"limits": AMOUNTS, "requests": CPU}) == {CART: "passes (observed)"}
    assert seen(bare(), resources={"limits": CPU}) == {CART: "fails (observed): has no memory request, no memory limit"}


def test_defaults_are_filled_into_templates_and_shown_by_pods() -> None:
    lists = (listing("LimitRange", "v1", ranges(default=AMOUNTS)), empty("Pod", "v1"))
    template = listing("Deployment", "apps/v1", deployment(bare()))
    state = posture(CHECK, template, *lists)
    assert verdicts(state) == {TEMPLATE: "passes (declared)"}
    assert {each.kind for each in state.citations} == {"Deployment", "LimitRange"}
    live = posture(CHECK, listing("Pod", "v1", pod(bare())), lists[0])
    assert verdicts(live) == {CART: f"fails (observed): has {ALL}"}, "made before the LimitRange"


@pytest.mark.parametrize(
    ("made", "lacking"),
    [
        (ranges(max=AMOUNTS), ""),
        (ranges(default=CPU, max=MEMORY), ""),
        (ranges(defaultRequest=AMOUNTS), "no cpu limit, no memory limit"),
        (ranges(min=AMOUNTS), "no cpu limit, no memory limit"),
        (ranges(kind="Pod", max=AMOUNTS), ALL),
        (ranges("till", default=AMOUNTS), ALL),
    ],
)
def test_what_a_limit_range_fills_in(made: str, lacking: str) -> None:
    files = (listing("Deployment", "apps/v1", deployment(bare())), empty("Pod", "v1"), listing("LimitRange", "v1", made))
    expected = f"fails (declared): has {lacking}" if lacking else "passes (declared)"
    assert verdicts(posture(CHECK, *files)) == {TEMPLATE: expected}


def test_without_limit_ranges_a_template_is_unknown() -> None:
    assert verdicts(posture(CHECK, declared(deployment(bare())))) == {TEMPLATE: UNKNOWN}
    files = (listing("Deployment", "apps/v1", deployment(bare())), empty("Pod", "v1"))
    assert verdicts(posture(CHECK, *files)) == {TEMPLATE: UNKNOWN}
    assert verdicts(posture(CHECK, *files, empty("LimitRange", "v1"))) == {TEMPLATE: f"fails (declared): has {ALL}"}
    assert verdicts(posture(CHECK, declared(deployment()))) == {TEMPLATE: "passes (declared)"}


def test_a_pod_in_a_manifest_is_a_template() -> None:
    assert verdicts(posture(CHECK, declared(pod(bare())))) == {CART: UNKNOWN}
    assert verdicts(posture(CHECK, declared(pod(bare())), declared(ranges(default=AMOUNTS)))) == {CART: "passes (declared)"}


def test_no_subjects() -> None:
    nothing = (empty("Pod", "v1"), listing("Namespace", "v1", namespace("kube-system")))
    assert posture(CHECK, *nothing).state is PostureState.NONE_FOUND
    assert posture(CHECK, namespace()).state is PostureState.NOT_COLLECTED


def test_less_evidence_never_proves_more() -> None:
    files = (
        listing("Deployment", "apps/v1", deployment(bare())),
        empty("Pod", "v1"),
        listing("LimitRange", "v1", ranges(default=CPU)),
    )
    assert without_each(CHECK, *files) == []
