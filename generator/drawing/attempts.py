"""From a scene to a placed one: the most detailed that can be laid out and read, by a fixed chain of simpler ones.

A time limit is the only thing here that depends on the machine. Where it strikes, the picture says less than it could, and
that is reported: it never happens in silence.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from generator.drawing.layout import LayoutTimeoutError, place
from generator.drawing.layout_grid import place_in_rows
from generator.drawing.layout_plan import LayoutPlan, Placement
from generator.drawing.scene import Scene

MOST_BOXES = 200
"""More cannot be read on a page."""
SECONDS = 20.0
"""For one layout. The limits of arrows keep every layout below a tenth of it on an ordinary machine."""
_QUICK = 90
"""Above this many arrows they are straight lines: routing them around boxes is what takes time."""
_LONG, _LONGEST, _STEEPEST = 2800.0, 4200.0, 2.2
"""Points: what fits a page of any shape, what is too much for any page, and how steep a page may be between the two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One way to show a picture."""

    scene: Callable[[], Scene]
    most_arrows: int
    """With more, they could not be followed, or dot would take minutes: it is not called."""
    must_fit: bool = True
    """Only where the result has the shape of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedScene:
    """A scene with its places."""

    scene: Scene
    placement: Placement
    timed_out: bool
    """A more detailed one was left out because its layout took too long."""


def first_that_works(attempts: Iterable[Attempt], otherwise: Callable[[], Scene]) -> PlacedScene:
    """The first attempt that can be laid out; else the last resort, in rows of our own."""
    timed_out = False
    for attempt in attempts:
        scene = attempt.scene()
        if len(scene.plan.arrows) > attempt.most_arrows or not 0 < len(scene.plan.boxes) <= MOST_BOXES:
            continue
        try:
            placement = place(_paced(scene.plan), seconds=SECONDS)
        except LayoutTimeoutError:
            timed_out = True
            continue
        if placement is not None and (not attempt.must_fit or _fits_a_page(placement)):
            return PlacedScene(scene=scene, placement=placement, timed_out=timed_out)
    scene = otherwise()
    return PlacedScene(scene=scene, placement=place_in_rows(scene.plan), timed_out=timed_out)


def _paced(plan: LayoutPlan) -> LayoutPlan:
    return replace(plan, quick=len(plan.arrows) > _QUICK)


def _fits_a_page(placement: Placement) -> bool:
    """A strip that is long and narrow can be read on no page."""
    short, long = sorted((placement.width, placement.height))
    return long <= _LONG or (long <= _LONGEST and long <= _STEEPEST * short)
