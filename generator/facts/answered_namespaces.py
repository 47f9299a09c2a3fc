"""Of which namespaces of a cluster its API answered, by what was asked and by what came."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from generator.facts.list_commands import ListRequest, request_of
from generator.model.grouping import grouped_sets
from generator.model.inventory import ClusterSnapshot
from generator.model.settings.base import GroupKind, Setting, Settings

POD: GroupKind = ("", "Pod")
_OF_WORKLOADS = ("apps", "batch")
"""Groups whose kinds all have a namespace, so that an empty list may be that of one."""


class AnsweredNamespaces(msgspec.Struct, frozen=True, kw_only=True):
    """Of which namespaces an API answered.

    What the commands of the lists of a kind say holds, whatever other lists show (kubectl, "Viewing and finding resources":
    `--all-namespaces`, `--namespace`, and the namespace of the current context where neither is given).

    Where no command says it: every cluster runs pods in kube-system and elsewhere, so that a list with pods of one namespace,
    or without any, is the answer about one. A list of another kind that holds objects of one namespace, or none, may be such an
    answer as well, where no pods show that all were asked.
    """

    seen: Mapping[GroupKind, frozenset[str]]
    """Namespaces of the objects of a kind."""
    everywhere: frozenset[GroupKind]
    """Kinds of which a command says that all namespaces were asked."""
    requested: Mapping[GroupKind, frozenset[str]]
    """Kinds of which every command says that some namespaces were asked, with those that are known."""

    @classmethod
    def of(cls, running: Sequence[ClusterSnapshot], settings: Iterable[Setting[Settings]]) -> "AnsweredNamespaces":
        """Of the answers of one cluster's API, without manifests."""
        names = grouped_sets(((setting.source.path, setting.read_from), setting.namespace) for setting in settings)
        answers = list(_answers(running, names))
        seen: dict[GroupKind, set[str]] = defaultdict(set)
        requested: dict[GroupKind, set[str]] = defaultdict(set)
        for each in answers:
            seen[each.kind] |= each.names
            requested[each.kind] |= each.requested.namespaces | each.names
        not_limited = {each.kind for each in answers if not each.is_limited}
        return cls(
            seen={kind: frozenset(of_kind) for kind, of_kind in seen.items()},
            everywhere=frozenset(each.kind for each in answers if each.requested.everywhere),
            requested={kind: frozenset(of_kind) for kind, of_kind in requested.items() if kind not in not_limited},
        )

    def of_some(self, kinds: frozenset[GroupKind]) -> Mapping[GroupKind, frozenset[str]]:
        """Of these kinds those whose lists may be of some namespaces alone, with the namespaces that are known."""
        pods_everywhere = POD in kinds and not self._may_be_some(POD, pods_everywhere=False)
        some = (kind for kind in sorted(kinds) if self._may_be_some(kind, pods_everywhere=pods_everywhere))
        return {kind: self.requested.get(kind, self.seen.get(kind, frozenset())) for kind in some}

    def _may_be_some(self, kind: GroupKind, *, pods_everywhere: bool) -> bool:
        names = self.seen.get(kind, frozenset())
        if kind in self.everywhere or kind in self.requested:
            return kind not in self.everywhere
        if kind == POD:
            return len(names) <= 1
        if pods_everywhere or len(names) > 1:
            return False
        return bool(names) or kind[0] in _OF_WORKLOADS


class _ListAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The list of one kind in one file."""

    kind: GroupKind
    requested: ListRequest
    names: frozenset[str]
    """Namespaces of its objects."""
    is_clusters: bool
    """Are its objects of no namespace?"""

    @property
    def is_limited(self) -> bool:
        """Does its command ask for some namespaces? Objects of several show that a command without any is not all of it."""
        if self.is_clusters or not self.requested.some_namespaces:
            return False
        return bool(self.requested.namespaces) or len(self.names) == 1 or (not self.names and self._has_namespaces)

    @property
    def _has_namespaces(self) -> bool:
        return self.kind == POD or self.kind[0] in _OF_WORKLOADS


def _answers(running: Iterable[ClusterSnapshot], names: Mapping[tuple[str, GroupKind], set[str]]) -> Iterator[_ListAnswer]:
    for snapshot in running:
        requested = request_of(snapshot.evidence.command)
        for kind in sorted(set(snapshot.lists)):
            of_kind = names.get((snapshot.evidence.path, kind), set())
            known = frozenset(of_kind) - {""}
            yield _ListAnswer(kind=kind, requested=requested, names=known, is_clusters=bool(of_kind) and not known)
