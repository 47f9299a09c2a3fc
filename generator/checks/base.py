"""The contract of every check: one requirement, and the function that judges each of its subjects.

How to add a check
------------------
A new file in the folder of its area with `CHECK = Check(requirement=…, judge=_judge, population=…)`, and one line in
`registry.py`. Nothing else: `atopack checks`, the discrepancies, waivers, the matrix, the observations and the sentences of the
plan follow from it.

What `judge` does
-----------------
1. It lists the subjects first, from evidence, then judges each: `passes`, `fails` or `unknown`. What a rule skips is unknown,
   never a pass; missing evidence makes a subject unknown, never passing or failing.
2. A pass has the weakest certainty of the facts it needs (`weakest`), a failure that of the fact that fails. The certainty of
   an object of a cluster is `context.certainty_of(setting)`, of several objects `context.certainty_of_all(settings)`.
3. Where there are no subjects it says why: `none_found` only where the kinds that hold them were listed whole
   (`context.complete(…)`), `not_collected` otherwise, `not_applicable` where a person or the level of the system decides so.
4. Subjects that fail are one discrepancy, unless their causes differ: then each verdict names its `cause`. What fails only
   because a subject of another requirement does names that in `follows_from`.
5. Whether the subjects are all that there are is not its matter: `population` says what shows it (`checks.populations`), and
   what no list shows becomes a subject of its own, which is unknown.
6. What a reader has to know beside the verdicts (what is left out and why, a threshold that is in force) is a note.

It is pure and never raises for what is in evidence. With `per_cluster` it is called once for each cluster, else once with an
empty configuration; where no cluster was collected a check with `per_cluster` is not called.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from generator.limits import NAMED
from generator.model.comparison import NOT_COMPARED, Comparison
from generator.model.evidence import ReadAtPlace, ReadAtPlaces
from generator.model.facts import SystemFacts
from generator.model.flow import NO_FLOWS, FlowGraph
from generator.model.identifiers import ControlId
from generator.model.inventory import NodeObject, Workload
from generator.model.platform import PlatformWords, words_of_all
from generator.model.posture import Absence, Certainty, JudgedSubject, ObjectCitation, PostureRequirement, PostureState, weakest
from generator.model.settings.base import ClusterConfiguration, GroupKind, Setting, Settings
from generator.model.settings.isolation import NamespaceLabels, PodIsolation
from generator.model.shared_views import SharedViews
from generator.model.system import System
from generator.text import listed

S = TypeVar("S", bound=Settings)

_PLATFORM = re.compile(r"kube-(?:system|public|node-lease)|openshift(?:-.+)?")

POD: GroupKind = ("", "Pod")
NAMESPACE: GroupKind = ("", "Namespace")
NODE: GroupKind = ("", "Node")
WORKLOADS: tuple[GroupKind, ...] = (
    POD,
    ("apps", "Deployment"),
    ("apps", "StatefulSet"),
    ("apps", "DaemonSet"),
    ("apps", "ReplicaSet"),
    ("batch", "Job"),
    ("batch", "CronJob"),
)
"""Kinds that run containers. Where the API listed the pods whole, everything that runs at that moment is seen."""

_FOREIGN_GROUPS, _FOREIGN_KINDS = ("cloudfoundry.org", "cloud"), ("CloudFoundry", "Compose", "ContainerApp", "Ecs")
"""Of objects that are put into the words of Kubernetes and are none of it."""

NO_CLUSTER = ClusterConfiguration(
    cluster="",
    running=False,
    listed=frozenset(),
    complete=frozenset(),
    refused=frozenset(),
    manifests=frozenset(),
    settings=(),
)
"""The configuration of a check that is asked of the system as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """What a check may look at: the whole system as of the day, and the configuration of one cluster."""

    system: System
    facts: SystemFacts
    comparison: Comparison = NOT_COMPARED
    flows: FlowGraph = NO_FLOWS
    unread_diagrams: tuple[str, ...] = ()
    """Paths of what lies among the diagrams and could not be read: pictures, broken files."""
    configuration: ClusterConfiguration = NO_CLUSTER
    views: SharedViews = field(default_factory=SharedViews, repr=False, compare=False)
    """What several checks derive from the same parts of the system."""

    @property
    def cluster(self) -> str:
        """The cluster's name; empty for checks that are asked of the system as a whole."""
        return self.configuration.cluster

    def of(self, says: type[S]) -> tuple[Setting[S], ...]:
        """Every object of which such a record was read, inside the boundary or outside."""
        return self.configuration.of(says)

    def of_object(self, says: type[S], key: str) -> tuple[Setting[S], ...]:
        """Such records of one object, by its key."""
        return self.configuration.of_object(says, key)

    def inside(self, says: type[S]) -> tuple[Setting[S], ...]:
        """Those of the system's own namespaces, and those that belong to no namespace."""
        return tuple(each for each in self.of(says) if not each.namespace or self.is_ours(each.namespace))

    def listed(self, *kinds: GroupKind) -> bool:
        """Was at least one of these kinds looked for, or an object of it seen? Says nothing about whether the list is whole."""
        return any(kind in self.configuration.listed for kind in kinds)

    def complete(self, *kinds: GroupKind) -> bool:
        """Was every one of these kinds listed whole by the API of this cluster, so that absence from it is absence?"""
        return all(kind in self.configuration.complete and not self.refused(*resources(kind)) for kind in kinds)

    def pods_listed(self, namespace: str) -> bool:
        """Did the API list the pods of this namespace whole, if those of no other?"""
        return self.complete(POD) or namespace in self.configuration.only_namespaces

    def listed_whole(self, *kinds: GroupKind) -> bool:
        """Was one of these kinds looked for, and every one that was listed whole? For kinds of which one tells enough."""
        looked_for = [kind for kind in kinds if self.listed(kind)]
        return bool(looked_for) and self.complete(*looked_for)

    def refused(self, *resources: GroupKind) -> bool:
        """Did the API refuse one of these: group and plural name, as `("rbac.authorization.k8s.io", "clusterroles")`?"""
        return any(each in self.configuration.refused for each in resources)

    def absent(
        self, none: str, needed: str, *kinds: GroupKind, refusing: Iterable[GroupKind] = (), notes: Iterable[str] = ()
    ) -> "Judgment":
        """There is no subject: none is found where these kinds were listed whole, else they were not collected, or refused.

        `refusing`: kinds whose refusal counts, where they are others.
        """
        if self.complete(*kinds):
            return none_found(none, notes=notes)
        refused = self.refused(*(name for kind in refusing or kinds for name in resources(kind)))
        return not_collected(needed, refused=refused)

    def certainty_of(self, single: ReadAtPlace | ReadAtPlaces) -> Certainty:
        """Of one object of a cluster: observed where one of the places that show it is the answer of an API, else declared.

        A workload that a manifest declares and an API lists was seen. Where a verdict needs several objects, that one of them
        was seen says nothing of the others: `certainty_of_all`. Source: design/contracts.md, `atopack check --json`, certainty.
        """
        sources = single.sources if hasattr(single, "sources") else (single.source,)
        return Certainty.DECLARED if all(self._is_manifest(source.path) for source in sources) else Certainty.OBSERVED

    def certainty_of_all(self, several: Iterable[ReadAtPlace | ReadAtPlaces]) -> Certainty:
        """Of a verdict that needs, or names, all of these objects: that of the least certain.

        Raises:
            ValueError: there are none.
        """
        return weakest(map(self.certainty_of, several))

    def _is_manifest(self, path: str) -> bool:
        known = (self.configuration, *self.facts.configurations)
        return any(path in each.manifests for each in known)

    def is_ours(self, namespace: str) -> bool:
        """Is it one of the boundary's namespaces? Where system.yaml names none: every one that is not the platform's."""
        inside = self.system.boundary_namespaces
        return namespace in inside if inside else _PLATFORM.fullmatch(namespace) is None

    @property
    def namespaces(self) -> tuple[str, ...]:
        """The system's own namespaces in this cluster, sorted: those that were listed and those in which something runs.
        Projects of Compose and spaces of Cloud Foundry are none.
        """
        named = {each.name for each in self.of(NamespaceLabels)}
        used = {each.namespace for each in self.of(PodIsolation)}
        return tuple(sorted(each for each in named | used if self.is_ours(each)))

    def files(self, cluster: str) -> Iterator[ObjectCitation]:
        """What was collected of a cluster, as evidence."""
        for view in self.facts.clusters:
            if view.name == cluster:
                yield from (ObjectCitation(kind="File", name=file.path, source=file.source) for file in view.evidence)

    def nodes(self, cluster: str) -> list[NodeObject]:
        """Of one cluster."""
        return [node for view in self.facts.clusters if view.name == cluster for node in view.nodes]

    @property
    def words(self) -> PlatformWords:
        """Of the platform of what runs: in this cluster, else in all."""
        return words_of_all(self.workloads if self.cluster else self.facts.workloads)

    @property
    def workloads(self) -> tuple[Workload, ...]:
        """What runs in this cluster, inside the boundary."""
        return tuple(each for each in self.facts.workloads if each.cluster == self.cluster)


Population = Callable[[CheckContext], Iterable[JudgedSubject]]
"""The subjects that stand for what was not listed: none where the population is known to be whole."""


class Judgment(msgspec.Struct, frozen=True, kw_only=True):
    """What a check says of one cluster, or of the system. Made by `judged`, `none_found`, `not_collected`, `not_applicable`."""

    subjects: tuple[JudgedSubject, ...] = ()
    absence: Absence | None = None
    notes: tuple[str, ...] = ()


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement and how it is judged."""

    requirement: PostureRequirement
    judge: Callable[[CheckContext], Judgment]
    population: Population
    """What shows that no subject is missing, one of `populations`: it yields an unknown subject for what no list shows."""
    per_cluster: bool = False
    """Asked once for each cluster, with its configuration."""
    kubernetes: bool = False
    """Judges objects of Kubernetes: not asked where everything that was collected runs on another platform."""

    @property
    def id(self) -> str:
        """`running-not-drawn`: also the anchor in documents, and what a waiver names."""
        return self.requirement.id

    @property
    def title(self) -> str:
        """Of its discrepancies."""
        return self.requirement.problem

    @property
    def controls(self) -> tuple[ControlId, ...]:
        """Controls it concerns."""
        return self.requirement.control_ids


def resources(kind: GroupKind) -> tuple[GroupKind, ...]:
    """How the API may call a kind: a refusal names the resource, `httproutes`, and not the kind."""
    group, name = kind[0], kind[1].lower()
    return (group, f"{name}s"), (group, f"{name}es"), (group, f"{name.removesuffix('y')}ies")


def is_kubernetes(configuration: ClusterConfiguration) -> bool:
    """Are there objects of Kubernetes? A Compose file, or an application of another platform, has no API server and no etcd."""
    return any(group not in _FOREIGN_GROUPS and not kind.startswith(_FOREIGN_KINDS) for group, kind in configuration.listed)


def judged(subjects: Iterable[JudgedSubject], *, notes: Iterable[str] = ()) -> Judgment:
    """Every subject with its verdict; at least one."""
    return Judgment(subjects=tuple(subjects), notes=tuple(notes))


def none_found(summary: str, *, citations: Iterable[ObjectCitation] = (), notes: Iterable[str] = ()) -> Judgment:
    """What holds the subjects was collected whole, and there are none."""
    absence = Absence(state=PostureState.NONE_FOUND, reason=summary, citations=tuple(citations))
    return Judgment(absence=absence, notes=tuple(notes))


def not_collected(what: str, *, refused: bool = False) -> Judgment:
    """What holds the subjects was not collected, or the API refused it: `what` is what to collect, in words."""
    reason = f"The API refused to list {what}." if refused else f"No evidence of {what} was collected."
    return Judgment(absence=Absence(state=PostureState.NOT_COLLECTED, reason=reason, needs=what))


def not_applicable(reason: str, *citations: ObjectCitation) -> Judgment:
    """A named person, or the level of the system, decides that it does not apply; in one sentence."""
    return Judgment(absence=Absence(state=PostureState.NOT_APPLICABLE, reason=reason, citations=citations))


def named(names: Sequence[str]) -> str:
    """`a, b and c`, or the first of many `and 12 more`."""
    return listed(names, NAMED)
