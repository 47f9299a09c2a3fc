"""What runs, what scanned it and what registries hold, made with few words; and one check asked about them."""

from collections.abc import Callable
from datetime import date, datetime

from facts.images_made import AS_OF, CART, OTHER, RUNNING
from facts.images_made import facts as image_facts
from facts.scans_made import day, evidence
from facts.scans_made import scan as plain_scan
from replacing import replace

from generator.checks.base import Check, CheckContext
from generator.checks.judging import judge
from generator.facts.signatures import Keys
from generator.model.evidence import DatedBy, EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.images import parse_reference
from generator.model.inventory import (
    ClusterEvidenceKind,
    ClusterObject,
    ClusterSnapshot,
    Container,
    NodeObject,
    PodGroup,
    WorkloadSpec,
)
from generator.model.posture import Posture
from generator.model.registry import RegistryImage, RegistryPlatform, RegistrySnapshot
from generator.model.scan import PackageList, Scanner, ScanSnapshot
from generator.model.settings.base import GroupKind
from generator.workspace.system_yaml import read

INDEX, ARM = "sha256:" + "1" * 64, "sha256:" + "2" * 64
IMAGE_ID = "sha256:" + "c" * 64
SCANNED, COLLECTED = day(18), day(19)


def ask(
    check: Check,
    *snapshots: object,
    system: str = "",
    keys: Keys | None = None,
    exploited: Callable[[str], bool] | None = None,
    catalog: date | None = None,
    facts: SystemFacts | None = None,
    **more: object,
) -> Posture:
    """The state of one requirement of the system as a whole."""
    known = facts or image_facts(*snapshots, system=system, keys=keys, exploited=exploited, **more)  # type: ignore[arg-type]
    context = CheckContext(system=read(system, folder="x"), facts=replace(known, exploited_as_of=catalog))
    (state,) = judge(check, context)
    return state


def running(
    *containers: Container,
    taken: datetime | None = COLLECTED,
    nature: ClusterEvidenceKind = ClusterEvidenceKind.RUNNING,
    whole: bool = True,
    instances: int = 1,
    architecture: str = "",
    path: str = "evidence/cluster/pods.json",
    cluster: str = "prod",
    kinds: tuple[GroupKind, ...] = (),
) -> ClusterSnapshot:
    """Pods with these containers, each in a workload of its own; without any, an empty list of the pods of all namespaces."""
    file = replace(evidence(path, taken), command="kubectl get pods -A -o json")
    source = EvidenceSource(file.sha256, file.path)
    objects: list[ClusterObject] = [
        PodGroup(namespace="web", owner=("DaemonSet", f"app-{number}"), containers=(each,), instances=instances, source=source)
        for number, each in enumerate(containers or ())
    ]
    if architecture:
        objects.append(NodeObject(name="node-1", architecture=architecture, source=source))
    return ClusterSnapshot(
        evidence=file,
        cluster=cluster,
        taken=taken,
        nature=nature,
        kinds=(("Node", int(bool(architecture))), ("Pod", len(containers))),
        listed=((("", "Pod"),) if whole else ()) + kinds,
        lists=((("", "Pod"),) if whole else ()) + kinds,
        objects=tuple(objects),
    )


def declared(*containers: Container, path: str = "evidence/cluster/cart.yaml") -> ClusterSnapshot:
    """A manifest of a Deployment."""
    file = evidence(path)
    source = EvidenceSource(file.sha256, file.path)
    spec = WorkloadSpec(namespace="web", kind="Deployment", name="cart", containers=containers, source=source)
    return ClusterSnapshot(
        evidence=file,
        cluster="prod",
        taken=None,
        nature=ClusterEvidenceKind.DECLARED,
        kinds=(("Deployment", 1),),
        listed=(("apps", "Deployment"),),
        objects=(spec,),
    )


def container(image: str = CART, digest: str | None = RUNNING, **more: object) -> Container:
    """One that reports its digest."""
    return Container(name="main", image=image, digest=digest, **more)  # type: ignore[arg-type]


PODS = running(container())


def scan(
    *cves: str,
    digests: tuple[str, ...] = (RUNNING,),
    taken: datetime | None = SCANNED,
    target: str = CART,
    tool: str = "Trivy",
    image_id: str | None = None,
    failed: bool = False,
    partly: bool = False,
    collected_only: bool = False,
    packages: PackageList | None = None,
    path: str = "evidence/scans/trivy.json",
    **more: object,
) -> ScanSnapshot:
    """A report of a scanner on an image."""
    made = plain_scan(path, target, list(cves), taken, digests=digests)
    file = replace(made.evidence, dated_by=DatedBy.FOLDER) if collected_only else made.evidence
    return replace(
        made,
        evidence=file,
        scanner=Scanner(name=tool),
        targets=tuple(replace(each, image_id=image_id) for each in made.targets),
        assessed=not failed,
        not_assessed_because="it failed" if failed or partly else None,
        packages=packages,
        **more,  # type: ignore[arg-type]
    )


def index(
    *platforms: tuple[str, str],
    digest: str = INDEX,
    name: str = CART,
    taken: datetime | None = COLLECTED,
    path: str = "evidence/registry/index.json",
    config: str | None = None,
    is_index: bool = True,
) -> RegistrySnapshot:
    """An index with (platform, digest) of each image that it lists, as the registry answered; or an image that is none."""
    file, reference = evidence(path, taken), parse_reference(name)
    assert reference is not None
    image = RegistryImage(
        registry=reference.registry,
        repository=reference.repository,
        tags=(reference.tag or "latest",),
        digest=digest,
        is_index=is_index,
        platforms=tuple(RegistryPlatform(platform=name_, digest=each, config_digest=config) for name_, each in platforms),
        source=EvidenceSource(file.sha256, file.path),
    )
    return RegistrySnapshot(evidence=file, registry=reference.registry, taken=taken, images=(image,))


__all__ = ["AS_OF", "CART", "OTHER", "RUNNING", "day"]
