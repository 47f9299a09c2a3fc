"""Components and inventory, as plans, assessments and component definitions have them."""

from generator.oscal.types.metadata import (
    Assembly,
    BackMatter,
    Import,
    Link,
    Metadata,
    Property,
    ResponsibleParty,
    ResponsibleRole,
)


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


class ComponentStatement(Assembly, frozen=True, kw_only=True):
    """How a component helps with one part of a control."""

    statement_id: str
    uuid: str
    description: str


class ComponentRequirement(Assembly, frozen=True, kw_only=True):
    """How a component helps with one control."""

    uuid: str
    control_id: str
    description: str
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    statements: tuple[ComponentStatement, ...] = ()


class ComponentControls(Assembly, frozen=True, kw_only=True):
    """The controls of one source that a component helps with."""

    uuid: str
    source: str
    description: str
    implemented_requirements: tuple[ComponentRequirement, ...]


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
    control_implementations: tuple[ComponentControls, ...] = ()
    remarks: str | None = None


class Capability(Assembly, frozen=True, kw_only=True):
    """What components do together."""

    uuid: str
    name: str
    description: str


class ComponentDefinition(Assembly, frozen=True, kw_only=True):
    """OSCAL component definition."""

    uuid: str
    metadata: Metadata
    import_component_definitions: tuple[Import, ...] = ()
    components: tuple[Component, ...] = ()
    capabilities: tuple[Capability, ...] = ()
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
