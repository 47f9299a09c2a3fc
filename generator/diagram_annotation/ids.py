"""Which ids are to be written: for every drawn shape that stands for workloads, their names."""

from collections import defaultdict
from collections.abc import Mapping

from generator.diagram_annotation.drawings import Ids
from generator.graph.drawn_shapes import NodeKey
from generator.model.comparison import ComponentMatch

SEPARATOR = ", "
"""Between the workloads of a shape that stands for several; no name in Kubernetes or Cloud Foundry holds a comma."""


def ids_by_file(matches: Mapping[NodeKey, ComponentMatch]) -> Mapping[str, Ids]:
    """sha256 of the file to its shapes. What a file cannot hold (characters that show nothing, a comma) is left out."""
    ids: dict[str, dict[tuple[int, str], str]] = defaultdict(dict)
    for (sha256, page, shape), match in matches.items():
        if all(key.isprintable() and "," not in key for key in match.workloads):
            ids[sha256][page, shape] = SEPARATOR.join(match.workloads)
    return ids
