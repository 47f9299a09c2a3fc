"""Rules of the Kubernetes STIG that objects of the cluster answer: only ever with a finding.

Whether a list of pods or workloads is whole cannot be seen from it: that nothing was found is reported, and decides nothing.
Source: the check texts of the rules, see `arguments`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.posture import Citation
from generator.model.settings.isolation import PodIsolation
from generator.model.settings.secrets import SecretUse
from generator.model.stig import StigSeen
from generator.stig.base import SYSTEM_NAMESPACES, Cluster, found, undecided
from generator.text import listed

_NOT_FOR_USERS = ("default", "kube-public", "kube-node-lease")
_FIRST_OPEN_PORT = 1024
_SHOWN = 12


def default_namespaces(cluster: Cluster) -> Iterator[StigSeen]:
    """V-242383: nothing of the user's in `default`, `kube-public` and `kube-node-lease`."""
    lying = [one for one in cluster.configuration.of(PodIsolation) if one.namespace in _NOT_FOR_USERS]
    yield _answer(
        cluster,
        "V-242383",
        ("kube-public", "kube-node-lease", "getall"),
        told=[(one.key, (one.cited,)) for one in lying],
        what="lie in a default namespace",
        nothing="No pod or workload was collected from the default namespaces; other objects were not looked at.",
    )


def host_ports(cluster: Cluster) -> Iterator[StigSeen]:
    """V-242414: no pod of a user takes a port below 1024 of its host."""
    ours = [one for one in cluster.configuration.of(PodIsolation) if one.namespace not in SYSTEM_NAMESPACES]
    taking = [(one, ", ".join(str(port) for port in ports)) for one in ours if (ports := _privileged(one.says))]
    yield _answer(
        cluster,
        "V-242414",
        ("host-privileged",),
        told=[(f"{one.key} ({ports})", (one.cited,)) for one, ports in taking],
        what="take a privileged port of the host",
        nothing="No collected pod outside the system namespaces takes a port below 1024 of its host.",
    )


def secrets_in_environment(cluster: Cluster) -> Iterator[StigSeen]:
    """V-242415: no secret reaches a container as an environment variable."""
    using = [one for one in cluster.configuration.of(SecretUse) if one.says.variables]
    yield _answer(
        cluster,
        "V-242415",
        ("environmentvariable",),
        told=[(f"{one.key} ({', '.join(one.says.variables)})", (one.cited,)) for one in using],
        what="fill environment variables from Secrets",
        nothing="No collected workload fills a variable from a Secret; pods that no controller made are not seen.",
    )


def image_versions(cluster: Cluster) -> Iterator[StigSeen]:
    """V-242442: no image runs in more than one version."""
    versions: dict[str, set[str]] = defaultdict(set)
    cited: dict[str, set[Citation]] = defaultdict(set)
    for workload in (one for one in cluster.facts.workloads if one.cluster == cluster.name and one.instances):
        for container in workload.containers if workload.sources else ():
            reference = parse_reference(container.image)
            if reference is not None:
                versions[reference.name].add(reference.tag or reference.digest or "latest")
                cited[reference.name].add(_cited(workload))
    yield _answer(
        cluster,
        "V-242442",
        ("multipleversionsofthesameimage",),
        told=[(f"{name} ({', '.join(sorted(said))})", cited[name]) for name, said in sorted(versions.items()) if len(said) > 1],
        what="run in several versions",
        nothing="No image inside the boundary runs in more than one version; other namespaces were not looked at.",
    )


def _privileged(says: PodIsolation) -> list[int]:
    return sorted({port for each in says.containers for port in each.host_ports if port < _FIRST_OPEN_PORT})


def _cited(workload: Workload) -> Citation:
    return Citation(kind=workload.kind, name=workload.name, namespace=workload.namespace, source=min(workload.sources))


def _answer(
    cluster: Cluster,
    group: str,
    asks: tuple[str, ...],
    *,
    told: Sequence[tuple[str, Iterable[Citation]]],
    what: str,
    nothing: str,
) -> StigSeen:
    names = [name for name, _ in told]
    shown = listed(names, _SHOWN, separator="; ")
    because = f"These {what}: {shown}." if told else nothing
    reading = found(because, *asks) if told and cluster.configuration.running else undecided(because, *asks)
    citations = {one for _, rests in told for one in rests}
    ordered = sorted(citations, key=lambda one: (one.key, one.source))
    return StigSeen(group=group, cluster=cluster.name, readings=(reading,), citations=tuple(ordered))
