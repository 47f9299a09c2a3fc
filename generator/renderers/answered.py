"""How far the plan's answer to a control has come, and who stands behind it."""

from generator.model.narrative import Narrative, Standing
from generator.oscal import types as o
from generator.oscal.common import NS

OWED, APPROVED = "owed", "approved by"


def answered(requirement: o.ImplementedRequirement, said: Narrative | None) -> str:
    """`approved by …`, `reviewed by …`, `draft`, `from evidence`, `inherited` or `owed`."""
    if said and said.parts:
        if said.standing is Standing.FINAL and said.date:
            return f"{APPROVED} {said.approver}, {said.date.isoformat()}"
        return f"reviewed by {said.reviewed_by}" if said.standing is Standing.REVIEWED else "draft"
    kinds = {
        prop.value
        for statement in requirement.statements
        for one in statement.by_components
        for prop in one.props
        if prop.name == "text" and prop.ns == NS
    }
    return "from evidence" if "generated" in kinds else "inherited" if "inherited" in kinds else OWED
