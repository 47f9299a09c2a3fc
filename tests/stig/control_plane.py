"""Invented static pods of a control plane, as the API mirrors them."""

import json

from tests.checks.manifests import thing


def program(name: str, *arguments: str, node: str = "one", phase: str = "Running") -> str:
    """One program on one node; without a phase it is a manifest and no running pod."""
    container = {"name": name, "image": f"registry.example/{name}:1", "command": [name, *arguments]}
    spec = {"nodeName": node, "containers": [container]}
    made = json.loads(thing("Pod", "v1", f"{name}-{node}", "kube-system", spec=spec, status={"phase": phase}))
    if not phase:
        made = {**made, "metadata": {"name": f"{name}-{node}", "namespace": "kube-system"}, "status": {}}
    made["metadata"]["annotations"] = {"kubernetes.io/config.source": "file"}
    return json.dumps(made)
