"""How far the plan's answer to a control has come, and who stands behind it."""

from generator.model.narrative import Narrative, Standing
from generator.oscal import types as o
from generator.oscal.common import NS

OWED = "owed"


def is_approved(said: Narrative | None) -> bool:
    """Whether a named person approved what is written."""
    return said is not None and bool(said.parts) and said.standing is Standing.FINAL and said.date is not None


def answered(requirement: o.ImplementedRequirement, said: Narrative | None) -> str:
    """`approved by …`, `reviewed by …`, `draft`, `from evidence`, `inherited` or `owed`."""
    if said and said.parts:
        if is_approved(said) and said.date:
            return f"approved by {said.approver}, {said.date.isoformat()}"
        return f"reviewed by {said.reviewed_by}" if said.standing is Standing.REVIEWED else "draft"
    kinds = {
        prop.value
        for statement in requirement.statements
        for one in statement.by_components
        for prop in one.props
        if prop.name == "text" and prop.ns == NS
    }
    return "from evidence" if "generated" in kinds else "inherited" if "inherited" in kinds else OWED
