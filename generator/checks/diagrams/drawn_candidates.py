"""What a shape may stand for: what runs by name, and what was suggested."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.checks.base import CheckContext
from generator.facts.managed import runs
from generator.graph.normalize import bare, possible_names
from generator.model.comparison import MatchTier, PlacedShape
from generator.model.evidence import EvidenceSource
from generator.model.grouping import grouped
from generator.model.inventory import Workload

_BY_NAME = (MatchTier.EXPLICIT, MatchTier.MAPPING, MatchTier.EXACT)
SUGGESTED = "only a suggested match exists, and no person confirmed it"


class DrawnCandidates:
    """What runs, by name: which workloads share a name, and what a shape may stand for.

    A shape is joined by name only where one thing can be meant, so evidence of a second thing of that name rivals a match.
    Names that no shape has rival nothing. Where names leave a choice, everything that runs is weighed for a shape at once
    (`graph.match_weighing`), so that evidence of any of it rivals the result.
    """

    def __init__(self, context: CheckContext) -> None:
        self._named: dict[str, list[Workload]] = defaultdict(list)
        self._workloads: dict[str, list[Workload]] = defaultdict(list)
        drawn = {bare(text) for shape in context.comparison.shapes for text in possible_names(shape.label, shape.id)} - {""}
        for workload in runs(context.facts):
            self._workloads[workload.key].append(workload)
            for name in drawn.intersection(map(bare, _names(workload))):
                self._named[name].append(workload)
        self._shapes = context.comparison.shapes
        self._suggested = grouped(
            ((each.id, each.label), each.workload) for each in context.comparison.suggested if not each.by_elimination
        )
        by_path = {source.path: source for each in runs(context.facts) for source in each.sources}
        self._weighed = tuple(by_path[path] for path in sorted(by_path))
        by_name = [shape for shape in self._shapes if shape.tier in _BY_NAME]
        self._ends_by_name = {(shape.id, shape.label) for shape in by_name}
        self._workloads_by_name = {key for shape in by_name for key in shape.workloads}

    @property
    def suggested(self) -> frozenset[str]:
        """Keys of workloads, and `external/NAME` of services, that an unmatched shape may stand for."""
        return frozenset(key for keys in self._suggested.values() for key in keys)

    def of_shape(self, shape: PlacedShape) -> tuple[str, ...]:
        """What was suggested for a shape."""
        return tuple(self._suggested.get((shape.id, shape.label), ()))

    def of_end(self, id_: str, label: str) -> tuple[EvidenceSource, ...]:
        """Where everything comes from that the shape at an end of a line may stand for."""
        if (id_, label) not in self._ends_by_name:
            return self._weighed
        named = (each.key for text in possible_names(label, id_) for each in self._named.get(bare(text), ()))
        return self.sources({*named, *self._suggested.get((id_, label), ())})

    def in_place_of(self, name: str) -> tuple[EvidenceSource, ...]:
        """Where the workloads come from that shapes of this name stand for."""
        return self.sources({key for shape in self._shapes if bare(shape.label) == bare(name) for key in shape.workloads})

    def named(self, shape: PlacedShape) -> tuple[Workload, ...]:
        """Everything that runs under the name of a shape."""
        return tuple(self._named.get(bare(shape.label), ()))

    def rivals(self, *keys: str) -> tuple[EvidenceSource, ...]:
        """Where other things of the same names, or suggested for the same shapes, come from."""
        if any(key not in self._workloads_by_name for key in keys):
            return self._weighed
        return tuple(sorted({source for key in keys for source in self._rivals(key)}))

    def _rivals(self, key: str) -> Iterator[EvidenceSource]:
        names = {bare(text) for workload in self._workloads.get(key, ()) for text in _names(workload)}
        others = {each.key for name in names for each in self._named.get(name, ())}
        others.update(*(suggested for suggested in self._suggested.values() if key in suggested))
        yield from self.sources(others - {key})

    def sources(self, keys: Iterable[str]) -> tuple[EvidenceSource, ...]:
        """Where these come from."""
        return tuple(sorted({source for key in keys for each in self._workloads.get(key, ()) for source in each.sources}))


def _names(workload: Workload) -> tuple[str, ...]:
    return (workload.name, *workload.services, *(container.name for container in workload.containers))
