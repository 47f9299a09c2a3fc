"""Assets whose names are like that of a scanned target which matched none: for a person to decide, never a match."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from generator.model.asset import SystemAsset
from generator.model.coverage import UnmatchedTarget
from generator.model.facts import ImageAsset
from generator.model.grouping import grouped
from generator.model.identifiers import AssetId

_MOST = 3
_LIKE = 0.75
"""Of `difflib`: two names of eight letters that differ in two."""
_MOST_COMPARED = 500
"""Targets that are compared letter by letter; of more only equal last parts are named."""


def with_nearest(
    targets: Sequence[UnmatchedTarget], images: Iterable[ImageAsset], assets: Iterable[SystemAsset]
) -> tuple[UnmatchedTarget, ...]:
    """The targets, each with the assets of the same last part of the name, else with those of a similar one."""
    by_part = grouped(
        (_last_part(asset_id), asset_id)
        for asset_id in (*(image.asset_id for image in images), *(asset.asset_id for asset in assets))
    )
    return tuple(
        replace(target, nearest=_nearest(target.name, by_part, letters=at < _MOST_COMPARED))
        for at, target in enumerate(targets)
    )


def _nearest(name: str, by_part: Mapping[str, Sequence[AssetId]], *, letters: bool) -> tuple[AssetId, ...]:
    part = _last_part(name)
    similar = get_close_matches(part, by_part, _MOST, _LIKE) if letters and part not in by_part else [part]
    return tuple(asset_id for each in similar for asset_id in by_part.get(each, ()))[:_MOST]


def _last_part(name: str) -> str:
    """`registry.example/shop/cart:1.2@sha256:…` is `cart`."""
    return name.partition("@")[0].rpartition("/")[2].partition(":")[0].lower()
