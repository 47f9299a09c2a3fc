"""A scan of hosts did not log in to them, or not with the rights to see everything."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import Evidence, Unanswered
from generator.model.comparison import Discrepancy
from generator.model.evidence import Source
from generator.model.quality import ScanQuality
from generator.model.scan import Severity
from generator.model.system import ImpactLevel

_TRIGGER = 10
"""Per cent: FedRAMP ConMon Performance Management Guide v3.0 (2023-08-30), Tables 1 and 2."""
_SAY = "say it in the sidecar (`authenticated`, `privileged`), or export a report that carries it"


@dataclass(frozen=True, slots=True)
class ScanNotAuthenticated:
    """See `Check`.

    Images, repositories and file systems are read whole: there is nothing to log in to, and they do not count here.
    """

    id: str = "scan-not-authenticated"
    title: str = "Scan without login"
    question: str = "Did the scanner log in to every host it scanned, with the rights to see everything?"
    controls: tuple[str, ...] = ("RA-5", "RA-5(5)")
    source: str = (
        "FedRAMP Vulnerability Scanning Requirements, Authenticated Scanning and Scanning with Full Authorization; "
        "ConMon Performance Management Guide v3.0, Tables 1 and 2"
    )

    def needs(self, evidence: Evidence) -> str | None:
        """See `Check.needs`."""
        known = any(one.unknown_hosts < one.hosts or one.unprivileged for one in evidence.facts.scan_quality)
        return None if known else "scans of hosts that say whether the scanner logged in"

    def run(self, evidence: Evidence) -> Iterable[Discrepancy | Unanswered]:
        """See `Check.run`."""
        share = _share(evidence)
        for scan in evidence.facts.scan_quality:
            if scan.unknown_hosts:
                reason = "it is not known whether the scanner logged in to every host"
                yield Unanswered(reason=reason, next_step=_SAY, path=scan.evidence.path)
            if scan.unauthenticated:
                yield self._outside(scan, share, evidence)
            if scan.unprivileged:
                yield self._unprivileged(scan)

    def _outside(self, scan: ScanQuality, share: float, evidence: Evidence) -> Discrepancy:
        triggers = share >= _TRIGGER and evidence.system.impact_level is not ImpactLevel.LOW
        total = f"Of all scanned hosts {share:.0f} % were scanned so"
        consequence = (
            f"; from {_TRIGGER} % on it is a deficiency trigger of continuous monitoring (Detailed Finding Review, at a second "
            "time within six months a Corrective Action Plan)."
        )
        return Discrepancy(
            check=self.id,
            subject=scan.evidence.path,
            title=f"{scan.scanner.name} did not log in to {scan.unauthenticated:,} of {scan.hosts:,} hosts",
            detail=f"Without login a scanner sees little of what is installed. {total}{consequence if triggers else '.'}",
            controls=self.controls,
            severity=Severity.HIGH if triggers else Severity.MODERATE,
            next_step="Give the scanner working credentials for these hosts and scan again.",
            sources=(Source(scan.evidence.sha256, scan.evidence.path),),
        )

    def _unprivileged(self, scan: ScanQuality) -> Discrepancy:
        return Discrepancy(
            check=self.id,
            subject=f"{scan.evidence.path} (rights)",
            title=f"{scan.scanner.name} logged in to {scan.unprivileged:,} of {scan.hosts:,} hosts without full rights",
            detail="The scanner logged in, but was not allowed to see everything: checks that need more rights were not made.",
            controls=self.controls,
            severity=Severity.MODERATE,
            next_step="Give the scanner's account the rights its vendor asks for and scan again.",
            sources=(Source(scan.evidence.sha256, scan.evidence.path),),
        )


def _share(evidence: Evidence) -> float:
    """Per cent of all hosts that are known to have been scanned without login; of what is not known nothing is assumed."""
    hosts = sum(one.hosts for one in evidence.facts.scan_quality)
    outside = sum(one.unauthenticated for one in evidence.facts.scan_quality)
    return 100 * outside / hosts if hosts else 0.0
