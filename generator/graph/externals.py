"""Drawn external systems beside the external services that system.yaml, the mesh and flows know.

FedRAMP's boundary guidance wants every external system and service drawn, outside of the boundary (Rev5 playbook, "System
Security Plan"). A shape stands for a service by a person's word, or because it has its name or one of its hosts as its text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from generator.graph.decisions import Decisions
from generator.graph.drawn import Drawn, Identity, NodeKey
from generator.graph.match import Matching
from generator.graph.normalise import bare, plain
from generator.model.comparison import ExternalMatch, MatchTier
from generator.model.diagram import DiagramNode, NodeKind
from generator.model.flow import EndKind, Flow
from generator.model.system import ExternalService

_BOUNDARY = re.compile(r"\b(?:authori[sz]ation|accreditation|ato|fedramp)\b.{0,30}\bboundary\b", re.IGNORECASE)
_MAY_BE = (NodeKind.EXTERNAL, NodeKind.COMPONENT, NodeKind.ACTOR)


class Externals:
    """Which shapes stand for which external service."""

    def __init__(self, matching: Matching, services: Sequence[ExternalService], flows: Iterable[Flow]) -> None:
        called = {flow.target.name for flow in flows if flow.target.kind is EndKind.EXTERNAL}
        self._names = _by_name(services, called)
        self._known = {each.name for each in services}
        self._called = called
        self._inside = Inside(matching)
        self._found: dict[NodeKey, ExternalMatch] = {}
        for one in matching.shapes:
            match = self._match(one, matching.decisions) if one.key not in matching.found else None
            if match is not None:
                self._found[one.key] = match

    @property
    def found(self) -> Mapping[NodeKey, ExternalMatch]:
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

    def unknown(self, matching: Matching) -> tuple[Drawn, ...]:
        """Shapes drawn as external that no known service is, each once; sorted by text."""
        seen: dict[Identity, Drawn] = {}
        settled = {*self._found, *matching.found, *matching.left_out}
        for one in matching.shapes:
            if one.node.kind is NodeKind.EXTERNAL and one.node.label and one.key not in settled:
                seen.setdefault(one.identity, one)
        return tuple(sorted(seen.values(), key=lambda each: (each.node.label.casefold(), each.page, each.node.id)))

    def _match(self, one: Drawn, decisions: Decisions) -> ExternalMatch | None:
        named, place = decisions.externals(one)
        for text in named:
            found = self._names.get(plain(text), {text})
            if len(found) == 1:
                return self._as_match(one, min(found), MatchTier.MAPPING, place)
        if named or one.node.kind not in _MAY_BE or decisions.leaves_out(one.node):
            return None
        for name in one.names:
            for asked in (plain(name), bare(name)):
                found = self._names.get(asked, set())
                if len(found) == 1:
                    because = f"{name} is the name of the external service, or one of its hosts"
                    return self._as_match(one, min(found), MatchTier.EXACT, because)
        return None

    def _as_match(self, one: Drawn, name: str, tier: MatchTier, because: str) -> ExternalMatch:
        return ExternalMatch(
            id=one.node.id,
            label=one.node.label,
            name=name,
            listed=name in self._known,
            inside=self._inside.holds(one),
            page=one.page,
            tier=tier,
            because=because,
            source=one.node.source,
        )


def _by_name(services: Sequence[ExternalService], called: Iterable[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for service in services:
        for text in (service.name, *service.hosts):
            for name in {plain(text.removeprefix("*.")), bare(text)} - {""}:
                found[name].add(service.name)
    for host in called:
        if plain(host) not in found:
            found[plain(host)] = {host}
    return found


class Inside:
    """Whether a shape is drawn inside the boundary: in a box of that name, and on pages without one beside what runs."""

    def __init__(self, matching: Matching) -> None:
        self._bounded: set[tuple[str, int]] = set()
        self._boxes: set[NodeKey] = set()
        for one in matching.shapes:
            if is_boundary(one.node):
                self._bounded.add(one.key[:2])
        for one in matching.shapes:
            if one.key in matching.found:
                self._boxes |= {(*one.key[:2], box.id) for box in one.boxes()}

    def holds(self, one: Drawn) -> bool:
        """Is it drawn inside?"""
        boxes = list(one.boxes())
        if one.key[:2] in self._bounded:
            return any(map(is_boundary, boxes))
        return any((*one.key[:2], box.id) in self._boxes for box in boxes)

    def is_around(self, one: Drawn) -> bool:
        """Is it a box that something that runs is drawn in?"""
        return one.key in self._boxes


def is_boundary(node: DiagramNode) -> bool:
    """Is it the box of the authorization boundary?"""
    return node.kind is NodeKind.BOUNDARY and _BOUNDARY.search(node.label) is not None
