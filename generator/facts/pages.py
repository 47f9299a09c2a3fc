"""Pages of one list that lie in several files: `kubectl get --raw '…?limit=500&continue=…'`, one answer a file.

Pages of one list have equal kinds and resource versions, and all but the last continue (Kubernetes API concepts, "Retrieving
large results sets in chunks"). Objects with a name join by themselves; pods come as counted groups, and the same group on two
pages is two halves of it, where the same group in two dumps would be seen twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import add

import msgspec
from msgspec.structs import replace

from generator.facts.file_precedence import together
from generator.facts.select import kind_of
from generator.model.inventory import ClusterObject, ClusterSnapshot, ListPage, PodGroup


class _FilePage(msgspec.Struct, frozen=True):
    """One page in one file."""

    snapshot: ClusterSnapshot
    page: ListPage

    @property
    def later(self) -> int:
        """Objects on later pages: more on the first page than on the next. A page that does not say is the last."""
        return self.page.remaining or 0


def join_pages(snapshots: Sequence[ClusterSnapshot]) -> tuple[ClusterSnapshot, ...]:
    """The snapshots, in their order; what is on several pages is put into the file of the first one."""
    changed: dict[int, ClusterSnapshot] = {}
    for parts in _lists(snapshots):
        joined = {id(part.snapshot): changed.get(id(part.snapshot), part.snapshot) for part in parts}
        kind = parts[0].page.kind
        joined = _in_the_first(joined, kind)
        if _complete(parts):
            joined = {key: _collected(cluster, kind) for key, cluster in joined.items()}
        changed |= joined
    return tuple(changed.get(id(snapshot), snapshot) for snapshot in snapshots)


def _lists(snapshots: Iterable[ClusterSnapshot]) -> Iterable[list[_FilePage]]:
    """Pages of one list in several files, the first page first. Two files with the same page are copies, not two pages."""
    pages: dict[tuple[str, str, str], dict[int, _FilePage]] = defaultdict(dict)
    for snapshot in snapshots:
        for page in snapshot.pages:
            if page.resource_version:
                part = _FilePage(snapshot, page)
                pages[snapshot.cluster, page.kind, page.resource_version].setdefault(part.later, part)
    for parts in pages.values():
        if len(parts) > 1 and any(part.page.continues for part in parts.values()):
            yield [parts[later] for later in sorted(parts, reverse=True)]


def _complete(parts: Sequence[_FilePage]) -> bool:
    """Does every page say of the next how much is left, down to the last?"""
    steps = pairwise(parts)
    return not parts[-1].page.continues and all(page.later == two.later + two.page.items for page, two in steps)


def _in_the_first(snapshots: dict[int, ClusterSnapshot], kind: str) -> dict[int, ClusterSnapshot]:
    """All objects of the kind in the first file: in a later one they would replace what stands in an earlier one."""
    first, *rest = snapshots
    gathered: dict[object, ClusterObject] = {}
    for snapshot in snapshots.values():
        for cluster_object in snapshot.objects:
            if kind_of(cluster_object) == kind:
                _gather(gathered, cluster_object)
    others = {
        key: tuple(cluster_object for cluster_object in snapshots[key].objects if kind_of(cluster_object) != kind)
        for key in snapshots
    }
    joined = {key: replace(snapshots[key], objects=others[key]) for key in rest}
    return {first: replace(snapshots[first], objects=(*others[first], *gathered.values())), **joined}


def _gather(gathered: dict[object, ClusterObject], cluster_object: ClusterObject) -> None:
    if not isinstance(cluster_object, PodGroup):
        gathered[cluster_object] = cluster_object
        return
    key = (
        cluster_object.namespace,
        cluster_object.owner,
        cluster_object.containers,
        cluster_object.labels,
        cluster_object.annotations,
    )
    known = gathered.get(key)
    gathered[key] = together(known, cluster_object, add) if isinstance(known, PodGroup) else cluster_object


def _collected(snapshot: ClusterSnapshot, kind: str) -> ClusterSnapshot:
    return replace(snapshot, not_collected=tuple(absent for absent in snapshot.not_collected if absent != kind))
