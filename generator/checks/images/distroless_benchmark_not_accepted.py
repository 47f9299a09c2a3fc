"""An image has no published benchmark, and no custom one that an assessor accepted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.limits import IDENTIFIED
from generator.model.comparison import Discrepancy
from generator.model.hardening import BenchmarkKind, HardeningBenchmark, ImageHardening
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.text import listed

_REQUIREMENT = PostureRequirement(
    id="distroless-benchmark-not-accepted",
    area="Hardened images",
    title="An assessor accepted every custom benchmark",
    problem="Custom benchmark not accepted",
    asks=(
        "Is there, for every image that no published benchmark fits (distro-less, from scratch, a system without one), a "
        "benchmark of the provider's that an assessor accepted?"
    ),
    rationale="Where no published benchmark fits, FedRAMP accepts only one of the provider's that an assessor validated.",
    fix="Write the benchmark, have the assessor accept it, and record both in decisions/benchmarks.yaml.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images; "
        "Rev5 baselines, CM-6(a) Requirement 1"
    ),
    controls=mapped(fedramp="CM-6"),
    subjects=("custom benchmark that is needed", "custom benchmarks that are needed"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class DistrolessBenchmarkNotAccepted:
    """See `Check`. One discrepancy per benchmark, with all its images."""

    id: str = "distroless-benchmark-not-accepted"
    title: str = "Custom benchmark not accepted"
    question: str = (
        "Is there, for every image that no published benchmark fits (distro-less, from scratch, a system without one), a "
        "benchmark of the provider's that an assessor accepted?"
    )
    controls: tuple[ControlId, ...] = control_ids("CM-6")
    source: str = (
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images; "
        "Rev5 baselines, CM-6(a) Requirement 1"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        known = any(hardening.benchmark is not None for hardening in evidence.facts.hardening)
        return None if known else "which system images stand on: scans, bills of materials or Dockerfiles"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        groups: dict[HardeningBenchmark, list[ImageHardening]] = defaultdict(list)
        for hardening in evidence.facts.hardening:
            if hardening.benchmark is not None and hardening.benchmark.kind is BenchmarkKind.CUSTOM:
                groups[hardening.benchmark].append(hardening)
        for benchmark, images in groups.items():
            problem = _problem(benchmark)
            if problem:
                yield self._of(benchmark, images, *problem)

    def _of(self, benchmark: HardeningBenchmark, images: Sequence[ImageHardening], title: str, detail: str) -> Discrepancy:
        ids = tuple(image.asset_id for image in images)
        shown = listed(ids, IDENTIFIED)
        return Discrepancy(
            check=self.id,
            subject=benchmark.name or benchmark.scope,
            title=title,
            detail=f"{detail} It is needed for {shown}.",
            controls=self.controls,
            severity=Severity.MODERATE,
            next_step="Write the benchmark, have the assessor accept it, and record both in decisions/benchmarks.yaml.",
            asset_ids=ids,
            sources=tuple(sorted({source for image in images for source in image.sources})),
        )


def _problem(benchmark: HardeningBenchmark) -> tuple[str, str] | None:
    """Title and detail of what is missing; None where nothing is."""
    name = benchmark.name
    if not name:
        return f"No benchmark for {benchmark.scope}", f"{benchmark.because[:1].upper()}{benchmark.because[1:]}."
    if benchmark.accepted is None:
        return f"{name} is not accepted", f"{name} is {benchmark.because}, and no assessor is named who accepted it."
    if benchmark.document is None:
        return f"{name} has no text", f"{benchmark.accepted_by} accepted it, but its text is not in the workspace (`file`)."
    return None
