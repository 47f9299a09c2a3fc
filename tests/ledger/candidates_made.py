"""A candidate for the plan, made with few words."""

from datetime import date

from replacing import replace

from generator.model.candidate import CandidateState, PoamCandidate
from generator.model.identifiers import AssetId, ControlId
from generator.model.rating import Rating
from generator.model.scan import Severity


def candidate(name: str, **more: object) -> PoamCandidate:
    made = PoamCandidate(
        check="image-never-scanned",
        key=name,
        subject=name,
        title=f"{name} was never scanned",
        detail=f"{name} runs, and no scan of it was collected.",
        next_step="scan it",
        controls=(ControlId("RA-5"),),
        severity=Severity.HIGH,
        rating=Rating.HIGH,
        configuration=False,
        asset_ids=(AssetId(name),),
        sources=(),
        first=date(2026, 3, 1),
        dated=True,
        state=CandidateState.UNDECIDED,
    )
    return replace(made, **more)  # type: ignore[arg-type]
