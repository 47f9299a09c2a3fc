"""Tracks: lines side by side in a channel or corridor, ordered so that few cross, and no two on one place."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

_CLEAR = 7.0
"""Points between the ends of two lines on one track."""


class TrackUse(msgspec.Struct, frozen=True, kw_only=True):
    """A line along a track: how far it reaches, and where it is left on either side of it."""

    bundle: int
    before: tuple[float, ...]
    """Where it is left to the smaller side: left of a channel, above a corridor."""
    after: tuple[float, ...]

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where it runs."""
        ends = (*self.before, *self.after)
        return min(ends), max(ends)


def tracks(uses: Sequence[TrackUse], *, clear: float = _CLEAR) -> Mapping[int, int]:
    """The number of each bundle's track, from the smaller side."""
    numbers: dict[int, int] = {}
    placed: list[TrackUse] = []
    for use in _ordered(uses):
        own = [numbers[other.bundle] for other in placed if _meet(use, other, clear)]
        numbers[use.bundle] = max(own, default=-1) + 1
        placed.append(use)
    return numbers


def _ordered(uses: Sequence[TrackUse]) -> Sequence[TrackUse]:
    """Neighbors change places as long as that saves crossings."""
    order = sorted(uses, key=lambda use: (len(use.after) - len(use.before), use.reach, use.bundle))
    for _ in order:
        changed = False
        for index, (first, second) in enumerate(pairwise(tuple(order))):
            if order[index] is first and _crossings(second, first) < _crossings(first, second):
                order[index], order[index + 1] = second, first
                changed = True
        if not changed:
            break
    return order


def _crossings(first: TrackUse, second: TrackUse) -> int:
    """Where two lines cross if `first` is on the smaller side."""
    return _within(second.before, first.reach) + _within(first.after, second.reach)


def _within(places: Sequence[float], reach: tuple[float, float]) -> int:
    return sum(reach[0] < place < reach[1] for place in places)


def _meet(use: TrackUse, other: TrackUse, clear: float) -> bool:
    return use.reach[0] - clear < other.reach[1] and other.reach[0] - clear < use.reach[1]
