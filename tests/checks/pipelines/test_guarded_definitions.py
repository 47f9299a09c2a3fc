"""Whether pipelines look for secrets and check manifests before they build or deploy."""

import pytest

from generator.checks.base import Check
from generator.checks.pipelines import pipeline_manifests, pipeline_secrets
from generator.model.pipeline import PipelineSnapshot
from tests.checks.cluster_evidence import posture, verdicts
from tests.checks.pipeline_evidence import BUILD, FILE, PUSH, definition, jobs, workflow

SECRETS, MANIFESTS = pipeline_secrets.CHECK, pipeline_manifests.CHECK
LOOK = "gitleaks detect --exit-code 1"
DEPLOY = "kubectl apply -f deploy/prod/"
CONFIG = "trivy config --exit-code 1 deploy/prod/"
NONE = "fails (declared): builds or deploys, and does not look for secrets first"
UNCHECKED = "fails (declared): deploys, and does not check manifests first"

CASES = [
    (SECRETS, workflow(LOOK, BUILD, PUSH), "passes (declared): gitleaks stops it"),
    (SECRETS, workflow(LOOK, BUILD), "passes (declared): gitleaks stops it"),
    (SECRETS, workflow(LOOK, DEPLOY), "passes (declared): gitleaks stops it"),
    (SECRETS, workflow(BUILD, PUSH), NONE),
    (SECRETS, workflow(BUILD, PUSH, LOOK), f"{NONE}; gitleaks is called where nothing waits for it"),
    (SECRETS, workflow(LOOK.replace("1", "0"), BUILD, PUSH), "fails (declared): looks for secrets with gitleaks, and a bad"),
    (SECRETS, workflow(f"{LOOK} || true", BUILD, PUSH), "fails (declared): looks for secrets with gitleaks, and a bad"),
    (SECRETS, workflow("trufflehog git file://.", BUILD, PUSH), "fails (declared): looks for secrets with trufflehog"),
    (SECRETS, workflow("trufflehog git file://. --fail", BUILD, PUSH), "passes (declared): trufflehog stops it"),
    (SECRETS, workflow("./ci/all.sh", BUILD, PUSH), "unknown: the step may be in ./ci/all.sh, which was not collected"),
    (SECRETS, workflow(BUILD, PUSH, "./ci/all.sh"), NONE),
    (SECRETS, workflow("make detect-secrets", BUILD, PUSH), "unknown: the step is in make detect-secrets, which was not"),
    (SECRETS, workflow("gitleaks detect --exit-code $CODE", BUILD, PUSH), "unknown: the definition does not say whether"),
    (SECRETS, jobs(f"look: {LOOK}\npush look: {PUSH}"), "passes (declared): gitleaks stops it"),
    (SECRETS, jobs(f"look: {LOOK}\npush: {PUSH}"), f"{NONE}; gitleaks is called where nothing waits for it (job look"),
    (SECRETS, jobs(f"look: {LOOK}\npush look: {PUSH}\nship: {DEPLOY}"), NONE),
    (SECRETS, jobs(f"look if github.event_name == 'x': {LOOK}\npush look: {PUSH}"), "unknown: gitleaks runs under a condition"),
    (MANIFESTS, workflow(CONFIG, DEPLOY), "passes (declared): trivy config stops it"),
    (MANIFESTS, workflow("checkov -d deploy", DEPLOY), "passes (declared): checkov stops it"),
    (MANIFESTS, workflow("checkov -d deploy --soft-fail", DEPLOY), "fails (declared): checks manifests with checkov"),
    (MANIFESTS, workflow("kubescape scan deploy", DEPLOY), "fails (declared): checks manifests with kubescape"),
    (MANIFESTS, workflow("helm lint chart", "kubeconform deploy", DEPLOY), UNCHECKED),
    (MANIFESTS, workflow(DEPLOY), UNCHECKED),
    (MANIFESTS, workflow("trivy config --exit-code 1 deploy/test/", DEPLOY), "unknown: whether what trivy config looks at is"),
    (MANIFESTS, workflow("trivy config --exit-code 1 deploy/prod/web/", DEPLOY), "passes (declared): trivy config stops it"),
    (MANIFESTS, workflow(CONFIG, "./ci/deploy.sh"), "passes (declared): trivy config stops it"),
    (MANIFESTS, workflow("./ci/deploy.sh"), "unknown: the step may be in ./ci/deploy.sh, which was not collected"),
    (MANIFESTS, workflow("./ci/all.sh", DEPLOY), "unknown: the step may be in ./ci/all.sh, which was not collected"),
]


@pytest.mark.parametrize(("check", "made", "verdict"), CASES)
def test_a_definition_and_what_it_looks_for(check: Check, made: PipelineSnapshot, verdict: str) -> None:
    found = verdicts(posture(check, made))
    assert set(found) == {FILE}
    assert found[FILE].startswith(verdict), found[FILE]


def test_one_of_two_pipelines_is_one_of_two() -> None:
    other = workflow(BUILD, PUSH, path="evidence/pipelines/other.yml")
    state = posture(SECRETS, workflow(LOOK, BUILD, PUSH), other)
    assert verdicts(state) == {FILE: "passes (declared): gitleaks stops it", "evidence/pipelines/other.yml": NONE}
    assert state.summary == "2 of 2 pipeline definitions that build or deploy judged: 1 passes (declared), 1 fails (declared)."


def test_what_neither_builds_nor_deploys_is_no_subject() -> None:
    for check, summary in ((SECRETS, "builds an image or deploys"), (MANIFESTS, "deploys")):
        assert posture(check).label == "not collected"
        state = posture(check, workflow("make test"))
        assert (state.label, state.summary) == ("none found", f"No collected pipeline definition {summary}.")
    assert posture(MANIFESTS, workflow(BUILD, PUSH)).label == "none found"


def test_objects_of_deployers_have_no_steps() -> None:
    spec = "spec: {source: {repoURL: x}, syncPolicy: {automated: {}}}"
    argo = definition(
        f"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: shop}}\n{spec}\n",
        "evidence/pipelines/argo.yaml",
    )
    assert posture(MANIFESTS, argo).label == "not collected"
    state = posture(MANIFESTS, argo, workflow(CONFIG, DEPLOY))
    assert set(verdicts(state)) == {FILE}
    assert state.notes == ("Objects of Argo CD and Flux have no steps and are left out: evidence/pipelines/argo.yaml.",)
