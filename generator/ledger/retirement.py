"""Whether an image is retired: nothing runs it, and whoever says so looked where it ran.

An image that is no longer in any inventory closes what was open on it only when a newer dump of running pods holds every
namespace in which it ran. A dump that lacks one of them shows nothing: it does not distinguish a namespace that was deleted
from one that was not collected, unless the dump lists the cluster's namespaces.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from generator.ledger.asset_states import AssetDisposition, ClosureReason, ScanCoverage, Unseen
from generator.model.facts import ClusterView, SystemFacts
from generator.model.identifiers import AssetId
from generator.model.platform import named_place


class Retirement:
    """What the dumps of today show."""

    def __init__(self, facts: SystemFacts) -> None:
        self._dumps = {view.name: view for view in facts.clusters if _lists_what_runs(view)}
        self._newest = max(self._dumps.values(), key=lambda view: str(view.taken), default=None)
        self._places = _places(facts)

    def places(self, asset_id: AssetId) -> tuple[str, ...]:
        """`cluster/namespace` of everything that runs it today, sorted."""
        return self._places.get(asset_id, ())

    def judge(self, asset_id: AssetId, before: Sequence[ScanCoverage]) -> AssetDisposition | Unseen:
        """What to make of an image of which no version is in the inventory; `before` are the looks that saw the weakness."""
        seen = max((look.day for look in before if look.day), default=None)
        places = sorted({place for look in before for place in look.places})
        dumps = [self._dumps.get(place.partition("/")[0]) for place in places] or [self._newest]
        why = next((why for place, view in zip(places or [""], dumps, strict=True) if (why := _doubt(place, view, seen))), "")
        views = [view for view in dumps if view is not None and view.taken is not None]
        if why or not views:
            because = why or f"no dated dump of a running cluster says whether {asset_id} still runs"
            return Unseen(asset_id=asset_id, because=because, looks=tuple(before))
        newest = max(views, key=lambda view: str(view.taken))
        taken = newest.taken.date() if newest.taken else date.min
        file = newest.evidence[0] if newest.evidence else None
        return AssetDisposition(
            asset_id=asset_id,
            reason=ClosureReason.RETIRED,
            day=taken,
            because=f"No workload runs {asset_id} or another version of it in the cluster dump of {taken}.",
            path=file.path if file else "",
            sha256=file.sha256 if file else None,
        )


def _lists_what_runs(view: ClusterView) -> bool:
    """A dump of nodes or services alone says nothing of what runs."""
    return view.running and view.taken is not None and "Pod" in dict(view.kinds) and "Pod" not in view.not_collected


def _doubt(place: str, view: ClusterView | None, seen: date | None) -> str:
    """Why a dump does not show that nothing runs there; empty where it does. Without a place any dump will do."""
    cluster, _, namespace = place.partition("/")
    if view is None or view.taken is None:
        return f"no dated dump of the running pods of {named_place(cluster)}, where it ran, is here" if cluster else ""
    taken = view.taken.date()
    if seen is not None and taken < seen:
        return f"the newest cluster dump ({taken}) is older than the scan that saw it ({seen})"
    if namespace and namespace not in view.namespaces and "Namespace" not in dict(view.kinds):
        return (
            f"the dump of {named_place(cluster)} of {taken} does not hold namespace {namespace}, where it ran; "
            "with the list of namespaces it would show whether that is gone"
        )
    return ""


def _places(facts: SystemFacts) -> Mapping[str, tuple[str, ...]]:
    several = len({workload.cluster for workload in facts.workloads}) > 1
    at = {
        f"{workload.cluster}/{workload.key}" if several else workload.key: f"{workload.cluster}/{workload.namespace}"
        for workload in facts.workloads
    }
    return {image.asset_id: tuple(sorted({at[key] for key in image.workloads if key in at})) for image in facts.inventory}
