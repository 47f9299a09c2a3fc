"""Who made an image, as its label in the registry says.

OCI Image Format Specification, "Pre-Defined Annotation Keys": `org.opencontainers.image.vendor` is the distributing entity.
Labels are inherited from the base, so a name is heard only where every platform says the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.model.registry import RegistrySnapshot

_LABEL = "org.opencontainers.image.vendor"
_LONGEST = 120


def vendors(registries: Iterable[RegistrySnapshot]) -> Mapping[str, frozenset[str]]:
    """By digest of an index or a platform: the names that its labels say; an empty one where a platform has no such label."""
    by_asset: dict[str, set[str]] = defaultdict(set)
    for image in (image for snapshot in registries for image in snapshot.images):
        for platform in image.platforms:
            vendor = " ".join(dict(platform.labels).get(_LABEL, "").split())[:_LONGEST]
            by_asset[platform.digest].add(vendor)
            by_asset[image.digest].add(vendor)
    return {digest: frozenset(names) for digest, names in by_asset.items()}


def vendor_of(digests: Iterable[str], known: Mapping[str, frozenset[str]]) -> str | None:
    """Of an image class: the one name that all of its digests have."""
    names = {name for digest in digests for name in known.get(digest, frozenset({""}))}
    return names.pop() or None if len(names) == 1 else None
