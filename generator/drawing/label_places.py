"""Where the texts of arrows stand: where the layout made room for them, unless something else is there by then."""

from collections.abc import Sequence

from generator.drawing.layout_plan import LayoutFrame, Path, Placement, Point
from generator.drawing.links import SIGNS
from generator.drawing.scene import LABEL_SIZE, TITLE_SIZE, Scene
from generator.drawing.text import width_of

_HEIGHT = 13.0
_ALONG = (4, 3, 5, 2, 6, 1, 7)
"""Eighths of the way, in the order in which they are tried."""


def label_frames(scene: Scene, placement: Placement) -> tuple[LayoutFrame | None, ...]:
    """The place of each arrow's text; None where there is no text or no arrow."""
    taken = [*placement.boxes, *titles(scene, placement)]
    frames: list[LayoutFrame | None] = []
    for path, label, link in zip(placement.paths, scene.labels, scene.links, strict=True):
        if path is None or not label:
            frames.append(None)
            continue
        width = width_of(label, LABEL_SIZE, bold=link.mark in SIGNS) + 6
        candidates = [_around(point, width) for point in _candidates(path)]
        frame = min(candidates, key=lambda candidate: (_overlaps(candidate, taken), candidates.index(candidate)))
        taken.append(frame)
        frames.append(frame)
    return tuple(frames)


def titles(scene: Scene, placement: Placement) -> list[LayoutFrame]:
    """Where the titles of frames stand."""
    return [
        LayoutFrame(
            x=place.x + 10, y=place.y + 7, width=width_of(frame.title, TITLE_SIZE, bold=True) + 4, height=TITLE_SIZE + 3
        )
        for frame, place in zip(scene.frames, placement.groups, strict=True)
    ]


def _candidates(path: Path) -> list[Point]:
    candidates = [path.label] if path.label is not None else []
    pieces = (len(path.points) - 1) // 3
    for eighth in _ALONG:
        whole = eighth / 8 * pieces
        piece = min(int(whole), pieces - 1)
        candidates.append(_on_curve(path.points[3 * piece : 3 * piece + 4], whole - piece))
    return candidates


def _on_curve(points: Sequence[Point], share: float) -> Point:
    """A point of a cubic Bezier curve."""
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    return (
        sum(weight * x for weight, (x, _) in zip(weights, points, strict=True)),
        sum(weight * y for weight, (_, y) in zip(weights, points, strict=True)),
    )


def _around(middle: Point, width: float) -> LayoutFrame:
    return LayoutFrame(x=middle[0] - width / 2, y=middle[1] - _HEIGHT / 2, width=width, height=_HEIGHT)


def _overlaps(frame: LayoutFrame, others: Sequence[LayoutFrame]) -> int:
    return sum(
        frame.x < other.x + other.width
        and other.x < frame.x + frame.width
        and frame.y < other.y + other.height
        and other.y < frame.y + frame.height
        for other in others
    )
