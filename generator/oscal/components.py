"""Components: what the system is made of, per image class, workload, service, sensor and tool.

FedRAMP, "Expressing FedRAMP System Inventory in OSCAL" (2025-01-21): a container image is a component of type software
with asset-type image and one checksum; inventory items point at it. Property names below are that document's.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec
from msgspec.structs import replace

from generator.facts.entry_points import unseen
from generator.facts.scanner_functions import scanner_functions
from generator.facts.sensors import sensors
from generator.ids import UuidFactory
from generator.ledger.candidates import SELF_ASSESSMENT
from generator.model.asset import NoteKey
from generator.model.comparison import Comparison
from generator.model.diagram_labels import DiagramLabels
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.identifiers import AssetId
from generator.model.inventory import Workload, without_cluster
from generator.model.platform import NETWORK_NAME, Platform, platform_of
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import NS, OUTSTANDING, Citations, known_prop, line, prop, text, token
from generator.oscal.connections import external_component, leveraged_components
from generator.oscal.crypto_components import crypto_components
from generator.oscal.fedramp_values import OLDER_NAMESPACE
from generator.oscal.platform_components import cluster_components, working_products
from generator.oscal.products import RecognizedProduct

_OPERATIONAL = o.Status(state="operational")
_DECLARED = o.Status(state="other", remarks="Declared by configuration; not seen running.")
_KINDS: Mapping[str, str] = {
    "ComposeService": "Compose service {} in project {}",
    "CloudFoundryApp": "Cloud Foundry app {} in space {}",
    "EcsService": "Amazon ECS service {} in cluster {}",
}
"""What is no object of Kubernetes."""


class Naming(msgspec.Struct, frozen=True):
    """The uuids of components and inventory items: the same in every document."""

    ids: UuidFactory

    @property
    def this_system(self) -> str:
        """The system as a whole."""
        return self.ids.object("component", "this-system")

    def image(self, asset_id: AssetId) -> str:
        """Component of an image class."""
        return self.ids.object("component", "image", asset_id)

    def item(self, asset_id: AssetId) -> str:
        """Inventory item of an asset."""
        return self.ids.object("inventory-item", asset_id)

    def workload(self, workload: Workload) -> str:
        """Component of a workload."""
        return self.ids.object("component", "workload", workload.cluster, workload.key)

    def scanner(self, name: str) -> str:
        """Component of a scanner."""
        return self.ids.object("component", "scanner", name)

    def cluster(self, name: str) -> str:
        """Component of a cluster."""
        return self.ids.object("component", "cluster", name)

    def sensor(self, workload: Workload) -> str:
        """Component of a runtime sensor, by the workload that it runs as."""
        return self.ids.object("component", "sensor", workload.cluster, workload.key)

    def product(self, title: str) -> str:
        """Component of a product that is no scanner."""
        return self.ids.object("component", "product", title)

    @property
    def comparer(self) -> str:
        """Component of this tool's cross-check."""
        return self.ids.object("component", "cross-check")

    def external(self, name: str) -> str:
        """Component of an external service."""
        return self.ids.object("component", "external", name)


def components(
    facts: SystemFacts, comparison: Comparison, system: System, products: Iterable[RecognizedProduct], cite: Citations
) -> tuple[o.Component, ...]:
    """All components of the system security plan, `this-system` first; `products` are those that the evidence shows."""
    naming, labels = Naming(cite.ids), DiagramLabels.of(comparison)
    running, unknown = frozenset(view.name for view in facts.clusters if view.running), unseen(facts.clusters)
    modules = crypto_components(facts, system, cite)
    return (
        _this_system(system, naming, modules),
        *(
            replace(_image(image, labels, system, naming, cite), status=_status(image.locations, running))
            for image in facts.inventory
        ),
        *(
            replace(
                _workload(workload, labels, system, naming, cite, known=_is_known(workload, unknown)),
                status=_status((workload.cluster,), running),
            )
            for workload in facts.workloads
        ),
        *(replace(service, status=_status((cluster,), running)) for cluster, service in services(facts, naming)),
        *(replace(part, status=_status((name,), running)) for name, part in cluster_components(facts, cite)),
        *working_products(products, cite),
        *_sensors(facts, system, naming),
        *leveraged_components(system, naming.ids),
        *(
            external_component(external_service, naming.external(external_service.name), system, naming.ids)
            for external_service in system.external_services
        ),
        *modules,
        *tools(facts, naming),
    )


def _status(clusters: Collection[str], running: Collection[str]) -> o.Status:
    """Operational is what was seen in a cluster, or what was scanned where no cluster was collected."""
    return _DECLARED if clusters and set(clusters).isdisjoint(running) else _OPERATIONAL


def tools(facts: SystemFacts, naming: Naming) -> tuple[o.Component, ...]:
    """Scanners and our own cross-check: who the origins of observations are. One per name, newest version last named."""
    by_name: dict[str, list[str]] = {}
    functions = scanner_functions(facts)
    for scanner in facts.scanners:
        by_name.setdefault(scanner.name, []).extend([scanner.version] if scanner.version else [])
    rows = [
        o.Component(
            uuid=naming.scanner(name),
            type="software",
            title=line(name),
            description=f"Scanner whose reports are evidence in this package{_versions(versions)}.",
            purpose=" ".join(functions.get(name, ())) or None,
            props=(
                prop("asset-type", "software"),
                prop("software-name", name),
                *(prop("software-version", version) for version in versions[:1]),
                prop("tool", "scanner", NS),
            ),
            status=_OPERATIONAL,
        )
        for name, versions in sorted(by_name.items())
    ]
    return (
        *rows,
        o.Component(
            uuid=naming.comparer,
            type="software",
            title=SELF_ASSESSMENT,
            description="Compares scans, drawn diagrams, pipelines and what runs, and reports where they differ.",
            purpose="Shows where pieces of evidence disagree.",
            props=(prop("asset-type", "software"), prop("software-name", "atopack"), prop("tool", "cross-check", NS)),
            status=_OPERATIONAL,
        ),
    )


def _versions(versions: list[str]) -> str:
    return f" (version {line(', '.join(sorted(set(versions))))})" if versions else ""


def _this_system(system: System, naming: Naming, modules: Iterable[o.Component]) -> o.Component:
    return o.Component(
        uuid=naming.this_system,
        type="this-system",
        title="This System",
        description=text(system.description or OUTSTANDING),
        links=tuple(o.Link(href=f"#{module.uuid}", rel="validation") for module in modules if module.type == "validation"),
        status=_OPERATIONAL
        if system.status == "operational"
        else o.Status(state="other", remarks=line(system.status or "Not stated yet.")),
    )


def image_label(image: ImageAsset, labels: DiagramLabels) -> str | None:
    """What people decided; else diagram labels of the workloads that run an image, joined; None where none is drawn."""
    decided = image.notes.text(NoteKey.DIAGRAM_LABEL)
    if decided:
        return decided
    return labels.joined((without_cluster(key), None) for key in image.workloads) or image.diagram_label


def _image(image: ImageAsset, labels: DiagramLabels, system: System, naming: Naming, cite: Citations) -> o.Component:
    fedramp = system.fedramp_namespace
    label = image_label(image, labels)
    vendor = image.notes.text(NoteKey.VENDOR) or image.vendor
    return o.Component(
        uuid=naming.image(image.asset_id),
        type="software",
        title=line(image.asset_id),
        description=f"Container image {line(image.asset_id)}, {_used_by(image)}.",
        props=(
            # NOTE: FedRAMP's rules of 2023 (`has-unique-asset-id`) let one id stand once in a plan: in the inventory.
            *(() if fedramp == OLDER_NAMESPACE else (prop("asset-id", image.asset_id),)),
            prop("asset-type", "image"),
            prop("software-name", image.name),
            *known_prop("software-version", image.version),
            *(prop("checksum", digest, fedramp) for digest in image.digests[:1]),
            *(prop("image-digest", digest, NS) for digest in image.digests[1:]),
            *known_prop("vendor-name", vendor, fedramp),
            *known_prop("diagram-label", label, fedramp),
            *known_prop("os-name", image.os_name),
        ),
        links=cite.links(image.sources, most=3),
        status=_OPERATIONAL,
    )


def _used_by(image: ImageAsset) -> str:
    if not image.running:
        return "scanned; no running workload uses it"
    count = len(image.workloads)
    pods = f", {image.instances} running instances" if image.instances is not None else ""
    return f"used by {count} {'workload' if count == 1 else 'workloads'}{pods}"


def _is_known(workload: Workload, unknown: frozenset[str]) -> bool:
    """Was it collected whether it is reached from outside? Of a port that a host publishes it was not."""
    return workload.public is not None and (workload.public or workload.cluster not in unknown)


def _workload(
    workload: Workload, labels: DiagramLabels, system: System, naming: Naming, cite: Citations, *, known: bool
) -> o.Component:
    """`known`: was it collected whether something leads to it from outside?"""
    label = labels.joined([(workload.key, workload.diagram_label)])
    images = sorted({container.image for container in workload.containers})
    instances = "" if workload.instances is None else f" Running instances: {workload.instances}."
    ports = sorted({port for container in workload.containers for port in container.ports})
    return o.Component(
        uuid=naming.workload(workload),
        type="service",
        title=line(workload.key),
        description=f"{_named(workload)}. Images: {line(', '.join(images)) if images else 'none'}.{instances}",
        props=(
            prop("asset-type", "container"),
            prop("implementation-point", "internal"),
            *known_prop("diagram-label", label, system.fedramp_namespace),
            *((prop("public", "yes" if workload.public else "no"),) if known else ()),
            *_placed(workload.kind, workload.namespace, workload.kind),
            prop("cluster", workload.cluster, NS),
        ),
        links=cite.links(workload.sources, most=3),
        status=_OPERATIONAL,
        protocols=tuple(
            o.Protocol(
                name=token(port.name or f"port-{port.number}"),
                uuid=naming.ids.object("protocol", workload.cluster, workload.key, str(port.number), port.protocol, port.name),
                port_ranges=(o.PortRange(start=port.number, end=port.number, transport=port.protocol.upper()),),
            )
            for port in ports
            if port.protocol.upper() in ("TCP", "UDP") and 0 < port.number < 65536
        ),
    )


def _placed(on: str, group: str, kind: str) -> tuple[o.Property, o.Property]:
    """Namespace and kind, in the words of Kubernetes where the workload `on` which it stands is one of it."""
    words = "kubernetes" if platform_of(on) is Platform.KUBERNETES else "platform"
    return prop(f"{words}-{'namespace' if words == 'kubernetes' else 'group'}", group, NS), prop(f"{words}-kind", kind, NS)


def _service_kind(on: str) -> str:
    """What a name is called by which others reach a workload of the kind `on`."""
    return "Service" if platform_of(on) is Platform.KUBERNETES else NETWORK_NAME


def _named(workload: Workload) -> str:
    words = _KINDS.get(workload.kind, f"Kubernetes {workload.kind} {{}} in namespace {{}}")
    return words.format(line(workload.name), line(workload.namespace))


def services(facts: SystemFacts, naming: Naming) -> tuple[tuple[str, o.Component], ...]:
    """Names under which workloads reach each other, with their cluster."""
    behind: dict[tuple[str, str, str], list[Workload]] = {}
    for workload in facts.workloads:
        for name in workload.services:
            behind.setdefault((workload.cluster, workload.namespace, name), []).append(workload)
    kinds = {key: rows[0].kind for key, rows in behind.items()}
    return tuple(
        (
            key[0],
            o.Component(
                uuid=naming.ids.object("component", "service", *key),
                type="service",
                title=line(f"{key[1]}/{_service_kind(kinds[key])}/{key[2]}"),
                description=f"{'Name' if kinds[key] in _KINDS else 'Kubernetes Service'} {line(key[2])} in {line(key[1])}; it "
                f"leads to {line(', '.join(sorted(row.key for row in rows)))}.",
                props=(
                    prop("implementation-point", "internal"),
                    *_placed(kinds[key], key[1], _service_kind(kinds[key])),
                    prop("cluster", key[0], NS),
                ),
                status=_OPERATIONAL,
            ),
        )
        for key, rows in sorted(behind.items())
    )


def _sensors(facts: SystemFacts, system: System, naming: Naming) -> tuple[o.Component, ...]:
    """Runtime sensors, with how many instances run beside how many nodes."""
    nodes = {view.name: len(view.nodes) for view in facts.clusters}
    return tuple(
        o.Component(
            uuid=naming.sensor(workload),
            type="software",
            title=line(f"Security sensor {product}"),
            description=f"Runtime sensor, run as {line(workload.key)}: {_coverage(workload, nodes[workload.cluster])}.",
            purpose="Watches running containers.",
            props=(prop("asset-type", "software"), prop("software-name", product), prop("tool", "security-sensor", NS)),
            status=_OPERATIONAL,
        )
        for workload, product in sensors(facts.workloads, system)
    )


def _coverage(workload: Workload, nodes: int) -> str:
    running = "declared, its instances not collected" if workload.instances is None else f"{workload.instances} instances run"
    return f"{running}; {nodes} nodes were collected" if nodes else f"{running}; no nodes were collected"
