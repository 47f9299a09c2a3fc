"""How far every image that runs is hardened, out of all evidence about it.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, "Hardened Images".
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import msgspec

from generator.facts.digests import Digests
from generator.facts.hardening_context import HardeningEvidence, image_foundation, manifests_of
from generator.facts.hardening_decisions import ChosenBenchmark
from generator.facts.hardening_results import benchmark_of, results_of, setuid_files
from generator.facts.hardening_users import users
from generator.facts.image_recipes import ImageRecipes
from generator.facts.images import TargetIndex
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.hardening import ImageHardening, StatedUser
from generator.model.images import parse_reference
from generator.model.registry import RegistryPlatform
from generator.model.scan import ScanSnapshot
from generator.model.snapshot import age_of
from generator.model.system import System


def _nothing(_cve: str) -> bool:
    return False


class HardeningBasis(msgspec.Struct, frozen=True, kw_only=True):
    """What is known beside the facts."""

    system: System
    scans: Sequence[ScanSnapshot]
    """Up to the as-of date, in any order."""
    chosen: Sequence[ChosenBenchmark] = ()
    exploited: Callable[[str], bool] = _nothing
    """Is this CVE in CISA's catalog, as the user added it? What scanners say of it counts besides."""
    running: Mapping[str, StatedUser] = msgspec.field(default_factory=dict)
    """As which user pods run an image, by asset id, where their security contexts decide it."""


def hardening_of(facts: SystemFacts, basis: HardeningBasis) -> tuple[ImageHardening, ...]:
    """One record per image that runs, sorted."""
    looked = _looked(facts, basis.scans)
    platforms = _platforms(facts)
    recipes = ImageRecipes.of(facts)
    exploited = _exploited(facts, basis.exploited)
    hardening = []
    for image in facts.running_images:
        about = HardeningEvidence(
            image=image,
            scans=tuple(looked.get(image.asset_id, ())),
            platforms=tuple(platform for digest in image.digests for platform in platforms.get(digest, ())),
            recipes=recipes.of_image(image),
            manifests=manifests_of(image, facts.pipelines),
        )
        looked_at = any(scan.assessed for scan in image.scans)
        listed = tuple(sorted(exploited.get(image.asset_id, ()))) if looked_at else None
        hardening.append(_hardening(about, basis, listed))
    return tuple(hardening)


def inventories(facts: SystemFacts, scans: Sequence[ScanSnapshot]) -> Mapping[str, tuple[EvidenceSource, ...]]:
    """Evidence that lists the packages of an image, by asset id."""
    return {
        asset_id: tuple(sorted({scan.evidence.source for scan in looked if scan.packages}))
        for asset_id, looked in _looked(facts, scans).items()
    }


def _hardening(about: HardeningEvidence, basis: HardeningBasis, exploited: tuple[str, ...] | None) -> ImageHardening:
    stands = image_foundation(about, basis.system)
    benchmark = benchmark_of(about, stands, basis.chosen)
    results = results_of(about, benchmark, stands.os_name)
    stated_users = users(about, basis.running)
    return ImageHardening(
        asset_id=about.image.asset_id,
        os_name=stands.os_name,
        os_by=stands.os_by,
        os_shown=stands.os_shown,
        minimal=stands.minimal,
        base=stands.base,
        base_kind=stands.kind,
        base_because=stands.because,
        base_certainty=stands.certainty,
        base_doubt=stands.doubt,
        base_sources=stands.sources,
        benchmark=benchmark,
        results=results,
        users=stated_users,
        setuid=setuid_files(about.scans),
        known_exploited=exploited,
        manifests=about.manifests,
        sources=tuple(
            sorted(
                {
                    *stands.sources,
                    *(result.source for result in results),
                    *(user.source for user in stated_users[:1]),
                    *(manifest.source for manifest in about.manifests),
                }
            )
        ),
    )


def _looked(facts: SystemFacts, scans: Sequence[ScanSnapshot]) -> Mapping[str, list[ScanSnapshot]]:
    """Scans by the image that they looked at, oldest first: of targets, and of what a person says that the file is about."""
    index = TargetIndex.of(facts.images, Digests.of(facts.registries))
    known = {image.asset_id for image in facts.images}
    scan_snapshots: dict[str, list[ScanSnapshot]] = defaultdict(list)
    for scan in sorted(scans, key=age_of):
        ids = {asset_id for target in scan.targets for asset_id, _ in index.find(target)}
        reference = parse_reference(scan.evidence.target) if scan.evidence.target else None
        ids |= {reference.asset_id} & known if reference else set()
        for asset_id in sorted(ids):
            scan_snapshots[asset_id].append(scan)
    return scan_snapshots


def _platforms(facts: SystemFacts) -> Mapping[str, list[tuple[RegistryPlatform, EvidenceSource]]]:
    """By the digest of a manifest, and by that of an index for each of its platforms."""
    platforms: dict[str, list[tuple[RegistryPlatform, EvidenceSource]]] = defaultdict(list)
    for image in (image for snapshot in facts.registries for image in snapshot.images):
        for platform in image.platforms:
            for digest in dict.fromkeys((platform.digest, image.digest)):
                platforms[digest].append((platform, image.source))
    return platforms


def _exploited(facts: SystemFacts, listed: Callable[[str], bool]) -> Mapping[str, set[str]]:
    cves_by_asset: dict[str, set[str]] = defaultdict(set)
    for weakness in facts.weaknesses:
        names = {cve for cve in weakness.cves if listed(cve)}
        if weakness.known_exploited:
            names |= set(weakness.cves) or {weakness.identifier}
        for asset in weakness.assets if names else ():
            cves_by_asset[asset.asset_id] |= names
    return cves_by_asset
