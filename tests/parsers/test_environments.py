"""Compose files of a test environment are set aside, unless a person says that they are what runs."""

from datetime import date
from pathlib import Path

import pytest

from generator.model.evidence import GapKind, UseKind
from generator.model.inventory import ClusterSnapshot
from generator.pipeline.load import load
from generator.pipeline.parse import Parsed, parse
from generator.workspace.folder import Workspace

COMPOSE = "services:\n  web: {image: 'web:1', ports: ['80:80']}\n"


def read(root: Path, path: str, system: str = "", text: str = COMPOSE) -> Parsed:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    (root / "system.yaml").write_text(system)
    return parse(load(Workspace.open(root), date(2026, 11, 20)), lambda *_: None)


def clusters(parsed: Parsed) -> list[str]:
    return [each.evidence.path for each in parsed.snapshots if isinstance(each, ClusterSnapshot)]


@pytest.mark.parametrize(
    "path",
    [
        "evidence/pipelines/docker-compose.yml",
        "evidence/cluster/docker-compose.ci.yml",
        "evidence/cluster/docker-compose-test.yaml",
        "evidence/cluster/app_compose.e2e.yml",
        "evidence/cluster/test.docker-compose.yml",
        "evidence/cluster/ci/compose.yml",
        "evidence/cluster/tests/docker-compose.yml",
    ],
)
def test_a_test_environment_is_not_what_runs(tmp_path: Path, path: str) -> None:
    parsed = read(tmp_path, path)
    assert clusters(parsed) == []
    (use,) = [each for each in parsed.set_aside if each.path == path]
    assert (use.use, use.format) == (UseKind.SET_ASIDE, "compose-yaml")
    (gap,) = [each for each in parsed.gaps if each.path == path]
    assert gap.kind is GapKind.UNDECIDED
    assert gap.reason.endswith(": it does not count as what runs")
    assert "`target:`" in gap.next_step


@pytest.mark.parametrize(
    "path",
    [
        "evidence/cluster/docker-compose.yml",
        "evidence/cluster/compose-testimonials.yml",
        "evidence/cluster/latest-compose.yml",
        "evidence/cluster/docker_compose_docker-compose.yml",
    ],
)
def test_others_count(tmp_path: Path, path: str) -> None:
    parsed = read(tmp_path, path)
    assert clusters(parsed) == [path]
    assert not parsed.set_aside


def test_a_person_may_say_that_it_is_what_runs(tmp_path: Path) -> None:
    system = "evidence:\n  - {glob: 'evidence/pipelines/*.yml', target: prod}\n"
    parsed = read(tmp_path, "evidence/pipelines/docker-compose.yml", system)
    assert clusters(parsed) == ["evidence/pipelines/docker-compose.yml"]


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("evidence/pipelines/web/Dockerfile", True),
        ("evidence/pipelines/Dockerfile.web", True),
        ("evidence/pipelines/Dockerfile.latest", True),
        ("evidence/pipelines/Dockerfile.test", False),
        ("evidence/pipelines/web-e2e.Dockerfile", False),
        ("evidence/pipelines/tests/Dockerfile", False),
        ("evidence/pipelines/.devcontainer/Dockerfile", False),
    ],
)
def test_dockerfiles_of_tests_build_no_production_image(tmp_path: Path, path: str, *, counts: bool) -> None:
    parsed = read(tmp_path, path, text='FROM alpine:3\nRUN true\nCMD ["true"]\n')
    assert bool(parsed.snapshots) is counts
    assert any(each.path == path for each in parsed.set_aside) is not counts
