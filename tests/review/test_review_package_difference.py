"""The built package compared with an accepted one: a month with a new image and a closed item."""

import json
import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from review_client import HOST, ReviewClient, accepted_copy, entered, sample_copy, workbench

from generator.cli.main import main
from generator.difference.sides import read_side
from generator.review.access import Doorkeeper
from generator.review.assessment import AssessmentCache
from generator.review.bench import Workbench
from generator.review.people import Person

DAY = date(2026, 11, 20)
NEW = "registry.parceltrack.example/parcel/fleet-map"
PAGE = "/package/difference"


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.partition("<main")[2])).split())


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """October is accepted. In November another image runs, and Trivy reports no weakness of the tracking interface any more."""
    made = accepted_copy(tmp_path_factory.mktemp("months"))
    pods = made / "evidence/cluster/prod/pods.json"
    listed = json.loads(pods.read_bytes())
    pod = json.loads(json.dumps(listed["items"][0]))
    pod["metadata"] |= {"name": "fleet-map-x", "uid": "fleet-map", "namespace": "parcel-web", "ownerReferences": []}
    pod["spec"]["containers"] = [{**pod["spec"]["containers"][0], "name": "map", "image": f"{NEW}:1.0.0"}]
    digest = f"{NEW}@sha256:{'7' * 64}"
    state = {**pod["status"]["containerStatuses"][0], "name": "map", "image": f"{NEW}:1.0.0", "imageID": digest}
    pod["status"]["containerStatuses"] = [state]
    listed["items"].append(pod)
    pods.write_text(json.dumps(listed))
    last = json.loads((made / "evidence/scans/2026-11/trivy-tracking-api.json").read_bytes())
    for result in last["Results"]:
        result["Vulnerabilities"] = []
    later = made / "evidence/scans/2026-11-19"
    later.mkdir()
    (later / "trivy-tracking-api.json").write_text(json.dumps({**last, "CreatedAt": "2026-11-19T05:00:00Z"}))
    system = made / "system.yaml"
    statement = (
        "evidence:\n  - glob: evidence/scans/2026-11-19/*\n    database-updated: 2026-11-19T00:40:00Z\n"
        "    configuration: decisions/trivy.yaml\n"
    )
    system.write_text(system.read_text().replace("evidence:\n", statement, 1))
    main(["build", str(made), "--as-of", DAY.isoformat(), "--output", str(made / "output")])
    return made


@pytest.fixture(scope="module")
def client(root: Path) -> ReviewClient:
    return entered(workbench(root))


def test_a_new_image_and_a_closed_item_are_listed(client: ReviewClient) -> None:
    assert "What changed in this package since that of 2026-10-20" in words(client.get("/package"))
    assert "the last accepted package is of 2026-10-20; the last build is of 2026-11-20." in words(client.get("/"))
    page = client.get(PAGE)
    shown = words(page)
    assert "The package that was built as of 2026-11-20, compared with the accepted one of 2026-10-20." in shown
    assert "It is not of today" not in shown
    assert f"image came {NEW} 1.0.0" in shown
    before, now = (read_side(client.bench.root / place) for place in ("previous/2026-10-20", "output/parcel-tracker"))
    open_before = {item.natural_id for item in before.items if item.closed is None}
    went = {item.poam_id for item in now.items if item.closed is not None and item.natural_id in open_before}
    assert went
    closed = unescape(page).partition("<summary>Closed: ")[2].partition("</details>")[0]
    assert set(re.findall(r">(V-[0-9A-F]{10})<", closed)) == went
    links = set(re.findall(r'href="(/poam/[^"]+)"', page))
    assert links
    assert all(client.http.get(link).status_code == 200 for link in links)


def test_it_is_the_package_that_was_built_and_not_what_the_workspace_says_now(root: Path, client: ReviewClient) -> None:
    before = words(client.get(PAGE))
    file = root / "decisions/waivers.yaml"
    text = file.read_text()
    file.write_text("[]\n")
    assert words(client.get(PAGE)) == before
    file.write_text(text)
    later = Workbench(
        root=root,
        door=Doorkeeper(hosts=frozenset({HOST})),
        assessments=AssessmentCache(root, lambda: date(2026, 11, 25), lambda: datetime(2026, 11, 25, tzinfo=UTC)),
        as_of=lambda: date(2026, 11, 25),
        now=lambda: datetime(2026, 11, 25, tzinfo=UTC),
        person=Person(name="Ada Lovelace"),
    )
    assert "It is not of today’s as-of date, 2026-11-25: build it again" in words(entered(later).get(PAGE)).replace(" :", ":")


def test_without_either_package_it_is_said(tmp_path: Path) -> None:
    first = entered(workbench(sample_copy(tmp_path)))
    assert "No package was built yet." in words(first.get(PAGE))
    (first.bench.root / "output/parcel-tracker").mkdir(parents=True)
    assert "No package was accepted yet" in words(first.get(PAGE))


def test_a_package_that_cannot_be_read_is_named(root: Path, client: ReviewClient) -> None:
    plan = root / "output/parcel-tracker/oscal/plan-of-action-and-milestones.json"
    content = plan.read_bytes()
    plan.write_bytes(b"{")
    assert "plan-of-action-and-milestones.json" in words(client.get(PAGE))
    plan.write_bytes(content)


def test_packages_behind_a_link_are_not_looked_at(root: Path, client: ReviewClient) -> None:
    (root / "output").rename(root.parent / "elsewhere")
    (root / "output").symlink_to(root.parent / "elsewhere")
    for path in (PAGE, "/package", "/package/file/manifest.json", "/deliveries"):
        assert "`output` is a link, which is never followed" in client.get(path), path
    (root / "output").unlink()
    (root.parent / "elsewhere").rename(root / "output")
