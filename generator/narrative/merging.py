"""Three versions of a text become one: what we generated, what stands in `narratives/`, what came back from Word.

Blocks are compared whole. Where only one side changed a stretch, its version is taken; where both changed it to different
things, that is a conflict for a person.
"""

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeVar

import msgspec

from generator.model.narrative import Content

H = TypeVar("H", bound=Hashable)


class MergeSide(StrEnum):
    """Whose version of a stretch is taken."""

    OURS = "ours"
    THEIRS = "theirs"
    CONFLICT = "conflict"


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Some blocks of ours, by their places, and what they are with the other side."""

    side: MergeSide
    start: int
    stop: int
    theirs: tuple[Content, ...] = ()


def merge(base: Sequence[Content], ours: Sequence[Content], theirs: Sequence[Content]) -> tuple[Stretch, ...]:
    """Stretches that cover all of ours, in order."""
    if tuple(ours) == tuple(theirs) or tuple(theirs) == tuple(base):
        return (Stretch(side=MergeSide.OURS, start=0, stop=len(ours)),)
    return tuple(_stretches(base, ours, theirs))


def merged(stretches: Sequence[Stretch], ours: Sequence[Content]) -> tuple[Content, ...]:
    """The text of a merge without conflicts."""
    return tuple(
        their
        for stretch in stretches
        for their in (stretch.theirs if stretch.side is MergeSide.THEIRS else ours[stretch.start : stretch.stop])
    )


def _stretches(base: Sequence[Content], ours: Sequence[Content], theirs: Sequence[Content]) -> Iterator[Stretch]:
    kept_ours, kept_theirs = _kept(base, ours), _kept(base, theirs)
    anchors = [place for place in range(len(base)) if place in kept_ours and place in kept_theirs]
    before = (-1, -1, -1)
    for place in (*anchors, len(base)):
        here = (place, kept_ours.get(place, len(ours)), kept_theirs.get(place, len(theirs)))
        old, mine, new = (slice(start + 1, stop) for start, stop in zip(before, here, strict=True))
        if mine.start < mine.stop or new.start < new.stop:
            yield from _judged(tuple(base[old]), tuple(ours[mine]), tuple(theirs[new]), mine.start)
        if place < len(base):
            yield Stretch(side=MergeSide.OURS, start=here[1], stop=here[1] + 1)
        before = here


def _judged(base: tuple[Content, ...], ours: tuple[Content, ...], theirs: tuple[Content, ...], start: int) -> Iterator[Stretch]:
    """Where all three have the same number of blocks, neighbors are distinguished: one side changed this, the other that."""
    if theirs in (base, ours) or ours == base or not len(base) == len(ours) == len(theirs) > 1:
        yield _stretch(base, ours, theirs, start)
        return
    for place in range(len(base)):
        line = slice(place, place + 1)
        yield _stretch(base[line], ours[line], theirs[line], start + place)


def _stretch(base: tuple[Content, ...], ours: tuple[Content, ...], theirs: tuple[Content, ...], start: int) -> Stretch:
    stop = start + len(ours)
    if theirs in (base, ours):
        return Stretch(side=MergeSide.OURS, start=start, stop=stop)
    side = MergeSide.THEIRS if ours == base else MergeSide.CONFLICT
    return Stretch(side=side, start=start, stop=stop, theirs=theirs)


def _kept(base: Sequence[H], changed: Sequence[H]) -> dict[int, int]:
    """Place in the base to place in the changed text, of blocks that stayed."""
    matcher = SequenceMatcher(None, base, changed, autojunk=False)
    return {match.a + step: match.b + step for match in matcher.get_matching_blocks() for step in range(match.size)}
