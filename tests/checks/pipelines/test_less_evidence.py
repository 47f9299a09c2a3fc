"""Less evidence never proves more: without any one file nobody passes who did not before."""

import pytest
from checks.cluster_evidence import posture
from checks.pipeline_evidence import BUILD, IMAGE, PUSH, SCAN, dockerfile, jobs, lint, workflow
from posture.manifests import container, deployment

from generator.checks.base import Check
from generator.checks.registry import CHECKS
from generator.model.posture import Outcome, Posture

_AREA = ("pipeline-", "dockerfile-")
_FILES = (
    workflow(BUILD, SCAN, PUSH, "kubectl apply -f deploy", path="evidence/pipelines/a.yml"),
    workflow("docker build --build-arg BASE=x --target b -t registry.example/till:1 .", path="evidence/pipelines/b.yml"),
    jobs(f"scan: {SCAN}\npush: {PUSH}", path="evidence/pipelines/c.yml"),
    workflow("./ci/all.sh", "docker push registry.example/web:1", path="evidence/pipelines/d.yml"),
    dockerfile("ARG BASE=registry.example/base/go:1", "FROM $BASE", "USER 1"),
    dockerfile("FROM a AS b", "FROM registry.example/base/go:1", path="evidence/pipelines/web/Dockerfile"),
    lint(("cart/Dockerfile", "DL3006", "warning"), path="evidence/scans/a.json", day=11),
    lint(("cart/Dockerfile", "DL3059", "info"), path="evidence/scans/b.json", day=10),
    deployment(container(image=f"{IMAGE}:1"), container(name="t", image="registry.example/till:1")),
)
_CHECKS = [each for each in CHECKS if each.id.startswith(_AREA)]


def _outcomes(state: Posture) -> dict[str, Outcome]:
    return {each.name: each.outcome for each in state.subjects}


def test_every_check_of_the_area_is_held_to_it() -> None:
    assert len(_CHECKS) == 11


@pytest.mark.parametrize("check", _CHECKS, ids=lambda each: each.id)
def test_without_any_file_nobody_passes_who_did_not_before(check: Check) -> None:
    system = "approved-registries: [registry.example/base]\n"
    before = posture(check, *_FILES, system=system)
    assert before.subjects
    contested = {each.name: {source.path for source in each.contested_by} for each in before.subjects}
    for index, removed in enumerate(_FILES):
        after = _outcomes(posture(check, *_FILES[:index], *_FILES[index + 1 :], system=system))
        path = "" if isinstance(removed, str) else removed.evidence.path
        for name, outcome in _outcomes(before).items():
            if outcome is not Outcome.PASSES and path not in contested[name]:
                assert after.get(name) is not Outcome.PASSES, (name, path)
