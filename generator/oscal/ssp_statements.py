"""One part of a control in the plan: what people wrote, what the evidence says, or that neither is there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.frameworks.base import Control
from generator.model.claim import Claim, Support
from generator.model.narrative import Narrative, NarrativeStatus
from generator.narrative.markdown_write import write_markdown
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, prop, text
from generator.oscal.components import Naming

PROPOSED = "Proposed from evidence; a person confirms it."
NOT_WRITTEN = "Not yet written: no collected evidence speaks about this part, and nobody has written about it yet."
NOT_SEEN = "Not yet written: no evidence was collected that speaks about this part."
_LINE = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlAnswer:
    """What is known of one control."""

    control: Control
    narrative: Narrative | None
    claims: Mapping[str, Sequence[Claim]]
    """By the letter of the part."""
    roles: tuple[str, ...]


def statement(answer: ControlAnswer, part: str, cite: Citations, attachments: tuple[o.Link, ...] = ()) -> o.Statement:
    """One part, with the provider's documents that it asks for. What a person wrote is the description; what the evidence
    says stands in the remarks then."""
    statement_id, claims, narrative = answer.control.statement_id(part), answer.claims.get(part, ()), answer.narrative
    written = write_markdown(narrative.text(part)) if narrative else ""
    contradicted = sorted({check for claim in claims for check in claim.discrepancies})
    return o.Statement(
        statement_id=statement_id,
        uuid=cite.ids.object("statement", statement_id),
        by_components=(
            o.ByComponent(
                component_uuid=Naming(cite.ids).this_system,
                uuid=cite.ids.object("by-component", statement_id, "this-system"),
                responsible_roles=tuple(o.ResponsibleRole(role_id=role) for role in answer.roles),
                description=text(written or _drafted(claims)),
                props=(
                    prop("text", "written" if written else kind_of(claims), NS),
                    *((prop("evidence-text", kind_of(claims), NS),) if written else ()),
                    *((prop("standing", narrative.standing, NS),) if written and narrative else ()),
                    *(prop("contradicted-by", check, NS) for check in contradicted),
                ),
                links=(*attachments, *cite.links({source for claim in claims for source in claim.sources})),
                implementation_status=_status(claims, narrative if written else None),
                remarks=_remarks(narrative, claims) if written and narrative else None,
            ),
        ),
    )


def proposed_status(claims: Sequence[Claim]) -> str | None:
    """Implementation status as a proposal: evidence can show that something is in place, only a person that it is enough.

    None where no evidence supports it: nobody has looked, which is not the same as planned, or what was found lets everything
    pass (none of twelve containers adheres), which is not the same as partial.
    """
    return "partial" if any(claim.supports for claim in claims) else None


def stated(narrative: Narrative) -> str:
    """Who stands behind what is stated: the remark that FedRAMP wants beside every status but implemented."""
    match narrative.standing:
        case NarrativeStatus.FINAL:
            day = narrative.date.isoformat() if narrative.date else ""
            return f"Final: approved by {narrative.approver} on {day}."
        case NarrativeStatus.REVIEWED:
            return f"Draft: reviewed by {narrative.reviewed_by}, not approved."
        case NarrativeStatus.DRAFT:
            return "Draft: written by the provider, not approved by a named person."


def generated_of(answer: o.ByComponent) -> str:
    """What the evidence says: the description, or, where a person wrote that, what stands behind the remark on it."""
    if not any(property_.name == "text" and property_.value == "written" for property_ in answer.props):
        return answer.description
    return (answer.remarks or "").partition("\n\n")[2]


def kind_of(claims: Sequence[Claim]) -> str:
    """`generated`, `missing`, or `not-collected` where nothing was examined."""
    if not claims:
        return "missing"
    return "not-collected" if all(claim.support is Support.NOT_COLLECTED for claim in claims) else "generated"


def _status(claims: Sequence[Claim], narrative: Narrative | None) -> o.Status | None:
    """OSCAL has one state for an answer: several boxes are a partial one."""
    if narrative and narrative.statuses:
        return o.Status(state=narrative.statuses[0] if len(narrative.statuses) == 1 else "partial", remarks=stated(narrative))
    proposed = proposed_status(claims)
    return o.Status(state=proposed, remarks=PROPOSED) if proposed else None


def _remarks(narrative: Narrative, claims: Sequence[Claim]) -> str:
    return text(f"{stated(narrative)}\n\n{_generated(claims)}" if claims else stated(narrative))


def _drafted(claims: Sequence[Claim]) -> str:
    if kind_of(claims) == "generated":
        return _generated(claims)
    return f"{NOT_SEEN}\n\n{_generated(claims)}" if claims else NOT_WRITTEN


def _generated(claims: Sequence[Claim]) -> str:
    """A paragraph for each topic and a line for each sentence, in their order; what was not examined comes last."""
    topics: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        topics[claim.subject].append(claim)
    return "\n\n".join(
        f"{subject}: {_LINE.join(claim.text for claim in sorted(rows, key=_unseen))}" for subject, rows in topics.items()
    )


def _unseen(claim: Claim) -> bool:
    return claim.support is Support.NOT_COLLECTED
