"""What each drawn page shows: boundary, network or data flow, and which workloads and external services are on it.

FedRAMP takes one diagram for all three, or several that are consistent with each other and each show at least the authorization
boundary and its components (SSP template, section 8, "Illustrated Architecture", instructions).
"""

import re
from collections import defaultdict
from collections.abc import Mapping

from generator.graph.drawn_shapes import NodeKey
from generator.graph.externals import is_boundary
from generator.graph.mapping import DiagramMapping
from generator.graph.match import Matching
from generator.graph.normalize import plain
from generator.graph.running_names import workload_of
from generator.model.comparison import PageCompared, PageKind
from generator.model.diagram import DiagramPage, NodeKind

_BY_NAME: tuple[tuple[PageKind, re.Pattern[str]], ...] = (
    (PageKind.DATA_FLOW, re.compile(r"data[ _-]*flows?|\bdfd\b", re.IGNORECASE)),
    (PageKind.NETWORK, re.compile(r"\bnetwork|topology|\bsubnets?\b", re.IGNORECASE)),
    (PageKind.BOUNDARY, re.compile(r"boundary|\babd\b|\bato\b|authori[sz]ation", re.IGNORECASE)),
)


def pages(matching: Matching, mapping: DiagramMapping, externals: Mapping[NodeKey, str]) -> tuple[PageCompared, ...]:
    """Every page that is compared, in the order of the files."""
    workloads: dict[tuple[str, int], set[str]] = defaultdict(set)
    services: dict[tuple[str, int], set[str]] = defaultdict(set)
    called: dict[tuple[str, int], set[tuple[str, str]]] = defaultdict(set)
    bounded: set[tuple[str, int]] = set()
    for shape in matching.shapes:
        page = shape.key[:2]
        if shape.key in matching.matches:
            workloads[page] |= {workload_of(key) for key in matching.matches[shape.key].workloads}
            if (
                len(matching.matches[shape.key].workloads) == 1
                and shape.node.kind is not NodeKind.BOUNDARY
                and shape.node.label
            ):
                called[page].add((workload_of(matching.matches[shape.key].workloads[0]), shape.node.label))
        if shape.key in externals:
            services[page].add(externals[shape.key])
            called[page].add((externals[shape.key], shape.node.label))
        if is_boundary(shape.node):
            bounded.add(page)
    page_kinds = {plain(name): PageKind(shows) for name, shows in mapping.pages}
    return tuple(
        PageCompared(
            path=diagram.evidence.path,
            page=page.name,
            kind=page_kinds.get(plain(page.name)) or _kind(page, diagram.evidence.path, bounded=key in bounded),
            workloads=tuple(sorted(workloads[key])),
            externals=tuple(sorted(services[key])),
            called=tuple(sorted(called[key])),
            unread=page.unread,
        )
        for diagram in matching.diagrams
        for number, page in enumerate(diagram.pages)
        if matching.decisions.is_compared(page.name)
        for key in ((diagram.evidence.sha256, number),)
    )


def _kind(page: DiagramPage, path: str, *, bounded: bool) -> PageKind | None:
    """By the page's name, else the file's, else by a drawn boundary."""
    for text in (page.name, path.rpartition("/")[2]):
        for kind, words in _BY_NAME:
            if words.search(text):
                return kind
    return PageKind.BOUNDARY if bounded else None
