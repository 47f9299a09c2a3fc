"""What pods share with their node: processes, network, folders, ports."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from generator.checks.base import Check, CheckContext, Judgment, named
from generator.checks.cluster_subjects import certainty, judge_workloads
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.model.posture import JudgedSubject, PostureRequirement, weakest
from generator.model.settings.base import Setting
from generator.model.settings.isolation import PodIsolation
from generator.model.settings.rest import VolumeUse
from generator.model.verdict_makers import fails, passes, unknown
from generator.text import agreeing, listed

_REQUIREMENT = PostureRequirement(
    id="host-sharing",
    area="Isolation",
    title="Workloads share no namespace, folder or port with their node",
    problem="Workload shares namespaces, folders or ports of its node",
    asks="Does every workload keep out of its node's process, network and IPC namespaces, folders and ports?",
    rationale="A container that shares the node's namespaces or folders can read, and often control, everything else on it.",
    fix=(
        "Remove privileged containers, hostPID, hostIPC, hostNetwork, hostPorts, hostPath volumes and claims on the node's own "
        "folders; waive a sensor that needs them."
    ),
    reference=(
        "https://kubernetes.io/docs/concepts/security/pod-security-standards/ (baseline); "
        "Container Platform SRG V2R4, V-233128 and V-233221; Kubernetes STIG V2R6, V-242414"
    ),
    controls=mapped(fedramp="SC-4 SC-39 SC-2", nist="AC-6", ours="SC-7"),
    subjects=("workload", "workloads"),
)
_NO_VOLUME = "the volume behind one of its claims was not collected"
_OF_NODE = ("hostPath", "local")
"""Kinds of a PersistentVolume that lie in a folder of one node."""


def _judge(context: CheckContext) -> Judgment:
    """The Pod Security Standard baseline (Host Namespaces, HostPath Volumes, Host Ports, Privileged Containers,
    HostProcess), and the volume behind each claim, which that standard does not look at. `shareProcessNamespace` stays
    inside the pod.
    """
    return judge_workloads(context, lambda each: _subject(each, context))


def _subject(each: Setting[PodIsolation], context: CheckContext) -> JudgedSubject:
    behind = {claim: _behind(claim, each.namespace, context) for claim in each.says.claims}
    on_node = {claim: volumes for claim, bound in behind.items() if (volumes := [one for one in bound if _is_of_node(one)])}
    shared = [*_shared(each.says), *(f"a folder behind the claim {claim}" for claim in on_node)]
    of_pod = certainty(context, each)
    if shared:
        found = [one for volumes in on_node.values() for one in volumes]
        volumes_only = len(shared) == len(on_node)
        sure = weakest([of_pod, *(context.certainty_of(one) for one in found)]) if volumes_only else of_pod
        cited = (each.cited, *(one.cited for one in found))
        return fails(each.key, f"shares {named(shared)} of its node", *cited, certainty=sure)
    if not all(behind.values()):
        return unknown(each.key, _NO_VOLUME, each.cited, next_step="collect the PersistentVolumes of the cluster")
    found = [one for volumes in behind.values() for one in volumes]
    sure = weakest([of_pod, *(context.certainty_of(one) for one in found)])
    return passes(each.key, each.cited, *(one.cited for one in found), certainty=sure)


def _behind(claim: str, namespace: str, context: CheckContext) -> list[Setting[VolumeUse]]:
    return [each for each in context.of(VolumeUse) if fnmatchcase(each.says.claim, f"{namespace}/{claim}")]


def _is_of_node(volume: Setting[VolumeUse]) -> bool:
    return volume.says.driver in _OF_NODE


def _shared(says: PodIsolation) -> Iterator[str]:
    ports = sorted({port for part in says.containers for port in part.host_ports})
    conditions = (
        (any(part.privileged for part in says.containers), "all devices (privileged container)"),
        (any(part.host_process for part in says.containers), "all devices (HostProcess container)"),
        (says.host_pid, "the processes"),
        (says.host_network, "the network"),
        (says.host_ipc, "the IPC namespace"),
        (bool(says.host_paths), f"the {agreeing(len(says.host_paths), 'folder', 'folders')} {named(says.host_paths)}"),
        (bool(ports) and not says.host_network, f"the {agreeing(len(ports), 'port', 'ports')} {listed(map(str, ports))}"),
    )
    yield from (text for wrong, text in conditions if wrong)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True, kubernetes=True)
