"""Images run on which the benchmark that fits them was not measured."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.checks.base import CheckEvidence, Unanswered
from generator.checks.mapping import mapped
from generator.limits import IDENTIFIED
from generator.model.comparison import Discrepancy
from generator.model.hardening import BenchmarkKind, ImageHardening
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.text import agreeing, counted, listed

_UNKNOWN = "it is not known which system the image stands on, and so not which benchmark fits"
_COLLECT = "scan it with a scanner that names the system, or collect its bill of materials"


_REQUIREMENT = PostureRequirement(
    id="image-benchmark-missing",
    area="Hardened images",
    title="The benchmark that fits was measured",
    problem="Benchmark not measured",
    asks="Was the benchmark that fits it (DoD STIG, else CIS Level 2, else a custom one) measured on every image?",
    rationale="Without a measurement, hardening of an image cannot be shown.",
    fix="Measure it (OpenSCAP, SCC, InSpec, Evaluate-STIG), and put the result into evidence/scans/.",
    reference=(
        "FedRAMP Rev5 baselines, CM-6(a) Requirement 1; "
        "Vulnerability Scanning Requirements for Containers v1.0, Hardened Images"
    ),
    controls=mapped(fedramp="CM-6"),
    subjects=("image that runs", "images that run"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ImageBenchmarkMissing:
    """See `Check`. One discrepancy per benchmark, with all its images: the work to be done is one."""

    id: str = "image-benchmark-missing"
    title: str = "Benchmark not measured"
    question: str = "Was the benchmark that fits it (DoD STIG, else CIS Level 2, else a custom one) measured on every image?"
    controls: tuple[ControlId, ...] = control_ids("CM-6")
    source: str = (
        "FedRAMP Rev5 baselines, CM-6(a) Requirement 1; "
        "Vulnerability Scanning Requirements for Containers v1.0, Hardened Images"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        if any(hardening.results for hardening in evidence.facts.hardening):
            return None
        return "results of a benchmark on images (XCCDF or ARF, HDF, CKL, CKLB, Dockle)"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy | Unanswered]:
        """See `Check.run`."""
        missing: dict[tuple[str, str], list[ImageHardening]] = defaultdict(list)
        for hardening in evidence.facts.hardening:
            if hardening.benchmark is None:
                yield Unanswered(reason=_UNKNOWN, next_step=_COLLECT, path=hardening.asset_id, of="image")
            elif hardening.benchmark.name and not hardening.fitting:
                missing[hardening.benchmark.kind, hardening.benchmark.name].append(hardening)
        for (kind, name), images in sorted(missing.items()):
            yield self._of(kind, name, images)

    def _of(self, kind: str, name: str, images: Sequence[ImageHardening]) -> Discrepancy:
        ids = tuple(image.asset_id for image in images)
        shown = listed(ids, IDENTIFIED)
        others = sorted({result.benchmark for image in images for result in image.results})
        others_text = f" Other benchmarks were measured on some of them ({', '.join(others)})." if others else ""
        word = "" if kind == BenchmarkKind.CUSTOM else f" ({kind})"
        return Discrepancy(
            check=self.id,
            subject=name,
            title=f"{name}: no result for {counted(len(ids), 'image')}",
            detail=f"{name}{word} fits {shown}. No result of it on {agreeing(len(ids), 'it', 'them')} was "
            f"collected.{others_text}",
            controls=self.controls,
            severity=Severity.MODERATE,
            next_step="Measure it (OpenSCAP, SCC, InSpec, Evaluate-STIG), and put the result into evidence/scans/ with the "
            "image as `target` in its sidecar.",
            asset_ids=ids,
            sources=tuple(sorted({source for image in images for source in image.sources})),
        )
