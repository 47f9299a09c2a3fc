"""What of a line is still to be drawn where another of its bundle already runs."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.drawing.layout_plan import Point

_Piece = tuple[Point, Point]


def uncovered(points: Sequence[Point], drawn: set[_Piece]) -> Iterator[tuple[Point, ...]]:
    """The parts of a way that no piece in `drawn` covers, each as its corners; they are added to `drawn`."""
    chain: list[Point] = []
    for piece in pairwise(points):
        for start, end in list(_rest(piece, drawn)):
            if chain and chain[-1] != start:
                yield tuple(chain)
                chain = []
            chain = [*chain, end] if chain else [start, end]
    drawn.update(pairwise(points))
    if chain:
        yield tuple(chain)


def _rest(piece: _Piece, drawn: set[_Piece]) -> Iterator[_Piece]:
    """A straight piece without what others cover, in its own direction."""
    start, end = piece
    axis = 0 if start[1] == end[1] else 1
    low, high = sorted((start[axis], end[axis]))
    spans = [
        tuple(sorted((first[axis], second[axis])))
        for first, second in drawn
        if first[1 - axis] == second[1 - axis] == start[1 - axis]
    ]
    left = [(low, high)]
    for begin, stop in spans:
        left = [part for whole in left for part in ((whole[0], min(whole[1], begin)), (max(whole[0], stop), whole[1]))]
        left = [part for part in left if part[0] < part[1]]
    places = left if start[axis] <= end[axis] else [(stop, begin) for begin, stop in reversed(left)]
    for begin, stop in places:
        yield _at(start, axis, begin), _at(start, axis, stop)


def _at(point: Point, axis: int, place: float) -> Point:
    return (place, point[1]) if axis == 0 else (point[0], place)
