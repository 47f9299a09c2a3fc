"""Arrows that share a line, so that a picture has fewer lines than flows and each is still followed from end to end.

A shared line has one box at its center, and all its arrows lead to that box or all come from it. Whoever enters it at a leaf
can only arrive at the center: nothing has to be guessed, which lines that are merged by their way alone cannot say
(confluent drawings; Dickerson, Eppstein, Goodrich and Meng, 2005).
"""

from collections import defaultdict
from collections.abc import Sequence

from generator.drawing.layout_plan import LayoutArrow, LayoutBundle


def bundled(arrows: Sequence[LayoutArrow]) -> tuple[LayoutBundle, ...]:
    """Every arrow in one bundle: the largest first, then by the order of the boxes; those that lead to a box before others."""
    left = set(range(len(arrows)))
    bundles: list[LayoutBundle] = []
    while left:
        stars: dict[tuple[bool, int, str], list[int]] = defaultdict(list)
        for index in sorted(left):
            arrow = arrows[index]
            stars[False, arrow.target, arrow.kind].append(index)
            stars[True, arrow.source, arrow.kind].append(index)
        outward, center, _ = best = min(stars, key=lambda star: (-len(stars[star]), star))
        bundles.append(LayoutBundle(center=center, outward=outward, arrows=tuple(stars[best])))
        left -= set(stars[best])
    return tuple(sorted(bundles, key=lambda bundle: bundle.arrows))
