"""What is kept of systems, made with few words."""

from datetime import date

from generator.fleet.system_summary import ImageUse, OpenItem, StoredImage, SystemSummary
from generator.model.rating import Rating


def digest(letter: str) -> str:
    return "sha256:" + letter * 64


def item(
    poam_id: str, weakness: str, rating: Rating = Rating.HIGH, *, kev: bool = False, late: bool = False, assets: int = 1
) -> OpenItem:
    return OpenItem(poam_id=poam_id, weakness=weakness, rating=rating, known_exploited=kev, late=late, assets=assets)


def use(
    name: str,
    letter: str = "",
    *,
    items: tuple[str, ...] = (),
    closes: tuple[str, ...] = (),
    base: str | None = None,
    workloads: int = 1,
    scanned: bool = True,
) -> ImageUse:
    return ImageUse(
        asset_id=name,
        digests=(digest(letter),) if letter else (),
        workloads=workloads,
        scanned=scanned,
        base=base,
        base_by="its Dockerfile" if base else "",
        items=tuple(sorted(items)),
        base_closes=frozenset(closes),
    )


def stored(name: str, letter: str, *layers: str) -> StoredImage:
    return StoredImage(digest=digest(letter), name=name, layers=tuple(map(digest, layers)))


def system(
    system_id: str, *images: ImageUse, items: tuple[OpenItem, ...] = (), stored: tuple[StoredImage, ...] = ()
) -> SystemSummary:
    return SystemSummary(
        id=system_id,
        name=system_id.title(),
        as_of=date(2026, 11, 20),
        marking="",
        draft=False,
        package_sha256="0" * 64,
        assets=len(images),
        never_scanned=sum(not image.scanned for image in images),
        discrepancies=0,
        gaps=0,
        items=items,
        images=images,
        stored=stored,
    )
