"""How long does reading many pods take? `python tests/bench/pods.py [PODS]` writes an invented list and reads it.

The pods are as large as a real cluster serves them (about 6.3 kB): managedFields, probes, tolerations, conditions. One
Deployment in four has its pods on two digests of one tag. The reading runs in a process of its own, so that CPU seconds
and peak memory include the start of the interpreter and the hash over the file.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_READ = """
import hashlib, pathlib, sys
from generator.model.evidence import EvidenceFile
from generator.parsers.cluster.inspect import row
from generator.parsers.cluster.registry import CLUSTER
from generator.parsers.document import Document

path = pathlib.Path(sys.argv[1])
document = Document(path.name, path.read_bytes())
digest = hashlib.sha256(document.raw).hexdigest()
evidence = EvidenceFile(path=path.name, sha256=digest, size=len(document.raw), media_type="application/json")
parser = next(member for member in CLUSTER if member.recognizes(document))
found = row(parser.parse(document, evidence))
print(parser.name, found["objects"], len(found["workloads"]), sum(each["instances"] for each in found["workloads"]))
"""


def write_pods(path: Path, count: int, *, typed: bool = True) -> None:
    """Write a list of `count` pods: a `PodList` as the API serves it, else a `List` as kubectl prints it."""
    kind = "PodList" if typed else "List"
    with path.open("w", encoding="utf-8") as out:
        out.write(f'{{"kind":"{kind}","apiVersion":"v1","metadata":{{"resourceVersion":"7"}},"items":[')
        for number, each in enumerate(pods(count)):
            head = {} if typed else {"apiVersion": "v1", "kind": "Pod"}
            out.write(("," if number else "") + json.dumps({**head, **each}, separators=(",", ":")))
        out.write("]}")


def write_printed_dump(path: Path, count: int) -> None:
    """The same as `kubectl cluster-info dump` prints it: ten namespaces, each with its lists and the logs of containers."""
    everything = list(pods(count))
    with path.open("w", encoding="utf-8") as out:
        for number in range(10):
            for kind in ("Event", "Service", "DaemonSet", "Deployment", "ReplicaSet"):
                out.write(_printed(kind, []))
            out.write(_printed("Pod", everything[number * count // 10 : (number + 1) * count // 10]))
            for log in range(20):
                container = f"container app of pod team-{number}/log-{log} ===="
                out.write(
                    f"==== START logs for {container}\n" + '{"level":"info"}\n' * 100 + f"==== END logs for {container}\n"
                )


def _printed(kind: str, items: list[dict[str, object]]) -> str:
    listed = {"kind": f"{kind}List", "apiVersion": "v1", "metadata": {"resourceVersion": "7"}, "items": items}
    return json.dumps(listed, indent=4) + "\n"


def pods(count: int) -> Iterator[dict[str, object]]:
    """Invented pods: a Deployment for every 40 of them, in ten namespaces, on fifty nodes."""
    for number in range(count):
        yield _pod(number, group=number // 40)


def _pod(number: int, *, group: int) -> dict[str, object]:
    app, hashed, namespace = f"service-{group:03}", f"{7_000_000 + group:x}c4", f"team-{group % 10}"
    containers = [_container(app, "app"), _container(app, "proxy")]
    labels = {"app": app, "app.kubernetes.io/part-of": namespace, "pod-template-hash": hashed}
    return {
        "metadata": {
            "name": f"{app}-{hashed}-{number:05x}",
            "generateName": f"{app}-{hashed}-",
            "namespace": namespace,
            "uid": f"00000000-0000-4000-8000-{number:012x}",
            "resourceVersion": str(100_000 + number),
            "creationTimestamp": "2025-02-03T04:05:06Z",
            "labels": labels,
            "annotations": {"checksum/config": f"{group:064x}", "prometheus.io/scrape": "true", "prometheus.io/port": "9090"},
            "ownerReferences": [
                {
                    "apiVersion": "apps/v1",
                    "kind": "ReplicaSet",
                    "name": f"{app}-{hashed}",
                    "uid": f"{group:036x}",
                    "controller": True,
                }
            ],
            "managedFields": [_managed(manager, labels) for manager in ("kube-controller-manager", "kubelet")],
        },
        "spec": {
            "volumes": [
                {"name": f"api-access-{number:05x}", "projected": {"defaultMode": 420, "sources": [{"path": "token"}] * 3}}
            ],
            "containers": containers,
            "restartPolicy": "Always",
            "nodeName": f"node-{number % 50:02}",
            "serviceAccountName": app,
            "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
            "tolerations": [
                {"key": f"node.kubernetes.io/{reason}", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}
                for reason in ("not-ready", "unreachable")
            ],
        },
        "status": {
            "phase": "Running",
            "conditions": [
                {"type": kind, "status": "True", "lastProbeTime": None, "lastTransitionTime": "2025-02-03T04:05:07Z"}
                for kind in ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled")
            ],
            "hostIP": f"10.0.0.{number % 50}",
            "podIP": f"10.1.{number // 250 % 250}.{number % 250}",
            "podIPs": [{"ip": f"10.1.{number // 250 % 250}.{number % 250}"}],
            "startTime": "2025-02-03T04:05:06Z",
            "containerStatuses": [_status(each, number, second=group % 4 == 0 and number % 2 == 1) for each in containers],
            "qosClass": "Burstable",
        },
    }


def _container(app: str, name: str) -> dict[str, object]:
    probe = {
        "httpGet": {"path": "/healthz", "port": 8080, "scheme": "HTTP"},
        "initialDelaySeconds": 5,
        "timeoutSeconds": 3,
        "periodSeconds": 10,
        "successThreshold": 1,
        "failureThreshold": 3,
    }
    return {
        "name": name,
        "image": f"registry.example/{app}/{name}:1.4.2",
        "args": ["--listen=:8080", "--log-format=json", "--upstream=http://ledger:8080/v1"],
        "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"}],
        "env": [
            {"name": "DATABASE_URL", "value": "postgres://app@postgres.data.svc.cluster.local:5432/app"},
            {"name": "CACHE_ADDR", "value": "redis:6379"},
            {"name": "LOG_LEVEL", "value": "info"},
            {"name": "API_TOKEN", "valueFrom": {"secretKeyRef": {"name": app, "key": "token"}}},
            {"name": "POD_IP", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "status.podIP"}}},
        ],
        "resources": {"limits": {"cpu": "500m", "memory": "256Mi"}, "requests": {"cpu": "100m", "memory": "128Mi"}},
        "volumeMounts": [
            {"name": "api-access", "readOnly": True, "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}
        ],
        "livenessProbe": probe,
        "readinessProbe": probe,
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
        "imagePullPolicy": "IfNotPresent",
        "securityContext": {
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
            "allowPrivilegeEscalation": False,
        },
    }


def _status(container: dict[str, object], number: int, *, second: bool) -> dict[str, object]:
    image = str(container["image"])
    return {
        "name": container["name"],
        "state": {"running": {"startedAt": "2025-02-03T04:05:07Z"}},
        "lastState": {},
        "ready": True,
        "restartCount": 0,
        "image": image,
        "imageID": f"{image.rpartition(':')[0]}@sha256:{('b' if second else 'a') * 64}",
        "containerID": f"containerd://{number:064x}",
        "started": True,
    }


def _managed(manager: str, labels: dict[str, str]) -> dict[str, object]:
    names = ("env", "image", "imagePullPolicy", "livenessProbe", "ports", "resources")
    leaves: dict[str, object] = {f"f:{name}": {} for name in names}
    return {
        "manager": manager,
        "operation": "Update",
        "apiVersion": "v1",
        "time": "2025-02-03T04:05:06Z",
        "fieldsType": "FieldsV1",
        "fieldsV1": {
            "f:metadata": {"f:labels": {f"f:{key}": {} for key in labels}},
            "f:spec": {"f:containers": {f'k:{{"name":"{name}"}}': {".": {}, **leaves} for name in ("app", "proxy")}},
        },
    }


def main() -> None:
    """Write, read, print: seconds of CPU and megabytes at the peak, of the reading process only."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        for typed in (True, False):
            path = Path(folder) / f"pods-{'typed' if typed else 'list'}.json"
            write_pods(path, count, typed=typed)
            _measure(path)


def _measure(path: Path) -> None:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _READ, str(path)], check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {done.stdout.strip()}")
    print(f"  {cpu:.2f} s CPU, {time.perf_counter() - started:.2f} s, peak {after.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
