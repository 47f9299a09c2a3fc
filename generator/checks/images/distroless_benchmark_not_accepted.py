"""An image has no published benchmark, and no custom one that an assessor accepted.

Asked of the images that no published benchmark fits, and of those of which the system is not known: a scan that is not shown
to have looked at the digest that runs may name that of another image. The acceptance is what
decisions/benchmarks.yaml states; an acceptance by the provider itself is none. A published benchmark that our table does
not know makes an image a subject that is none: `os:` or `image:` in that file names it.
"""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment, judged, none_found, not_collected
from generator.checks.images.scan_coverage import SYSTEM_BY_NAME, all_pods_listed, no_image
from generator.checks.mapping import mapped
from generator.checks.populations import images
from generator.facts.hardening_decisions import FILE
from generator.model.facts import ImageAsset
from generator.model.hardening import BenchmarkKind, HardeningBenchmark, ImageHardening
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import cite, fails, of_asset, passes, unknown
from generator.text import sentence

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
    subjects=("image that no published benchmark fits", "images that no published benchmark fits"),
)


_NO_SYSTEM = "which system the image stands on is not known"
_COLLECT = "scan the digest that runs with a scanner that names the system, or collect its bill of materials"


def _judge(context: CheckContext) -> Judgment:
    images = context.facts.running_images
    hardening = {each.asset_id: each for each in context.facts.hardening}
    subjects = [
        of_asset(each, image.asset_id) for image in images for each in _verdicts(image, hardening.get(image.asset_id), context)
    ]
    if subjects or not images:
        return judged(subjects) if subjects else no_image(context)
    if all_pods_listed(context.facts):
        return none_found("A published benchmark fits every image that runs.")
    return not_collected("what runs: a published benchmark fits every image that is declared")


def _verdicts(image: ImageAsset, hardening: ImageHardening | None, context: CheckContext) -> Iterator[JudgedSubject]:
    name, benchmark = image.asset_id, hardening.benchmark if hardening else None
    cited = cite("Image", name, *image.sources)
    if hardening is None or hardening.shown_benchmark is None:
        yield unknown(name, SYSTEM_BY_NAME if benchmark else _NO_SYSTEM, *cited, next_step=_COLLECT)
        return
    benchmark = hardening.shown_benchmark
    if benchmark.kind is not BenchmarkKind.CUSTOM:
        return
    problem = _problem(benchmark, context.system.provider or "")
    shown = cite("System of image", name, *hardening.sources)
    if problem:
        title, detail = problem
        yield fails(
            name,
            f"has no benchmark that an assessor accepted: {detail}",
            *(shown or cited),
            certainty=Certainty.STATED,
            title=f"{name}: {title[:1].lower() if not benchmark.name else title[:1]}{title[1:]}",
            detail=f"{sentence(detail)}. It is needed for {name}.",
        )
    else:
        named = f"{benchmark.accepted_by} is named as who accepted it on {benchmark.accepted} in {FILE}"
        reason = f"{benchmark.name}; {named}"
        yield passes(name, *cited, *shown, certainty=Certainty.STATED, reason=reason)


def _problem(benchmark: HardeningBenchmark, provider: str) -> tuple[str, str] | None:
    """Title and detail of what is missing; None where nothing is."""
    name = benchmark.name
    if not name:
        return f"No benchmark for {benchmark.scope}", benchmark.because
    if benchmark.accepted_by is None:
        return f"{name} is not accepted", f"{name} is {benchmark.because}, and no assessor is named who accepted it"
    if benchmark.accepted_by.casefold() == provider.casefold():
        return (
            f"{name} is accepted by the provider itself",
            f"{name} is accepted by {provider}, which is no assessor",
        )
    if benchmark.document is None:
        return f"{name} has no text", f"{benchmark.accepted_by} accepted it, but its text is not in the workspace (`file`)"
    return None


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
