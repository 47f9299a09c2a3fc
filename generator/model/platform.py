"""What a platform calls its parts: the one place that knows the words of Kubernetes, Compose, Cloud Foundry and ECS.

https://kubernetes.io/docs/concepts/, https://github.com/compose-spec/compose-spec/blob/main/spec.md,
https://docs.cloudfoundry.org/concepts/roles.html (spaces), https://docs.aws.amazon.com/AmazonECS/latest/developerguide/
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from generator.model.inventory import KEPT_BY_CLOUD, MANAGED_KIND, Workload

Plural = tuple[str, str]
"""(one, several)."""


class Platform(StrEnum):
    """What starts and stops the workloads."""

    KUBERNETES = "Kubernetes"
    COMPOSE = "Compose"
    CLOUD_FOUNDRY = "Cloud Foundry"
    ECS = "Amazon ECS"
    CLOUD = "cloud"
    """A provider's own service for containers, functions, databases or storage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformWords:
    """How sentences name its parts."""

    place: Plural
    """What was collected under one name: a cluster."""
    group: Plural
    """What workloads are grouped in: a namespace."""
    workload: Plural
    ways: str
    """What lets outsiders in, as a list."""
    public: str
    """What leads to a workload that is known to be public, and no more."""
    collect: str
    """What shows what runs: the object of `collect`."""


COMPOSE_SERVICE, CLOUD_FOUNDRY_APP = "ComposeService", "CloudFoundryApp"
"""Kinds of workloads."""

_KINDS = {
    COMPOSE_SERVICE: Platform.COMPOSE,
    CLOUD_FOUNDRY_APP: Platform.CLOUD_FOUNDRY,
    MANAGED_KIND: Platform.CLOUD_FOUNDRY,
}

WORDS = {
    Platform.KUBERNETES: PlatformWords(
        place=("cluster", "clusters"),
        group=("namespace", "namespaces"),
        workload=("workload", "workloads"),
        ways="Ingress, route, LoadBalancer or NodePort service",
        public="way in",
        collect="the dump of the cluster, or the manifests that are deployed",
    ),
    Platform.COMPOSE: PlatformWords(
        place=("set of Compose files", "sets of Compose files"),
        group=("project", "projects"),
        workload=("service", "services"),
        ways="published port",
        public="published port",
        collect="the Compose files",
    ),
    Platform.CLOUD_FOUNDRY: PlatformWords(
        place=("set of manifests", "sets of manifests"),
        group=("space", "spaces"),
        workload=("app", "apps"),
        ways="route",
        public="route",
        collect="the manifests of the apps",
    ),
    Platform.ECS: PlatformWords(
        place=("ECS cluster", "ECS clusters"),
        group=("ECS cluster", "ECS clusters"),
        workload=("service or task", "services and tasks"),
        ways="load balancer or public address",
        public="way in",
        collect="the services, tasks and task definitions of ECS",
    ),
    Platform.CLOUD: PlatformWords(
        place=("account", "accounts"),
        group=("account", "accounts"),
        workload=("workload", "workloads"),
        ways="public endpoint",
        public="public endpoint",
        collect="the answers of the cloud's API, or the plan of Terraform",
    ),
}


def platform_of(kind: str, namespace: str = "") -> Platform:
    """By the kind of a workload; an unknown kind is one that an operator of Kubernetes defines."""
    if namespace == KEPT_BY_CLOUD:
        return Platform.CLOUD
    if kind.startswith("Ecs"):
        return Platform.ECS
    if kind.startswith(("CloudRun", "AppRunner", "Container", "Lambda")):
        return Platform.CLOUD
    return _KINDS.get(kind, Platform.KUBERNETES)


def words_of(workload: Workload) -> PlatformWords:
    """Of the platform that runs it."""
    return WORDS[platform_of(workload.kind, workload.namespace)]


def platforms_of(workloads: Iterable[Workload]) -> frozenset[Platform]:
    """All that something runs on; services that a platform keeps count for none."""
    return frozenset(platform_of(each.kind, each.namespace) for each in workloads if each.containers)
