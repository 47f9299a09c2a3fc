"""The state of the plan's answer to a control, and who approved it."""

from generator.model.narrative import Narrative, Standing
from generator.oscal import types as o
from generator.oscal.common import NS

OWED, APPROVED = "not started", "approved by"


def is_approved(said: Narrative | None) -> bool:
    """Whether a named person approved what is written."""
    return said is not None and bool(said.parts) and said.standing is Standing.FINAL and said.date is not None


def answered(requirement: o.ImplementedRequirement, said: Narrative | None) -> str:
    """`approved by …`, `reviewed by …`, `written`, `drafted from evidence`, `inherited` or `not started`."""
    if said and said.parts:
        if is_approved(said) and said.date:
            return f"{APPROVED} {said.approver}, {said.date.isoformat()}"
        return f"reviewed by {said.reviewed_by}" if said.standing is Standing.REVIEWED else "written"
    kinds = {
        prop.value
        for statement in requirement.statements
        for one in statement.by_components
        for prop in one.props
        if prop.name == "text" and prop.ns == NS
    }
    return "drafted from evidence" if "generated" in kinds else "inherited" if "inherited" in kinds else OWED
