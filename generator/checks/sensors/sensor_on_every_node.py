"""A runtime sensor on every node: wanted = ready = nodes, and no taint that keeps it away."""

from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.checks.sensors.sensor_reach import DAEMON_SETS, Reach
from generator.facts.sensors import sensors
from generator.model.posture import PostureRequirement
from generator.posture.base import Judgment, PostureContext, judged, none_found, not_collected

_NAME_IT = "sensors of other makers: name them under `security-sensors` in system.yaml"


_REQUIREMENT = PostureRequirement(
    id="sensor-on-every-node",
    area="Security sensors",
    title="A runtime sensor watches every node",
    problem="Node without a runtime sensor",
    asks="Does a runtime sensor run, ready, on every node of the cluster?",
    rationale="Containers on a node without a sensor run unobserved; sensors that are used belong wherever containers run.",
    fix="Let the sensor's DaemonSet tolerate every taint and choose every node; repair the nodes on which it is not ready.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Security Sensors",
    controls=mapped(article="SI-7 CM-6", nist="SI-4"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class SensorOnEveryNode:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        reach = Reach.of(context.configuration, context.system)
        if not context.listed(*DAEMON_SETS):
            return _not_listed(context)
        if not reach.sensors:
            return none_found("No DaemonSet is a security sensor that is known by its image.", missing=(_NAME_IT,))
        missing = [] if reach.nodes else ["the nodes, to hold the number of sensors against"]
        if any(setting.says.desired is None for setting in reach.objects):
            missing.append("the status of the DaemonSets: how many sensors are ready")
        return judged(f"{reach.summary}.", reach.problems, reach.objects, missing=missing, held=reach.held)


def _not_listed(context: PostureContext) -> Judgment:
    refused = context.refused(("apps", "daemonsets"))
    seen = [f"{product} ({workload.key})" for workload, product in sensors(context.workloads, context.system)]
    answer = not_collected("DaemonSets and their status", refused=refused)
    if not seen:
        return answer
    return Judgment(
        state=answer.state,
        summary=f"{seen[0]} runs, but DaemonSets were not collected, which say on how many nodes.",
        certainty=answer.certainty,
        missing=answer.missing,
    )
