"""An external service is drawn inside the authorization boundary."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.diagrams import flow_words
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="external-drawn-inside",
    area="Diagrams",
    title="External services are drawn outside the boundary",
    problem="External service drawn inside the boundary",
    asks="Is every external service drawn outside the authorization boundary?",
    rationale="What is drawn inside is taken for part of what is authorized.",
    fix="Draw it outside the boundary; where it is part of the system, take it out of `external-services`.",
    reference=(
        "FedRAMP SSP template, section 8: depicted services are identified as external or internal to the boundary; "
        "our own mapping for SC-7, SA-9, PL-8"
    ),
    controls=mapped(ours="SC-7 SA-9 PL-8"),
    subjects=("drawn external system", "drawn external systems"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ExternalDrawnInside:
    """See `Check`."""

    id: str = "external-drawn-inside"
    title: str = "External service drawn inside the boundary"
    question: str = "Is every external service drawn outside the authorization boundary?"
    controls: tuple[ControlId, ...] = control_ids("SC-7", "SA-9", "PL-8")
    source: str = (
        "FedRAMP SSP template, section 8: depicted services are identified as external or internal to the boundary; "
        "our own mapping for SC-7, SA-9, PL-8"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.comparison.compared else flow_words.DRAWN_AND_RUNNING

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for each in evidence.comparison.external:
            if each.inside:
                yield Discrepancy(
                    check=self.id,
                    subject=f"{each.page}/{each.id}",
                    title=f"The external service {each.name} is drawn inside the boundary",
                    detail=f"The page {each.page} of {each.source.path} shows “{each.label}” among what runs inside, but it is "
                    f"the external service {each.name}.",
                    controls=self.controls,
                    severity=Severity.MODERATE,
                    next_step="Draw it outside; where it is part of the system, take it out of `external-services`.",
                    sources=(each.source,),
                )
