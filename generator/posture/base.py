"""The contract of a row of the evidence-to-control table: from one cluster's configuration to the state of a requirement.

How to add a row
----------------
1. What the parser must read goes into a frozen record derived from `Settings`, in a new file below `model/settings/`
   (narrow facts only, nothing that may be secret).
2. A reader makes it: a new file below `parsers/cluster/` with a function `(Subject) -> Settings | None`, and one line in
   `parsers/cluster/setting_readers.py` that names API group, kind and function. A group and kind may have several readers. Pods
   alone are special: they are folded while they are read (`PodIsolation` in `model/settings/isolation.py` holds, for each
   workload, the containers with their security context, and what the pod shares with its host).
3. The row is a new file in this folder: a frozen dataclass with `requirement` (data) and `judge(ground)`, and one line in
   `registry.py`. Nothing else: its check, its waivers, `atopack checks`, the matrix page and the discrepancies follow from it.

What `judge` does
-----------------
It gets one `PostureContext` per cluster and gives one `Judgment`, by one of the four names of `PostureState`:

- `NOT_COLLECTED` where none of the kinds it reads was listed (`ground.listed(("group", "Kind"), …)`), with what to collect in
  `missing`. `not_collected("network policies")` writes it. What was refused is not collected: `ground.refused(…)` tells.
- `NONE_FOUND` where they were listed and nothing was there. One discrepancy for the cluster where it is `required`; a row that
  knows better what to remediate gives `problems` instead. `required` is False where another mechanism may serve, or where
  nothing is there to be judged. In a cluster of which only manifests were collected, a kind is listed where an object of it was
  seen.
- `NOT_ENFORCING` where something is there that lets things pass, with one `Problem` for each thing to remediate. At least one.
- `ENFORCING` only where nothing is known that contradicts it; what could not be seen goes into `missing`.

`certainty` is filled in by the engine from the cluster (seen or declared) unless the row says `INDICATION`. Where no cluster
was collected the engine answers `NOT_COLLECTED` itself and the row is not asked. Rows are pure and never raise for what is in
evidence. Rows that do not depend on a cluster (scans, registries, pipelines) set `per_cluster = False` and get one
`PostureContext` whose `cluster` is empty and whose configuration holds nothing; everything is in `ground.facts`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from generator.limits import NAMED
from generator.model.facts import SystemFacts
from generator.model.inventory import Workload
from generator.model.posture import Certainty, ObjectCitation, PostureRequirement, PostureState, Problem
from generator.model.settings.base import ClusterConfiguration, GroupKind, Setting, Settings
from generator.model.settings.isolation import NamespaceLabels, PodIsolation
from generator.model.system import System
from generator.text import listed

S = TypeVar("S", bound=Settings)

_PLATFORM = re.compile(r"kube-(?:system|public|node-lease)|openshift(?:-.+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureContext:
    """What a row may look at: one cluster as of the day, and the whole system beside it."""

    system: System
    facts: SystemFacts
    configuration: ClusterConfiguration

    @property
    def cluster(self) -> str:
        """The cluster's name; empty for rows that are judged for the system as a whole."""
        return self.configuration.cluster

    def of(self, says: type[S]) -> tuple[Setting[S], ...]:
        """Every object of which such a record was read, inside the boundary or outside."""
        return self.configuration.of(says)

    def inside(self, says: type[S]) -> tuple[Setting[S], ...]:
        """Those of the system's own namespaces, and those that belong to no namespace."""
        return tuple(each for each in self.of(says) if not each.namespace or self.is_ours(each.namespace))

    def listed(self, *kinds: GroupKind) -> bool:
        """Was at least one of these kinds looked for? What was refused in a part of the cluster was looked for in the rest."""
        return any(kind in self.configuration.listed for kind in kinds)

    def refused(self, *resources: GroupKind) -> bool:
        """Did the API refuse one of these: group and plural name, as `("rbac.authorization.k8s.io", "clusterroles")`?"""
        return any(each in self.configuration.refused for each in resources)

    def is_ours(self, namespace: str) -> bool:
        """Is it one of the boundary's namespaces? Where system.yaml names none: every one that is not the platform's."""
        inside = self.system.boundary_namespaces
        return namespace in inside if inside else _PLATFORM.fullmatch(namespace) is None

    @property
    def namespaces(self) -> tuple[str, ...]:
        """The system's own namespaces in this cluster, sorted: those that were listed and those in which something runs."""
        named = {each.name for each in self.of(NamespaceLabels)}
        used = {each.namespace for each in self.of(PodIsolation)} | {each.namespace for each in self.workloads}
        return tuple(sorted(each for each in named | used if self.is_ours(each)))

    @property
    def workloads(self) -> tuple[Workload, ...]:
        """What runs in this cluster, inside the boundary."""
        return tuple(each for each in self.facts.workloads if each.cluster == self.cluster)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """What a row says; the engine adds the requirement and the cluster to make a `Posture`."""

    state: PostureState
    summary: str
    """What was found, in one sentence, without the state's name."""
    certainty: Certainty | None = None
    """None: as sure as the evidence of the cluster is."""
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    citations: tuple[ObjectCitation, ...] = field(default=())
    held: tuple[int, int] | None = None
    """Of how many things asked about how many adhere, where they can be counted: (0, 12) says that nothing does."""


class PostureRow(Protocol):
    """One row of the table."""

    @property
    def requirement(self) -> PostureRequirement:
        """What is asked, as data."""

    @property
    def per_cluster(self) -> bool:
        """True: asked once for each cluster. False: once for the system."""

    def judge(self, context: PostureContext) -> Judgment:
        """The state of the requirement on this ground."""


def not_collected(what: str, *, refused: bool = False) -> Judgment:
    """Not collected, or refused by the API: `what` is what to collect, in words."""
    summary = f"The API refused to list {what}." if refused else f"No evidence of {what} was collected."
    return Judgment(state=PostureState.NOT_COLLECTED, summary=summary, certainty=Certainty.NONE, missing=(what,))


def undecided(summary: str, missing: Iterable[str]) -> Judgment:
    """Something is there, and what decides whether it enforces was not collected."""
    return Judgment(state=PostureState.NOT_COLLECTED, summary=summary, certainty=Certainty.NONE, missing=tuple(missing))


def none_found(summary: str, *, missing: tuple[str, ...] = (), citations: Iterable[ObjectCitation] = ()) -> Judgment:
    """Looked for, and nothing was there."""
    return Judgment(state=PostureState.NONE_FOUND, summary=summary, missing=missing, citations=tuple(citations))


def judged(
    summary: str,
    problems: Sequence[Problem],
    settings: Iterable[Setting[Settings]],
    *,
    missing: Iterable[str] = (),
    held: tuple[int, int] | None = None,
) -> Judgment:
    """Something was there: not enforcing where there is a problem, else enforcing."""
    return judged_evidence(summary, problems, (each.cited for each in settings), missing=missing, held=held)


def judged_evidence(
    summary: str,
    problems: Sequence[Problem],
    citations: Iterable[ObjectCitation],
    *,
    missing: Iterable[str] = (),
    held: tuple[int, int] | None = None,
) -> Judgment:
    """The same of what is no object of a cluster."""
    return Judgment(
        state=PostureState.NOT_ENFORCING if problems else PostureState.ENFORCING,
        summary=summary,
        missing=tuple(missing),
        problems=tuple(problems),
        citations=tuple(citations),
        held=held,
    )


def named(names: Sequence[str]) -> str:
    """`a, b and c`, or the first of many `and 12 more`."""
    return listed(names, NAMED)


def of(part: int, total: int, many: str) -> str:
    """`3 of 1,204 workloads`."""
    return f"{part:,} of {total:,} {many}"
