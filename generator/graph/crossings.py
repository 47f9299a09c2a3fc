"""Drawn lines that cross the boundary, and what their labels leave out: port, protocol, encryption.

FedRAMP's data flow diagram depicts ports, protocols and services of all internal and external traffic, and for each flow the
protective mechanism (SSP template, section 8, "Data Flow Diagram"). A statement for the whole page ("all connections TLS 1.2
unless noted") counts for every line of it: for encryption, and for a protocol only where it names one that carries the traffic
("HTTPS", "TCP 443"). TLS is the protocol of a line that names it beside its port; that everything is encrypted does not say
which protocol port 587 has. "HTTPS" is protocol and encryption, and no port. A line crosses where one of its ends lies in the
box named authorization boundary and the other does not; where the drawing does not show that, it is listed with the reason. A
line at a note is no flow. One at a shape of which a person says that nothing that was collected runs behind it (a load balancer
of the cloud) crosses all the same.
"""

import re
from collections.abc import Iterator, Mapping

from generator.graph.drawn_shapes import DrawnShape, NodeKey
from generator.graph.externals import BoundaryTest
from generator.graph.match import Matching
from generator.model.comparison import Crossing, ExternalMatch
from generator.model.diagram import DiagramEdge, DiagramPage, NodeKind

_ENCRYPTED = frozenset("amqps ftps https imaps ipsec ldaps mtls sftp smtps ssh ssl tls wss".split())
_SAYS = re.compile(rf"encrypt|plain ?text|clear ?text|\b(?:vpn|fips|{'|'.join(sorted(_ENCRYPTED))})\b", re.IGNORECASE)
_PROTOCOL = re.compile(r"\b(?:https?|s?ftps?|ssh|amqps?|ldaps?|smtps?|imaps?|wss?|grpc|tcp|udp)\b", re.IGNORECASE)
_PORT = re.compile(
    r"\bports?\b\D{0,3}\d{1,5}\b"
    r"|\b(?:https?|ssh|amqps?|ldaps?|smtps?|grpc|tcp|udp)[\s:/(]{1,2}\d{1,5}\b"
    r"|\b\d{1,5}\s?/\s?(?:tcp|udp)\b",
    re.IGNORECASE,
)
"""A number is a port where a word says so: a year in a note, or the version of a protocol, is none."""
_LOOSE = "an end of the line is loose"
_UNBOUNDED = "the page has no boundary"
_AROUND = "the line ends at a box around the boundary"


def crossings(matching: Matching, externals: Mapping[NodeKey, ExternalMatch]) -> tuple[Crossing, ...]:
    """Every line between something inside and something outside, and every line that may be one; in the order drawn."""
    boundary = BoundaryTest(matching)
    shapes = {shape.key: shape for shape in matching.shapes}
    return tuple(
        _crossing(source, target, edge, page, unclear)
        for diagram in matching.diagrams
        for number, page in enumerate(diagram.pages)
        for edge in page.edges
        if (source := shapes.get((diagram.evidence.sha256, number, edge.source_id)))
        and (target := shapes.get((diagram.evidence.sha256, number, edge.target_id)))
        and NodeKind.NOTE not in (source.node.kind, target.node.kind)
        and (unclear := _crosses(source, target, edge, boundary, externals)) is not None
    )


def _crosses(
    source: DrawnShape,
    target: DrawnShape,
    edge: DiagramEdge,
    boundary: BoundaryTest,
    externals: Mapping[NodeKey, ExternalMatch],
) -> str | None:
    """Empty where the line crosses, a clause where it may, None where it does not."""
    if not boundary.is_bounded(source):
        outside = [end.node.kind in (NodeKind.ACTOR, NodeKind.EXTERNAL) or end.key in externals for end in (source, target)]
        return _UNBOUNDED if outside[0] is not outside[1] else None
    places = {boundary.place(source), boundary.place(target)}
    if places in ({True}, {False}):
        return None
    if None in places:
        return _AROUND if len(places) > 1 else None
    return _LOOSE if edge.snapped else ""


def _crossing(source: DrawnShape, target: DrawnShape, edge: DiagramEdge, page: DiagramPage, unclear: str) -> Crossing:
    return Crossing(
        source=source.node.id,
        target=target.node.id,
        source_label=source.node.label or source.node.id,
        target_label=target.node.label or target.node.id,
        page=page.name,
        label=edge.label,
        missing=tuple(_missing(edge, page)),
        unclear=unclear,
        line=edge.source,
    )


def _missing(edge: DiagramEdge, page: DiagramPage) -> Iterator[str]:
    for_all = " ".join(page.notes)
    protocols = {each.casefold() for each in edge.protocols}
    if not edge.ports and not _PORT.search(for_all):
        yield "port"
    if not protocols and not _PROTOCOL.search(for_all):
        yield "protocol"
    if not protocols & _ENCRYPTED and not _SAYS.search(f"{edge.label} {for_all}"):
        yield "encryption"
