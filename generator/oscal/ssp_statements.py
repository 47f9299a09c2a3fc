"""One part of a control in the plan: what people wrote and what the evidence shows, by the component that does it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from generator.frameworks.base import Control
from generator.model.claim import Claim, Support
from generator.model.narrative import Narrative, NarrativeStatus
from generator.narrative.markdown_write import write_markdown
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, prop, text
from generator.oscal.components import Naming
from generator.oscal.implementers import Implementer, Implementers
from generator.text import listed

PROPOSED = "Proposed from evidence; a person confirms it."
NOT_WRITTEN = "Not started."
"""What a document shows of a part that the plan has no answer to."""
BY_COMPONENT = "by-component"
"""How an answer of the system as a whole is marked that only names the components that answer."""
_UNKNOWN = frozenset({Support.NOT_COLLECTED, Support.NONE_FOUND, Support.NOT_ESTABLISHED})
"""What nobody examined and what nothing shows is no implementation: the readiness report lists it."""
_LINE = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlAnswer:
    """What is known of one control."""

    control: Control
    narrative: Narrative | None
    claims: Mapping[str, Sequence[Claim]]
    """By the letter of the part."""
    roles: tuple[str, ...]
    providers: tuple[Implementer, ...] = ()
    """The leveraged systems that the whole control is inherited from, as its narrative states."""


def statement(
    answer: ControlAnswer, part: str, cite: Citations, who: Implementers, attachments: tuple[o.Link, ...] = ()
) -> o.Statement:
    """One part: an answer for each component that does something of it, and for the system as a whole.

    What a person wrote stands with the system, or with the provider where the control is inherited; what the evidence shows of
    the system as a whole stands in its remarks then. A part has no answer where nobody wrote, no document answers it and the
    evidence shows nothing.
    """
    statement_id = answer.control.statement_id(part)
    by_component, own = _divided(answer.claims.get(part, ()), who)
    written = write_markdown(answer.narrative.text(part)) if answer.narrative else ""
    part_answer = _PartAnswer(answer=answer, statement_id=statement_id, written=written, cite=cite)
    rows = [part_answer.shown_of(component, claims) for component, claims in by_component.items()]
    providers = answer.providers
    rows += [part_answer.inherited_from(provider) for provider in providers]
    if written and not providers:
        rows.insert(0, part_answer.stated(own, attachments))
    elif own or attachments:
        rows.insert(0, part_answer.drafted(own, attachments))
    elif rows:
        rows.insert(0, part_answer.pointing((*by_component, *providers)))
    return o.Statement(statement_id=statement_id, uuid=cite.ids.object("statement", statement_id), by_components=tuple(rows))


def points_to_components(by_component: o.ByComponent) -> bool:
    """Does it only name the components that answer?"""
    return any(each.name == "text" and each.value == BY_COMPONENT and each.ns == NS for each in by_component.props)


def _divided(claims: Sequence[Claim], who: Implementers) -> tuple[Mapping[Implementer, list[Claim]], list[Claim]]:
    """What each component does, in the order of the sentences, and what the system does as a whole. A sentence about several
    components stands once, with the one whose evidence it cites most."""
    by_component: dict[Implementer, list[Claim]] = {}
    own = []
    for claim in claims:
        if claim.support in _UNKNOWN:
            continue
        if doing := who.of(claim):
            by_component.setdefault(doing[0], []).append(claim)
        else:
            own.append(claim)
    return by_component, own


@dataclass(frozen=True, slots=True, kw_only=True)
class _PartAnswer:
    """What the answers to one part share."""

    answer: ControlAnswer
    statement_id: str
    written: str
    """By a person, as Markdown; empty where nobody wrote."""
    cite: Citations

    def shown_of(self, component: Implementer, claims: Sequence[Claim]) -> o.ByComponent:
        """What the evidence shows of one component. Where a person wrote, the status of the part is theirs to state."""
        proposed = None if self.written else _proposed(claims)
        return self._row(component.uuid, _generated(claims), claims, (prop("text", "generated", NS),), status=proposed)

    def stated(self, claims: Sequence[Claim], attachments: tuple[o.Link, ...]) -> o.ByComponent:
        """What a person wrote, with what the evidence shows of the system as a whole."""
        narrative = self._narrative
        props = (
            prop("text", "written", NS),
            prop("evidence-text", kind_of(claims), NS),
            prop("standing", narrative.standing, NS),
        )
        row = self._row(self._system, self.written, claims, props, status=_stated_status(narrative, claims))
        return replace(row, links=(*attachments, *row.links), remarks=_remarks(narrative, claims))

    def inherited_from(self, provider: Implementer) -> o.ByComponent:
        """What a leveraged system does, in the words of the plan; without any, that the part is inherited from it."""
        narrative = self._narrative
        props = (
            prop("text", "written", NS),
            prop("evidence-text", kind_of(()), NS),
            prop("standing", narrative.standing, NS),
        )
        description = self.written or f"Inherited from {provider.title}."
        row = self._row(provider.uuid, description, (), props, status=_stated_status(narrative, ()))
        uuid = self.cite.ids.object("inherited", self.statement_id, provider.uuid)
        return replace(row, inherited=(o.Inherited(uuid=uuid, description=row.description),), remarks=_remarks(narrative, ()))

    def drafted(self, claims: Sequence[Claim], attachments: tuple[o.Link, ...]) -> o.ByComponent:
        """What the evidence shows of the system as a whole; without any, the documents that the part asks for."""
        titles = listed(dict.fromkeys(link.text or link.href for link in attachments))
        description = _generated(claims) if claims else f"Documents of the provider: {titles}."
        row = self._row(self._system, description, claims, (prop("text", kind_of(claims), NS),), status=_proposed(claims))
        return replace(row, links=(*attachments, *row.links))

    def pointing(self, components: Sequence[Implementer]) -> o.ByComponent:
        """FedRAMP, `statement-has-this-system-component`: an answer of the system stands beside those of components."""
        description = f"Implemented by {listed(component.title for component in components)}."
        return self._row(self._system, description, (), (prop("text", BY_COMPONENT, NS),))

    @property
    def _system(self) -> str:
        return Naming(self.cite.ids).this_system

    @property
    def _narrative(self) -> Narrative:
        assert self.answer.narrative is not None  # noqa: S101 - only a narrative has what is written
        return self.answer.narrative

    def _row(
        self,
        component: str,
        description: str,
        claims: Sequence[Claim],
        props: tuple[o.Property, ...],
        *,
        status: o.Status | None = None,
    ) -> o.ByComponent:
        contradicted = sorted({check for claim in claims for check in claim.discrepancies})
        at = "this-system" if component == self._system else component
        return o.ByComponent(
            component_uuid=component,
            uuid=self.cite.ids.object("by-component", self.statement_id, at),
            responsible_roles=tuple(o.ResponsibleRole(role_id=role) for role in self.answer.roles),
            description=text(description),
            props=(*props, *(prop("contradicted-by", check, NS) for check in contradicted)),
            links=self.cite.links({source for claim in claims for source in claim.sources}),
            implementation_status=status,
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
    """What the evidence says: the description, or, where a person wrote that, what stands behind the remark on it; empty where
    the answer only names components."""
    if points_to_components(answer):
        return ""
    if not any(property_.name == "text" and property_.value == "written" for property_ in answer.props):
        return answer.description
    return (answer.remarks or "").partition("\n\n")[2]


def kind_of(claims: Sequence[Claim]) -> str:
    """`generated`, `missing`, or `not-collected` where nothing that was examined shows anything."""
    if not claims:
        return "missing"
    return "not-collected" if all(claim.support in _UNKNOWN for claim in claims) else "generated"


def _proposed(claims: Sequence[Claim]) -> o.Status | None:
    proposed = proposed_status(claims)
    return o.Status(state=proposed, remarks=PROPOSED) if proposed else None


def _stated_status(narrative: Narrative, claims: Sequence[Claim]) -> o.Status | None:
    """OSCAL has one state for an answer: several boxes are a partial one."""
    if not narrative.statuses:
        return _proposed(claims)
    return o.Status(state=narrative.statuses[0] if len(narrative.statuses) == 1 else "partial", remarks=stated(narrative))


def _remarks(narrative: Narrative, claims: Sequence[Claim]) -> str:
    return text(f"{stated(narrative)}\n\n{_generated(claims)}" if claims else stated(narrative))


def _generated(claims: Sequence[Claim]) -> str:
    """A paragraph for each topic and a line for each sentence, in their order."""
    topics: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        topics[claim.subject].append(claim)
    return "\n\n".join(f"{subject}: {_LINE.join(claim.text for claim in rows)}" for subject, rows in topics.items())
