"""Drawn external systems beside the external services that system.yaml, the mesh and flows know.

FedRAMP's boundary guidance wants every external system and service drawn, outside of the boundary (Rev5 playbook, "System
Security Plan"). A shape stands for a service by a person's word, or because it has its name or one of its hosts as its text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.graph.decisions import MatchDecisions
from generator.graph.drawn_shapes import DrawnShape, Identity, NodeKey
from generator.graph.match import Matching
from generator.graph.normalize import bare, plain
from generator.model.comparison import ExternalMatch, MatchTier
from generator.model.diagram import DiagramNode, NodeKind
from generator.model.flow import EndKind, Flow
from generator.model.grouping import grouped_sets
from generator.model.system import ExternalService

_BOUNDARY = re.compile(r"\b(?:authori[sz]ation|accreditation|ato|fedramp)\b.{0,30}\bboundary\b", re.IGNORECASE)
_MAY_BE = (NodeKind.EXTERNAL, NodeKind.COMPONENT, NodeKind.ACTOR)


class Externals:
    """Which shapes stand for which external service."""

    def __init__(self, matching: Matching, services: Sequence[ExternalService], flows: Iterable[Flow]) -> None:
        called = {flow.target.name for flow in flows if flow.target.kind is EndKind.EXTERNAL}
        self._names = _by_name(services, called)
        self._known = {service.name for service in services}
        self._called = called
        self._inside = BoundaryTest(matching)
        self._found: dict[NodeKey, ExternalMatch] = {}
        for shape in matching.shapes:
            match = self._match(shape, matching.decisions) if shape.key not in matching.matches else None
            if match is not None:
                self._found[shape.key] = match

    @property
    def by_node(self) -> Mapping[NodeKey, ExternalMatch]:
        """Every shape that stands for one, on every page."""
        return self._found

    @property
    def names(self) -> Mapping[NodeKey, str]:
        """What each of these shapes stands for."""
        return {key: match.name for key, match in self._found.items()}

    @property
    def matches(self) -> tuple[ExternalMatch, ...]:
        """Sorted, each shape and page once."""
        return tuple(sorted(self._found.values(), key=lambda each: (each.name, each.page, each.id)))

    def undrawn(self) -> tuple[str, ...]:
        """External services that are not drawn, sorted: those of system.yaml, and those that something calls."""
        drawn = {each.name for each in self._found.values()}
        return tuple(sorted((self._known | self._called) - drawn))

    def unknown(self, matching: Matching) -> tuple[DrawnShape, ...]:
        """Shapes drawn as external that no known service is, each once; sorted by text."""
        seen: dict[Identity, DrawnShape] = {}
        decided = {*self._found, *matching.matches, *matching.left_out}
        for shape in matching.shapes:
            if shape.node.kind is NodeKind.EXTERNAL and shape.node.label and shape.key not in decided:
                seen.setdefault(shape.identity, shape)
        return tuple(
            sorted(
                seen.values(),
                key=lambda drawn_shape: (drawn_shape.node.label.casefold(), drawn_shape.page, drawn_shape.node.id),
            )
        )

    def _match(self, shape: DrawnShape, decisions: MatchDecisions) -> ExternalMatch | None:
        named, place = decisions.externals(shape)
        for text in named:
            fitting = self._names.get(plain(text), {text})
            if len(fitting) == 1:
                return self._as_match(shape, min(fitting), MatchTier.MAPPING, place)
        if named or shape.node.kind not in _MAY_BE or decisions.leaves_out(shape.node):
            return None
        for name in shape.names:
            for wanted in (plain(name), bare(name)):
                fitting = self._names.get(wanted, set())
                if len(fitting) == 1:
                    because = f"{name} is the name of the external service, or one of its hosts"
                    return self._as_match(shape, min(fitting), MatchTier.EXACT, because)
        return None

    def _as_match(self, shape: DrawnShape, name: str, tier: MatchTier, because: str) -> ExternalMatch:
        return ExternalMatch(
            id=shape.node.id,
            label=shape.node.label,
            name=name,
            listed=name in self._known,
            inside=self._inside.holds(shape),
            page=shape.page,
            tier=tier,
            because=because,
            source=shape.node.source,
        )


def _by_name(services: Sequence[ExternalService], called: Iterable[str]) -> Mapping[str, set[str]]:
    names = grouped_sets(
        (name, service.name)
        for service in services
        for text in (service.name, *service.hosts)
        for name in {plain(text.removeprefix("*.")), bare(text)} - {""}
    )
    for host in called:
        if plain(host) not in names:
            names[plain(host)] = {host}
    return names


class BoundaryTest:
    """Whether a shape is drawn inside the boundary: in a box of that name, and on pages without one beside what runs."""

    def __init__(self, matching: Matching) -> None:
        self._bounded: set[tuple[str, int]] = set()
        self._boxes: set[NodeKey] = set()
        self._around: set[NodeKey] = set()
        for shape in matching.shapes:
            if is_boundary(shape.node):
                self._bounded.add(shape.key[:2])
                self._around |= {(*shape.key[:2], box.id) for box in shape.boxes()}
        for shape in matching.shapes:
            if shape.key in matching.matches:
                self._boxes |= {(*shape.key[:2], box.id) for box in shape.boxes()}

    def holds(self, shape: DrawnShape) -> bool:
        """Is it drawn inside?"""
        boxes = list(shape.boxes())
        if shape.key[:2] in self._bounded:
            return any(map(is_boundary, boxes))
        return any((*shape.key[:2], box.id) in self._boxes for box in boxes)

    def place(self, shape: DrawnShape) -> bool | None:
        """Inside the box named authorization boundary, or that box itself? None where its page has none, and of a box around
        it, which is neither inside nor outside."""
        if not self.is_bounded(shape) or shape.key in self._around:
            return None
        return is_boundary(shape.node) or any(map(is_boundary, shape.boxes()))

    def is_bounded(self, shape: DrawnShape) -> bool:
        """Has its page a box named authorization boundary?"""
        return shape.key[:2] in self._bounded


def is_boundary(node: DiagramNode) -> bool:
    """Is it the box of the authorization boundary?"""
    return node.kind is NodeKind.BOUNDARY and _BOUNDARY.search(node.label) is not None
