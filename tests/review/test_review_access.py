"""Who may talk to the workbench: another host, another origin, no token, a form of another page, a read-only workbench."""

from pathlib import Path

import pytest
from review_client import HOST, ORIGIN, entered, workbench
from starlette.testclient import TestClient

from generator.review.app import application
from generator.review.registry import ACTIONS, PAGES


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "system.yaml").write_text("system: {id: shop, name: Shop}\n")
    (tmp_path / "evidence").mkdir()
    return tmp_path


@pytest.fixture
def outside(root: Path) -> TestClient:
    return TestClient(application(workbench(root)), base_url=ORIGIN)


def test_without_a_token_nothing_is_shown(outside: TestClient) -> None:
    for page in PAGES:
        answer = outside.get(page.path, follow_redirects=False)
        assert (answer.status_code, "atopack review" in answer.text) == (401, True), page.path


def test_a_wrong_token_opens_nothing(outside: TestClient) -> None:
    answer = outside.get("/?token=guess", follow_redirects=False)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_a_token_works_once(root: Path) -> None:
    bench = workbench(root)
    token = bench.door.new_token()
    first, second = (TestClient(application(bench), base_url=ORIGIN) for _ in range(2))
    answer = first.get(f"/?token={token}", follow_redirects=False)
    assert answer.status_code == 303
    assert {"HttpOnly", "SameSite=strict"} <= set(answer.headers["set-cookie"].split("; "))
    assert second.get(f"/?token={token}", follow_redirects=False).status_code == 401
    assert first.get("/").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", f"{HOST}.evil.example", ""])
def test_another_host_is_refused(root: Path, host: str) -> None:
    client = entered(workbench(root))
    assert client.http.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", f"https://{HOST}", "http://127.0.0.1:1"])
def test_another_origin_is_refused(root: Path, origin: str) -> None:
    client = entered(workbench(root))
    assert client.http.get("/", headers={"origin": origin}).status_code == 403
    form = {"csrf": client.csrf(), "name": "Eve"}
    assert client.http.post("/you/name", data=form, headers={"origin": origin}).status_code == 403


def test_a_change_needs_origin_and_the_token_of_the_form(root: Path) -> None:
    client = entered(workbench(root))
    assert client.http.post("/you/name", data={"csrf": client.csrf(), "name": "Eve"}).status_code == 403
    for form in ({"name": "Eve"}, {"csrf": "guess", "name": "Eve"}, {"csrf": entered(client.bench).csrf(), "name": "Eve"}):
        assert client.http.post("/you/name", data=form, headers={"origin": ORIGIN}).status_code == 403
    assert "Eve" not in client.get("/you")


def test_a_read_only_workbench_changes_nothing(root: Path) -> None:
    client = entered(workbench(root, read_only=True))
    for action in ACTIONS:
        path = action.path.format(key="waivers", index="new", control="CM-8", group="system", text="PE-3", place="purpose")
        client.post(path, {}, status=403)
    assert "<button class" not in client.get("/decisions/waivers/new")


def test_every_answer_forbids_what_is_not_ours(root: Path) -> None:
    client = entered(workbench(root))
    for path in ("/", "/static/page.css", "/nowhere"):
        headers = client.http.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")


@pytest.mark.parametrize(
    "path", ["/static/../page.html", "/static/page.html", "/package/file/../../system.yaml", "/diagram/picture/x"]
)
def test_no_other_file_is_served(root: Path, path: str) -> None:
    assert entered(workbench(root)).http.get(path).status_code == 404


def test_other_methods_are_refused(root: Path) -> None:
    client = entered(workbench(root))
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert client.http.request(method, "/", headers={"origin": ORIGIN}).status_code in (403, 405, 411)
