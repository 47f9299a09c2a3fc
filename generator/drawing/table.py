"""The table below a picture: one row for each numbered line, in as many columns as the picture is wide."""

from collections.abc import Sequence
from itertools import groupby

import msgspec

from generator.drawing.text import wrap
from generator.model.picture import Mark, PictureFlow
from generator.text import left_out, listed, one_line

TEXT_SIZE = 10.0
ROW = 12.5
NUMBER_WIDTH = 26.0
_COLUMN = 260.0
_GAP = 16.0
_MOST_LINES = 12
_MOST_NAMES = 24


class DrawnTableRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of text and where it begins."""

    number: str
    """Empty on the further lines of a row."""
    text: str
    mark: Mark
    x: float
    y: float


def table(flows: Sequence[PictureFlow], *, left: float, top: float, width: float) -> tuple[DrawnTableRow, ...]:
    """The rows, column by column; no row is broken across columns."""
    columns = max(1, int((width + _GAP) // (_COLUMN + _GAP)))
    room = (width + _GAP) / columns - _GAP
    blocks = [_block(list(own), room) for _, own in groupby(flows, key=lambda flow: flow.number)]
    total, rows, column, down = sum(len(lines) for _, lines in blocks), list[DrawnTableRow](), 0, 0
    for flow, lines in blocks:
        if down and down + len(lines) / 2 > total / columns and column < columns - 1:
            column, down = column + 1, 0
        for number, text in enumerate(lines):
            shown = str(flow.number or "") if number == 0 else ""
            x = left + column * (room + _GAP)
            rows.append(DrawnTableRow(number=shown, text=text, mark=flow.mark, x=x, y=top + (down + number) * ROW))
        down += len(lines)
    return tuple(rows)


def _block(own: Sequence[PictureFlow], room: float) -> tuple[PictureFlow, Sequence[str]]:
    return own[0], wrap(in_words(own), TEXT_SIZE, room - NUMBER_WIDTH, lines=_MOST_LINES)


def in_words(own: Sequence[PictureFlow]) -> str:
    """`cart, orders → valkey: TCP 6379; flow declared; known, not drawn`: the flows that share a line."""
    sources = list(dict.fromkeys(flow.source for flow in own))
    targets = list(dict.fromkeys(flow.target for flow in own))
    whats = {flow.what for flow in own}
    if len(whats) > 1:
        outward = len(targets) > 1
        each = [
            f"{flow.target if outward else flow.source}: {flow.what.replace('; ', ', ') or 'port not known'}" for flow in own
        ]
        names = "; ".join([*each[:_MOST_NAMES], left_out(len(each) - _MOST_NAMES)]).removesuffix("; ")
        ends = f"{sources[0]} → {names}" if outward else f"{names} → {targets[0]}"
        rest = "; ".join(part for part in (_known(own[0]), _marked(own[0].mark)) if part)
        return one_line(f"{ends} ({rest})" if rest else ends)
    what = whats.pop()
    ends = f"{listed(sources, _MOST_NAMES)} → {listed(targets, _MOST_NAMES)}"
    rest = "; ".join(part for part in (what, _known(own[0]), _marked(own[0].mark)) if part)
    return one_line(ends + (f": {rest}" if rest else ""))


def _known(flow: PictureFlow) -> str:
    """Of the flow itself: what stands before it in the row has certainties of its own."""
    return f"flow {flow.known_by}" if flow.known_by else ""


def _marked(mark: Mark) -> str:
    return "" if mark in (Mark.PLAIN, Mark.CONVERGENCE) else mark.value
