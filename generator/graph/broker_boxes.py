"""A box without a text around a message broker and what uses it: people draw that in place of a line from each to the broker.

Only where no line is drawn inside the box: whoever draws some of the lines there would have drawn the others as well.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.graph.drawn_shapes import DrawnShape, NodeKey, drawn_lines
from generator.graph.match import Matching
from generator.graph.name_words import words
from generator.graph.running_names import workload_of
from generator.graph.software_synonyms import MESSAGE_QUEUE, phrases, software
from generator.model.diagram import NodeKind


def with_their_broker(matching: Matching) -> frozenset[tuple[str, str]]:
    """Keys of workloads that are drawn in such a box, each with its broker, in both orders."""
    inside: dict[NodeKey, list[DrawnShape]] = defaultdict(list)
    for shape in matching.shapes:
        box = next(shape.boxes(), None)
        if box is not None and not box.label and shape.node.kind is NodeKind.COMPONENT:
            inside[(*shape.key[:2], box.id)].append(shape)
    lines = drawn_lines(matching.diagrams)
    return frozenset(pair for shapes in inside.values() for pair in _pairs(shapes, matching, lines))


def _pairs(
    shapes: Sequence[DrawnShape], matching: Matching, lines: Sequence[tuple[NodeKey, NodeKey]]
) -> Iterator[tuple[str, str]]:
    keys = {shape.key for shape in shapes}
    brokers = [shape for shape in shapes if MESSAGE_QUEUE in software(words(phrases(shape.node.label))).roles]
    if len(brokers) != 1 or any(source in keys and target in keys for source, target in lines):
        return
    for broker in _workloads(brokers[0], matching):
        for shape in shapes:
            for workload in _workloads(shape, matching):
                yield from ((workload, broker), (broker, workload))


def _workloads(shape: DrawnShape, matching: Matching) -> tuple[str, ...]:
    match = matching.matches.get(shape.key)
    return tuple(map(workload_of, match.workloads)) if match else ()
