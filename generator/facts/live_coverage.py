"""Manifests beside running state: which of their objects still count, chosen per kind and namespace.

A manifest says what is meant to run; where the API of the cluster listed the same kind in the same namespace, its answer counts
and the manifest is set aside. What the API was not asked about counts as declared: a list of nodes says nothing of Deployments.

Kinds that run containers are one kind here, since a Deployment in a manifest and its pods in a list are the same thing. A list
that holds objects of one namespace alone may be of that namespace alone (`kubectl get -n`): manifests of other namespaces count
beside it. One of several namespaces, or with nothing in it, stands for all. An object whose manifest names no namespace is
placed by whoever applies it, so that any list of its kind covers it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from generator.model.inventory import (
    MANAGED_KIND,
    MANAGED_SERVICE,
    ClusterObject,
    ClusterSnapshot,
    NamespaceObject,
    NodeObject,
    PodGroup,
    ServiceObject,
    WorkloadSpec,
)
from generator.model.settings.base import Setting, Settings

_RUNS_CONTAINERS = "workload"
_WORKLOADS = frozenset(
    "Pod Deployment StatefulSet DaemonSet ReplicaSet ReplicationController Job CronJob DeploymentConfig".split()
)
_UNPLACED = ("", "default")


class LiveCoverage(msgspec.Struct, frozen=True):
    """What the API of one cluster answered for: by kind the namespaces of which it listed something."""

    namespaces: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, running: Iterable[ClusterSnapshot]) -> "LiveCoverage":
        """From its answers; a kind that was listed and is empty has no namespace."""
        seen: dict[str, set[str]] = defaultdict(set)
        for snapshot in running:
            for kind, _ in snapshot.kinds:
                seen[_class(kind)] |= set()
            for each in snapshot.objects:
                seen[_class(_kind(each))].add(_namespace(each))
            for setting in snapshot.settings:
                seen[_class(setting.read_from[1])].add(setting.namespace)
        return cls({kind: frozenset(names) for kind, names in seen.items()})

    def covers(self, kind: str, namespace: str) -> bool:
        """Does the API's answer cover objects of this kind there?"""
        namespaces = self.namespaces.get(_class(kind))
        if namespaces is None:
            return False
        return len(namespaces) != 1 or namespace in namespaces or namespace in _UNPLACED or namespaces <= {""}

    def left_of(self, manifest: ClusterSnapshot) -> ClusterSnapshot:
        """A manifest file without what the API answered for."""
        objects = tuple(each for each in manifest.objects if not self.covers(_kind(each), _namespace(each)))
        settings = tuple(each for each in manifest.settings if not self._covers_setting(each))
        kept = {_kind(each) for each in objects} | {_class(each.read_from[1]) for each in settings}
        kinds = tuple(pair for pair in manifest.kinds if _class(pair[0]) in kept or _class(pair[0]) not in self.namespaces)
        names = {kind for kind, _ in kinds}
        listed = tuple(each for each in manifest.listed if each[1] in names)
        return replace(manifest, objects=objects, settings=settings, kinds=kinds, listed=listed)

    def answered_of(self, manifest: ClusterSnapshot) -> tuple[Setting[Settings], ...]:
        """What a manifest file configures and the API answered for."""
        return tuple(each for each in manifest.settings if self._covers_setting(each))

    def _covers_setting(self, setting: Setting[Settings]) -> bool:
        return self.covers(setting.read_from[1], setting.namespace)


def without_answered(manifests: Sequence[ClusterSnapshot], running: Sequence[ClusterSnapshot]) -> tuple[ClusterSnapshot, ...]:
    """The manifests of a cluster as far as they count beside its running state, in their order."""
    if not running:
        return tuple(manifests)
    coverage = LiveCoverage.of(running)
    left = (coverage.left_of(manifest) for manifest in manifests)
    return tuple(manifest for manifest in left if manifest.kinds)


def answered(manifests: Sequence[ClusterSnapshot], running: Sequence[ClusterSnapshot]) -> tuple[Setting[Settings], ...]:
    """What the manifests of a cluster configure in whose place its running state counts."""
    if not running:
        return ()
    coverage = LiveCoverage.of(running)
    return tuple(each for manifest in manifests for each in coverage.answered_of(manifest))


def _class(kind: str) -> str:
    return _RUNS_CONTAINERS if kind in _WORKLOADS else kind


def _kind(each: ClusterObject) -> str:
    if isinstance(each, WorkloadSpec | PodGroup):
        return _RUNS_CONTAINERS
    if isinstance(each, ServiceObject) and each.type == MANAGED_SERVICE:
        return MANAGED_KIND
    return type(each).__name__.removesuffix("Object")


def _namespace(each: ClusterObject) -> str:
    return "" if isinstance(each, NodeObject | NamespaceObject) else each.namespace
