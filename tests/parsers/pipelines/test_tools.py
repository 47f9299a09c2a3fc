"""The tables of tools and published actions hold together."""

from types import ModuleType

import pytest

from generator.model.pipeline import Gating, PipelineStage
from generator.parsers.pipelines import bitbucket_pipes, circleci_orbs, drone_plugins, jenkins_steps, tekton_tasks
from generator.parsers.pipelines.github_published import PUBLISHED, published
from generator.parsers.pipelines.invocations import IMAGES, from_words
from generator.parsers.pipelines.stages import GATED
from generator.parsers.pipelines.tools import TOOLS, makes_test_cluster, uses_of

_SPECIAL = {"test-cluster", "docker-metadata", "workflow-dispatch", "goreleaser", "crane"}
"""Programs that are no stage by themselves."""


def test_only_what_can_find_something_can_block() -> None:
    assert [tool for tool in TOOLS if (tool.gating is Gating.NOT_APPLICABLE) == (tool.stage in GATED)] == []
    assert [tool for tool in TOOLS if tool.switches and tool.stage not in GATED] == []


def test_every_stage_has_a_tool() -> None:
    assert {tool.stage for tool in TOOLS} == set(PipelineStage)


def test_published_actions_lead_to_known_programs() -> None:
    programs = {tool.program for tool in TOOLS} | _SPECIAL
    assert {each.program for each in PUBLISHED if each.program} <= programs
    assert set(IMAGES.values()) <= programs
    references = [each.reference for each in PUBLISHED]
    assert references == [reference.lower() for reference in references]
    assert len(set(references)) == len(references)


@pytest.mark.parametrize("catalog", [bitbucket_pipes, circleci_orbs, drone_plugins, jenkins_steps, tekton_tasks])
def test_catalogs_lead_to_known_programs(catalog: ModuleType) -> None:
    rows = catalog.CATALOG.rows
    programs = {tool.program for tool in TOOLS} | _SPECIAL
    assert {each.program for each in rows if each.program} <= programs
    references = [each.reference for each in rows]
    assert references == [reference.lower() for reference in references]
    assert len(set(references)) == len(references)


def test_the_version_of_an_action_is_not_looked_at() -> None:
    assert published("Docker/Build-Push-Action@0123abc") is published("docker/build-push-action@v6")
    assert published("slsa-framework/slsa-github-generator/.github/workflows/x.yml@v2") is not None
    assert published("docker/build-push-action-of-mine@v1") is None


@pytest.mark.parametrize(
    ("words", "program"),
    [
        ("sudo -u root env A=b timeout 5m trivy image x", "trivy"),
        ("npx --yes snyk container test x", "snyk"),
        ("go run github.com/google/ko@latest build ./cmd/x", "ko"),
        ("go run github.com/sigstore/cosign/v2@latest sign x", "cosign"),
        ("python -m checkov -d k8s", "checkov"),
        ("/usr/local/bin/grype x", "grype"),
        ("docker run -e A=b --entrypoint trivy some/image image x", "trivy"),
        ("docker run -v a:b --network host quay.example:5000/hadolint/hadolint:v2 x", "hadolint"),
        ("docker run alpine trivy image x", "docker"),
    ],
)
def test_the_program_behind_a_command_line(words: str, program: str) -> None:
    call = from_words(tuple(words.split()), {})
    assert call is not None
    assert call.program == program


@pytest.mark.parametrize(
    ("words", "is_idle"),
    [
        ("trivy version", True),
        ("trivy help image", True),
        ("grype completion bash", True),
        ("docker login -u ci registry.example", True),
        ("docker logout", True),
        ("trivy image --version", True),
        ("trivy image --help", True),
        ("trivy -h", True),
        ("trivy image cart:1", False),
        ("trivy image help", False),
        ("trivy image --version=1 cart:1", False),
    ],
)
def test_help_a_version_and_a_login_do_nothing(words: str, is_idle: bool) -> None:
    call = from_words(tuple(words.split()), {})
    assert call is not None
    assert call.is_idle is is_idle


def test_a_value_is_no_subcommand() -> None:
    def stages(words: str) -> set[str]:
        call = from_words(tuple(words.split()), {})
        return {tool.stage.value for tool in uses_of(call)} if call is not None else set()

    assert stages("kubectl -n shop get pods apply") == set()
    assert stages("kubectl --context prod apply -f x") == {"deploy"}
    assert stages("docker --debug build .") == {"image_build"}
    assert stages("docker compose -f build.yml up") == set()
    assert stages("helm repo add upgrade https://example.test") == set()


def test_clusters_made_for_a_test() -> None:
    for words in ("kind create cluster --name x", "k3d cluster create", "minikube start"):
        call = from_words(tuple(words.split()), {})
        assert call is not None
        assert makes_test_cluster(call)
    other = from_words(("kind", "load", "docker-image", "x"), {})
    assert other is not None
    assert not makes_test_cluster(other)
