"""What an image stands on: its operating system and its base, as scans, inventories, labels and Dockerfiles say.

The nearest to the bytes speaks first: a scan or an inventory of the image, then what its configuration says of itself, then
the recipe it was made with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.frameworks.hardening import BASE_LABEL, GENERAL_PURPOSE, HARDENED_SOURCES, IRON_BANK_LABEL
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset
from generator.model.hardening import BaseKind
from generator.model.images import approved_by, parse_reference
from generator.model.pipeline import HardeningManifest, PipelineSnapshot
from generator.model.registry import RegistryPlatform
from generator.model.scan import ScanSnapshot
from generator.model.system import System

_MINIMAL = ("distroless", "scratch", "static")


@dataclass(frozen=True, slots=True, kw_only=True)
class HardeningContext:
    """What was found."""

    os_name: str | None
    os_by: str
    minimal: bool
    base: str | None
    kind: BaseKind
    because: str
    sources: tuple[EvidenceSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HardeningEvidence:
    """The evidence about one image class."""

    image: ImageAsset
    scans: tuple[ScanSnapshot, ...]
    """That looked at it and count, newest last."""
    platforms: tuple[tuple[RegistryPlatform, EvidenceSource], ...]
    """What a registry holds of the digests that run."""
    recipes: tuple[tuple[PipelineSnapshot, str], ...]
    """Dockerfiles of it, each with how it was joined to the image."""
    manifests: tuple[HardeningManifest, ...] = ()
    """Iron Bank's, by the name and tag that they give."""


def image_foundation(about: HardeningEvidence, system: System) -> HardeningContext:
    """System and base of one image."""
    os_name, os_by = _system(about)
    base, stated_by, sources = _base(about)
    kind, because = _kind(about, base, stated_by, system)
    minimal = kind is BaseKind.MINIMAL or _is_minimal(base) or (os_name or "").lower().startswith(_MINIMAL[:2])
    return HardeningContext(
        os_name=os_name, os_by=os_by, minimal=minimal, base=base, kind=kind, because=because, sources=tuple(sorted(sources))
    )


def _system(about: HardeningEvidence) -> tuple[str | None, str]:
    """Newest scan first; what an inventory lists beats what a scan of another kind mentions only where no scan says it."""
    for scan in reversed(about.scans):
        for target in scan.targets:
            if target.os_name:
                return target.os_name, scan.scanner.name
        if scan.packages and scan.packages.os_name:
            return scan.packages.os_name, f"inventory ({scan.scanner.name})"
    return (about.image.os_name, "scan") if about.image.os_name else (None, "")


def _base(about: HardeningEvidence) -> tuple[str | None, str, set[EvidenceSource]]:
    for platform, source in about.platforms:
        named = dict(platform.labels).get(BASE_LABEL)
        if named:
            return named, f"the image's label {BASE_LABEL}", {source}
    for manifest in about.manifests:
        if manifest.base:
            return manifest.base, "its hardening manifest", {manifest.source}
    for recipe, how in about.recipes:
        if recipe.recipe and recipe.recipe.final_base:
            return recipe.recipe.final_base, f"its Dockerfile ({how})", {recipe.recipe.base_source}
    return None, "", {source for _, source in about.platforms}


def _kind(about: HardeningEvidence, base: str | None, stated_by: str, system: System) -> tuple[BaseKind, str]:
    labels = {key for platform, _ in about.platforms for key, _ in platform.labels}
    if any(key.startswith(IRON_BANK_LABEL) for key in labels):
        return BaseKind.IRON_BANK, "labels of Iron Bank's pipeline are in the image's configuration"
    own = _published(f"{about.image.registry}/{about.image.asset_id.removeprefix(f'{about.image.registry}/')}")
    if own and own[0].is_hardened:
        return own[0], f"the image itself comes from {own[1]}"
    if base is None:
        return _unnamed(about, own)
    if base == "scratch":
        return BaseKind.MINIMAL, f"built from `scratch`, says {stated_by}"
    return _of_base(base, stated_by, system)


def _unnamed(about: HardeningEvidence, own: tuple[BaseKind, str] | None) -> tuple[BaseKind, str]:
    if own:
        return own[0], f"the image itself comes from {own[1]}"
    place = f"{about.image.registry}/{_path(about.image)}/"
    general = next((prefix for prefix in GENERAL_PURPOSE if place.startswith(prefix)), None)
    if general:
        return BaseKind.GENERAL, f"the image itself is published for general use ({general}…)"
    return BaseKind.UNKNOWN, "neither labels nor a Dockerfile say what it is built on"


def _of_base(base: str, stated_by: str, system: System) -> tuple[BaseKind, str]:
    reference = parse_reference(base)
    full = f"{reference.registry}/{reference.repository}" if reference else base
    published = _published(f"{full}/")
    if published:
        return published[0], f"built on {base} ({published[1]}), says {stated_by}"
    approved = approved_by(reference, system.approved_registries) if reference else None
    if approved:
        return BaseKind.APPROVED, f"built on {base}, which comes from the approved registry {approved}, says {stated_by}"
    if _is_minimal(base):
        return BaseKind.MINIMAL, f"built on {base}, says {stated_by}"
    general = any(f"{full}/".startswith(prefix) for prefix in GENERAL_PURPOSE)
    where = "published for general use" if general else "from a registry that is not approved"
    return BaseKind.GENERAL, f"built on {base}, {where}, says {stated_by}"


def _published(place: str) -> tuple[BaseKind, str] | None:
    return next(
        (
            (hardened_source.kind, hardened_source.title)
            for hardened_source in HARDENED_SOURCES
            if place.startswith(hardened_source.prefix)
        ),
        None,
    )


def _path(image: ImageAsset) -> str:
    """The repository: docker.io's default prefixes are left out of names."""
    path = image.name.removeprefix(f"{image.registry}/")
    return f"library/{path}" if image.registry == "docker.io" and "/" not in path else path


def _is_minimal(base: str | None) -> bool:
    parts = (base or "").lower().partition("@")[0].replace(":", "/").split("/")
    return any(part == word or part.startswith(f"{word}-") for part in parts for word in _MINIMAL)


def recipes_of(
    image: ImageAsset, pipelines: Sequence[PipelineSnapshot], alike: Iterable[str]
) -> tuple[tuple[PipelineSnapshot, str], ...]:
    """Dockerfiles of an image: what a person says it is about, else the folder or file name where no other image is alike.

    `alike` are the last parts of the names of all images.
    """
    last = image.name.rpartition("/")[2]
    alone = list(alike).count(last) == 1
    recipes = []
    for pipeline in pipelines:
        if pipeline.recipe is None:
            continue
        target = parse_reference(pipeline.evidence.target) if pipeline.evidence.target else None
        if target is not None:
            if target.name == image.name:
                recipes.append((pipeline, "named in system.yaml or its sidecar"))
        elif alone and last in _names(pipeline.evidence.path):
            recipes.append((pipeline, "by the name of its file or folder"))
    return tuple(recipes)


def manifests_of(image: ImageAsset, pipelines: Sequence[PipelineSnapshot]) -> tuple[HardeningManifest, ...]:
    """Hardening manifests of an image: they give its name, without registry, and its tags."""
    path = image.name.removeprefix(f"{image.registry}/")
    return tuple(
        pipeline.manifest
        for pipeline in pipelines
        if pipeline.manifest
        and pipeline.manifest.image
        and f"/{path}".endswith(f"/{pipeline.manifest.image}")
        and image.version in pipeline.manifest.tags
    )


def _names(path: str) -> set[str]:
    """`…/tracking-api/Dockerfile`, `tracking-api.Dockerfile` and `Dockerfile.tracking-api` are of `tracking-api`."""
    *folders, file = path.split("/")
    stem = file.lower()
    return {
        *(folders[-1:] if stem in {"dockerfile", "containerfile"} else ()),
        *(stem.removesuffix(end) for end in (".dockerfile", ".containerfile") if stem.endswith(end)),
        *(stem.removeprefix(start) for start in ("dockerfile.", "containerfile.") if stem.startswith(start)),
    }
