"""What a framework is: controls, ratings and deadlines as values. Almost no code."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from generator.model.scan import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A control that container evidence says something about."""

    id: str
    """As the framework writes it: `RA-5(5)`."""
    title: str
    parts: tuple[str, ...]
    """Letters of its parts, as FedRAMP's SSP Appendix A has them; empty where it has none."""
    area: str
    """The area of the container guidance that asks for it."""
    source: str
    """Who says that container evidence belongs here."""
    baselines: frozenset[str]
    """Impact levels whose baseline holds it: `low`, `moderate`, `high`. Empty for a control of no baseline."""
    named: bool = False
    """The container guidance itself names it, so that evidence about it is asked for at every level."""

    @property
    def oscal_id(self) -> str:
        """`ra-5.5`, as NIST's SP 800-53 catalogue spells it."""
        return oscal_id(self.id)

    def statement_id(self, part: str) -> str:
        """`cm-8_smt.a`, as NIST's catalogue spells it; `cm-8_smt` for the whole control."""
        return f"{self.oscal_id}_smt.{part}" if part else f"{self.oscal_id}_smt"


def oscal_id(control: str) -> str:
    """`SC-7(5)` as NIST's SP 800-53 catalogue spells it: `sc-7.5`."""
    return control.lower().replace("(", ".").replace(")", "")


class Framework(Protocol):
    """One rule book."""

    @property
    def name(self) -> str:
        """As system.yaml names it: `fedramp-rev5`."""

    @property
    def title(self) -> str:
        """For people."""

    def controls(self, level: str) -> tuple[Control, ...]:
        """Container-relevant controls of the baseline of an impact level, and those that are additional to it; in its order."""

    def rating(self, severity: Severity, score: float | None) -> str:
        """Risk rating of a weakness in this framework's words."""

    def due(self, rating: str, detected: date, known_exploited: date | None) -> date | None:
        """Day by which a weakness must be remediated; None where the framework sets none."""
