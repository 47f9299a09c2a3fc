"""Patch this first: what one update of a base image would close in all systems.

Counted is what evidence shows. The base of an image is the stored image whose layers its own begin with (OCI Image Format
Specification, "Image Manifest": the first layer is the base), else the one that a Dockerfile, a hardening manifest or a label
names. An item is closed where each asset on which it is open is an image on that base and every vulnerable package there
comes from the operating system and has a fixed version. What an image itself installs from the same distribution is among
them, so that the count is an upper bound; a package of a language that the base brings is not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.fleet.image_exposure import WeaknessCounts, counts_of, urgency
from generator.fleet.system_summary import NO_BASE, FleetItem, ImageUse, StoredImage, SystemSummary

BY_LAYERS = "layers of both images in the registry"


class BaseUpdate(msgspec.Struct, frozen=True, kw_only=True):
    """One base image in all systems."""

    base: str
    named_by: tuple[str, ...]
    """What shows that the images are built on it, sorted."""
    systems: tuple[str, ...]
    """Ids, sorted."""
    images: tuple[str, ...]
    """Names of the image classes on it, sorted."""
    workloads: int
    closes: int
    """Open POA&M items in all systems that an update closes."""
    late: int
    """Those of them that are late."""
    in_part: int
    """Items that it closes on some of their assets."""
    weaknesses: WeaknessCounts
    """What it closes, each weakness once."""


class BaseUpdates(msgspec.Struct, frozen=True, kw_only=True):
    """All bases, and images for which there is none. Images are counted once for each system that has them."""

    updates: tuple[BaseUpdate, ...]
    """The one that closes the most urgent weaknesses first."""
    on_a_base: int
    without_base: int
    """Built on no other image (`FROM scratch`)."""
    not_known: int
    """No evidence names what they are built on."""


class _OnBase(msgspec.Struct, frozen=True, kw_only=True):
    system: SystemSummary
    image: ImageUse
    named_by: str


def base_updates(systems: Sequence[SystemSummary]) -> BaseUpdates:
    """Every base that some image of a system is built on."""
    layers = _LayerIndex.of(systems)
    on: dict[str, list[_OnBase]] = defaultdict(list)
    not_known = without_base = 0
    for system in systems:
        for image in system.images:
            base, named_by = layers.base_of(image) or (image.base, image.base_by)
            if base is None:
                not_known += 1
            elif base == NO_BASE:
                without_base += 1
            else:
                on[base].append(_OnBase(system=system, image=image, named_by=named_by))
    updates = [_update(base, rows) for base, rows in on.items()]
    return BaseUpdates(
        updates=tuple(sorted(updates, key=lambda row: (urgency(row.weaknesses), -row.closes, -row.in_part, row.base))),
        on_a_base=sum(map(len, on.values())),
        without_base=without_base,
        not_known=not_known,
    )


class _LayerIndex(msgspec.Struct, frozen=True):
    """Stored images of all systems: what one system's registry holds may be the base of another's image."""

    by_digest: Mapping[str, StoredImage]
    by_layers: Mapping[tuple[str, ...], str]
    """The first of the names that images with exactly these layers have."""

    @classmethod
    def of(cls, systems: Sequence[SystemSummary]) -> "_LayerIndex":
        by_digest: dict[str, StoredImage] = {}
        by_layers: dict[tuple[str, ...], str] = {}
        for image in (image for system in systems for image in system.stored):
            by_digest[image.digest] = image
            by_layers[image.layers] = min(by_layers.get(image.layers, image.name), image.name)
        return cls(by_digest, by_layers)

    def base_of(self, image: ImageUse) -> tuple[str, str] | None:
        """The stored image with the most layers that the image begins with; None where none does, or digests of the class
        begin with different ones."""
        bases = {self._base_of(self.by_digest[digest].layers) for digest in image.digests if digest in self.by_digest}
        base = bases.pop() if len(bases) == 1 else None
        return (base, BY_LAYERS) if base else None

    def _base_of(self, layers: tuple[str, ...]) -> str | None:
        begun = (self.by_layers.get(layers[:count]) for count in range(len(layers) - 1, 0, -1))
        return next((name for name in begun if name is not None), None)


def _update(base: str, rows: Sequence[_OnBase]) -> BaseUpdate:
    closed, in_part = [], 0
    by_system: dict[str, list[_OnBase]] = defaultdict(list)
    for row in rows:
        by_system[row.system.id].append(row)
    for own in by_system.values():
        for item, is_closed in _closing(own):
            closed += [item] if is_closed else []
            in_part += not is_closed
    return BaseUpdate(
        base=base,
        named_by=tuple(sorted({row.named_by for row in rows})),
        systems=tuple(sorted(by_system)),
        images=tuple(sorted({row.image.asset_id for row in rows})),
        workloads=sum(row.image.workloads for row in rows),
        closes=len(closed),
        late=sum(item.late for item in closed),
        in_part=in_part,
        weaknesses=counts_of(closed),
    )


def _closing(rows: Sequence[_OnBase]) -> Iterator[tuple[FleetItem, bool]]:
    """Items of one system that an update closes on some asset, and whether it does so on all of them."""
    assets = Counter(poam_id for row in rows for poam_id in row.image.base_closes)
    for poam_id, count in assets.items():
        item = rows[0].system.items[poam_id]
        yield item, count == item.assets
