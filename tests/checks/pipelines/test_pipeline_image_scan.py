"""Whether every image that is pushed was scanned before, and a bad result stops it."""

import pytest
from checks.cluster_evidence import posture, verdicts
from checks.pipeline_evidence import BUILD, FILE, IMAGE, PUSH, SCAN, SUBJECT, definition, dockerfile, jobs, workflow
from posture.manifests import container, deployment

from generator.checks.pipelines.pipeline_image_scan import CHECK
from generator.model.pipeline import PipelineSnapshot

PASSES = "passes (declared): trivy stops it"
NO_SCAN = "fails (declared): is pushed, and no step before scans it"
LOOSE = "fails (declared): is scanned with trivy, and a bad result does not stop it"
ELSEWHERE = "unknown: the step may be in ./ci/all.sh, which was not collected"
STAGED = f"{SCAN}; docker push prod.example/cart:1"

CASES = [
    (workflow(BUILD, SCAN, PUSH), PASSES),
    (workflow(BUILD, PUSH), NO_SCAN),
    (workflow(BUILD, f"trivy image --exit-code 0 {IMAGE}:1", PUSH), LOOSE),
    (workflow(BUILD, f"{SCAN} || true", PUSH), LOOSE),
    (workflow(BUILD, f"trivy image --exit-code 1 --severity CRITICAL --ignore-unfixed {IMAGE}:1", PUSH), PASSES),
    (workflow(BUILD, f"grype {IMAGE}:1 --fail-on high", PUSH), "passes (declared): grype stops it (threshold in force: from"),
    # another image, and names that do not decide it
    (workflow(BUILD, "trivy image --exit-code 1 registry.example/other:1", PUSH), NO_SCAN),
    (workflow(BUILD, "trivy image --exit-code 1 $OTHER", PUSH), "unknown: whether trivy looks at the image that is pushed"),
    (workflow(BUILD, f"trivy image --exit-code 1 {IMAGE}:2", PUSH), "unknown: whether trivy looks at the image that is pushed"),
    (workflow(BUILD, f"trivy image --exit-code 1 {IMAGE}@${{DIGEST}}", PUSH), PASSES),
    (workflow(BUILD, "trivy image --exit-code 1 test/cart:1", PUSH), "unknown: whether trivy looks at"),
    (
        workflow("docker build -t cart:t .", "trivy image --exit-code 1 cart:t", f"docker tag cart:t {IMAGE}:1", PUSH),
        PASSES,
    ),
    (workflow(f"docker build -t {IMAGE}:1 -t cart:t .", "trivy image --exit-code 1 cart:t", PUSH), PASSES),
    (workflow("trivy fs --exit-code 1 .", BUILD, PUSH), NO_SCAN),
    # work that is not in the file
    (workflow(BUILD, "./ci/all.sh", PUSH), ELSEWHERE),
    (workflow(BUILD, PUSH, "./ci/all.sh"), NO_SCAN),
    (workflow(BUILD, "./ci/scan-image.sh", PUSH), "unknown: the step is in ./ci/scan-image.sh, which was not collected"),
    (workflow(BUILD, f"sysdig-cli-scanner --apiurl https://x {IMAGE}:1", PUSH), "unknown: a policy kept elsewhere decides"),
    (workflow(BUILD, f"trivy image --exit-code $CODE {IMAGE}:1", PUSH), "unknown: the definition does not say whether"),
    # the order of jobs, and their conditions
    (jobs(f"scan: {SCAN}\npush scan: {PUSH}"), PASSES),
    (jobs(f"scan: {SCAN}\nmiddle scan: echo\npush middle: {PUSH}"), PASSES),
    (jobs(f"scan: {SCAN}\npush: {PUSH}"), "unknown: whether it pushes to the production registry is not known"),
    (jobs(f"scan if github.event_name == 'pull_request': {SCAN}\npush scan: {PUSH}"), "unknown: trivy runs under a condition"),
    (jobs(f"scan if always(): {SCAN}\npush scan: {PUSH}"), PASSES),
    (jobs(f"scan if x: {SCAN}\npush scan if x: {PUSH}"), PASSES),
    # behind the push
    (workflow(BUILD, PUSH, SCAN), "unknown: whether it pushes to the production registry is not known"),
    (
        workflow(BUILD, PUSH, f"{SCAN} || true"),
        "fails (declared): is scanned after it was pushed, with trivy, and a bad result",
    ),
    (workflow(BUILD, PUSH, SCAN, "kubectl apply -f deploy"), PASSES),
]


@pytest.mark.parametrize(("made", "verdict"), CASES)
def test_an_image_and_its_scan(made: PipelineSnapshot, verdict: str) -> None:
    found = verdicts(posture(CHECK, made))
    assert set(found) == {SUBJECT}
    assert found[SUBJECT].startswith(verdict), found[SUBJECT]


def test_a_scan_behind_the_push_to_where_the_image_runs_is_too_late() -> None:
    runs = deployment(container(image=f"{IMAGE}:1"))
    state = posture(CHECK, workflow(BUILD, PUSH, SCAN), runs)
    assert verdicts(state) == {SUBJECT: "fails (declared): is scanned after it was pushed, with trivy"}
    (subject,) = state.failing
    assert subject.asset_ids == (f"{IMAGE}:1",)


def test_the_threshold_is_stated() -> None:
    made = workflow(BUILD, f"trivy image --exit-code 1 --severity HIGH,CRITICAL --ignore-unfixed {IMAGE}:1", PUSH)
    threshold = "severity HIGH,CRITICAL; results without a fix are left out"
    assert verdicts(posture(CHECK, made)) == {SUBJECT: f"{PASSES} (threshold in force: {threshold})"}


def test_the_action_has_the_threshold_of_its_default_and_may_be_switched_off() -> None:
    action = f"uses: anchore/scan-action@v4\n        with: {{image: '{IMAGE}:1'}}"
    found = verdicts(posture(CHECK, workflow(BUILD, action, PUSH)))
    assert found == {
        SUBJECT: "passes (declared): grype (anchore/scan-action) stops it (threshold in force: from severity medium)"
    }
    off = f"uses: anchore/scan-action@v4\n        with: {{image: '{IMAGE}:1', fail-build: false}}"
    assert "does not stop it" in verdicts(posture(CHECK, workflow(BUILD, off, PUSH)))[SUBJECT]


def test_promotion_after_the_scan_passes_for_both_names() -> None:
    made = workflow(BUILD, PUSH, SCAN, f"crane copy {IMAGE}:1 prod.example/cart:1")
    found = verdicts(posture(CHECK, made))
    assert found[SUBJECT] == PASSES
    assert found[f"{FILE}: prod.example/cart"].startswith(
        "unknown: whether trivy looks at the image that is pushed is not known"
    )


def test_each_image_is_judged_by_itself_and_the_worst_push_counts() -> None:
    made = workflow(BUILD, SCAN, PUSH, "docker push registry.example/till:1", f"docker push {IMAGE}:2")
    found = verdicts(posture(CHECK, made))
    assert found[f"{FILE}: registry.example/till"] == NO_SCAN
    assert found[SUBJECT].startswith("unknown: whether trivy looks at")


def test_what_pushes_nothing_is_named_and_is_no_subject() -> None:
    state = posture(CHECK, workflow(BUILD, SCAN))
    assert (state.label, state.summary) == ("none found", "None of 1 pipeline definition pushes an image.")
    assert state.notes == (f"{FILE} builds images and pushes none.",)
    other = posture(CHECK, workflow(BUILD, SCAN, PUSH), workflow(BUILD, path="evidence/pipelines/test.yml"))
    assert other.notes == ("evidence/pipelines/test.yml builds images and pushes none.",)


def test_images_that_are_built_elsewhere_are_unknown() -> None:
    found = verdicts(posture(CHECK, workflow("make docker-build")))
    name = f"{FILE}: an image that it does not name"
    assert found == {name: "unknown: the step is in make docker-build, which was not collected"}
    found = verdicts(posture(CHECK, workflow(BUILD, "./ci/all.sh")))
    assert found == {name: ELSEWHERE}


def test_an_image_that_the_definition_does_not_name() -> None:
    found = verdicts(posture(CHECK, workflow("docker compose build", SCAN, "docker compose push")))
    assert found == {
        f"{FILE}: an image that it does not name": "unknown: the definition does not name the image that it pushes"
    }


def test_nothing_collected() -> None:
    assert posture(CHECK).label == "not collected"
    assert posture(CHECK, dockerfile("FROM scratch")).summary == "No evidence of pipeline definitions was collected."


def test_programs_that_push_by_themselves() -> None:
    for script in (
        f"/kaniko/executor --context . --destination {IMAGE}:1",
        f"gcloud builds submit --tag {IMAGE}:1",
        f"az acr build --image {IMAGE}:1 .",
        f"docker buildx build --push -t {IMAGE}:1 .",
        f"./mvnw compile jib:build -Djib.to.image={IMAGE}:1",
        f"skopeo copy docker://a.example/cart:1 docker://{IMAGE}:1",
    ):
        assert verdicts(posture(CHECK, workflow(script))) == {SUBJECT: NO_SCAN}, script
    idle = workflow(f"/kaniko/executor --context . --destination {IMAGE}:1 --no-push")
    assert posture(CHECK, idle).label == "none found"


def _gitlab(scan: str = "", ship: str = "") -> str:
    text = "stages: [build, test, ship]\nscan:\n  stage: test\n%s  script: ['%s']\nship:\n  stage: ship\n%s  script: ['%s']\n"
    made = definition(text % (scan, SCAN, ship, PUSH), "x/.gitlab-ci.yml")
    (found,) = verdicts(posture(CHECK, made)).values()
    return found


def test_jobs_of_gitlab_wait_for_the_stage_before() -> None:
    assert _gitlab() == PASSES
    assert _gitlab("  rules: [{if: $A}]\n").startswith("unknown: trivy runs under a condition of its own (rules if: $A)")
    assert _gitlab("  rules: [{if: $A}]\n", "  rules: [{if: $A}]\n") == PASSES
    assert _gitlab("  allow_failure: true\n").startswith(LOOSE)
    assert _gitlab("", "  needs: []\n") == "unknown: whether it pushes to the production registry is not known"


def test_the_lines_are_cited() -> None:
    state = posture(CHECK, workflow(BUILD, SCAN, PUSH))
    (subject,) = state.passing
    assert [(each.kind, each.source.path, each.source.place) for each in subject.citations] == [
        ("GitHub Actions", FILE, "line 8"),
        ("GitHub Actions", FILE, "line 9"),
    ]
