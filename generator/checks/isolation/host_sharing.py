"""What pods share with their node: processes, network, folders, ports."""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment, fails, judged, named, none_found, not_collected, passes
from generator.checks.mapping import mapped
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.base import Setting
from generator.model.settings.isolation import PodIsolation

_REQUIREMENT = PostureRequirement(
    id="host-sharing",
    area="Isolation",
    title="Workloads share nothing with their node",
    problem="Workload shares its node's processes, network or folders",
    asks="Does every workload keep out of its node's process, network and IPC namespaces, folders and ports?",
    rationale="What shares the node's namespaces or folders sees, and often controls, everything else on it.",
    fix="Remove hostPID, hostIPC, hostNetwork, hostPorts and hostPath volumes; waive a sensor that needs them.",
    reference=(
        "https://kubernetes.io/docs/concepts/security/pod-security-standards/ (baseline); "
        "Container Platform SRG V2R4, V-233128 and V-233221"
    ),
    controls=mapped(fedramp="SC-4 SC-39 SC-2", nist="AC-6", ours="SC-7"),
    subjects=("workload", "workloads"),
    severity=Severity.MODERATE,
)


def _judge(context: CheckContext) -> Judgment:
    """Not yet asked of the volume behind a claim (PersistentVolume of kind hostPath or local)."""
    workloads = context.inside(PodIsolation)
    if workloads:
        return judged(_subject(each, context) for each in workloads)
    if context.complete(("", "Pod")):
        return none_found("No workload of the system's own.")
    return not_collected("workloads", refused=context.refused(("", "pods")))


def _subject(each: Setting[PodIsolation], context: CheckContext) -> JudgedSubject:
    certainty, shared = context.certainty(each.source), list(_shared(each.says))
    if shared:
        return fails(each.key, f"shares {named(shared)} of its node", each.cited, certainty=certainty)
    return passes(each.key, each.cited, certainty=certainty)


def _shared(says: PodIsolation) -> Iterator[str]:
    ports = sorted({port for part in says.containers for port in part.host_ports})
    conditions = (
        (any(part.privileged for part in says.containers), "everything (it is privileged)"),
        (says.host_pid, "the processes"),
        (says.host_network, "the network"),
        (says.host_ipc, "the IPC namespace"),
        (bool(says.host_paths), f"the folders {named(says.host_paths)}"),
        (bool(ports) and not says.host_network, f"the ports {', '.join(str(port) for port in ports)}"),
    )
    yield from (text for wrong, text in conditions if wrong)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, per_cluster=True)
