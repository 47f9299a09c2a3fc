"""What the requirement matrix shows, decided and in words: its template only loops."""

import msgspec

from generator.renderers.crosscheck.rows import EvidencePlace


class AreaStateCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many requirements of an area are in a state."""

    state: str
    style: str
    """Name of the state's color in the template: `good`, `bad`, `warn`, `soft`."""
    count: int


class AreaRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the overview."""

    area: str
    cells: tuple[AreaStateCount, ...]
    total: int


class ControlGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Controls with who says that they belong to a requirement."""

    controls: str
    by: str
    ccis: str


class SubjectRow(msgspec.Struct, frozen=True, kw_only=True):
    """One subject of a requirement."""

    subject: str
    certainty: str
    """Empty where it is unknown."""
    text: str
    """What is wrong, what is not known, or what shows it."""
    waived: str
    """Who accepts it, until when and why; empty where it is not waived."""


class EvidenceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One object that shows it."""

    name: str
    marks: str
    """uid, resourceVersion and when it was collected."""
    place: EvidencePlace


class RequirementRow(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement in one cluster."""

    id: str
    area: str
    title: str
    asks: str
    cluster: str
    state: str
    """The state alone, by which rows are filtered."""
    label: str
    """The state with its weakest certainty."""
    style: str
    judged: str
    """`12 of 14 judged`; empty where there are no subjects."""
    summary: str
    controls: tuple[ControlGroup, ...]
    control_ids: str
    """With spaces between: what the filter looks in."""
    open_items: str
    """Open items of the POA&M on its controls: `CM-6 5, RA-5 12`; empty where there are none."""
    exercised_by: str
    """Scanners whose reports name one of its controls; empty where none does."""
    failing: tuple[SubjectRow, ...]
    more_failing: str
    unknown: tuple[SubjectRow, ...]
    more_unknown: str
    passing: tuple[SubjectRow, ...]
    more_passing: str
    evidence: tuple[EvidenceLine, ...]
    more_evidence: str
    notes: tuple[str, ...]
    rationale: str
    fix: str
    reference: str


class MatrixPage(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page."""

    lead: str
    states: tuple[AreaStateCount, ...]
    """All of them, with their counts, in the order of their columns."""
    areas: tuple[AreaRow, ...]
    rows: tuple[RequirementRow, ...]
