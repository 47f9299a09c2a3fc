"""OSCAL's assemblies as far as this project writes them, spelled as NIST spells them (kebab case on the wire).

Source: NIST OSCAL 1.2.3 metaschema. Only what we write is here; `validate` judges documents of any producer by the
whole schema. Fields that are empty are left out, since OSCAL forbids empty arrays and strings.
"""

import msgspec


class Assembly(msgspec.Struct, rename="kebab", omit_defaults=True, kw_only=True, frozen=True):
    """The base of all: kebab case, defaults left out."""


class Property(Assembly, frozen=True, kw_only=True):
    """A name and value in a namespace; without `ns` the name is NIST's."""

    name: str
    value: str
    ns: str | None = None
    class_: str | None = msgspec.field(default=None, name="class")
    remarks: str | None = None


class Link(Assembly, frozen=True, kw_only=True):
    """A reference to a resource of the same document (`#uuid`) or a file beside it."""

    href: str
    rel: str | None = None
    text: str | None = None


class Hash(Assembly, frozen=True, kw_only=True):
    """A digest of a linked file."""

    algorithm: str
    value: str


class Rlink(Assembly, frozen=True, kw_only=True):
    """Where a resource's file is: relative to the document, with its hash."""

    href: str
    media_type: str | None = None
    hashes: tuple[Hash, ...] = ()


class Base64(Assembly, frozen=True, kw_only=True):
    """The content of a resource."""

    filename: str
    media_type: str | None = None
    value: str


class Resource(Assembly, frozen=True, kw_only=True):
    """Something cited: an evidence file, a law, a picture."""

    uuid: str
    title: str | None = None
    description: str | None = None
    props: tuple[Property, ...] = ()
    rlinks: tuple[Rlink, ...] = ()
    base64: Base64 | None = None
    remarks: str | None = None


class BackMatter(Assembly, frozen=True, kw_only=True):
    """All resources of a document."""

    resources: tuple[Resource, ...] = ()


class Role(Assembly, frozen=True, kw_only=True):
    """A role that parties hold."""

    id: str
    title: str


class Party(Assembly, frozen=True, kw_only=True):
    """A person or organisation."""

    uuid: str
    type: str
    name: str | None = None
    props: tuple[Property, ...] = ()
    email_addresses: tuple[str, ...] = ()
    telephone_numbers: tuple["TelephoneNumber", ...] = ()
    addresses: tuple["Address", ...] = ()
    member_of_organizations: tuple[str, ...] = ()
    remarks: str | None = None


class Address(Assembly, frozen=True, kw_only=True):
    """Where a party works."""

    type: str
    addr_lines: tuple[str, ...]
    city: str
    state: str
    postal_code: str
    country: str


class TelephoneNumber(Assembly, frozen=True, kw_only=True):
    """A telephone number."""

    number: str


class ResponsibleParty(Assembly, frozen=True, kw_only=True):
    """Who holds a role, for a document or inventory item."""

    role_id: str
    party_uuids: tuple[str, ...]


class ResponsibleRole(Assembly, frozen=True, kw_only=True):
    """A role named where the party is not decided there."""

    role_id: str
    props: tuple[Property, ...] = ()
    party_uuids: tuple[str, ...] = ()


class Location(Assembly, frozen=True, kw_only=True):
    """A place."""

    uuid: str
    title: str
    address: "Address"
    props: tuple[Property, ...] = ()


class Metadata(Assembly, frozen=True, kw_only=True):
    """Title, time, version, roles and parties of a document."""

    title: str
    last_modified: str
    version: str
    oscal_version: str
    published: str | None = None
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    roles: tuple[Role, ...] = ()
    locations: tuple[Location, ...] = ()
    parties: tuple[Party, ...] = ()
    responsible_parties: tuple[ResponsibleParty, ...] = ()
    remarks: str | None = None


class Status(Assembly, frozen=True, kw_only=True):
    """A state with remarks; `implementation-status` and component status are written so."""

    state: str
    remarks: str | None = None


class PortRange(Assembly, frozen=True, kw_only=True):
    """Ports of a protocol."""

    start: int
    end: int
    transport: str


class Protocol(Assembly, frozen=True, kw_only=True):
    """A service that a component offers."""

    name: str
    uuid: str | None = None
    title: str | None = None
    port_ranges: tuple[PortRange, ...] = ()


class Component(Assembly, frozen=True, kw_only=True):
    """A system component; in a component definition `status` is None."""

    uuid: str
    type: str
    title: str
    description: str
    purpose: str | None = None
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    status: Status | None = None
    responsible_roles: tuple[ResponsibleRole, ...] = ()
    protocols: tuple[Protocol, ...] = ()
    control_implementations: tuple["ComponentControls", ...] = ()
    remarks: str | None = None


class ComponentRequirement(Assembly, frozen=True, kw_only=True):
    """How a component helps with one control."""

    uuid: str
    control_id: str
    description: str
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()


class ComponentControls(Assembly, frozen=True, kw_only=True):
    """The controls of one source that a component helps with."""

    uuid: str
    source: str
    description: str
    implemented_requirements: tuple[ComponentRequirement, ...]


class ComponentDefinition(Assembly, frozen=True, kw_only=True):
    """OSCAL component definition."""

    uuid: str
    metadata: Metadata
    components: tuple[Component, ...] = ()
    back_matter: BackMatter | None = None


class ImplementedComponent(Assembly, frozen=True, kw_only=True):
    """A component that an inventory item runs."""

    component_uuid: str
    props: tuple[Property, ...] = ()


class InventoryItem(Assembly, frozen=True, kw_only=True):
    """One asset of the inventory."""

    uuid: str
    description: str
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    responsible_parties: tuple[ResponsibleParty, ...] = ()
    implemented_components: tuple[ImplementedComponent, ...] = ()
    remarks: str | None = None


class SystemId(Assembly, frozen=True, kw_only=True):
    """An identifier of the system under a scheme."""

    id: str
    identifier_type: str | None = None


class Impact(Assembly, frozen=True, kw_only=True):
    """FIPS 199 impact of an information type."""

    base: str
    selected: str | None = None
    adjustment_justification: str | None = None


class Categorization(Assembly, frozen=True, kw_only=True):
    """Under which system of categories, and as what."""

    system: str
    information_type_ids: tuple[str, ...]


class InformationType(Assembly, frozen=True, kw_only=True):
    """What kind of information the system holds."""

    uuid: str
    title: str
    description: str
    categorizations: tuple[Categorization, ...] = ()
    confidentiality_impact: Impact
    integrity_impact: Impact
    availability_impact: Impact


class SystemInformation(Assembly, frozen=True, kw_only=True):
    """All information types."""

    information_types: tuple[InformationType, ...]


class SecurityImpactLevel(Assembly, frozen=True, kw_only=True):
    """FIPS 199 levels of the system."""

    security_objective_confidentiality: str
    security_objective_integrity: str
    security_objective_availability: str


class Diagram(Assembly, frozen=True, kw_only=True):
    """A picture of the system."""

    uuid: str
    description: str
    links: tuple[Link, ...] = ()
    caption: str | None = None


class Illustrated(Assembly, frozen=True, kw_only=True):
    """A description with pictures: authorization boundary, network architecture, data flow."""

    description: str
    diagrams: tuple[Diagram, ...] = ()
    remarks: str | None = None


class SystemCharacteristics(Assembly, frozen=True, kw_only=True):
    """Who and what the system is."""

    system_ids: tuple[SystemId, ...]
    system_name: str
    system_name_short: str | None = None
    description: str
    props: tuple[Property, ...] = ()
    date_authorized: str | None = None
    security_sensitivity_level: str | None = None
    system_information: SystemInformation
    security_impact_level: SecurityImpactLevel | None = None
    status: Status
    authorization_boundary: Illustrated
    network_architecture: Illustrated | None = None
    data_flow: Illustrated | None = None


class AuthorizedPrivilege(Assembly, frozen=True, kw_only=True):
    """What a user may do."""

    title: str
    functions_performed: tuple[str, ...]


class User(Assembly, frozen=True, kw_only=True):
    """A kind of user."""

    uuid: str
    title: str
    description: str | None = None
    props: tuple[Property, ...] = ()
    role_ids: tuple[str, ...] = ()
    authorized_privileges: tuple[AuthorizedPrivilege, ...] = ()
    remarks: str | None = None


class LeveragedAuthorization(Assembly, frozen=True, kw_only=True):
    """An authorized system on which this one stands."""

    uuid: str
    title: str
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    party_uuid: str
    date_authorized: str
    remarks: str | None = None


class SystemImplementation(Assembly, frozen=True, kw_only=True):
    """Users, components and inventory."""

    props: tuple[Property, ...] = ()
    leveraged_authorizations: tuple[LeveragedAuthorization, ...] = ()
    users: tuple[User, ...]
    components: tuple[Component, ...]
    inventory_items: tuple[InventoryItem, ...] = ()


class Inherited(Assembly, frozen=True, kw_only=True):
    """What a component of this system takes over from a leveraged one."""

    uuid: str
    provided_uuid: str | None = None
    description: str


class Satisfied(Assembly, frozen=True, kw_only=True):
    """A responsibility that a leveraged system leaves to this one, and how it is met."""

    uuid: str
    responsibility_uuid: str | None = None
    description: str


class ByComponent(Assembly, frozen=True, kw_only=True):
    """How one component does its part of a statement."""

    component_uuid: str
    uuid: str
    description: str
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    implementation_status: Status | None = None
    inherited: tuple[Inherited, ...] = ()
    satisfied: tuple[Satisfied, ...] = ()
    responsible_roles: tuple[ResponsibleRole, ...] = ()
    remarks: str | None = None


class Statement(Assembly, frozen=True, kw_only=True):
    """One part of a control."""

    statement_id: str
    uuid: str
    by_components: tuple[ByComponent, ...] = ()


class SetParameter(Assembly, frozen=True, kw_only=True):
    """The value that the provider gives a parameter of a control."""

    param_id: str
    values: tuple[str, ...]
    remarks: str | None = None


class ImplementedRequirement(Assembly, frozen=True, kw_only=True):
    """One control."""

    uuid: str
    control_id: str
    props: tuple[Property, ...] = ()
    set_parameters: tuple[SetParameter, ...] = ()
    responsible_roles: tuple[ResponsibleRole, ...] = ()
    statements: tuple[Statement, ...] = ()
    remarks: str | None = None


class ControlImplementation(Assembly, frozen=True, kw_only=True):
    """All controls answered."""

    description: str
    implemented_requirements: tuple[ImplementedRequirement, ...]


class ImportProfile(Assembly, frozen=True, kw_only=True):
    """The baseline."""

    href: str


class SystemSecurityPlan(Assembly, frozen=True, kw_only=True):
    """OSCAL system security plan."""

    uuid: str
    metadata: Metadata
    import_profile: ImportProfile
    system_characteristics: SystemCharacteristics
    system_implementation: SystemImplementation
    control_implementation: ControlImplementation
    back_matter: BackMatter | None = None


class Import(Assembly, frozen=True, kw_only=True):
    """The document that this one builds on."""

    href: str
    remarks: str | None = None


class Step(Assembly, frozen=True, kw_only=True):
    """A step of an activity."""

    uuid: str
    title: str
    description: str
    props: tuple[Property, ...] = ()
    remarks: str | None = None


class SelectControl(Assembly, frozen=True, kw_only=True):
    """A control by its id."""

    control_id: str


class ControlSelection(Assembly, frozen=True, kw_only=True):
    """Controls looked at."""

    description: str | None = None
    include_controls: tuple[SelectControl, ...] = ()


class ReviewedControls(Assembly, frozen=True, kw_only=True):
    """All control selections."""

    control_selections: tuple[ControlSelection, ...]


class Activity(Assembly, frozen=True, kw_only=True):
    """What an assessment does: one of our checks, or reading scan results."""

    uuid: str
    title: str
    description: str
    props: tuple[Property, ...] = ()
    steps: tuple[Step, ...] = ()
    related_controls: ReviewedControls | None = None
    remarks: str | None = None


class LocalDefinitions(Assembly, frozen=True, kw_only=True):
    """Components, inventory and activities defined by an assessment document or POA&M."""

    components: tuple[Component, ...] = ()
    inventory_items: tuple[InventoryItem, ...] = ()
    activities: tuple[Activity, ...] = ()
    remarks: str | None = None


class SelectSubject(Assembly, frozen=True, kw_only=True):
    """A subject by uuid."""

    subject_uuid: str
    type: str
    title: str | None = None


class AssessmentSubject(Assembly, frozen=True, kw_only=True):
    """What is looked at."""

    type: str
    description: str | None = None
    include_all: dict[str, str] | None = None
    include_subjects: tuple[SelectSubject, ...] = ()


class UsesComponent(Assembly, frozen=True, kw_only=True):
    """A tool that a platform uses."""

    component_uuid: str


class AssessmentPlatform(Assembly, frozen=True, kw_only=True):
    """What the assessment runs on."""

    uuid: str
    title: str
    uses_components: tuple[UsesComponent, ...] = ()


class AssessmentAssets(Assembly, frozen=True, kw_only=True):
    """Tools and platforms of the assessment."""

    components: tuple[Component, ...] = ()
    assessment_platforms: tuple[AssessmentPlatform, ...]


class AssociatedActivity(Assembly, frozen=True, kw_only=True):
    """An activity of a task with its subjects."""

    activity_uuid: str
    subjects: tuple[AssessmentSubject, ...]


class Task(Assembly, frozen=True, kw_only=True):
    """Something to do, or a milestone."""

    uuid: str
    type: str
    title: str
    description: str | None = None
    timing: "Timing | None" = None
    associated_activities: tuple[AssociatedActivity, ...] = ()


class WithinDateRange(Assembly, frozen=True, kw_only=True):
    """From and to."""

    start: str
    end: str


class Timing(Assembly, frozen=True, kw_only=True):
    """When."""

    within_date_range: WithinDateRange


class AssessmentPlan(Assembly, frozen=True, kw_only=True):
    """OSCAL assessment plan."""

    uuid: str
    metadata: Metadata
    import_ssp: Import
    local_definitions: LocalDefinitions | None = None
    reviewed_controls: ReviewedControls
    assessment_subjects: tuple[AssessmentSubject, ...] = ()
    assessment_assets: AssessmentAssets | None = None
    tasks: tuple[Task, ...] = ()
    back_matter: BackMatter | None = None


class Actor(Assembly, frozen=True, kw_only=True):
    """Who or what found it."""

    type: str
    actor_uuid: str


class Origin(Assembly, frozen=True, kw_only=True):
    """Where a statement comes from."""

    actors: tuple[Actor, ...]


class RelevantEvidence(Assembly, frozen=True, kw_only=True):
    """The raw file behind an observation."""

    href: str
    description: str
    props: tuple[Property, ...] = ()


class Observation(Assembly, frozen=True, kw_only=True):
    """Something seen."""

    uuid: str
    title: str | None = None
    description: str
    props: tuple[Property, ...] = ()
    methods: tuple[str, ...]
    types: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    subjects: tuple[SelectSubject, ...] = ()
    relevant_evidence: tuple[RelevantEvidence, ...] = ()
    collected: str
    remarks: str | None = None


class Facet(Assembly, frozen=True, kw_only=True):
    """One measure of a risk."""

    name: str
    system: str
    value: str
    props: tuple[Property, ...] = ()


class Characterization(Assembly, frozen=True, kw_only=True):
    """Measures of a risk from one origin."""

    origin: Origin
    facets: tuple[Facet, ...]


class Remediation(Assembly, frozen=True, kw_only=True):
    """What is recommended, or planned."""

    uuid: str
    lifecycle: str
    title: str
    description: str
    tasks: tuple[Task, ...] = ()


class RelatedObservation(Assembly, frozen=True, kw_only=True):
    """An observation by uuid."""

    observation_uuid: str


class RiskLogEntry(Assembly, frozen=True, kw_only=True):
    """Something that happened to a risk."""

    uuid: str
    title: str
    description: str
    start: str
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    status_change: str | None = None


class RiskLog(Assembly, frozen=True, kw_only=True):
    """Everything that happened to a risk, in order."""

    entries: tuple[RiskLogEntry, ...]


class Risk(Assembly, frozen=True, kw_only=True):
    """A weakness as a risk."""

    uuid: str
    title: str
    description: str
    statement: str
    props: tuple[Property, ...] = ()
    status: str
    characterizations: tuple[Characterization, ...] = ()
    deadline: str | None = None
    remediations: tuple[Remediation, ...] = ()
    risk_log: RiskLog | None = None
    related_observations: tuple[RelatedObservation, ...] = ()


class RelatedRisk(Assembly, frozen=True, kw_only=True):
    """A risk by uuid."""

    risk_uuid: str


class TargetStatus(Assembly, frozen=True, kw_only=True):
    """Satisfied or not."""

    state: str
    reason: str | None = None
    remarks: str | None = None


class FindingTarget(Assembly, frozen=True, kw_only=True):
    """The control statement or objective a finding is about."""

    type: str
    target_id: str
    status: TargetStatus
    description: str | None = None


class Finding(Assembly, frozen=True, kw_only=True):
    """A verdict on a control: only ever `not-satisfied` from a machine."""

    uuid: str
    title: str
    description: str
    props: tuple[Property, ...] = ()
    origins: tuple[Origin, ...] = ()
    target: FindingTarget
    related_observations: tuple[RelatedObservation, ...] = ()
    related_risks: tuple[RelatedRisk, ...] = ()
    remarks: str | None = None


class Result(Assembly, frozen=True, kw_only=True):
    """The outcome of one assessment."""

    uuid: str
    title: str
    description: str
    start: str
    end: str | None = None
    props: tuple[Property, ...] = ()
    local_definitions: LocalDefinitions | None = None
    reviewed_controls: ReviewedControls
    observations: tuple[Observation, ...] = ()
    risks: tuple[Risk, ...] = ()
    findings: tuple[Finding, ...] = ()
    remarks: str | None = None


class AssessmentResults(Assembly, frozen=True, kw_only=True):
    """OSCAL assessment results."""

    uuid: str
    metadata: Metadata
    import_ap: Import
    results: tuple[Result, ...]
    back_matter: BackMatter | None = None


class PoamItem(Assembly, frozen=True, kw_only=True):
    """One row of the plan of action and milestones."""

    uuid: str
    title: str
    description: str
    props: tuple[Property, ...] = ()
    related_observations: tuple[RelatedObservation, ...] = ()
    related_risks: tuple[RelatedRisk, ...] = ()
    remarks: str | None = None


class PlanOfActionAndMilestones(Assembly, frozen=True, kw_only=True):
    """OSCAL plan of action and milestones."""

    uuid: str
    metadata: Metadata
    import_ssp: Import
    system_id: SystemId
    local_definitions: LocalDefinitions | None = None
    observations: tuple[Observation, ...] = ()
    risks: tuple[Risk, ...] = ()
    poam_items: tuple[PoamItem, ...]
    back_matter: BackMatter | None = None
