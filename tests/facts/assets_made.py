"""Clusters, accounts, registries and scans of hosts for tests, made with few words."""

from datetime import datetime

from replacing import replace

from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceSource
from generator.model.inventory import (
    ClusterEvidenceKind,
    ClusterObject,
    ClusterSnapshot,
    Container,
    IngressObject,
    NodeObject,
    PodGroup,
)
from generator.model.registry import RegistryImage, RegistryPlatform, RegistrySnapshot
from generator.model.scan import ScanSnapshot, ScanTarget, TargetKind
from tests.facts.scans_made import day, evidence, scan


def sha(letter: str) -> str:
    return f"sha256:{letter * 64}"


def cluster(name: str, *objects: ClusterObject, taken: datetime | None = None) -> ClusterSnapshot:
    path = f"evidence/cluster/{name}/all.json"
    file = evidence(path, taken or day(19))
    source = EvidenceSource(file.sha256, path)
    kinds = sorted({type(one).__name__ for one in objects})
    names = {"PodGroup": "Pod", "IngressObject": "Ingress", "NodeObject": "Node", "ServiceObject": "Service"}
    return ClusterSnapshot(
        evidence=file,
        cluster=name,
        taken=file.collected,
        nature=ClusterEvidenceKind.RUNNING,
        kinds=tuple((names[kind], 1) for kind in kinds),
        objects=tuple(replace(one, source=source) for one in objects),
    )


_NOWHERE = EvidenceSource("0" * 64, "x")


def pod(name: str, image: str, digest: str | None = None, **more: object) -> PodGroup:
    container = Container(name="main", image=image, digest=digest, image_id=more.pop("image_id", None))  # type: ignore[arg-type]
    return PodGroup(
        namespace="web",
        owner=("DaemonSet", name),
        containers=(container,),
        instances=2,
        source=_NOWHERE,
        **more,  # type: ignore[arg-type]
    )


def node(name: str, *addresses: str, **more: object) -> NodeObject:
    return NodeObject(name=name, addresses=addresses, source=_NOWHERE, **more)  # type: ignore[arg-type]


def ingress(*hosts: str, namespace: str = "web", tls: bool = True) -> IngressObject:
    return IngressObject(namespace=namespace, name="front", hosts=hosts, tls=tls, source=_NOWHERE)


def resource(kind: ResourceKind, name: str, identifier: str = "", **more: object) -> CloudResource:
    return CloudResource(kind=kind, identifier=identifier or name, name=name, source=_NOWHERE, **more)  # type: ignore[arg-type]


def cloud(*resources: CloudResource, operation: str = "describe", taken: datetime | None = None) -> CloudSnapshot:
    path = f"evidence/cloud/{operation}.json"
    file = evidence(path, taken or day(19))
    return CloudSnapshot(
        evidence=file,
        provider="AWS",
        account="111122223333",
        region="us-gov-west-1",
        operation=operation,
        taken=file.collected,
        resources=tuple(replace(one, source=EvidenceSource(file.sha256, path)) for one in resources),
    )


def registry(tag: str, index: str, **platforms: str) -> RegistrySnapshot:
    """`registry.example/cart:<tag>`; platforms as `linux_amd64="sha256:…"`, their configuration is the digest reversed."""
    file = evidence(f"evidence/registry/{tag}.json", day(19))
    return RegistrySnapshot(
        evidence=file,
        registry="registry.example",
        taken=None,
        images=(
            RegistryImage(
                registry="registry.example",
                repository="cart",
                tags=(tag,),
                digest=index,
                is_index=True,
                platforms=tuple(
                    RegistryPlatform(platform=name.replace("_", "/"), digest=digest, config_digest=config_of(digest))
                    for name, digest in platforms.items()
                ),
                source=EvidenceSource(file.sha256, file.path),
            ),
        ),
    )


def config_of(digest: str) -> str:
    return f"sha256:{digest[7:8]}0{digest[9:]}"


def scan_of(
    kind: TargetKind, path: str, name: str, identifiers: list[str], taken: datetime | None = None, **target: object
) -> ScanSnapshot:
    """A scan of something that is no image, on the 18th where nothing else is said."""
    made = scan(path, name, identifiers, taken or day(18))
    return replace(made, targets=(ScanTarget(name=name, kind=kind, **target),))  # type: ignore[arg-type]
