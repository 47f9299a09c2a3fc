"""What SSP Appendix A says, as plain rows: every decision about the document is made here, from the OSCAL bundle.

What no evidence covers stays visibly not started and is counted. Boxes are ticked where a person states a value; what
evidence proposes stands beside them. What contradicts a statement is in the readiness report, not here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from generator.frameworks.base import Control
from generator.frameworks.fedramp_rev5 import EVERY
from generator.frameworks.rev5.assignments import assigned
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId, Sha256
from generator.model.narrative import Narrative, NarrativeStatus
from generator.model.places import evidence_path
from generator.model.posture import Posture, PostureState
from generator.model.progress import AnswerProgress
from generator.oscal import types as o
from generator.oscal.answer_states import state_of
from generator.oscal.common import NS
from generator.oscal.package import AuthorizationPackage
from generator.oscal.plan_drafts import paragraphs
from generator.oscal.ssp_controls import ADDITIONAL
from generator.renderers.appendix_a.rows import (
    AppendixA,
    CitedEvidence,
    CitedSentence,
    ControlRow,
    EvidenceCitation,
    ParameterRow,
    SolutionPart,
)
from generator.renderers.appendix_a.tailoring import tailored
from generator.renderers.fedramp_controls import fedramp_requirements
from generator.text import form_date

_BOXES = {NarrativeStatus.FINAL: "Approved", NarrativeStatus.REVIEWED: "Reviewed", NarrativeStatus.DRAFT: "Stated"}
_SUPPLIED = frozenset({"inherited", "supplied"})
"""Kinds of text that another producer's plan or component definition gives."""

_KNOWN: Mapping[str, Control] = {control.oscal_id: control for control in EVERY}
_OUR_WORDS = re.compile(r" \([^()]*(?:`|\.ya?ml|/)[^()]*\)")
"""Commands, keys and files of a workspace, which are of no use to a reader of the plan."""
_OUR_FILE = re.compile(r"`|\b[\w-]+\.ya?ml\b")


def view(package: AuthorizationPackage) -> AppendixA:
    """The rows of the document, controls in the order of the plan; made once for the appendix and the plan."""
    return package.views.once(_made, package)


def _made(package: AuthorizationPackage) -> AppendixA:
    plan = package.bundle.ssp
    requirements = fedramp_requirements(package)
    cited = _cited_by(requirements)
    numbers = {href: number for number, href in enumerate(cited, start=1)}
    resources = {f"#{resource.uuid}": resource for resource in plan.back_matter.resources} if plan.back_matter else {}
    days = {file.sha256: file.collected.date() for file in package.evidence if file.collected}
    reader = _PlanLookup(package, {_sha256(resources[href]): number for href, number in numbers.items()})
    return AppendixA(
        system_id=package.system.id,
        system=plan.system_characteristics.system_name,
        provider=package.system.provider_name,
        baseline=f"FedRAMP Rev. 5 {package.system.baseline.label}",
        tailored=package.system.tailored,
        version=package.system.plan.version,
        as_of=package.as_of,
        marking=" ".join(_values(plan.metadata.props, "marking")).upper(),
        controls=tuple(reader.control(requirement) for requirement in requirements),
        evidence=tuple(_evidence(resources[href], numbers[href], days, places) for href, places in cited.items()),
        tailoring=tailored(package),
        texts_from=package.requirement_texts.source,
    )


class _PlanLookup:
    """Looks up what requirements only name: roles, drafts, evidence numbers."""

    def __init__(self, package: AuthorizationPackage, numbers: Mapping[Sha256, int]) -> None:
        metadata = package.bundle.ssp.metadata
        self._narratives = {narrative.control: narrative for narrative in package.narratives}
        self._texts = package.requirement_texts.controls
        self._baseline = package.system.baseline.value
        names = {party.uuid: party.name or "" for party in metadata.parties}
        self._numbers, self._drafts = numbers, package.drafts
        self._roles = {role.id: role.title for role in metadata.roles}
        self._components = {each.uuid: each.title for each in package.bundle.ssp.system_implementation.components}
        self._holders = {
            responsible_party.role_id: tuple(names[uuid] for uuid in responsible_party.party_uuids)
            for responsible_party in metadata.responsible_parties
        }
        self._sought = _evidence_sought(package.postures)

    def holders(self, role: str) -> tuple[str, ...]:
        """Names of the parties that hold a role."""
        return self._holders.get(role, ())

    def control(self, requirement: o.ImplementedRequirement) -> ControlRow:
        """One control."""
        identity, known = control_name(requirement.control_id), _KNOWN.get(requirement.control_id)
        narrative = self._narratives.get(identity)
        lines = self._texts[identity].parts if identity in self._texts else {}
        parts = tuple(
            replace(self._part(identity, statement, narrative), requirement=lines.get(statement.part, ()))
            for statement in requirement.statements
        )
        proposes = narrative is None or not narrative.statuses
        return ControlRow(
            id=identity,
            title=known.title if known else "",
            requirement=lines.get("", ()) if parts and parts[0].letter else (),
            why=_additional(requirement),
            roles=tuple(
                (self._roles.get(role.role_id, role.role_id), self.holders(role.role_id))
                for role in requirement.responsible_roles
            ),
            role=self._role(requirement) if narrative and narrative.role else "",
            statuses=narrative.statuses if narrative else (),
            proposed_statuses=_values(requirement.props, "implementation-status") if proposes else (),
            originations=narrative.originations if narrative else (),
            proposed_originations=(
                () if narrative and narrative.originations else _values(requirement.props, "control-origination")
            ),
            stated=_stated(narrative) if narrative and (narrative.statuses or narrative.originations) else "",
            inherited_from=(narrative and narrative.inherited_from) or "",
            parameters=tuple(
                ParameterRow(
                    label=parameter.label,
                    value=(narrative and narrative.parameter(parameter.label)) or "",
                    assigned=assigned(parameter, self._baseline),
                )
                for parameter in (known.parameters if known else ())
            ),
            parts=tuple(self._with_evidence_sought(identity, parts)),
        )

    def _with_evidence_sought(self, control: ControlId, parts: Sequence[SolutionPart]) -> Iterator[SolutionPart]:
        """The first part that is not started says it for all."""
        first = next((part for part in parts if part.state is AnswerProgress.MISSING), None)
        for part in parts:
            yield replace(part, evidence_sought=self._sought.get(control, ())) if part is first else part

    def _role(self, requirement: o.ImplementedRequirement) -> str:
        """As a person stated it; an id of system.yaml by its title, with who holds it."""
        return "; ".join(
            f"{self._roles.get(role.role_id, role.role_id)}{_in_brackets(self.holders(role.role_id))}"
            for role in requirement.responsible_roles
        )

    def _part(self, control: ControlId, statement: o.Statement, narrative: Narrative | None) -> SolutionPart:
        letter = statement.part
        written = narrative.text(letter) if narrative else ()
        state = state_of(statement) or AnswerProgress.MISSING
        return SolutionPart(
            control=control,
            letter=letter,
            state=state,
            inherited_from=self._inherited_from(statement, narrative) if state.by_a_person and not written else "",
            written=written,
            standing=narrative.standing if narrative and written else None,
            remark=_behind(narrative) if narrative and written else "",
            # What is approved stands alone: the readiness report has what the evidence says beside it.
            draft=() if state is AnswerProgress.APPROVED else self._draft(control, letter, statement),
        )

    def _draft(self, control: ControlId, letter: str, statement: o.Statement) -> tuple[tuple[CitedSentence, ...], ...]:
        """What the evidence lets the plan say, and what other producers' plans and definitions say of the part."""
        drafted = tuple(
            tuple(CitedSentence(text=each.text, citations=self._citations(each.sources)) for each in paragraph)
            for paragraph in paragraphs(self._drafts.of(control, letter))
        )
        supplied = (each.description for each in statement.by_components if _SUPPLIED & set(_values(each.props, "text", NS)))
        texts = (text.strip() for description in supplied for text in description.split("\n\n"))
        return (*drafted, *((CitedSentence(text=text),) for text in texts if text))

    def _inherited_from(self, statement: o.Statement, narrative: Narrative | None) -> str:
        """As the narrative states it, else the leveraged systems that a person decided to inherit from."""
        systems = (self._components[each.component_uuid] for each in statement.by_components if each.inherited)
        return (narrative and narrative.inherited_from) or "; ".join(dict.fromkeys(systems))

    def _citations(self, sources: Iterable[EvidenceSource]) -> tuple[EvidenceCitation, ...]:
        """Each file once: with the line where the sentence rests on one, without where it rests on several places of it."""
        places: dict[int, set[str]] = defaultdict(set)
        for source in sources:
            if source.sha256 in self._numbers:
                places[self._numbers[source.sha256]].add(_line(source.place))
        return tuple(
            EvidenceCitation(number=number, place=next(iter(cited)) if len(cited) == 1 else "")
            for number, cited in sorted(places.items())
        )


def _evidence_sought(postures: Iterable[Posture]) -> Mapping[ControlId, tuple[str, ...]]:
    """By control, what the checks that map to it would read and was not collected, in the order of the checks."""
    sought: dict[ControlId, dict[str, None]] = defaultdict(dict)
    for posture in postures:
        absence = posture.absence
        if absence is None or absence.state is not PostureState.NOT_COLLECTED:
            continue
        needs = _OUR_WORDS.sub("", absence.needs).strip(" ,;")
        for control in posture.requirement.control_ids if needs and not _OUR_FILE.search(needs) else ():
            sought[control].setdefault(needs)
    return {control: tuple(needs) for control, needs in sought.items()}


def _additional(requirement: o.ImplementedRequirement) -> str:
    """What its remarks say of a control that the baseline does not hold."""
    _, lead, rest = (requirement.remarks or "").partition(ADDITIONAL)
    return f"{lead}{rest}".strip()


def _behind(narrative: Narrative) -> str:
    """Who reviewed or approved: follows the state of a text."""
    match narrative.standing:
        case NarrativeStatus.FINAL:
            return f"by {narrative.approver}{f' on {form_date(narrative.date)}' if narrative.date else ''}."
        case NarrativeStatus.REVIEWED:
            return f"by {narrative.reviewed_by}; not approved yet."
        case NarrativeStatus.DRAFT:
            return "by the provider; not reviewed yet."


def _stated(narrative: Narrative) -> str:
    """Who stands behind ticked boxes."""
    return f"{_BOXES[narrative.standing]} {_behind(narrative)}"


_LINE = re.compile(r"line \d+")


def _line(place: str) -> str:
    """The line that a reader can look up; of other places the OSCAL plan has the pointer."""
    return place if _LINE.fullmatch(place) else ""


def _sha256(resource: o.Resource) -> Sha256:
    digests = (
        rlink_hash.value for rlink in resource.rlinks for rlink_hash in rlink.hashes if rlink_hash.algorithm == "SHA-256"
    )
    return Sha256(next(digests, ""))


def _in_brackets(names: Sequence[str]) -> str:
    return f" ({', '.join(names)})" if names else ""


def control_name(oscal_id: str) -> ControlId:
    """`cm-8.3` as FedRAMP writes it: `CM-8(3)`."""
    base, _, enhancement = oscal_id.upper().partition(".")
    return ControlId(f"{base}({enhancement})" if enhancement else base)


def _cited_by(requirements: Iterable[o.ImplementedRequirement]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Back-matter reference to the parts that cite it, in the order of the first citation."""
    citing: dict[str, dict[tuple[str, str], None]] = {}
    for href, part in _links(requirements):
        citing.setdefault(href, {})[part] = None
    return {href: tuple(parts) for href, parts in citing.items()}


def _links(requirements: Iterable[o.ImplementedRequirement]) -> Iterator[tuple[str, tuple[str, str]]]:
    for requirement in requirements:
        for statement in requirement.statements:
            part = (control_name(requirement.control_id), statement.part)
            places = (link for by_component in statement.by_components for link in by_component.links if link.rel == "evidence")
            for link in sorted(places, key=lambda link: link.text or ""):
                yield link.href, part


def _evidence(
    resource: o.Resource, number: int, days: Mapping[Sha256, date], places: tuple[tuple[str, str], ...]
) -> CitedEvidence:
    sha256 = _sha256(resource)
    return CitedEvidence(
        number=number, path=evidence_path(resource.title or ""), sha256=sha256, collected=days.get(sha256), cited_by=places
    )


def _values(props: Iterable[o.Property], name: str, namespace: str | None = None) -> tuple[str, ...]:
    return tuple(prop.value for prop in props if prop.name == name and namespace in (None, prop.ns))
