"""Drawn lines that cross the boundary, and what their labels leave out: port, protocol, encryption.

FedRAMP's data flow diagram depicts ports, protocols and services of all internal and external traffic, and for each flow the
protective mechanism (SSP template, section 8, "Data Flow Diagram"). A statement for the whole page ("all connections TLS 1.2
unless noted") counts for every line of it.
"""

import re
from collections.abc import Iterator

from generator.graph.drawn_shapes import DrawnShape
from generator.graph.externals import BoundaryTest
from generator.graph.match import Matching
from generator.model.comparison import Crossing
from generator.model.diagram import DiagramEdge, DiagramPage, NodeKind

_ENCRYPTED = frozenset("amqps ftps https imaps ipsec ldaps mtls sftp smtps ssh ssl tls wss".split())
_SAYS = re.compile(r"encrypt|\btls\b|\bssl\b|ipsec|\bvpn\b|plain ?text|clear ?text|\bfips\b", re.IGNORECASE)
_PORT = re.compile(r"\bports?\b|\b\d{2,5}\b", re.IGNORECASE)
_PROTOCOL = re.compile(r"\b(?:https?|ssh|amqps?|ldaps?|smtps?|grpc|tcp|udp|tls|ssl)\b", re.IGNORECASE)


def crossings(matching: Matching) -> tuple[Crossing, ...]:
    """Every line between something inside and something outside, each pair of shapes and page once."""
    inside = BoundaryTest(matching)
    shapes = {shape.key: shape for shape in matching.shapes}
    by_key: dict[tuple[str, str, str, str], Crossing] = {}
    for diagram in matching.diagrams:
        for number, page in enumerate(diagram.pages):
            for edge in page.edges:
                ends = [shapes.get((diagram.evidence.sha256, number, id_)) for id_ in (edge.source_id, edge.target_id)]
                source, target = ends
                if source is not None and target is not None and _crosses(source, target, matching, inside):
                    crossing = _crossing(source, target, edge, page)
                    by_key.setdefault((diagram.evidence.path, crossing.page, crossing.source, crossing.target), crossing)
    return tuple(by_key.values())


def _crosses(source: DrawnShape, target: DrawnShape, matching: Matching, inside: BoundaryTest) -> bool:
    """One end outside (a person, an external system), the other something that runs, or lies inside the boundary."""
    if {source.key, target.key} & matching.left_out:
        return False
    return any(
        out.node.kind in (NodeKind.ACTOR, NodeKind.EXTERNAL)
        and not inside.holds(out)
        and other.node.kind is not NodeKind.NOTE
        and (other.key in matching.matches or inside.holds(other) or inside.is_around(other))
        for out, other in ((source, target), (target, source))
    )


def _crossing(source: DrawnShape, target: DrawnShape, edge: DiagramEdge, page: DiagramPage) -> Crossing:
    return Crossing(
        source=source.node.id,
        target=target.node.id,
        source_label=source.node.label or source.node.id,
        target_label=target.node.label or target.node.id,
        page=page.name,
        label=edge.label,
        missing=tuple(_missing(edge, page)),
        line=edge.source,
    )


def _missing(edge: DiagramEdge, page: DiagramPage) -> Iterator[str]:
    for_all = " ".join(page.notes)
    protocols = {each.casefold() for each in edge.protocols}
    if not edge.ports and not _PORT.search(_without_versions(for_all)):
        yield "port"
    if not protocols and not _PROTOCOL.search(for_all):
        yield "protocol"
    if not protocols & _ENCRYPTED and not _SAYS.search(f"{edge.label} {for_all}"):
        yield "encryption"


def _without_versions(text: str) -> str:
    """`TLS 1.2` and `FIPS 140-3` are no ports."""
    return re.sub(r"\b(?:tls|ssl|fips)[ v-]*\d[\d.-]*", " ", text, flags=re.IGNORECASE)
