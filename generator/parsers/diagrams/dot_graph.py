"""A DOT text as Graphviz understands it, read by a process of its own that may crash or hang without harm."""

import subprocess
import sys
from pathlib import Path

import msgspec

from generator.errors import GaveUpError, ParseError
from generator.limits import SOURCE_BYTES
from generator.parsers import json

_WORKER = "generator.parsers.diagrams.dot_worker"
_FOLDER = Path(__file__).resolve().parents[3]
"""Where `generator` can be imported from, installed or not."""
_SECONDS = 20.0
_MOST_ANSWER = 64 << 20
_NEXT = "check it with Graphviz: dot -Tcanon FILE"


class DotShape(msgspec.Struct, frozen=True):
    """A node with the attributes it was given."""

    id: str
    label: str = ""
    xlabel: str = ""
    shape: str = ""
    style: str = ""
    workload: str = ""
    diagram_label: str = ""
    technology: str = ""
    image: str = ""


class DotLine(msgspec.Struct, frozen=True):
    """An edge."""

    source: str
    target: str
    label: str = ""
    xlabel: str = ""
    headlabel: str = ""
    taillabel: str = ""
    dir: str = ""
    style: str = ""
    lhead: str = ""
    ltail: str = ""


class DotBox(msgspec.Struct, frozen=True):
    """A subgraph. `parent` is the number of the one it lies in; 0 is the graph itself."""

    id: str
    number: int
    parent: int
    nodes: tuple[str, ...]
    label: str = ""
    style: str = ""
    cluster: str = ""
    workload: str = ""
    diagram_label: str = ""

    @property
    def is_drawn(self) -> bool:
        """Only clusters are boxes on the picture."""
        is_cluster = self.id.startswith("cluster") or self.cluster.lower() == "true"
        return is_cluster and "invis" not in self.style


class DotGraph(msgspec.Struct, frozen=True):
    """The whole graph."""

    directed: bool
    shapes: tuple[DotShape, ...]
    lines: tuple[DotLine, ...]
    boxes: tuple[DotBox, ...]
    name: str = ""
    label: str = ""
    compound: str = ""


def read(text: str, *, seconds: float = _SECONDS) -> DotGraph:
    """The graph of a DOT text.

    Raises:
        ParseError: too large, not DOT, or something that Graphviz cannot read in time (`GaveUpError`).
    """
    data = text.encode()
    if len(data) > SOURCE_BYTES:
        raise ParseError(f"more than {SOURCE_BYTES:,} bytes of DOT", next_step="split the graph")
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter and a module of our own; the text is data on standard input
            [sys.executable, "-m", _WORKER], input=data, capture_output=True, timeout=seconds, cwd=_FOLDER, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise GaveUpError(f"Graphviz did not read it within {seconds:g} seconds", next_step="split the graph") from error
    # NOTE: Graphviz goes on after some errors, with what it had understood until then.
    if done.returncode == 3 or (done.returncode == 0 and b"Error:" in done.stderr):
        raise ParseError(f"not valid DOT: {_first_line(done.stderr)}", next_step=_NEXT)
    if done.returncode != 0 or len(done.stdout) > _MOST_ANSWER:
        raise GaveUpError("Graphviz gave up on it", next_step=_NEXT)
    return json.decode(done.stdout, DotGraph)


def _first_line(stderr: bytes) -> str:
    """The first line, without what belongs to the machine."""
    lines = stderr.decode(errors="replace").strip().splitlines()
    return next((line.strip()[:200] for line in lines if "error" in line.lower()), "its syntax is broken")
