"""Diagram labels of workloads: the one rule behind Table 9.1, Appendix M and the figures.

Appendix M's column Diagram Label names an asset as the diagrams that were handed in do (FedRAMP Integrated Inventory Workbook).
Where several shapes stand for one workload, on one page or on several, each of their labels is one.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from generator.model.comparison import Comparison
from generator.model.grouping import grouped_sets


class DiagramLabels(msgspec.Struct, frozen=True, kw_only=True):
    """What the shapes that stand for workloads are labeled."""

    by_workload: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    """By `namespace/Kind/name`: each label once, sorted. A shape that stands for a container counts for its workload."""

    @classmethod
    def of(cls, comparison: Comparison) -> "DiagramLabels":
        """From what is drawn and runs."""
        labels = grouped_sets(
            ("/".join(key.split("/")[:3]), match.diagram_label) for match in comparison.in_both for key in match.workloads
        )
        return cls(by_workload={key: tuple(sorted(each)) for key, each in labels.items()})

    def of_workload(self, key: str, carried: str | None = None) -> tuple[str, ...]:
        """Its labels; where no shape stands for it the one that it carries itself or that system.yaml gives it."""
        return self.by_workload.get(key) or ((carried,) if carried else ())

    def joined(self, workloads: Iterable[tuple[str, str | None]]) -> str:
        """The labels of some workloads, by their keys and what they carry: each once, sorted, with commas."""
        return ", ".join(sorted({label for key, carried in workloads for label in self.of_workload(key, carried)}))
