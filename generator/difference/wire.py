"""What is read of a package's files: members that a difference looks at, spelled as their publishers spell them."""

import msgspec


class Part(msgspec.Struct, rename="kebab", kw_only=True, frozen=True):
    """Of OSCAL; unknown members are passed over."""


class Prop(Part, frozen=True):
    """OSCAL, as the name says."""

    name: str
    value: str
    ns: str = ""


class Range(Part, frozen=True):
    """OSCAL, as the name says."""

    start: int = 0
    end: int = 0
    transport: str = ""


class Protocol(Part, frozen=True):
    """OSCAL, as the name says."""

    port_ranges: tuple[Range, ...] = ()


class Component(Part, frozen=True):
    """OSCAL, as the name says."""

    title: str = ""
    props: tuple[Prop, ...] = ()
    protocols: tuple[Protocol, ...] = ()


class Item(Part, frozen=True):
    """OSCAL, as the name says."""

    description: str = ""
    props: tuple[Prop, ...] = ()


class Requirement(Part, frozen=True):
    """OSCAL, as the name says."""

    control_id: str
    props: tuple[Prop, ...] = ()


class Implementation(Part, frozen=True):
    """OSCAL, as the name says."""

    components: tuple[Component, ...] = ()
    inventory_items: tuple[Item, ...] = ()


class Controls(Part, frozen=True):
    """OSCAL, as the name says."""

    implemented_requirements: tuple[Requirement, ...] = ()


class Characteristics(Part, frozen=True):
    """OSCAL, as the name says."""

    system_name: str = ""


class Plan(Part, frozen=True):
    """OSCAL, as the name says."""

    system_characteristics: Characteristics = Characteristics()
    system_implementation: Implementation = Implementation()
    control_implementation: Controls = Controls()


class PlanFile(Part, frozen=True):
    """A system security plan."""

    system_security_plan: Plan


class End(msgspec.Struct, frozen=True):
    """One end of a flow, as `flows.json` has it."""

    kind: str
    name: str = ""


class Flow(msgspec.Struct, frozen=True):
    """A row of `flows.json`."""

    source: End
    target: End
    ports: tuple[str, ...] = ()


class FlowFile(msgspec.Struct, frozen=True):
    """`diagrams/flows.json`."""

    flows: tuple[Flow, ...] = ()


class Detail(msgspec.Struct, rename="camel", frozen=True):
    """FedRAMP's `vulnerabilityDetail`."""

    provider_tracking_id: str
    current_rating: int | None = None


class AcceptedRow(msgspec.Struct, rename="camel", frozen=True):
    """FedRAMP's `acceptedVulnerabilityInfo`."""

    vulnerability_detail: Detail
    acceptance_rationale: str = ""


class AcceptedFile(msgspec.Struct, rename="camel", frozen=True):
    """`cr26/accepted-vulnerabilities.json`."""

    accepted_vulnerabilities: tuple[AcceptedRow, ...] = ()
