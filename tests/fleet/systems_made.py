"""What is kept of systems, made with few words."""

from datetime import date
from pathlib import Path

from generator.fleet.building import BuildFailure, SystemBuild
from generator.fleet.fleet_file import FleetEntry
from generator.fleet.system_summary import FleetItem, ImageUse, StoredImage, SystemSummary
from generator.model.rating import Rating


def digest(letter: str) -> str:
    return "sha256:" + letter * 64


def item(
    poam_id: str, weakness: str, rating: Rating = Rating.HIGH, *, kev: bool = False, late: bool = False, assets: int = 1
) -> FleetItem:
    return FleetItem(poam_id=poam_id, weakness=weakness, rating=rating, known_exploited=kev, late=late, assets=assets)


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
    system_id: str, *images: ImageUse, items: tuple[FleetItem, ...] = (), stored: tuple[StoredImage, ...] = ()
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
        items={item.poam_id: item for item in items},
        images=images,
        stored=stored,
    )


def built(result: SystemSummary | BuildFailure, system_id: str = "") -> SystemBuild:
    name = system_id or (result.id if isinstance(result, SystemSummary) else "broken")
    return SystemBuild(entry=FleetEntry(id=name, workspace=name, folder=Path(name), place="FLEET.yaml, line 2"), result=result)


def made_fleet() -> list[SystemBuild]:
    """Two systems on one base, nine that only run a shared image, and one that was not built."""
    failure = BuildFailure(
        what="`idd` is not a known key", where="system.yaml, line 2", next_step="did you mean `id`?", exit_code=2
    )
    items = (item("V-1", "CVE-1", kev=True), item("V-2", "CVE-2", Rating.LOW, late=True))
    web = use("registry.example/shop/web:1", "a", items=("V-1", "V-2"), closes=("V-1",), base="debian:12")
    shared = use("registry.example/platform/proxy:2", "b", scanned=False)
    return [
        built(system("shop", web, shared, items=items)),
        built(system("post", web, items=items)),
        *(built(system(f"depot-{number}", shared)) for number in range(9)),
        built(failure),
    ]
