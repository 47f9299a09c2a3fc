"""A running image's newest scan is older than FedRAMP's window.

The newest scan that counts and covers the digest decides, by the day on which it ran; the day on which its file was collected
is not that day.
"""

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.images.scan_coverage import NO_DATE, DigestCoverage, age, judged_digests, of_scan, scan_day
from generator.checks.mapping import mapped
from generator.checks.populations import images
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="scan-too-old",
    area="Image scanning",
    title="Every image that runs was scanned within 30 days",
    problem="Scan older than 30 days",
    asks="Was every running image scanned within the last 30 days?",
    rationale="Only images that were scanned within 30 days may run; new vulnerabilities are found in old images.",
    fix="Scan the image again; where it is no longer needed, stop running it.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Vulnerability Scanning for Container Images",
    controls=mapped(article="RA-5 SI-4"),
    subjects=("image of a workload", "images of workloads"),
)


def _judge(context: CheckContext) -> Judgment:
    as_of = context.facts.as_of

    def verdict(coverage: DigestCoverage) -> JudgedSubject:
        name = coverage.running.name
        dated = [scan for scan in coverage.scans if scan_day(scan)]
        if coverage.missing_because or not dated:
            return unknown(name, coverage.missing_because or NO_DATE, *coverage.running.cited)
        newest, days = dated[0], age(dated[0], as_of) or 0
        if days <= SCAN_WINDOW_DAYS:
            return passes(name, *coverage.cited(newest), certainty=coverage.certainty)
        return fails(
            name,
            f"was scanned last {days} days before the as-of date",
            *of_scan(newest),
            certainty=Certainty.REPORTED,
            title=f"The newest scan of {name} is {days} days old",
            detail=f"The newest scan of {name} ({newest.scanner.name}, {scan_day(newest)}) is {days} days old as of "
            f"{as_of.isoformat()}; only images scanned within {SCAN_WINDOW_DAYS} days may run.",
        )

    return judged_digests(context, verdict)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
