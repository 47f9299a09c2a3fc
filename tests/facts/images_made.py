"""Registry images, Dockerfiles, statements and benchmark results for tests, made with few words."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import msgspec
from replacing import replace

from generator.checks.base import CheckContext
from generator.checks.images.chain_verdicts import judged_chains
from generator.facts.chain_context import ChainBasis
from generator.facts.chain_links import chains_of
from generator.facts.code_scans import code_scans
from generator.facts.facts import facts_of
from generator.facts.hardening import HardeningBasis, hardening_of, inventories
from generator.facts.hardening_decisions import ChosenBenchmark
from generator.facts.hardening_users import users_of_pods
from generator.facts.history import History
from generator.facts.signatures import Keys
from generator.model.attestation import Attestation
from generator.model.chain import ChainEvidence, ChainLink, ImageChain, LinkEvidence
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.hardening import ImageHardening
from generator.model.images import parse_reference
from generator.model.pipeline import (
    DetectedStage,
    Gating,
    HardeningManifest,
    ImagePush,
    ImageRecipe,
    PipelineSnapshot,
    PipelineStage,
    StageStep,
)
from generator.model.registry import ReferrerKind, RegistryImage, RegistryPlatform, RegistryReferrer, RegistrySnapshot
from generator.model.scan import (
    BenchmarkRun,
    Disposition,
    PackageList,
    ResultKind,
    Scanner,
    ScanSnapshot,
    ScanTally,
    ScanTarget,
    TargetKind,
)
from generator.workspace.system_yaml import read
from tests.facts.scans_made import evidence, sighting

AS_OF = date(2026, 11, 20)
RUNNING, OTHER = "sha256:" + "a" * 64, "sha256:" + "b" * 64
CART = "registry.example/shop/cart:1"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
REPOSITORY = "https://git.example/shop/cart"
PROVENANCE = "https://slsa.dev/provenance/v1"


def stored(
    *,
    digest: str = RUNNING,
    name: str = CART,
    user: str | None = "10001",
    labels: dict[str, str] | None = None,
    referrers: tuple[tuple[ReferrerKind, tuple[str, ...]], ...] = (),
    said: tuple[Attestation, ...] = (),
    taken: datetime | None = None,
) -> RegistrySnapshot:
    """What the registry holds under a name."""
    file, reference = evidence(f"evidence/registry/{digest[7:15]}.json", taken), parse_reference(name)
    assert reference is not None
    image = RegistryImage(
        registry=reference.registry,
        repository=reference.repository,
        tags=(reference.tag or "",),
        digest=digest,
        is_index=False,
        platforms=(
            RegistryPlatform(platform="linux/amd64", digest=digest, user=user, labels=tuple(sorted((labels or {}).items()))),
        ),
        referrers=tuple(
            RegistryReferrer(subject=digest, digest=OTHER, kind=kind, predicate_types=types) for kind, types in referrers
        ),
        source=EvidenceSource(file.sha256, file.path),
    )
    return RegistrySnapshot(evidence=file, registry=reference.registry, taken=taken, images=(image,), attestations=said)


def said(*statements: Attestation) -> RegistrySnapshot:
    """A file of statements of its own."""
    file = evidence("evidence/registry/statements.json")
    return RegistrySnapshot(evidence=file, registry="", taken=None, images=(), attestations=statements)


def attestation(
    *digests: str, predicate_type: str = PROVENANCE, name: str = "registry.example/shop/cart", **more: object
) -> Attestation:
    """A statement; about what runs, where no digest is given."""
    file = evidence("evidence/registry/statements.json")
    subjects = tuple((name, digest) for digest in digests or (RUNNING,))
    return Attestation(subjects=subjects, predicate_type=predicate_type, source=EvidenceSource(file.sha256, file.path), **more)  # type: ignore[arg-type]


def dockerfile(
    path: str = "evidence/pipelines/cart/Dockerfile",
    base: str | None = None,
    *,
    user: str | None = None,
    root: bool | None = None,
) -> PipelineSnapshot:
    """A Dockerfile."""
    file = evidence(path)
    source = EvidenceSource(file.sha256, file.path, "line 1")
    recipe = ImageRecipe(
        final_base=base,
        registry=None,
        digest=None,
        pinned=None,
        user=user,
        root=root,
        because="",
        base_images=(base,) if base else (),
        base_source=source,
    )
    return PipelineSnapshot(evidence=file, system="Dockerfile", name="Dockerfile", taken=None, stages=(), recipe=recipe)


def workflow(
    *images: str,
    gating: Gating | None = Gating.YES,
    path: str = "evidence/pipelines/release.yml",
    system: str = "GitHub Actions",
) -> PipelineSnapshot:
    """A pipeline that pushes images, and before that scans each where `gating` is given."""
    file = evidence(path)
    source, pushed = EvidenceSource(file.sha256, file.path, "line 9"), EvidenceSource(file.sha256, file.path, "line 12")
    stages: tuple[DetectedStage, ...] = ()
    if gating is not None:
        stages = (DetectedStage(stage=PipelineStage.IMAGE_SCAN, tool="trivy", gating=gating, source=source),)
    return PipelineSnapshot(
        evidence=file,
        system=system,
        name="Release",
        taken=None,
        stages=stages,
        images=images,
        steps=tuple(
            StageStep(
                stage=each.stage, tool=each.tool, gating=each.gating, source=each.source, job="build", at=at, images=(image,)
            )
            for each in stages
            for at, image in enumerate(images)
        ),
        pushes=tuple(
            ImagePush(names=(image,), job="build", at=100 + at, where="line 12", source=pushed)
            for at, image in enumerate(images)
        ),
    )


def measured(
    *benchmarks: str,
    target: str = CART,
    taken: datetime | None = None,
    tool: str = "OpenSCAP",
    counts: tuple[int, int, int] = (2, 1, 0),
    checks: dict[str, tuple[Disposition, str]] | None = None,
    os_name: str | None = None,
    packages: PackageList | None = None,
    path: str = "evidence/scans/xccdf.xml",
) -> ScanSnapshot:
    """A file with results of a benchmark, or with an inventory: (passed, failed, not reviewed)."""
    file = evidence(path, taken)
    words = [Disposition.PASSED] * counts[0] + [Disposition.OPEN] * counts[1] + [Disposition.MANUAL] * counts[2]
    rows = [(f"rule-{index}", word, "") for index, word in enumerate(words)] if benchmarks and not checks else []
    rows += [(code, word, text) for code, (word, text) in (checks or {}).items()]
    seen = tuple(
        msgspec.structs.replace(
            sighting(code, target, file, disposition=word, kind=ResultKind.MISCONFIGURATION),
            scanner=tool,
            description=text,
            cves=(),
        )
        for code, word, text in rows
    )
    return ScanSnapshot(
        evidence=file,
        scanner=Scanner(name=tool),
        taken=taken,
        targets=(ScanTarget(name=target, kind=TargetKind.IMAGE, os_name=os_name),),
        results=seen,
        tally=ScanTally(results=len(seen), unique=len(seen), identifiers=len(seen)),
        benchmarks=tuple(BenchmarkRun(name=name, version="V2R4") for name in benchmarks),
        packages=packages,
    )


def facts(
    *snapshots: object,
    system: str = "",
    chosen: Sequence[ChosenBenchmark] = (),
    keys: Keys | None = None,
    exploited: Callable[[str], bool] | None = None,
) -> SystemFacts:
    """The facts with hardening and chains."""
    described = read(system, folder="x")
    found = facts_of(History.of(snapshots), described, AS_OF)  # type: ignore[arg-type]
    scans = [one for one in snapshots if isinstance(one, ScanSnapshot)]
    basis = HardeningBasis(
        system=described, scans=scans, chosen=chosen, running=users_of_pods(found), exploited=exploited or (lambda _cve: False)
    )
    chains = ChainBasis(keys=keys or Keys(), inventories=inventories(found, scans), code=code_scans(scans))
    return replace(found, hardening=hardening_of(found, basis), chains=chains_of(found, chains))


def hardening_manifest(image: str, *tags: str, base: str | None = None, unchecked: tuple[str, ...] = ()) -> PipelineSnapshot:
    """Iron Bank's, with two resources."""
    file = evidence("evidence/pipelines/hardening_manifest.yaml")
    manifest = HardeningManifest(
        image=image,
        tags=tags,
        base=base,
        missing=(),
        vendor=None,
        resources=2,
        unchecked=unchecked,
        source=EvidenceSource(file.sha256, file.path, "line 4"),
    )
    name = "hardening_manifest.yaml"
    return PipelineSnapshot(evidence=file, system="Iron Bank", name=name, taken=None, stages=(), manifest=manifest)


def hardening(*snapshots: object, **more: object) -> ImageHardening:
    """Of the only image that runs."""
    (one,) = facts(*snapshots, **more).hardening  # type: ignore[arg-type]
    return one


def chain_evidence(*snapshots: object, **more: object) -> ChainEvidence:
    """What was collected of the only image that runs."""
    (only,) = facts(*snapshots, **more).chains  # type: ignore[arg-type]
    return only


def collected(name: str, *snapshots: object, **more: object) -> LinkEvidence:
    """Of one link of it."""
    return next(each for each in chain_evidence(*snapshots, **more).links if each.id == name)


def chains(*snapshots: object, system: str = "", **more: object) -> dict[str, ImageChain]:
    """Judged, by asset id."""
    known = facts(*snapshots, system=system, **more)  # type: ignore[arg-type]
    context = CheckContext(system=read(system, folder="x"), facts=known)
    return {each.asset_id: each.shown for each in judged_chains(context)}


def chain(*snapshots: object, **more: object) -> ImageChain:
    """Of the only image that runs, judged."""
    (only,) = chains(*snapshots, **more).values()  # type: ignore[arg-type]
    return only


def link(name: str, *snapshots: object, **more: object) -> ChainLink:
    """One link of it."""
    return next(each for each in chain(*snapshots, **more).links if each.id == name)
