"""What the scan reports say about scanning (RA-5), remediation (SI-2) and watching the registry (SI-4)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.claims.base import Basis, Voice
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.claim import Claim, Support
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.scan import ResultKind
from generator.text import counted

_VOICE = Voice("image-scanning", "Container image scans")


@dataclass(frozen=True, slots=True)
class ImageScanning:
    """FedRAMP container guidance v1.0, Vulnerability Scanning for Container Images and Registry Monitoring."""

    name: str = "image-scanning"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        facts = basis.facts
        if not facts.tallies:
            yield _VOICE.say("RA-5(a)", Support.NOT_COLLECTED, "No scan report was collected.")
            return
        sources = _sources(facts)
        against = basis.against("image-never-scanned", "scan-too-old", "scanned-digest-differs")
        scanned = any(scan.scanned for image in facts.inventory for scan in image.scans)
        for where in ("RA-5(a)", "SI-4(a)"):
            yield _VOICE.say(where, _coverage_support(basis), _coverage(basis), sources, against, in_part=scanned)
        yield _VOICE.say("RA-5(b)", Support.FOUND, _tools(facts), sources)
        yield _VOICE.say("RA-5(c)", Support.FOUND, _analysis(facts), sources)
        yield _VOICE.say("RA-5(d)", Support.FOUND_NOT_ENFORCING, _remediation(facts), sources)
        yield _VOICE.say("SI-2(a)", Support.FOUND_NOT_ENFORCING, _flaws(facts), sources)


def _sources(facts: SystemFacts) -> tuple[EvidenceSource, ...]:
    """Reports that count for an image in scope; where none does, all of them, since what is said was read in them."""
    reports = dict(facts.tallies)
    counting = {scan.evidence.source for image in facts.inventory for scan in image.scans}
    return tuple(sorted(counting or {file.source for file in facts.evidence if file.path in reports}))


def _coverage_support(basis: Basis) -> Support:
    return Support.FOUND_NOT_ENFORCING if basis.against("image-never-scanned", "scan-too-old") else Support.FOUND


def _coverage(basis: Basis) -> str:
    facts, total = basis.facts, len(basis.facts.inventory)
    scanned = sum(any(scan.scanned for scan in image.scans) for image in facts.inventory)
    stale = basis.count("scan-too-old")
    text = f"{scanned} of {counted(total, 'image class', 'image classes')} in the inventory have been scanned"
    return f"{text}; older than {SCAN_WINDOW_DAYS} days: {stale}." if stale else f"{text}."


def _tools(facts: SystemFacts) -> str:
    named = ", ".join(f"{scanner.name} {scanner.version or ''}".strip() for scanner in facts.scanners)
    return (
        f"Scanners used: {named}. They name vulnerabilities by CVE or vendor identifier and give CVSS scores where published."
    )


def _analysis(facts: SystemFacts) -> str:
    account = facts.accounting
    return (
        f"The reports hold {account.results} raw results, each accounted for: {account.open} are open on assets in scope "
        f"and stand behind {counted(len(facts.weaknesses), 'weakness', 'weaknesses')}."
    )


def _remediation(facts: SystemFacts) -> str:
    severities = Counter(weakness.severity for weakness in facts.weaknesses)
    shown = ", ".join(f"{number} {severity}" for severity, number in sorted(severities.items(), key=lambda row: -row[0].rank))
    if not shown:
        return "No weakness is open on an asset in scope."
    return f"Open weaknesses by scanner severity: {shown}. Deadlines of 30, 90 and 180 days are tracked in the POA&M."


def _flaws(facts: SystemFacts) -> str:
    """The POA&M has more items: it counts by day of detection, and holds secrets, configuration and what people found too."""
    flaws = [weakness for weakness in facts.weaknesses if weakness.kind is ResultKind.VULNERABILITY]
    fixable = sum(bool(weakness.fixed_versions) for weakness in flaws)
    return (
        f"{counted(len(flaws), 'flaw')} in software identified by scans, each counted once for the scanner that reports it; "
        "the POA&M tracks them as one item for each identifier and day of original detection. "
        f"For {fixable} of them the scanner names a fixed version."
    )
