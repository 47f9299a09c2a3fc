"""Drawn against running, whole: shapes, suggestions for those without a workload, and flows."""

from collections.abc import Sequence
from dataclasses import replace

from generator.graph.mapping import DiagramMapping
from generator.graph.match import compared, match
from generator.graph.reflexion import reflect
from generator.graph.suggest import suggest
from generator.model.comparison import Comparison
from generator.model.diagram import DiagramSnapshot
from generator.model.flow import Flow
from generator.model.inventory import Workload


def compare_whole(
    diagrams: Sequence[DiagramSnapshot], workloads: Sequence[Workload], flows: Sequence[Flow], mapping: DiagramMapping
) -> Comparison:
    """See `match.compare`; with suggestions, and with what became of every flow."""
    if not diagrams or not workloads:
        return Comparison(compared=False)
    matching = match(diagrams, workloads, mapping=mapping)
    return replace(compared(matching), suggested=suggest(matching, workloads, flows), flows=reflect(matching, flows))
