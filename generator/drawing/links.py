"""The arrows of a picture: which flows each stands for, what is written on it, and what a table says of it."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from generator.drawing.boxes import in_short
from generator.drawing.lines import FlowLine, Spot
from generator.model.flow import Strength
from generator.model.picture import Mark, PictureFlow
from generator.text import counted, listed, one_line

SIGNS: Mapping[Mark, str] = {Mark.DIVERGENCE: "+", Mark.ABSENCE: "–", Mark.REVERSED: "↔"}
"""What tells a difference to whoever sees no color."""
_WORST = (Mark.DIVERGENCE, Mark.ABSENCE, Mark.REVERSED, Mark.CONVERGENCE, Mark.PLAIN, Mark.NOT_JUDGED)
_MOST_PORTS = 4
_MOST_NAMES = 12


class Labels(StrEnum):
    """What is written on arrows."""

    PORTS = "ports"
    """The number of a row of the table below, and the port."""
    NUMBERS = "numbers"


class BoxLink(msgspec.Struct, frozen=True, kw_only=True):
    """An arrow from box to box, by their indices."""

    source: int
    target: int
    lines: tuple[FlowLine, ...]
    number: int
    """Of its bundle: the row of the table that tells of it."""

    @property
    def mark(self) -> Mark:
        """Of several flows the one that a reader must see first."""
        marks = {line.mark for line in self.lines}
        return next(mark for mark in _WORST if mark in marks)

    @property
    def strength(self) -> Strength | None:
        """The most that the evidence says of any of its flows; None where only a drawing tells of them."""
        known = {line.known_by for line in self.lines}
        return next((strength for strength in Strength if strength.value in known), None)

    @property
    def look(self) -> Mark | Strength:
        """How its line is drawn: a difference by its mark, everything else by what is known of it."""
        return self.mark if self.mark in SIGNS or self.strength is None else self.strength

    @property
    def ports(self) -> tuple[str, ...]:
        """Of all its flows."""
        return tuple(dict.fromkeys(port for line in self.lines for port in line.ports))

    @property
    def encryption(self) -> str:
        """Of all its flows."""
        return ", ".join(sorted({line.encryption for line in self.lines if line.encryption}))

    @property
    def kind(self) -> str:
        """Arrows of one kind may share a line: what the table says of one holds for all."""
        return f"{self.mark.name} {self.strength} {self.encryption}"


def label(bundle: Sequence[BoxLink], labels: Labels) -> str:
    """What is written on the line that arrows share: sign of a difference, number of its row, how many flows it stands for."""
    first, flows = bundle[0], sum(len(link.lines) for link in bundle)
    several = f"×{flows}" if flows > len(bundle) else ""
    ports = tuple(dict.fromkeys(port for link in bundle for port in link.ports))
    port = one_line(in_short(ports).split(" (")[0]) if labels is Labels.PORTS and len(ports) == 1 else ""
    return " ".join(part for part in (f"{SIGNS.get(first.mark, '')}{first.number}", several, port) if part)


def rows(links: Sequence[BoxLink], names: Sequence[str], shared: frozenset[int]) -> tuple[PictureFlow, ...]:
    """The arrows in words, in the order of their numbers.

    `names` are those of the boxes; `shared` are the boxes at the other end of flows that stand for several workloads: which of
    them an arrow leads to is named, since no other part of the picture says it.
    """
    return tuple(
        PictureFlow(
            number=link.number,
            source=_end(names, link.source, shared, (line.source for line in link.lines)),
            target=_end(names, link.target, shared, (line.target for line in link.lines)),
            what="; ".join(
                part for part in (_ports(link), f"encryption: {link.encryption}" if link.encryption else "") if part
            ),
            ports=_ports(link),
            encryption=link.encryption,
            known_by=", ".join(sorted({line.known_by for line in link.lines if line.known_by})),
            mark=link.mark,
        )
        for link in sorted(links, key=lambda link: link.number)
    )


def _end(names: Sequence[str], box: int, shared: frozenset[int], spots: Iterable[Spot]) -> str:
    if box not in shared:
        return names[box]
    return listed(sorted({one_line(spot.name.rpartition("/")[2]) for spot in spots}), _MOST_NAMES)


def _what(link: BoxLink) -> str:
    encryption = one_line(f"encryption: {link.encryption}") if link.encryption else ""
    return "; ".join(part for part in (_ports(link), encryption) if part)


def _ports(link: BoxLink) -> str:
    several = counted(len(link.lines), "flow") if len(link.lines) > 1 else ""
    ports = listed(link.ports, _MOST_PORTS, more="port")
    return "; ".join(one_line(part) for part in (several, ports) if part)
