"""What the cross-check concludes and no scanner reports: a candidate for the plan of action and milestones."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.grouping import grouped
from generator.model.identifiers import AssetId, ControlId
from generator.model.rating import Rating
from generator.model.scan import Severity


class CandidateState(StrEnum):
    """What a person decided about a candidate."""

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WAIVED = "waived"
    """`decisions/waivers.yaml` accepts the discrepancy for a time; what ends then is undecided again."""


class SeenCandidate(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the next package has to know of a candidate: since when it is one."""

    check: str
    key: str
    first: date


class PoamCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """One subject of one check."""

    check: str
    key: str
    """The subject, of an image without its version: a release starts no new candidate."""
    subject: str
    """As the discrepancy names it; what a decision names."""
    title: str
    detail: str
    next_step: str
    controls: tuple[ControlId, ...]
    severity: Severity
    rating: Rating
    configuration: bool
    """Accepted it stands on the sheet Configuration Findings."""
    asset_ids: tuple[AssetId, ...]
    """Inventory identifiers concerned; the subject alone where it is about none."""
    sources: tuple[EvidenceSource, ...]
    first: date
    """The day of the first evidence: the clock of an accepted candidate starts there."""
    dated: bool
    """False where nothing dates the evidence, and the day of the package stands in."""
    state: CandidateState
    by: str = ""
    decided: date | None = None
    """Of a waiver: its last day."""
    reason: str = ""
    weakness: str = ""
    """What all candidates of its check lack: `Container image not scanned for vulnerabilities`."""
    candidate_id: str = ""
    """`C-1A2B3C4D5E`: what the plan and its readers name it by."""
    poam_id: str = ""
    """Of the item that an accepted one became."""

    @property
    def seen(self) -> SeenCandidate:
        """What the next package has to know."""
        return SeenCandidate(check=self.check, key=self.key, first=self.first)


class RequirementCandidates(msgspec.Struct, frozen=True, kw_only=True):
    """Candidates of one requirement: one cause, about which one decision is enough."""

    check: str
    weakness: str
    rows: tuple[PoamCandidate, ...]

    @property
    def undecided(self) -> tuple[PoamCandidate, ...]:
        """Those about which no decision was made."""
        return tuple(row for row in self.rows if row.state is CandidateState.UNDECIDED)


def by_requirement(candidates: Iterable[PoamCandidate]) -> tuple[RequirementCandidates, ...]:
    """In the order of the first of each."""
    rows = grouped((row.check, row) for row in candidates)
    return tuple(
        RequirementCandidates(check=check, weakness=same[0].weakness or check, rows=tuple(same)) for check, same in rows.items()
    )
