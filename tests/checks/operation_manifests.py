"""Small invented manifests of sensors, meshes and keys, written short."""

import json
from typing import Any

from tests.checks.manifests import thing

FALCO = "docker.io/falcosecurity/falco:0.44.1"
TOLERATES_ALL = [{"operator": "Exists"}]


def daemon_set(
    desired: int | None = 2, ready: int = 2, *, image: str = FALCO, name: str = "falco", where: str = "falco", **pod: Any
) -> str:
    """A DaemonSet of one container; without a status where `desired` is None."""
    spec = {"template": {"spec": {"containers": [{"name": name, "image": image}], **pod}}}
    status = {} if desired is None else {"status": {"desiredNumberScheduled": desired, "numberReady": ready}}
    return thing("DaemonSet", "apps/v1", name, where, spec=spec, **status)


def node(name: str, *taints: tuple[str, str], labels: dict[str, str] | None = None, os_image: str = "Linux") -> str:
    """A Node."""
    spec = {"taints": [{"key": key, "effect": effect} for key, effect in taints]}
    status = {"conditions": [{"type": "Ready", "status": "True"}], "nodeInfo": {"osImage": os_image, "kernelVersion": "6.1"}}
    return thing("Node", "v1", name, labels=labels, spec=spec, status=status)


def config_map(name: str, where: str, **data: str) -> str:
    """A ConfigMap; `__` in a key stands for a dot, `_` for a hyphen."""
    texts = {key.replace("__", ".").replace("_", "-"): text for key, text in data.items()}
    return thing("ConfigMap", "v1", name, where, data=texts)


def pod(name: str, *containers: tuple[str, str], where: str = "shop", labels: dict[str, str] | None = None) -> str:
    """A running pod of a Deployment; containers as (name, image)."""
    made = json.loads(thing("Pod", "v1", f"{name}-5d4f-abcde", where, labels={"pod-template-hash": "5d4f", **(labels or {})}))
    owner = {"kind": "ReplicaSet", "name": f"{name}-5d4f", "controller": True}
    made["metadata"]["ownerReferences"] = [owner]
    made["spec"] = {"containers": [{"name": one, "image": image} for one, image in containers]}
    made["status"] = {"phase": "Running"}
    return json.dumps(made)


def peer(mode: str = "STRICT", where: str = "istio-system", name: str = "default", **spec: Any) -> str:
    """A PeerAuthentication."""
    mtls = {"mtls": {"mode": mode}} if mode else {}
    return thing("PeerAuthentication", "security.istio.io/v1", name, where, spec={**mtls, **spec})


def as_lists(*texts: Any) -> tuple[Any, ...]:
    """What the API answers when it is asked for the kinds of these objects; what is no single object stays as it is."""
    kept: list[Any] = []
    items: dict[tuple[str, str], list[Any]] = {}
    for text in texts:
        made = json.loads(text) if isinstance(text, str) and text.startswith("{") else {}
        if "metadata" in made and "items" not in made and made["kind"] != "Status":
            items.setdefault((made["kind"], made["apiVersion"]), []).append(made)
        else:
            kept.append(text)
    for (kind, version), of in items.items():
        kept.append(
            json.dumps({"kind": f"{kind}List", "apiVersion": version, "metadata": {"resourceVersion": "7"}, "items": of})
        )
    return tuple(kept)
