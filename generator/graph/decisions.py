"""What people wrote about shapes: in the diagram, on what runs, in the mapping file."""

from collections.abc import Sequence

import msgspec

from generator.graph.drawn_shapes import DrawnShape
from generator.graph.mapping import DiagramMapping, MappedShape, is_pattern, matcher
from generator.graph.normalize import plain
from generator.graph.running_names import RunningNames
from generator.model.comparison import MatchTier
from generator.model.diagram import DiagramNode, NodeKind

_NOTHING = ", and nothing that runs is called that"


class MatchedWorkloads(msgspec.Struct, frozen=True):
    """Workloads of a shape, and why. No workloads: a person's word that leads to nothing that runs."""

    workloads: tuple[str, ...]
    tier: MatchTier
    because: str


class MatchDecisions:
    """Looks up what was decided."""

    def __init__(self, mapping: DiagramMapping, names: RunningNames) -> None:
        self._names = names
        self._entries = _Entries(mapping.matches)
        self._left_out = _DecidedTexts(mapping.not_workloads)
        self._pages = frozenset(map(plain, mapping.not_compared))

    def is_compared(self, page: str) -> bool:
        """False where a person said that the page shows something else."""
        return plain(page) not in self._pages

    def leaves_out(self, node: DiagramNode) -> bool:
        """Did a person say that the shape stands for nothing that runs?"""
        return self._left_out.hold(node)

    def about(self, shape: DrawnShape) -> MatchedWorkloads | None:
        """What was decided about a shape; None where nothing was."""
        return self._written_in_diagram(shape) or self._labeled(shape) or self._mapped(shape)

    def externals(self, drawn_shape: DrawnShape) -> tuple[tuple[str, ...], str]:
        """(external services that a person named for the shape, where they said so)."""
        shape = self._entries.find(drawn_shape.node, drawn_shape.page)
        return (shape.external, shape.place) if shape else ((), "")

    def reviewed_by(self, shape: DrawnShape) -> str:
        """Who decided what the shape stands for; empty where no person did or is named."""
        entry = self._entries.find(shape.node, shape.page)
        return (entry.reviewed_by or "") if entry else ""

    def namespace(self, shape: DrawnShape) -> str | None:
        """The namespace of the innermost box that stands for one, by decision or by name."""
        return next((namespace for box in shape.boxes() if (namespace := self.namespace_of(box, shape.page))), None)

    def namespace_of(self, box: DiagramNode, page: str) -> str | None:
        """The namespace a box stands for."""
        if shape := self._entries.find(box, page):
            wholes = [workload.removesuffix("/*") for workload in shape.workloads if workload.endswith("/*")]
            return self._names.namespace(wholes)
        if box.kind is not NodeKind.BOUNDARY:
            return None
        return self._names.namespace([box.workload.removesuffix("/*")] if box.workload else [box.label])

    def _written_in_diagram(self, shape: DrawnShape) -> MatchedWorkloads | None:
        """A property that names the workload, or an id or text that is a workload's whole key."""
        node = shape.node
        if node.workload and not self.namespace_of(node, shape.page):
            workloads = self._names.referred(node.workload)
            reason = f"the shape's own property names the workload {node.workload}"
            return MatchedWorkloads(workloads, MatchTier.EXPLICIT, reason if workloads else f"{reason}{_NOTHING}")
        for reason in (node.id, node.label):
            if node.kind is not NodeKind.NOTE and reason.count("/") >= 2 and (workloads := self._names.referred(reason)):
                return MatchedWorkloads(
                    workloads, MatchTier.EXPLICIT, f"the shape says {reason}, which is the workload's whole name"
                )
        return None

    def _labeled(self, shape: DrawnShape) -> MatchedWorkloads | None:
        """The label of the shape's property; else its text or id, where a workload carries that as its label."""
        if shape.node.kind is NodeKind.NOTE:
            return None
        labels = (shape.node.diagram_label,) if shape.node.diagram_label else (shape.node.label, shape.node.id)
        keys = self._names.labeled(labels)
        shown = self._names.diagram_label(keys[0]) if keys else None
        return MatchedWorkloads(keys, MatchTier.EXPLICIT, f"both carry the diagram label {shown}") if keys else None

    def _mapped(self, drawn_shape: DrawnShape) -> MatchedWorkloads | None:
        shape = self._entries.find(drawn_shape.node, drawn_shape.page)
        if (
            not shape
            or not shape.workloads
            or (drawn_shape.node.kind is NodeKind.BOUNDARY and self.namespace_of(drawn_shape.node, drawn_shape.page))
        ):
            return None
        referred = {workload: self._names.referred(workload) for workload in shape.workloads}
        keys = {key for keys in referred.values() for key in keys}
        gone = ", ".join(workload for workload, keys in referred.items() if not keys)
        reviewed = f", reviewed by {shape.reviewed_by}" if shape.reviewed_by else ""
        missed = f": it names {gone}{_NOTHING}" if gone else ""
        return MatchedWorkloads(tuple(sorted(keys)), MatchTier.MAPPING, f"{shape.place}{reviewed}{missed}")


class _Entries:
    """The entries of the mapping file: of one page before those of all, names before patterns, and those in their order."""

    def __init__(self, matches: Sequence[MappedShape]) -> None:
        named = [each for each in matches if not is_pattern(each.drawn)]
        self._by_id = {(each.drawn, plain(each.page or "")): each for each in named}
        self._by_text = {(plain(each.drawn), plain(each.page or "")): each for each in named if plain(each.drawn)}
        self._patterns = [(matcher(each.drawn), each) for each in matches if is_pattern(each.drawn)]

    def find(self, node: DiagramNode, page: str) -> MappedShape | None:
        """The entry about a shape."""
        for place in (plain(page), ""):
            if shape := self._by_id.get((node.id, place)) or self._named(node, place):
                return shape
        return self._fitting(node, page) if node.kind is not NodeKind.NOTE else None

    def _named(self, node: DiagramNode, place: str) -> MappedShape | None:
        return self._by_text.get((plain(node.label), place)) if node.kind is not NodeKind.NOTE else None

    def _fitting(self, node: DiagramNode, page: str) -> MappedShape | None:
        texts = (node.label.casefold(), node.id.casefold())
        for pattern, each in self._patterns:
            if (each.page is None or plain(each.page) == plain(page)) and any(map(pattern.fullmatch, texts)):
                return each
        return None


class _DecidedTexts:
    """Ids, texts and patterns of shapes."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._ids = frozenset(texts)
        self._plain = frozenset(map(plain, texts)) - {""}
        self._patterns = [matcher(each) for each in texts if is_pattern(each)]

    def hold(self, node: DiagramNode) -> bool:
        """Is the shape named?"""
        if node.id in self._ids or plain(node.label) in self._plain:
            return True
        return any(each.fullmatch(text.casefold()) for each in self._patterns for text in (node.label, node.id))
