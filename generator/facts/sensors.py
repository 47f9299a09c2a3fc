"""Which workloads are runtime security sensors.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Security Sensors: independent sensors beside containers. A
sensor is known by the last part of its image's repository, or because system.yaml names the workload.
"""

from collections.abc import Sequence

from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.system import System

_IMAGES = {
    "falco": "Falco",
    "falco-no-driver": "Falco",
    "tetragon": "Tetragon",
    "tracee": "Tracee",
    "kubearmor": "KubeArmor",
    "sysdig-agent": "Sysdig agent",
    "agent-slim": "Sysdig agent",
    "collector-slim": "StackRox collector",
    "falcon-sensor": "CrowdStrike Falcon sensor",
    "falcon-node-sensor": "CrowdStrike Falcon sensor",
    "enforcer": "Aqua or NeuVector enforcer",
    "aqua-enforcer": "Aqua enforcer",
    "wazuh-agent": "Wazuh agent",
    "clamav": "ClamAV",
}
"""Repository names under which the makers publish their sensors."""


def sensors(workloads: Sequence[Workload], system: System) -> tuple[tuple[Workload, str], ...]:
    """Workloads that are sensors, with the product's name; in the order of the workloads."""
    found = [(workload, _product(workload, system)) for workload in workloads]
    return tuple((workload, product) for workload, product in found if product)


def _product(workload: Workload, system: System) -> str | None:
    for container in workload.containers:
        reference = parse_reference(container.image)
        if reference and (name := _IMAGES.get(reference.repository.rsplit("/", 1)[-1])):
            return name
    named = {workload.name, workload.key} & set(system.security_sensors)
    return workload.name if named else None
