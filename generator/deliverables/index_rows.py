"""What the index page shows: plain rows, every text as it is (the template escapes it)."""

from dataclasses import dataclass

from generator.model.identifiers import Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexLink:
    """A link to a file of the delivery, or to a row of the page."""

    text: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document."""

    anchor: str
    place: IndexLink
    title: str
    status: str
    approved: str
    controls: str
    marking: str
    sha256: Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRow:
    """A sentence about a control, and what proves it."""

    anchor: str
    part: str
    subject: str
    text: str
    support: str
    style: str
    evidence: tuple[IndexLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexControlRow:
    """A control with its sentences and what can be sampled for it."""

    anchor: str
    control: str
    sentences: tuple[SentenceRow, ...]
    populations: tuple[IndexLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexObjectiveRow:
    """An objective of CMMC Level 2 with its artifacts."""

    objective: str
    requirement: str
    artifacts: tuple[IndexLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEvidenceRow:
    """A piece of evidence, and where it is used."""

    anchor: str
    place: IndexLink
    title: str
    facts: tuple[tuple[str, str], ...]
    """Label and value."""
    sentences: tuple[IndexLink, ...]
    others: str
    """What else cites it, counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A file that people wrote, and who decided in it."""

    anchor: str
    place: IndexLink
    decides: str
    deciders: tuple[str, ...]
    """`A. Lovelace, ISSO: 2026-11-18`."""
    entries: str
    redacted: str
    sha256: Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationRow:
    """What can be sampled."""

    anchor: str
    title: str
    controls: str
    size: str
    seed: str
    sample: tuple[str, ...]
    others: tuple[str, ...]
    """Members that are not in the sample, the first of them."""
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The whole page."""

    system: str
    title: str
    as_of: str
    reader: str
    marking: str
    lead: str
    drafts: str
    """Empty where every document is approved."""
    documents: tuple[DocumentRow, ...]
    controls: tuple[IndexControlRow, ...]
    objectives: tuple[IndexObjectiveRow, ...]
    decisions: tuple[DecisionRow, ...]
    evidence: tuple[IndexEvidenceRow, ...]
    populations: tuple[PopulationRow, ...]
    unlinked: str = ""
    """Says why some evidence has no link; empty where all has."""
