"""The settings of Harbor's projects: read page by page, and a refusal is told and ends nothing."""

import json
from pathlib import Path

import fake_registry
import oci_content as oci
import pytest
from fake_registry import Asked, Reply
from registry_run import run

from generator.collectors.collection import Collection
from generator.collectors.registry_credentials import Credentials

READER = Credentials(username="reader", password="invented")  # noqa: S106 - of no registry
PROJECTS = "/api/v2.0/projects"


def project(number: int, **metadata: str) -> dict[str, object]:
    """One project as Harbor lists it."""
    return {"name": f"team{number}", "project_id": number, "owner_name": "jane", "repo_count": 1, "metadata": metadata}


def collect(tmp_path: Path, answers: list[dict[str, object]], *, asked: list[Asked] | None = None) -> Collection:
    """A run against a Harbor with these projects."""

    def harbor(one: Asked) -> Reply | None:
        if one.path == f"{PROJECTS}/team0/metadatas/":
            return Reply(403)
        if one.path != PROJECTS:
            return Reply(404) if one.path.startswith("/api/") else None
        first = (int(one.query["page"][0]) - 1) * int(one.query["page_size"][0])
        return fake_registry.as_json(answers[first : first + int(one.query["page_size"][0])])

    with fake_registry.serve({"shop/cart": oci.sample().content}, harbor) as fake:
        found = run(fake.host, tmp_path, harbor=True, credentials=READER)
    (asked if asked is not None else []).extend(one for one in fake.asked if one.path.startswith(PROJECTS))
    return found


def written(found: Collection) -> dict[str, object]:
    """The file of projects."""
    (kept,) = [one for one in found.kept if one.path.name == "projects.json"]
    content = json.loads(kept.path.read_bytes())
    assert isinstance(content, dict)
    return content


def test_projects_lie_beside_the_scan_reports_with_a_sidecar(tmp_path: Path) -> None:
    found = collect(tmp_path, [project(1, auto_scan="true", prevent_vul="true", severity="high")])
    (kept,) = [one for one in found.kept if one.path.name == "projects.json"]
    content = written(found)
    assert "evidence/scans/harbor/" in kept.path.as_posix()
    assert (kept.sidecar.command, kept.sidecar.target) == (f"GET {PROJECTS}", content["registry"])
    assert (kept.sidecar.complete, found.refused) == (True, ())
    assert content["projects"] == [
        {
            "name": "team1",
            "project_id": 1,
            "repo_count": 1,
            "metadata": {"auto_scan": "true", "prevent_vul": "true", "severity": "high"},
        }
    ]


def test_every_page_is_read_once_with_name_and_password(tmp_path: Path) -> None:
    asked: list[Asked] = []
    found = collect(tmp_path, [project(number, auto_scan="true") for number in range(1, 251)], asked=asked)
    projects = written(found)["projects"]
    pages = [one for one in asked if one.path == PROJECTS]
    assert isinstance(projects, list)
    assert len(projects) == 250
    assert [one.query["page"] for one in pages] == [["1"], ["2"], ["3"]]
    assert all(one.headers["authorization"].startswith("Basic ") for one in pages)


def test_a_project_whose_settings_are_refused_is_told(tmp_path: Path) -> None:
    without = {"name": "team0", "project_id": 0}
    found = collect(tmp_path, [without, project(1, auto_scan="true")])
    (refusal,) = found.refused
    assert (refusal.resource, refusal.status) == ("projects", 403)
    assert refusal.verb.endswith("/team0/metadatas/")
    listed = written(found)["projects"]
    assert isinstance(listed, list)
    assert listed[0] == without
    assert listed[1]["metadata"] == {"auto_scan": "true"}


def test_a_server_that_gives_the_same_page_again_is_asked_no_more(tmp_path: Path) -> None:
    page = [project(number) for number in range(100)]

    def harbor(one: Asked) -> Reply | None:
        return fake_registry.as_json(page) if one.path == PROJECTS else Reply(404) if one.path.startswith("/api/") else None

    with fake_registry.serve({"shop/cart": oci.sample().content}, harbor) as fake:
        found = run(fake.host, tmp_path, harbor=True)
    projects = written(found)["projects"]
    assert isinstance(projects, list)
    assert len(projects) == 100
    assert sum(one.path == PROJECTS for one in fake.asked) == 2


@pytest.mark.parametrize("reply", [Reply(403), Reply(404), Reply(body=b"<html>"), Reply(body=b'{"errors": []}')])
def test_a_list_that_is_refused_or_none_ends_nothing(tmp_path: Path, reply: Reply) -> None:
    def harbor(one: Asked) -> Reply | None:
        return reply if one.path == PROJECTS else Reply(404) if one.path.startswith("/api/") else None

    with fake_registry.serve({"shop/cart": oci.sample().content}, harbor) as fake:
        found = run(fake.host, tmp_path, harbor=True)
    (refusal,) = found.refused
    assert refusal.resource == "projects"
    assert found.kept
    assert all(one.path.name != "projects.json" for one in found.kept)
