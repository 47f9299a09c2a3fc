"""Objects of a cluster answer rules with findings only: that nothing was found in a list proves nothing."""

import json

from generator.model.stig import RuleAnswer, StigSeen
from generator.stig.registry import seen_of
from tests.checks.cluster_evidence import facts
from tests.checks.manifests import container, deployment, thing


def running(name: str, where: str, image: str = "registry.example/cart:1", **members: object) -> str:
    spec = {"nodeName": "one", "containers": [{"name": "app", "image": image, **members}]}
    return thing("Pod", "v1", name, where, spec=spec, status={"phase": "Running"})


def seen(*files: str, group: str) -> StigSeen:
    (found,) = [one for one in seen_of(facts(*files)) if one.group == group]
    return found


def told(*files: str, group: str) -> tuple[RuleAnswer | None, str, list[str]]:
    found = seen(*files, group=group)
    return found.readings[0].answer, found.readings[0].because, [one.key for one in found.citations]


def test_a_pod_in_a_default_namespace() -> None:
    answer, because, keys = told(running("left", "default"), running("cart", "shop"), group="V-242383")
    assert (answer, keys) == (RuleAnswer.OPEN, ["default/Pod/left"])
    assert "default/Pod/left" in because
    answer, because, keys = told(running("cart", "shop"), group="V-242383")
    assert (answer, keys) == (None, [])
    assert "other objects were not looked at" in because


def test_a_privileged_port_of_the_host_outside_the_system_namespaces() -> None:
    low, high = [{"containerPort": 8080, "hostPort": 443}], [{"containerPort": 8080, "hostPort": 8443}]
    pods = running("web", "shop", ports=low), running("api", "shop", ports=high), running("dns", "kube-system", ports=low)
    answer, because, keys = told(*pods, group="V-242414")
    assert (answer, keys) == (RuleAnswer.OPEN, ["shop/Pod/web"])
    assert because.endswith("shop/Pod/web (443).")
    assert told(*pods[1:], group="V-242414")[0] is None


def test_a_secret_in_a_variable_is_named_and_never_shown() -> None:
    key = {"secretKeyRef": {"name": "bank", "key": "token"}}
    manifest = deployment(container(env=[{"name": "BANK_TOKEN", "valueFrom": key}]))
    answer, because, _ = told(manifest, running("cart", "shop"), group="V-242415")
    assert answer is RuleAnswer.OPEN
    assert "app: BANK_TOKEN" in because
    answer, because, keys = told(running("cart", "shop", env=[{"name": "BANK_TOKEN", "valueFrom": key}]), group="V-242415")
    assert (answer, keys) == (RuleAnswer.OPEN, ["shop/Pod/cart"])
    assert told(running("cart", "shop"), group="V-242415")[1].endswith("fills a variable from a Secret.")


def test_an_image_in_two_versions() -> None:
    two = running("a", "shop"), running("b", "shop", image="registry.example/cart:2"), running("c", "shop", image="other:1")
    answer, because, keys = told(*two, group="V-242442")
    assert (answer, keys) == (RuleAnswer.OPEN, ["shop/Pod/a", "shop/Pod/b"])
    assert "registry.example/cart (1, 2)" in because
    assert "other" not in because
    assert told(*two[1:], group="V-242442")[0] is None


def test_what_kubeadm_gives_to_kubelets_is_told_and_decides_nothing() -> None:
    given = {"kubelet": "kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\nreadOnlyPort: 10255\n"}
    config = thing("ConfigMap", "v1", "kubelet-config", "kube-system", data=given)
    answer, because, keys = told(config, running("cart", "shop"), group="V-242387")
    assert (answer, keys) == (None, ["kube-system/ConfigMap/kubelet-config"])
    assert "gives kubelets 10255 as readOnlyPort" in because


def test_manifests_alone_are_no_finding() -> None:
    plain = json.loads(running("left", "default"))
    plain["metadata"], plain["status"] = {"name": "left", "namespace": "default"}, {}
    answer, because, _ = told(json.dumps(plain), group="V-242383")
    assert answer is None
    assert "default/Pod/left" in because, "what is meant is told all the same"
