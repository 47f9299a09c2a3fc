"""The system security plan: characteristics, components, inventory, and what the evidence says of each control."""

from msgspec.structs import replace

from generator.model.facts import ClusterView, SystemFacts
from generator.model.picture import Picture
from generator.model.platform import Platform, conditionally_open, platforms_of, words_of_all
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.answer_states import part_states, with_states
from generator.oscal.appendices import attachment_resources, citations_resource, plan_links
from generator.oscal.asset_notes import named_parties, roles_of
from generator.oscal.baseline import PROFILE_FILE, published_profile
from generator.oscal.categorization import impact_levels, information_types, sensitivity_level
from generator.oscal.common import OUTSTANDING, Citations, known_prop, line, prop, text, yes_no
from generator.oscal.components import Naming, components
from generator.oscal.connections import leveraged_authorizations
from generator.oscal.duties import duties_resources
from generator.oscal.fedramp_values import identifier_type
from generator.oscal.inheritance import supplied_components, with_inherited
from generator.oscal.inventory import inventory_items
from generator.oscal.metadata import metadata
from generator.oscal.oscal_input import OscalInput
from generator.oscal.pictures import boundary_diagrams, flow_diagrams, picture_resources
from generator.oscal.products import recognized
from generator.oscal.ssp_controls import control_implementation, stated_roles
from generator.oscal.tailoring import with_response_points
from generator.oscal.used_by import with_users
from generator.oscal.users import answering, people_in, users
from generator.text import agreeing, counted, listed

_SSP_ROLES = frozenset(
    "asset-owner authorizing-official authorizing-official-poc information-system-security-officer prepared-for provider "
    "system-owner".split()
)
"""Roles an SSP must define (FedRAMP external constraints, `role-defined-*`); who holds them is for system.yaml to say."""


def ssp(oscal_input: OscalInput, cite: Citations) -> o.SystemSecurityPlan:
    """The whole plan."""
    system, facts, comparison, pictures = oscal_input.system, oscal_input.facts, oscal_input.comparison, oscal_input.pictures
    ids = cite.ids
    products = oscal_input.views.once(recognized, facts)
    rows = with_users(components(facts, comparison, system, products, cite), oscal_input.flows.flows, facts, Naming(ids))
    rows = (*rows, *supplied_components(oscal_input.inheritance, cite))
    titles, kinds = stated_roles(oscal_input), users(system, ids)
    controls = with_inherited(control_implementation(oscal_input, cite), oscal_input.inheritance, system, cite)
    plan = oscal_input.plan
    states = part_states(plan, oscal_input.narratives, oscal_input.claims, oscal_input.inheritance, system.plan.leveraged)
    controls = with_states(controls, plan, states)
    if system.tailored:
        controls = with_response_points(controls, oscal_input.plan, ids)
    characteristics = _characteristics(system, facts, cite, pictures)
    resources = (
        citations_resource(system.fedramp_namespace, ids),
        *picture_resources(pictures, ids),
        *attachment_resources(oscal_input.attachments, cite),
        *duties_resources(system, ids),
        *cite.resources(),
    )
    notes = [*(image.notes for image in facts.inventory), *(asset.notes for asset in facts.assets)]
    roles = _SSP_ROLES.union(roles_of(notes), *(user.roles for user in system.plan.users))
    about = metadata(system, ids, f"{system.name}: System Security Plan", facts.as_of, roles=roles, titles=titles)
    return o.SystemSecurityPlan(
        uuid="",
        metadata=replace(
            about,
            parties=(*about.parties, *named_parties(notes, system, ids)),
            links=plan_links(oscal_input.attachments, ids),
        ),
        import_profile=_profile(system),
        system_characteristics=characteristics,
        system_implementation=o.SystemImplementation(
            leveraged_authorizations=leveraged_authorizations(system, ids),
            users=(*kinds, *people_in(answering(rows, controls), kinds, titles, system, ids)),
            components=rows,
            inventory_items=inventory_items(facts, comparison, system, ids),
        ),
        control_implementation=controls,
        back_matter=o.BackMatter(resources=resources),
    )


def _profile(system: System) -> o.ImportProfile:
    """The profile of the package, so that a reader without a network resolves it; the remarks name FedRAMP's own."""
    if system.oscal_profile:
        return o.ImportProfile(href=system.oscal_profile)
    remarks = f"Selects the controls of {published_profile(system)}, and those that the plan answers beside them."
    return o.ImportProfile(href=PROFILE_FILE, remarks=remarks)


def _characteristics(
    system: System, facts: SystemFacts, cite: Citations, pictures: tuple[Picture, ...]
) -> o.SystemCharacteristics:
    ids = cite.ids
    known = (system.status or "other") if system.status in _STATES else "other"
    return o.SystemCharacteristics(
        system_ids=(
            o.SystemId(id=line(system.plan.package_id or system.id), identifier_type=identifier_type(system.fedramp_namespace)),
        ),
        system_name=line(system.name),
        system_name_short=line(system.short_name),
        description=text(system.description or OUTSTANDING),
        props=_characteristic_props(system),
        date_authorized=system.authorized.isoformat() if system.authorized else None,
        security_sensitivity_level=sensitivity_level(system),
        system_information=o.SystemInformation(information_types=information_types(system, ids)),
        security_impact_level=impact_levels(system),
        status=o.Status(state=known, remarks=None if system.status else "Not stated yet in system.yaml."),
        authorization_boundary=o.Illustrated(
            description=text(system.boundary or OUTSTANDING), diagrams=boundary_diagrams(pictures, ids)
        ),
        network_architecture=o.Illustrated(
            description=text(system.plan.network or _network(facts)),
            diagrams=_drawn_by_people("network-architecture", facts, cite),
        ),
        data_flow=o.Illustrated(
            description=text(system.plan.data_flow or _flows(facts)),
            diagrams=(*_drawn_by_people("data-flow", facts, cite), *flow_diagrams(pictures, ids)),
        ),
    )


def _characteristic_props(system: System) -> tuple[o.Property, ...]:
    """Table 3.1, as far as it is said."""
    plan, space = system.plan, system.fedramp_namespace
    levels, since = plan.identity, plan.operational_since
    return (
        *known_prop("cloud-service-model", system.service_model),
        *known_prop("cloud-deployment-model", system.deployment_model),
        *((prop("identity-assurance-level", str(levels.identity)),) if levels else ()),
        *((prop("authenticator-assurance-level", str(levels.authenticator)),) if levels else ()),
        *((prop("federation-assurance-level", str(levels.federation)),) if levels else ()),
        *known_prop("authorization-type", plan.authorization_type, space),
        *((prop("fully-operational-date", f"{since.isoformat()}Z", space),) if since else ()),
        *known_prop("privacy-designation", yes_no(plan.privacy_sensitive), space),
    )


_STATES = ("operational", "under-development", "under-major-modification", "disposition", "other")


def _drawn_by_people(what: str, facts: SystemFacts, cite: Citations) -> tuple[o.Diagram, ...]:
    """The diagrams among the evidence: people say what they show, so each is named under both headings."""
    return tuple(
        o.Diagram(
            uuid=cite.ids.object("diagram", what, diagram.evidence.path),
            description=f"Drawn by people; {len(diagram.pages)} pages, compared with what runs in the cross-check.",
            links=(o.Link(href=cite.href_of(diagram.evidence), rel="diagram"),),
            caption=line(diagram.evidence.path.rsplit("/", 1)[-1]),
        )
        for diagram in facts.diagrams
    )


def _flows(facts: SystemFacts) -> str:
    if not facts.workloads:
        return "No machine-readable diagram was collected, so data flows are not shown here."
    drawn = "the diagrams that people drew, and in " if facts.diagrams else ""
    return f"Data flows are shown in {drawn}pictures drawn from what runs; the cross-check page says where the two differ."


def _network(facts: SystemFacts) -> str:
    if not facts.clusters:
        return "Nothing that runs was collected, so the network is not described here."
    parts = [_place(facts, view) for view in facts.clusters]
    public, of = sum(workload.public is True for workload in facts.workloads), f"of {len(facts.workloads)} workloads"
    maybe, ways = conditionally_open(facts.workloads)
    have = agreeing(len(maybe), "has", "have")
    unclear = f" {len(maybe)} {of} {have} {ways}; whether anybody outside reaches these is not stated." if maybe else ""
    reached = "" if maybe and not public else f" {public} {of} can be reached from outside."
    return text(f"{'; '.join(parts)}.{reached}{unclear}")


def _place(facts: SystemFacts, view: ClusterView) -> str:
    """`Kubernetes cluster prod with 3 nodes and 4 namespaces collected`; of another platform without nodes."""
    own = [each for each in facts.workloads if each.cluster == view.name]
    words, platforms = words_of_all(own), platforms_of(own)
    groups = counted(len(view.namespaces), *words.group)
    if platforms <= {Platform.KUBERNETES}:
        return f"Kubernetes cluster {view.name} with {counted(len(view.nodes), 'node')} and {groups} collected"
    return f"{listed(sorted(platforms))} in {words.place[0]} {view.name} with {groups} collected"
