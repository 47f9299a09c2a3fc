"""A document as it is written: an object with the name of its model."""

from typing import TypeAlias, cast

from generator.oscal.types.assessment import AssessmentPlan, AssessmentResults
from generator.oscal.types.component import ComponentDefinition
from generator.oscal.types.metadata import Assembly
from generator.oscal.types.poam import PlanOfActionAndMilestones
from generator.oscal.types.ssp import SystemSecurityPlan

Model: TypeAlias = ComponentDefinition | SystemSecurityPlan | AssessmentPlan | AssessmentResults | PlanOfActionAndMilestones


class OscalDocument(Assembly, frozen=True, kw_only=True):
    """One of the five models; the others are None."""

    component_definition: ComponentDefinition | None = None
    system_security_plan: SystemSecurityPlan | None = None
    assessment_plan: AssessmentPlan | None = None
    assessment_results: AssessmentResults | None = None
    plan_of_action_and_milestones: PlanOfActionAndMilestones | None = None

    @property
    def body(self) -> Model:
        """The one that it is.

        Raises:
            ValueError: it is another model of OSCAL.
        """
        for name in self.__struct_fields__:
            if (model := getattr(self, name)) is not None:
                return cast("Model", model)
        raise ValueError("a document of none of the five models")
