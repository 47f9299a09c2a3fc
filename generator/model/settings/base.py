"""Objects that configure something: what is read of them, what identifies them, and which kinds were looked for.

Each area has its own frozen records beside this file, derived from `Settings`; readers below `parsers/cluster/` make them and
`checks/` judges them. They hold narrow facts, never a whole specification and never a value that may be secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar, cast

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.grouping import grouped
from generator.model.posture import ObjectCitation


class Settings(msgspec.Struct, frozen=True):
    """What one area reads of an object. The base of all its records; says nothing itself."""


S = TypeVar("S", bound=Settings, covariant=True)  # noqa: PLC0105 - the short name reads better in every annotation

GroupKind = tuple[str, str]
"""API group (empty for the core group) and kind: `("networking.k8s.io", "NetworkPolicy")`."""


class Setting(msgspec.Struct, Generic[S], frozen=True, kw_only=True):
    """One object with what is read of it."""

    group: str
    """Empty for the core group."""
    kind: str
    namespace: str
    """Empty for what belongs to no namespace."""
    name: str
    uid: str = ""
    resource_version: str = ""
    read_from: GroupKind
    """What it was read from: of a Deployment seen through its pods, the pods; else its own group and kind."""
    taken: datetime | None
    source: EvidenceSource
    says: S

    @property
    def key(self) -> str:
        """`namespace/Kind/name`, or `Kind/name` of what has no namespace."""
        return "/".join(part for part in (self.namespace, self.kind, self.name) if part)

    @property
    def cited(self) -> ObjectCitation:
        """The object as evidence."""
        return ObjectCitation(
            kind=self.kind,
            name=self.name,
            namespace=self.namespace,
            uid=self.uid,
            resource_version=self.resource_version,
            taken=self.taken,
            source=self.source,
        )


@dataclass(frozen=True, kw_only=True)
class ClusterConfiguration:
    """Everything one cluster's evidence says about its configuration, as of a day."""

    cluster: str
    running: bool
    """False where only manifests were collected: absence from them says nothing about the cluster."""
    listed: frozenset[GroupKind]
    """Kinds that were asked for and answered, if only with an empty list, and kinds of which an object was seen."""
    complete: frozenset[GroupKind]
    """Kinds that the API listed and of which nothing was refused, cut off or lost: absence from them is absence."""
    refused: frozenset[GroupKind]
    """Resources (`clusterroles`) of groups that the API refused to list."""
    manifests: frozenset[str]
    """Paths of the files that declare what is meant to run; every other file is the answer of an API."""
    of_namespaces: Mapping[GroupKind, frozenset[str]] = field(default_factory=dict)
    """Kinds of which the API may have listed some namespaces alone, with those that are known: none is complete."""
    settings: tuple[Setting[Settings], ...]
    """Sorted by key, group and place."""
    replaced: tuple[Setting[Settings], ...] = ()
    """What manifests say of the variables of workloads, where what runs counts in their place; sorted by place."""

    @property
    def only_namespaces(self) -> frozenset[str]:
        """Those whose pods alone the API listed. Empty where it listed the pods of all, or of none that is known."""
        return self.of_namespaces.get(("", "Pod"), frozenset())

    def of(self, says: type[S]) -> tuple[Setting[S], ...]:
        """All objects of which such a record was read."""
        return cast("tuple[Setting[S], ...]", self._by_record.get(says, ()))

    def of_object(self, says: type[S], key: str) -> tuple[Setting[S], ...]:
        """Those of one object, by its key: a workload that was seen in several ways has several."""
        return cast("tuple[Setting[S], ...]", self._by_object.get((says, key), ()))

    @cached_property
    def _by_record(self) -> Mapping[type[Settings], tuple[Setting[Settings], ...]]:
        """Sorted into records once, since a check asks again for each of its subjects. A record is one of its bases as well."""
        found = grouped(
            (kind, each) for each in self.settings for kind in type(each.says).__mro__ if issubclass(kind, Settings)
        )
        return {kind: tuple(settings) for kind, settings in found.items()}

    @cached_property
    def _by_object(self) -> Mapping[tuple[type[Settings], str], tuple[Setting[Settings], ...]]:
        found = grouped(((type(each.says), each.key), each) for each in self.settings)
        return {named: tuple(settings) for named, settings in found.items()}
