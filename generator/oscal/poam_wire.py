"""A plan of action and milestones of any producer, as far as the ledger reads it back.

OSCAL 1.0 to 1.2.3: `associated-risks` is what `related-risks` was called before 1.1.
"""

import msgspec


class Part(msgspec.Struct, rename="kebab", frozen=True, gc=False):
    """The base: unknown fields are ignored."""


class Prop(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    name: str
    value: str
    ns: str = ""
    remarks: str = ""


class Actor(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    actor_uuid: str = ""


class Origin(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    actors: tuple[Actor, ...] = ()


class Subject(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    subject_uuid: str
    type: str = ""
    title: str = ""


class Observation(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    uuid: str
    description: str = ""
    props: tuple[Prop, ...] = ()
    types: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    subjects: tuple[Subject, ...] = ()
    collected: str = ""


class Facet(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    name: str
    value: str
    system: str = ""
    props: tuple[Prop, ...] = ()


class Characterization(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    origin: Origin = Origin()
    facets: tuple[Facet, ...] = ()


class Range(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    start: str = ""
    end: str = ""


class On(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    date: str = ""


class Timing(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    within_date_range: Range = Range()
    on_date: On = On()


class Task(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    title: str = ""
    description: str = ""
    timing: Timing = Timing()


class Remediation(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    lifecycle: str = ""
    description: str = ""
    tasks: tuple[Task, ...] = ()


class Entry(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    description: str = ""
    start: str = ""
    props: tuple[Prop, ...] = ()
    status_change: str = ""


class Log(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    entries: tuple[Entry, ...] = ()


class Related(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    observation_uuid: str = ""
    risk_uuid: str = ""


class Risk(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    uuid: str
    title: str = ""
    description: str = ""
    props: tuple[Prop, ...] = ()
    status: str = "open"
    characterizations: tuple[Characterization, ...] = ()
    deadline: str = ""
    remediations: tuple[Remediation, ...] = ()
    risk_log: Log = Log()
    related_observations: tuple[Related, ...] = ()


class Item(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    uuid: str = ""
    title: str = ""
    description: str = ""
    props: tuple[Prop, ...] = ()
    related_observations: tuple[Related, ...] = ()
    related_risks: tuple[Related, ...] = ()
    associated_risks: tuple[Related, ...] = ()
    remarks: str = ""


class Named(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    uuid: str
    title: str = ""
    props: tuple[Prop, ...] = ()


class Local(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    components: tuple[Named, ...] = ()
    inventory_items: tuple[Named, ...] = ()


class Metadata(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    published: str = ""
    last_modified: str = ""
    version: str = ""


class Plan(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    metadata: Metadata = Metadata()
    local_definitions: Local = Local()
    observations: tuple[Observation, ...] = ()
    risks: tuple[Risk, ...] = ()
    poam_items: tuple[Item, ...] = ()


class Document(Part, frozen=True, gc=False):
    """OSCAL, as the name says."""

    plan_of_action_and_milestones: Plan
