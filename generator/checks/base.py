"""The contract of every check: one question asked of the facts, with its controls and who says they belong to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from generator.model.comparison import Comparison, Discrepancy
from generator.model.facts import SystemFacts
from generator.model.flow import NO_FLOWS, FlowGraph
from generator.model.identifiers import ControlId
from generator.model.system import System


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEvidence:
    """What a check may look at."""

    system: System
    facts: SystemFacts
    comparison: Comparison
    flows: FlowGraph = NO_FLOWS


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Unanswered:
    """Something the question could not be asked of, because it is not stated. Not a discrepancy and not a pass: a gap."""

    reason: str
    """What is not known, to follow "of 12 scans": `the database date is not known`."""
    next_step: str
    path: str
    """The evidence file; of another thing than a scan its name, by which it is counted."""
    of: str = "scan"
    """What it could not be asked of: `scan`, `image`."""


class Check(Protocol):
    """One question."""

    @property
    def id(self) -> str:
        """`running-not-drawn`: also the anchor in docs and the id of its observation."""

    @property
    def title(self) -> str:
        """A few words for headings."""

    @property
    def question(self) -> str:
        """One sentence a compliance writer understands: what is asked, and when the answer is a discrepancy."""

    @property
    def controls(self) -> tuple[ControlId, ...]:
        """Controls it concerns."""

    @property
    def source(self) -> str:
        """Document and section that asks for it, or that the mapping is ours."""

    def needs(self, evidence: CheckEvidence) -> str | None:
        """What evidence is missing so that the check cannot be made; None where it can."""

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy | Unanswered]:
        """Every discrepancy, and what stays unanswered in part; only called where `needs` is None."""
