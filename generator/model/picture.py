"""Pictures of the system, drawn from what runs, as every document that shows them needs them."""

from enum import StrEnum

import msgspec

EDITABLE = "diagrams/pictures.drawio"
"""Where a package has all pictures as pages of one file that people can edit."""

LAYOUT = "diagrams/layout.json"
"""Where a package has the arrangement of its pictures."""


class PictureKind(StrEnum):
    """What a picture is of."""

    BOUNDARY = "boundary"
    """The whole authorization boundary, with all that is outside of it. Without a mark of difference."""
    DRIFT = "drift"
    """Where drawn and running differ, marked, with the adjacent boxes: for review, no part of a plan."""
    NAMESPACE = "namespace"
    """One namespace, or a part of one, with what it is joined to. Without a mark of difference."""


class Mark(StrEnum):
    """What the comparison with the drawings says of a flow: each has a line style, a color and a sign of its own."""

    PLAIN = "not compared"
    CONVERGENCE = "drawn and known"
    DIVERGENCE = "known, not drawn"
    ABSENCE = "drawn, not known"
    REVERSED = "drawn in the opposite direction"
    NOT_JUDGED = "drawn, no evidence could tell"


class PictureFlow(msgspec.Struct, frozen=True, kw_only=True):
    """An arrow of a picture in words."""

    number: int | None
    """Label of the arrow; None where its ports are the label."""
    source: str
    target: str
    what: str
    """Ports, protocol and encryption; the number of flows where the arrow combines several."""
    ports: str = ""
    """Ports and protocols, and the number of flows where the arrow combines several."""
    encryption: str = ""
    """`TLS`, `none`; empty where it is not known."""
    known_by: str
    """`declared`, `observed`, …; empty where only a drawing shows it."""
    mark: Mark


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """One picture. A document shows `svg` with `alt` for whoever cannot see it and `caption` below it."""

    name: str
    """Tells it from the others: `authorization-boundary`, `namespace-shop`. Also the page's id in the draw.io file."""
    kind: PictureKind
    path: str
    """Inside the package: `diagrams/authorization-boundary.svg`."""
    title: str
    caption: str
    """One or two sentences: what it shows, as of when, and how to read it."""
    alt: str
    """What a sighted reader takes from it, in a few sentences."""
    svg: bytes
    width: float
    """In points, as all its sizes."""
    height: float
    printed: bytes
    """The same without its title and the table of its flows, for a document that has them as text."""
    printed_height: float
    flows: tuple[PictureFlow, ...] = ()
    """Its arrows in words, sorted by number."""
    home: tuple[str, str] | None = None
    """Cluster and namespace, where it is of one."""
    members: tuple[str, ...] = ()
    """Keys of the boxes that it is about, without those at the other end of flows."""
    about: str = ""
    """Key of the box that stands for all of them on another picture; empty where there is none."""
