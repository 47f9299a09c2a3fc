"""What `atopack inspect --json` says about a cluster file."""

from generator.facts.rollup import roll_up, views
from generator.model.inventory import ClusterSnapshot, Workload
from generator.parsers.cluster.workloads import KINDS as WORKLOAD_KINDS

_READ_KINDS = ("Pod", *WORKLOAD_KINDS[:6], "Service", "Ingress", "Node", "Namespace")
"""Kinds that are looked for; OpenShift's and Argo's are not missed where they do not exist."""


def row(snapshot: ClusterSnapshot) -> dict[str, object]:
    """Workloads, names of nodes and namespaces, objects by kind, and kinds that were refused or are not in the file."""
    (view,) = views([snapshot])
    present = dict(snapshot.kinds)
    return {
        "workloads": [_workload(each) for each in roll_up([snapshot], labels={})],
        "nodes": [each.name for each in view.nodes],
        "namespaces": list(view.namespaces),
        "objects": present,
        "not_collected": sorted({*snapshot.not_collected, *(kind for kind in _READ_KINDS if kind not in present)}),
    }


def _workload(workload: Workload) -> dict[str, object]:
    images = sorted({(each.image, each.digest or "") for each in workload.containers})
    return {
        "namespace": workload.namespace,
        "kind": workload.kind,
        "name": workload.name,
        "images": [{"reference": image, "digest": digest or None} for image, digest in images],
        "instances": workload.instances,
    }
