"""Security contexts of containers, and as whom their images run."""

import json
from typing import Any

import pytest
from replacing import replace

from generator.checks.base import CheckContext
from generator.checks.isolation.container_privileges import CHECK
from generator.checks.judging import judge
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.hardening import BaseKind, ImageHardening, StatedUser
from generator.model.identifiers import AssetId
from generator.model.inventory import ClusterSnapshot
from generator.model.posture import Posture, PostureState
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import AS_OF, alone, declared, facts, listing, posture, snapshot, verdicts, without_each
from tests.checks.isolation.pods_made import hard, owned, pod
from tests.checks.manifests import container, deployment, empty, namespace
from tests.checks.operation_manifests import node

CART = "shop/Pod/cart"
UNKNOWN = "unknown: only the image says which user it runs as and its configuration was not collected"
IMAGE = AssetId("registry.example/cart:1")
REGISTRY = EvidenceSource("a" * 64, "evidence/registry/cart.json", "")
DOCKERFILE = EvidenceSource("b" * 64, "evidence/pipelines/Dockerfile", "")


def seen(*containers: dict[str, Any], **spec: Any) -> Posture:
    return posture(CHECK, listing("Pod", "v1", pod(*containers, **spec)))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"privileged": True}, "is privileged"),
        ({"runAsUser": 0}, "runs as root"),
        ({"allowPrivilegeEscalation": None}, "may gain privileges (allowPrivilegeEscalation)"),
        ({"allowPrivilegeEscalation": True}, "may gain privileges (allowPrivilegeEscalation)"),
        ({"capabilities": {"drop": ["NET_RAW"]}}, "keeps default capabilities"),
        ({"capabilities": {"drop": ["all"], "add": ["CAP_SYS_ADMIN"]}}, "adds capabilities SYS_ADMIN"),
        ({"seccompProfile": None}, "has no seccomp profile"),
        ({"seccompProfile": {"type": "Unconfined"}}, "has no seccomp profile"),
        ({"readOnlyRootFilesystem": None}, "may change its root filesystem"),
    ],
)
def test_faults(changed: dict[str, Any], fault: str) -> None:
    assert verdicts(seen(hard(**changed))) == {CART: f"fails (observed): {fault}"}


@pytest.mark.parametrize(
    ("made", "spec"),
    [
        (hard(), {}),
        (hard(runAsNonRoot=None, runAsUser=10001), {}),
        (hard(runAsNonRoot=False, runAsUser=10001), {}),
        (hard(capabilities={"drop": ["all"], "add": ["NET_BIND_SERVICE"]}), {}),
        (hard(seccompProfile={"type": "Localhost"}), {}),
        (
            hard(runAsNonRoot=None, seccompProfile=None),
            {"securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}},
        ),
        (hard(runAsUser=1000), {"securityContext": {"runAsUser": 0}}),
        (hard(runAsUser=0), {"hostUsers": False}),
        (hard(runAsNonRoot=None), {"hostUsers": False}),
    ],
)
def test_what_adheres(made: dict[str, Any], spec: dict[str, Any]) -> None:
    assert verdicts(seen(made, **spec)) == {CART: "passes (observed)"}


@pytest.mark.parametrize(
    ("made", "spec"),
    [
        (hard(runAsNonRoot=None), {}),
        (hard(runAsNonRoot=False), {"securityContext": {"runAsNonRoot": True}}),
    ],
)
def test_a_user_that_only_the_image_names(made: dict[str, Any], spec: dict[str, Any]) -> None:
    state = seen(made, **spec)
    assert verdicts(state) == {CART: UNKNOWN}
    assert state.label == "not established"


def test_a_fault_is_one_whoever_the_user_is() -> None:
    assert verdicts(seen(hard(runAsNonRoot=None, privileged=True))) == {CART: "fails (observed): is privileged"}


def test_the_pods_root_filesystem_is_no_setting() -> None:
    state = seen(hard(readOnlyRootFilesystem=None), securityContext={"readOnlyRootFilesystem": True})
    assert "root filesystem" in verdicts(state)[CART]


def test_faults_name_their_containers_where_there_are_several() -> None:
    setup = {**hard(privileged=True, readOnlyRootFilesystem=None), "name": "setup"}
    proxy = {**hard(readOnlyRootFilesystem=None), "name": "proxy"}
    expected = "may change its root filesystem (proxy and setup); is privileged (setup)"
    assert verdicts(seen(hard(), proxy, initContainers=[setup])) == {CART: f"fails (observed): {expected}"}


def test_linux_fields_are_not_asked_of_windows() -> None:
    windows = {"os": {"name": "windows"}}
    assert verdicts(seen(container(securityContext={"runAsNonRoot": True}), **windows)) == {CART: "passes (observed)"}
    assert verdicts(seen(container(securityContext={}), **windows)) == {
        CART: "unknown: the pod does not say as which Windows user it runs"
    }
    own = container(securityContext={"runAsNonRoot": True, "windowsOptions": {"hostProcess": True}})
    assert verdicts(seen(own, **windows)) == {CART: "fails (observed): runs as a process of its node (hostProcess)"}


def test_templates_are_declared() -> None:
    assert verdicts(posture(CHECK, declared(deployment()))) == {"shop/Deployment/cart": "passes (declared)"}
    bad = declared(deployment(hard(privileged=True)))
    assert verdicts(posture(CHECK, bad)) == {"shop/Deployment/cart": "fails (declared): is privileged"}


def test_no_subjects() -> None:
    assert posture(CHECK, namespace()).state is PostureState.NOT_COLLECTED
    nothing = (empty("Pod", "v1"), listing("Namespace", "v1", namespace("kube-system")))
    assert posture(CHECK, *nothing).state is PostureState.NONE_FOUND


def said(user: str, by: str = "image configuration", source: EvidenceSource = REGISTRY) -> StatedUser:
    return StatedUser(user=user, root=user in ("", "0"), by=by, source=source)


def with_users(*users: StatedUser, text: str | None = None) -> Posture:
    """A pod that leaves its user to the image, and what is said of the image."""
    made: SystemFacts = facts(text or listing("Pod", "v1", pod(hard(runAsNonRoot=None))))
    hardening = ImageHardening(
        asset_id=IMAGE,
        os_name=None,
        os_by="",
        minimal=False,
        base=None,
        base_kind=BaseKind.UNKNOWN,
        base_because="",
        benchmark=None,
        results=(),
        users=users,
        setuid=None,
        known_exploited=None,
        sources=(),
    )
    context = CheckContext(system=read("", folder="x"), facts=replace(made, hardening=(hardening,)))
    (state,) = judge(CHECK, context)
    assert made.as_of == AS_OF
    return state


def test_the_registry_says_which_user_an_image_has() -> None:
    state = with_users(said("10001"))
    assert verdicts(state) == {CART: "passes (observed)"}
    image = state.subjects[0].citations[-1]
    assert (image.key, image.source.path) == (f"Image/{IMAGE}", REGISTRY.path)
    assert verdicts(with_users(said(""))) == {CART: "fails (observed): runs as root, the user of its image"}


def test_a_dockerfile_and_a_scanner_say_less() -> None:
    assert verdicts(with_users(said("app", "Dockerfile (path)", DOCKERFILE))) == {CART: "passes (declared)"}
    assert verdicts(with_users(said("app", "Dockle"))) == {CART: "passes (reported)"}
    root = "fails (declared): runs as root, the user of its image"
    assert verdicts(with_users(said("0", "Dockerfile (path)", DOCKERFILE))) == {CART: root}
    assert verdicts(with_users(said("app", "pod security context"))) == {CART: UNKNOWN}


def test_statements_that_disagree_are_named() -> None:
    (subject,) = with_users(said("0"), said("app", "Dockerfile (path)", DOCKERFILE)).subjects
    assert subject.outcome == "fails"
    assert {each.path for each in subject.contested_by} == {REGISTRY.path, DOCKERFILE.path}
    (subject,) = with_users(said("app"), said("app", "Dockerfile (path)", DOCKERFILE)).subjects
    assert not subject.contested_by


def test_another_fault_keeps_the_certainty_of_the_pod() -> None:
    text = listing("Pod", "v1", pod(hard(runAsNonRoot=None, privileged=True)))
    state = with_users(said("0", "Dockerfile (path)", DOCKERFILE), text=text)
    expected = "is privileged; runs as root, the user of its image"
    assert verdicts(state) == {CART: f"fails (observed): {expected}"}


def test_an_image_of_another_name_says_nothing() -> None:
    other = listing("Pod", "v1", pod({**hard(runAsNonRoot=None), "image": "registry.example/till:1"}))
    assert verdicts(with_users(said("app"), text=other)) == {CART: UNKNOWN}


def test_less_evidence_never_proves_more() -> None:
    files = (
        listing("Pod", "v1", pod(hard(runAsNonRoot=None)), pod(hard(privileged=True), name="till")),
        declared(deployment()),
    )
    assert without_each(CHECK, *files) == []


def test_a_node_that_puts_containers_under_the_runtimes_profile() -> None:
    def configz(name: str, *, default: bool = True) -> ClusterSnapshot:
        return snapshot(json.dumps({"kubeletconfig": {"seccompDefault": default}}), f"configz-{name}.json")

    files = (listing("Pod", "v1", pod(hard(seccompProfile=None))), listing("Node", "v1", node("one"), node("two")))
    without = {CART: "fails (observed): has no seccomp profile"}
    assert verdicts(posture(CHECK, *files, configz("one"), configz("two"))) == {CART: "passes (observed)"}
    assert verdicts(posture(CHECK, *files, configz("one"))) == without
    assert verdicts(posture(CHECK, *files, configz("one"), configz("two", default=False))) == without
    assert verdicts(posture(CHECK, files[0], configz("one"), configz("two"))) == without
    assert verdicts(posture(CHECK, files[0], alone(node("one")), configz("one"))) == without, "one node is no list of them"
    odd = listing("Pod", "v1", pod(hard(seccompProfile={"type": "Unconfined"})))
    assert verdicts(posture(CHECK, odd, files[1], configz("one"), configz("two"))) == without


def rollout(*images: str) -> str:
    """Pods of one workload, each with another image."""
    made = [
        owned(pod({**hard(runAsNonRoot=None), "image": image}, name=f"cart-{number}"), "StatefulSet", "cart")
        for number, image in enumerate(images)
    ]
    return listing("Pod", "v1", *made)


@pytest.mark.parametrize(
    ("user", "images", "expected"),
    [
        ("0", (IMAGE, "registry.example/cart:2"), "fails (observed): runs as root, the user of its image"),
        ("0", ("registry.example/cart:2", IMAGE), "fails (observed): runs as root, the user of its image"),
        ("app", (IMAGE, "registry.example/cart:2"), UNKNOWN),
        ("app", ("registry.example/cart:2", IMAGE), UNKNOWN),
        ("app", (IMAGE, IMAGE), "passes (observed)"),
        ("app", (IMAGE, "@@"), UNKNOWN),
    ],
)
def test_a_rollout_with_two_images(user: str, images: tuple[str, ...], expected: str) -> None:
    assert verdicts(with_users(said(user), text=rollout(*images))) == {"shop/StatefulSet/cart": expected}
