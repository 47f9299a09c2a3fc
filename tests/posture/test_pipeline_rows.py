"""Rows about pipelines and Dockerfiles: each of the four states, and what is wrong where something is."""

import pytest

from generator.model.pipeline import PipelineSnapshot
from generator.model.posture import PostureState
from tests.posture.ground import problems
from tests.posture.manifests import namespace, thing
from tests.posture.pipelines_made import DIGEST, definition, dockerfile, judged, workflow

BUILD, PUSH = "docker build -t registry.example/cart:1 .", "docker push registry.example/cart:1"
SCAN = "trivy image --exit-code 1 registry.example/cart:1"
LOOSE = "trivy image --exit-code 0 registry.example/cart:1"
HIDDEN = "./ci/scan-image.sh registry.example/cart:1"
POLICY = "sysdig-cli-scanner --apiurl https://x registry.example/cart:1"
FILE = "evidence/pipelines/build.yml"
OTHER = "evidence/pipelines/other.yml"
NIGHTLY = workflow(LOOSE, path="evidence/pipelines/nightly.yml")
APPROVED = "approved-registries: [registry.example/base]\n"
CART = "evidence/pipelines/cart/Dockerfile"
ARGO = thing(
    "Application", "argoproj.io/v1alpha1", "shop", "argocd", spec={"syncPolicy": {"automated": {"selfHeal": True}}}, status={}
)

CASES = [
    # the gate
    ("pipeline-image-scan", PostureState.NOT_COLLECTED, [], {}),
    ("pipeline-image-scan", PostureState.NOT_COLLECTED, [dockerfile("FROM scratch")], {}),
    ("pipeline-image-scan", PostureState.NONE_FOUND, [workflow("make test")], {}),
    ("pipeline-image-scan", PostureState.NONE_FOUND, [NIGHTLY], {}),
    ("pipeline-image-scan", PostureState.ENFORCING, [workflow(BUILD, SCAN, PUSH)], {}),
    ("pipeline-image-scan", PostureState.ENFORCING, [workflow(BUILD, SCAN, PUSH), NIGHTLY], {}),
    (
        "pipeline-image-scan",
        PostureState.NOT_ENFORCING,
        [workflow(BUILD, LOOSE, PUSH)],
        {FILE: "a bad result does not stop it"},
    ),
    (
        "pipeline-image-scan",
        PostureState.NOT_ENFORCING,
        [workflow(BUILD, f"{SCAN} || true")],
        {FILE: "a bad result does not stop"},
    ),
    ("pipeline-image-scan", PostureState.NOT_ENFORCING, [workflow(BUILD, PUSH)], {FILE: "does not visibly scan them"}),
    ("pipeline-image-scan", PostureState.NOT_ENFORCING, [workflow(BUILD, PUSH), NIGHTLY], {FILE: "does not visibly scan them"}),
    ("pipeline-image-scan", PostureState.NOT_COLLECTED, [workflow(BUILD, POLICY)], {}),
    ("pipeline-image-scan", PostureState.NOT_COLLECTED, [workflow(BUILD, HIDDEN)], {}),
    # secrets and manifests
    ("pipeline-secrets", PostureState.NOT_COLLECTED, [], {}),
    ("pipeline-secrets", PostureState.NONE_FOUND, [workflow(BUILD)], {}),
    ("pipeline-secrets", PostureState.ENFORCING, [workflow("gitleaks detect --exit-code 1", BUILD)], {}),
    (
        "pipeline-secrets",
        PostureState.NOT_ENFORCING,
        [workflow("gitleaks detect || true", BUILD)],
        {FILE: "looks for secrets with"},
    ),
    ("pipeline-manifests", PostureState.NOT_COLLECTED, [], {}),
    ("pipeline-manifests", PostureState.NONE_FOUND, [workflow(BUILD)], {}),
    ("pipeline-manifests", PostureState.ENFORCING, [workflow("trivy config --exit-code 1 deploy")], {}),
    (
        "pipeline-manifests",
        PostureState.NOT_ENFORCING,
        [workflow("checkov -d deploy --soft-fail")],
        {FILE: "checks manifests with"},
    ),
    # what is handed on
    ("pipeline-signs", PostureState.NOT_COLLECTED, [], {}),
    ("pipeline-signs", PostureState.NONE_FOUND, [workflow(BUILD)], {}),
    ("pipeline-signs", PostureState.ENFORCING, [workflow(BUILD, "cosign sign --yes registry.example/cart:1")], {}),
    (
        "pipeline-signs",
        PostureState.NOT_ENFORCING,
        [workflow(BUILD, "cosign sign --yes registry.example/cart:1"), workflow(BUILD, path=OTHER)],
        {OTHER: "does not visibly sign them"},
    ),
    ("pipeline-attests", PostureState.NOT_COLLECTED, [], {}),
    ("pipeline-attests", PostureState.NONE_FOUND, [workflow(BUILD)], {}),
    (
        "pipeline-attests",
        PostureState.ENFORCING,
        [workflow(BUILD, "cosign attest --type slsaprovenance --predicate p.json c:1")],
        {},
    ),
    (
        "pipeline-attests",
        PostureState.NOT_ENFORCING,
        [workflow(BUILD, "cosign attest --type slsaprovenance --predicate p.json c:1"), workflow(BUILD, path=OTHER)],
        {OTHER: "does not visibly attest"},
    ),
    ("pipeline-sbom", PostureState.NOT_COLLECTED, [], {}),
    ("pipeline-sbom", PostureState.NONE_FOUND, [workflow(BUILD)], {}),
    ("pipeline-sbom", PostureState.ENFORCING, [workflow(BUILD, "syft registry.example/cart:1 -o cyclonedx-json")], {}),
    (
        "pipeline-sbom",
        PostureState.NOT_ENFORCING,
        [workflow(BUILD, "syft registry.example/cart:1 -o cyclonedx-json"), workflow(BUILD, path=OTHER)],
        {OTHER: "does not visibly write a bill of materials"},
    ),
    # from source to cluster
    ("pipeline-delivers", PostureState.NOT_COLLECTED, [], {}),
    (
        "pipeline-delivers",
        PostureState.NONE_FOUND,
        [definition("on: push\njobs: {a: {runs-on: x, steps: [{run: make}]}}\n")],
        {},
    ),
    ("pipeline-delivers", PostureState.ENFORCING, [workflow(BUILD, "kubectl apply -f deploy")], {}),
    ("pipeline-delivers", PostureState.ENFORCING, [workflow(BUILD), ARGO], {}),
    ("pipeline-delivers", PostureState.NOT_ENFORCING, [workflow(BUILD)], {"the system": "visibly deploys"}),
    # Dockerfiles
    ("dockerfile-base-not-approved", PostureState.NOT_COLLECTED, [], {}),
    ("dockerfile-base-not-approved", PostureState.NOT_COLLECTED, [workflow(BUILD)], {}),
    ("dockerfile-base-not-approved", PostureState.NONE_FOUND, [dockerfile("ARG BASE", "FROM $BASE")], {}),
    ("dockerfile-base-not-approved", PostureState.ENFORCING, [dockerfile("FROM registry.example/base/go:1")], {}),
    ("dockerfile-base-not-approved", PostureState.ENFORCING, [dockerfile("FROM golang AS b", "FROM scratch")], {}),
    (
        "dockerfile-base-not-approved",
        PostureState.NOT_ENFORCING,
        [dockerfile("FROM registry.example/base/go:1 AS b", "FROM debian:12")],
        {CART: "builds on docker.io/library/debian; approved are registry.example/base"},
    ),
    (
        "dockerfile-base-not-approved",
        PostureState.NOT_ENFORCING,
        [dockerfile("ARG BASE=registry.example/baseline/go", "FROM $BASE")],
        {CART: "builds on registry.example/baseline/go"},
    ),
    ("dockerfile-base-not-pinned", PostureState.NOT_COLLECTED, [], {}),
    ("dockerfile-base-not-pinned", PostureState.NONE_FOUND, [dockerfile("ARG BASE", "FROM $BASE")], {}),
    ("dockerfile-base-not-pinned", PostureState.ENFORCING, [dockerfile(f"FROM debian:12@{DIGEST}")], {}),
    ("dockerfile-base-not-pinned", PostureState.NOT_ENFORCING, [dockerfile("FROM debian:12")], {CART: "without a digest"}),
    (
        "dockerfile-base-not-pinned",
        PostureState.NOT_ENFORCING,
        [dockerfile("FROM debian:12@sha256:abc")],
        {CART: "without a digest"},
    ),
    ("dockerfile-runs-as-root", PostureState.NOT_COLLECTED, [], {}),
    ("dockerfile-runs-as-root", PostureState.NONE_FOUND, [dockerfile("ARG WHO", "FROM debian", "USER $WHO")], {}),
    ("dockerfile-runs-as-root", PostureState.ENFORCING, [dockerfile("FROM debian", "USER root", "RUN x", "USER 10001")], {}),
    ("dockerfile-runs-as-root", PostureState.NOT_ENFORCING, [dockerfile("FROM debian")], {CART: "runs as root: no USER"}),
    ("dockerfile-runs-as-root", PostureState.NOT_ENFORCING, [dockerfile("FROM debian", "USER 0:0")], {CART: "USER 0:0"}),
    (
        "dockerfile-runs-as-root",
        PostureState.NOT_ENFORCING,
        [dockerfile("FROM mcr.microsoft.com/windows/servercore:ltsc2022", "USER ContainerAdministrator")],
        {CART: "USER ContainerAdministrator"},
    ),
]


@pytest.mark.parametrize(("row", "state", "found", "wrong"), CASES)
def test_state(row: str, state: PostureState, found: list[PipelineSnapshot | str], wrong: dict[str, str]) -> None:
    one = judged(row, *found, system=APPROVED)
    assert one.state is state, one.summary
    said = problems(one)
    assert set(said) == set(wrong)
    for subject, text in wrong.items():
        assert text in said[subject]


def test_without_a_list_of_approved_registries_no_base_is_judged() -> None:
    one = judged("dockerfile-base-not-approved", dockerfile("FROM debian:12"))
    assert one.state is PostureState.NOT_COLLECTED
    assert "approved-registries" in one.summary


def test_a_script_elsewhere_is_told_and_not_guessed() -> None:
    one = judged("pipeline-image-scan", workflow(BUILD, HIDDEN, PUSH))
    assert any("scan-image.sh" in each and "not in the file" in each for each in one.missing)
    policy = judged("pipeline-image-scan", workflow(BUILD, POLICY, PUSH))
    assert any(each.startswith("the policy that decides for") for each in policy.missing)


def test_the_line_is_the_citation() -> None:
    one = judged("pipeline-image-scan", workflow(BUILD, LOOSE), namespace())
    (cited,) = one.problems[0].citations
    assert (cited.kind, cited.source.path, cited.source.place) == ("GitHub Actions", FILE, "line 8")
