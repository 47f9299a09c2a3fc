"""What Wiz's exports and API say alike: states, resources and their kinds.

https://docs.wiz.io, "Issues" and "Vulnerability findings". A resource's type is Wiz's own (`VIRTUAL_MACHINE`), the cloud's
(`Microsoft.Compute/virtualMachines`) or a kind of Kubernetes.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanTarget, TargetKind
from generator.parsers.scans.entries import digests
from generator.parsers.scans.hosts import other_names
from generator.parsers.scans.target import named

_DISPOSITIONS = {
    "resolved": Disposition.RESOLVED,
    "ignored": Disposition.SUPPRESSED,
    "rejected": Disposition.SUPPRESSED,
    "pass": Disposition.PASSED,
    "not_assessed": Disposition.ERROR,
    "error": Disposition.ERROR,
}
_IMAGES = {"container_image", "containerimage", "image"}
_HOSTS = {
    "virtual_machine",
    "virtualmachine",
    "vm",
    "microsoft.compute/virtualmachines",
    "aws::ec2::instance",
    "compute#instance",
}
_WORKLOADS = {"deployment", "daemonset", "statefulset", "pod", "replicaset", "cronjob", "job", "container"}
_CLUSTERS = {"kubernetes_cluster", "microsoft.containerservice/managedclusters", "aws::eks::cluster", "container#cluster"}
_REPOSITORIES = {"repository", "repository_branch", "code_repository"}
_KINDS = {
    **dict.fromkeys(_IMAGES, TargetKind.IMAGE),
    **dict.fromkeys(_HOSTS, TargetKind.HOST),
    **dict.fromkeys(_WORKLOADS, TargetKind.WORKLOAD),
    **dict.fromkeys(_CLUSTERS, TargetKind.CLUSTER),
    **dict.fromkeys(_REPOSITORIES, TargetKind.REPOSITORY),
}


def disposition(*states: str | None) -> Disposition:
    """The first state that settles an entry; anything else, unknown states among them, stays open."""
    known = (_DISPOSITIONS.get((state or "").lower()) for state in states)
    return next((final for final in known if final), Disposition.OPEN)


def resource(
    evidence: EvidenceFile, name: str | None, *types: str | None, identity: str | None = None, system: str | None = None
) -> ScanTarget:
    """The resource that an entry is about, by its name, else by its id at the provider."""
    kinds = (_KINDS.get((type_ or "").lower()) for type_ in types)
    kind = next((known for known in kinds if known), TargetKind.CLOUD)
    called = name or identity
    return named(
        called,
        kind,
        evidence,
        digests=digests(called, identity) if kind is TargetKind.IMAGE else (),
        os_name=system or None,
        other_names=other_names(called or "", identity),
    )
