"""A cluster as files somewhere, without a workspace: the same files count as in one."""

import json
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.graph.flows import flow_graph
from generator.pipeline.loose_files import LooseCluster, read_cluster

_WEB = """
name: shop
include: [infra.yaml]
services:
  web: {extends: {file: parts/base.yaml, service: base}, env_file: [web.env]}
  debug: {image: tool, profiles: [debug], environment: {API: 'http://web:80'}}
"""
_FILES = {
    "compose.yaml": _WEB,
    "infra.yaml": "services: {db: {image: 'postgres:15'}}\n",
    "parts/base.yaml": "services: {base: {image: 'acme/base', environment: {DB: 'postgres://db:5432/x'}}}\n",
    "web.env": "CACHE=redis://cache:6379\n",
    "docker-compose.ci.yml": "services: {browser: {image: selenium}}\n",
    ".github/compose.yml": "services: {registry: {image: registry}}\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Below a folder whose name says nothing of what is in it."""
    for name, text in _FILES.items():
        path = tmp_path / "tests" / "shop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "tests" / "shop"


def _images(cluster: LooseCluster) -> dict[str, list[str]]:
    return {each.key: [container.image for container in each.containers] for each in cluster.context.workloads}


def test_files_that_a_compose_file_takes_in_are_found_by_an_absolute_path_as_well(folder: Path) -> None:
    assert folder.is_absolute()
    cluster = read_cluster([folder])
    assert _images(cluster) == {
        "shop/ComposeService/db": ["postgres:15"],
        "shop/ComposeService/web": ["acme/base"],
    }
    calls = {call.host for each in cluster.context.workloads for one in each.containers for call in one.calls}
    assert calls == {"db", "cache"}


def test_what_only_a_profile_starts_does_not_run(folder: Path) -> None:
    context = read_cluster([folder]).context
    assert [each.key for each in context.not_started] == ["shop/ComposeService/debug"]
    assert [each.name for each in context.services if not each.workloads] == []


def test_compose_files_of_tests_are_named_and_do_not_count(folder: Path) -> None:
    not_read = read_cluster([folder]).not_read
    left_out = {Path(each.path).relative_to(folder).as_posix(): each.why for each in not_read}
    assert sorted(left_out) == [".github/compose.yml", "compose.yaml", "docker-compose.ci.yml"]
    assert left_out["docker-compose.ci.yml"] == "its name says that it is the Compose file of a test environment"
    assert {each.next_step for each in not_read} == {
        "name the file itself if it is what runs",
        "if the deployment starts them, collect the `.env` beside the file, with its COMPOSE_PROFILES",
    }
    assert "debug" in left_out["compose.yaml"]


def test_a_file_that_a_person_names_counts(folder: Path) -> None:
    cluster = read_cluster([folder / "docker-compose.ci.yml"])
    assert _images(cluster) == {"default/ComposeService/browser": ["selenium"]}
    assert cluster.not_read == ()


def _flows(folder: Path, **files: str) -> set[tuple[str, str]]:
    for name, text in files.items():
        path = folder / name / "compose.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    graph = flow_graph(read_cluster([folder]).context)
    return {(flow.source.name, flow.target.name) for flow in graph.flows}


_CALLER = "services: {web: {image: web, environment: {DB: 'postgres://db:5432/x'}}}\n"
_CALLED = "services: {db: {image: postgres}}\n"


def test_compose_files_of_two_folders_are_two_projects_unless_they_have_one_name(tmp_path: Path) -> None:
    assert _flows(tmp_path / "one", shop=_CALLER, store=_CALLED) == set()
    named = _flows(tmp_path / "two", shop=f"name: all\n{_CALLER}", store=f"name: all\n{_CALLED}")
    assert named == {("all/ComposeService/web", "all/ComposeService/db")}


def test_compose_files_of_one_folder_are_one_project(tmp_path: Path) -> None:
    for name, text in {"web": _CALLER, "db": _CALLED}.items():
        (tmp_path / f"compose-{name}.yaml").write_text(text)
    assert _flows(tmp_path) == {("default/ComposeService/web", "default/ComposeService/db")}


def test_a_folder_gives_a_project_its_name_only_where_there_is_another_one(tmp_path: Path) -> None:
    shop = tmp_path / "Our Shop"
    assert _flows(shop, prod=_CALLER.replace("}}}", "}}, db: {image: postgres}}")) == {
        ("default/ComposeService/web", "default/ComposeService/db")
    }
    _flows(shop, tests=_CALLED)
    assert {each.namespace for each in read_cluster([shop]).context.workloads} == {"default"}
    _flows(shop, Billing=_CALLED)
    assert {each.namespace for each in read_cluster([shop]).context.workloads} == {"prod", "billing"}


def test_a_file_above_others_keeps_no_name(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(_CALLER)
    assert _flows(tmp_path, store=_CALLED) == set()
    assert {each.namespace for each in read_cluster([tmp_path]).context.workloads} == {"default", "store"}


def test_a_chart_that_is_not_rendered_comes_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    chart = tmp_path / "charts" / "shop"
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: shop\nversion: 1.0.0\n")
    (chart / "values.yaml").write_text("image: {repository: acme/shop, tag: '1'}\n")
    (chart / "templates/web.yaml").write_text("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n")
    drawing = tmp_path / "drawn.mmd"
    drawing.write_text("flowchart LR\n  web[Web]\n")
    command = "collect what `helm template shop {} --values VALUES` prints, or `helm get manifest shop`"
    main(["compare", str(drawing), str(tmp_path / "charts")])
    assert command.format(chart.as_posix()) in capsys.readouterr().out
    main(["compare", str(drawing), str(tmp_path / "charts"), "--json"])
    (unread,) = json.loads(capsys.readouterr().out)["not_read"]
    assert unread["next_step"] == command.format(chart.as_posix())
    main(["diagrams", "draw", str(tmp_path / "charts"), "--output", str(tmp_path / "pictures")])
    assert command.format(chart.as_posix()) in capsys.readouterr().out
