"""The state of the plan's answer to a control, and who approved it."""

from generator.model.narrative import Narrative, NarrativeStatus
from generator.oscal import types as o
from generator.oscal.common import NS

OUTSTANDING, APPROVED = "not started", "approved by"


def is_approved(narrative: Narrative | None) -> bool:
    """Whether a named person approved what is written."""
    return (
        narrative is not None
        and bool(narrative.parts)
        and narrative.standing is NarrativeStatus.FINAL
        and narrative.date is not None
    )


def answered(requirement: o.ImplementedRequirement, narrative: Narrative | None) -> str:
    """`approved by …`, `reviewed by …`, `written`, `drafted from evidence`, `inherited` or `not started`."""
    if narrative and narrative.parts:
        if is_approved(narrative) and narrative.date:
            return f"{APPROVED} {narrative.approver}, {narrative.date.isoformat()}"
        return f"reviewed by {narrative.reviewed_by}" if narrative.standing is NarrativeStatus.REVIEWED else "written"
    kinds = {
        prop.value
        for statement in requirement.statements
        for by_component in statement.by_components
        for prop in by_component.props
        if prop.name == "text" and prop.ns == NS
    }
    return "drafted from evidence" if "generated" in kinds else "inherited" if "inherited" in kinds else OUTSTANDING
