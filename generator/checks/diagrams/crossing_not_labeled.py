"""A drawn line crosses the boundary without port, protocol or encryption."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.diagrams import flow_words
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.text import listed

_REQUIREMENT = PostureRequirement(
    id="crossing-not-labelled",
    area="Diagrams",
    title="Drawn flows across the boundary say port, protocol and encryption",
    problem="Flow across the boundary without port, protocol or encryption",
    asks="Does every drawn flow across the boundary say its port, its protocol and how it is encrypted?",
    rationale="Without port, protocol and encryption, protection of a flow across the boundary cannot be assessed.",
    fix="Write them beside the line (“HTTPS 443, TLS 1.2”), or once for the whole page.",
    reference=(
        "FedRAMP SSP template, section 8, Data Flow Diagram: ports, protocols, services, protective mechanisms of a flow; "
        "our own mapping for SC-7, SC-8, CM-7"
    ),
    controls=mapped(ours="CM-7 SC-7 SC-8"),
    subjects=("drawn flow across the boundary", "drawn flows across the boundary"),
    severity=Severity.LOW,
)


@dataclass(frozen=True, slots=True)
class CrossingNotLabeled:
    """See `Check`."""

    id: str = "crossing-not-labelled"
    title: str = "Flow across the boundary without port, protocol or encryption"
    question: str = "Does every drawn flow across the boundary say its port, its protocol and how it is encrypted?"
    controls: tuple[ControlId, ...] = control_ids("SC-7", "SC-8", "CM-7")
    source: str = (
        "FedRAMP SSP template, section 8, Data Flow Diagram: ports, protocols, services, protective mechanisms of a flow; "
        "our own mapping for SC-7, SC-8, CM-7"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.comparison.compared else flow_words.DRAWN_AND_RUNNING

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for crossing in evidence.comparison.crossings:
            if not crossing.missing:
                continue
            label_text = f"The line says “{crossing.label}”" if crossing.label else "The line has no label"
            yield Discrepancy(
                check=self.id,
                subject=f"{crossing.page}/{crossing.source}->{crossing.target}",
                title=f"The flow {crossing.source_label} → {crossing.target_label} is drawn without {listed(crossing.missing)}",
                detail=f"It crosses the boundary on page {crossing.page} of {crossing.line.path}. {label_text}, and no "
                f"statement for the whole "
                f"page gives {listed(crossing.missing)} either.",
                controls=self.controls,
                severity=Severity.LOW,
                next_step="Write port, protocol and encryption beside the line (“HTTPS 443, TLS 1.2”), or once for the page.",
                sources=(crossing.line,),
            )
