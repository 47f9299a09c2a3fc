"""What pods share with their node: processes, network, folders, ports."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.posture import PostureRequirement, Problem
from generator.model.scan import Severity
from generator.model.settings.isolation import PodIsolation
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected, of
from generator.posture.container_privileges import WORKLOADS
from generator.posture.mapping import mapped

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
    required=False,
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class HostSharing:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        workloads = context.inside(PodIsolation)
        if not workloads:
            if not context.listed(*WORKLOADS):
                return not_collected("workloads", refused=context.refused(("", "pods")))
            return none_found("No workload of the system's own.")
        shared = [(each, list(_shared(each.says))) for each in workloads]
        problems = [
            Problem(subject=each.key, text=f"shares {named(what)} of its node", citations=(each.cited,))
            for each, what in shared
            if what
        ]
        sandboxed = sum(each.says.runtime_class is not None for each in workloads)
        extra = f"; {sandboxed} name a runtime class" if sandboxed else ""
        summary = f"{of(len(workloads) - len(problems), len(workloads), 'workloads')} share nothing with their node{extra}."
        return judged(summary, problems, workloads)


def _shared(says: PodIsolation) -> Iterator[str]:
    ports = sorted({port for part in says.containers for port in part.host_ports})
    conditions = (
        (says.host_pid, "the processes"),
        (says.host_network, "the network"),
        (says.host_ipc, "the IPC namespace"),
        (bool(says.host_paths), f"the folders {named(says.host_paths)}"),
        (bool(ports) and not says.host_network, f"the ports {', '.join(str(port) for port in ports)}"),
    )
    yield from (text for wrong, text in conditions if wrong)
