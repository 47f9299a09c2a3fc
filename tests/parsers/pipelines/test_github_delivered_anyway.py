"""What a scan refused is out all the same where a later step or job delivers whatever happened."""

import hashlib

import pytest

from generator.model.evidence import EvidenceFile
from generator.model.pipeline import Gating, PipelineStage
from generator.parsers.document import Document
from generator.parsers.pipelines import github_actions_yaml

SCAN = "      - run: trivy image --exit-code 1 r.example/a:1\n"
HEAD = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"


def scan(text: str) -> tuple[Gating, str]:
    data = text.encode()
    file = EvidenceFile(
        path="evidence/pipelines/ci.yml", sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type="text/yaml"
    )
    found = github_actions_yaml.parse(Document(".github/workflows/ci.yml", data), file)
    (stage,) = [one for one in found.stages if one.stage is PipelineStage.IMAGE_SCAN]
    return stage.gating, stage.because


def step(condition: str, does: str) -> str:
    return f"      - name: Out\n        if: {condition}\n        {does}\n"


def job(name: str, condition: str, needs: str, does: str) -> str:
    return f"  {name}:\n    runs-on: x\n    needs: {needs}\n    if: {condition}\n    steps:\n      - run: {does}\n"


@pytest.mark.parametrize(
    ("condition", "does"),
    [
        ("always()", "run: docker push r.example/a:1"),
        ("${{ !cancelled() }}", "run: docker push r.example/a:1"),
        ("always() && github.ref == 'refs/heads/main'", "run: kubectl apply -f k8s/"),
        ("failure()", "run: skopeo copy docker://a docker://b"),
        ("always()", "uses: docker/build-push-action@v6\n        with: {push: true}"),
    ],
)
def test_a_later_step_that_delivers_in_any_case(condition: str, does: str) -> None:
    gating, because = scan(HEAD + SCAN + step(condition, does))
    assert gating is Gating.NO
    assert because.startswith("the later step Out (line ")


@pytest.mark.parametrize(
    ("condition", "does"),
    [
        ("success()", "run: docker push r.example/a:1"),
        ("github.ref == 'refs/heads/main'", "run: docker push r.example/a:1"),
        ("always() && steps.scan.outcome == 'success'", "run: docker push r.example/a:1"),
        ("always()", "uses: github/codeql-action/upload-sarif@v3"),
        ("always()", "run: docker rmi r.example/a:1"),
    ],
)
def test_a_later_step_that_heeds_it_or_delivers_nothing(condition: str, does: str) -> None:
    assert scan(HEAD + SCAN + step(condition, does))[0] is Gating.YES


def test_what_delivers_before_the_scan_is_another_trap() -> None:
    assert scan(HEAD + step("always()", "run: docker push r.example/a:1") + SCAN)[0] is Gating.YES


@pytest.mark.parametrize(
    ("more", "gating"),
    [
        (job("b", "always()", "a", "docker push r.example/a:1"), Gating.NO),
        (job("m", "always()", "a", "echo") + job("b", "always()", "[m]", "helm upgrade a ./chart"), Gating.NO),
        (job("b", "always()", "[a]", "echo done"), Gating.YES),
        (job("b", "always() && needs.a.result == 'success'", "[a]", "docker push r.example/a:1"), Gating.YES),
        (job("b", "github.event_name == 'push'", "[a]", "docker push r.example/a:1"), Gating.YES),
        (job("c", "always()", "b", "docker push r.example/a:1") + job("b", "always()", "c", "echo"), Gating.YES),
    ],
)
def test_a_later_job(more: str, gating: Gating) -> None:
    assert scan(HEAD + SCAN + more)[0] is gating
