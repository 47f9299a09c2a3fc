"""An image runs that no scan has looked at.

A pass needs one scan that counts and covers the very digest (`scan_coverage`). The answer of a scanner or registry that its
scan failed is a failure; that no report was collected is not, since the report may lie elsewhere.
"""

from generator.checks.base import Check
from generator.checks.images.scan_coverage import ONLY_FAILED, DigestCoverage, judged_digests, of_scan
from generator.checks.mapping import mapped
from generator.checks.populations import images
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="image-never-scanned",
    area="Image scanning",
    title="Every image that runs was scanned",
    problem="Running image never scanned",
    asks="Has every image that runs been scanned?",
    rationale="The vulnerabilities of an image that was not scanned are unknown.",
    fix="Scan the image in the registry and put the report into evidence/scans/.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Vulnerability Scanning for Container Images",
    controls=mapped(article="RA-5 SI-4"),
    subjects=("image of a workload", "images of workloads"),
    severity=Severity.HIGH,
)


_SAYS_STATE = frozenset({"Amazon ECR", "Amazon Inspector", "Harbor"})
"""Scanners and registries whose answer on a digest says whether the scan was completed."""


def _verdict(coverage: DigestCoverage) -> JudgedSubject:
    image, why = coverage.running.image, coverage.missing_because
    if not why:
        return passes(image.asset_id, *coverage.cited(*coverage.scans), certainty=coverage.certainty)
    stated = [scan for scan in coverage.failed if scan.scanner.name in _SAYS_STATE and not scan.assessed]
    if why != ONLY_FAILED or len(stated) < len(coverage.failed):
        return unknown(image.asset_id, why, *coverage.running.cited)
    names = " and ".join(sorted({scan.scanner.name for scan in stated}))
    return fails(
        image.asset_id,
        "runs but was never scanned",
        *(cited for scan in stated for cited in of_scan(scan)),
        certainty=Certainty.REPORTED,
        title=f"{image.asset_id} runs but was never scanned",
        detail=f"The image {image.asset_id} is used by {', '.join(image.workloads)}. {names} tried, but could not assess it.",
    )


CHECK = Check(requirement=_REQUIREMENT, judge=lambda context: judged_digests(context, _verdict), population=images)
