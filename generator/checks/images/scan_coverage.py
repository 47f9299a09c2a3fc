"""Which digests run, and which scans count for each of them: what every check about images stands on.

The subject is an image class by each digest of it that runs (FedRAMP Vulnerability Scanning Requirements for Containers v1.0,
"Asset Management and Inventory Reporting": the image in the registry, not the container). A class has the worst verdict of its
digests. Three rules decide which scan counts for a digest:

- The running digest is what the kubelet reports (`status.imageID`) or a registry knows by the node's own id of the image; the
  digest in a reference is only what was asked for, and declared.
- A scan covers it that names it, or its configuration by the image id, or a manifest that the registry's index lists for the
  platform that runs (OCI Image Format Specification, "Image Index"). A scan of an index looked at one platform, linux/amd64
  where nothing else was asked for. A tag or name joins nothing: it may mean another image by now.
- A scan counts that looked for vulnerabilities, was able to, and is whole. Bills of materials and settings are no scans.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.checks.base import POD, CheckContext, Judgment, judged, none_found, not_collected
from generator.checks.populations import STALE, is_stale
from generator.facts.builds import container_uses
from generator.facts.digests import Digests
from generator.facts.scanner_functions import OF_SETTINGS
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.asset import AssetScan
from generator.model.evidence import EvidenceSource
from generator.model.facts import ClusterView, ImageAsset, SystemFacts
from generator.model.grouping import grouped
from generator.model.hardening import BenchmarkResult
from generator.model.identifiers import AssetId
from generator.model.inventory import Container, Workload
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, weakest
from generator.model.settings.isolation import PodIsolation, SeenIn
from generator.model.verdict_makers import cite, of_asset

NO_SCAN = "no scan of this image's digest was collected"
NO_DATE = "the scan carries no date"
DIGEST_UNKNOWN = "the digest that runs is not known"
TAG_ONLY = "the scan names the tag, not the digest that runs"
OTHER_DIGEST = "the scans name other digests than the one that runs"
ONLY_FAILED = "only scans that could not assess this image's digest were collected"
SYSTEM_BY_NAME = "the scan that names its system is not shown to have examined the digest that runs"
ONE_PLATFORM = "the scan looked at one platform of an image index, and not shown to be the platform that runs"

NOT_LISTED = "what runs was not collected, only what declares it"
BUILT_HERE = "it is built from source and named by no registry: the one that holds it, if one does, is not known"
NOT_STARTED = "the container had not started when the pods were collected"
NOTHING_RAN = "no pod of the workload ran when the pods were collected"

_CITED = 3
_DEFAULT_PLATFORM = "linux/amd64"


class RunningDigest(msgspec.Struct, frozen=True, kw_only=True):
    """One digest of an image class that runs, or that some container of it runs a digest that is not known."""

    image: ImageAsset
    digest: str
    """Empty where it is not known."""
    certainty: Certainty | None
    """Observed where it is reported, declared where a reference asks for it; None where it is not known."""
    unknown_because: str
    """Why it is not known, as a clause; empty where it is known."""
    image_ids: frozenset[str]
    """Local ids by which nodes know it."""
    architectures: frozenset[str]
    """Of all nodes of the clusters in which it runs; empty where that of one is not known."""
    workloads: tuple[str, ...]
    stale: bool
    """What runs was collected so long before the as-of date that it no longer says what runs."""
    sources: tuple[EvidenceSource, ...]

    @property
    def name(self) -> AssetId:
        """Of the subject."""
        return self.image.asset_id

    @property
    def shown(self) -> str:
        """Enough of the digest to tell it apart."""
        return f"{self.digest[:19]}…" if self.digest else "an unknown digest"

    @property
    def cited(self) -> tuple[ObjectCitation, ...]:
        """Where it runs."""
        return cite("Image", self.image.asset_id, *self.sources[:_CITED])


class DigestCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """The scans of one running digest."""

    running: RunningDigest
    scans: tuple[AssetScan, ...]
    """That count and cover it, the newest first."""
    failed: tuple[AssetScan, ...]
    """That cover it and could not assess it."""
    others: tuple[tuple[AssetScan, str], ...]
    """Of the same image class, each with why it is not of this digest."""
    covering: tuple[AssetScan, ...]
    """Every file that covers it, whatever it looked for: also bills of materials."""

    @property
    def missing_because(self) -> str:
        """Why no scan counts, as a clause; empty where one does."""
        if self.running.stale:
            return STALE
        if self.scans:
            return ""
        if self.failed:
            return ONLY_FAILED
        if not self.running.digest and not self.running.image_ids:
            return DIGEST_UNKNOWN
        reasons = {why for _, why in self.others}
        return next((why for why in (ONE_PLATFORM, DIGEST_UNKNOWN, TAG_ONLY) if why in reasons), NO_SCAN)

    @property
    def certainty(self) -> Certainty:
        """Of what these scans show of it."""
        return weakest((Certainty.REPORTED, self.running.certainty or Certainty.OBSERVED))

    def cited(self, *scans: AssetScan) -> tuple[ObjectCitation, ...]:
        """Where it runs, and what looked at it."""
        return (*self.running.cited, *(cited for scan in scans[:_CITED] for cited in of_scan(scan)))


def of_scan(scan: AssetScan) -> tuple[ObjectCitation, ...]:
    """A scan as evidence."""
    return cite("Scan", scan.scanner.name, scan.evidence.source)


def of_results(results: Iterable[BenchmarkResult]) -> tuple[ObjectCitation, ...]:
    """Results of benchmarks as evidence."""
    return tuple(cited for each in results for cited in cite("Benchmark", each.benchmark, each.source))


def scan_day(scan: AssetScan) -> date | None:
    """When the scan ran, as its report says; None where only the day of collection is known."""
    return scan.taken.date() if scan.dated and scan.taken else None


def age(scan: AssetScan, as_of: date) -> int | None:
    """Days from the scan to the as-of date; None where it carries no date."""
    day = scan_day(scan)
    return (as_of - day).days if day else None


def is_recent(scan: AssetScan, as_of: date) -> bool:
    """Within FedRAMP's window of 30 days?"""
    days = age(scan, as_of)
    return days is not None and 0 <= days <= SCAN_WINDOW_DAYS


def no_image(context: CheckContext) -> Judgment:
    """There is no image that runs."""
    return none_found("No container runs.") if all_pods_listed(context.facts) else not_collected("what runs")


def all_pods_listed(facts: SystemFacts) -> bool:
    """Did the API of every cluster list its pods whole, and lately, so that what is not among them does not run?"""
    clusters = facts.configurations
    stale = any(is_stale(view, facts.as_of) for view in facts.clusters)
    return bool(clusters) and not stale and all(POD in cluster.complete for cluster in clusters)


def judged_images(context: CheckContext, verdicts: Callable[[ImageAsset], Iterable[JudgedSubject]]) -> Judgment:
    """Every image class that runs."""
    images = context.facts.running_images
    found = (of_asset(verdict, image.asset_id) for image in images for verdict in verdicts(image))
    return judged(found) if images else no_image(context)


def judged_digests(context: CheckContext, verdict: Callable[[DigestCoverage], JudgedSubject]) -> Judgment:
    """Every digest that runs, by its scans."""
    found = context.views.once(coverages, context.facts)
    return judged(of_asset(verdict(each), each.running.name) for each in found) if found else no_image(context)


def judged_running(
    context: CheckContext, verdict: Callable[[RunningDigest], JudgedSubject], *, notes: Iterable[str] = ()
) -> Judgment:
    """Every digest that runs, by itself."""
    running = tuple(running_digests(context.facts, Digests.of(context.facts.registries)))
    return judged((of_asset(verdict(each), each.name) for each in running), notes=notes) if running else no_image(context)


def coverages(facts: SystemFacts) -> tuple[DigestCoverage, ...]:
    """Of every digest that runs, in the order of the inventory."""
    digests = Digests.of(facts.registries)
    return tuple(_coverage(running, digests) for running in running_digests(facts, digests))


def running_digests(facts: SystemFacts, digests: Digests) -> Iterator[RunningDigest]:
    """Of every image class each digest that runs; once more, without one, for containers whose digest is not known."""
    uses, pods = container_uses(facts), _pods(facts)
    views = {view.name: view for view in facts.clusters}
    for image in facts.running_images:
        groups = grouped(
            (_digest(workload, container, digests), (workload, container))
            for workload, container in uses.get(image.asset_id, ())
        )
        reported = {digest for digest, certainty, _ in groups if certainty is Certainty.OBSERVED}
        for (digest, certainty, why), used in sorted(groups.items(), key=lambda row: (row[0][0], row[0][2], str(row[0][1]))):
            if certainty is not Certainty.DECLARED or digest not in reported:
                made = _running(image, (digest, certainty, why), used, views, digests, facts.as_of)
                shown = {source for workload, _ in used for source in pods.get((workload.cluster, workload.key), ())}
                yield replace(made, sources=tuple(sorted(shown)) or made.sources)


def _pods(facts: SystemFacts) -> dict[tuple[str, str], list[EvidenceSource]]:
    """Where the pods of each workload stand: they report the digest, and a Service or template beside them does not."""
    return grouped(
        ((configuration.cluster, each.key), each.source)
        for configuration in facts.configurations
        for each in configuration.of(PodIsolation)
        if each.says.seen_in is SeenIn.PODS
    )


def _digest(workload: Workload, container: Container, digests: Digests) -> tuple[str, Certainty | None, str]:
    """(digest, how sure it is, why it is not known)."""
    known = digests.of_image_id(container.image_id) if container.image_id else None
    if container.digest and not container.only_requested:
        return container.digest, Certainty.OBSERVED, ""
    if known:
        return known, Certainty.OBSERVED, ""
    if container.digest:
        return container.digest, Certainty.DECLARED, ""
    if container.image_id:
        return "", None, f"the node reports only its own id of the image ({container.image_id[:19]}…)"
    if workload.instances is None:
        return "", None, NOT_LISTED
    return "", None, NOT_STARTED if workload.instances else NOTHING_RAN


def _running(  # noqa: PLR0917 - one record out of what `running_digests` gathers
    image: ImageAsset,
    known: tuple[str, Certainty | None, str],
    used: list[tuple[Workload, Container]],
    views: dict[str, ClusterView],
    digests: Digests,
    as_of: date,
) -> RunningDigest:
    digest, certainty, why = known
    places = [views[name] for name in {workload.cluster for workload, _ in used} if name in views]
    architectures = [node.architecture for view in places for node in view.nodes]
    ids = {container.image_id for _, container in used if container.image_id}
    return RunningDigest(
        image=image,
        digest=digest,
        certainty=certainty,
        unknown_because=why,
        image_ids=frozenset(ids | (digests.image_ids({digest}) if digest else set())),
        architectures=frozenset(each for each in architectures if each) if all(architectures) else frozenset(),
        workloads=tuple(sorted({workload.key for workload, _ in used})),
        stale=any(is_stale(view, as_of) for view in places),
        sources=tuple(sorted({source for workload, _ in used for source in workload.sources})),
    )


def _coverage(running: RunningDigest, digests: Digests) -> DigestCoverage:
    judged_looks = [(scan, not_of(running, scan.digests, digests, scan.image_id)) for scan in running.image.looks]
    covering = sorted((scan for scan, why in judged_looks if not why), key=lambda scan: str(scan_day(scan) or ""), reverse=True)
    for_vulnerabilities = [scan for scan in covering if looks_for_vulnerabilities(scan)]
    return DigestCoverage(
        running=running,
        scans=tuple(scan for scan in for_vulnerabilities if scan.assessed and scan.whole),
        failed=tuple(scan for scan in for_vulnerabilities if not (scan.assessed and scan.whole) and scan.packages is None),
        others=tuple((scan, why) for scan, why in judged_looks if why and scan.assessed and looks_for_vulnerabilities(scan)),
        covering=tuple(covering),
    )


def looks_for_vulnerabilities(scan: AssetScan) -> bool:
    """And not for settings, secrets or licenses alone, nor for a list of packages."""
    return scan.for_vulnerabilities and scan.scanner.name.lower() not in OF_SETTINGS


def not_of(running: RunningDigest, named: Collection[str], digests: Digests, image_id: str | None = None) -> str:
    """Why what names these digests is not of the one that runs, as a clause; empty where it is."""
    if image_id and image_id in running.image_ids:
        return ""
    if not running.digest:
        return DIGEST_UNKNOWN
    if not named:
        return TAG_ONLY
    if running.digest in named:
        return ""
    related = [other for other in named if other in digests.related(running.digest)]
    if any(_same_platform(other, running, digests) for other in related):
        return ""
    return ONE_PLATFORM if related else OTHER_DIGEST


def _same_platform(scanned: str, running: RunningDigest, digests: Digests) -> bool:
    """Is the platform that was looked at the one that runs? One of the two digests is an index that lists the other."""
    index, platform = (scanned, running.digest) if scanned in digests.platforms else (running.digest, scanned)
    if len(digests.platforms.get(index, ())) == 1:
        return True
    name = digests.platform(platform) or ""
    if index == scanned:
        return name == _DEFAULT_PLATFORM
    return len(running.architectures) == 1 and name.split("/")[1:2] == list(running.architectures)
