"""What the index page shows: plain rows, every text as it is (the template escapes it)."""

import msgspec

from generator.model.identifiers import Sha256


class IndexLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link to a file of the delivery, or to a row of the page."""

    text: str
    href: str
    note: str = ""


class DocumentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A document."""

    anchor: str
    place: IndexLink
    title: str
    status: str
    approved: str
    controls: str
    marking: str
    sha256: Sha256


class SentenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence about a control, and what proves it."""

    anchor: str
    part: str
    subject: str
    text: str
    support: str
    style: str
    evidence: tuple[IndexLink, ...]


class IndexControlRow(msgspec.Struct, frozen=True, kw_only=True):
    """A control with its sentences and what can be sampled for it."""

    anchor: str
    control: str
    sentences: tuple[SentenceRow, ...]
    populations: tuple[IndexLink, ...]


class IndexObjectiveRow(msgspec.Struct, frozen=True, kw_only=True):
    """An objective of CMMC Level 2 with its artifacts."""

    objective: str
    requirement: str
    artifacts: tuple[IndexLink, ...]


class IndexEvidenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of evidence, and where it is used."""

    anchor: str
    place: IndexLink
    title: str
    facts: tuple[tuple[str, str], ...]
    """Label and value."""
    sentences: tuple[IndexLink, ...]
    others: str
    """What else cites it, counted."""


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A file that people wrote, and who decided in it."""

    anchor: str
    place: IndexLink
    decides: str
    deciders: tuple[str, ...]
    """`A. Lovelace, ISSO: 2026-11-18`."""
    entries: str
    redacted: str
    sha256: Sha256


class PopulationRow(msgspec.Struct, frozen=True, kw_only=True):
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


class IndexPage(msgspec.Struct, frozen=True, kw_only=True):
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
