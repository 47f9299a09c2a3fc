"""What a person drew."""

from datetime import datetime
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceFile, EvidenceSource


class NodeKind(StrEnum):
    """What a drawn shape stands for."""

    COMPONENT = "component"
    BOUNDARY = "boundary"
    ACTOR = "actor"
    EXTERNAL = "external"
    NOTE = "note"


class DrawnForm(StrEnum):
    """Outlines that say by themselves what is drawn, in every notation that has them."""

    STORE = "store"
    """A cylinder: it keeps data."""
    QUEUE = "queue"
    """A lying cylinder: messages wait in it."""


class DiagramNode(msgspec.Struct, frozen=True, kw_only=True):
    """One shape."""

    id: str
    label: str
    """Plain text: markup and line breaks folded to spaces."""
    kind: NodeKind
    parent: str | None = None
    """Id of the innermost boundary it lies in, by nesting or by geometry."""
    diagram_label: str | None = None
    """Explicit id a person gave it (draw.io property `diagram-label`), the first key for matching."""
    workload: str | None = None
    """Explicit `namespace/Kind/name` or workload name (draw.io property `workload`)."""
    technology: str | None = None
    form: DrawnForm | None = None
    source: EvidenceSource


class DiagramEdge(msgspec.Struct, frozen=True, kw_only=True):
    """One drawn flow."""

    source_id: str
    target_id: str
    label: str = ""
    ports: tuple[int, ...] = ()
    protocols: tuple[str, ...] = ()
    both_ways: bool = False
    """Arrowheads on both ends, or on none."""
    headless: bool = False
    """No arrowhead at all: nothing shows who opens the connection."""
    snapped: bool = False
    """True where a loose end was attached to the nearest shape."""
    source_box: str | None = None
    """Id of the box at whose border the line begins, where it begins for all that lies in the box (Graphviz `ltail`)."""
    target_box: str | None = None
    """The same for its end (Graphviz `lhead`)."""
    source: EvidenceSource


class DiagramPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page or fenced block."""

    name: str
    nodes: tuple[DiagramNode, ...]
    edges: tuple[DiagramEdge, ...]
    notes: tuple[str, ...] = ()
    """Statements for the whole page ("all connections TLS 1.2 unless noted")."""
    wordless: int = 0
    """How many pictures stand on it without a text: no component has their name, since they have none."""
    unread: tuple[str, ...] = ()
    """What of the page was left out, in sentences for a person to check: a reader's words, never a person's."""


class DiagramSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One diagram file, read."""

    evidence: EvidenceFile
    format: str
    taken: datetime | None
    pages: tuple[DiagramPage, ...]
    picture: str | None = None
    """Name of the picture file that this one was written down for, so that the picture need not be read."""
