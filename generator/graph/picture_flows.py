"""Flows that configuration declares: host names in a container's environment and arguments, looked up among the services.

A name is resolved as a pod's resolver does: first in the own namespace, `service.namespace` across namespaces
(https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/). Declared is not observed: no packet was seen.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.model.inventory import Workload
from generator.model.system import ExternalService

WorkloadId = tuple[str, str]
"""Cluster and key."""


def identity(workload: Workload) -> WorkloadId:
    """What tells one workload from all others."""
    return workload.cluster, workload.key


def between_workloads(workloads: Sequence[Workload]) -> tuple[tuple[WorkloadId, WorkloadId], ...]:
    """(from, to), sorted, each pair once; a workload that names itself is left out."""
    names = _service_names(workloads)
    return tuple(
        sorted(
            {
                (identity(workload), target)
                for workload in workloads
                for peer in _peers(workload)
                for target in _resolve(peer, workload, names)
                if target != identity(workload)
            }
        )
    )


def to_outside(workloads: Sequence[Workload], services: Sequence[ExternalService]) -> tuple[tuple[WorkloadId, str], ...]:
    """(workload, name of the external service), sorted; by the hosts that system.yaml gives for a service."""
    hosts = [(host.lower().removeprefix("*."), service.name) for service in services for host in service.hosts]
    return tuple(
        sorted(
            {
                (identity(workload), name)
                for workload in workloads
                for peer in _peers(workload)
                for host, name in hosts
                if peer == host or peer.endswith(f".{host}")
            }
        )
    )


def _peers(workload: Workload) -> set[str]:
    return {peer for container in workload.containers for peer in container.peers}


def _service_names(workloads: Sequence[Workload]) -> Mapping[tuple[str, str, str], list[WorkloadId]]:
    names: dict[tuple[str, str, str], list[WorkloadId]] = defaultdict(list)
    for workload in workloads:
        for service in workload.services:
            names[workload.cluster, workload.namespace, service].append(identity(workload))
    return names


def _resolve(peer: str, asking: Workload, names: Mapping[tuple[str, str, str], list[WorkloadId]]) -> list[WorkloadId]:
    """`cart`, `cart.shop`, and `cart-0.cart`: a pod of a headless service of the own namespace."""
    first, _, second = peer.partition(".")
    cluster, namespace = asking.cluster, asking.namespace
    if not second:
        return names.get((cluster, namespace, first), [])
    return names.get((cluster, second, first)) or names.get((cluster, namespace, second), [])
