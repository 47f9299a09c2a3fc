"""Drawn shapes with what is around them, and which of them are one shape drawn on several pages."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from generator.graph.normalize import bare, plain, possible_names
from generator.model.diagram import DiagramNode, DiagramPage, DiagramSnapshot
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

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called: its text and its id, each also without asides."""
        return possible_names(self.node.label, self.node.id)

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


def box_names(box: DiagramNode) -> tuple[str, ...]:
    """What a box is called in front of a name inside it: `precise code intel` + `worker`."""
    return tuple(bare(name.removeprefix("cluster_")) for name in possible_names(box.label, box.id))


def _of_page(sha256: Sha256, number: int, page: DiagramPage) -> Iterator[DrawnShape]:
    others = {node.id: node for node in page.nodes}
    seen: Counter[str] = Counter()
    for node in page.nodes:
        text = plain(node.label) or node.id
        yield DrawnShape(key=(sha256, number, node.id), page=page.name, node=node, identity=(text, seen[text]), others=others)
        seen[text] += 1
