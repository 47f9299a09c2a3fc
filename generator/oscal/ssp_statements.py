"""One part of a control in the plan: what people wrote and what is drafted from evidence, by the component that does it."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from generator.frameworks.base import Control
from generator.model.claim import Claim
from generator.model.narrative import Narrative, NarrativeStatus
from generator.narrative.file_citations import file_citations
from generator.narrative.markdown_write import write_markdown
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, prop, text
from generator.oscal.components import Naming
from generator.oscal.implementers import Implementer, Implementers
from generator.oscal.plan_drafts import DraftedClaim, paragraphs
from generator.text import listed

PROPOSED = "Proposed from evidence; a person confirms it."
NOT_WRITTEN = "Not started."
"""What a document shows of a part that the plan has no answer to."""
BY_COMPONENT = "by-component"
"""How an answer of the system as a whole is marked that only names the components that answer."""


class ControlAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one control."""

    control: Control
    narrative: Narrative | None
    drafts: Mapping[str, Sequence[DraftedClaim]]
    """What the evidence lets the plan say, by the letter of the part."""
    roles: tuple[str, ...]
    providers: tuple[Implementer, ...] = ()
    """The leveraged systems that the whole control is inherited from, as its narrative states."""
    partners: tuple[Implementer, ...] = ()
    """Those that it is inherited from in part: the narrative states another origination as well."""


def statement(
    answer: ControlAnswer, part: str, cite: Citations, who: Implementers, attachments: tuple[o.Link, ...] = ()
) -> o.Statement:
    """One part: an answer for each component that does something of it, and for the system as a whole.

    What a person wrote stands with the system, or with the provider where the control is inherited and nothing else; the draft
    about the system as a whole stands in its remarks then. Where it is inherited beside what the system does itself, the
    provider's component answers as well, and refers to that text. A part has no answer where none was written, no document
    answers it and none is drafted.
    """
    statement_id = answer.control.statement_id(part)
    by_component, own = _divided(answer.drafts.get(part, ()), who)
    written = write_markdown(answer.narrative.text(part)) if answer.narrative else ""
    part_answer = _PartAnswer(answer=answer, statement_id=statement_id, part=part, written=written, cite=cite)
    rows = [part_answer.shown_of(component, drafts) for component, drafts in by_component.items()]
    providers = answer.providers
    rows += [part_answer.inherited_from(provider) for provider in providers]
    if written and not providers:
        rows += [part_answer.inherited_in_part(partner) for partner in answer.partners]
        rows.insert(0, part_answer.stated(own, attachments))
    elif own or attachments:
        rows.insert(0, part_answer.drafted(own, attachments))
    elif rows:
        rows.insert(0, part_answer.pointing((*by_component, *providers)))
    return o.Statement(statement_id=statement_id, uuid=cite.ids.object("statement", statement_id), by_components=tuple(rows))


def points_to_components(by_component: o.ByComponent) -> bool:
    """Does it only name the components that answer?"""
    return any(each.name == "text" and each.value == BY_COMPONENT and each.ns == NS for each in by_component.props)


def _divided(
    drafts: Sequence[DraftedClaim], who: Implementers
) -> tuple[Mapping[Implementer, list[DraftedClaim]], list[DraftedClaim]]:
    """What each component does, in the order of the sentences, and what the system does as a whole. A sentence about several
    components stands once, with the one whose evidence it cites most."""
    by_component: dict[Implementer, list[DraftedClaim]] = {}
    own = []
    for draft in drafts:
        if doing := who.of(draft.claim.topic, draft.sources):
            by_component.setdefault(doing[0], []).append(draft)
        else:
            own.append(draft)
    return by_component, own


class _PartAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the answers to one part share."""

    answer: ControlAnswer
    statement_id: str
    part: str
    """Its letter; empty where the control has no parts."""
    written: str
    """By a person, as Markdown; empty where none was written."""
    cite: Citations

    def shown_of(self, component: Implementer, drafts: Sequence[DraftedClaim]) -> o.ByComponent:
        """The draft about one component. Where a person wrote, the status of the part is theirs to state."""
        proposed = None if self.written else _proposed(drafts)
        return self._row(component.uuid, _text(drafts), drafts, (prop("text", "generated", NS),), status=proposed)

    def stated(self, drafts: Sequence[DraftedClaim], attachments: tuple[o.Link, ...]) -> o.ByComponent:
        """What a person wrote, with the draft about the system as a whole."""
        narrative = self._narrative
        status = _stated_status(narrative, drafts)
        row = self._row(self._system, self.written, drafts, self._stated_props(drafts), status=status)
        return replace(row, links=(*attachments, *self._cited(), *row.links), remarks=_remarks(narrative, drafts))

    def inherited_from(self, provider: Implementer) -> o.ByComponent:
        """What a leveraged system does, in the words of the plan; without any, that the part is inherited from it."""
        narrative = self._narrative
        description = self.written or f"Inherited from {provider.title}."
        row = self._row(provider.uuid, description, (), self._stated_props(()), status=_stated_status(narrative, ()))
        uuid = self.cite.ids.object("inherited", self.statement_id, provider.uuid)
        inherited = (o.Inherited(uuid=uuid, description=row.description),)
        return replace(row, links=self._cited(), inherited=inherited, remarks=_remarks(narrative, ()))

    def inherited_in_part(self, partner: Implementer) -> o.ByComponent:
        """That a leveraged system does a part of it; the text, which stands with the system, is about both."""
        row = self._row(
            partner.uuid,
            f"Inherited in part from {partner.title}: the answer of this system says what it does itself.",
            (),
            (prop("text", "written", NS), prop("standing", self._narrative.standing, NS)),
        )
        uuid = self.cite.ids.object("inherited", self.statement_id, partner.uuid)
        return replace(row, inherited=(o.Inherited(uuid=uuid, description=row.description),))

    def drafted(self, drafts: Sequence[DraftedClaim], attachments: tuple[o.Link, ...]) -> o.ByComponent:
        """The draft about the system as a whole; without any, the documents that the part asks for."""
        titles = listed(dict.fromkeys(link.text or link.href for link in attachments))
        description = _text(drafts) if drafts else f"Documented in {titles}, attached to this plan."
        row = self._row(self._system, description, drafts, (prop("text", _kind(drafts), NS),), status=_proposed(drafts))
        return replace(row, links=(*attachments, *row.links))

    def pointing(self, components: Sequence[Implementer]) -> o.ByComponent:
        """FedRAMP, `statement-has-this-system-component`: an answer of the system stands beside those of components."""
        description = f"Implemented by {listed(component.title for component in components)}."
        return self._row(self._system, description, (), (prop("text", BY_COMPONENT, NS),))

    def _stated_props(self, drafts: Sequence[DraftedClaim]) -> tuple[o.Property, ...]:
        standing = prop("standing", self._narrative.standing, NS)
        return prop("text", "written", NS), prop("evidence-text", _kind(drafts), NS), standing

    def _cited(self) -> tuple[o.Link, ...]:
        """What the person who wrote cites."""
        content = self._narrative.text(self.part)
        sources = (self.cite.at(cited.path, cited.place) for cited in file_citations(content))
        return self.cite.links(source for source in sources if source is not None)

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
        drafts: Sequence[DraftedClaim],
        props: tuple[o.Property, ...],
        *,
        status: o.Status | None = None,
    ) -> o.ByComponent:
        contradicted = sorted({check for draft in drafts for check in draft.claim.discrepancies})
        at = "this-system" if component == self._system else component
        return o.ByComponent(
            component_uuid=component,
            uuid=self.cite.ids.object("by-component", self.statement_id, at),
            responsible_roles=tuple(o.ResponsibleRole(role_id=role) for role in self.answer.roles),
            description=text(description),
            props=(*props, *(prop("contradicted-by", check, NS) for check in contradicted)),
            links=self.cite.links({source for draft in drafts for source in draft.sources}, every_file=True),
            implementation_status=status,
        )


def proposed_status(claims: Iterable[Claim]) -> str | None:
    """Implementation status as a proposal: evidence can show that something is in place, only a person that it is enough.

    None where no evidence supports what the plan says: it was not examined, which is not the same as planned, or what was found
    lets everything pass (none of twelve containers adheres), which is not the same as partial.
    """
    return "partial" if any(claim.supports for claim in claims if claim.statement is not None) else None


def stated(narrative: Narrative) -> str:
    """Who stands behind what is stated: the remark that FedRAMP wants beside every status but implemented."""
    match narrative.standing:
        case NarrativeStatus.FINAL:
            day = narrative.date.isoformat() if narrative.date else ""
            return f"Approved by {narrative.approver} on {day}."
        case NarrativeStatus.REVIEWED:
            return f"Reviewed by {narrative.reviewed_by}, not approved."
        case NarrativeStatus.DRAFT:
            return "Written by the provider, not reviewed by a named person."


def kind_of(claims: Iterable[Claim]) -> str:
    """`generated` where one lets the plan say something, `not-collected` where none does, `missing` where there is none."""
    rows = tuple(claims)
    if any(claim.statement is not None for claim in rows):
        return "generated"
    return "not-collected" if rows else "missing"


def _kind(drafts: Sequence[DraftedClaim]) -> str:
    return kind_of(draft.claim for draft in drafts)


def _proposed(drafts: Sequence[DraftedClaim]) -> o.Status | None:
    proposed = proposed_status(draft.claim for draft in drafts)
    return o.Status(state=proposed, remarks=PROPOSED) if proposed else None


def _stated_status(narrative: Narrative, drafts: Sequence[DraftedClaim]) -> o.Status | None:
    """OSCAL has one state for an answer: several boxes are a partial one."""
    if not narrative.statuses:
        return _proposed(drafts)
    return o.Status(state=narrative.statuses[0] if len(narrative.statuses) == 1 else "partial", remarks=stated(narrative))


def _remarks(narrative: Narrative, drafts: Sequence[DraftedClaim]) -> str:
    return text(f"{stated(narrative)}\n\n{_text(drafts)}" if drafts else stated(narrative))


def _text(drafts: Iterable[DraftedClaim]) -> str:
    """In paragraphs; what proves each sentence is linked."""
    return "\n\n".join(" ".join(each.text for each in paragraph) for paragraph in paragraphs(drafts))
