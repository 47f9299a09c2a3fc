"""The legend of a picture: every look that is used, in words. Differences have a line and a sign, not color alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.drawing.figure import BoxStyle
from generator.drawing.links import Labels
from generator.drawing.scene import FrameLook, Scene
from generator.drawing.text import width_of
from generator.model.picture import Mark

ROW = 28.0
TEXT_SIZE = 10.5
SAMPLE_WIDTH = 42.0
Sample = FrameLook | BoxStyle | Mark | None
"""What stands beside the words; None for a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """One line of the legend and where it stands."""

    sample: Sample
    text: str
    x: float
    y: float


_FRAMES = {
    FrameLook.BOUNDARY: "authorization boundary",
    FrameLook.CLUSTER: "cluster",
    FrameLook.NAMESPACE: "namespace",
    FrameLook.NEIGHBOR: "another namespace: only what is joined to this picture",
}
_LOOKS = {
    BoxStyle.WORKLOAD: "workload (×n: running instances)",
    BoxStyle.NEIGHBOR: "workload at the other end of a flow",
    BoxStyle.NAMESPACE: "namespace with the names of its workloads",
    BoxStyle.UNDRAWN: "runs, is not drawn",
    BoxStyle.ABSENT: "drawn, does not run",
    BoxStyle.EXTERNAL: "service outside the boundary",
}
_MARKS = {
    Mark.DIVERGENCE: "evidence tells of it, not drawn",
    Mark.ABSENCE: "drawn, no evidence tells of it",
    Mark.REVERSED: "drawn in the opposite direction; the arrow leads to the workload that is called",
    Mark.NOT_JUDGED: "drawn, where evidence cannot tell",
}
_PLAIN = "flow that evidence tells of"
_NOTES = {
    Labels.NUMBERS: "Number: the row of the table below",
    Labels.COUNTS: "×n: how many flows",
    Labels.PORTS: "On arrows: port and protocol of who is called",
}


def legend(scene: Scene, *, compared: bool, left: float, top: float, width: float) -> tuple[LegendEntry, ...]:
    """The entries that this picture needs, in rows of the given width."""
    rows = list(_rows(scene, compared=compared))
    return _placed(rows, left=left, top=top, width=width)


def _rows(scene: Scene, *, compared: bool) -> Iterator[tuple[Sample, str]]:
    frames, looks = {frame.look for frame in scene.frames}, {figure.look for figure in scene.figures}
    marks = {link.mark for link in scene.links}
    yield from ((look, text) for look, text in _FRAMES.items() if look in frames)
    yield from ((look, text) for look, text in _LOOKS.items() if look in looks)
    if compared and BoxStyle.NAMESPACE in looks:
        yield None, "Names in red with +: runs, is not drawn"
    if marks & {Mark.PLAIN, Mark.CONVERGENCE}:
        yield Mark.PLAIN, f"{_PLAIN}; no difference" if compared else _PLAIN
    yield from ((mark, text) for mark, text in _MARKS.items() if mark in marks)
    if any(len(text) > 1 for text in scene.labels):
        yield None, _NOTES[scene.kind_of_labels]
    if not compared:
        yield None, "Not compared with a drawing: there is no diagram that could be read, or no cluster."


def _placed(rows: Sequence[tuple[Sample, str]], *, left: float, top: float, width: float) -> tuple[LegendEntry, ...]:
    entries, x, y = [], left, top
    for sample, text in rows:
        needed = width_of(text, TEXT_SIZE) + (0 if sample is None else SAMPLE_WIDTH)
        if x > left and x + needed > left + width:
            x, y = left, y + ROW
        entries.append(LegendEntry(sample=sample, text=text, x=x, y=y))
        x += needed + 26
    return tuple(entries)
