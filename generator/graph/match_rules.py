"""Why a drawn shape stands for a workload: what people wrote, and names that leave no choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.graph.drawn import Drawn, box_names
from generator.graph.mapping import DiagramMapping, MappedShape
from generator.graph.normalise import plain
from generator.graph.running_names import RunningNames
from generator.model.comparison import MatchTier
from generator.model.diagram import DiagramNode, NodeKind


@dataclass(frozen=True, slots=True)
class Finding:
    """Workloads of a shape, and why. No workloads: a person's word that leads to nothing that runs."""

    workloads: tuple[str, ...]
    tier: MatchTier
    because: str


class Decisions:
    """What people wrote: in the diagram, on the workload, in the mapping file."""

    def __init__(self, mapping: DiagramMapping, names: RunningNames) -> None:
        self._names = names
        self._by_id = {shape.drawn: shape for shape in mapping.matches}
        self._by_text = {plain(shape.drawn): shape for shape in mapping.matches if plain(shape.drawn)}
        self._left_out = set(mapping.not_workloads)
        self._left_out_texts = {plain(text) for text in mapping.not_workloads} - {""}

    def leaves_out(self, node: DiagramNode) -> bool:
        """Did a person say that the shape stands for nothing in the cluster?"""
        return node.id in self._left_out or plain(node.label) in self._left_out_texts

    def about(self, one: Drawn) -> Finding | None:
        """What was decided about a shape; None where nothing was."""
        return self._written_in_diagram(one.node) or self._labelled(one) or self._mapped(one.node)

    def namespace(self, one: Drawn) -> str | None:
        """The namespace of the innermost box that stands for one, by decision or by name."""
        return next((found for box in one.boxes() if (found := self.namespace_of(box))), None)

    def namespace_of(self, box: DiagramNode) -> str | None:
        """The namespace a box stands for."""
        if shape := self._entry(box):
            wholes = [workload.removesuffix("/*") for workload in shape.workloads if workload.endswith("/*")]
            return self._names.namespace(wholes)
        if box.kind is not NodeKind.BOUNDARY:
            return None
        return self._names.namespace([box.workload.removesuffix("/*")] if box.workload else [box.label])

    def _written_in_diagram(self, node: DiagramNode) -> Finding | None:
        if not node.workload or self.namespace_of(node):
            return None
        named = (self._names.referred(reference) for reference in node.workload.split(","))
        found = tuple(sorted({key for keys in named for key in keys}))
        return Finding(found, MatchTier.EXPLICIT, f"the shape's own property names the workload {node.workload}")

    def _labelled(self, one: Drawn) -> Finding | None:
        """The label of the shape's property; else its text or id, where a workload carries that as its label."""
        if one.node.kind is NodeKind.NOTE:
            return None
        labels = (one.node.diagram_label,) if one.node.diagram_label else (one.node.label, one.node.id)
        found = self._names.labelled(labels)
        shown = self._names.diagram_label(found[0]) if found else None
        return Finding(found, MatchTier.EXPLICIT, f"both carry the diagram label {shown}") if found else None

    def _mapped(self, node: DiagramNode) -> Finding | None:
        shape = self._entry(node)
        if not shape or (node.kind is NodeKind.BOUNDARY and self.namespace_of(node)):
            return None
        found = {key for workload in shape.workloads for key in self._names.referred(workload)}
        reviewed = f", reviewed by {shape.reviewed_by}" if shape.reviewed_by else ""
        return Finding(tuple(sorted(found)), MatchTier.MAPPING, f"{shape.place}{reviewed}")

    def _entry(self, node: DiagramNode) -> MappedShape | None:
        if node.id in self._by_id:
            return self._by_id[node.id]
        return self._by_text.get(plain(node.label)) if node.kind is not NodeKind.NOTE else None


def by_name(one: Drawn, names: RunningNames, decisions: Decisions) -> Finding | None:
    """The one workload that the shape's name can mean, inside the namespace of its box where that has one.

    A box and a name in it that together are a workload's name mean that workload: `worker` in the box `precise code intel`
    is precise-code-intel-worker, even where another workload is called worker.
    """
    namespace = decisions.namespace(one)
    if found := names.exactly(_with_boxes(one), namespace):
        return Finding(found, MatchTier.EXACT, f"together with its box it has the name of {found[0]}")
    found = names.called(one.names, namespace)
    where = f" in namespace {namespace}" if namespace else ""
    if not found:
        return None
    shown = one.node.label or one.node.id
    return Finding(found, MatchTier.EXACT, f"{shown} is the name of {found[0]}, and of nothing else{where}")


def _with_boxes(one: Drawn) -> Sequence[str]:
    return [f"{box}{name}" for around in one.boxes() for box in box_names(around) if box for name in one.names]
