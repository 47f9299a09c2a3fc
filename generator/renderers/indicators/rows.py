"""What the pages of the indicators show, decided and in words: their templates only loop."""

from dataclasses import dataclass

from markupsafe import Markup

from generator.renderers.crosscheck.rows import EvidencePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodLine:
    """One method of an indicator."""

    title: str
    reason: str
    judged: str
    counts: str
    """`counts`, or why it does not."""
    style: str
    gives: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectLine:
    """A subject that does not pass."""

    name: str
    verdict: str
    style: str
    reason: str
    places: tuple[EvidencePlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file that verdicts rest on."""

    place: EvidencePlace
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSection:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage:
    """All indicators of a theme."""

    title: str
    lead: str
    rules: str
    sections: tuple[IndicatorSection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeLine:
    """A resource, a flow or a third-party resource of the minimum assessment scope."""

    what: str
    kind: str
    status: str
    style: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorsPage:
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
