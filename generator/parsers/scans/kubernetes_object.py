"""The Kubernetes object that a configuration scanner looked at."""

from functools import lru_cache

from generator.model.scan import ScanTarget, TargetKind
from generator.parsers.scans.entries import joined

WORKLOADS = {
    "CronJob",
    "DaemonSet",
    "Deployment",
    "DeploymentConfig",
    "Job",
    "Pod",
    "ReplicaSet",
    "ReplicationController",
    "StatefulSet",
}


def key(namespace: str | None, kind: str | None, name: str | None) -> str:
    """`namespace/Kind/name`, without the parts that are not known."""
    return joined("/", namespace, kind, name)


@lru_cache(1 << 14)
def target(namespace: str | None, kind: str | None, name: str | None) -> ScanTarget | None:
    """The object as a target; None where it has no name. What has no namespace and runs nothing is the cluster's own."""
    if not name:
        return None
    path = key(namespace, kind, name)
    runs = bool(namespace) or kind in WORKLOADS
    known = path if namespace and kind else None
    return ScanTarget(name=path, kind=TargetKind.WORKLOAD if runs else TargetKind.CLUSTER, workload=known)
