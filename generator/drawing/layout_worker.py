"""Graphviz in a process of its own: DOT on standard input, positions as JSON on standard output.

Graphviz ends the whole process when it meets a graph that it cannot lay out, so it never runs inside a build. Only
`layout` starts this module; it writes numbers, never a picture.

https://graphviz.org/docs/outputs/json/ (json0: layout attributes without drawing instructions)
"""

import sys


def main() -> int:
    """Lay out one graph with dot."""
    import pygraphviz

    graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(graph.draw(format="json0", prog="dot"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
