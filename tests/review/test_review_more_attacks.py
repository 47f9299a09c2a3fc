"""Attacks that a second look found: another workbench of the same browser, names that hide, and what the system refuses."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from review_client import AS_OF, ORIGIN, ReviewClient, entered, sample_copy, workbench
from starlette.testclient import TestClient

from generator.review.access import Doorkeeper
from generator.review.app import application
from generator.review.assessment import AssessmentCache
from generator.review.bench import Workbench
from generator.review.people import Person


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> ReviewClient:
    return entered(workbench(sample_copy(tmp_path_factory.mktemp("more"))))


def test_two_workbenches_in_one_browser_do_not_take_each_others_place(client: ReviewClient) -> None:
    other_host = "127.0.0.1:9000"
    other = Workbench(
        root=client.bench.root,
        door=Doorkeeper(hosts=frozenset({other_host, "localhost:9000"})),
        assessments=AssessmentCache(client.bench.root, lambda: AS_OF, lambda: datetime(2026, 11, 20, tzinfo=UTC)),
        as_of=lambda: AS_OF,
        now=lambda: datetime(2026, 11, 20, tzinfo=UTC),
        person=Person(name="Ada Lovelace"),
    )
    browser = TestClient(application(other), base_url=f"http://{other_host}")
    browser.cookies.update(client.http.cookies)  # a browser sends the cookies of a host to all of its ports
    assert browser.get("/you").status_code == 401
    assert browser.get(f"/?token={other.door.new_token()}", follow_redirects=False).status_code == 303
    assert browser.get("/you").status_code == 200
    client.http.cookies.update(browser.cookies)
    assert client.http.get("/you").status_code == 200
    assert other.door.cookie != client.bench.door.cookie


@pytest.mark.parametrize("name", ["\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe", "x\x7f.json", "report.json.", " x.json", "x.json "])
def test_names_that_hide_what_they_are_are_refused(client: ReviewClient, name: str) -> None:
    before = sorted((client.bench.root / "evidence").rglob("*"))
    form = {"folder": "evidence/scans"}
    client.post("/evidence/upload", form, status=422, files=[("files", (name, b"{}"))])
    below = {**form, "below": f"a/{name}/b"}
    client.post("/evidence/upload", below, status=422, files=[("files", ("y.json", b"{}"))])
    assert sorted((client.bench.root / "evidence").rglob("*")) == before


@pytest.mark.parametrize(
    ("place", "page", "form"),
    [
        ("decisions/requests.yaml", "/decisions/requests/new", {"file": "x", "from": "Ada", "due": "2026-12-01"}),
        ("narratives/AC-17.md", "/controls/AC-17", {"part a": "Staff connect through a gateway."}),
    ],
)
def test_what_the_system_refuses_is_said(client: ReviewClient, place: str, page: str, form: dict[str, str]) -> None:
    folder = client.bench.root / place
    folder.mkdir()
    answer = client.post(f"{page}/save", {"shown": "none", **form}, status=422)
    assert place.rpartition("/")[2] in answer.text
    assert "The operating system refused it." in answer.text
    assert not list(folder.iterdir())
    folder.rmdir()


def test_a_form_of_another_port_is_refused(client: ReviewClient) -> None:
    form = {"csrf": client.csrf(), "name": "Eve"}
    for origin in (
        "http://127.0.0.1:9000",
        "http://localhost:8631",
        "https://127.0.0.1:8631",
        "null",
        f"{ORIGIN}/",
        ORIGIN.upper(),
    ):
        assert client.http.post("/you/name", data=form, headers={"origin": origin}).status_code == 403, origin


def test_the_evidence_folder_may_be_no_link(tmp_path: Path) -> None:
    root = sample_copy(tmp_path)
    (root / "evidence").rename(tmp_path / "elsewhere")
    (root / "evidence").symlink_to(tmp_path / "elsewhere")
    client = entered(workbench(root))
    answer = client.post("/evidence/upload", {"folder": "evidence/scans"}, status=422, files=[("files", ("y.json", b"{}"))])
    assert "is a link, which is never followed" in answer.text
    assert not list((tmp_path / "elsewhere").rglob("y.json"))
