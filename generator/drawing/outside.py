"""Everything outside the boundary: people, and the services that system.yaml, drawings and configuration name.

FedRAMP's Rev5 playbook ("System Security Plan", authorization boundary diagram) asks for every external service,
interconnection and update service outside the boundary.
"""

from collections.abc import Iterable, Sequence

import msgspec

from generator.drawing.boxes import (
    actor_box,
    administration_box,
    confirmed_box,
    external_box,
    more_box,
    quiet_box,
    stated_box,
    unlisted_box,
)
from generator.drawing.figure import Figure
from generator.drawing.layout_plan import LayoutColumn
from generator.drawing.lines import ANYONE, FlowLine, Spot, SpotKind, stated_spot
from generator.drawing.scene import Draft
from generator.drawing.subject import DrawingSubject
from generator.drawing.text import bare
from generator.model.comparison import Comparison
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.text import one_line


class DrawnOutside(msgspec.Struct, frozen=True, kw_only=True):
    """Who and what the diagrams draw outside, by their labels, in the order of the diagrams."""

    actors: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    """Every text of a shape, inside or outside."""


def drawn_outside(diagrams: Sequence[DiagramSnapshot], comparison: Comparison) -> DrawnOutside:
    """What the diagrams say of it, but for what they draw inside on another page, and what stands for a workload."""
    nodes = [node for diagram in diagrams for page in diagram.pages for node in page.nodes if one_line(node.label)]
    inside = {bare(node.label) for node in nodes if node.kind is NodeKind.COMPONENT}
    inside |= {bare(match.label) for match in comparison.in_both}
    outside = [node for node in nodes if bare(node.label) not in inside]
    return DrawnOutside(
        actors=tuple(dict.fromkeys(one_line(node.label) for node in outside if node.kind is NodeKind.ACTOR)),
        services=tuple(dict.fromkeys(one_line(node.label) for node in outside if node.kind is NodeKind.EXTERNAL)),
        named=frozenset(one_line(node.label) for node in nodes),
    )


def add_outside(
    draft: Draft, subject: DrawingSubject, lines: Iterable[FlowLine], *, everything: bool, most: int, brief: bool
) -> dict[Spot, int]:
    """Boxes of what lines lead to or from; of all that is known outside where `everything` is asked for.

    `brief` boxes leave purposes to the tables of the plan. Beyond `most`, services that no flow leads to share a box with their
    names, and the others share one with their number.
    """
    ends = {spot for line in lines for spot in (line.source, line.target)}
    drawn = drawn_outside(subject.diagrams, subject.comparison)
    places: dict[Spot, int] = {}
    if ANYONE in ends or (everything and drawn.actors):
        places[ANYONE] = draft.box(actor_box(drawn.actors), None, column=LayoutColumn.BEFORE)
    reached = {spot.name for spot in ends if spot.kind is SpotKind.EXTERNAL}
    figures = _figures(subject, drawn, reached, everything=everything, brief=brief)
    if len(figures) > most:
        quiet = [name for name, _ in figures if name not in reached]
        figures = [row for row in figures if row[0] in reached]
        if quiet:
            draft.box(quiet_box(quiet), None, column=LayoutColumn.LAST)
    for name, figure in figures[:most]:
        places[_external(name)] = draft.box(figure, None, column=LayoutColumn.LAST)
    if everything:
        places |= _add_stated(draft, subject, ends)
    if len(figures) > most:
        more = draft.box(more_box(len(figures) - most), None, column=LayoutColumn.LAST)
        places |= {_external(name): more for name, _ in figures[most:]}
    return places


def services_outside(subject: DrawingSubject, lines: Iterable[FlowLine]) -> tuple[str, ...]:
    """Names of all that is known outside, however many boxes they have."""
    reached = {spot.name for line in lines for spot in (line.source, line.target) if spot.kind is SpotKind.EXTERNAL}
    drawn = drawn_outside(subject.diagrams, subject.comparison)
    return tuple(name for name, _ in _figures(subject, drawn, reached, everything=True, brief=True))


def _add_stated(draft: Draft, subject: DrawingSubject, ends: set[Spot]) -> dict[Spot, int]:
    """What section 8.1 of FedRAMP's SSP template asks for beside services: sources of updates, ways of administration, an
    alternate site and backups, as far as a person states them."""
    plan = subject.system.plan
    places: dict[Spot, int] = {}
    for way in plan.architecture.administration or ():
        box = administration_box(way, "" if stated_spot(way) in ends else way.transport)
        places[stated_spot(way)] = draft.box(box, None, column=LayoutColumn.BEFORE)
    for role, connection in plan.architecture.outside:
        # NOTE: what no line leads to stands beside the users, where there is more room than beside the services.
        joined = stated_spot(connection) in ends
        box = stated_box(connection.name, role, "" if joined else connection.transport)
        column = LayoutColumn.LAST if joined else LayoutColumn.BEFORE
        places[stated_spot(connection)] = draft.box(box, None, column=column)
    for center in plan.data_centers:
        if not center.primary:
            draft.box(stated_box(center.name, "alternate processing site"), None, column=LayoutColumn.BEFORE)
    return places


def _external(name: str) -> Spot:
    return Spot(SpotKind.EXTERNAL, name)


def _figures(
    subject: DrawingSubject, drawn: DrawnOutside, reached: set[str], *, everything: bool, brief: bool
) -> list[tuple[str, Figure]]:
    """Those that flows lead to first; then in the order of their names."""
    services = sorted(subject.system.external_services, key=lambda service: (service.name not in reached, service.name))
    figures = [
        (service.name, external_box(service, brief=brief, data=subject.system.plan.architecture.data_at(service.name)))
        for service in services
        if everything or service.name in reached
    ]
    known = {bare(name) for name in (*(service.name for service in services), *drawn.actors)}
    for name in drawn.services:
        if bare(name) not in known and (everything or name in reached):
            figures.append((name, unlisted_box(name, drawn=True)))
            known.add(bare(name))
    for match in subject.confirmed:
        if everything and known.isdisjoint((bare(match.name), bare(match.label))):
            figures.append((match.name, confirmed_box(match.name)))
            known.add(bare(match.name))
    left = sorted(name for name in reached if bare(name) not in known)
    figures += [(name, unlisted_box(name, drawn=name in drawn.named)) for name in left]
    return sorted(figures, key=lambda row: row[0] not in reached)
