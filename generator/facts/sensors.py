"""Which workloads are runtime security sensors, and which programs carry their alerts away.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Security Sensors: independent sensors beside containers. A
sensor is known by the end of its image's name, or because system.yaml names the workload (`security-sensors`).
"""

from collections.abc import Iterable, Sequence

import msgspec

from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.system import System

_VARIANT = ("-fips", "-ubi", "-rhel8", "-rhel9")
"""Ends of names under which the same program is built another way."""


class SensorProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A sensor as its maker publishes it."""

    name: str
    images: tuple[str, ...]
    """The last parts of its repository: `falco`, or `sysdig/agent` where the last part alone says too little."""
    container: str = ""
    """Of an agent with many tasks: the container that watches; empty where the image alone says it."""
    watches_runtime: bool = True
    """False where it scans files and sees nothing of what runs."""
    reference: str
    """Where the maker says it."""


def _sensor(name: str, images: str, reference: str, *, container: str = "", watches_runtime: bool = True) -> SensorProduct:
    return SensorProduct(
        name=name,
        images=tuple(images.split()),
        container=container,
        watches_runtime=watches_runtime,
        reference=reference,
    )


PRODUCTS: tuple[SensorProduct, ...] = (
    _sensor("Falco", "falco falco-no-driver", "https://falco.org/docs/setup/container/"),
    _sensor("Tetragon", "tetragon", "https://tetragon.io/docs/installation/kubernetes/"),
    _sensor("Tracee", "tracee", "https://github.com/aquasecurity/tracee"),
    _sensor("KubeArmor", "kubearmor", "https://github.com/kubearmor/KubeArmor"),
    _sensor(
        "Sysdig agent",
        "sysdig-agent agent-slim sysdig/agent host-shield",
        "https://docs.sysdig.com (Install Sysdig Secure, Kubernetes)",
    ),
    _sensor(
        "StackRox collector",
        "collector-slim stackrox-io/collector rhacs-collector rhacs-collector-slim",
        "https://github.com/stackrox/collector",
    ),
    _sensor("CrowdStrike Falcon sensor", "falcon-sensor falcon-node-sensor", "https://github.com/CrowdStrike/falcon-helm"),
    _sensor(
        "NeuVector enforcer", "neuvector/enforcer neuvector-enforcer", "https://open-docs.neuvector.com/deploying/kubernetes"
    ),
    _sensor("Aqua Enforcer", "aqua-enforcer aquasec/enforcer aquasec-enforcer", "https://github.com/aquasecurity/aqua-helm"),
    _sensor("Aqua or NeuVector enforcer", "enforcer", "both makers' charts: the image alone does not tell which"),
    _sensor(
        "Prisma Cloud Defender",
        "twistlock/defender twistlock/defender/defender",
        "https://github.com/PaloAltoNetworks/prisma-cloud-docs (Defender image name)",
    ),
    _sensor("Wazuh agent", "wazuh-agent", "https://documentation.wazuh.com (Wazuh agent)"),
    _sensor("ClamAV", "clamav", "https://docs.clamav.net/manual/Installing/Docker.html", watches_runtime=False),
    _sensor(
        "Amazon GuardDuty agent",
        "aws-guardduty-agent",
        "https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring-ecr-repository-gdu-agent.html",
    ),
    _sensor(
        "Microsoft Defender sensor",
        "azuredefender/stable/low-level-collector azuredefender/stable/security-publisher",
        "https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-architecture",
    ),
    _sensor(
        "Datadog Workload Protection",
        "agent",
        "https://docs.datadoghq.com/security/workload_protection/",
        container="security-agent",
    ),
    _sensor("Kubescape node agent", "kubescape/node-agent", "https://github.com/kubescape/node-agent"),
)
"""Asked in order. Names of images may be mirrored into any registry, so the registry is not looked at."""


def sensors(workloads: Sequence[Workload], system: System) -> tuple[tuple[Workload, str], ...]:
    """Workloads that are sensors, with the product's name; in the order of the workloads."""
    products = [(workload, _product(workload, system)) for workload in workloads]
    return tuple((workload, product) for workload, product in products if product)


def product_of(images: Iterable[tuple[str, str]], *, key: str, system: System) -> str | None:
    """The product of what runs (container, image), and is called `namespace/Kind/name`; None for what is no sensor."""
    containers = tuple(images)
    for container, image in containers:
        product = product_by_image(container, image)
        if product and product.watches_runtime:
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
