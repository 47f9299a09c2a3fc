"""Whether pipelines and deployers bring images from version control into the cluster."""

import json
from typing import Any

import pytest

from generator.checks.pipelines.pipeline_delivers import CHECK
from generator.model.pipeline import PipelineSnapshot
from tests.checks.cluster_evidence import posture, verdicts
from tests.checks.manifests import container, deployment, thing
from tests.checks.pipeline_evidence import BUILD, IMAGE, PUSH, definition, dockerfile, workflow

NAME = f"{IMAGE}:1"
RUNS = deployment(container(image=NAME))
NONE = "unknown: no collected pipeline does this step for this image"
DEPLOY = "kubectl apply -f deploy"
OTHER = "evidence/pipelines/other.yml"


def managed(*managers: str) -> str:
    made: dict[str, Any] = json.loads(RUNS)
    made["metadata"]["managedFields"] = [
        {"manager": each, "operation": "Update", "time": "2026-11-01T08:00:00Z", "fieldsV1": {"f:spec": {}}}
        for each in managers
    ]
    return json.dumps(made)


def argo(**sync: object) -> str:
    policy = {"automated": {"selfHeal": True}, **sync}
    return thing("Application", "argoproj.io/v1alpha1", "shop", "argocd", spec={"syncPolicy": policy}, status={})


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (workflow(BUILD, PUSH, DEPLOY), "passes (declared)"),
        (workflow(BUILD, PUSH), NONE),
        (workflow(BUILD, DEPLOY), NONE),
        (workflow(BUILD, "./ci/all.sh", DEPLOY), "unknown: the step may be in ./ci/all.sh, which was not collected"),
        (
            workflow(BUILD, 'docker push "${image}:1"', DEPLOY),
            "unknown: the pipeline that builds it pushes images by a variable",
        ),
        (workflow("docker push registry.example/other:1", DEPLOY), NONE),
        (
            workflow(BUILD, PUSH, "./ci/deploy.sh"),
            "unknown: which workloads GitHub Actions (evidence/pipelines/build.yml) deploys is not in what was collected",
        ),
        (workflow(PUSH, DEPLOY), "passes (declared)"),
        (workflow(f"{BUILD[:-2]} -t x/y:1 .", PUSH, DEPLOY), "passes (declared)"),
        (
            definition(f"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: {PUSH}\n      - run: {DEPLOY}\n"),
            "unknown: the pipeline that builds it does not show where its source comes from",
        ),
        (
            definition(f"ship:\n  script:\n    - {PUSH}\n    - {DEPLOY}\n", "evidence/pipelines/.gitlab-ci.yml"),
            "passes (declared)",
        ),
    ],
)
def test_an_image_that_runs(made: PipelineSnapshot, verdict: str) -> None:
    found = verdicts(posture(CHECK, made, RUNS))
    assert set(found) == {NAME}
    assert found[NAME].startswith(verdict), found[NAME]


def test_a_deployment_before_the_push_is_none_of_it() -> None:
    found = verdicts(posture(CHECK, workflow(DEPLOY, BUILD, PUSH), RUNS))[NAME]
    assert found.startswith("unknown: which workloads GitHub Actions (evidence/pipelines/build.yml) deploys is not in what")


def test_another_pipeline_deploys_something() -> None:
    found = verdicts(posture(CHECK, workflow(BUILD, PUSH), workflow(DEPLOY, path=OTHER), RUNS))[NAME]
    assert found == f"unknown: which workloads GitHub Actions ({OTHER}) deploys is not in what was collected"


def test_a_deployer_that_wrote_the_workload() -> None:
    made = workflow(BUILD, PUSH)
    written = managed("argocd-controller")
    assert verdicts(posture(CHECK, made, written, argo())) == {NAME: "passes (declared)"}
    assert verdicts(posture(CHECK, made, managed("helm"), argo())) == {NAME: NONE}
    assert verdicts(posture(CHECK, made, RUNS, argo())) == {NAME: NONE}
    assert verdicts(posture(CHECK, made, written)) == {NAME: NONE}
    assert verdicts(posture(CHECK, made, written, argo(automated=None))) == {NAME: NONE}
    paused = thing("Kustomization", "kustomize.toolkit.fluxcd.io/v1", "shop", "flux", spec={"suspend": True}, status={})
    flux = managed("kustomize-controller")
    assert verdicts(posture(CHECK, made, flux, paused)) == {NAME: NONE}
    assert verdicts(posture(CHECK, made, flux, paused.replace("true", "false"))) == {NAME: "passes (declared)"}
    assert verdicts(posture(CHECK, made, flux, argo())) == {NAME: NONE}
    assert verdicts(posture(CHECK, written, argo(), workflow(DEPLOY, path=OTHER)))[NAME] == NONE


def test_a_person_changed_the_workload() -> None:
    state = posture(CHECK, workflow(BUILD, PUSH, DEPLOY), managed("kubectl-edit"))
    assert verdicts(state)[NAME].endswith(
        "was brought into the cluster past the pipeline: shop/Deployment/cart was changed with kubectl-edit"
    )
    (subject,) = state.failing
    assert subject.asset_ids == (NAME,)
    applied = posture(CHECK, workflow(BUILD, PUSH, DEPLOY), managed("kubectl-client-side-apply"))
    assert verdicts(applied) == {NAME: "passes (declared)"}


def test_every_image_that_runs_is_a_subject() -> None:
    found = verdicts(posture(CHECK, workflow(BUILD, PUSH, DEPLOY), RUNS, deployment(container(image="nginx:1"), name="web")))
    assert found == {NAME: "passes (declared)", "nginx:1": NONE}


def test_nothing_collected() -> None:
    assert posture(CHECK).label == "not collected"
    assert posture(CHECK, RUNS, dockerfile("FROM scratch")).summary == "No evidence of pipeline definitions was collected."
    assert posture(CHECK, workflow(BUILD, PUSH)).summary == "No evidence of what runs was collected."


def test_an_image_of_two_workloads_is_as_good_as_the_worse_and_says_what_contests_it() -> None:
    web = deployment(container(image=NAME), name="web")
    (subject,) = posture(CHECK, workflow(BUILD, PUSH), managed("argocd-controller"), argo(), web).subjects
    assert (subject.outcome, [each.path for each in subject.contested_by]) == ("unknown", ["evidence/cluster/file3.yaml"])
    (subject,) = posture(CHECK, workflow(BUILD, PUSH, DEPLOY), managed("k9s"), web).subjects
    assert (subject.outcome, [each.path for each in subject.contested_by]) == ("fails", ["evidence/cluster/file1.yaml"])
    (subject,) = posture(CHECK, workflow(BUILD, PUSH, DEPLOY), managed("k9s")).subjects
    assert subject.contested_by == ()


def test_what_writes_another_workload_says_nothing() -> None:
    other = managed("kubectl-edit").replace('"cart"', '"web"').replace(IMAGE, "registry.example/web")
    assert verdicts(posture(CHECK, workflow(BUILD, PUSH, DEPLOY), RUNS, other))[NAME] == "passes (declared)"
    elsewhere = managed("argocd-controller").replace('"cart"', '"web"').replace(IMAGE, "registry.example/web")
    assert verdicts(posture(CHECK, workflow(BUILD, PUSH), RUNS, elsewhere, argo()))[NAME] == NONE
