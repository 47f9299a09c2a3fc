"""A flow across the boundary is configured without encryption."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.flow import EndKind, Flow
from generator.model.identifiers import ControlId, control_ids
from generator.model.inventory import without_cluster
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_PLAIN = "none"


_REQUIREMENT = PostureRequirement(
    id="crossing-not-encrypted",
    area="Flows",
    title="Calls across the boundary are encrypted",
    problem="Call across the boundary without encryption",
    asks="Is every call to something outside the boundary configured with encryption?",
    rationale="Whoever sits on the way between can read and change what is sent in plain text.",
    fix="Use an encrypted protocol with a validated module, or show what else protects the connection.",
    reference=(
        "FedRAMP SSP template, section 8, Data Flow Diagram, and Appendix Q: data in transit across the boundary; "
        "our own mapping for SC-8, SC-7"
    ),
    controls=mapped(nist="SC-8", ours="SC-7"),
    subjects=("call across the boundary", "calls across the boundary"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class CrossingNotEncrypted:
    """See `Check`. Ways in without TLS are a row of their own (`entry-tls`): this one is about what is called outside."""

    id: str = "crossing-not-encrypted"
    title: str = "Call across the boundary without encryption"
    question: str = "Is every call to something outside the boundary configured with encryption?"
    controls: tuple[ControlId, ...] = control_ids("SC-8", "SC-7")
    source: str = (
        "FedRAMP SSP template, section 8, Data Flow Diagram, and Appendix Q: data in transit across the boundary; "
        "our own mapping for SC-8, SC-7"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.facts.workloads else "a cluster or manifests"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for flow in evidence.flows.flows:
            if (
                flow.source.kind is EndKind.WORKLOAD
                and flow.target.kind is EndKind.EXTERNAL
                and _PLAIN in (flow.encryption or "")
            ):
                yield self._discrepancy(flow, evidence)

    def _discrepancy(self, flow: Flow, evidence: CheckEvidence) -> Discrepancy:
        caller = flow.source.name.rpartition("/")[2]
        ports = ", ".join(port.shown for port in flow.ports)
        images = {
            asset.asset_id for asset in evidence.facts.inventory if flow.source.name in map(without_cluster, asset.workloads)
        }
        return Discrepancy(
            check=self.id,
            subject=f"{flow.source.name}->{flow.target.name}",
            title=f"{caller} calls {flow.target.name} without encryption",
            detail=f"{flow.source.name} calls {flow.target.name}{f' on {ports}' if ports else ''} in plain text: "
            f"{flow.proofs[0].because}.",
            controls=self.controls,
            severity=Severity.MODERATE,
            next_step="Use an encrypted protocol with a validated module, or show what else protects the connection.",
            asset_ids=tuple(sorted(images)),
            sources=tuple(dict.fromkeys(proof.source for proof in flow.proofs)),
        )
