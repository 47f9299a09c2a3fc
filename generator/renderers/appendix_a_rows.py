"""The rows of SSP Appendix A: one for each control, with a part for each row of its solution table.

Shape: FedRAMP SSP Appendix A (Rev5): per control a summary table and a solution table with a row for each part.
"""

from dataclasses import dataclass
from datetime import date

from generator.frameworks.rev5.table import FAMILIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file that generated text rests on: E1, E2, … in the order in which the document first cites them."""

    number: int
    path: str
    """Inside the package."""
    sha256: str
    collected: date | None
    cited_by: tuple[tuple[str, str], ...]
    """(control, part letter or ""), in document order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One citation of a part."""

    number: int
    place: str
    """`line 33`; empty where the whole file is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A check of the cross-check that found discrepancies where the text claims something."""

    check: str
    title: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One row of the solution table."""

    control: str
    letter: str
    """Empty where the control has no parts."""
    text: str
    drafted: bool
    """False where nothing was written; `text` then says so."""
    citations: tuple[Citation, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def tag(self) -> str:
        """Of the place that belongs to the writer: `narrative:CM-8:a`, `narrative:SC-2`."""
        return f"narrative:{self.control}:{self.letter}" if self.letter else f"narrative:{self.control}"

    @property
    def label(self) -> str:
        """`CM-8(a)`."""
        return part_label(self.control, self.letter)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRow:
    """One control."""

    id: str
    title: str
    why: str
    """Which area of the container guidance asks for it, and who says so."""
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    """(role, parties that hold it)."""
    statuses: tuple[str, ...]
    """OSCAL values: `partial`, `planned`."""
    originations: tuple[str, ...]
    """OSCAL values: `sp-system`."""
    proposed: str
    """What the plan remarks on the status."""
    has_parameters: bool
    parts: tuple[Part, ...]
    other_contradictions: tuple[Contradiction, ...]
    """Of the control as a whole, beside those of its parts."""

    @property
    def enhancement(self) -> bool:
        """`CM-8(3)` is an enhancement of `CM-8`."""
        return "(" in self.id

    @property
    def family(self) -> str:
        """`Configuration Management`."""
        return FAMILIES.get(self.id[:2], self.id[:2])

    @property
    def drafted(self) -> tuple[Part, ...]:
        """Parts that evidence speaks about."""
        return tuple(part for part in self.parts if part.drafted)

    @property
    def not_written(self) -> tuple[Part, ...]:
        """Parts that nobody has written."""
        return tuple(part for part in self.parts if not part.drafted)

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """All of them, each check once, by name."""
        found = {one.check: one for part in self.parts for one in part.contradictions}
        found |= {one.check: one for one in self.other_contradictions}
        return tuple(found[check] for check in sorted(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendixA:
    """The document."""

    system: str
    provider: str
    baseline: str
    """`FedRAMP Rev. 5 Moderate`."""
    as_of: date
    marking: str
    controls: tuple[ControlRow, ...]
    evidence: tuple[Evidence, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every part of every control."""
        return tuple(part for control in self.controls for part in control.parts)


def part_label(control: str, letter: str) -> str:
    """`CM-8(a)`, or `SC-2` for the whole control."""
    return f"{control}({letter})" if letter else control
