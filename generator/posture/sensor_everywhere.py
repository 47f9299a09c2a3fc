"""Sensors where images are built and stored, too: general computing, registries, pipelines."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.posture import Certainty, Citation, Problem, Requirement, State
from generator.posture.base import Ground, Judgement, judged, named, none_found, not_collected
from generator.posture.mapping import mapped
from generator.posture.sensor_reach import DAEMON_SETS, Reach

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


_REQUIREMENT = Requirement(
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

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        clusters = [one for one in ground.facts.configurations if any(kind in one.listed for kind in DAEMON_SETS)]
        if not clusters:
            return not_collected("DaemonSets of any cluster")
        reaches = {one.cluster: Reach.of(one, ground.system) for one in clusters}
        watched = sorted(name for name, reach in reaches.items() if reach.sensors)
        if not watched:
            return none_found("No security sensor is known in any cluster, so there is nothing to extend.")
        places = dict(_places(ground.facts.workloads))
        elsewhere = "how the hosts of pipelines and registries outside these clusters are watched"
        objects = [one for reach in reaches.values() for one in reach.objects]
        cited = tuple(one.cited for one in objects)
        problems = [_problem(name, watched, places, cited) for name in sorted(reaches) if name not in watched]
        if not problems and not places:
            found = f"Sensors run in {named(watched)}; nothing that builds or stores images runs in the collected clusters."
            return Judgement(state=State.NOT_COLLECTED, found=found, certainty=Certainty.NONE, missing=(elsewhere,))
        seen = sorted({f"{what} in {cluster}" for cluster, kinds in places.items() for what in kinds})
        found = f"Sensors run in {named(watched)}; images are built or stored by {named(seen) or 'nothing that was collected'}."
        return judged(found, problems, objects, missing=(elsewhere,), held=(len(watched), len(reaches)))


def _places(workloads: Iterable[Workload]) -> Iterable[tuple[str, tuple[str, ...]]]:
    found: dict[str, set[str]] = {}
    for workload in workloads:
        for container in workload.containers:
            reference = parse_reference(container.image)
            what = _PLACES.get(reference.repository.rpartition("/")[2]) if reference else None
            if what:
                found.setdefault(workload.cluster, set()).add(what)
    return ((cluster, tuple(sorted(names))) for cluster, names in sorted(found.items()))


def _problem(cluster: str, watched: list[str], places: dict[str, tuple[str, ...]], cited: tuple[Citation, ...]) -> Problem:
    also = f", and {named(places[cluster])} runs there" if cluster in places else ""
    return Problem(subject=cluster, text=f"has no sensor, while {named(watched)} has{also}", citations=cited)
