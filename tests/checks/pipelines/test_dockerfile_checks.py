"""What Dockerfiles build on, how they name it, and the user they leave."""

import pytest

from generator.checks.base import Check
from generator.checks.pipelines import dockerfile_base_not_approved, dockerfile_base_not_pinned, dockerfile_runs_as_root
from generator.model.pipeline import PipelineSnapshot
from tests.checks.cluster_evidence import posture, verdicts
from tests.checks.manifests import container, deployment
from tests.checks.pipeline_evidence import BUILD, DIGEST, IMAGE, dockerfile, workflow

APPROVED, PINNED, USER = (
    each.CHECK for each in (dockerfile_base_not_approved, dockerfile_base_not_pinned, dockerfile_runs_as_root)
)
SYSTEM = "approved-registries: [registry.example/base]\n"
CART = "evidence/pipelines/cart/Dockerfile"
GO = "FROM registry.example/base/go:1"
NO_DEFAULT = "unknown: a build argument without default names the base"
STAGE = "unknown: it copies files from a stage whose base a build argument without default names"
OF_B = "fails (declared): copies files from the stage b, built on go:1 without a digest"
NUMBER = "unknown: the user is a variable or a name whose number is not known"

CASES = [
    (APPROVED, dockerfile(GO), "passes (stated)"),
    (
        APPROVED,
        dockerfile("FROM golang AS b", "FROM scratch", "COPY --from=b /a /a"),
        "unknown: it copies files from a stage that is built on an image which is not approved",
    ),
    (APPROVED, dockerfile(f"{GO} AS b", "FROM scratch", "COPY --from=b /a /a"), "passes (stated)"),
    (APPROVED, dockerfile("FROM scratch AS b", "FROM scratch", "COPY --from=b /a /a"), "passes (declared)"),
    (APPROVED, dockerfile("ARG B", "FROM $B AS b", "FROM scratch", "COPY --from=b /a /a"), STAGE),
    (APPROVED, dockerfile(f"{GO} AS b", "COPY --from=busybox /a /a", GO, "COPY --from=b /a /a"), "fails (declared): copies"),
    (
        APPROVED,
        dockerfile(f"{GO} AS b", "FROM debian:12"),
        "fails (declared): builds on docker.io/library/debian; approved are registry.example/base",
    ),
    (
        APPROVED,
        dockerfile("ARG BASE=registry.example/baseline/go", "FROM $BASE"),
        "fails (declared): builds on registry.example/base",
    ),
    (APPROVED, dockerfile("ARG BASE", "FROM $BASE"), NO_DEFAULT),
    (
        APPROVED,
        dockerfile(GO, "COPY --from=busybox:1 /bin/sh /bin/sh"),
        "fails (declared): copies files from docker.io/library/busybox",
    ),
    (APPROVED, dockerfile(GO, "COPY --chown=1 --from=registry.example/base/ca:1 /c /c"), "passes (stated)"),
    (APPROVED, dockerfile(GO, GO, "COPY --from=0 /c /c"), "passes (stated)"),
    (APPROVED, dockerfile(f"{GO} AS b", "COPY --from=busybox /a /a", GO), "passes (stated)"),
    (APPROVED, dockerfile(f"{GO} AS b", "COPY --from=busybox /a /a", "FROM b"), "fails (declared): copies files from"),
    (APPROVED, dockerfile("ARG BASE", "FROM $BASE", "COPY --from=busybox /a /a"), "fails (declared): copies files from"),
    (APPROVED, dockerfile(GO, "COPY --from=$WHERE /a /a"), "unknown: what it builds on or copies files from is not written"),
    (PINNED, dockerfile(f"FROM debian:12@{DIGEST}"), "passes (declared)"),
    (PINNED, dockerfile("FROM debian:12"), "fails (declared): names its base debian:12 without a digest"),
    (PINNED, dockerfile("FROM debian:12@sha256:abc"), "fails (declared): names its base debian:12 without a digest"),
    (PINNED, dockerfile("ARG BASE", "FROM $BASE"), NO_DEFAULT),
    (PINNED, dockerfile(f"FROM go:1@{DIGEST} AS b", f"FROM debian@{DIGEST}", "COPY --from=b /a /a"), "passes (declared)"),
    (PINNED, dockerfile("FROM go:1 AS b", f"FROM debian@{DIGEST}", "COPY --from=b /a /a"), OF_B),
    (PINNED, dockerfile("FROM go:1 AS b", f"FROM debian@{DIGEST}", "COPY --from=B /a /a"), OF_B),
    (PINNED, dockerfile("FROM go:1 AS b", "FROM scratch", "COPY --from=0 /a /a"), OF_B),
    (PINNED, dockerfile("FROM go:1", "FROM scratch", "COPY --from=0 /a /a"), OF_B.replace("stage b", "stage 0")),
    (PINNED, dockerfile("FROM go:1 AS b", "FROM b AS c", "FROM scratch", "COPY --from=c /a /a"), OF_B),
    (
        PINNED,
        dockerfile("FROM go:1 AS b", "FROM scratch AS c", "COPY --from=b /a /a", "FROM scratch", "COPY --from=c /a /a"),
        OF_B,
    ),
    (PINNED, dockerfile("FROM go:1 AS b", f"FROM debian@{DIGEST} AS c", "COPY --from=b /a /a", "FROM c"), OF_B),
    (PINNED, dockerfile("FROM go:1 AS b", f"FROM debian@{DIGEST}"), "passes (declared)"),
    (PINNED, dockerfile("FROM go@sha256:ab AS b", "FROM scratch", "COPY --from=b /a /a"), OF_B.replace("go:1", "go")),
    (PINNED, dockerfile("ARG B", "FROM $B AS b", "FROM scratch", "COPY --from=b /a /a"), STAGE),
    (PINNED, dockerfile("ARG B", "FROM $B AS b", "FROM debian", "COPY --from=b /a /a"), "fails (declared): names its base"),
    (PINNED, dockerfile("FROM scratch", "COPY --from=b /a /a", "COPY --from=7 /a /a"), "fails (declared): copies files from b"),
    (PINNED, dockerfile("FROM scratch", "COPY --from=busybox@sha256:ab /a /a"), "fails (declared): copies files from busybox"),
    (
        PINNED,
        dockerfile("FROM scratch", "COPY --from=busybox:1 /a /a"),
        "fails (declared): copies files from busybox:1 without",
    ),
    (PINNED, dockerfile("FROM scratch", f"COPY --from=busybox@{DIGEST} /a /a"), "passes (declared)"),
    (USER, dockerfile("FROM debian", "USER root", "RUN x", "USER 10001"), "passes (declared): USER 10001 (line 4) is not root"),
    (USER, dockerfile("FROM debian"), "fails (declared): runs as root: no USER, and debian (line 1) runs as root by default"),
    (USER, dockerfile("FROM scratch"), "fails (declared): runs as root: no USER"),
    (USER, dockerfile("FROM debian", "USER 0:0"), "fails (declared): runs as root: USER 0:0"),
    (USER, dockerfile("FROM debian AS b", "USER root", "FROM debian", "USER 1"), "passes (declared)"),
    (
        USER,
        dockerfile("FROM mcr.microsoft.com/windows/servercore:ltsc2022", "USER ContainerAdministrator"),
        "fails (declared): runs as root: USER ContainerAdministrator",
    ),
    (USER, dockerfile("FROM mcr.microsoft.com/windows/servercore:ltsc2022", "USER ContainerUser"), "passes (declared)"),
    (USER, dockerfile("ARG WHO", "FROM debian", "USER $WHO"), NUMBER),
    (USER, dockerfile("FROM debian", "USER cart"), NUMBER),
    (USER, dockerfile("FROM debian", "RUN useradd -r cart", "USER cart"), "passes (declared): USER cart (line 3) is not root"),
    (USER, dockerfile("FROM debian", "RUN groupadd g && adduser -D -u 1001 cart", "USER cart:g"), "passes (declared)"),
    (USER, dockerfile("FROM debian", "RUN useradd -o -u 0 cart", "USER cart"), NUMBER),
    (USER, dockerfile("FROM debian AS b", "RUN useradd cart", "FROM debian", "USER cart"), NUMBER),
    (USER, dockerfile("FROM debian AS b", "RUN useradd cart", "FROM b", "USER cart"), "passes (declared)"),
    (USER, dockerfile("FROM registry.example/base/go:1"), "unknown: the base's own user is not known"),
    (
        USER,
        dockerfile("FROM gcr.io/distroless/static:nonroot"),
        "passes (declared): no USER, and gcr.io/distroless/static:nonroot",
    ),
]


@pytest.mark.parametrize(("check", "made", "verdict"), CASES)
def test_a_dockerfile(check: Check, made: PipelineSnapshot, verdict: str) -> None:
    found = verdicts(posture(check, made, system=SYSTEM))
    assert set(found) == {CART}
    assert found[CART].startswith(verdict), found[CART]


@pytest.mark.parametrize("check", [APPROVED, PINNED, USER])
def test_an_image_without_a_dockerfile_that_is_shown_to_be_its_own_is_unknown(check: Check) -> None:
    made = dockerfile(f"FROM registry.example/base/go@{DIGEST}", "USER 1")
    runs = deployment(container(image=f"{IMAGE}:1"), container(name="b", image="registry.example/till:2"))
    state = posture(check, made, runs, system=SYSTEM)
    found = verdicts(state)
    assert found["registry.example/till:2"] == "unknown: no collected Dockerfile is shown to be its own"
    assert found[CART].startswith("passes (stated)" if check is APPROVED else "passes (declared)")
    assert set(found) == {CART, "registry.example/till:2"}
    assert {each.name: each.asset_ids for each in state.subjects} == {
        CART: (f"{IMAGE}:1",),
        "registry.example/till:2": ("registry.example/till:2",),
    }
    assert state.label == "not established"
    assert posture(check, runs, system=SYSTEM).label == "not collected"


def test_a_build_argument_of_a_pipeline_beats_the_default() -> None:
    made = dockerfile("ARG BASE=registry.example/base/go@" + DIGEST, "FROM $BASE")
    other = workflow("docker build --build-arg OTHER=x .")
    given = workflow("docker build --build-arg BASE=debian .")
    for check in (APPROVED, PINNED):
        assert verdicts(posture(check, made, other, system=SYSTEM))[CART].startswith("passes")
        (subject,) = posture(check, made, given, system=SYSTEM).subjects
        assert subject.reason == "a pipeline sets the build argument BASE, which names the base"
        assert [each.path for each in subject.contested_by] == ["evidence/pipelines/build.yml"]
    stage = dockerfile("ARG BASE=registry.example/base/go@" + DIGEST, "FROM $BASE AS b", "FROM scratch", "COPY --from=b /a /a")
    for check in (APPROVED, PINNED):
        assert verdicts(posture(check, stage, other, system=SYSTEM))[CART].startswith("passes")
        (subject,) = posture(check, stage, given, system=SYSTEM).subjects
        assert subject.reason.startswith("a pipeline sets the build argument that names the base of a stage")
        assert [each.path for each in subject.contested_by] == ["evidence/pipelines/build.yml"]
    (subject,) = posture(USER, made, given, system=SYSTEM).subjects
    assert subject.reason.startswith("a pipeline sets the build argument BASE")
    with_user = dockerfile("ARG BASE=x", "FROM $BASE", "USER 1")
    assert verdicts(posture(USER, with_user, given, system=SYSTEM))[CART].startswith("passes")


@pytest.mark.parametrize("target", ["test", "TEST"])
def test_a_stage_that_is_not_the_last(target: str) -> None:
    made = dockerfile("FROM debian AS Test", "FROM registry.example/base/go:1", "USER 1")
    given = workflow(f"docker build --target {target} .")
    for check in (APPROVED, PINNED, USER):
        (subject,) = posture(check, made, given, system=SYSTEM).subjects
        assert (subject.reason, len(subject.contested_by)) == ("the pipeline builds a stage that is not the last", 1)
    last = workflow("docker build --target other .")
    assert verdicts(posture(USER, made, last, system=SYSTEM))[CART].startswith("passes")


def test_without_a_list_of_approved_registries_no_base_is_judged() -> None:
    state = posture(APPROVED, dockerfile("FROM debian:12"))
    assert state.label == "not collected"
    assert "approved-registries" in state.summary


def test_without_dockerfiles() -> None:
    assert posture(PINNED).label == "not collected"
    assert (
        posture(PINNED, workflow(BUILD)).summary
        == "No evidence of Dockerfiles that say what images are built on was collected."
    )


def test_what_is_built_on_nothing_has_no_base_to_pin() -> None:
    alone = posture(PINNED, dockerfile("FROM golang AS b", "FROM scratch"))
    assert (alone.label, alone.notes) == ("none found", (f"Built on nothing (`scratch`), and left out: {CART}.",))
    other = dockerfile("FROM debian", path="evidence/pipelines/web/Dockerfile")
    state = posture(PINNED, dockerfile("FROM scratch"), other, deployment(container(image=f"{IMAGE}:1")))
    assert set(verdicts(state)) == {"evidence/pipelines/web/Dockerfile"}
    assert len(state.notes) == 1
