"""Packages with cryptography in the images that run, by inventories of the very digests (see `scan_coverage`)."""

from collections import defaultdict
from collections.abc import Mapping

from generator.checks.images.scan_coverage import coverages
from generator.model.crypto import ImageCryptography
from generator.model.crypto_packages import CryptoPackage
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts


def held_packages(facts: SystemFacts) -> Mapping[str, ImageCryptography]:
    """By asset id. Of an image of which several digests run, everything that one of them holds; where no inventory of one was
    collected the image has none."""
    packages: dict[str, dict[CryptoPackage, set[EvidenceSource]]] = defaultdict(lambda: defaultdict(set))
    lists: dict[str, set[EvidenceSource]] = defaultdict(set)
    silent = set()
    for coverage in coverages(facts):
        image = coverage.running.name
        listed = [(scan.evidence.source, scan.packages) for scan in coverage.covering if scan.packages]
        if coverage.running.stale or not listed:
            silent.add(image)
        for source, inventory in listed:
            lists[image].add(source)
            for package in inventory.crypto:
                packages[image][package].add(source)
    return {
        image: ImageCryptography(
            packages=tuple((package, tuple(sorted(by))) for package, by in sorted(packages[image].items())),
            lists=tuple(sorted(sources)),
        )
        for image, sources in lists.items()
        if image not in silent
    }
