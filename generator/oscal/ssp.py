"""The system security plan: characteristics, components, inventory, and what the evidence says of each control."""

from collections import defaultdict
from collections.abc import Sequence

from generator.frameworks.base import Control
from generator.ids import Identifiers
from generator.model.claim import Claim, Support
from generator.model.facts import SystemFacts
from generator.model.system import ImpactLevel, System
from generator.oscal import types as o
from generator.oscal.common import NS, OWED, Citations, line, metadata, prop, text
from generator.oscal.components import Naming, components
from generator.oscal.inventory import inventory_items
from generator.oscal.story import Story

BOUNDARY_PICTURE = "../diagrams/authorization-boundary.svg"
_PROPOSED = "Proposed from evidence; a person confirms it."
NOT_WRITTEN = "Not yet written: no collected evidence speaks about this part, and nobody has written about it yet."
_LINE = "\n"
NOT_SEEN = "Not yet written: no evidence was collected that speaks about this part."

_SSP_ROLES = (
    "asset-owner",
    "authorizing-official",
    "authorizing-official-poc",
    "information-system-security-officer",
    "prepared-for",
    "system-owner",
)
"""Roles an SSP must define (FedRAMP external constraints, `role-defined-*`); who holds them is for system.yaml to say."""

_PROFILES = "https://raw.githubusercontent.com/GSA/fedramp-automation/master/dist/content/rev5/baselines/json/"
"""Where FedRAMP publishes its Rev5 baselines as OSCAL profiles."""


def ssp(story: Story, cite: Citations) -> o.SystemSecurityPlan:
    """The whole plan."""
    system, facts, comparison, picture = story.system, story.facts, story.comparison, story.picture
    ids = cite.ids
    rows = components(facts, comparison, system, cite)
    requirements = tuple(_requirement(control, story.claims, system, cite) for control in story.controls)
    characteristics = _characteristics(system, facts, cite, picture)
    resources = (*((picture,) if picture else ()), *cite.resources())
    return o.SystemSecurityPlan(
        uuid="",
        metadata=metadata(system, ids, f"{system.name}: System Security Plan", facts.as_of, roles=_SSP_ROLES),
        import_profile=o.ImportProfile(href=_profile(system)),
        system_characteristics=characteristics,
        system_implementation=o.SystemImplementation(
            users=(_user(ids, system),),
            components=rows,
            inventory_items=inventory_items(facts, comparison, system, ids),
        ),
        control_implementation=o.ControlImplementation(
            description="Controls that container evidence speaks about, drafted from it. Every status is a proposal.",
            implemented_requirements=requirements,
        ),
        back_matter=o.BackMatter(resources=resources) if resources else None,
    )


def _profile(system: System) -> str:
    """The baseline's own address: other tools follow it, where a reference into the back matter stops some of them."""
    return system.oscal_profile or f"{_PROFILES}FedRAMP_rev5_{system.impact_level.value.upper()}-baseline_profile.json"


def _characteristics(
    system: System, facts: SystemFacts, cite: Citations, picture: o.Resource | None
) -> o.SystemCharacteristics:
    ids = cite.ids
    level = f"fips-199-{system.impact_level.value}"
    diagrams = (
        (
            o.Diagram(
                uuid=ids.object("diagram", "authorization-boundary"),
                description="Drawn from the collected inventory: namespaces, workloads and what leads in and out.",
                links=(o.Link(href=f"#{picture.uuid}", rel="diagram"),),
                caption="Authorization Boundary Diagram",
            ),
        )
        if picture
        else ()
    )
    known = (system.status or "other") if system.status in _STATES else "other"
    return o.SystemCharacteristics(
        system_ids=(o.SystemId(id=system.id, identifier_type=system.fedramp_namespace),),
        system_name=line(system.name),
        system_name_short=line(system.short_name),
        description=text(system.description or OWED),
        props=(
            *((prop("cloud-service-model", system.service_model),) if system.service_model else ()),
            *((prop("cloud-deployment-model", system.deployment_model),) if system.deployment_model else ()),
        ),
        date_authorized=system.authorized.isoformat() if system.authorized else None,
        security_sensitivity_level=level,
        system_information=o.SystemInformation(information_types=(_information(ids, level),)),
        security_impact_level=o.SecurityImpactLevel(
            security_objective_confidentiality=level, security_objective_integrity=level, security_objective_availability=level
        ),
        status=o.Status(state=known, remarks=None if system.status else "Not stated yet in system.yaml."),
        authorization_boundary=o.Illustrated(description=text(system.boundary or OWED), diagrams=diagrams),
        network_architecture=o.Illustrated(
            description=_network(facts), diagrams=_drawn_by_people("network-architecture", facts, cite)
        ),
        data_flow=o.Illustrated(description=_flows(facts), diagrams=_drawn_by_people("data-flow", facts, cite)),
    )


_STATES = ("operational", "under-development", "under-major-modification", "disposition", "other")


def _information(ids: Identifiers, level: str) -> o.InformationType:
    impact = o.Impact(base=level)
    return o.InformationType(
        uuid=ids.object("information-type"),
        title="Information types not stated yet",
        description="The information types of FIPS 199 and SP 800-60 are the system owner's to state.",
        confidentiality_impact=impact,
        integrity_impact=impact,
        availability_impact=impact,
    )


def _drawn_by_people(what: str, facts: SystemFacts, cite: Citations) -> tuple[o.Diagram, ...]:
    """The diagrams among the evidence: people say what they show, so each is named under both headings."""
    return tuple(
        o.Diagram(
            uuid=cite.ids.object("diagram", what, one.evidence.path),
            description=f"Drawn by people; {len(one.pages)} pages, compared with what runs in the cross-check.",
            links=(o.Link(href=cite.href_of(one.evidence), rel="diagram"),),
            caption=line(one.evidence.path.rsplit("/", 1)[-1]),
        )
        for one in facts.diagrams
    )


def _flows(facts: SystemFacts) -> str:
    if not facts.diagrams:
        return "No machine-readable diagram was collected, so data flows are not shown here."
    return "Data flows are shown in the diagrams that people drew; the cross-check page compares them with what runs."


def _network(facts: SystemFacts) -> str:
    if not facts.clusters:
        return "No cluster was collected, so the network is not described here."
    parts = [
        f"cluster {view.name} with {len(view.nodes)} nodes and {len(view.namespaces)} namespaces collected"
        for view in facts.clusters
    ]
    public = sum(workload.public for workload in facts.workloads)
    return text(f"Kubernetes {'; '.join(parts)}. {public} of {len(facts.workloads)} workloads can be reached from outside.")


def _user(ids: Identifiers, system: System) -> o.User:
    return o.User(
        uuid=ids.object("user", "administrator"),
        title="System administrator",
        props=(
            prop("type", "internal"),
            prop("privilege-level", "read-write", system.fedramp_namespace),
            prop("sensitivity", "moderate", system.fedramp_namespace),
        ),
        role_ids=("asset-owner",),
        authorized_privileges=(
            o.AuthorizedPrivilege(
                title="Administration", functions_performed=("Deploys and operates the containers of the system",)
            ),
        ),
    )


_SUPPORTING = (Support.FOUND, Support.FOUND_NOT_ENFORCING, Support.ENFORCING)


def proposed_status(claims: Sequence[Claim]) -> str | None:
    """Implementation status as a proposal: evidence can show that something is in place, only a person that it is enough.

    None where no evidence supports it: nobody has looked, which is not the same as planned.
    """
    return "partial" if any(claim.support in _SUPPORTING for claim in claims) else None


def _requirement(control: Control, claims: Sequence[Claim], system: System, cite: Citations) -> o.ImplementedRequirement:
    mine = [claim for claim in claims if claim.control == control.id]
    by_part: dict[str, list[Claim]] = defaultdict(list)
    for claim in mine:
        by_part[claim.part].append(claim)
    status = proposed_status(mine)
    additional = additional_to(control, system.impact_level)
    return o.ImplementedRequirement(
        uuid=cite.ids.object("requirement", control.oscal_id),
        control_id=control.oscal_id,
        props=(
            *((prop("implementation-status", status, system.fedramp_namespace, remarks=_PROPOSED),) if status else ()),
            prop("control-origination", "sp-system", system.fedramp_namespace),
            *((prop("additional-to-baseline", system.impact_level.value, NS),) if additional else ()),
        ),
        responsible_roles=(o.ResponsibleRole(role_id="asset-owner"),),
        statements=tuple(_statement(control, part, by_part.get(part, []), cite) for part in (control.parts or ("",))),
        remarks=text(f"Area of the container guidance: {control.area}. Mapping: {control.source}.{additional}"),
    )


def additional_to(control: Control, level: ImpactLevel) -> str:
    """Says that the baseline does not hold a control, and where it stands; empty where the baseline holds it."""
    if level.value in control.baselines:
        return ""
    held = sorted((one.capitalize() for one in control.baselines), key=("Low", "Moderate", "High").index)
    where = f"stands in the {' and '.join(held)} baseline only" if held else "stands in none of FedRAMP's baselines"
    return f" Additional to the baseline: {control.id} {where}; it is here because the container guidance names it."


def _statement(control: Control, part: str, claims: Sequence[Claim], cite: Citations) -> o.Statement:
    naming, statement_id = Naming(cite.ids), control.statement_id(part)
    sources = {source for claim in claims for source in claim.sources}
    proposed = proposed_status(claims)
    contradicted = sorted({check for claim in claims for check in claim.discrepancies})
    return o.Statement(
        statement_id=statement_id,
        uuid=cite.ids.object("statement", statement_id),
        by_components=(
            o.ByComponent(
                component_uuid=naming.this_system,
                uuid=cite.ids.object("by-component", statement_id, "this-system"),
                responsible_roles=(o.ResponsibleRole(role_id="asset-owner"),),
                description=text(_description(claims)),
                props=(
                    prop("text", _written(claims), NS),
                    *(prop("contradicted-by", check, NS) for check in contradicted),
                ),
                links=cite.links(sources),
                implementation_status=o.Status(state=proposed, remarks=_PROPOSED) if proposed else None,
            ),
        ),
    )


def _written(claims: Sequence[Claim]) -> str:
    """`generated`, `missing`, or `not-collected` where all that can be said is that nobody looked."""
    if not claims:
        return "missing"
    return "not-collected" if all(claim.support is Support.NOT_COLLECTED for claim in claims) else "generated"


def _description(claims: Sequence[Claim]) -> str:
    """A paragraph for each topic and a line for each sentence, in their order; what nobody looked at comes last."""
    topics: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        topics[claim.subject].append(claim)
    paragraphs = (
        f"{subject}: {_LINE.join(claim.text for claim in sorted(rows, key=_unseen))}" for subject, rows in topics.items()
    )
    said = "\n\n".join(paragraphs)
    if _written(claims) == "generated":
        return said
    return f"{NOT_SEEN}\n\n{said}" if claims else NOT_WRITTEN


def _unseen(claim: Claim) -> bool:
    return claim.support is Support.NOT_COLLECTED


def picture_resource(ids: Identifiers, svg: bytes, sha256: str) -> o.Resource:
    """The boundary picture as a resource; `svg` is only measured."""
    return o.Resource(
        uuid=ids.object("resource", "authorization-boundary"),
        title="Authorization Boundary Diagram",
        description=f"Drawn from the collected inventory ({len(svg)} bytes).",
        props=(prop("type", "image"),),
        rlinks=(
            o.Rlink(href=BOUNDARY_PICTURE, media_type="image/svg+xml", hashes=(o.Hash(algorithm="SHA-256", value=sha256),)),
        ),
    )
