"""What a workload serves at a port, with TLS or without, as its own configuration declares it."""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from generator.graph.flow_context import WorkloadId, identity
from generator.model.container_settings import ServedPort
from generator.model.evidence import EvidenceSource
from generator.model.inventory import ClusterService, ContainerPort, Workload
from generator.model.settings.base import ClusterConfiguration
from generator.model.settings.routes import ConfigUse, ServedByFile

_PORT_DIGITS = 5


class ServedEvidence(msgspec.Struct, frozen=True, order=True):
    """A port that configuration opens, and where that stands."""

    port: ServedPort
    source: EvidenceSource


class ServedPorts:
    """Of every workload: by its environment and arguments, and by the ConfigMaps that its pods take."""

    def __init__(self, workloads: Sequence[Workload], configurations: Sequence[ClusterConfiguration]) -> None:
        self._workloads = {identity(each): each for each in workloads}
        self._ports: dict[WorkloadId, set[ServedEvidence]] = defaultdict(set)
        for workload in workloads:
            for source in workload.sources[:1]:
                ports = (port for container in workload.containers if not container.init for port in container.serves)
                self._ports[identity(workload)].update(ServedEvidence(port, source) for port in ports)
        for configuration in configurations:
            self._enter(configuration)

    def of(self, workload: WorkloadId) -> tuple[ServedEvidence, ...]:
        """Everything that it serves, sorted."""
        return tuple(sorted(self._ports.get(workload, ())))

    def at(self, service: ClusterService, port: ContainerPort) -> tuple[tuple[ServedEvidence, ...], ...]:
        """What each workload behind a port of a service serves there; empty for one that does not say it."""
        return tuple(
            tuple(each for each in self.of(workload) if each.port.number in self.numbers(workload, port))
            for workload in ((service.cluster, key) for key in service.workloads)
        )

    def numbers(self, workload: WorkloadId, port: ContainerPort) -> frozenset[int]:
        """Numbers by which a service's port is known: its own, and that of the container behind it."""
        return frozenset({port.number, *targets(port, self._workloads.get(workload))})

    def _enter(self, configuration: ClusterConfiguration) -> None:
        files = {(each.namespace, each.name): each for each in configuration.of(ServedByFile)}
        for use in configuration.of(ConfigUse) if files else ():
            for name, key in use.says.maps:
                taken = files.get((use.namespace, name))
                if taken is None:
                    continue
                for opened, ports in taken.says.ports:
                    if key in ("", opened):
                        workload = configuration.cluster, use.key
                        self._ports[workload].update(ServedEvidence(port, taken.source) for port in ports)


def targets(port: ContainerPort, workload: Workload | None) -> set[int]:
    """The containers' ports behind a service's: by number, or by name."""
    if port.target.isdecimal():
        return {int(port.target)} if len(port.target) <= _PORT_DIGITS else set()
    if not port.target or workload is None:
        return set()
    return {each.number for container in workload.containers for each in container.ports if each.name == port.target}
