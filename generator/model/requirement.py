"""How a requirement of FedRAMP's Consolidated Rules is met, in the provider's words."""

import msgspec


class RequirementStatement(msgspec.Struct, frozen=True, kw_only=True):
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
