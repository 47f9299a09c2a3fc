"""Images run on which the benchmark that fits them was not measured.

The benchmark follows from the system of the image: DoD STIG, else CIS Level 2, else a custom one (FedRAMP Rev5 baselines,
CM-6(a) Requirement 1). A run counts that passed or failed at least one rule on the very digest.
"""

from collections.abc import Sequence

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.images.scan_coverage import (
    DIGEST_UNKNOWN,
    SYSTEM_BY_NAME,
    DigestCoverage,
    RunningDigest,
    judged_digests,
    not_of,
    of_results,
)
from generator.checks.mapping import mapped
from generator.checks.populations import STALE, images
from generator.facts.digests import Digests
from generator.model.hardening import BenchmarkResult, HardeningBenchmark, ImageHardening
from generator.model.identifiers import AssetId
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="image-benchmark-missing",
    area="Hardened images",
    title="The benchmark that fits was measured",
    problem="Image not measured against its benchmark",
    asks="Was the benchmark that fits it (DoD STIG, else CIS Level 2, else a custom one) measured on every image?",
    rationale="Without a measurement, hardening of an image cannot be shown.",
    fix="Measure it (OpenSCAP, SCC, InSpec, Evaluate-STIG), and put the result into evidence/scans/.",
    reference=(
        "FedRAMP Rev5 baselines, CM-6(a) Requirement 1; "
        "Vulnerability Scanning Requirements for Containers v1.0, Hardened Images"
    ),
    controls=mapped(fedramp="CM-6"),
    subjects=("image of a workload", "images of workloads"),
)


_NO_SYSTEM = "which system the image stands on is not known"
_NO_BENCHMARK = "no published benchmark is known for the image, and none of the provider's own is named"
_NOTHING_TESTED = "the run tested nothing (all not applicable or not checked)"
_BY_TAG = "the benchmark result names the tag, not the digest that runs"
_COLLECT = "scan the digest that runs with a scanner that names the system, or collect its bill of materials"
_MEASURE = (
    "Measure it (OpenSCAP, SCC, InSpec, Evaluate-STIG), and put the result into evidence/scans/ with the image and its digest "
    "as `target` in its sidecar."
)


def _judge(context: CheckContext) -> Judgment:
    digests = Digests.of(context.facts.registries)
    hardening = {each.asset_id: each for each in context.facts.hardening}
    return judged_digests(context, lambda each: _verdict(each, hardening.get(each.running.name), digests))


def _verdict(coverage: DigestCoverage, hardening: ImageHardening | None, digests: Digests) -> JudgedSubject:
    running, name = coverage.running, coverage.running.name
    benchmark = hardening.benchmark if hardening else None
    if hardening is None or benchmark is None or running.stale:
        why = STALE if running.stale else _NO_SYSTEM
        return unknown(name, why, *running.cited, next_step="" if running.stale else _COLLECT)
    if not benchmark.name:
        return unknown(name, _NO_BENCHMARK, *running.cited)
    of_digest = [each for each in hardening.results if not not_of(running, each.digests, digests)]
    fitting = [each for each in of_digest if each.fits]
    tested = [each for each in fitting if each.passed + each.failed]
    if tested:
        return passes(name, *running.cited, *of_results(tested), certainty=coverage.certainty)
    if of_digest and not fitting and hardening.shown_benchmark:
        return _of_others(name, benchmark, of_digest)
    why, step = _why_not_measured(running, hardening, fits=bool(fitting))
    return unknown(name, why, *running.cited, *of_results(fitting or of_digest), next_step=step)


def _why_not_measured(running: RunningDigest, hardening: ImageHardening, *, fits: bool) -> tuple[str, str]:
    """Reason, and what to do."""
    if hardening.shown_benchmark is None or hardening.benchmark is None:
        return SYSTEM_BY_NAME if running.digest else DIGEST_UNKNOWN, _COLLECT
    if fits:
        return _NOTHING_TESTED, _MEASURE
    if not running.digest:
        return DIGEST_UNKNOWN, _MEASURE
    return _BY_TAG if hardening.fitting else f"no result of {hardening.benchmark.name} on this digest was collected", _MEASURE


def _of_others(name: AssetId, benchmark: HardeningBenchmark, results: Sequence[BenchmarkResult]) -> JudgedSubject:
    others = ", ".join(sorted({each.benchmark for each in results}))
    return fails(
        name,
        f"was measured against {others} and not against {benchmark.name}",
        *of_results(results),
        certainty=Certainty.REPORTED,
        title=f"{name}: no result of {benchmark.name}",
        detail=f"{benchmark.name} ({benchmark.kind}) fits {name}, {benchmark.because}. Only results of other benchmarks "
        f"were collected of it: {others}.",
        next_step=_MEASURE,
    )


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
