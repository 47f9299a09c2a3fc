"""A diagram shows an external system that system.yaml does not list."""

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
    id="external-not-listed",
    area="Diagrams",
    title="Drawn external systems are listed",
    problem="External system drawn, but not listed",
    asks="Is every external system of the diagrams among the external services of system.yaml?",
    rationale="The tables of external services and the diagrams must name the same systems.",
    fix="List it under `external-services` in system.yaml, or say which listed service it is.",
    reference=(
        "FedRAMP SSP template, section 7 instructions: Table 7.1 includes all external services, and Table 6.1 the authorized "
        "ones; our own mapping for CA-3, SA-9, PL-8"
    ),
    controls=mapped(ours="CA-3 SA-9 PL-8"),
    subjects=("drawn external system", "drawn external systems"),
    severity=Severity.LOW,
)


@dataclass(frozen=True, slots=True)
class ExternalNotListed:
    """See `Check`."""

    id: str = "external-not-listed"
    title: str = "External system drawn, but not listed"
    question: str = "Is every external system of the diagrams among the external services of system.yaml?"
    controls: tuple[ControlId, ...] = control_ids("CA-3", "SA-9", "PL-8")
    source: str = (
        "FedRAMP SSP template, section 7 instructions: Table 7.1 includes all external services, and Table 6.1 the authorized "
        "ones; our own mapping for CA-3, SA-9, PL-8"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        if not evidence.comparison.compared:
            return flow_words.DRAWN_AND_RUNNING
        return None if evidence.system.external_services else "external services, listed in system.yaml"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for drawn_only in evidence.comparison.external_unknown:
            yield Discrepancy(
                check=self.id,
                subject=f"{drawn_only.page}/{drawn_only.id}",
                title=f"“{drawn_only.label}” is drawn as external and is not listed",
                detail=f"The page {drawn_only.page} of {drawn_only.source.path} shows “{drawn_only.label}” outside the "
                f"boundary, and no external "
                "service of system.yaml has that name.",
                controls=self.controls,
                severity=Severity.LOW,
                next_step="List it under `external-services` in system.yaml; or say in decisions/diagram-mapping.yaml which "
                "listed service it is (`external`), or that it is none (`not-workloads`).",
                sources=(drawn_only.source,),
            )
