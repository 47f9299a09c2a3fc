"""The rows of SSP Appendix A: one for each control, with a part for each row of its solution table.

Shape: FedRAMP SSP Appendix A (Rev5): per control a summary table and a solution table with a row for each part.
"""

from datetime import date

import msgspec

from generator.frameworks.rev5.assignments import Assignment
from generator.frameworks.rev5.table import FAMILIES
from generator.model.identifiers import ControlId
from generator.model.narrative import Content, NarrativeStatus
from generator.model.progress import AnswerProgress, PartState
from generator.model.requirement_text import RequirementLine
from generator.renderers.appendix_a.tailoring import Tailored


class CitedEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """A file that generated text rests on: E1, E2, … in the order in which the document first cites them."""

    number: int
    path: str
    """Inside the package."""
    sha256: str
    collected: date | None
    cited_by: tuple[tuple[str, str], ...]
    """(control, part letter or ""), in document order."""


class EvidenceCitation(msgspec.Struct, frozen=True, kw_only=True):
    """One citation of a part."""

    number: int
    place: str
    """`line 33`; empty where the whole file is meant."""


class CitedSentence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence of a draft, and what proves it."""

    text: str
    citations: tuple[EvidenceCitation, ...] = ()


class SolutionPart(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the solution table."""

    control: ControlId
    letter: str
    """Empty where the control has no parts."""
    state: AnswerProgress
    """As the plan carries it."""
    requirement: tuple[RequirementLine, ...] = ()
    """What it asks, where the user has a copy of NIST's catalog."""
    written: tuple[Content, ...] = ()
    """What a person wrote."""
    standing: NarrativeStatus | None = None
    """Of what a person wrote."""
    remark: str = ""
    """Who stands behind it, to follow its state: `by A. Doe on 11/12/2026.`"""
    evidence_sought: tuple[str, ...] = ()
    """Of the first part of a control that is not started: evidence that was not collected and would speak to the control."""
    inherited_from: str = ""
    """The leveraged authorization that a person states, where the part has no text of its own."""
    draft: tuple[tuple[CitedSentence, ...], ...] = ()
    """Paragraphs that are drafted from evidence; none where it lets the plan say nothing."""

    @property
    def drafted(self) -> bool:
        """Is there a draft?"""
        return bool(self.draft)

    @property
    def text(self) -> str:
        """The draft without its citations."""
        return "\n\n".join(" ".join(sentence.text for sentence in paragraph) for paragraph in self.draft)

    @property
    def tag(self) -> str:
        """Of the place that belongs to the writer: `narrative:CM-8:a`, `narrative:SC-2`."""
        return f"narrative:{self.control}:{self.letter}" if self.letter else f"narrative:{self.control}"

    @property
    def label(self) -> str:
        """`CM-8(a)`."""
        return part_label(self.control, self.letter)


class ParameterRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the summary table."""

    label: str
    """`CM-8(a)(5)`."""
    value: str
    """As the provider stated it; empty where it is not stated."""
    assigned: Assignment | None = None
    """What FedRAMP says of it at the baseline; None where it is the provider's alone."""

    @property
    def shown(self) -> str:
        """The provider's value, else FedRAMP's; empty where the provider has to state it."""
        return self.value or (self.assigned.value if self.assigned and not self.assigned.is_open else "")

    @property
    def mark(self) -> str:
        """Whose value it is, where it is not the provider's alone: `FedRAMP-defined`."""
        if self.assigned is None:
            return ""
        if self.assigned.is_open or (self.value and _plain(self.value) != _plain(self.assigned.value)):
            return f"FedRAMP: {self.assigned.value}"
        return "FedRAMP-defined"

    @property
    def tag(self) -> str:
        """Of the place that belongs to the writer."""
        return f"parameter:{self.label}"


class ControlRow(msgspec.Struct, frozen=True, kw_only=True):
    """One control."""

    id: ControlId
    title: str
    requirement: tuple[RequirementLine, ...] = ()
    """What stands above the parts of what it asks."""
    why: str
    """Why it is here although the baseline does not hold it; empty where the baseline does."""
    role: str
    """As a person stated it; empty where it is not stated."""
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    """(role of the plan, parties that hold it)."""
    statuses: tuple[str, ...]
    """As a person stated them, OSCAL values: `partial`, `planned`."""
    proposed_statuses: tuple[str, ...]
    """What evidence proposes where no person stated one."""
    originations: tuple[str, ...]
    """As a person stated them, OSCAL values, and `hybrid` and `shared`: `sp-system`."""
    proposed_originations: tuple[str, ...]
    """What is proposed where no person stated one."""
    stated: str
    """Who stated status and origination; empty where neither is stated."""
    inherited_from: str
    parameters: tuple[ParameterRow, ...]
    parts: tuple[SolutionPart, ...]

    @property
    def enhancement(self) -> bool:
        """`CM-8(3)` is an enhancement of `CM-8`."""
        return "(" in self.id

    @property
    def family(self) -> str:
        """`Configuration Management`."""
        return FAMILIES.get(self.id[:2], self.id[:2])

    def parts_in(self, *states: AnswerProgress) -> tuple[SolutionPart, ...]:
        """Parts whose answer has come so far."""
        return tuple(part for part in self.parts if part.state in states)


class AppendixA(msgspec.Struct, frozen=True, kw_only=True):
    """The document."""

    system_id: str
    system: str
    provider: str
    baseline: str
    """`FedRAMP Rev. 5 Moderate`."""
    tailored: bool
    """LI-SaaS, whose form has one row for all parts of a control."""
    version: str
    """Of the plan that it belongs to: `1.1`."""
    as_of: date
    marking: str
    controls: tuple[ControlRow, ...]
    evidence: tuple[CitedEvidence, ...]
    tailoring: tuple[Tailored, ...] = ()
    """Of LI-SaaS: controls that are attested, or that it does not ask for."""
    texts_from: str = ""
    """Whose words the requirements are; empty where the user has no copy."""

    @property
    def parts(self) -> tuple[SolutionPart, ...]:
        """Every part of every control."""
        return tuple(part for control in self.controls for part in control.parts)

    @property
    def states(self) -> tuple[PartState, ...]:
        """How far every part has come."""
        return tuple(PartState(control=part.control, letter=part.letter, state=part.state) for part in self.parts)

    @property
    def final(self) -> bool:
        """Is every part approved?"""
        return all(part.state is AnswerProgress.APPROVED for part in self.parts)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def part_label(control: str, letter: str) -> str:
    """`CM-8(a)`, or `SC-2` for the whole control."""
    return f"{control}({letter})" if letter else control
