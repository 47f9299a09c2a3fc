"""Drawn shapes with what is around them, and which of them are one shape drawn on several pages."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from generator.graph.normalize import bare, plain, possible_names
from generator.model.diagram import DiagramNode, DiagramPage, DiagramSnapshot, NodeKind
from generator.model.identifiers import Sha256

NodeKey = tuple[str, int, str]
"""sha256 of the diagram file, number of the page from 0, id of the shape."""

Identity = tuple[str, int]
"""What is drawn, and the how-manieth of that text it is on its page: equal for one shape on several pages."""

_MOST_BOXES = 20
"""Boxes looked at around a shape: real pages have fewer than ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnShape:
    """A shape on its page."""

    key: NodeKey
    page: str
    node: DiagramNode
    identity: Identity
    others: Mapping[str, DiagramNode] = field(repr=False)
    """All shapes of the page by id."""
    parents: frozenset[str] = field(repr=False)
    """Ids of the boxes of the page that something is drawn in."""

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called: its text and its id, each also without asides."""
        return possible_names(self.node.label, self.node.id)

    @property
    def is_filled(self) -> bool:
        """Is it around other shapes? A text in it is none."""
        return self.node.id in self.parents

    def boxes(self) -> Iterator[DiagramNode]:
        """The boxes around it, innermost first."""
        return islice(self._boxes(), _MOST_BOXES)

    def _boxes(self) -> Iterator[DiagramNode]:
        box = self.others.get(self.node.parent or "")
        while box is not None:
            yield box
            box = self.others.get(box.parent or "")


def drawn(diagrams: Sequence[DiagramSnapshot]) -> tuple[DrawnShape, ...]:
    """Every shape of every page, in the order given."""
    return tuple(
        shape
        for diagram in diagrams
        for number, page in enumerate(diagram.pages)
        for shape in _of_page(diagram.evidence.sha256, number, page)
    )


def drawn_lines(diagrams: Sequence[DiagramSnapshot]) -> tuple[tuple[NodeKey, NodeKey], ...]:
    """Both ends of every line, in the order given."""
    return tuple(
        ((diagram.evidence.sha256, number, edge.source_id), (diagram.evidence.sha256, number, edge.target_id))
        for diagram in diagrams
        for number, page in enumerate(diagram.pages)
        for edge in page.edges
    )


def drawn_ports(diagrams: Sequence[DiagramSnapshot]) -> Mapping[NodeKey, frozenset[int]]:
    """By shape the ports of the lines that lead to it; a line that does not show who opens the connection says nothing."""
    ports: dict[NodeKey, frozenset[int]] = {}
    for diagram in diagrams:
        for number, page in enumerate(diagram.pages):
            for edge in page.edges:
                if edge.ports and not edge.both_ways and not edge.headless:
                    key = (diagram.evidence.sha256, number, edge.target_id)
                    ports[key] = ports.get(key, frozenset()) | frozenset(edge.ports)
    return ports


def box_names(box: DiagramNode) -> tuple[str, ...]:
    """What a box is called in front of a name inside it: `precise code intel` + `worker`."""
    return tuple(bare(name.removeprefix("cluster_")) for name in possible_names(box.label, box.id))


def _of_page(sha256: Sha256, number: int, page: DiagramPage) -> Iterator[DrawnShape]:
    others = {node.id: node for node in page.nodes}
    parents = frozenset(node.parent for node in page.nodes if node.parent and node.kind is not NodeKind.NOTE)
    seen: Counter[str] = Counter()
    for node in page.nodes:
        text = plain(node.label) or node.id
        yield DrawnShape(
            key=(sha256, number, node.id),
            page=page.name,
            node=node,
            identity=(text, seen[text]),
            others=others,
            parents=parents,
        )
        seen[text] += 1
