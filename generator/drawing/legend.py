"""The legend of the picture: every line style that is used, in words. Drift differs in line and sign, not colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.drawing.text import width_of

_ROW = 24.0


class Sample(StrEnum):
    """What stands beside the words; those of boxes are called as in `Look`."""

    BOUNDARY = "boundary"
    NAMESPACE = "frame"
    WORKLOAD = "workload"
    UNDRAWN = "undrawn"
    ABSENT = "absent"
    EXTERNAL = "external"
    FLOW = "flow"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the legend and where it stands."""

    sample: Sample
    text: str
    x: float
    y: float


def legend(
    *, compared: bool, rolled: bool, external: bool, flows: str, left: float, top: float, width: float
) -> tuple[Entry, ...]:
    """The entries that this picture needs, in rows of the given width."""
    matched = "workload: runs and is drawn" if compared else "workload"
    rows: list[tuple[Sample, str]] = [
        (Sample.BOUNDARY, "authorization boundary"),
        *(() if rolled else ((Sample.NAMESPACE, "namespace"),)),
        (Sample.WORKLOAD, "namespace with the names of its workloads" if rolled else f"{matched} (×n: running instances)"),
        *(
            (
                (Sample.UNDRAWN, "runs, is not drawn" + (" (names in red with +)" if rolled else "")),
                (Sample.ABSENT, "drawn, does not run"),
            )
            if compared
            else ()
        ),
        *(((Sample.EXTERNAL, "service outside the boundary (system.yaml)"),) if external else ()),
        *(((Sample.FLOW, flows),) if flows else ()),
        *(
            ()
            if compared
            else ((Sample.NOTE, "Not compared with a drawing: there is no diagram that could be read, or no cluster."),)
        ),
    ]
    return _placed(rows, left=left, top=top, width=width)


def _placed(rows: Sequence[tuple[Sample, str]], *, left: float, top: float, width: float) -> tuple[Entry, ...]:
    entries, x, y = [], left, top
    for sample, text in rows:
        needed = width_of(text, 10.5) + (0 if sample is Sample.NOTE else 42)
        if x > left and x + needed > left + width:
            x, y = left, y + _ROW
        entries.append(Entry(sample=sample, text=text, x=x, y=y))
        x += needed + 26
    return tuple(entries)
