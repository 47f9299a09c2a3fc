"""The controls of the system security plan: status, origination, parameters and roles of each, and its parts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.frameworks.base import Control, Parameter
from generator.frameworks.dod.levels import place, sheets_of
from generator.frameworks.plan import tailored_to
from generator.frameworks.rev5.assignments import assigned_values
from generator.frameworks.rev5.li_saas import methods
from generator.model.claim import Claim
from generator.model.narrative import Narrative
from generator.model.plan import LeveragedAuthorizationRow
from generator.model.system import ControlBaseline
from generator.narrative.inherited_from import inherits_from
from generator.oscal import types as o
from generator.oscal.appendices import AttachmentLinks
from generator.oscal.common import NS, Citations, line, prop, text, token
from generator.oscal.components import Naming
from generator.oscal.connections import authorization_uuid, leveraged_uuid
from generator.oscal.fedramp_values import OLDER_NAMESPACE
from generator.oscal.implementers import Implementer, implementers
from generator.oscal.oscal_input import OscalInput
from generator.oscal.products import recognized
from generator.oscal.ssp_statements import PROPOSED, ControlAnswer, proposed_status, stated, statement
from generator.oscal.tailoring import attestations, method_props, not_required, status_props

_INHERITED = "inherited"
_FATAL = frozenset({"ps-3_prm_1"})
"""It stands for others, and `trestle fedramp-validate` ends with an error at it: their baseline has two paragraphs for it."""
ASSET_OWNER, SYSTEM_OWNER = "asset-owner", "system-owner"
_ORIGINS: Mapping[str, tuple[str, ...]] = {
    "hybrid": ("sp-corporate", "sp-system"),
    "shared": ("sp-system", "customer-configured"),
}
"""FedRAMP's values have none for two boxes of SSP Appendix A: each stands for one value of either side."""


ADDITIONAL = "Additional to the baseline:"
"""How the remarks begin that say why a control is here although the baseline does not hold it."""


def control_implementation(oscal_input: OscalInput, cite: Citations) -> o.ControlImplementation:
    """Every control of the plan, and those that LI-SaaS has attested or asks no response for."""
    writer = _ControlWriter(oscal_input, cite)
    rows = [(control, writer.requirement) for control in oscal_input.plan]
    rows += [(control, writer.tailored) for control in tailored_to(oscal_input.system.baseline.value)]
    return o.ControlImplementation(
        description="Every control of the baseline: what people wrote, and what is drafted from container evidence.",
        implemented_requirements=tuple(write(control) for control, write in sorted(rows, key=lambda row: place(row[0].id))),
    )


def stated_roles(oscal_input: OscalInput) -> Mapping[str, str]:
    """Roles that narratives name and that are not defined yet: id to title."""
    known = {role for party in oscal_input.system.parties for role in party.roles}
    named = (narrative.role for narrative in oscal_input.narratives if narrative.role)
    by_id = {_role_id(role): line(role) for role in named}
    return {role: title for role, title in sorted(by_id.items()) if role not in known}


def additional_to(control: Control, baseline: ControlBaseline) -> str:
    """Says that the baseline does not hold a control, and where it stands; empty where the baseline holds it. LI-SaaS holds
    those that are attested as well."""
    if baseline.value in control.baselines or (baseline is ControlBaseline.LI_SAAS and any(methods(control.id))):
        return ""
    held = [source.label for source in ControlBaseline if source.value in control.baselines]
    where = f"stands in the {' and '.join(held)} baseline only" if held else "stands in none of FedRAMP's baselines"
    reasons = [
        *(["the container guidance names it"] if control.named else []),
        *(f"{source} adds it" for source in control.added_by),
    ]
    return f"{ADDITIONAL} {control.id} {where}; it is here because {' and '.join(reasons)}."


class _ControlWriter:
    def __init__(self, oscal_input: OscalInput, cite: Citations) -> None:
        self._narratives = {narrative.control: narrative for narrative in oscal_input.narratives}
        self._baseline, self._cite = oscal_input.system.baseline, cite
        self._sheets = sheets_of(oscal_input.system.frameworks, oscal_input.system.baseline.value)
        self._namespace = oscal_input.system.fedramp_namespace
        self._inheritance = oscal_input.inheritance
        self._papers = AttachmentLinks(oscal_input.attachments, oscal_input.system, cite.ids)
        products = oscal_input.views.once(recognized, oscal_input.facts)
        self._who = implementers(oscal_input.facts, oscal_input.system, products, Naming(cite.ids))
        self._leveraged = [row for row in oscal_input.system.plan.leveraged if row.authorized]
        self._drafts = oscal_input.drafts
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in oscal_input.claims:
            self._claims[claim.control].append(claim)

    def requirement(self, control: Control) -> o.ImplementedRequirement:
        narrative, claims = self._narratives.get(control.id), self._claims.get(control.id, [])
        roles = _roles(control, narrative)
        answer = ControlAnswer(
            control=control,
            narrative=narrative,
            drafts={letter: self._drafts.of(control.id, letter) for letter in control.parts or ("",)},
            roles=roles,
            providers=self._providers(control, narrative),
            partners=self._partners(control, narrative),
        )
        additional = additional_to(control, self._baseline)
        return o.ImplementedRequirement(
            uuid=self._cite.ids.object("requirement", control.oscal_id),
            control_id=control.oscal_id,
            props=(
                *self._statuses(claims, narrative),
                *(prop("control-origination", origin, self._namespace) for origin in self._origins(control, narrative)),
                *self._authorizations(control, narrative),
                *self._methods(control),
                *((prop("additional-to-baseline", self._baseline.value, NS),) if additional else ()),
                *self._dod_additions(control),
                *((prop("standing", narrative.standing, NS),) if narrative else ()),
            ),
            set_parameters=self._parameters(control, narrative),
            responsible_roles=tuple(o.ResponsibleRole(role_id=role) for role in roles),
            statements=tuple(
                statement(answer, part, self._cite, self._who, self._papers.at(control, part))
                for part in control.parts or ("",)
            ),
            remarks=_why(control, additional),
        )

    def tailored(self, control: Control) -> o.ImplementedRequirement:
        """A control that LI-SaaS does not have described."""
        narrative = self._narratives.get(control.id)
        roles = (
            () if not_required(control.id) else tuple(o.ResponsibleRole(role_id=role) for role in _roles(control, narrative))
        )
        return o.ImplementedRequirement(
            uuid=self._cite.ids.object("requirement", control.oscal_id),
            control_id=control.oscal_id,
            props=(
                *status_props(control.id, narrative, self._namespace),
                *(prop("control-origination", stated_origin, self._namespace) for stated_origin in _stated_origins(narrative)),
                *self._authorizations(control, narrative),
                *self._methods(control),
                *((prop("standing", narrative.standing, NS),) if narrative else ()),
            ),
            set_parameters=self._parameters(control, narrative),
            responsible_roles=roles,
            statements=tuple(attestations(control, narrative, roles, self._cite.ids)),
        )

    def _methods(self, control: Control) -> Iterator[o.Property]:
        """What the profile of LI-SaaS does with it; nothing at the other baselines."""
        if self._baseline is ControlBaseline.LI_SAAS:
            yield from method_props(control.id, self._namespace)

    def _dod_additions(self, control: Control) -> Iterator[o.Property]:
        """What a DoD impact level says of a control: that it adds it or sets it anew, and the value that it sets."""
        for sheet in self._sheets:
            if control.id in (*sheet.added, *sheet.anew):
                yield prop("dod-addition", sheet.label, NS, remarks=f"{sheet.source}.")
            if control.id in sheet.values:
                yield prop("dod-parameter", sheet.label, NS, remarks=str(sheet.values[control.id]))

    def _statuses(self, claims: Sequence[Claim], narrative: Narrative | None) -> Iterator[o.Property]:
        if narrative and narrative.statuses:
            for status in narrative.statuses:
                yield prop("implementation-status", status, self._namespace, remarks=stated(narrative))
        elif proposed := proposed_status(claims):
            yield prop("implementation-status", proposed, self._namespace, remarks=PROPOSED)

    def _authorizations(self, control: Control, narrative: Narrative | None) -> Iterator[o.Property]:
        for row in self._inherited_from(control, narrative):
            yield prop("leveraged-authorization-uuid", authorization_uuid(row, self._cite.ids), self._namespace)

    def _providers(self, control: Control, narrative: Narrative | None) -> tuple[Implementer, ...]:
        """Who does a control that is inherited and nothing else; of one that is the provider's as well, the system answers."""
        if narrative is None or set(narrative.originations) != {_INHERITED}:
            return ()
        return tuple(map(self._implementer, self._inherited_from(control, narrative)))

    def _partners(self, control: Control, narrative: Narrative | None) -> tuple[Implementer, ...]:
        """The provider of such a control inherited in part; a leveraged plan that provides it by decision answers itself."""
        if narrative is None or not {_INHERITED} < set(narrative.originations):
            return ()
        rows = self._inherited_from(control, narrative)
        return tuple(self._implementer(row) for row in rows if not self._is_taken_over(control, row))

    def _implementer(self, row: LeveragedAuthorizationRow) -> Implementer:
        return Implementer(uuid=leveraged_uuid(row, self._cite.ids), title=line(row.name))

    def _inherited_from(self, control: Control, narrative: Narrative | None) -> Iterator[LeveragedAuthorizationRow]:
        """From which authorization an inherited control comes (SSP guide, section 6.2): those that the narrative names; where
        it names none the only one, else those of which people decided to inherit it. Where no narrative states an
        origination, that decision does."""
        if narrative is None or not narrative.originations:
            yield from (row for row in self._leveraged if self._is_taken_over(control, row))
        elif _INHERITED in narrative.originations:
            named, alone = inherits_from(narrative, self._leveraged), len(self._leveraged) == 1 and not narrative.inherited_from
            yield from (row for row in self._leveraged if row in named or alone or self._is_taken_over(control, row))

    def _is_taken_over(self, control: Control, row: LeveragedAuthorizationRow) -> bool:
        """A person decided to inherit the control, or a part of it, and the leveraged plan provides it."""
        offered = self._inheritance.inherited(row.id) if row.id in self._inheritance.plans else ()
        return any(provided.control_id == control.oscal_id for provided in offered)

    def _origins(self, control: Control, narrative: Narrative | None) -> tuple[str, ...]:
        """As people stated them; else what follows from the container guidance and from what is inherited by decision."""
        if stated_origins := _stated_origins(narrative):
            return stated_origins
        inherited = any(self._inherited_from(control, narrative))
        return (*(("sp-system",) if control.area else ()), *((_INHERITED,) if inherited else ()))

    def _parameters(self, control: Control, narrative: Narrative | None) -> tuple[o.SetParameter, ...]:
        """What the writer states, else what FedRAMP assigns; what is left to the provider has no value until it is stated.

        What is asked once for several parameters of the catalog is the value of each. FedRAMP's older rules
        (`set-parameter-elements-match-baseline`) want the one that stands for them as well; today's forbid it."""
        return tuple(
            o.SetParameter(param_id=name, values=(line(value),), remarks=why)
            for row in control.parameters
            for parameter, values, why in _answers(row, narrative, self._baseline)
            for name, value in self._set(parameter, values)
        )

    def _set(self, parameter: Parameter, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        stands_alone = parameter.oscal_id not in values and parameter.oscal_id not in _FATAL
        if self._namespace == OLDER_NAMESPACE and stands_alone and values:
            yield parameter.oscal_id, next(iter(values.values()))
        yield from values.items()


def _answers(
    row: Parameter, narrative: Narrative | None, baseline: ControlBaseline
) -> Iterator[tuple[Parameter, Mapping[str, str], str | None]]:
    """The values of a row of Appendix A, and of what is inserted into its choices: a value of its own where the writer states
    one, else the row's, which answers both. FedRAMP, `has-required-parameters`, wants a value of each."""
    whole = narrative.parameter(row.label) if narrative else None
    for parameter in row.with_inserted:
        if own := narrative.parameter(parameter.label) if narrative else None:
            yield parameter, dict.fromkeys(parameter.set_as, own), None
        elif whole:
            why = f"Answered together with {row.oscal_id}, into which it is inserted where that is selected."
            yield parameter, dict.fromkeys(parameter.set_as, whole), why
        elif values := assigned_values(parameter, baseline.value):
            yield parameter, values, f"Assigned by FedRAMP in the {baseline.label} baseline."


def _roles(control: Control, narrative: Narrative | None) -> tuple[str, ...]:
    return (_role_id(narrative.role),) if narrative and narrative.role else (ASSET_OWNER if control.area else SYSTEM_OWNER,)


def _stated_origins(narrative: Narrative | None) -> tuple[str, ...]:
    stated_ones = narrative.originations if narrative else ()
    return tuple(dict.fromkeys(value for origin in stated_ones for value in _ORIGINS.get(origin, (origin,))))


def _why(control: Control, additional: str) -> str | None:
    if not control.area:
        return text(additional) if additional else None
    return text(f"Area of the container guidance: {control.area}. Mapping: {control.source}. {additional}".rstrip())


def _role_id(role: str) -> str:
    """`Platform team` as `platform-team`; an id of system.yaml stays as it is."""
    return token("-".join(role.lower().split()))[:80]
