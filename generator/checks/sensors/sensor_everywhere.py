"""Sensors where images are built and stored, too: general computing, registries, pipelines."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from generator.checks.mapping import mapped
from generator.checks.sensors.sensor_reach import DAEMON_SETS, Reach
from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.posture import Certainty, ObjectCitation, PostureRequirement, PostureState, Problem
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected

_PLACES = MappingProxyType(
    {
        "gitlab-runner": "GitLab Runner",
        "actions-runner": "GitHub Actions runner",
        "gha-runner-scale-set-controller": "GitHub Actions runner",
        "inbound-agent": "Jenkins agent",
        "jenkins": "Jenkins",
        "buildkitd": "BuildKit",
        "buildkit": "BuildKit",
        "drone-runner-kube": "Drone runner",
        "woodpecker-agent": "Woodpecker agent",
        "workflow-controller": "Argo Workflows",
        "argocd": "Argo CD",
        "harbor-core": "Harbor",
        "registry-photon": "Harbor registry",
        "registry": "registry",
        "zot-linux-amd64": "zot registry",
        "nexus3": "Nexus Repository",
        "artifactory-pro": "Artifactory",
        "quay-quay": "Quay",
    }
)
"""Last parts of images that build, deploy or store images, and what they are."""


_REQUIREMENT = PostureRequirement(
    id="sensor-everywhere",
    area="Security sensors",
    title="Sensors watch registries and pipelines as well",
    problem="Containers run where no sensor is",
    asks="Where sensors are used: do they watch every cluster, and the places in which images are built and stored?",
    rationale="An image that is changed where it is built or stored arrives in production with every gate passed.",
    fix="Deploy the sensor to the cluster named, and to the hosts of build runners and registries.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Security Sensors",
    controls=mapped(article="SI-7 CM-6", nist="SI-4"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class SensorEverywhere:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        clusters = [
            configuration
            for configuration in context.facts.configurations
            if any(kind in configuration.listed for kind in DAEMON_SETS)
        ]
        if not clusters:
            return not_collected("DaemonSets of any cluster")
        reaches = {cluster.cluster: Reach.of(cluster, context.system) for cluster in clusters}
        watched = sorted(name for name, reach in reaches.items() if reach.sensors)
        if not watched:
            return none_found("No security sensor is known in any cluster, so there is nothing to extend.")
        places = dict(_places(context.facts.workloads))
        elsewhere = "how the hosts of pipelines and registries outside these clusters are watched"
        objects = [setting for reach in reaches.values() for setting in reach.objects]
        cited = tuple(setting.cited for setting in objects)
        problems = [_problem(name, watched, places, cited) for name in sorted(reaches) if name not in watched]
        if not problems and not places:
            summary = f"Sensors run in {named(watched)}; nothing that builds or stores images runs in the collected clusters."
            return Judgment(state=PostureState.NOT_COLLECTED, summary=summary, certainty=Certainty.NONE, missing=(elsewhere,))
        seen = sorted({f"{what} in {cluster}" for cluster, kinds in places.items() for what in kinds})
        summary = (
            f"Sensors run in {named(watched)}; images are built or stored by {named(seen) or 'nothing that was collected'}."
        )
        return judged(summary, problems, objects, missing=(elsewhere,), held=(len(watched), len(reaches)))


def _places(workloads: Iterable[Workload]) -> Iterable[tuple[str, tuple[str, ...]]]:
    places: dict[str, set[str]] = {}
    for workload in workloads:
        for container in workload.containers:
            reference = parse_reference(container.image)
            what = _PLACES.get(reference.repository.rpartition("/")[2]) if reference else None
            if what:
                places.setdefault(workload.cluster, set()).add(what)
    return ((cluster, tuple(sorted(names))) for cluster, names in sorted(places.items()))


def _problem(
    cluster: str, watched: list[str], places: dict[str, tuple[str, ...]], cited: tuple[ObjectCitation, ...]
) -> Problem:
    also = f", and {named(places[cluster])} runs there" if cluster in places else ""
    return Problem(subject=cluster, text=f"has no sensor, while {named(watched)} has{also}", citations=cited)
