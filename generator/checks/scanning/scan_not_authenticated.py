"""A scan of hosts did not log in to them, or not with the rights to see everything."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence, Unanswered
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.quality import ScanQuality
from generator.model.scan import Severity
from generator.model.system import ImpactLevel
from generator.text import agreeing, counted

_TRIGGER = 10
"""Percent: FedRAMP ConMon Performance Management Guide v3.0 (2023-08-30), Tables 1 and 2."""
_WHY = "Without login a scanner sees little of what is installed."
_SAY = "say it in the sidecar (`authenticated`, `privileged`), or export a report that carries it"


_REQUIREMENT = PostureRequirement(
    id="scan-not-authenticated",
    area="Image scanning",
    title="Scanners log in to hosts, with all rights",
    problem="Scan without login",
    asks="Did the scanner log in to every host it scanned, with the rights to see everything?",
    rationale="From outside a scanner sees a fraction of what is wrong on a host.",
    fix="Give the scanner working credentials, with the rights that its vendor asks for, and scan again.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements, Authenticated Scanning and Scanning with Full Authorization; "
        "ConMon Performance Management Guide v3.0, Tables 1 and 2"
    ),
    controls=mapped(fedramp="RA-5(5)", nist="RA-5"),
    subjects=("scanned host, database or web address", "scanned hosts, databases and web addresses"),
    severity=Severity.HIGH,
)


@dataclass(frozen=True, slots=True)
class ScanNotAuthenticated:
    """See `Check`.

    Images, repositories and file systems are read whole: there is nothing to log in to, and they do not count here.
    """

    id: str = "scan-not-authenticated"
    title: str = "Scan without login"
    question: str = "Did the scanner log in to every host it scanned, with the rights to see everything?"
    controls: tuple[ControlId, ...] = control_ids("RA-5", "RA-5(5)")
    source: str = (
        "FedRAMP Vulnerability Scanning Requirements, Authenticated Scanning and Scanning with Full Authorization; "
        "ConMon Performance Management Guide v3.0, Tables 1 and 2"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        known = any(quality.unknown_hosts < quality.hosts or quality.unprivileged for quality in evidence.facts.scan_quality)
        return None if known else "scans of hosts that say whether the scanner logged in"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy | Unanswered]:
        """See `Check.run`."""
        known = _known(evidence)
        for scan in evidence.facts.scan_quality:
            if scan.unknown_hosts:
                reason = "it is not known whether the scanner logged in to every host"
                yield Unanswered(reason=reason, next_step=_SAY, path=scan.evidence.path)
            if scan.unauthenticated:
                yield self._outside(scan, known, evidence)
            if scan.unprivileged:
                yield self._unprivileged(scan)

    def _outside(self, scan: ScanQuality, known: "_KnownHosts", evidence: CheckEvidence) -> Discrepancy:
        triggers = known.share >= _TRIGGER and evidence.system.impact_level is not ImpactLevel.LOW
        consequence = (
            f"; from {_TRIGGER} % on it is a deficiency trigger of continuous monitoring (Detailed Finding Review, at a second "
            "time within six months a Corrective Action Plan)."
        )
        return Discrepancy(
            check=self.id,
            subject=scan.evidence.path,
            title=f"{scan.scanner.name} did not log in to {scan.unauthenticated:,} of {scan.hosts:,} hosts",
            detail=f"{_WHY} {known.summary()}{consequence if triggers else '.'}",
            controls=self.controls,
            severity=Severity.HIGH if triggers else Severity.MODERATE,
            next_step="Give the scanner working credentials for these hosts and scan again.",
            sources=(scan.evidence.source,),
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
            sources=(scan.evidence.source,),
        )


@dataclass(frozen=True, slots=True)
class _KnownHosts:
    """The hosts of all scans, each once."""

    hosts: int
    """Those of which somebody says whether a scanner logged in."""
    outside: int
    """Of `hosts`: at least one scan did not."""
    unknown: int
    """Not stated: neither good nor bad, and no part of the share."""

    @property
    def share(self) -> float:
        """Percent."""
        return 100 * self.outside / self.hosts if self.hosts else 0.0

    def summary(self) -> str:
        """Without a full stop."""
        hosts = counted(self.hosts, "scanned host")
        silent = f" (it is not stated of {self.unknown:,} more)" if self.unknown else ""
        were = agreeing(self.outside, "was", "were")
        return f"Of {hosts} whose login is known{silent}, {self.outside:,} ({self.share:.0f} %) {were} scanned so"


def _known(evidence: CheckEvidence) -> _KnownHosts:
    """A host in two scans counts once, and the worse of them."""
    scans = evidence.facts.scan_quality
    logins: dict[str, bool] = {}
    for host, inside in (row for scan in scans for row in scan.logins):
        logins[host] = logins.get(host, True) and inside
    silent = {host for scan in scans for host in scan.silent} - logins.keys()
    return _KnownHosts(hosts=len(logins), outside=sum(not inside for inside in logins.values()), unknown=len(silent))
