"""The table below a picture whose arrows are numbered: one row an arrow, in as many columns as the picture is wide."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.drawing.text import fit
from generator.model.picture import Mark, PictureFlow
from generator.text import one_line

TEXT_SIZE = 9.5
ROW = 14.0
NUMBER_WIDTH = 30.0
_COLUMN = 400.0
_GAP = 18.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTableRow:
    """One row and where it begins."""

    number: str
    text: str
    mark: Mark
    x: float
    y: float


def table(flows: Sequence[PictureFlow], *, left: float, top: float, width: float) -> tuple[DrawnTableRow, ...]:
    """The rows, column by column."""
    columns = max(1, int((width + _GAP) // (_COLUMN + _GAP)))
    room = (width + _GAP) / columns - _GAP
    down = -(-len(flows) // columns)
    return tuple(
        DrawnTableRow(
            number=str(flow.number or ""),
            text=fit(in_words(flow), TEXT_SIZE, room - NUMBER_WIDTH),
            mark=flow.mark,
            x=left + (index // down) * (room + _GAP),
            y=top + (index % down) * ROW,
        )
        for index, flow in enumerate(flows)
    )


def in_words(flow: PictureFlow) -> str:
    """`cart → valkey: TCP 6379; declared; known, not drawn`."""
    marked = "" if flow.mark in (Mark.PLAIN, Mark.CONVERGENCE) else flow.mark.value
    rest = "; ".join(part for part in (flow.what, flow.known_by, marked) if part)
    return one_line(f"{flow.source} → {flow.target}" + (f": {rest}" if rest else ""))
