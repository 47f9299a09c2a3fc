"""What a page of another site, a program on this machine, or a hostile file may try: docs/workbench.md, Attacks."""

import importlib
import re
import shutil
import threading
import time
from pathlib import Path

import pytest
import yaml
from review_client import ORIGIN, ReviewClient, entered, sample_copy, workbench

from generator.review.access import MOST_BYTES
from generator.review.jobs import JobRunner
from generator.review.registry import ACTIONS, PAGES

ROOT = Path(__file__).parents[2]
SECONDS = 300  # a bound, not a measure
HOSTILE = "<img src=x onerror=alert(1)>\"'&<script>alert(2)</script>{{ 7*7 }}\u202e"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> ReviewClient:
    return entered(workbench(sample_copy(tmp_path_factory.mktemp("attacks"))))


def test_every_answer_of_the_table_has_its_test() -> None:
    text = (ROOT / "docs/workbench.md").read_text().partition("## Attacks")[2].partition("\n## ")[0]
    named = re.findall(r"`(test_review_\w+)\.(test_\w+)`", text)
    assert len(named) >= 14
    for module, test in named:
        assert callable(getattr(importlib.import_module(module), test)), (module, test)


def test_a_form_that_is_too_large_or_does_not_say_is_not_read(copied: ReviewClient) -> None:
    headers = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded"}
    for length in (str(MOST_BYTES + 1), "9" * 40):
        answer = copied.http.post("/evidence/upload", content=b"x", headers={**headers, "content-length": length})
        assert answer.status_code == 413

    def pieces():
        yield b"csrf=x"

    assert copied.http.post("/evidence/upload", content=pieces(), headers=headers).status_code == 411


def test_many_files_and_many_fields_are_refused(copied: ReviewClient) -> None:
    files = [("file", (f"{number}.json", b"{}")) for number in range(51)]
    form = {"csrf": copied.csrf(), "folder": "evidence/scans", "below": "many"}
    answer = copied.http.post("/evidence/upload", data=form, files=files, headers={"origin": ORIGIN})
    assert answer.status_code == 400
    assert not (copied.bench.root / "evidence/scans/many").exists()
    fields = {f"f{number}": "x" for number in range(5_001)}
    files = {"file": ("a.json", b"{}")}
    assert copied.http.post("/evidence/upload", data=fields, files=files, headers={"origin": ORIGIN}).status_code == 400


@pytest.mark.parametrize(
    ("folder", "below", "name"),
    [
        ("evidence/scans", "..", "x.json"),
        ("evidence/scans", "a/../..", "x.json"),
        ("evidence/../decisions", "", "x.yaml"),
        ("/etc", "", "x.json"),
        ("evidence/scans", "", "../../x.json"),
        ("evidence/scans", "", ".hidden"),
        ("evidence/scans", "", "a\\b.json"),
        ("evidence/scans", "", "n" * 201),
        ("evidence/scans", ".git", "x.json"),
    ],
)
def test_no_name_leads_out_of_the_evidence(copied: ReviewClient, folder: str, below: str, name: str) -> None:
    before = sorted(path for path in copied.bench.root.rglob("*"))
    copied.post("/evidence/upload", {"folder": folder, "below": below}, files={"file": (name, b"{}")}, status=422)
    assert sorted(path for path in copied.bench.root.rglob("*")) == before


def test_links_are_neither_followed_nor_written_through(
    copied: ReviewClient, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    root = copied.bench.root
    (root / "evidence/scans/linked").symlink_to(tmp_path)
    form = {"folder": "evidence/scans", "below": "linked"}
    copied.post("/evidence/upload", form, files={"file": ("x.json", b"{}")}, status=422)
    assert list(tmp_path.iterdir()) == []
    (root / "evidence/scans/linked").unlink()
    secret, link = tmp_path / "secret.md", root / "narratives/PE-6.md"
    secret.write_text("the secret")
    link.symlink_to(secret)
    request.addfinalizer(lambda: link.unlink(missing_ok=True))
    assert "the secret" not in copied.get("/controls/PE-6")
    copied.post("/controls/PE-6/save", {"shown": "none", "part a": "mine"}, status=422)
    assert secret.read_text() == "the secret"
    link.unlink()
    output = root / "output"
    output.mkdir()
    (output / "parcel-tracker").symlink_to(tmp_path)
    assert "secret.md" not in copied.get("/package")
    assert copied.http.get("/package/file/secret.md").status_code == 404
    shutil.rmtree(output)


def test_evidence_is_never_served(copied: ReviewClient) -> None:
    page, drawing = b"<script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    files = {"a.html": page, "b.svg": drawing, "c.pdf": b"%PDF-1.7 /JavaScript"}
    for name, data in files.items():
        copied.post("/evidence/upload", {"folder": "evidence/scans", "below": "active"}, files={"file": (name, data)})
    built = copied.bench.root / "output/parcel-tracker/evidence/scans/active"
    built.mkdir(parents=True)
    for name, data in files.items():
        (built / name).write_bytes(data)
        for path in ("/evidence/scans/active", "/package/file/evidence/scans/active"):
            assert copied.http.get(f"{path}/{name}").status_code == 404
    shutil.rmtree(copied.bench.root / "output")


def test_hostile_names_are_text_on_every_page(copied: ReviewClient) -> None:
    root = copied.bench.root
    copied.post("/you/name", {"name": HOSTILE})
    place = "/decisions/requests/new"
    form = {"shown": copied.shown(place), "file": "evidence/x.json", "from": HOSTILE, "due": "2026-11-30", "note": HOSTILE}
    copied.post(f"{place}/save", form)
    waiver = {"check": "resource-limits", "subject": HOSTILE, "reason": HOSTILE, "owner": HOSTILE, "expires": "2026-12-01"}
    copied.post("/decisions/waivers/new/save", {"shown": copied.shown("/decisions/waivers/new"), **waiver})
    (root / "narratives/PE-3.md").write_text(f"<<<<<<< {HOSTILE}\n{HOSTILE}\n=======\nb\n>>>>>>> {HOSTILE}\n")
    (root / "evidence/scans" / "<img src=x onerror=alert(3)>.json").write_text("{}")
    names = {
        "id": "V-70F25D89C7",
        "control": "PE-3",
        "group": "system",
        "key": "requests",
        "index": "0",
        "text": "PE-3",
        "indicator": "KSI-SVC-SIN",
        "place": "purpose",
    }
    for page in PAGES:
        text = copied.get(page.path.format(**names))
        assert "<img src=x" not in text, page.path
        assert "<script>alert" not in text, page.path
        assert "\u202e" not in text, page.path
    for page in (
        "/requests?q=<script>alert(4)</script>",
        f"/poam?q={HOSTILE}",
        f"/annual?why={HOSTILE}",
        f"/changes?since={HOSTILE}",
    ):
        assert "<script>alert" not in copied.get(page)


def test_text_of_a_narrative_leads_to_no_script(copied: ReviewClient) -> None:
    file = copied.bench.root / "narratives/PE-3.md"
    file.write_text("## Part a\n\n[a](javascript:alert(1)) <b onclick=x>b</b> ![c](https://evil.example/p.png)\n")
    page = copied.get("/controls/PE-3").partition('class="preview">')[2]
    assert 'href="javascript:' not in page
    assert "<b onclick" not in page
    file.unlink()


def test_of_many_writers_at_once_one_wins_and_the_others_know(copied: ReviewClient) -> None:
    file = copied.bench.root / "decisions/sampling.yaml"
    clients = [entered(copied.bench) for _ in range(6)]
    shown = [client.shown("/decisions/sampling.classes/new") for client in clients]
    answers: list[int] = []

    def write(number: int) -> None:
        form = {"csrf": clients[number].csrf(), "shown": shown[number], "assets": f"node-{number}", "number": "1"}
        answer = clients[number].http.post(
            "/decisions/sampling.classes/new/save", data=form, headers={"origin": ORIGIN}, follow_redirects=False
        )
        answers.append(answer.status_code)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = [row["assets"] for row in yaml.safe_load(file.read_text())["classes"] if row["assets"].startswith("node-")]
    assert len([name for name in written if re.fullmatch(r"node-\d", name)]) == answers.count(303) == 1
    assert sorted(set(answers)) == [303, 409]


@pytest.mark.parametrize("module", ["generator/cli/__main__.py", "json.py", "sitecustomize.py"])
def test_a_command_runs_no_module_of_the_workspace(tmp_path: Path, module: str) -> None:
    (tmp_path / "system.yaml").write_text("system: {id: shop, name: Shop}\n")
    place, mark = tmp_path / module, tmp_path / "ran"
    place.parent.mkdir(parents=True, exist_ok=True)
    for package in (tmp_path / "generator", tmp_path / "generator/cli"):
        if package.is_dir():
            (package / "__init__.py").write_text("")
    place.write_text(f"open({str(mark)!r}, 'w').close()\n")
    jobs = JobRunner()
    assert jobs.start("doctor", ["doctor"], tmp_path)
    end = time.monotonic() + SECONDS
    while (state := jobs.state()) is not None and state.running and time.monotonic() < end:
        time.sleep(0.05)
    jobs.close()
    assert state is not None
    assert state.code in (0, 1), state.lines
    assert not mark.exists()


def test_actions_are_never_done_by_following_a_link(copied: ReviewClient) -> None:
    pages = {page.path for page in PAGES}
    for action in ACTIONS:
        if action.path not in pages:
            path = action.path.format(key="waivers", index="0", control="CM-8", group="system", text="PE-3", place="purpose")
            assert copied.http.get(path).status_code in (404, 405), path
