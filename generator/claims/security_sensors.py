"""Independent sensors that watch running containers (SI-4, SI-7, CM-6).

FedRAMP container guidance v1.0, Security Sensors: they may be deployed; where they are, everywhere containers run.
"""

from generator.claims.mechanisms import ALERTING, RUNTIME_SENSORS
from generator.claims.plan_wording import PassingScope, PlannedRequirement
from generator.claims.stated import StatedTopic
from generator.limits import NAMED
from generator.model.facts import SystemFacts
from generator.model.posture import ObjectCitation
from generator.text import agreeing, listed


def _workload(cited: ObjectCitation, facts: SystemFacts) -> tuple[str, str]:
    """Kind and name; of a pod those of its DaemonSet, whose name that of the pod begins with."""
    names = (
        workload.name
        for workload in facts.workloads
        if (workload.namespace, workload.kind) == (cited.namespace, "DaemonSet") and cited.name.startswith(f"{workload.name}-")
    )
    name = max(names, key=len, default="") if cited.kind == "Pod" else ""
    return ("DaemonSet", name) if name else (cited.kind, cited.name)


def _on_nodes(scope: PassingScope) -> str:
    """Names the sensors by the workloads that the verdicts cite."""
    cited = {_workload(each, scope.facts) for subject in scope.passing for each in subject.citations if each.kind != "Node"}
    sensors = listed(sorted({name for _, name in cited}), NAMED)
    kinds = listed(sorted({f"a {kind}" for kind, _ in cited}))
    ready = f"{agreeing(len(cited) or 1, 'was', 'were')} ready on {scope.all}{scope.on_day}"
    if not cited:
        return f"A runtime sensor {ready}"
    return (
        f"The runtime {agreeing(len(cited), 'sensor')} {sensors} {agreeing(len(cited), 'runs', 'run')} as {kinds} and {ready}"
    )


SECURITY_SENSORS = StatedTopic(
    name="security-sensors",
    subject="Security sensors",
    requirements=(
        PlannedRequirement(
            requirement="sensor-on-every-node",
            holds="a runtime sensor runs, ready, on every node",
            at=("SI-4(c)", "SI-7(a)", "CM-6(d)"),
            mechanism=RUNTIME_SENSORS,
            says=_on_nodes,
            lacks=("has no runtime sensor that is ready", "have no runtime sensor that is ready"),
        ),
        PlannedRequirement(
            requirement="sensor-everywhere",
            holds="sensors watch every cluster, and the places in which images are built and stored",
            at=("SI-4(c)", "SI-7(a)"),
            mechanism=RUNTIME_SENSORS,
            says=lambda scope: (
                f"Security sensors {scope.does('watch', 'watches', number=2)} "
                f"{scope.all if scope.whole else f'{listed(scope.labels, NAMED)} ({scope.all})'}"
            ),
            lacks=("is not watched by a sensor", "are not watched by a sensor"),
            subject=("cluster, registry or pipeline system", "clusters, registries and pipeline systems"),
        ),
        PlannedRequirement(
            requirement="alert-route",
            mechanism=ALERTING,
            says=lambda scope: (
                f"{scope.All} of the alerts {scope.agree('is', 'are')} configured: {listed(scope.labels, NAMED)}"
            ),
            lacks=("does not pass alerts on", "do not pass alerts on"),
            subject=("hop of the route", "hops of the route"),
        ),
        PlannedRequirement(
            requirement="sensor-losses",
            holds="the sensors' own logs report no dropped events",
            at=("SI-4(a)",),
            mechanism=RUNTIME_SENSORS,
            says=lambda scope: f"The logs of {scope.all} report no dropped events",
            lacks=("reports dropped events", "report dropped events"),
        ),
        PlannedRequirement(
            requirement="sensor-alerts-delivered",
            holds="alerts of sensors leave the node for a place where people look, and one arrived",
            at=("SI-4(g)",),
            mechanism=ALERTING,
            says=lambda scope: (
                f"Alerts of {scope.all} {scope.agree('are', 'are')} forwarded from the node to where they "
                "are reviewed, and a delivery is recorded"
            ),
            lacks=("does not deliver alerts from its node", "do not deliver alerts from their nodes"),
        ),
    ),
)
