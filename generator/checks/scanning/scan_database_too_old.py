"""A scan ran with a vulnerability database that was not updated within the day before it."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence, Unanswered
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.quality import ScanQuality
from generator.model.scan import Severity
from generator.text import counted, moment

_HOURS = 24
_SAY = "say it in the sidecar (`database-updated`), or export a report that carries it"


_REQUIREMENT = PostureRequirement(
    id="scan-database-too-old",
    area="Image scanning",
    title="Scanners looked with a database of the day",
    problem="Scan with an old vulnerability database",
    asks="Was each scanner's vulnerability database updated within the 24 hours before the scan?",
    rationale="A scanner does not find what its database does not know yet.",
    fix="Let the scanner update its database, scan again, and keep the evidence of the update.",
    reference="FedRAMP Rev5 baselines, RA-5(2): within 24 hours prior to running scans; Vulnerability Scanning Requirements",
    controls=mapped(fedramp="RA-5(2)", nist="RA-5"),
    subjects=("scan", "scans"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ScanDatabaseTooOld:
    """See `Check`."""

    id: str = "scan-database-too-old"
    title: str = "Scan with an old vulnerability database"
    question: str = "Was each scanner's vulnerability database updated within the 24 hours before the scan?"
    controls: tuple[ControlId, ...] = control_ids("RA-5", "RA-5(2)")
    source: str = "FedRAMP Rev5 baselines, RA-5(2): within 24 hours prior to running scans; Vulnerability Scanning Requirements"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        known = any(scan.database_age is not None for scan in _scans(evidence))
        return None if known else "scan reports or sidecars that say when the scanner's vulnerability database was updated"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy | Unanswered]:
        """See `Check.run`."""
        for scan in _scans(evidence):
            age = scan.database_age
            if age is None:
                reason = "it is not known how old the vulnerability database was"
                yield Unanswered(reason=reason, next_step=_SAY, path=scan.evidence.path)
            elif age > _HOURS:
                yield self._of(scan, age)

    def _of(self, scan: ScanQuality, age: float) -> Discrepancy:
        days = counted(round(age / 24), "day") if age >= 48 else counted(round(age), "hour")
        updated = scan.scanner.database_updated
        when = moment(updated)
        return Discrepancy(
            check=self.id,
            subject=scan.evidence.path,
            title=f"{scan.scanner.name} scanned with a database {days} old",
            detail=f"The newest entries of the vulnerability database are of {when}, {days} before the scan: what became known "
            f"in between was not looked for. The update has to be within {_HOURS} hours before the scan.",
            controls=self.controls,
            severity=Severity.MODERATE,
            next_step="Let the scanner update its database, scan again, and keep the evidence of the update.",
            sources=(scan.evidence.source,),
        )


def _scans(evidence: CheckEvidence) -> list[ScanQuality]:
    return [quality for quality in evidence.facts.scan_quality if quality.uses_database]
