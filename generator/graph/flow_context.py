"""What flows are derived from: everything that runs, what configures it, and what was seen."""

from collections.abc import Mapping, Sequence

import msgspec

from generator.model.flow import EndKind, FlowEnd
from generator.model.flow_log import FlowLogSnapshot
from generator.model.inventory import ClusterService, Workload
from generator.model.settings.base import ClusterConfiguration
from generator.model.system import ExternalService

WorkloadId = tuple[str, str]
"""Cluster and key."""


class FlowContext(msgspec.Struct, frozen=True, kw_only=True):
    """Everything; sorted as the facts have it."""

    workloads: tuple[Workload, ...]
    """Also services that a platform keeps."""
    not_started: tuple[Workload, ...] = ()
    """Declared, and started only with a profile: they have no flows, and their names are known."""
    services: tuple[ClusterService, ...] = ()
    configurations: tuple[ClusterConfiguration, ...] = ()
    logs: tuple[FlowLogSnapshot, ...] = ()
    nodes: frozenset[str] = frozenset()
    """Addresses of the clusters' machines."""
    externals: tuple[ExternalService, ...] = ()

    def of_cluster(self, cluster: str) -> tuple[Workload, ...]:
        """Its workloads."""
        return tuple(each for each in self.workloads if each.cluster == cluster)


def identity(workload: Workload) -> WorkloadId:
    """What tells one workload from all others."""
    return workload.cluster, workload.key


def end_of(of: WorkloadId) -> FlowEnd:
    """A workload as the end of a flow."""
    return FlowEnd(EndKind.WORKLOAD, of[1], of[0])


def by_id(workloads: Sequence[Workload]) -> Mapping[WorkloadId, Workload]:
    """Looks workloads up."""
    return {identity(each): each for each in workloads}
