"""Vulnerable dependencies that a scan of source code found, on the images that are built from that code and run.

A lock file is no asset. What it names reaches an image where the image's labels or its provenance name the repository, and
where a list of the packages of the digest that runs has the package in the version that the scan objects to. Without such a
list nothing shows that an image has it: a lock file also names what only tests need, what another image of the repository is
built from, and what a later commit brought. Code that a scanner objects to is no dependency: see `code_scans`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from generator.facts.asset_index import AssetIndex
from generator.facts.chain_context import ChainBasis, contexts
from generator.facts.chain_origin import repository
from generator.facts.code_scans import is_same_repository
from generator.facts.scan_precedence import kinds_of
from generator.facts.signatures import Keys
from generator.facts.target_scans import TargetScan
from generator.model.asset import MatchedBy
from generator.model.facts import ImageAsset
from generator.model.identifiers import AssetId
from generator.model.package_keys import package_keys
from generator.model.quality import SOURCE_CODE
from generator.model.registry import RegistrySnapshot
from generator.model.scan import AffectedPackage, ResultKind, ScanSnapshot, TargetResult

NO_SOURCES: Mapping[AssetId, str] = MappingProxyType({})
_DEPENDENCIES = frozenset({ResultKind.VULNERABILITY})
_OF_DIGEST = frozenset({MatchedBy.DIGEST, MatchedBy.IMAGE_ID, MatchedBy.INDEX, MatchedBy.PLATFORM})


def repositories(images: Iterable[ImageAsset], registries: Sequence[RegistrySnapshot], keys: Keys) -> Mapping[AssetId, str]:
    """The repository of each image that runs and whose labels or provenance name one."""
    running = [image for image in images if image.running]
    named = ((context, repository(context)) for context in contexts(running, registries, ChainBasis(keys=keys)))
    return {context.image.asset_id: name for context, name in named if name}


class BuiltImages(msgspec.Struct, frozen=True):
    """Images that run, with the repository they are built from and the packages they are known to have."""

    sources: Mapping[AssetId, str]
    packages: Mapping[AssetId, Mapping[str, frozenset[str]]]
    """Names of packages of the digests that run, with the versions that are listed; an image of which no whole list was
    collected is not there."""

    @classmethod
    def of(cls, sources: Mapping[AssetId, str], looks: Iterable[TargetScan]) -> "BuiltImages":
        """By the lists of packages among all looks at images."""
        packages: dict[AssetId, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for look in looks if sources else ():
            # NOTE: an inventory assesses nothing, and lists its packages all the same.
            listed, whole = look.snapshot.packages, look.snapshot.not_assessed_because is None or not look.snapshot.assessed
            if listed is None or not whole or look.matched_by not in _OF_DIGEST or look.asset_id not in sources:
                continue
            versions = packages[look.asset_id]
            for name in listed.names:
                versions[_plain(name)].update(())
            for name, version in listed.releases:
                versions[_plain(name)].add(_release(version))
        return cls(
            sources,
            {asset_id: {name: frozenset(versions) for name, versions in names.items()} for asset_id, names in packages.items()},
        )

    def built_from(self, name: str) -> tuple[AssetId, ...]:
        """Images of the repository of that name of which it is known what is in them, sorted."""
        return tuple(sorted(asset_id for asset_id in self.packages if is_same_repository(self.sources[asset_id], name)))

    def has(self, asset_id: AssetId, result: TargetResult) -> bool:
        """Is the dependency listed in that image, in the version of the result? Where the result states no version, in another
        than the one that corrects it; where the list states none, by its name."""
        names = self.packages.get(asset_id, {})
        return any(
            _plain(key) in names and _is_affected(package, names[_plain(key)])
            for package in result.packages
            for key in package_keys(package.name, package.purl)
        )


def _is_affected(package: AffectedPackage, listed: frozenset[str]) -> bool:
    if not listed:
        return True
    if package.version:
        return _release(package.version) in listed
    return listed != {_release(package.fixed_version or "")}


def dependency_looks(snapshot: ScanSnapshot, index: AssetIndex, built: BuiltImages) -> Iterable[TargetScan]:
    """A scan of source code as a look at each image that is built from it, for the dependencies that are in the image.

    One that found nothing is a look as well: what an earlier one found is not in what is built from now on. One that lists
    vulnerabilities of code alone did not look for dependencies.
    """
    code = [target for target in snapshot.targets if target.kind in SOURCE_CODE and target.named] if built.sources else []
    if not code or not kinds_of(snapshot) & _DEPENDENCIES:
        return
    results: dict[str, list[TargetResult]] = defaultdict(list)
    for result in snapshot.results:
        if result.kind in _DEPENDENCIES:
            results[result.target].append(result)
    for target in code:
        dependencies = [result for result in results[target.name] if result.packages]
        images = built.built_from(target.name) if dependencies or not results[target.name] else ()
        for asset_id in () if any(index.find(target)) else images:
            reached = {row.identifier for row in dependencies if built.has(asset_id, row)}
            look = TargetScan.of(snapshot, asset_id, target, MatchedBy.REPOSITORY, kinds=_DEPENDENCIES)
            yield replace(look, reached=frozenset(reached))


def _release(version: str) -> str:
    """Tags of Go modules begin with `v` (https://go.dev/ref/mod#versions), which some tools leave out."""
    return version.removeprefix("v")


def _plain(key: str) -> str:
    """PyPI writes `typing-extensions` for what is installed as `typing_extensions`: https://peps.python.org/pep-0503/."""
    return key.replace("_", "-")
