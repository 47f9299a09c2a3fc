"""Which workloads are runtime security sensors, and which programs carry their alerts away.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Security Sensors: independent sensors beside containers. A
sensor is known by the end of its image's name, or because system.yaml names the workload (`security-sensors`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.system import System

_VARIANT = ("-fips", "-ubi", "-rhel8", "-rhel9")
"""Ends of names under which the same program is built another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorProduct:
    """A sensor as its maker publishes it."""

    name: str
    images: tuple[str, ...]
    """The last parts of its repository: `falco`, or `sysdig/agent` where the last part alone says too little."""
    container: str = ""
    """Of an agent with many tasks: the container that watches; empty where the image alone says it."""
    reference: str
    """Where the maker says it."""


PRODUCTS: tuple[SensorProduct, ...] = (
    SensorProduct(name="Falco", images=("falco", "falco-no-driver"), reference="https://falco.org/docs/setup/container/"),
    SensorProduct(name="Tetragon", images=("tetragon",), reference="https://tetragon.io/docs/installation/kubernetes/"),
    SensorProduct(name="Tracee", images=("tracee",), reference="https://github.com/aquasecurity/tracee"),
    SensorProduct(name="KubeArmor", images=("kubearmor",), reference="https://github.com/kubearmor/KubeArmor"),
    SensorProduct(
        name="Sysdig agent",
        images=("sysdig-agent", "agent-slim", "sysdig/agent", "host-shield"),
        reference="https://docs.sysdig.com (Install Sysdig Secure, Kubernetes)",
    ),
    SensorProduct(
        name="StackRox collector",
        images=("collector-slim", "stackrox-io/collector", "rhacs-collector", "rhacs-collector-slim"),
        reference="https://github.com/stackrox/collector",
    ),
    SensorProduct(
        name="CrowdStrike Falcon sensor",
        images=("falcon-sensor", "falcon-node-sensor"),
        reference="https://github.com/CrowdStrike/falcon-helm",
    ),
    SensorProduct(
        name="NeuVector enforcer",
        images=("neuvector/enforcer", "neuvector-enforcer"),
        reference="https://open-docs.neuvector.com/deploying/kubernetes",
    ),
    SensorProduct(
        name="Aqua Enforcer",
        images=("aqua-enforcer", "aquasec/enforcer", "aquasec-enforcer"),
        reference="https://github.com/aquasecurity/aqua-helm",
    ),
    SensorProduct(
        name="Aqua or NeuVector enforcer",
        images=("enforcer",),
        reference="both makers' charts: the image alone does not tell which",
    ),
    SensorProduct(
        name="Prisma Cloud Defender",
        images=("twistlock/defender", "twistlock/defender/defender"),
        reference="https://github.com/PaloAltoNetworks/prisma-cloud-docs (Defender image name)",
    ),
    SensorProduct(name="Wazuh agent", images=("wazuh-agent",), reference="https://documentation.wazuh.com (Wazuh agent)"),
    SensorProduct(name="ClamAV", images=("clamav",), reference="https://docs.clamav.net/manual/Installing/Docker.html"),
    SensorProduct(
        name="Amazon GuardDuty agent",
        images=("aws-guardduty-agent",),
        reference="https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring-ecr-repository-gdu-agent.html",
    ),
    SensorProduct(
        name="Microsoft Defender sensor",
        images=("azuredefender/stable/low-level-collector", "azuredefender/stable/security-publisher"),
        reference="https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-architecture",
    ),
    SensorProduct(
        name="Datadog Workload Protection",
        images=("agent",),
        container="security-agent",
        reference="https://docs.datadoghq.com/security/workload_protection/",
    ),
    SensorProduct(
        name="Kubescape node agent", images=("kubescape/node-agent",), reference="https://github.com/kubescape/node-agent"
    ),
)
"""Asked in order. Names of images may be mirrored into any registry, so the registry is not looked at."""


def sensors(workloads: Sequence[Workload], system: System) -> tuple[tuple[Workload, str], ...]:
    """Workloads that are sensors, with the product's name; in the order of the workloads."""
    found = [(workload, _product(workload, system)) for workload in workloads]
    return tuple((workload, product) for workload, product in found if product)


def product_of(images: Iterable[tuple[str, str]], *, key: str, system: System) -> str | None:
    """The product of what runs (container, image), and is called `namespace/Kind/name`; None for what is no sensor."""
    containers = tuple(images)
    for container, image in containers:
        if product := product_by_image(container, image):
            return product.name
    name = key.rpartition("/")[2]
    return name if {name, key} & set(system.security_sensors) else None


def _product(workload: Workload, system: System) -> str | None:
    images = ((container.name, container.image) for container in workload.containers if not container.init)
    return product_of(images, key=workload.key, system=system)


def product_by_image(container: str, image: str) -> SensorProduct | None:
    """The sensor that an image is, in a container of that name."""
    reference = parse_reference(image)
    if reference is None:
        return None
    path = reference.repository
    for variant in _VARIANT:
        path = path.removesuffix(variant)
    for product in PRODUCTS:
        if any(path == end or path.endswith(f"/{end}") for end in product.images) and product.container in ("", container):
            return product
    return None
