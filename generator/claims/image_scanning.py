"""What the scan reports say about scanning (RA-5), remediation (SI-2) and watching the registry (SI-4)."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from generator.claims.base import Basis, Voice
from generator.claims.mechanisms import VULNERABILITY_SCANNING
from generator.claims.plan_wording import PassingScope, PlannedRequirement
from generator.claims.stated import StatedTopic
from generator.model.claim import Claim, Support
from generator.model.draft_statement import DraftStatement, PlanSentence
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.posture import Outcome
from generator.model.scan import ResultKind
from generator.text import agreeing, counted, listed

_NAME, _SUBJECT = "image-scanning", "Container image scans"
_VOICE = Voice(_NAME, _SUBJECT)


def _scanners(scope: PassingScope) -> str:
    """Those that looked at the images that pass, with their verb."""
    passing = {asset for subject in scope.passing for asset in (*subject.asset_ids, subject.name)}
    images = (image for image in scope.facts.inventory if image.asset_id in passing)
    names = sorted({scan.scanner.name for image in images for scan in image.scans if scan.for_vulnerabilities})
    return f"{listed(names) or 'A scanner'} {agreeing(len(names) or 1, 'scans', 'scan')}"


SCANNED = StatedTopic(
    name=_NAME,
    subject=_SUBJECT,
    requirements=(
        PlannedRequirement(
            requirement="image-never-scanned",
            holds="the digest of every image that runs was scanned for vulnerabilities",
            at=("RA-5(a)", "SI-4(a)"),
            mechanism=VULNERABILITY_SCANNING,
            says=lambda scope: (
                f"{_scanners(scope)} container images for vulnerabilities; the running "
                f"{scope.agree('digest', 'digests')} of {scope.all} {scope.agree('was', 'were')} scanned"
            ),
            lacks=("was not scanned", "were not scanned"),
            subject=("image", "images"),
        ),
        PlannedRequirement(
            requirement="scan-too-old",
            holds="the scan of every image that runs is not older than 30 days",
            at=("RA-5(a)", "SI-4(a)"),
            mechanism=VULNERABILITY_SCANNING,
            says=lambda scope: (
                f"The latest {scope.agree('scan', 'scans')} of {scope.all} {scope.agree('was', 'were')} at most 30 days "
                f"old on {scope.as_of.isoformat()}"
            ),
            lacks=("was last scanned more than 30 days ago", "were last scanned more than 30 days ago"),
            subject=("image", "images"),
        ),
    ),
)
"""Which images were scanned, strictly by the verdict on each."""


class ImageScanning(msgspec.Struct, frozen=True):
    """FedRAMP container guidance v1.0, Vulnerability Scanning for Container Images and Registry Monitoring."""

    name: str = _NAME

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        facts = basis.facts
        if not facts.tallies:
            yield _VOICE.say("RA-5(a)", Support.NOT_COLLECTED, "No scan report was collected.")
            return
        yield from SCANNED.claims(basis)
        sources = _sources(facts)
        standard = any(weakness.cves or weakness.cvss for weakness in facts.weaknesses)
        worth = Support.FOUND if standard else Support.CONTEXT
        yield _VOICE.say("RA-5(b)", worth, _tools(facts), sources, statement=_standards(facts, sources))
        yield _VOICE.say("RA-5(c)", Support.CONTEXT, _analysis(facts), sources)
        yield _VOICE.say("RA-5(d)", Support.CONTEXT, _remediation(basis), sources)
        yield _VOICE.say("SI-2(a)", Support.CONTEXT, _flaws(facts), sources)


def _sources(facts: SystemFacts) -> tuple[EvidenceSource, ...]:
    """Reports that count for an image in scope; where none does, all of them, since what is said was read in them."""
    reports = dict(facts.tallies)
    counting = {scan.evidence.source for image in facts.inventory for scan in image.scans}
    return tuple(sorted(counting or {file.source for file in facts.evidence if file.path in reports}))


def _tools(facts: SystemFacts) -> str:
    """Not each of them looks for vulnerabilities: benchmarks, sensors and lists of packages are reports as well."""
    named = ", ".join(f"{scanner.name} {scanner.version or ''}".strip() for scanner in facts.scanners)
    weaknesses = facts.weaknesses
    text = f"Tools whose reports were collected: {named}."
    if not weaknesses:
        return text
    cves, scored = sum(bool(each.cves) for each in weaknesses), sum(bool(each.cvss) for each in weaknesses)
    total = counted(len(weaknesses), "open weakness", "open weaknesses")
    return (
        f"{text} Of {total} {_where(facts)}, {cves} {agreeing(cves, 'carries', 'carry')} a CVE identifier and {scored} a CVSS "
        "score."
    )


def _standards(facts: SystemFacts, sources: tuple[EvidenceSource, ...]) -> DraftStatement | None:
    """Identifiers and scores that several tools share; None where no weakness carries one."""
    total = counted(len(facts.weaknesses), "open weakness", "open weaknesses")
    named, scored = sum(bool(each.cves) for each in facts.weaknesses), sum(bool(each.cvss) for each in facts.weaknesses)
    by = [f"{what} ({count:,} of {total})" for what, count in (("CVE identifier", named), ("CVSS score", scored)) if count]
    if not by:
        return None
    scanners = sorted({each.scanner for each in facts.weaknesses if each.cves or each.cvss})
    text = f"{listed(scanners)} {agreeing(len(scanners), 'reports', 'report')} weaknesses by {listed(by)}."
    sentences = (PlanSentence(text=text, sources=sources),)
    return DraftStatement(key="scan-standards", mechanism=VULNERABILITY_SCANNING, sentences=sentences)


def _where(facts: SystemFacts) -> str:
    """Without a cluster the images are those that the reports themselves name."""
    idle = any(not image.running for image in facts.inventory)
    return f"on assets in scope{' (nothing collected shows which images run)' if idle else ''}"


def _analysis(facts: SystemFacts) -> str:
    account = facts.accounting
    results, weaknesses = counted(account.results, "raw result"), counted(len(facts.weaknesses), "weakness", "weaknesses")
    outside, aside = account.not_running, account.results - account.open - account.not_running
    return (
        f"The reports hold {results}: {account.open:,} {agreeing(account.open, 'is', 'are')} open {_where(facts)}, in "
        f"{weaknesses}; {outside:,} {agreeing(outside, 'is', 'are')} about what is not in the inventory, and {aside:,} "
        f"{agreeing(aside, 'does', 'do')} not count as open (passed, suppressed, superseded, repeated, about source code and "
        "the like)."
    )


def _remediation(basis: Basis) -> str:
    facts = basis.facts
    severities = Counter(weakness.severity for weakness in facts.weaknesses)
    shown = ", ".join(f"{number} {severity}" for severity, number in sorted(severities.items(), key=lambda row: -row[0].rank))
    if shown:
        return f"Open weaknesses that scans report, by the scanner's severity: {shown}."
    nothing = "The scan reports hold no open weakness of an asset in scope"
    images = [each for posture in basis.stated("image-never-scanned") for each in posture.subjects if each.asset_ids]
    if not images:
        return f"{nothing}; no image is shown to run at which they looked."
    scanned = sum(each.outcome is Outcome.PASSES for each in images)
    return f"{nothing}; they examined the digest that runs of {scanned} of {counted(len(images), 'image')}."


def _flaws(facts: SystemFacts) -> str:
    """The POA&M has more items: it counts by day of detection, and holds secrets, configuration and what people found too."""
    flaws = [weakness for weakness in facts.weaknesses if weakness.kind is ResultKind.VULNERABILITY]
    fixable = sum(bool(weakness.fixed_versions) for weakness in flaws)
    if not flaws:
        return "The scan reports hold no open flaw in software of an asset in scope."
    return (
        f"The scan reports hold {counted(len(flaws), 'open flaw')} in software {_where(facts)}, each counted once for the "
        "scanner that reports it; the POA&M tracks them as one item for each identifier and day of original detection. For "
        f"{fixable} of {len(flaws)} the scanner names a fixed version."
    )
