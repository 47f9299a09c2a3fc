"""How a requirement of FedRAMP's Consolidated Rules is met, in the provider's words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementStatement:
    """One requirement."""

    id: str
    """`VDR-CSO-DET`."""
    status: str | None
    """`Implemented`, `Partially Implemented` or `Not Implemented`."""
    implementation: tuple[str, ...]
    validation: tuple[str, ...]
    """How the provider checks it."""
    assessment: tuple[str, ...]
    """How the independent assessor checked it."""
