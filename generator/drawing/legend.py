"""The legend of a picture: every look that is used, in words. Differences have a line and a sign, not color alone."""

from collections.abc import Iterator, Sequence

import msgspec

from generator.drawing.figure import BoxStyle
from generator.drawing.scene import FrameLook, Scene
from generator.drawing.text import width_of, wrap
from generator.model.flow import Strength
from generator.model.picture import Mark
from generator.model.platform import PlatformWords

ROW = 22.0
"""A sign on a corner of a sample stands out above it, and may not reach the sample above."""
_LINE = 13.0
_LINES = 4
TEXT_SIZE = 10.0
SAMPLE_WIDTH = 36.0
Sample = FrameLook | BoxStyle | Mark | Strength | None
"""What stands beside the words; None for a note."""


class LegendEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the legend and where it stands."""

    sample: Sample
    text: str
    x: float
    y: float


_FRAMES = {
    FrameLook.BOUNDARY: "authorization boundary",
}
_LOOKS = {
    BoxStyle.WORKLOAD: "workload (×n: running instances)",
    BoxStyle.NEIGHBOR: "inside the boundary, at the other end of a flow",
    BoxStyle.NAMESPACE: "namespace with the names of its workloads",
    BoxStyle.UNDRAWN: "in the evidence, not drawn",
    BoxStyle.ABSENT: "drawn, not in the evidence",
    BoxStyle.EXTERNAL: "service outside the boundary",
}
_MARKS = {
    Mark.PLAIN: "connection that is stated",
    Mark.DIVERGENCE: "flow in the evidence, not drawn",
    Mark.ABSENCE: "flow drawn, not in the evidence",
    Mark.REVERSED: "drawn in the opposite direction; the arrow leads to the workload that is called",
    Mark.NOT_JUDGED: "drawn, where evidence cannot tell",
}
_KNOWN = {
    Strength.OBSERVED: "flow recorded in flow logs",
    Strength.DECLARED: "flow set in configuration",
    Strength.PERMITTED: "flow that is permitted",
    Strength.POSSIBLE: "possible flow, named in settings",
}
_NO_FLOWS = "No flow is known from the evidence"
_NUMBER = "Number: row in the table of flows"
_JOINED = "Lines that meet at a dot lead to one box, or come from one"


def legend(
    scene: Scene, words: PlatformWords, note: str, *, compared: bool, left: float, top: float, width: float
) -> tuple[LegendEntry, ...]:
    """The entries that this picture needs, in rows of the given width."""
    rows = [*_rows(scene, words, compared=compared), *([(None, note)] if note else [])]
    return _placed(rows, left=left, top=top, width=width)


def _rows(scene: Scene, words: PlatformWords, *, compared: bool) -> Iterator[tuple[Sample, str]]:
    frames, looks = {frame.look for frame in scene.frames}, {figure.look for figure in scene.figures}
    used = {link.look for link in scene.links}
    places = {FrameLook.CLUSTER: words.place[0], FrameLook.NAMESPACE: words.group[0]}
    yield from ((look, text) for look, text in {**_FRAMES, **places}.items() if look in frames)
    whole = {BoxStyle.NAMESPACE: f"{words.group[0]} with the names of its workloads"}
    yield from ((look, text) for look, text in {**_LOOKS, **whole}.items() if look in looks)
    yield from ((strength, text) for strength, text in _KNOWN.items() if strength in used)
    yield from ((mark, text) for mark, text in _MARKS.items() if mark in used)
    if scene.links:
        yield None, _NUMBER
    elif not compared:
        yield None, _NO_FLOWS
    if any(len(bundle.arrows) > 1 for bundle in scene.plan.bundles):
        yield None, _JOINED


def _placed(rows: Sequence[tuple[Sample, str]], *, left: float, top: float, width: float) -> tuple[LegendEntry, ...]:
    """A text that is wider than all of it goes on below."""
    entries, x, y = [], left, top
    for sample, text in rows:
        indent = 0.0 if sample is None else SAMPLE_WIDTH
        needed = indent + width_of(text, TEXT_SIZE)
        if x > left and x + needed > left + width:
            x, y = left, y + ROW
        first, *more = wrap(text, TEXT_SIZE, width - indent, lines=_LINES)
        entries.append(LegendEntry(sample=sample, text=first, x=x, y=y))
        for line in more:
            y += _LINE
            entries.append(LegendEntry(sample=None, text=line, x=x + indent, y=y))
        x += needed + 18
    return tuple(entries)
