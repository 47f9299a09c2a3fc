"""What the scan reports say about scanning (RA-5), remediation (SI-2) and watching the registry (SI-4)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.claims.base import Basis, Voice
from generator.facts.coverage import in_latest_scan
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.claim import Claim, Support
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset, SystemFacts
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
        fresh = sum(_fresh(image, facts) for image in facts.inventory)
        yield _VOICE.say("RA-5(a)", _support(facts), _coverage(facts), sources, against, in_part=fresh > 0)
        yield _VOICE.say("SI-4(a)", Support.CONTEXT, _coverage(facts), sources, against)
        yield _VOICE.say("RA-5(b)", Support.FOUND, _tools(facts), sources)
        yield _VOICE.say("RA-5(c)", Support.CONTEXT, _analysis(facts), sources)
        yield _VOICE.say("RA-5(d)", Support.CONTEXT, _remediation(facts), sources)
        yield _VOICE.say("SI-2(a)", Support.CONTEXT, _flaws(facts), sources)


def _sources(facts: SystemFacts) -> tuple[EvidenceSource, ...]:
    """Reports that count for an image in scope; where none does, all of them, since what is said was read in them."""
    reports = dict(facts.tallies)
    counting = {scan.evidence.source for image in facts.inventory for scan in image.scans}
    return tuple(sorted(counting or {file.source for file in facts.evidence if file.path in reports}))


def _fresh(image: ImageAsset, facts: SystemFacts) -> bool:
    """Scanned within FedRAMP's window: every digest that is known, or by name where scan or inventory knows none."""
    return in_latest_scan(image.scans, image.digests, facts.as_of)


def _exact(image: ImageAsset, facts: SystemFacts) -> bool:
    """So by digest: a scan of a name may have looked at another image."""
    named = [scan for scan in image.scans if scan.digests]
    return bool(image.digests) and in_latest_scan(named, image.digests, facts.as_of)


def _support(facts: SystemFacts) -> Support:
    images = facts.inventory
    if not images:
        return Support.CONTEXT
    if any(not _fresh(image, facts) for image in images):
        return Support.FOUND_NOT_ENFORCING
    return Support.OBSERVED if all(_exact(image, facts) for image in images) else Support.NOT_ESTABLISHED


def _coverage(facts: SystemFacts) -> str:
    images = facts.inventory
    if not images:
        return "Scan reports were collected; no image class is in the inventory, so none of them counts for one."
    total = len(images)
    fresh, exact = (sum(judge(image, facts) for image in images) for judge in (_fresh, _exact))
    scanned = [[scan for scan in image.scans if scan.scanned] for image in images]
    never = sum(not scans for scans in scanned)
    undated = sum(bool(scans) and all(scan.taken is None for scan in scans) for scans in scanned)
    parts = [f"For {exact} of {total} the scan names the digest that the inventory has."]
    parts += [f"{never} of {total} {'was' if never == 1 else 'were'} never scanned."] if never else []
    parts += [f"For {undated} of {total} no scan is dated."] if undated else []
    return (
        f"{fresh} of {counted(total, 'image class', 'image classes')} in the inventory {'has' if fresh == 1 else 'have'} a "
        f"vulnerability scan of the last {SCAN_WINDOW_DAYS} days, as of {facts.as_of.isoformat()}. {' '.join(parts)}"
    )


def _tools(facts: SystemFacts) -> str:
    named = ", ".join(f"{scanner.name} {scanner.version or ''}".strip() for scanner in facts.scanners)
    weaknesses = facts.weaknesses
    text = f"Scanners used: {named}."
    if not weaknesses:
        return text
    cves, scored = sum(bool(each.cves) for each in weaknesses), sum(bool(each.cvss) for each in weaknesses)
    total = counted(len(weaknesses), "open weakness", "open weaknesses")
    return f"{text} Of {total} in scope, {cves} carry a CVE identifier and {scored} a CVSS score."


def _analysis(facts: SystemFacts) -> str:
    account = facts.accounting
    weaknesses = counted(len(facts.weaknesses), "weakness", "weaknesses")
    return (
        f"The reports hold {counted(account.results, 'raw result')}: {account.open:,} are open on assets in scope, which are "
        f"{weaknesses}; {account.not_running:,} are about what is not in the inventory, and "
        f"{account.results - account.open - account.not_running:,} do not count as open (passed, suppressed, superseded, "
        "repeated and the like)."
    )


def _remediation(facts: SystemFacts) -> str:
    severities = Counter(weakness.severity for weakness in facts.weaknesses)
    shown = ", ".join(f"{number} {severity}" for severity, number in sorted(severities.items(), key=lambda row: -row[0].rank))
    if not shown:
        scanned = sum(any(scan.scanned for scan in image.scans) for image in facts.inventory)
        images = counted(len(facts.inventory), "image class", "image classes")
        return f"The scans that count report no open weakness; they looked at {scanned} of {images} in the inventory."
    return f"Open weaknesses that scans report, by the scanner's severity: {shown}."


def _flaws(facts: SystemFacts) -> str:
    fixable = sum(bool(weakness.fixed_versions) for weakness in facts.weaknesses)
    scanned = sum(any(scan.scanned for scan in image.scans) for image in facts.inventory)
    images = counted(len(facts.inventory), "image class", "image classes")
    flaws = counted(len(facts.weaknesses), "open flaw")
    return (
        f"Scans of {scanned} of {images} in the inventory, and of other assets, report {flaws}; for {fixable} of "
        f"{len(facts.weaknesses)} the scanner names a fixed version."
    )
