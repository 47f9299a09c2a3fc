"""The system security plan."""

from generator.oscal.types.component import Component, InventoryItem, Status
from generator.oscal.types.metadata import Assembly, BackMatter, Link, Metadata, Property, ResponsibleRole


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
    confidentiality_impact: Impact | None = None
    integrity_impact: Impact | None = None
    availability_impact: Impact | None = None


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


class Provided(Assembly, frozen=True, kw_only=True):
    """What a component offers to systems that stand on this one."""

    uuid: str
    description: str


class Responsibility(Assembly, frozen=True, kw_only=True):
    """What a component leaves to systems that stand on this one."""

    uuid: str
    provided_uuid: str | None = None
    description: str


class Export(Assembly, frozen=True, kw_only=True):
    """The part of an answer that is for systems that stand on this one."""

    provided: tuple[Provided, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()


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
    export: Export | None = None
    inherited: tuple[Inherited, ...] = ()
    satisfied: tuple[Satisfied, ...] = ()
    responsible_roles: tuple[ResponsibleRole, ...] = ()
    remarks: str | None = None


class Statement(Assembly, frozen=True, kw_only=True):
    """One part of a control."""

    statement_id: str
    uuid: str
    props: tuple[Property, ...] = ()
    by_components: tuple[ByComponent, ...] = ()

    @property
    def part(self) -> str:
        """`a` of `ac-2_smt.a`; empty where it is the control as a whole."""
        return self.statement_id.partition("_smt.")[2]


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
    by_components: tuple[ByComponent, ...] = ()
    statements: tuple[Statement, ...] = ()
    remarks: str | None = None


class ControlImplementation(Assembly, frozen=True, kw_only=True):
    """All controls answered."""

    description: str
    implemented_requirements: tuple[ImplementedRequirement, ...]


class ImportProfile(Assembly, frozen=True, kw_only=True):
    """The baseline."""

    href: str
    remarks: str | None = None


class SystemSecurityPlan(Assembly, frozen=True, kw_only=True):
    """OSCAL system security plan."""

    uuid: str
    metadata: Metadata
    import_profile: ImportProfile
    system_characteristics: SystemCharacteristics
    system_implementation: SystemImplementation
    control_implementation: ControlImplementation
    back_matter: BackMatter | None = None
