"""Lists of packages against scans of the same digest: a list that leaves out what a scan names is incomplete.

Scanners name a package by its own name or by that of the source it is built from, so a name that is only written otherwise
counts as left out too: the list is then not shown to be whole, and nothing more is said.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

import msgspec

from generator.checks.images.scan_coverage import DigestCoverage
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.identifiers import AssetId
from generator.model.image_tools import SYSTEM_PURLS, TOOLS
from generator.model.package_keys import package_keys
from generator.model.scan import AffectedPackage

INCOMPLETE = "a scan of this digest names packages that the list leaves out"


class ListContradiction(msgspec.Struct, frozen=True, kw_only=True):
    """What the lists of one digest leave out."""

    names: tuple[str, ...]
    """Of packages, sorted."""
    sources: tuple[EvidenceSource, ...]
    """Of the scans that name them, sorted."""


class ListContradictions(msgspec.Struct, frozen=True, kw_only=True):
    """Packages that scans name, by image class and file; of images without any list only those that `image_tools` knows."""

    named: Mapping[tuple[AssetId, str], Collection[AffectedPackage]]

    @classmethod
    def of_facts(cls, facts: SystemFacts) -> "ListContradictions":
        """Of every image class."""
        listed = {image.asset_id for image in facts.inventory if any(scan.packages for scan in image.looks)}
        named: dict[tuple[AssetId, str], set[AffectedPackage]] = defaultdict(set)
        for weakness in facts.weaknesses:
            for asset in weakness.assets:
                kept = asset.packages if asset.asset_id in listed else [each for each in asset.packages if each.name in TOOLS]
                for source in asset.sources if kept else ():
                    named[asset.asset_id, source.path].update(kept)
        return cls(named=named)

    def of(self, coverage: DigestCoverage) -> ListContradiction | None:
        """Packages that scans of this digest name and none of its lists has; None where there are none."""
        lists = [scan.packages for scan in coverage.covering if scan.packages is not None and scan.packages.names]
        has = {name for packages in lists for name in packages.names}
        missing: dict[str, set[EvidenceSource]] = defaultdict(set)
        for package, source in self._named(coverage) if lists else ():
            if has.isdisjoint(package_keys(package.name, package.purl)):
                missing[package.name].add(source)
        sources = {source for each in missing.values() for source in each}
        return ListContradiction(names=tuple(sorted(missing)), sources=tuple(sorted(sources))) if missing else None

    def tools(self, coverage: DigestCoverage) -> dict[str, EvidenceSource]:
        """Shells, package managers and network tools of the operating system that a scan of the digest names, with the scan."""
        found = {
            package.name.lower(): source
            for package, source in self._named(coverage)
            if package.purl and package.purl.startswith(SYSTEM_PURLS)
        }
        return {name: source for name, source in sorted(found.items()) if name in TOOLS}

    def _named(self, coverage: DigestCoverage) -> Iterator[tuple[AffectedPackage, EvidenceSource]]:
        for scan in coverage.covering:
            for package in self.named.get((coverage.running.name, scan.evidence.path), ()):
                yield package, scan.evidence.source
