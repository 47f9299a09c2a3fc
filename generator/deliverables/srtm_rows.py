"""What the assessor's workbook shows, decided and in words: its writer only puts it into cells."""

import msgspec

from generator.model.identifiers import ControlId


class SrtmRow(msgspec.Struct, frozen=True, kw_only=True):
    """One assessment objective. The assessor's columns are none of its fields: they stay blank."""

    family: str
    """`AC`."""
    control: ControlId
    title: str
    procedure: str
    """`AC-02d.01`, as SP 800-53A labels it."""
    objective: str
    """NIST's sentence, from the user's copy of the catalog; else empty."""
    parameters: str
    methods: str
    status: str
    """What the provider states of the control in the plan."""
    says: str
    """What the evidence says, sentence by sentence."""
    evidence: str
    """Path, place and SHA-256."""
    judged: str
    """Each requirement that was checked: its state, and how many of how many subjects were judged."""
    contradictions: str
    population: str


class SrtmControl(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the summary."""

    family: str
    control: ControlId
    title: str
    objectives: int
    requirements: int
    """How many of the provider's checks concern it."""
    contradictions: int | None
    """None where no check concerns it: nothing was looked at that could contradict."""
    items: int
    """Open items of the POA&M."""


class DrawnMember(msgspec.Struct, frozen=True, kw_only=True):
    """One member of a draw."""

    population: str
    title: str
    size: int
    seed: str
    member: str


class SrtmWorkbook(msgspec.Struct, frozen=True, kw_only=True):
    """The whole."""

    about: tuple[tuple[str, str], ...]
    rows: tuple[SrtmRow, ...]
    controls: tuple[SrtmControl, ...]
    draw: tuple[DrawnMember, ...]
