"""Graphviz's own reader in a process of its own: DOT on standard input, the graph as JSON on standard output.

It is written in C and may end the process it runs in, so only `dot_graph` starts it, with a time limit. It reads; it never
lays out, draws or opens a file.
"""

import contextlib
import json
import sys
from collections.abc import Iterator

import pygraphviz
from pygraphviz import graphviz

_MOST_BYTES = 2 << 30
_SHAPE = tuple("label xlabel shape style class comment tooltip workload diagram_label technology image".split())
_LINE = ("label", "xlabel", "headlabel", "taillabel", "dir", "style", "lhead", "ltail")
_GRAPH = ("label", "compound")
_BOX = ("label", "style", "cluster", "workload", "diagram_label")


def main() -> int:
    """Read one graph. Ends with 3 where it is not DOT; the reader's words are on standard error."""
    _limit()
    try:
        graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode())
    except pygraphviz.DotError as error:
        sys.stderr.write(str(error))
        return 3
    shapes = [{"id": str(node), **_attributes(node, _SHAPE)} for node in graph.nodes()]
    lines = [{"source": str(edge[0]), "target": str(edge[1]), **_attributes(edge, _LINE)} for edge in _edges(graph)]
    result = {"directed": graph.is_directed(), "name": graph.name or "", **_attributes(graph, _GRAPH)}
    result |= {"shapes": shapes, "lines": lines, "boxes": _boxes(graph)}
    sys.stdout.write(json.dumps(result))
    return 0


def _edges(graph: pygraphviz.AGraph) -> Iterator[pygraphviz.Edge]:
    """Every edge by its handle: several edges between the same nodes have no names to tell them by."""
    for node in graph.nodes_iter():
        with contextlib.suppress(StopIteration):
            handle = graphviz.agfstout(graph.handle, node.handle)
            while handle is not None:
                yield pygraphviz.Edge(graph, eh=handle)
                handle = graphviz.agnxtout(graph.handle, handle)


def _boxes(graph: pygraphviz.AGraph) -> list[dict[str, object]]:
    """Every subgraph after the one it lies in."""
    boxes: list[dict[str, object]] = []
    waiting: list[tuple[int | None, pygraphviz.AGraph]] = [(None, graph)]
    for number, (parent, subgraph) in enumerate(waiting):  # grows while it is walked
        if number:
            attributes = _attributes(subgraph, _BOX)
            names = [str(node) for node in subgraph.nodes()]
            boxes.append(
                {"id": subgraph.name or f"subgraph {number}", "parent": parent, "number": number, "nodes": names, **attributes}
            )
        waiting += [(number, inner) for inner in subgraph.subgraphs()]
    return boxes


def _attributes(item: pygraphviz.AGraph | pygraphviz.Node | pygraphviz.Edge, names: tuple[str, ...]) -> dict[str, str]:
    """Those that somewhere in the graph were given: pygraphviz raises KeyError for others of a graph."""
    held = item.graph_attr if hasattr(item, "graph_attr") else item.attr
    attributes = {}
    for name in names:
        with contextlib.suppress(KeyError):
            attributes[name] = held[name]
    return {name: value for name, value in attributes.items() if value}


def _limit() -> None:
    """Memory, where the system can bound it."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))


if __name__ == "__main__":
    raise SystemExit(main())
