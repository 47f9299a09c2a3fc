"""The names under which workloads are known: their own, their services', their containers'."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from generator.graph.normalise import bare, plain
from generator.model.inventory import Workload


class RunningNames:
    """Looks workloads up. Answers are keys: `namespace/Kind/name`, or `namespace/Kind/name/container`."""

    def __init__(self, workloads: Sequence[Workload]) -> None:
        self._by_key = {workload.key: workload for workload in workloads}
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._bare: dict[str, set[str]] = defaultdict(set)
        self._containers: dict[str, set[str]] = defaultdict(set)
        self._labels: dict[str, set[str]] = defaultdict(set)
        self._namespaces: dict[str, set[str]] = defaultdict(set)
        for workload in workloads:
            self._add(workload)

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

    def labelled(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Workloads that carry one of these diagram labels."""
        return tuple(sorted({key for label in labels for key in self._labels.get(plain(label), ())}))

    def diagram_label(self, key: str) -> str | None:
        """The label a workload carries itself."""
        workload = self._by_key.get("/".join(key.split("/")[:3]))
        return workload.diagram_label if workload else None

    def namespace(self, names: Iterable[str]) -> str | None:
        """The one namespace of that name; the word namespace beside it does not count."""
        wanted = {plain(name).removeprefix("namespace").removesuffix("namespace") for name in names}
        found = {namespace for name in wanted for namespace in self._namespaces.get(name, ())}
        return next(iter(found)) if len(found) == 1 else None

    def called(self, names: Sequence[str], namespace: str | None) -> tuple[str, ...]:
        """The one workload or container of that name, or nothing: two that could be meant are none.

        A workload's or service's whole name comes first, then names without generic words, then container names.
        """
        wanted, shorter = {plain(name) for name in names}, {bare(name) for name in names}
        for index, asked in ((self._exact, wanted), (self._bare, shorter), (self._containers, wanted)):
            found = {key for name in asked for key in index.get(name, ()) if _is_in(key, namespace)}
            if found:
                return tuple(found) if len(found) == 1 else ()
        return ()

    def exactly(self, names: Iterable[str], namespace: str | None) -> tuple[str, ...]:
        """The one workload whose own or service name this is, letter for letter but for case and punctuation."""
        found = {key for name in names for key in self._exact.get(plain(name), ()) if _is_in(key, namespace)}
        return tuple(found) if len(found) == 1 else ()

    def referred(self, reference: str) -> tuple[str, ...]:
        """What a person's reference names: `name`, `name/container`, `namespace/Kind/name[/container]`, `namespace/name`,
        `namespace/*`. A name that several workloads have means all of them.
        """
        parts = tuple(part.casefold() for part in reference.strip().split("/"))
        return tuple(sorted({answer for key in self._by_key for answer in self._answers(key, parts)}))

    def _answers(self, key: str, parts: tuple[str, ...]) -> Iterable[str]:
        namespace, _, name = (part.casefold() for part in key.split("/", 2))
        whole = tuple(key.casefold().split("/"))
        if parts in {(name,), (namespace, name), whole, (namespace, "*")}:
            yield key
        if parts[:-1] in {(name,), whole}:
            for container in self._by_key[key].containers:
                if container.name.casefold() == parts[-1] and not container.init:
                    yield f"{key}/{container.name}"


def _is_in(key: str, namespace: str | None) -> bool:
    return namespace is None or key.startswith(f"{namespace}/")
