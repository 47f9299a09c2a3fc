"""What the pages of the indicators show, decided and in words: their templates only loop."""

import msgspec
from markupsafe import Markup

from generator.renderers.crosscheck.rows import EvidencePlace


class MethodLine(msgspec.Struct, frozen=True, kw_only=True):
    """One method of an indicator."""

    title: str
    reason: str
    judged: str
    counts: str
    """`counts`, or why it does not."""
    style: str
    gives: str


class SubjectLine(msgspec.Struct, frozen=True, kw_only=True):
    """A subject that does not pass."""

    name: str
    verdict: str
    style: str
    reason: str
    places: tuple[EvidencePlace, ...]


class FileLine(msgspec.Struct, frozen=True, kw_only=True):
    """A file that verdicts rest on."""

    place: EvidencePlace
    sha256: str


class IndicatorSection(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator, in full."""

    id: str
    label: str
    texts: tuple[str, ...]
    optional: bool
    state: str
    style: str
    summary: str
    judged: str
    certainty: str
    status: str
    implementation: tuple[str, ...]
    stated: str
    notes: tuple[str, ...]
    methods_words: str
    lacking: int
    methods: tuple[MethodLine, ...]
    subjects: tuple[SubjectLine, ...]
    more_subjects: str
    files: tuple[FileLine, ...]
    more_files: str
    controls: str
    assessments: tuple[tuple[str, str], ...]
    """Who assessed and when; the text."""
    chart: Markup | None


class ThemePage(msgspec.Struct, frozen=True, kw_only=True):
    """All indicators of a theme."""

    title: str
    lead: str
    rules: str
    sections: tuple[IndicatorSection, ...]


class IndicatorLine(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator in the list of all."""

    id: str
    href: str
    label: str
    state: str
    style: str
    judged: str
    certainty: str
    status: str
    methods: str
    methods_style: str
    missing: str
    """What evidence would give a method that is missing."""


class ScopeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A resource, a flow or a third-party resource of the minimum assessment scope."""

    what: str
    kind: str
    status: str
    style: str
    why: str


class IndicatorsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The list of all indicators."""

    lead: str
    required: str
    history: str
    tallies: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]
    """Title and file."""
    lines: tuple[IndicatorLine, ...]
    rules: str
    differences: tuple[tuple[str, str, str], ...]
    more_differences: str
    gaps: tuple[tuple[str, str, str], ...]
    """Times without validation: from, to, days."""
    faults: tuple[tuple[str, str], ...]
    scope_lead: str
    scope: tuple[ScopeLine, ...]
    more_scope: str
    trend: Markup | None
