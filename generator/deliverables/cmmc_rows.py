"""What the matrix of CMMC Level 2 says: plain rows, for the workbook, the CSV and the JSON alike."""

from datetime import date

import msgspec


class _JsonRow(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """As JSON spells it."""


class EvidenceRow(_JsonRow, frozen=True, kw_only=True):
    """A piece of evidence of the delivery."""

    id: str
    """Of its envelope in index/artifacts.json."""
    path: str


class CmmcSentenceRow(_JsonRow, frozen=True, kw_only=True):
    """What the evidence says, as the plan has it."""

    control: str
    """With the part: `AC-6`, `CM-8(a)`."""
    subject: str
    text: str
    worth: str
    """`found, enforced` and the like."""
    checks: tuple[str, ...]
    """Checks of the cross-check that speak against it."""


class CmmcVerdictRow(_JsonRow, frozen=True, kw_only=True):
    """What a named person found."""

    state: str
    """`MET`, `NOT MET`, `NOT APPLICABLE`."""
    of: str
    """The objective or the requirement that was judged."""
    by: str
    role: str
    day: date
    evidence: tuple[EvidenceRow, ...]
    note: str


class ObjectiveRow(_JsonRow, frozen=True, kw_only=True):
    """One of the 320 objectives of NIST SP 800-171A."""

    objective: str
    requirement: str
    title: str
    """Of the requirement."""
    shown_by: str
    """The kind of evidence that DIBCAC's tool names."""
    evidence_says: str
    """`support`, `contradiction`, `not assessed`; never that it is met."""
    supporting: tuple[CmmcSentenceRow, ...]
    contradicting: tuple[CmmcSentenceRow, ...]
    context: tuple[CmmcSentenceRow, ...]
    evidence: tuple[EvidenceRow, ...]
    """What the sentences and a person's verdict on it rest on."""
    verdict: CmmcVerdictRow | None
    to_see_to: str


class StatementRow(_JsonRow, frozen=True, kw_only=True):
    """A control of SP 800-53 that the requirement is related to, as the plan answers it."""

    control: str
    answer: str
    """A state as `renderers.answered` words it, or `not in the plan`."""


class CmmcRequirementRow(_JsonRow, frozen=True, kw_only=True):
    """One of the 110 requirements of NIST SP 800-171 Rev. 2."""

    requirement: str
    title: str
    points: tuple[int, ...]
    """What NOT MET costs; two where that depends on how much is missing, none of the plan itself."""
    special_rule: str
    supported: int
    contradicted: int
    not_assessed: int
    objectives: int
    in_the_plan: tuple[StatementRow, ...]
    """How the system security plan answers it, control by control."""
    state: str | None
    """What people found; None where they did not, or not of all of it."""
    verdicts: tuple[CmmcVerdictRow, ...]
    points_lost: int
    may_stand_on_a_plan: str
    why: str


class AssetRow(_JsonRow, frozen=True, kw_only=True):
    """An asset of the inventory and its category (32 CFR 170.19(c)(1), Table 3)."""

    asset: str
    kind: str
    category: str | None
    """None where it is not decided."""
    in_scope: bool | None
    assessed: str
    plan: str
    """Where the system security plan treats it."""
    diagram_label: str
    to_see_to: str


class PrefillRow(_JsonRow, frozen=True, kw_only=True):
    """What an assessor may copy into the sheet Requirement Objectives of CMMC eMASS's assessment results workbook."""

    requirement: str
    objective: str
    artifacts: str
    """Column D: names, separated by semicolons."""
    esp: str
    """Column L."""
    left_out: int
    """Names for which the cell has no room."""


class Matrix(_JsonRow, frozen=True, kw_only=True):
    """The whole of it."""

    framework: str
    system: str
    as_of: date
    draft: str
    """Why this is a draft."""
    score: int | None
    """None before every requirement has a person's verdict."""
    points_lost: int
    conditional: bool | None
    standing: tuple[tuple[str, str], ...]
    requirements: tuple[CmmcRequirementRow, ...]
    objectives: tuple[ObjectiveRow, ...]
    assets: tuple[AssetRow, ...]
    prefill: tuple[PrefillRow, ...]
