"""Where images leave a pipeline: pushes, work that lies elsewhere, the order of jobs, and which results of a scan count."""

import pytest
from pipeline_reading import read_any
from pipeline_reading import workflow as workflow_text

from generator.model.pipeline import Concern, PipelineSnapshot, PipelineStage
from generator.parsers.pipelines.invocations import from_words
from generator.parsers.pipelines.stage_detection import threshold_of

GITLAB = """
stages: [build, test, ship]
make:
  stage: build
  script: [docker build -t a/cart:1 .]
scan:
  stage: test
  script: [trivy image a/cart:1]
  artifacts: {paths: [report.json]}
ship:
  stage: ship
  script: [docker push a/cart:1]
alone:
  stage: ship
  needs: [make]
  script: [docker push a/till:1]
"""
AZURE = """
stages:
- stage: Build
  jobs:
  - job: make
    steps:
    - script: docker build -t a/cart:1 .
  - job: scan
    dependsOn: make
    condition: eq(variables.x, 'y')
    steps:
    - script: trivy image a/cart:1
- stage: Ship
  jobs:
  - job: push
    steps:
    - script: docker push a/cart:1
"""
CIRCLE = """
version: 2.1
jobs:
  scan: {docker: [{image: x}], steps: [{run: trivy image a/cart:1}]}
  push: {docker: [{image: x}], steps: [{run: docker push a/cart:1}]}
workflows: {main: {jobs: [scan, {push: {requires: [scan]}}]}}
"""


def of(text: str, name: str = "build.yml") -> PipelineSnapshot:
    return read_any(text, name)


def workflow(script: str) -> PipelineSnapshot:
    return read_any(workflow_text("\n".join(f"- run: {line}" for line in script.splitlines())))


def waits(made: PipelineSnapshot) -> dict[str, tuple[str, ...]]:
    return {key.rpartition("/")[2]: tuple(each.rpartition("/")[2] for each in before) for key, before in made.waits}


def test_jobs_wait_for_stages_groups_and_each_other() -> None:
    gitlab = of(GITLAB, ".gitlab-ci.yml")
    assert waits(gitlab) == {"alone": ("make",), "make": (), "ship": ("make", "scan")}
    assert gitlab.keeps == ("scan",)
    assert waits(of(AZURE, "azure-pipelines.yml"))["push"] == ("make", "scan")
    assert waits(of(CIRCLE, "config.yml")) == {"push": ("scan",)}


def test_conditions_of_jobs_and_steps() -> None:
    azure = of(AZURE, "azure-pipelines.yml")
    (scan,) = [each for each in azure.steps if each.stage is PipelineStage.IMAGE_SCAN]
    assert scan.conditions == ("eq(variables.x, 'y')",)
    github = of(
        "on: push\njobs:\n  a:\n    runs-on: x\n    if: ${{ github.ref == 'x' }}\n    steps:\n"
        "      - {run: trivy image a/b:1, if: always()}\n      - {run: docker push a/b:1, if: success() && x}\n"
    )
    assert [each.conditions for each in github.steps] == [("github.ref == 'x'",)]
    assert [each.conditions for each in github.pushes] == [("github.ref == 'x'", "success() && x")]


def test_pushes_with_their_names_and_other_names_of_the_same_image() -> None:
    made = workflow(
        "docker build -t cart:t -t b/cart:2 .\ndocker tag cart:t a/cart:1\ndocker push a/cart:1\ndocker compose push"
    )
    assert [(each.names, each.aliases, each.provenance) for each in made.pushes] == [
        (("a/cart:1",), ("b/cart:2", "cart:t"), None),
        ((), (), None),
    ]
    pushed = workflow("docker buildx build --push -t a/cart:1 .\ndocker buildx build --provenance=false --push -t a/cart:2 .")
    assert [each.provenance for each in pushed.pushes] == [True, False]
    assert workflow("ko build ./cmd/cart\npack build a/b\ndocker buildx bake\nkubectl apply -f x").pushes == ()
    assert workflow("KO_DOCKER_REPO=ko.local ko build ./c\nKO_DOCKER_REPO=a/b ko build --local ./c").pushes == ()
    assert [each.names for each in workflow("KO_DOCKER_REPO=a/b ko build ./c").pushes] == [("a/b",)]


def test_work_that_lies_elsewhere_less_what_only_prepares() -> None:
    made = workflow("./ci/all.sh\nmake test\nmake image\n./scripts/setup-tools.sh")
    assert [each.name for each in made.opaque] == ["./ci/all.sh", "make image"]


def test_what_builds_are_given_beside_their_dockerfile() -> None:
    made = workflow("docker build --target run --build-arg BASE=s3cret --build-arg=NEXT .\ndocker build .\nmake build-arg")
    assert [(each.target, each.arguments) for each in made.builds] == [("run", ("BASE", "NEXT"))]
    assert "s3cret" not in repr(made.builds)


def test_files_come_after_images_where_both_are_signed() -> None:
    made = workflow("cosign sign-blob x\ncosign sign a/cart@sha256:aa")
    (settled,) = [each for each in made.stages if each.stage is PipelineStage.SIGNING]
    assert settled.concerns is Concern.IMAGE
    assert [each.concerns for each in made.steps if each.stage is PipelineStage.SIGNING] == [Concern.FILES, Concern.IMAGE]


@pytest.mark.parametrize(
    ("words", "threshold"),
    [
        ("trivy image x", ""),
        ("trivy image --severity HIGH,CRITICAL x", "severity HIGH,CRITICAL"),
        ("trivy image -s HIGH x", "severity HIGH"),
        ("trivy image --ignore-unfixed x", "results without a fix are left out"),
        ("trivy image --ignore-unfixed=false x", ""),
        ("trivy image --pkg-types os x", "packages of type os alone"),
        ("trivy image --ignorefile .trivyignore x", "less what .trivyignore sets aside"),
        ("grype x -f high --only-fixed", "from severity high; results without a fix are left out"),
        ("grype x --fail-on high", "from severity high"),
        (
            "snyk container test --severity-threshold=high --exclude-base-image-vulns x",
            "from severity high; results of the base",
        ),
        ("curl -s x", ""),
    ],
)
def test_which_results_count(words: str, threshold: str) -> None:
    call = from_words(tuple(words.split()), {})
    assert call is not None
    found = threshold_of(call)
    assert found.startswith(threshold)
    assert bool(found) == bool(threshold)


def test_thresholds_of_the_environment() -> None:
    call = from_words(("trivy", "image", "x"), {"TRIVY_SEVERITY": "HIGH", "TRIVY_IGNORE_UNFIXED": "true"})
    assert call is not None
    assert threshold_of(call) == "severity HIGH; results without a fix are left out"
