"""What an image stands on: its operating system and its base, as scans, inventories, labels and Dockerfiles say.

The nearest to the bytes speaks first: a scan or an inventory of the image, then what its configuration says of itself, then
the recipe it was made with.
"""

from collections.abc import Iterator, Sequence

import msgspec

from generator.facts.coverage import names_digest
from generator.facts.image_recipes import DECLARED
from generator.frameworks.hardening import BASE_LABEL, GENERAL_PURPOSE, HARDENED_SOURCES, IRON_BANK_LABEL, OFFICIAL
from generator.model.asset import AssetScan, MatchedBy
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset
from generator.model.hardening import BaseKind
from generator.model.images import approved_by, parse_reference
from generator.model.pipeline import HardeningManifest, PipelineSnapshot
from generator.model.posture import Certainty
from generator.model.registry import RegistryPlatform
from generator.model.scan import ScanSnapshot
from generator.model.system import System

_LIBRARY = "docker.io/library/"
_LABEL_ALONE = "only a label of the image itself names its base"
_FOLDER_ALONE = "a Dockerfile of the same name was collected, and nothing says that this image is built from it"
_NOT_KNOWN = "what the image is built on is not known"
_MINIMAL = ("distroless", "scratch", "static")


class HardeningContext(msgspec.Struct, frozen=True, kw_only=True):
    """What was found."""

    os_name: str | None
    os_by: str
    os_shown: bool
    """Is it a scan of a digest that runs that names it? One of the name alone may have looked at another image."""
    minimal: bool
    minimal_by_system: bool
    """`minimal` rests on nothing but the system that a scan names."""
    base: str | None
    kind: BaseKind
    because: str
    certainty: Certainty | None = None
    """How sure `kind` is; None where `doubt` says why it is not shown."""
    doubt: str = ""
    sources: tuple[EvidenceSource, ...]


class _StatedBase(msgspec.Struct, frozen=True, kw_only=True):
    """One place that names the base of an image."""

    name: str
    by: str
    certainty: Certainty | None = None
    doubt: str = ""
    source: EvidenceSource


class _JudgedBase(msgspec.Struct, frozen=True, kw_only=True):
    """What the base is, by one place that names it."""

    kind: BaseKind
    because: str
    base: str | None = None
    certainty: Certainty | None = None
    doubt: str = ""


class HardeningEvidence(msgspec.Struct, frozen=True, kw_only=True):
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
    os_name, os_by, os_shown = _system(about)
    bases = tuple(_bases(about))
    judged = _kind(about, bases, system)
    base = judged.base or next((each.name for each in bases), None)
    by_base = judged.kind is BaseKind.MINIMAL or _is_minimal(base)
    by_system = not by_base and (os_name or "").lower().startswith(_MINIMAL[:2])
    return HardeningContext(
        os_name=os_name,
        os_by=os_by,
        os_shown=os_shown,
        minimal=by_base or by_system,
        minimal_by_system=by_system,
        base=base,
        kind=judged.kind,
        because=judged.because,
        certainty=judged.certainty,
        doubt=judged.doubt,
        sources=tuple(sorted({each.source for each in bases} or {source for _, source in about.platforms})),
    )


def _system(about: HardeningEvidence) -> tuple[str | None, str, bool]:
    """Scans of a digest that runs first, the newest of them; what an inventory lists beats what a scan of another kind mentions
    only where no scan says it."""
    shown = {scan.evidence.path for scan in about.image.scans if _of_what_runs(scan, about.image)}
    shown |= {scan.evidence.path for scan in about.scans if not {*named_digests(scan)}.isdisjoint(about.image.digests)}
    of_running = [scan for scan in about.scans if scan.evidence.path in shown]
    others = [scan for scan in about.scans if scan.evidence.path not in shown]
    for scan in (*reversed(of_running), *reversed(others)):
        is_shown = scan.evidence.path in shown
        for target in scan.targets:
            if target.os_name:
                return target.os_name, scan.scanner.name, is_shown
        if scan.packages and scan.packages.os_name:
            return scan.packages.os_name, f"inventory ({scan.scanner.name})", is_shown
    return (about.image.os_name, "scan", False) if about.image.os_name else (None, "", False)


def _of_what_runs(scan: AssetScan, image: ImageAsset) -> bool:
    return scan.matched_by is MatchedBy.IMAGE_ID or any(names_digest(scan, digest) for digest in image.digests)


def _bases(about: HardeningEvidence) -> Iterator[_StatedBase]:
    """All that name it, the nearest to the bytes first."""
    for platform, source in about.platforms:
        named = dict(platform.labels).get(BASE_LABEL)
        if named:
            yield _StatedBase(name=named, by=f"the image's label {BASE_LABEL}", doubt=_LABEL_ALONE, source=source)
    for manifest in about.manifests:
        if manifest.base:
            certainty, source = Certainty.DECLARED, manifest.source
            yield _StatedBase(name=manifest.base, by="its hardening manifest", certainty=certainty, source=source)
    for pipeline, how in about.recipes:
        if pipeline.recipe and pipeline.recipe.final_base:
            declared = how in DECLARED
            yield _StatedBase(
                name=pipeline.recipe.final_base,
                by=f"its Dockerfile ({how})",
                certainty=Certainty.DECLARED if declared else None,
                doubt="" if declared else _FOLDER_ALONE,
                source=pipeline.recipe.base_source,
            )


def _kind(about: HardeningEvidence, bases: Sequence[_StatedBase], system: System) -> _JudgedBase:
    """Of several statements one that may be believed, and of those the worse; where none may, the nearest to the bytes."""
    labels = {key for platform, _ in about.platforms for key, _ in platform.labels}
    own = _published(f"{about.image.registry}/{about.image.asset_id.removeprefix(f'{about.image.registry}/')}")
    if own and own[0].is_hardened:
        return _JudgedBase(kind=own[0], because=f"the image itself comes from {own[1]}", certainty=Certainty.OBSERVED)
    judged = [_of_base(base.name, base, system) for base in bases]
    if any(key.startswith(IRON_BANK_LABEL) for key in labels):
        because = "labels of Iron Bank's pipeline are in the image's configuration"
        judged.insert(0, _JudgedBase(kind=BaseKind.IRON_BANK, because=because, doubt=_LABEL_ALONE))
    believed = [each for each in judged if each.certainty is not None]
    if not judged:
        return _unnamed(about, own)
    return min(believed, key=lambda each: each.kind.is_hardened is True) if believed else judged[0]


def _unnamed(about: HardeningEvidence, own: tuple[BaseKind, str] | None) -> _JudgedBase:
    if own:
        return _JudgedBase(kind=own[0], because=f"the image itself comes from {own[1]}", certainty=Certainty.OBSERVED)
    general = _general(f"{about.image.registry}/{_path(about.image)}/")
    if general:
        because = f"the image itself is published for general use ({general}…)"
        return _JudgedBase(kind=BaseKind.GENERAL, because=because, certainty=Certainty.OBSERVED)
    because = "neither labels nor a Dockerfile say what it is built on"
    return _JudgedBase(kind=BaseKind.UNKNOWN, because=because, doubt=_NOT_KNOWN)


def _of_base(name: str, base: _StatedBase, system: System) -> _JudgedBase:
    reference = parse_reference(name)
    full = f"{reference.registry}/{reference.repository}" if reference else name
    certainty, doubt = base.certainty, base.doubt
    if name == "scratch":
        because = f"built from `scratch`, says {base.by}"
        return _JudgedBase(kind=BaseKind.MINIMAL, because=because, base=name, certainty=certainty, doubt=doubt)
    published = _published(f"{full}/")
    approved = approved_by(reference, system.approved_registries) if reference else None
    if published:
        kind, wording = published[0], f"({published[1]})"
    elif approved:
        kind, wording = BaseKind.APPROVED, f", which comes from the approved registry {approved},"
    elif _is_minimal(name):
        kind, wording = BaseKind.MINIMAL, ","
    elif _general(f"{full}/"):
        # NOTE: a label that names a general-purpose base speaks against the image itself, so it is believed.
        kind, wording = BaseKind.GENERAL, ", published for general use,"
        certainty, doubt = (Certainty.DECLARED, "") if doubt == _LABEL_ALONE else (certainty, doubt)
    else:
        kind, wording = BaseKind.GENERAL, ", from a registry that is not approved,"
        certainty, doubt = None, doubt or "nothing shows whether the base that it is built on is hardened"
    because = f"built on {name}{'' if wording.startswith(',') else ' '}{wording.removesuffix(',')}, says {base.by}"
    return _JudgedBase(kind=kind, because=because, base=name, certainty=certainty, doubt=doubt)


def _general(place: str) -> str | None:
    """The place that publishes for everybody's use. Of docker.io/library only what Docker publishes there: a name without a
    registry may have been built where it runs."""
    prefix = next((prefix for prefix in GENERAL_PURPOSE if place.startswith(prefix)), None)
    if prefix == _LIBRARY and place.removeprefix(_LIBRARY).partition("/")[0] not in OFFICIAL:
        return None
    return prefix


def _published(place: str) -> tuple[BaseKind, str] | None:
    return next(((each.kind, each.title) for each in HARDENED_SOURCES if place.startswith(each.prefix)), None)


def _path(image: ImageAsset) -> str:
    """The repository: docker.io's default prefixes are left out of names."""
    path = image.name.removeprefix(f"{image.registry}/")
    return f"library/{path}" if image.registry == "docker.io" and "/" not in path else path


def _is_minimal(base: str | None) -> bool:
    parts = (base or "").lower().partition("@")[0].replace(":", "/").split("/")
    return any(part == word or part.startswith(f"{word}-") for part in parts for word in _MINIMAL)


def named_digests(scan: ScanSnapshot) -> tuple[str, ...]:
    """Digests of what it looked at, as the file or a person says; sorted."""
    written = (scan.evidence.target or "", *(target.name for target in scan.targets))
    named = {reference.digest for name in written if (reference := parse_reference(name)) and reference.digest}
    return tuple(sorted({digest for target in scan.targets for digest in target.digests} | named))


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
