"""The names under which workloads are known: their own, their services', their containers'."""

import fnmatch
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from generator.graph.mapping import is_pattern
from generator.graph.normalize import bare, plain
from generator.model.inventory import KEPT_BY_CLOUD, MANAGED_KIND, Workload

_PARTS = 3
"""Of a workload's key; that of a container has one more."""


class RunningNames:
    """Looks workloads up. Answers are keys: `namespace/Kind/name`, or `namespace/Kind/name/container`."""

    def __init__(self, workloads: Sequence[Workload]) -> None:
        self._by_key = {workload.key: workload for workload in workloads}
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._bare: dict[str, set[str]] = defaultdict(set)
        self._containers: dict[str, set[str]] = defaultdict(set)
        self._labels: dict[str, set[str]] = defaultdict(set)
        self._namespaces: dict[str, set[str]] = defaultdict(set)
        self._referred: dict[str, set[str]] = defaultdict(set)
        for workload in workloads:
            self._add(workload)
            self._refer(workload)

    def _add(self, workload: Workload) -> None:
        for name in (workload.name, *workload.services):
            self._exact[plain(name)].add(workload.key)
            self._bare[bare(name)].add(workload.key)
        containers = {container.name for container in workload.containers if not container.init}
        for name in containers:
            self._containers[plain(name)].add(f"{workload.key}/{name}" if len(containers) > 1 else workload.key)
        if workload.diagram_label:
            self._labels[plain(workload.diagram_label)].add(workload.key)
        self._namespaces[plain(workload.namespace)].add(workload.namespace)

    @property
    def keys(self) -> tuple[str, ...]:
        """All workloads, sorted."""
        return tuple(sorted(self._by_key))

    def labeled(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Workloads that carry one of these diagram labels."""
        return tuple(sorted({key for label in labels for key in self._labels.get(plain(label), ())}))

    def diagram_label(self, key: str) -> str | None:
        """The label a workload carries itself."""
        workload = self._by_key.get("/".join(key.split("/")[:3]))
        return workload.diagram_label if workload else None

    def namespace(self, names: Iterable[str]) -> str | None:
        """The one namespace of that name; the word namespace beside it does not count."""
        wanted = {plain(name).removeprefix("namespace").removesuffix("namespace") for name in names}
        namespaces = {namespace for name in wanted for namespace in self._namespaces.get(name, ())}
        return next(iter(namespaces)) if len(namespaces) == 1 else None

    def called(self, names: Sequence[str], namespace: str | None) -> tuple[str, ...]:
        """The one workload or container of that name, or nothing: two that could be meant are none.

        A workload's or service's whole name comes first, then names without generic words, then container names.
        """
        wanted, shorter = {plain(name) for name in names}, {bare(name) for name in names}
        for index, candidates in ((self._exact, wanted), (self._bare, shorter), (self._containers, wanted)):
            keys = {key for name in candidates for key in index.get(name, ()) if _is_in(key, namespace)}
            if keys:
                return tuple(keys) if len(keys) == 1 else ()
        return ()

    def exactly(self, names: Iterable[str], namespace: str | None) -> tuple[str, ...]:
        """The one workload whose own or service name this is, letter for letter but for case and punctuation."""
        keys = {key for name in names for key in self._exact.get(plain(name), ()) if _is_in(key, namespace)}
        return tuple(keys) if len(keys) == 1 else ()

    def referred(self, reference: str) -> tuple[str, ...]:
        """What a person's reference names: `name`, `name/container`, `namespace/Kind/name[/container]`, `namespace/name`,
        `namespace/*`, and other patterns of these. A name that several workloads have means all of them.
        """
        wanted = reference.strip().casefold()
        if is_pattern(wanted):
            return tuple(sorted(self._fitting(wanted)))
        return tuple(sorted(self._referred.get(wanted, ())))

    def _fitting(self, pattern: str) -> Iterable[str]:
        """`namespace/*` means its workloads, and not their containers one by one."""
        fits = re.compile(fnmatch.translate(pattern.replace("[", "[[]"))).fullmatch
        keys = {key for reference, keys in self._referred.items() if fits(reference) for key in keys}
        return {key for key in keys if key.count("/") < _PARTS or "/".join(key.split("/")[:_PARTS]) not in keys}

    def _refer(self, workload: Workload) -> None:
        """Every way in which a person may name it."""
        key, name, place = workload.key, workload.name.casefold(), workload.namespace.casefold()
        kept = workload.services if workload.namespace == KEPT_BY_CLOUD or workload.kind == MANAGED_KIND else ()
        for reference in {name, f"{place}/{name}", key.casefold(), *(each.casefold() for each in kept)}:
            self._referred[reference].add(key)
        for container in {each.name for each in workload.containers if not each.init}:
            for reference in (f"{name}/{container.casefold()}", f"{key}/{container}".casefold()):
                self._referred[reference].add(f"{key}/{container}")


def workload_of(key: str) -> str:
    """The workload of a container's key; a workload's own key as it is."""
    return "/".join(key.split("/")[:_PARTS])


def _is_in(key: str, namespace: str | None) -> bool:
    return namespace is None or key.startswith(f"{namespace}/")
