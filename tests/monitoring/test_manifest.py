"""The CronJob: valid objects, and no more rights than are needed."""

from typing import Any

import yaml

from generator.monitoring.manifest import cronjob

TEXT = cronjob(
    image="reg.example/atopack@sha256:1", name="prod", namespace="atopack", account="atopack-collector", namespaces=("shop",)
)


def job() -> dict[str, Any]:
    objects = list(yaml.safe_load_all(TEXT))
    assert [(one["kind"], one["metadata"]["namespace"]) for one in objects] == [
        ("PersistentVolumeClaim", "atopack"),
        ("CronJob", "atopack"),
    ]
    found: dict[str, Any] = objects[1]["spec"]["jobTemplate"]["spec"]
    return found


def test_only_the_collector_gets_a_token() -> None:
    pod = job()["template"]["spec"]
    assert pod["automountServiceAccountToken"] is False
    (collect,), (monitor,) = pod["initContainers"], pod["containers"]
    assert "/var/run/secrets/kubernetes.io/serviceaccount" in {one["mountPath"] for one in collect["volumeMounts"]}
    assert {one["name"] for one in monitor["volumeMounts"]} == {"workspace", "scratch", "webhook"}
    assert collect["args"] == [
        "collect", "kubernetes", "--workspace", "/workspace", "--name", "prod", "--without-secret-names", "--namespace", "shop",
    ]  # fmt: skip
    assert monitor["args"][:2] == ["monitor", "/workspace"]
    assert {one["name"] for one in pod["volumes"]} == {"workspace", "scratch", "webhook", "token"}


def test_every_container_is_restricted() -> None:
    pod = job()["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for one in (*pod["initContainers"], *pod["containers"]):
        said = one["securityContext"]
        assert said == {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
        assert one["image"] == "reg.example/atopack@sha256:1"
        assert one["resources"]["limits"]["memory"]


def test_an_alarm_fails_the_job_once() -> None:
    assert job()["backoffLimit"] == 0
    assert "$" not in TEXT.replace("$namespace", "")
