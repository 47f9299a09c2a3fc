"""The plan of action and milestones."""

from generator.oscal.types.assessment import LocalDefinitions, Observation, RelatedObservation, RelatedRisk, Risk
from generator.oscal.types.metadata import Assembly, BackMatter, Import, Metadata, Property
from generator.oscal.types.ssp import SystemId


class PoamItem(Assembly, frozen=True, kw_only=True):
    """One row of the plan of action and milestones."""

    uuid: str = ""
    """Not required before OSCAL 1.1."""
    title: str
    description: str
    props: tuple[Property, ...] = ()
    related_observations: tuple[RelatedObservation, ...] = ()
    related_risks: tuple[RelatedRisk, ...] = ()
    associated_risks: tuple[RelatedRisk, ...] = ()
    """What `related_risks` was called before OSCAL 1.1."""
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
