"""Steps of a definition and the images that it pushes: order, conditions, names, and which of them runs."""

import pytest
from replacing import replace

from generator.checks.pipelines import pipeline_attests, pipeline_manifests, pipeline_sbom, pipeline_secrets, pipeline_signs
from generator.checks.pipelines.pipeline_delivers import CHECK as DELIVERS
from generator.checks.pipelines.pipeline_image_scan import CHECK as SCANNED
from generator.checks.pipelines.pushed_images import pushed_in
from generator.checks.pipelines.steps import before, conditional, same_image
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.pipeline import (
    Gating,
    ImagePush,
    OpaqueStep,
    PipelineSnapshot,
    PipelineStage,
    StageStep,
)
from generator.model.registry import ReferrerKind, RegistryImage, RegistryReferrer, RegistrySnapshot
from tests.checks.cluster_evidence import posture, verdicts
from tests.checks.manifests import container, deployment
from tests.checks.pipeline_evidence import BUILD, IMAGE, PUSH, SCAN, SUBJECT, jobs, workflow

SOURCE = EvidenceSource("a" * 64, "evidence/pipelines/build.yml", "line 3")
DIGEST, OTHER = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"
SIGNS, ATTESTS, SBOM = pipeline_signs.CHECK, pipeline_attests.CHECK, pipeline_sbom.CHECK
SECRETS, MANIFESTS = pipeline_secrets.CHECK, pipeline_manifests.CHECK
NO_ORIGIN = "fails (declared): is pushed, and no step attests its provenance"


def step(*images: str, job: str = "build", at: int = 1, conditions: tuple[str, ...] = (), **more: object) -> StageStep:
    made = StageStep(
        stage=PipelineStage.IMAGE_SCAN, tool="trivy", gating=Gating.YES, source=SOURCE, job=job, at=at, images=images
    )
    return replace(made, conditions=conditions, **more)  # type: ignore[arg-type]


def push(
    *names: str, job: str = "build", at: int = 5, conditions: tuple[str, ...] = (), aliases: tuple[str, ...] = ()
) -> ImagePush:
    return ImagePush(names=names, aliases=aliases, job=job, at=at, conditions=conditions, where="line 3", source=SOURCE)


def definition(*steps: StageStep, pushes: tuple[ImagePush, ...] = (), **more: object) -> PipelineSnapshot:
    file = EvidenceFile(path="evidence/pipelines/build.yml", sha256="a" * 64, size=1, media_type="x")
    return PipelineSnapshot(  # type: ignore[arg-type]
        evidence=file, system="GitLab CI", name="build", taken=None, stages=(), steps=steps, pushes=pushes, **more
    )


@pytest.mark.parametrize(
    ("early", "waits", "expected"),
    [
        (step(at=4), (), True),
        (step(at=5), (), False),
        (step(at=6), (), False),
        (step(job="", at=9), (), True),
        (step(job="scan"), (), None),
        (step(job="scan"), (("build", ("scan",)),), True),
        (step(job="scan"), (("build", ("lint",)),), False),
        (step(job="scan"), (("build", ()),), False),
        (step(job="scan"), (("other", ("scan",)),), None),
    ],
)
def test_what_must_have_been_done_before(
    early: StageStep, waits: tuple[tuple[str, tuple[str, ...]], ...], expected: bool | None
) -> None:
    assert before(definition(waits=waits), early, push(IMAGE)) is expected


@pytest.mark.parametrize(
    ("own", "of_place", "expected"),
    [
        ((), (), False),
        (("a",), (), True),
        (("a",), ("a",), False),
        ((), ("a",), False),
        (("a",), ("a", "b"), False),
        (("a", "b"), ("a",), True),
    ],
)
def test_conditions_that_the_place_does_not_have(own: tuple[str, ...], of_place: tuple[str, ...], expected: bool) -> None:
    assert conditional(step(conditions=own), push(IMAGE, conditions=of_place)) is expected


@pytest.mark.parametrize(
    ("pointed_at", "pushed", "expected"),
    [
        (("r.example/a:1",), ("r.example/a:1",), True),
        (("r.example/a:$T",), ("r.example/a:$T",), True),
        (("r.example/a",), ("r.example/a:1",), True),
        (("r.example/a@sha256:aa",), ("r.example/a:1",), True),
        (("r.example/a:1",), ("r.example/a:2",), None),
        (("docker.io/library/a:1",), ("a:1",), True),
        (("$IMAGE",), ("r.example/a:1",), None),
        (("mirror.example/a:1",), ("r.example/a:1",), None),
        (("r.example/b:1",), ("r.example/a:1",), False),
        (("r.example/b:1", "$X"), ("r.example/a:1",), None),
        (("r.example/b:1", "r.example/a:1"), ("r.example/a:1",), True),
        ((), ("r.example/a:1",), None),
        (("r.example/a:1",), (), None),
    ],
)
def test_the_image_that_a_step_is_pointed_at(
    pointed_at: tuple[str, ...], pushed: tuple[str, ...], expected: bool | None
) -> None:
    assert same_image(step(*pointed_at), push(*pushed)) is expected


def test_another_name_of_the_image_that_is_pushed() -> None:
    assert same_image(step("local:1"), push("r.example/a:1", aliases=("local:1",))) is True


def test_images_that_work_elsewhere_builds() -> None:
    opaque = OpaqueStep(name="make all", job="build", at=1, source=SOURCE)
    builds = step(stage=PipelineStage.IMAGE_BUILD, gating=Gating.NOT_APPLICABLE)
    assert [each.repository for each in pushed_in(definition(builds, opaque=(opaque,)))] == [""]
    assert [each.repository for each in pushed_in(definition(builds, opaque=(opaque,), pushes=(push(IMAGE),)))] == [IMAGE]
    assert list(pushed_in(definition(builds))) == []
    hidden = replace(builds, visible=False)
    assert [each.repository for each in pushed_in(definition(hidden, pushes=(push(IMAGE),)))] == ["", IMAGE]
    (unnamed,) = pushed_in(definition(hidden, pushes=(push(),)))
    assert (unnamed.repository, len(unnamed.pushes)) == ("", 1), "what is pushed by a variable stays beside it"


def test_an_image_of_another_tag_does_not_run() -> None:
    """What lies behind the push is too late only where the image that is pushed runs."""
    late = workflow(BUILD, PUSH, SCAN)
    production = "unknown: whether it pushes to the production registry is not known"
    assert verdicts(posture(SCANNED, late, deployment(container(image=f"{IMAGE}:1"))))[SUBJECT].startswith("fails")
    assert verdicts(posture(SCANNED, late, deployment(container(image=f"{IMAGE}:2")))) == {SUBJECT: production}
    assert verdicts(posture(SCANNED, late)) == {SUBJECT: production}
    loose = workflow(BUILD, PUSH, SCAN.replace("--exit-code 1", "--exit-code 0"))
    assert verdicts(posture(SCANNED, loose))[SUBJECT].startswith("fails (declared): is scanned after it was pushed")


def test_a_scan_under_a_condition_does_not_stop_the_push() -> None:
    made = definition(step(f"{IMAGE}:1", conditions=("if main",)), pushes=(push(f"{IMAGE}:1"),))
    (found,) = verdicts(posture(SCANNED, made)).values()
    assert found == "unknown: trivy runs under a condition of its own (if main) that was not evaluated"
    other = definition(step("mirror.example/cart:1"), pushes=(push(f"{IMAGE}:1"),))
    (found,) = verdicts(posture(SCANNED, other)).values()
    assert found.startswith("unknown: whether trivy looks at the image that is pushed is not known")


def registry(*digests: str, read: bool = True) -> RegistrySnapshot:
    file = EvidenceFile(path="evidence/registry/cart.json", sha256="e" * 64, size=1, media_type="x")
    images = tuple(
        RegistryImage(
            registry="registry.example",
            repository="cart",
            tags=("1",),
            digest=digest,
            is_index=False,
            platforms=(),
            referrers=(
                RegistryReferrer(
                    subject=digest,
                    digest=f"sha256:{'c' * 64}",
                    kind=ReferrerKind.ATTESTATION,
                    predicate_types=("https://slsa.dev/provenance/v1",),
                    read=read,
                ),
            ),
            source=file.source,
        )
        for digest in digests
    )
    return RegistrySnapshot(evidence=file, registry="registry.example", taken=None, images=images)


def test_what_the_registry_holds_counts_for_the_tag_that_is_pushed() -> None:
    runs = deployment(container(image=f"{IMAGE}:1@{DIGEST}"))
    held = "passes (observed): the registry has it for the digest that runs"
    open_ = "unknown: the registry has it for the digest that runs, and that this definition pushed that digest is not shown"
    assert verdicts(posture(ATTESTS, workflow(BUILD, PUSH), runs, registry(DIGEST))) == {SUBJECT: held}
    by_variable = workflow(f"docker build -t {IMAGE}:$TAG .", f"docker push {IMAGE}:$TAG")
    assert verdicts(posture(ATTESTS, by_variable, runs, registry(DIGEST))) == {SUBJECT: open_}
    assert verdicts(posture(ATTESTS, by_variable, runs)) == {SUBJECT: NO_ORIGIN}
    another = workflow(f"docker build -t {IMAGE}:2 .", f"docker push {IMAGE}:2")
    assert verdicts(posture(ATTESTS, another, runs, registry(DIGEST))) == {SUBJECT: NO_ORIGIN}


def test_what_the_registry_holds_of_some_that_run() -> None:
    one = container(image=f"{IMAGE}:1@{DIGEST}")
    two = deployment(one, container(name="b", image=f"{IMAGE}:1@{OTHER}"))
    assert verdicts(posture(ATTESTS, workflow(BUILD, PUSH), two, registry(DIGEST))) == {SUBJECT: NO_ORIGIN}
    assert verdicts(posture(ATTESTS, workflow(BUILD, PUSH), two, registry(DIGEST, OTHER)))[SUBJECT].startswith("passes (obs")
    also = workflow(f"docker build -t {IMAGE}:1 -t {IMAGE}:2 .", PUSH, f"docker push {IMAGE}:2")
    bare = deployment(one, container(name="b", image=f"{IMAGE}:2"))
    assert verdicts(posture(ATTESTS, also, bare, registry(DIGEST))) == {SUBJECT: NO_ORIGIN}


def test_a_signature_under_a_condition_and_of_one_of_two_pushes() -> None:
    def signed(*images: str, **more: object) -> StageStep:
        return step(*images, stage=PipelineStage.SIGNING, tool="cosign", at=9, **more)  # type: ignore[arg-type]

    alone = definition(signed(f"{IMAGE}:1", conditions=("if main",)), pushes=(push(f"{IMAGE}:1"),))
    (found,) = verdicts(posture(SIGNS, alone)).values()
    assert found == "unknown: cosign runs under a condition of its own (if main) that was not evaluated"
    two = definition(signed(f"{IMAGE}:1"), pushes=(push(f"{IMAGE}:1"), push(f"{IMAGE}:2", at=6)))
    (found,) = verdicts(posture(SIGNS, two)).values()
    assert found.startswith("unknown: whether cosign signs the image that is pushed is not known")
    none = definition(signed("r.example/b:1"), pushes=(push(f"{IMAGE}:1"), push(f"{IMAGE}:2", at=6)))
    (found,) = verdicts(posture(SIGNS, none)).values()
    assert found.startswith("fails")


def test_a_signature_by_another_name_of_one_of_two_pushes() -> None:
    """The other push has no such name, so that nothing signs what it pushes."""
    signed = step("local:9", stage=PipelineStage.SIGNING, tool="cosign", at=9)
    first, second = push(f"{IMAGE}:1", aliases=("local:9",)), push(f"{IMAGE}:2", at=6)
    (found,) = verdicts(posture(SIGNS, definition(signed, pushes=(first,)))).values()
    assert found == "passes (declared): cosign signs it"
    (found,) = verdicts(posture(SIGNS, definition(signed, pushes=(first, second)))).values()
    assert found.startswith("fails (declared): is pushed, and no step signs it")


def test_a_list_is_kept_by_the_job_that_writes_it() -> None:
    listed = step(f"{IMAGE}:1", stage=PipelineStage.SBOM, tool="syft")
    made = definition(listed, pushes=(push(f"{IMAGE}:1"),), keeps=("build",))
    (found,) = verdicts(posture(SBOM, made)).values()
    assert found == "passes (declared): syft lists it"
    (found,) = verdicts(posture(SBOM, replace(made, keeps=("other",)))).values()
    assert found == "unknown: whether the list that syft writes is kept is not in the file"


def test_guards_wait_and_work_elsewhere() -> None:
    secrets = step(stage=PipelineStage.SECRETS_DETECTION, tool="gitleaks", job="check")
    made = definition(secrets, pushes=(push(f"{IMAGE}:1"),))
    (found,) = verdicts(posture(SECRETS, made)).values()
    assert found == "unknown: the order of its jobs was not read"
    after = OpaqueStep(name="make more", job="build", at=8, source=SOURCE)
    (found,) = verdicts(posture(SECRETS, definition(pushes=(push(f"{IMAGE}:1"),), opaque=(after,)))).values()
    assert found == "fails (declared): builds or deploys, and does not look for secrets first"
    within = replace(after, at=5)
    (found,) = verdicts(posture(SECRETS, definition(pushes=(push(f"{IMAGE}:1"),), opaque=(within,)))).values()
    assert found == "unknown: the step may be in make more, which was not collected"


def test_secrets_are_looked_for_before_what_leaves_not_before_the_build() -> None:
    found = verdicts(posture(SECRETS, workflow(BUILD, "gitleaks detect", PUSH)))
    assert found == {"evidence/pipelines/build.yml": "passes (declared): gitleaks stops it"}


def test_manifests_of_another_folder() -> None:
    def deploys(*folders: str) -> StageStep:
        return step(*folders, stage=PipelineStage.DEPLOY, tool="kubectl", at=9, gating=Gating.NOT_APPLICABLE)

    checked = step("deploy/prod", stage=PipelineStage.MANIFEST_SCAN, tool="checkov")
    (found,) = verdicts(posture(MANIFESTS, definition(checked, deploys("deploy/prod/web")))).values()
    assert found == "passes (declared): checkov stops it"
    (found,) = verdicts(posture(MANIFESTS, definition(checked, deploys("infra/prod")))).values()
    assert found == "unknown: whether what checkov looks at is what leaves the pipeline is not known"
    (found,) = verdicts(posture(MANIFESTS, definition(checked, deploys()))).values()
    assert found == "passes (declared): checkov stops it"


@pytest.mark.parametrize(
    ("pushed", "verdict"),
    [
        (f"{IMAGE}:1", "passes (declared)"),
        (f"{IMAGE}:2", "unknown: the pipeline pushes other tags of this repository, none of which can be the one that runs"),
        (
            f"{IMAGE}:$TAG",
            "unknown: the pipeline pushes this repository by a tag that is set when it runs, and that it pushed this one is "
            "not shown",
        ),
    ],
)
def test_what_is_delivered_is_the_tag_that_runs(pushed: str, verdict: str) -> None:
    made = workflow(f"docker build -t {pushed} .", f"docker push {pushed}", "kubectl apply -f deploy")
    runs = deployment(container(image=f"{IMAGE}:1"))
    assert verdicts(posture(DELIVERS, made, runs)) == {f"{IMAGE}:1": verdict}


def test_a_deployment_that_the_push_is_not_before() -> None:
    made = jobs(f"push: uses; {PUSH}\ndeploy: kubectl apply -f deploy")
    runs = deployment(container(image=f"{IMAGE}:1"))
    (found,) = verdicts(posture(DELIVERS, made, runs)).values()
    assert not found.startswith("passes")
