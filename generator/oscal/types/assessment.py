"""Assessment plan and results, and what the plan of action and milestones shares with them."""

from generator.oscal.types.component import Component, InventoryItem
from generator.oscal.types.metadata import Assembly, BackMatter, Import, Link, Metadata, Property


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


class SelectObjective(Assembly, frozen=True, kw_only=True):
    """An assessment objective by its id in the catalog."""

    objective_id: str


class ControlObjectiveSelection(Assembly, frozen=True, kw_only=True):
    """Objectives looked at."""

    description: str | None = None
    include_objectives: tuple[SelectObjective, ...] = ()


class ReviewedControls(Assembly, frozen=True, kw_only=True):
    """All control selections, and the objectives of these controls."""

    control_selections: tuple[ControlSelection, ...]
    control_objective_selections: tuple[ControlObjectiveSelection, ...] = ()


class Activity(Assembly, frozen=True, kw_only=True):
    """What an assessment does: one of our checks, or reading scan results."""

    uuid: str
    title: str
    description: str
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
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


class WithinDateRange(Assembly, frozen=True, kw_only=True):
    """From and to."""

    start: str
    end: str


class OnDate(Assembly, frozen=True, kw_only=True):
    """A day."""

    date: str


class Timing(Assembly, frozen=True, kw_only=True):
    """When: one of the two."""

    on_date: OnDate | None = None
    within_date_range: WithinDateRange | None = None


class Task(Assembly, frozen=True, kw_only=True):
    """Something to do, or a milestone."""

    uuid: str
    type: str
    title: str
    description: str | None = None
    timing: Timing | None = None
    associated_activities: tuple[AssociatedActivity, ...] = ()


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
    links: tuple[Link, ...] = ()
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
    props: tuple[Property, ...] = ()
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
    """The verdict of a named person on an objective; no machine gives one."""

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
