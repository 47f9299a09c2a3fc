"""What was scanned is not what runs: the same name and tag, another digest.

Two digests that differ are not two images yet: one may be the index of the other, which only the registry can tell (OCI Image
Format Specification, "Image Index"). Without its answer the subject is unknown.
"""

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.images.scan_coverage import OTHER_DIGEST, TAG_ONLY, DigestCoverage, judged_digests
from generator.checks.mapping import mapped
from generator.checks.populations import STALE, images
from generator.facts.digests import Digests
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="scanned-digest-differs",
    area="Image scanning",
    title="What was scanned is what runs",
    problem="Scanned digest is not the running digest",
    asks="Did the scan look at the very digests that run?",
    rationale="Two images of one name may hold different software, so the scan of one says nothing of the other.",
    fix="Scan the digest that runs, or deploy the digest that was scanned; then pin the image by digest.",
    reference="FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS: inventory aligns with scan targets, by image hash",
    controls=mapped(fedramp="CM-8", article="RA-5 SI-4"),
    subjects=("image of a workload", "images of workloads"),
    severity=Severity.HIGH,
)


_NOT_QUERIED = "the registry was not asked whether one is the index of the other"
_NO_DIGEST = "the scan names no digest"


def _judge(context: CheckContext) -> Judgment:
    facts = context.facts
    digests = Digests.of(facts.registries)
    stored = frozenset(digest for each in facts.registries for image in each.images for digest in image.digests)
    return judged_digests(context, lambda coverage: _verdict(coverage, digests, stored))


def _verdict(coverage: DigestCoverage, digests: Digests, stored: frozenset[str]) -> JudgedSubject:
    running, name = coverage.running, coverage.running.name
    if coverage.scans and not running.stale:
        return passes(name, *coverage.cited(*coverage.scans), certainty=coverage.certainty)
    others = [scan for scan, why in coverage.others if why == OTHER_DIGEST]
    scanned = sorted({digest for scan in others for digest in scan.digests})
    if running.stale or not scanned or len(others) < len(coverage.others):
        why = {TAG_ONLY: _NO_DIGEST}.get(coverage.missing_because, coverage.missing_because)
        return unknown(name, STALE if running.stale else why, *running.cited)
    if not all(_is_other(running.digest, other, digests, stored) for other in scanned):
        return unknown(name, _NOT_QUERIED, *coverage.cited(*others), next_step="collect the registry")
    return fails(
        name,
        f"runs by {_short([running.digest])}, which was not scanned",
        *coverage.cited(*others),
        certainty=Certainty.REPORTED,
        title=f"{name}: the digest that runs was not scanned",
        detail=f"{_short([running.digest])} runs as {name}, but the scans looked at {_short(scanned)}: "
        f"{_why(running.digest, scanned, digests)}.",
    )


def _is_other(runs: str, scanned: str, digests: Digests, stored: frozenset[str]) -> bool:
    """Does the registry show that neither is the index of the other? It does where it lists the platforms of one of them, or
    holds both as images that are no index."""
    listed = any(digests.platforms.get(digest) for digest in (runs, scanned))
    blind = any(digest in digests.platforms and not digests.platforms[digest] for digest in (runs, scanned))
    return scanned not in digests.related(runs) and not blind and (listed or {runs, scanned} <= stored)


def _why(runs: str, scanned: list[str], digests: Digests) -> str:
    """As exactly as the registry tells: another platform of the same release, or another release."""
    for other in scanned:
        if digests.siblings(runs, other):
            platforms = (digests.platform(other) or "another platform", digests.platform(runs) or "the one that runs")
            return f"the same release for {platforms[0]}, while {platforms[1]} runs; each platform has packages of its own"
    return "the registry shows that they are different images, so the tag was moved after the scan or before the deployment"


def _short(digests: list[str]) -> str:
    """Enough of each digest to tell it apart."""
    return ", ".join(f"{digest[:19]}…" for digest in digests)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
