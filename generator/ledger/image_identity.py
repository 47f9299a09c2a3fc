"""Which image is the same one from month to month: the one place that says so for everything the ledger carries over.

Versions of a repository are one image: `shop:3.0` and `shop:3.1` are one that was rebuilt. A repository may hold several that
are built each by itself, distinguished by a word of the tag: `shop:3.0-cart` and `shop:3.0-checkout` run side by side. Such are
several images from the day on which they were first seen so, for good: what the package remembers of them distinguishes them in
a month in which only one of them runs.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0 ("Asset Management and Inventory Reporting for Deployed
Containers") tracks each class of image by a unique identifier; which classes one repository holds it leaves to the provider.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from generator.model.grouping import grouped, grouped_sets
from generator.model.identifiers import AssetId
from generator.model.images import parse_reference, repository_of

_SEPARATOR = re.compile(r"[-_.]")
_WORD = re.compile(r"([a-z]{2,})[0-9]*", re.ASCII)
_VARIANT = re.compile(r"(?:[a-z]{2,}(?:-[a-z]{2,})*)?", re.ASCII)
"""Words of a tag, which has at most 128 characters."""
_FEWEST = 2
_COMMIT = re.compile(r"g?[0-9a-f]{7,64}")
"""Also as `git describe` writes it: `v1.2.3-9-gb123456`."""
_STAGES = frozenset(
    "alpha beta build canary candidate dev develop development dirty ea edge final ga git hf hotfix latest lts main master "
    "nightly patch post pr pre preview prod production rc release sha snapshot sp stable staging test tip".split()
)
"""Words for a state of a release: `shop:latest` and `shop:3.1-beta` are the image that `shop:3.0` is."""


class ImagesOfRepository(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A repository of which several images ran side by side."""

    repository: str
    """With its registry."""
    variants: tuple[str, ...]
    """The words that distinguish them, sorted; "" for the image whose tag has none."""
    first: str | None = None
    """The variant that ran before there was another, and keeps the name of the repository; None where none did."""


class ImageIdentities:
    """Distinguishes images. `today` are those of the inventory, `remembered` is what the prior package says, `side_by_side` are
    those that ran together at its time, and `earlier` all that its open items name."""

    def __init__(
        self,
        today: Iterable[AssetId] = (),
        remembered: Iterable[ImagesOfRepository] = (),
        side_by_side: Iterable[AssetId] = (),
        earlier: Iterable[AssetId] = (),
    ) -> None:
        self._today = grouped((name, asset_id) for asset_id in today if (name := repository_of(asset_id)) is not None)
        before = tuple(side_by_side)
        self._distinguished = {row.repository: row for row in remembered}
        self._distinguish(_variants(before), _variants((*before, *earlier)))

    def _distinguish(self, before: Mapping[str, set[str]], earlier: Mapping[str, set[str]]) -> None:
        now = _variants(image for images in self._today.values() for image in images)
        for name in (*now, *(name for name in before if name not in now)):
            present, past, known = now.get(name, set()), before.get(name, set()), self._distinguished.get(name)
            if known is not None:
                # NOTE: a word that runs alone is a new base or channel of what ran before, and no further image.
                added = tuple(sorted({*known.variants, *(present if len(present) > 1 else ())}))
                self._distinguished[name] = msgspec.structs.replace(known, variants=added)
            elif len(present) > 1 or len(past) > 1:
                variants = {*present, *(past if len(past) > 1 else ())}
                first = _first(variants, earlier.get(name, set()))
                self._distinguished[name] = ImagesOfRepository(repository=name, variants=tuple(sorted(variants)), first=first)

    @property
    def remembered(self) -> tuple[ImagesOfRepository, ...]:
        """For the package of next time, sorted."""
        return tuple(row for _, row in sorted(self._distinguished.items()))

    def names(self, asset_id: str) -> tuple[str, ...]:
        """By which an image is known from month to month, its own name first: that of its repository, with the variant where
        several are distinguished; then what all of these were called before. An image whose tag has no word of theirs has the
        name of the repository. What is no image has its id."""
        repository = repository_of(AssetId(asset_id))
        if repository is None:
            return (asset_id,)
        apart, variant = self._distinguished.get(repository), _variant(AssetId(asset_id))
        if apart is None or variant is None or variant == apart.first or variant not in apart.variants:
            return (repository,)
        own = f"{repository}:{variant}"
        return (own, repository) if apart.first is None else (own,)

    def name(self, asset_id: str) -> str:
        """The first of `names`."""
        return self.names(asset_id)[0]

    def same(self, first: AssetId, second: AssetId) -> bool:
        """They are one image in any version; one whose tag has no word of those that are distinguished, or that has no tag, is
        each of them."""
        if first == second:
            return True
        repository = repository_of(first)
        if repository is None or repository != repository_of(second):
            return False
        apart, variants = self._distinguished.get(repository), (_variant(first), _variant(second))
        return apart is None or variants[0] == variants[1] or any(variant not in apart.variants for variant in variants)

    def versions(self, asset_id: AssetId) -> tuple[AssetId, ...]:
        """The images of today's inventory that are the same one, in its order."""
        repository = repository_of(asset_id)
        images = self._today.get(repository, ()) if repository is not None else ()
        return tuple(image for image in images if self.same(asset_id, image))


def fault_of(row: ImagesOfRepository) -> str:
    """Why no ledger can have remembered it; empty where one can."""
    if repository_of(AssetId(f"{row.repository}:x")) != row.repository:
        return "no repository with its registry"
    if len(row.variants) < _FEWEST or list(row.variants) != sorted(set(row.variants)):
        return "its variants are not two or more, each once and sorted"
    if not all(_VARIANT.fullmatch(variant) for variant in row.variants):
        return "a variant is no word of a tag"
    return "" if row.first is None or row.first in row.variants else "the first is none of its variants"


@lru_cache(maxsize=65_536)
def _variant(asset_id: AssetId) -> str | None:
    """The words of its tag, without numbers, hashes of commits and words for a state of a release; None without a tag."""
    reference = parse_reference(asset_id)
    if reference is None or reference.tag is None:
        return None
    tokens = _SEPARATOR.split(reference.tag.lower())
    words = (match[1] for token in tokens if (match := _WORD.fullmatch(token)) and not _COMMIT.fullmatch(token))
    return "-".join(word for word in words if word not in _STAGES)


def _variants(asset_ids: Iterable[AssetId]) -> Mapping[str, set[str]]:
    """Of each repository; what has no tag may be any of them."""
    return grouped_sets(
        (name, variant)
        for asset_id in asset_ids
        if (name := repository_of(asset_id)) is not None and (variant := _variant(asset_id)) is not None
    )


def _first(variants: set[str], earlier: set[str]) -> str | None:
    """The one that was there before; else the one whose tag has no word."""
    known = variants & earlier
    if len(known) == 1:
        return next(iter(known))
    return "" if "" in variants else None
