"""Sensors in every cluster, and where images are built and stored."""

from collections.abc import Mapping
from types import MappingProxyType

from generator.checks.base import Check, CheckContext, Judgment, judged, named, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import images
from generator.checks.sensors.sensor_on_every_node import cluster_nodes
from generator.checks.sensors.sensor_reach import DAEMON_SETS, NAME_IT, NOT_KNOWN, RuntimeSensor, sensors_of
from generator.facts.builds import built_here
from generator.model.evidence import EvidenceSource
from generator.model.images import parse_reference
from generator.model.platform import words_of_all
from generator.model.posture import Certainty, JudgedSubject, Outcome, PostureRequirement, weakest
from generator.model.settings.base import ClusterConfiguration
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import agreeing

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
    problem="Containers not covered by a runtime sensor",
    asks="Where sensors are used: do they watch every cluster, and the places in which images are built and stored?",
    rationale="An image that is changed where it is built or stored arrives in production with every gate passed.",
    fix="Deploy the sensor to the cluster named, and to the hosts of build runners and registries.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Security Sensors",
    controls=mapped(article="SI-7 CM-6", nist="SI-4"),
    subjects=("place where containers run or images are stored", "places where containers run or images are stored"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the clusters, the registries of what runs, and the systems that run the pipelines.

    A cluster passes as its nodes do (`sensor-on-every-node`). A place outside the clusters passes only by the authorization of
    its provider that system.yaml names, since no list of a console's agents is read.
    """
    sensors = {each.cluster: sensors_of(each, context.system) for each in context.facts.configurations}
    watched = sorted(cluster for cluster, found in sensors.items() if found)
    clusters = [_cluster(context, each, sensors[each.cluster], watched) for each in context.facts.configurations]
    places = [_place(context, name, sources) for name, sources in sorted(_outside(context).items())]
    if not clusters and not places:
        return not_collected("clusters, registries and pipelines")
    return judged((*clusters, *places))


def _cluster(
    context: CheckContext, configuration: ClusterConfiguration, sensors: tuple[RuntimeSensor, ...], watched: list[str]
) -> JudgedSubject:
    own = [each for each in context.facts.workloads if each.cluster == configuration.cluster]
    name = f"{words_of_all(own).place[0]} {configuration.cluster}"
    files = tuple(context.files(configuration.cluster))
    if not sensors:
        if watched and any(kind in configuration.complete for kind in DAEMON_SETS):
            built = _builders(context, configuration.cluster)
            also = f", and {named(built)} {agreeing(len(built), 'runs', 'run')} there" if built else ""
            text = f"has no sensor, while {named(watched)} {agreeing(len(watched), 'has', 'have')}{also}"
            return fails(name, text, *files, certainty=Certainty.OBSERVED)
        return unknown(name, NOT_KNOWN, *files, next_step=NAME_IT)
    nodes = cluster_nodes(CheckContext(system=context.system, facts=context.facts, configuration=configuration))
    cited = tuple(cited for sensor in sensors for cited in sensor.cited)
    failing = [each for each in nodes if each.outcome is Outcome.FAILS]
    if failing:
        text = f"has nodes on which no sensor is ready ({named([each.name for each in failing])})"
        certainties = [each.certainty for each in failing if each.certainty]
        return fails(name, text, *cited, certainty=weakest(certainties))
    if any(each.outcome is Outcome.UNKNOWN for each in nodes):
        return unknown(name, "it is not known on which of its nodes the sensor is ready", *cited)
    return passes(name, *cited, certainty=weakest(each.certainty for each in nodes if each.certainty))


def _place(context: CheckContext, name: str, sources: list[EvidenceSource]) -> JudgedSubject:
    kind, _, called = name.partition(" ")
    cited = cite(kind.capitalize(), called, *sorted(set(sources))[:1])
    for service in context.system.external_services:
        same = called in service.hosts or (kind == "pipelines" and service.name and called.startswith(service.name))
        if same and service.authorization:
            reason = f"{service.name} is authorized ({service.authorization})"
            return passes(name, *cited, certainty=Certainty.STATED, reason=reason)
    return unknown(name, f"how hosts of {called} are watched was not collected", *cited)


def _outside(context: CheckContext) -> Mapping[str, list[EvidenceSource]]:
    places: dict[str, list[EvidenceSource]] = {}
    built = built_here(context.facts)
    for image in context.facts.inventory:
        if image.registry and image.running and image.asset_id not in built:
            places.setdefault(f"registry {image.registry}", []).extend(image.sources)
    for pipeline in context.facts.pipelines:
        if pipeline.runs:
            places.setdefault(f"pipelines {pipeline.system}", []).append(pipeline.evidence.source)
    return {name: sources for name, sources in places.items() if sources}


def _builders(context: CheckContext, cluster: str) -> list[str]:
    found = set()
    for workload in context.facts.workloads:
        for container in workload.containers if workload.cluster == cluster else ():
            reference = parse_reference(container.image)
            found.add(_PLACES.get(reference.repository.rpartition("/")[2], "") if reference else "")
    return sorted(found - {""})


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
