"""What people wrote about shapes: in the diagram, on what runs, in the mapping file."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.graph.drawn import Drawn
from generator.graph.mapping import DiagramMapping, MappedShape, is_pattern, matcher
from generator.graph.normalise import plain
from generator.graph.running_names import RunningNames
from generator.model.comparison import MatchTier
from generator.model.diagram import DiagramNode, NodeKind

_NOTHING = ", and nothing that runs is called that"


@dataclass(frozen=True, slots=True)
class Finding:
    """Workloads of a shape, and why. No workloads: a person's word that leads to nothing that runs."""

    workloads: tuple[str, ...]
    tier: MatchTier
    because: str


class Decisions:
    """Looks up what was decided."""

    def __init__(self, mapping: DiagramMapping, names: RunningNames) -> None:
        self._names = names
        self._entries = _Entries(mapping.matches)
        self._left_out = _Texts(mapping.not_workloads)
        self._pages = frozenset(map(plain, mapping.not_compared))

    def is_compared(self, page: str) -> bool:
        """False where a person said that the page shows something else."""
        return plain(page) not in self._pages

    def leaves_out(self, node: DiagramNode) -> bool:
        """Did a person say that the shape stands for nothing that runs?"""
        return self._left_out.hold(node)

    def about(self, one: Drawn) -> Finding | None:
        """What was decided about a shape; None where nothing was."""
        return self._written_in_diagram(one) or self._labelled(one) or self._mapped(one)

    def externals(self, one: Drawn) -> tuple[tuple[str, ...], str]:
        """(external services that a person named for the shape, where they said so)."""
        shape = self._entries.find(one.node, one.page)
        return (shape.external, shape.place) if shape else ((), "")

    def namespace(self, one: Drawn) -> str | None:
        """The namespace of the innermost box that stands for one, by decision or by name."""
        return next((found for box in one.boxes() if (found := self.namespace_of(box, one.page))), None)

    def namespace_of(self, box: DiagramNode, page: str) -> str | None:
        """The namespace a box stands for."""
        if shape := self._entries.find(box, page):
            wholes = [workload.removesuffix("/*") for workload in shape.workloads if workload.endswith("/*")]
            return self._names.namespace(wholes)
        if box.kind is not NodeKind.BOUNDARY:
            return None
        return self._names.namespace([box.workload.removesuffix("/*")] if box.workload else [box.label])

    def _written_in_diagram(self, one: Drawn) -> Finding | None:
        """A property that names the workload, or an id or text that is a workload's whole key."""
        node = one.node
        if node.workload and not self.namespace_of(node, one.page):
            found = self._names.referred(node.workload)
            said = f"the shape's own property names the workload {node.workload}"
            return Finding(found, MatchTier.EXPLICIT, said if found else f"{said}{_NOTHING}")
        for said in (node.id, node.label):
            if node.kind is not NodeKind.NOTE and said.count("/") >= 2 and (found := self._names.referred(said)):
                return Finding(found, MatchTier.EXPLICIT, f"the shape says {said}, which is the workload's whole name")
        return None

    def _labelled(self, one: Drawn) -> Finding | None:
        """The label of the shape's property; else its text or id, where a workload carries that as its label."""
        if one.node.kind is NodeKind.NOTE:
            return None
        labels = (one.node.diagram_label,) if one.node.diagram_label else (one.node.label, one.node.id)
        found = self._names.labelled(labels)
        shown = self._names.diagram_label(found[0]) if found else None
        return Finding(found, MatchTier.EXPLICIT, f"both carry the diagram label {shown}") if found else None

    def _mapped(self, one: Drawn) -> Finding | None:
        shape = self._entries.find(one.node, one.page)
        if not shape or not shape.workloads or (one.node.kind is NodeKind.BOUNDARY and self.namespace_of(one.node, one.page)):
            return None
        referred = {workload: self._names.referred(workload) for workload in shape.workloads}
        found = {key for keys in referred.values() for key in keys}
        gone = ", ".join(workload for workload, keys in referred.items() if not keys)
        reviewed = f", reviewed by {shape.reviewed_by}" if shape.reviewed_by else ""
        missed = f": it names {gone}{_NOTHING}" if gone else ""
        return Finding(tuple(sorted(found)), MatchTier.MAPPING, f"{shape.place}{reviewed}{missed}")


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
            if found := self._by_id.get((node.id, place)) or self._named(node, place):
                return found
        return self._fitting(node, page) if self._patterns and node.kind is not NodeKind.NOTE else None

    def _named(self, node: DiagramNode, place: str) -> MappedShape | None:
        return self._by_text.get((plain(node.label), place)) if node.kind is not NodeKind.NOTE else None

    def _fitting(self, node: DiagramNode, page: str) -> MappedShape | None:
        texts = (node.label.casefold(), node.id.casefold())
        for pattern, each in self._patterns:
            if (each.page is None or plain(each.page) == plain(page)) and any(map(pattern.fullmatch, texts)):
                return each
        return None


class _Texts:
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
