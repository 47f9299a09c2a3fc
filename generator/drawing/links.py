"""The arrows of a picture: which flows each stands for, what is written on it, and what a table says of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.drawing.boxes import in_short
from generator.drawing.lines import FlowLine
from generator.model.picture import Mark, PictureFlow
from generator.text import counted, listed, one_line

SIGNS: Mapping[Mark, str] = {Mark.DIVERGENCE: "+", Mark.ABSENCE: "–", Mark.REVERSED: "↔"}
"""What tells a difference to whoever sees no color."""
_WORST = (Mark.DIVERGENCE, Mark.ABSENCE, Mark.REVERSED, Mark.CONVERGENCE, Mark.PLAIN, Mark.NOT_JUDGED)
_MOST_PORTS = 4


class Labels(StrEnum):
    """What is written on arrows."""

    PORTS = "ports"
    NUMBERS = "numbers"
    """Of the rows of a table below the picture."""
    COUNTS = "counts"
    """How many flows an arrow stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxLink:
    """An arrow from box to box, by their indices."""

    source: int
    target: int
    lines: tuple[FlowLine, ...]
    number: int

    @property
    def mark(self) -> Mark:
        """Of several flows the one that a reader must see first."""
        marks = {line.mark for line in self.lines}
        return next(mark for mark in _WORST if mark in marks)

    @property
    def ports(self) -> tuple[str, ...]:
        """Of all its flows."""
        return tuple(dict.fromkeys(port for line in self.lines for port in line.ports))


def label(link: BoxLink, labels: Labels) -> str:
    """What is written on the arrow, beginning with the sign of a difference; empty where there is nothing to write."""
    sign = SIGNS.get(link.mark, "")
    if labels is Labels.NUMBERS:
        return f"{sign}{link.number}"
    if labels is Labels.PORTS:
        return " ".join(part for part in (sign, one_line(in_short(link.ports))) if part)
    counted = Counter(line.mark for line in link.lines)
    several = f"×{len(link.lines)}" if len(link.lines) > 1 else ""
    drift = [f"{SIGNS[mark]}{counted[mark] if len(link.lines) > 1 else ''}" for mark in SIGNS if counted[mark]]
    return " ".join(part for part in (several, *drift) if part)


def rows(links: Sequence[BoxLink], names: Sequence[str], labels: Labels) -> tuple[PictureFlow, ...]:
    """The arrows in words, in the order of their numbers. `names` are those of the boxes."""
    return tuple(
        PictureFlow(
            number=link.number if labels is Labels.NUMBERS else None,
            source=names[link.source],
            target=names[link.target],
            what=_what(link),
            known_by=", ".join(sorted({line.known_by for line in link.lines if line.known_by})),
            mark=link.mark,
        )
        for link in sorted(links, key=lambda link: link.number)
    )


def _what(link: BoxLink) -> str:
    several = counted(len(link.lines), "flow") if len(link.lines) > 1 else ""
    ports = listed(link.ports, _MOST_PORTS, more="port")
    encrypted = ", ".join(sorted({line.encryption for line in link.lines if line.encryption}))
    return "; ".join(one_line(part) for part in (several, ports, encrypted) if part)
