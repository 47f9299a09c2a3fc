"""Programs that scan what runs by themselves, and which running images their reports leave out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from generator.checks.mapping import mapped
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.images import parse_reference
from generator.model.posture import Certainty, ObjectCitation, PostureRequirement, PostureState, Problem
from generator.posture.base import Judgment, PostureContext, named, none_found, not_collected
from generator.text import counted

WINDOW = 30
"""Days: FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring."""
_MONITORS = MappingProxyType(
    {
        "trivy-operator": "Trivy Operator",
        "harbor-jobservice": "Harbor",
        "trivy-adapter-photon": "Harbor",
        "kubescape": "Kubescape",
        "kubevuln": "Kubescape",
        "scanner": "a scanner of NeuVector or StackRox",
        "scanner-v4": "StackRox scanner",
        "rhacs-scanner": "StackRox scanner",
        "clair": "Clair",
        "engine": "Anchore",
        "enterprise": "Anchore",
        "cluster-scanner": "Sysdig cluster scanner",
        "kai": "Anchore inventory agent",
    }
)
"""Last parts of images of programs that scan running images or a registry by themselves, and their names."""

_REQUIREMENT = PostureRequirement(
    id="running-images-watched",
    area="Registry monitoring",
    title="Running images are scanned again by themselves",
    problem="Running images without a recent report",
    asks="Does a program scan running images by itself, and is there a report of the last 30 days for each digest that runs?",
    rationale="New vulnerabilities are found in old images: only images scanned within 30 days may run.",
    fix="Run a scanner in the cluster or registry, see why its reports leave images out, and collect them.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring",
    controls=mapped(article="RA-5 SI-4", ours="CM-8"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class RunningImagesWatched:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`. The alarms that the guidance allows instead are not seen in any of this evidence."""
        running = [image for image in context.facts.images if image.running]
        if not running:
            return not_collected("what runs")
        monitors = _monitors(context.facts)
        if not monitors:
            alarms = "alarms of a registry or monitoring system that serve instead"
            return none_found("Nothing that runs is known to scan running images by itself.", missing=(alarms,))
        behind = [image for image in running if not _recent(image, context.facts.as_of)]
        cited = tuple(_cited(image) for image in running if image.scans)
        recent = len(running) - len(behind)
        problems = (_problem(monitors, behind, len(running)),) if behind else ()
        return Judgment(
            state=PostureState.NOT_ENFORCING if problems else PostureState.ENFORCING,
            summary=f"{named(monitors)} runs; {recent} of {counted(len(running), 'running image')} have a recent scan.",
            certainty=Certainty.INDICATION,
            missing=("that the scans were started by it, and that an alarm follows where one is missing",),
            problems=problems,
            citations=cited,
            held=(recent, len(running)),
        )


def _monitors(facts: SystemFacts) -> list[str]:
    names = set()
    for workload in facts.workloads:
        for container in workload.containers:
            reference = parse_reference(container.image)
            if reference and (name := _MONITORS.get(reference.repository.rpartition("/")[2])):
                names.add(f"{name} ({workload.key})")
    return sorted(names)


def _recent(image: ImageAsset, as_of: date) -> bool:
    """A scan that could look, of a digest that runs, within the window."""
    taken = [scan.taken for scan in image.scans if scan.assessed and scan.covers(image.digests)]
    return any(moment is not None and 0 <= (as_of - moment.date()).days <= WINDOW for moment in taken)


def _cited(image: ImageAsset) -> ObjectCitation:
    taken = image.scans[0].taken if image.scans else None
    return ObjectCitation(kind="Image", name=image.asset_id, taken=taken, source=image.sources[0])


def _problem(monitors: Sequence[str], behind: Sequence[ImageAsset], total: int) -> Problem:
    names = named(sorted(image.asset_id for image in behind))
    text = f"leaves {len(behind)} of {counted(total, 'running image')} without a report of the last {WINDOW} days: {names}"
    return Problem(subject=monitors[0], text=text, citations=tuple(_cited(image) for image in behind))
