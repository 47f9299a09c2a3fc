"""What a platform calls its parts: the one place that knows the words of Kubernetes, Compose, Cloud Foundry and ECS.

https://kubernetes.io/docs/concepts/, https://github.com/compose-spec/compose-spec/blob/main/spec.md,
https://docs.cloudfoundry.org/concepts/roles.html (spaces), https://docs.aws.amazon.com/AmazonECS/latest/developerguide/
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from generator.model.inventory import KEPT_BY_CLOUD, MANAGED_KIND, Workload

Plural = tuple[str, str]
"""(one, several)."""
UNNAMED = "cluster"
"""The name of what was collected where no folder names it (`parsers/cluster/scope.py`)."""


def named_place(name: str, word: str = "cluster") -> str:
    """`cluster prod`, `environment shop`; `the cluster` of what was collected without a name."""
    return f"the {word}" if name == UNNAMED else f"{word} {name}"


def named_asset(kind: str, name: str) -> str:
    """`host web-1`, `cluster prod`; `cluster` alone, without its article, of one that was collected without a name."""
    return kind if kind == name == UNNAMED else f"{kind} {name}"


def place_name(name: str, word: str = "cluster") -> str:
    """`prod`; `the cluster` of what was collected without a name."""
    return f"the {word}" if name == UNNAMED else name


class Platform(StrEnum):
    """What starts and stops the workloads."""

    KUBERNETES = "Kubernetes"
    COMPOSE = "Compose"
    CLOUD_FOUNDRY = "Cloud Foundry"
    ECS = "Amazon ECS"
    CLOUD = "cloud"
    """A provider's own service for containers, functions, databases or storage."""


class PlatformWords(msgspec.Struct, frozen=True, kw_only=True):
    """How sentences name its parts."""

    place: Plural
    """What was collected under one name: a cluster."""
    group: Plural
    """What workloads are grouped in: a namespace."""
    ways: str
    """What lets outsiders in, as a list."""
    public: str
    """What leads to a workload that is known to be public, and no more."""
    hosts: str
    """Where ports may be opened beside these."""
    sensors: str
    """What shows the sensors that watch it."""
    entries: str
    """What says whether a way in is encrypted."""


COMPOSE_SERVICE, CLOUD_FOUNDRY_APP = "ComposeService", "CloudFoundryApp"
"""Kinds of workloads."""
NETWORK_NAME = "NetworkName"
"""What a name is called by which others reach a workload, where it is no Service of Kubernetes."""

_KINDS = {
    COMPOSE_SERVICE: Platform.COMPOSE,
    CLOUD_FOUNDRY_APP: Platform.CLOUD_FOUNDRY,
    MANAGED_KIND: Platform.CLOUD_FOUNDRY,
}

WORDS = {
    Platform.KUBERNETES: PlatformWords(
        place=("cluster", "clusters"),
        group=("namespace", "namespaces"),
        ways="Ingress, route, LoadBalancer or NodePort service",
        public="entry point",
        hosts="nodes",
        sensors="DaemonSets and the logs of runtime sensors",
        entries="Ingresses, Gateways, Routes and Services",
    ),
    Platform.COMPOSE: PlatformWords(
        place=("environment", "environments"),
        group=("project", "projects"),
        ways="published port",
        public="published port",
        hosts="the host",
        sensors="the logs of runtime sensors",
        entries="the protocols at published ports",
    ),
    Platform.CLOUD_FOUNDRY: PlatformWords(
        place=("environment", "environments"),
        group=("space", "spaces"),
        ways="route",
        public="route",
        hosts="machines of the platform",
        sensors="the logs of runtime sensors",
        entries="the protocols at routes",
    ),
    Platform.ECS: PlatformWords(
        place=("ECS cluster", "ECS clusters"),
        group=("ECS cluster", "ECS clusters"),
        ways="load balancer or public address",
        public="entry point",
        hosts="instances",
        sensors="the logs of runtime sensors",
        entries="the protocols at load balancers and public addresses",
    ),
    Platform.CLOUD: PlatformWords(
        place=("account", "accounts"),
        group=("account", "accounts"),
        ways="public endpoint",
        public="public endpoint",
        hosts="machines of the provider",
        sensors="the logs of runtime sensors",
        entries="the protocols at public endpoints",
    ),
}

_MIXED = PlatformWords(
    place=("environment", "environments"),
    group=("namespace, project or space", "namespaces, projects or spaces"),
    ways="Ingress, route, load balancer or published port",
    public="entry point",
    hosts="nodes and hosts",
    sensors="DaemonSets and the logs of runtime sensors",
    entries="Ingresses, routes, Services and published ports",
)
"""Of a system on several platforms."""


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


def words_of_all(workloads: Iterable[Workload]) -> PlatformWords:
    """Of the platform that runs them all; words for any where there are several. Of nothing, those of Kubernetes."""
    platforms = platforms_of(workloads)
    if len(platforms) > 1:
        return _MIXED
    return WORDS[next(iter(platforms), Platform.KUBERNETES)]


def platforms_of(workloads: Iterable[Workload]) -> frozenset[Platform]:
    """All that something runs on; services that a platform keeps count for none."""
    return frozenset(platform_of(each.kind, each.namespace) for each in workloads if each.containers)


_CONDITIONAL = {
    Platform.COMPOSE: "ports that are published on their host",
    Platform.CLOUD_FOUNDRY: "a default route, unless they are pushed without one",
}


def conditionally_open(workloads: Iterable[Workload]) -> tuple[tuple[Workload, ...], str]:
    """(those of which it is not stated whether anybody outside reaches them, what they have, in words)."""
    found = tuple(each for each in workloads if each.public is None)
    ways = (_CONDITIONAL.get(platform, "openings") for platform in sorted(platforms_of(found)))
    return found, " or ".join(dict.fromkeys(ways)) or "openings"
