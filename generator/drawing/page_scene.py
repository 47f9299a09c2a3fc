"""The scene of one page: what it is about in full, and the other end of every line that leads out of it."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import msgspec

from generator.drawing.inside import BoundaryDraft, Home, absent_spot, by_home, called, home_of, spot_of
from generator.drawing.layout_plan import LayoutColumn
from generator.drawing.lines import FlowLine, Spot, SpotKind
from generator.drawing.namespace_boxes import TOGETHER
from generator.drawing.outside import add_outside
from generator.drawing.scene import Draft
from generator.drawing.subject import DrawingSubject
from generator.model.comparison import DrawnOnly
from generator.model.grouping import grouped
from generator.model.inventory import Workload
from generator.text import counted

_MOST_EXTERNAL = 24
_FEW_EXTERNAL = 6


class Detail(IntEnum):
    """How much boxes say, how the workloads at the other end of lines are shown, and how much of what is outside."""

    FULL = 0
    """With images and ports."""
    BRIEF = 1
    """Names, kinds and labels: the inventory has the rest."""
    ONE_SIDE = 2
    """The same, and all other ends of lines on one side."""
    NAMESPACES = 3
    """The same, and those that are in one namespace as one box."""
    TOGETHER = 4
    """The same, and all of them as one box."""


class DrawingPart(msgspec.Struct, frozen=True, kw_only=True):
    """A namespace, or a part of one that is too large for a page."""

    home: Home
    members: tuple[Workload, ...]
    part: str = ""
    """`part 2 of 3`; empty where it is the whole."""


@dataclass(frozen=True, kw_only=True)
class PageMatter:
    """What a page is about."""

    subject: DrawingSubject
    lines: tuple[FlowLine, ...]
    """All that the page may show: those with an end on it are drawn."""
    workloads: tuple[Workload, ...] = ()
    """Shown one by one."""
    parts: tuple[DrawingPart, ...] = ()
    """Shown as one box each."""
    absent: tuple[DrawnOnly, ...] = ()
    """Drawn shapes with nothing behind them."""
    everything_outside: bool = False
    """Is what nothing leads to shown as well?"""

    @cached_property
    def members(self) -> frozenset[Spot]:
        """What lines are shown of."""
        own = [*self.workloads, *(workload for part in self.parts for workload in part.members)]
        return frozenset([*map(spot_of, own), *map(absent_spot, self.absent)])

    @cached_property
    def inner_lines(self) -> Sequence[int]:
        """Of each part, how many lines lead from one of its workloads to another."""
        holders = {spot_of(workload): number for number, part in enumerate(self.parts) for workload in part.members}
        ends = ((holders.get(line.source), holders.get(line.target)) for line in self.lines) if holders else ()
        counts = Counter(source for source, target in ends if source is not None and source == target)
        return [counts[number] for number in range(len(self.parts))]

    @cached_property
    def shown(self) -> tuple[FlowLine, ...]:
        """The lines with an end on the page; of a line that only a drawing tells of the other end may not be known."""
        members = self.members
        return tuple(line for line in self.lines if line.source in members or line.target in members)


def draft_of(matter: PageMatter, detail: Detail) -> Draft:
    """The page in so much detail."""
    subject, shown, draft = matter.subject, matter.shown, Draft()
    inside = BoundaryDraft(draft, subject)
    for workload in matter.workloads:
        inside.add(workload, brief=detail is not Detail.FULL)
    for part, inner in zip(matter.parts, matter.inner_lines, strict=True):
        inside.add_whole(part.home, part.members, inner, part=part.part)
    inside.add_absent(matter.absent)
    _add_neighbors(inside, matter, shown, detail)
    few = _MOST_EXTERNAL if detail <= Detail.ONE_SIDE else _FEW_EXTERNAL
    brief = detail is not Detail.FULL
    outside = add_outside(draft, subject, shown, everything=matter.everything_outside, most=few, brief=brief)
    places = inside.places | outside
    for line in shown:
        if line.source in places and line.target in places:
            draft.join(places[line.source], places[line.target], line)
    return draft


def _add_neighbors(inside: BoundaryDraft, matter: PageMatter, shown: Sequence[FlowLine], detail: Detail) -> None:
    """Left of the page's own boxes who only calls them, right who is called by them."""
    members = matter.members
    targets = {line.target for line in shown if line.source in members}
    ends = {spot for line in shown for spot in (line.source, line.target)} - members
    near = _at(ends, matter.subject)
    groups = grouped((_KEYS[detail](workload), workload) for workload in near)
    for together in groups.values():
        is_called = detail >= Detail.ONE_SIDE or any(spot_of(workload) in targets for workload in together)
        column = LayoutColumn.NEAR_LAST if is_called else LayoutColumn.NEAR_BEFORE
        homes = by_home(together)
        if len(together) == 1:
            inside.add_neighbor(together[0], column)
        elif len(homes) == 1:
            home = next(iter(homes))
            own = home in {*map(home_of, matter.workloads), *(part.home for part in matter.parts)}
            title = called(home, matter.subject.words)
            title = f"Others of {title[:1].lower()}{title[1:]}" if own else title
            inside.add_together(f"{TOGETHER}{home[0]} {home[1]}", title, together, column)
        else:
            title = f"{counted(len(together), 'workload')} of {counted(len(homes), *matter.subject.words.group)}"
            inside.add_together(f"{TOGETHER}all", title, together, column)


def _at(ends: Collection[Spot], subject: DrawingSubject) -> Sequence[Workload]:
    """The workloads that these are, in the order of the subject."""
    keys = [(end.name, end.cluster) for end in ends if end.kind is SpotKind.WORKLOAD]
    places = sorted(place for key in keys for place in subject.places_of_workloads.get(key, ()))
    return [subject.workloads[place] for place in places]


_KEYS: Mapping[Detail, Callable[[Workload], object]] = {
    Detail.FULL: spot_of,
    Detail.BRIEF: spot_of,
    Detail.ONE_SIDE: spot_of,
    Detail.NAMESPACES: home_of,
    Detail.TOGETHER: lambda _: None,
}
