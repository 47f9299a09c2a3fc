"""An external service that the system uses is on no diagram."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.diagrams import flow_words
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.evidence import EvidenceSource
from generator.model.flow import EndKind, Flow, Strength
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="external-not-drawn",
    area="Diagrams",
    title="Every external service is drawn",
    problem="External service not drawn",
    asks="Is every external service that system.yaml lists or that something calls drawn in a diagram?",
    rationale="An agency accepts the risk of what lies outside only where it can see it.",
    fix="Draw it outside the boundary with the flow to it, or say which shape stands for it (`external`).",
    reference=(
        "FedRAMP SSP template, section 7 instructions: connections to all external systems and services must be depicted; "
        "our own mapping for CA-3, SA-9, PL-8"
    ),
    controls=mapped(ours="CA-3 SA-9 PL-8"),
    subjects=("external service", "external services"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ExternalNotDrawn:
    """See `Check`."""

    id: str = "external-not-drawn"
    title: str = "External service not drawn"
    question: str = "Is every external service that system.yaml lists or that something calls drawn in a diagram?"
    controls: tuple[ControlId, ...] = control_ids("CA-3", "SA-9", "PL-8")
    source: str = (
        "FedRAMP SSP template, section 7 instructions: connections to all external systems and services must be depicted; "
        "our own mapping for CA-3, SA-9, PL-8"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.comparison.compared else flow_words.DRAWN_AND_RUNNING

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        listed = {each.name for each in evidence.system.external_services}
        callers = _callers(evidence.flows.flows)
        for name in evidence.comparison.external_only:
            flows = callers.get(name, ())
            names = ", ".join(sorted({flow.source.name.rpartition("/")[2] for flow in flows})[:5])
            seen = any(flow.strength is Strength.OBSERVED for flow in flows)
            used = f" It is called by {names}{' (seen in flow logs)' if seen else ''}." if names else ""
            known = "system.yaml lists it" if name in listed else "It is not among the external services of system.yaml either"
            yield Discrepancy(
                check=self.id,
                subject=name,
                title=f"The external service {name} is not drawn",
                detail=f"No diagram shows “{name}”.{used} {known}.",
                controls=self.controls,
                severity=Severity.MODERATE if name in listed or seen else Severity.LOW,
                next_step="Draw it outside the boundary with the flow to it; where a shape stands for it, say so under "
                "`external` in decisions/diagram-mapping.yaml.",
                sources=_proofs(flows),
            )


def _callers(flows: Iterable[Flow]) -> Mapping[str, tuple[Flow, ...]]:
    callers: dict[str, tuple[Flow, ...]] = {}
    for flow in flows:
        if flow.target.kind is EndKind.EXTERNAL and flow.source.kind is EndKind.WORKLOAD:
            callers[flow.target.name] = (*callers.get(flow.target.name, ()), flow)
    return callers


def _proofs(flows: Iterable[Flow]) -> tuple[EvidenceSource, ...]:
    return tuple(dict.fromkeys(flow.proofs[0].source for flow in flows if flow.proofs))
