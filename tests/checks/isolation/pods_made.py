"""Small invented pods and what belongs to them."""

import json
from typing import Any

from tests.posture.manifests import HARD, container, thing


def pod(*containers: dict[str, Any], name: str = "cart", where: str = "shop", **spec: Any) -> str:
    """A pod that runs, of no controller."""
    made = {"containers": list(containers) or [container()], **spec}
    return thing("Pod", "v1", name, where, spec=made, status={"phase": "Running"})


def owned(text: str, kind: str, name: str) -> str:
    """The same pod, made by a controller."""
    made = json.loads(text)
    made["metadata"]["ownerReferences"] = [{"kind": kind, "name": name, "controller": True}]
    return json.dumps(made)


def hard(**changed: Any) -> dict[str, Any]:
    """A container that adheres but for these members of its security context; None takes one away."""
    return container(securityContext={key: value for key, value in {**HARD, **changed}.items() if value is not None})


def volume(claim: str, where: str = "shop", **source: Any) -> str:
    """A PersistentVolume bound to a claim."""
    spec = {"claimRef": {"namespace": where, "name": claim}, **source}
    return thing("PersistentVolume", "v1", f"pv-{claim}", spec=spec)
