"""Rules of the Kubernetes STIG that objects of the cluster answer: only ever with a finding.

Whether a list of pods or workloads is whole cannot be seen from it: that nothing was found is reported, and decides nothing.
Source: the check texts of the rules, see `arguments`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from generator.model.grouping import grouped
from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.posture import ObjectCitation
from generator.model.settings.isolation import PodIsolation
from generator.model.settings.secrets import SecretUse
from generator.model.stig import StigSeen
from generator.stig.base import SYSTEM_NAMESPACES, StigSubject, open_finding, undecided
from generator.text import listed

_NOT_FOR_USERS = ("default", "kube-public", "kube-node-lease")
_FIRST_OPEN_PORT = 1024
_SHOWN = 12


def default_namespaces(cluster: StigSubject) -> Iterator[StigSeen]:
    """V-242383: nothing of the user's in `default`, `kube-public` and `kube-node-lease`."""
    lying = [setting for setting in cluster.configuration.of(PodIsolation) if setting.namespace in _NOT_FOR_USERS]
    yield _answer(
        cluster,
        "V-242383",
        ("kube-public", "kube-node-lease", "getall"),
        findings=[(setting.key, (setting.cited,)) for setting in lying],
        what="lie in a default namespace",
        nothing="No pod or workload was collected from the default namespaces; other objects were not looked at.",
    )


def host_ports(cluster: StigSubject) -> Iterator[StigSeen]:
    """V-242414: no pod of a user takes a port below 1024 of its host."""
    ours = [setting for setting in cluster.configuration.of(PodIsolation) if setting.namespace not in SYSTEM_NAMESPACES]
    taking = [(setting, ", ".join(str(port) for port in ports)) for setting in ours if (ports := _privileged(setting.says))]
    yield _answer(
        cluster,
        "V-242414",
        ("host-privileged",),
        findings=[(f"{setting.key} ({ports})", (setting.cited,)) for setting, ports in taking],
        what="take a privileged port of the host",
        nothing="No collected pod outside the system namespaces takes a port below 1024 of its host.",
    )


def secrets_in_environment(cluster: StigSubject) -> Iterator[StigSeen]:
    """V-242415: no secret reaches a container as an environment variable."""
    using = grouped((setting.key, setting) for setting in cluster.configuration.of(SecretUse) if setting.says.variables)
    yield _answer(
        cluster,
        "V-242415",
        ("environmentvariable",),
        findings=[
            (f"{key} ({', '.join(sorted({name for each in of for name in each.says.variables}))})", [each.cited for each in of])
            for key, of in using.items()
        ],
        what="fill environment variables from Secrets",
        nothing="No collected workload fills a variable from a Secret.",
    )


def image_versions(cluster: StigSubject) -> Iterator[StigSeen]:
    """V-242442: no image runs in more than one version."""
    versions: dict[str, set[str]] = defaultdict(set)
    cited: dict[str, set[ObjectCitation]] = defaultdict(set)
    for workload in (each for each in cluster.facts.workloads if each.cluster == cluster.name and each.instances):
        for container in workload.containers if workload.sources else ():
            reference = parse_reference(container.image)
            if reference is not None:
                versions[reference.name].add(reference.tag or reference.digest or "latest")
                cited[reference.name].add(_cited(workload))
    yield _answer(
        cluster,
        "V-242442",
        ("multipleversionsofthesameimage",),
        findings=[
            (f"{name} ({', '.join(sorted(version))})", cited[name])
            for name, version in sorted(versions.items())
            if len(version) > 1
        ],
        what="run in several versions",
        nothing="No image inside the boundary runs in more than one version; other namespaces were not looked at.",
    )


def _privileged(says: PodIsolation) -> list[int]:
    return sorted({port for each in says.containers for port in each.host_ports if port < _FIRST_OPEN_PORT})


def _cited(workload: Workload) -> ObjectCitation:
    return ObjectCitation(kind=workload.kind, name=workload.name, namespace=workload.namespace, source=min(workload.sources))


def _answer(
    cluster: StigSubject,
    group: str,
    asks: tuple[str, ...],
    *,
    findings: Sequence[tuple[str, Iterable[ObjectCitation]]],
    what: str,
    nothing: str,
) -> StigSeen:
    names = [name for name, _ in findings]
    shown = listed(names, _SHOWN, separator="; ")
    because = f"These {what}: {shown}." if findings else nothing
    reading = open_finding(because, *asks) if findings and cluster.configuration.running else undecided(because, *asks)
    return cluster.seen(group, (reading,), (citation for _, rests in findings for citation in rests))
