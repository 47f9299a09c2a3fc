"""Vulnerable dependencies that a scan of source code found, on the images that are built from that code and run.

A lock file is no asset. What it names reaches an image where the image's labels or its provenance name the repository, and
where the package is in the image: a list of the packages of the digest that runs has it. Without such a list a dependency
counts as reaching the only running image of the repository; where a repository builds several, nothing says which of them has
it. Code that a scanner objects to is no dependency: see `code_scans`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

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
from generator.model.scan import ResultKind, ScanSnapshot, TargetResult

NO_SOURCES: Mapping[AssetId, str] = MappingProxyType({})
_DEPENDENCIES = frozenset({ResultKind.VULNERABILITY})
_OF_DIGEST = frozenset({MatchedBy.DIGEST, MatchedBy.IMAGE_ID, MatchedBy.INDEX, MatchedBy.PLATFORM})


def repositories(images: Iterable[ImageAsset], registries: Sequence[RegistrySnapshot], keys: Keys) -> Mapping[AssetId, str]:
    """The repository of each image that runs and whose labels or provenance name one."""
    running = [image for image in images if image.running]
    named = ((context, repository(context)) for context in contexts(running, registries, ChainBasis(keys=keys)))
    return {context.image.asset_id: name for context, name in named if name}


@dataclass(frozen=True, slots=True)
class BuiltImages:
    """Images that run, with the repository they are built from and the packages they are known to have."""

    sources: Mapping[AssetId, str]
    packages: Mapping[AssetId, frozenset[str]]
    """Names of packages of the digests that run; an image of which no whole list was collected is not there."""

    @classmethod
    def of(cls, sources: Mapping[AssetId, str], looks: Iterable[TargetScan]) -> "BuiltImages":
        """By the lists of packages among all looks at images."""
        packages: dict[AssetId, set[str]] = defaultdict(set)
        for look in looks if sources else ():
            listed, whole = look.snapshot.packages, look.snapshot.not_assessed_because is None
            if listed is not None and whole and look.matched_by in _OF_DIGEST and look.asset_id in sources:
                packages[look.asset_id].update(map(_plain, listed.names))
        return cls(sources, {asset_id: frozenset(names) for asset_id, names in packages.items()})

    def built_from(self, name: str) -> tuple[AssetId, ...]:
        """Images of the repository of that name, sorted."""
        return tuple(sorted(asset_id for asset_id, source in self.sources.items() if is_same_repository(source, name)))

    def has(self, asset_id: AssetId, result: TargetResult, *, alone: bool) -> bool:
        """Is the dependency in that image? `alone`: no other image is built from the repository."""
        names = self.packages.get(asset_id)
        if names is None:
            return alone
        keys = (key for package in result.packages for key in package_keys(package.name, package.purl))
        return any(_plain(key) in names for key in keys)


def dependency_looks(snapshot: ScanSnapshot, index: AssetIndex, built: BuiltImages) -> Iterable[TargetScan]:
    """A scan of source code as a look at each image that is built from it, for the dependencies that are in the image.

    One that found nothing is a look as well: what an earlier one found is gone. One that lists vulnerabilities of code alone
    did not look for dependencies.
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
            reached = {row.identifier for row in dependencies if built.has(asset_id, row, alone=len(images) == 1)}
            look = TargetScan.of(snapshot, asset_id, target, MatchedBy.REPOSITORY, kinds=_DEPENDENCIES)
            yield replace(look, reached=frozenset(reached))


def _plain(key: str) -> str:
    """PyPI writes `typing-extensions` for what is installed as `typing_extensions`: https://peps.python.org/pep-0503/."""
    return key.replace("_", "-")
