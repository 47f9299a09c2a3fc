"""Can a picture be read in print? A rule on computed places, the same for every picture.

FedRAMP's SSP template (section 8.1) asks that a diagram is "legible and readable". Here: on a letter page, upright or turned,
below the page header and above a caption, its smallest text is at least seven points high, and its lines cross one another no
more often than can be followed.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from generator.drawing.layout_plan import LayoutPlan, Placement, Point
from generator.drawing.sheet import DrawingSheet

ROOMS = ((9.0 * 72, 4.4 * 72), (6.5 * 72, 6.6 * 72))
"""Points across and down on a turned and on an upright page: letter size less margins of one inch, header and caption of
FedRAMP's form, which leaves the least."""
LEAST_TEXT = 7.0
SMALLEST_TEXT = 10.0
"""Of the texts in a picture of its own size."""
MOST_CROSSINGS = 30
MOST_LINES = 26


def readable(sheet: DrawingSheet) -> bool:
    """May it be printed on one page? Without title and table, which a document prints as text."""
    return (
        scale(sheet.width, sheet.printed) * SMALLEST_TEXT >= LEAST_TEXT
        and len(sheet.scene.plan.bundles) <= MOST_LINES
        and crossings(sheet.scene.plan, sheet.placement) <= MOST_CROSSINGS
    )


def scale(width: float, height: float) -> float:
    """How large it is on the page that suits it better: 1 is its own size, and it is never larger."""
    return max(min(1.0, across / width, down / height) for across, down in ROOMS)


def crossings(plan: LayoutPlan, placement: Placement) -> int:
    """How often lines that do not belong together cross."""
    lines = [
        sorted({_sorted(piece) for arrow in bundle.arrows for piece in pairwise(placement.paths[arrow].points)})
        for bundle in plan.bundles
    ]
    return sum(len(set(_meetings(first, second))) for first, second in combinations(lines, 2))


def _sorted(piece: tuple[Point, Point]) -> tuple[Point, Point]:
    return min(piece), max(piece)


def _meetings(first: Sequence[tuple[Point, Point]], second: Sequence[tuple[Point, Point]]) -> Iterator[Point]:
    for (left, top), (right, bottom) in first:
        for (other_left, other_top), (other_right, other_bottom) in second:
            if top == bottom and other_left == other_right and left < other_left < right and other_top < top < other_bottom:
                yield other_left, top
            if left == right and other_top == other_bottom and other_left < left < other_right and top < other_top < bottom:
                yield left, other_top
