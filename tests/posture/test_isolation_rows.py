"""Rows about isolation and resources: security contexts with their precedence, what is shared with a node, limits, quotas."""

from typing import Any

import pytest

from generator.model.posture import PostureState
from generator.model.settings.isolation import PodIsolation
from tests.posture.ground import facts, postures, problems
from tests.posture.manifests import AMOUNTS, HARD, container, deployment, empty, namespace, refused, secured, thing

CART = "shop/Deployment/cart"


def context(**members: Any) -> dict[str, Any]:
    """A container that adheres but for these members of its security context; None takes one away."""
    changed = {key: value for key, value in {**HARD, **members}.items() if value is not None}
    return container(securityContext=changed)


def quota(where: str = "shop") -> str:
    return thing("ResourceQuota", "v1", "quota", where, spec={"hard": {"pods": "10"}})


def limits(where: str = "shop", **members: Any) -> str:
    return thing("LimitRange", "v1", "limits", where, spec={"limits": [{"type": "Container", **members}]})


CASES = [
    # Pod Security levels
    ("pod-security-level", PostureState.NOT_COLLECTED, [deployment()], {}),
    ("pod-security-level", PostureState.NOT_COLLECTED, [refused("namespaces", "")], {}),
    ("pod-security-level", PostureState.NONE_FOUND, [namespace("kube-system"), namespace("openshift-etcd")], {}),
    ("pod-security-level", PostureState.ENFORCING, [secured("shop", "restricted"), secured("till", "baseline")], {}),
    ("pod-security-level", PostureState.NONE_FOUND, [namespace("shop")], {"shop": "enforces no Pod Security level"}),
    (
        "pod-security-level",
        PostureState.NOT_ENFORCING,
        [secured("shop", "restricted", "warn")],
        {"shop": "only has warn restricted"},
    ),
    ("pod-security-level", PostureState.NOT_ENFORCING, [secured("shop", "privileged")], {"shop": "forbids nothing"}),
    # security contexts
    ("container-privileges", PostureState.NOT_COLLECTED, [namespace()], {}),
    ("container-privileges", PostureState.NONE_FOUND, [empty("Deployment", "apps/v1")], {}),
    ("container-privileges", PostureState.NONE_FOUND, [deployment(where="kube-system")], {}),
    ("container-privileges", PostureState.ENFORCING, [deployment()], {}),
    ("container-privileges", PostureState.NOT_ENFORCING, [deployment(context(privileged=True))], {CART: "is privileged"}),
    ("container-privileges", PostureState.NOT_ENFORCING, [deployment(context(runAsUser=0))], {CART: "runs as root"}),
    ("container-privileges", PostureState.ENFORCING, [deployment(context(runAsNonRoot=None, runAsUser=10001))], {}),
    ("container-privileges", PostureState.NOT_ENFORCING, [deployment(context(runAsNonRoot=None))], {CART: "may run as root"}),
    ("container-privileges", PostureState.NOT_ENFORCING, [deployment(context(runAsNonRoot=False))], {CART: "may run as root"}),
    (
        "container-privileges",
        PostureState.NOT_ENFORCING,
        [deployment(context(allowPrivilegeEscalation=None))],
        {CART: "may gain"},
    ),
    (
        "container-privileges",
        PostureState.NOT_ENFORCING,
        [deployment(context(capabilities={"drop": ["NET_RAW"]}))],
        {CART: "keeps"},
    ),
    (
        "container-privileges",
        PostureState.NOT_ENFORCING,
        [deployment(context(capabilities={"drop": ["all"], "add": ["CAP_SYS_ADMIN"]}))],
        {CART: "adds capabilities SYS_ADMIN"},
    ),
    (
        "container-privileges",
        PostureState.ENFORCING,
        [deployment(context(capabilities={"drop": ["all"], "add": ["NET_BIND_SERVICE"]}))],
        {},
    ),
    (
        "container-privileges",
        PostureState.NOT_ENFORCING,
        [deployment(context(seccompProfile=None))],
        {CART: "no seccomp profile"},
    ),
    (
        "container-privileges",
        PostureState.NOT_ENFORCING,
        [deployment(context(seccompProfile={"type": "Unconfined"}))],
        {CART: "no seccomp profile"},
    ),
    (
        "container-privileges",
        PostureState.NOT_ENFORCING,
        [deployment(context(readOnlyRootFilesystem=None))],
        {CART: "root filesystem"},
    ),
    # the pod's context stands under the container's
    (
        "container-privileges",
        PostureState.ENFORCING,
        [
            deployment(
                context(runAsNonRoot=None, seccompProfile=None),
                securityContext={"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
            )
        ],
        {},
    ),
    (
        "container-privileges",
        PostureState.NOT_ENFORCING,
        [deployment(context(runAsNonRoot=False), securityContext={"runAsNonRoot": True})],
        {CART: "may run as root"},
    ),
    (
        "container-privileges",
        PostureState.ENFORCING,
        [deployment(context(runAsUser=1000), securityContext={"runAsUser": 0})],
        {},
    ),
    (
        "container-privileges",
        PostureState.NOT_ENFORCING,
        [deployment(context(readOnlyRootFilesystem=None), securityContext={"readOnlyRootFilesystem": True})],
        {CART: "root filesystem"},
    ),
    ("container-privileges", PostureState.ENFORCING, [deployment(context(runAsUser=0), hostUsers=False)], {}),
    (
        "container-privileges",
        PostureState.NOT_ENFORCING,
        [deployment(container(), initContainers=[{**context(privileged=True), "name": "setup"}])],
        {CART: "is privileged (setup)"},
    ),
    # what is shared with the node
    ("host-sharing", PostureState.NOT_COLLECTED, [namespace()], {}),
    ("host-sharing", PostureState.NONE_FOUND, [empty("Pod", "v1")], {}),
    ("host-sharing", PostureState.ENFORCING, [deployment()], {}),
    ("host-sharing", PostureState.NOT_ENFORCING, [deployment(hostPID=True)], {CART: "the processes"}),
    (
        "host-sharing",
        PostureState.NOT_ENFORCING,
        [deployment(hostIPC=True, hostNetwork=True)],
        {CART: "the network and the IPC"},
    ),
    (
        "host-sharing",
        PostureState.NOT_ENFORCING,
        [deployment(volumes=[{"name": "a", "hostPath": {"path": "/var/log"}}, {"name": "b", "emptyDir": {}}])],
        {CART: "the folders /var/log"},
    ),
    (
        "host-sharing",
        PostureState.NOT_ENFORCING,
        [deployment(container(ports=[{"containerPort": 80, "hostPort": 8080}]))],
        {CART: "the ports 8080"},
    ),
    # limits
    ("resource-limits", PostureState.NOT_COLLECTED, [namespace()], {}),
    ("resource-limits", PostureState.NONE_FOUND, [empty("Pod", "v1")], {}),
    ("resource-limits", PostureState.ENFORCING, [deployment()], {}),
    ("resource-limits", PostureState.ENFORCING, [deployment(container(resources={"limits": AMOUNTS}))], {}),
    (
        "resource-limits",
        PostureState.NOT_ENFORCING,
        [deployment(container(resources={"requests": AMOUNTS}))],
        {CART: "no cpu limit"},
    ),
    ("resource-limits", PostureState.NOT_ENFORCING, [deployment(container(resources=None))], {CART: "no memory request"}),
    ("resource-limits", PostureState.ENFORCING, [deployment(container(resources=None)), limits(default=AMOUNTS)], {}),
    (
        "resource-limits",
        PostureState.NOT_ENFORCING,
        [deployment(container(resources=None)), limits("till", default=AMOUNTS)],
        {CART: "no cpu request"},
    ),
    # quotas
    ("resource-quota", PostureState.NOT_COLLECTED, [namespace()], {}),
    ("resource-quota", PostureState.NONE_FOUND, [namespace(), empty("ResourceQuota", "v1")], {}),
    ("resource-quota", PostureState.ENFORCING, [namespace(), quota()], {}),
    ("resource-quota", PostureState.ENFORCING, [namespace(), limits(default=AMOUNTS)], {}),
    ("resource-quota", PostureState.NOT_ENFORCING, [namespace(), namespace("till"), quota()], {"till": "neither"}),
]


@pytest.mark.parametrize(("row", "state", "files", "wrong"), CASES)
def test_state(row: str, state: PostureState, files: list[str], wrong: dict[str, str]) -> None:
    found = postures(*files)[row]
    assert found.state is state, found.summary
    said = problems(found)
    assert set(said) == set(wrong)
    for subject, text in wrong.items():
        assert text in said[subject]


def pod(name: str, phase: str = "Running", **members: Any) -> str:
    """A pod of the Deployment cart."""
    labels = {"app": "cart", "pod-template-hash": "5d4f8"}
    made = thing("Pod", "v1", name, "shop", labels, spec={"containers": [container(**members)]}, status={"phase": phase})
    owner = {"kind": "ReplicaSet", "name": "cart-5d4f8", "controller": True}
    return made.replace('"metadata": {', f'"metadata": {{"ownerReferences": [{str(owner).replace("True", "true")}], ').replace(
        "'", '"'
    )


def test_pods_speak_for_their_workload_and_are_counted_once() -> None:
    template = deployment(context(readOnlyRootFilesystem=None))
    pods = [pod("cart-5d4f8-aaaaa"), pod("cart-5d4f8-bbbbb")]
    (configuration,) = facts(template, *pods).configurations
    (seen,) = configuration.of(PodIsolation)
    assert (seen.kind, seen.name, seen.uid, seen.resource_version) == ("Deployment", "cart", "u-cart-5d4f8-aaaaa", "42")
    assert postures(template, *pods)["container-privileges"].state is PostureState.ENFORCING


def test_a_rollout_in_progress_shows_both_ways() -> None:
    pods = [pod("cart-5d4f8-aaaaa"), pod("cart-5d4f8-bbbbb", securityContext={**HARD, "privileged": True})]
    assert problems(postures(*pods)["container-privileges"]) == {CART: "is privileged"}


def test_pods_that_ended_say_nothing() -> None:
    ended = pod("cart-5d4f8-aaaaa", "Succeeded", securityContext={"privileged": True})
    assert postures(ended, pod("cart-5d4f8-bbbbb"))["container-privileges"].state is PostureState.ENFORCING


def test_only_the_boundary_is_judged_where_it_is_named() -> None:
    system = "boundary: {namespaces: [shop]}"
    outside = deployment(context(privileged=True), name="till", where="till")
    assert postures(deployment(), outside, system=system)["container-privileges"].state is PostureState.ENFORCING
    assert postures(deployment(), outside)["container-privileges"].state is PostureState.NOT_ENFORCING


def test_values_of_no_known_shape_do_not_stop_a_pod_from_being_read() -> None:
    odd = pod("cart-5d4f8-aaaaa", securityContext={"runAsUser": {"from": "somewhere"}, "privileged": True})
    assert "is privileged" in problems(postures(odd)["container-privileges"])[CART]
