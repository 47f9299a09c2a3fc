"""A scan ran with a configuration that is not the approved one of its scanner."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence, Unanswered
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.quality import Approval, ScanQuality
from generator.model.scan import Severity

_SAY = (
    "say in the sidecar with what `configuration` the scan ran, and name the approved one of the scanner in "
    "decisions/scan-configurations.yaml"
)


_REQUIREMENT = PostureRequirement(
    id="scan-configuration-not-approved",
    area="Image scanning",
    title="Scanners run as they were approved",
    problem="Scanner configuration not approved",
    asks="Did each scan run with the configuration that was approved for its scanner?",
    rationale="A scan with checks switched off finds less, and its report does not show it.",
    fix="Scan with the approved configuration, or have this one approved and add it to decisions/scan-configurations.yaml.",
    reference="FedRAMP Vulnerability Scanning Requirements, Configuration Settings and Configuration Changes",
    controls=mapped(fedramp="RA-5", ours="CM-6"),
    subjects=("scan", "scans"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ScanConfigurationNotApproved:
    """See `Check`."""

    id: str = "scan-configuration-not-approved"
    title: str = "Scanner configuration not approved"
    question: str = "Did each scan run with the configuration that was approved for its scanner?"
    controls: tuple[ControlId, ...] = control_ids("RA-5", "CM-6")
    source: str = "FedRAMP Vulnerability Scanning Requirements, Configuration Settings and Configuration Changes"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        if any(quality.approval is not Approval.UNKNOWN for quality in evidence.facts.scan_quality):
            return None
        return "approved configurations in decisions/scan-configurations.yaml, and scans that say which one they ran with"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy | Unanswered]:
        """See `Check.run`."""
        for scan in evidence.facts.scan_quality:
            if scan.approval is Approval.UNKNOWN:
                reason = "the configuration could not be compared with an approved one"
                yield Unanswered(reason=reason, next_step=_SAY, path=scan.evidence.path)
            elif scan.approval is Approval.DIFFERS:
                yield self._of(scan)

    def _of(self, scan: ScanQuality) -> Discrepancy:
        return Discrepancy(
            check=self.id,
            subject=scan.evidence.path,
            title=f"{scan.scanner.name} ran with a configuration that was not approved",
            detail=f"The scan's configuration has the SHA-256 {scan.configuration}, which is none of those approved for "
            f"{scan.scanner.name}. A change of a scanner's configuration needs the authorizing official's approval.",
            controls=self.controls,
            severity=Severity.MODERATE,
            next_step="Scan with the approved configuration, or have this one approved and add it to "
            "decisions/scan-configurations.yaml.",
            sources=(scan.evidence.source,),
        )
