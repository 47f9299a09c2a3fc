"""What pictures are drawn of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from generator.model.comparison import Comparison, ExternalMatch, MatchTier
from generator.model.diagram import DiagramSnapshot
from generator.model.facts import ClusterView
from generator.model.flow import NO_FLOWS, FlowGraph
from generator.model.grouping import grouped
from generator.model.inventory import KEPT_BY_CLOUD, Workload
from generator.model.platform import PlatformWords, words_of_all
from generator.model.system import System

NOT_COMPARED = Comparison(compared=False)


@dataclass(frozen=True, kw_only=True)
class DrawingSubject:
    """The system as its evidence shows it, beside what people drew.

    What pages ask of all of it is kept: each of some hundred pages is drafted in five amounts of detail.
    """

    system: System
    as_of: date
    workloads: tuple[Workload, ...]
    clusters: tuple[ClusterView, ...] = ()
    comparison: Comparison = NOT_COMPARED
    flows: FlowGraph = NO_FLOWS
    diagrams: tuple[DiagramSnapshot, ...] = ()
    """From them come the names of people and services that are drawn outside."""

    @property
    def unmarked(self) -> "DrawingSubject":
        """Without what only a drawing tells of: for a figure that says what is, not what differs.

        The names that the drawings have for workloads are kept: FedRAMP asks that labels on diagrams match the inventory's
        "Diagram Label" (SSP template, section 8.1). Kept are the services outside, too, that a person confirmed for shapes.
        """
        named = Comparison(compared=False, in_both=self.comparison.in_both, external=self.confirmed)
        return replace(self, comparison=named, diagrams=())

    @property
    def confirmed(self) -> tuple[ExternalMatch, ...]:
        """Shapes of which a person said in decisions/diagram-mapping.yaml which service outside they are."""
        return tuple(each for each in self.comparison.external if each.tier is MatchTier.MAPPING)

    @cached_property
    def words(self) -> PlatformWords:
        """What the platform calls its parts."""
        return words_of_all(self.workloads)

    @cached_property
    def in_several_clusters(self) -> bool:
        """Do its workloads run in more than one? Services that a cloud keeps run in none."""
        return len({workload.cluster for workload in self.workloads if workload.namespace != KEPT_BY_CLOUD}) > 1

    @cached_property
    def places_of_workloads(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """Where in `workloads` those of a key and a cluster stand."""
        return grouped(((workload.key, workload.cluster), place) for place, workload in enumerate(self.workloads))

    @cached_property
    def boxes_around(self) -> Mapping[tuple[str, str], str]:
        """The innermost box around each shape that is drawn in one, by its id and page."""
        return {(shape.id, shape.page): shape.boxes[0] for shape in self.comparison.shapes if shape.boxes}

    @cached_property
    def labels_without_workload(self) -> Mapping[str, int]:
        """How many shapes with nothing behind them have each label."""
        return Counter(shape.label for shape in self.comparison.diagram_only)

    @property
    def is_declared(self) -> bool:
        """Were only manifests collected, so that nothing is known to run?"""
        return bool(self.clusters) and not any(view.running for view in self.clusters)

    @property
    def standing(self) -> str:
        """How the workloads are known, as a word behind their number."""
        return "declared" if self.is_declared else "running"

    @property
    def verb(self) -> str:
        """The same, as what they do."""
        return "are declared" if self.is_declared else "run"

    @property
    def basis(self) -> str:
        """What the picture is drawn from."""
        return "manifests, which declare what is meant to run" if self.is_declared else "what runs"
