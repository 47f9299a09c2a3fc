"""Pictures of the pages of documents, and how everything else of a package is handed out."""

import shutil
import time
from pathlib import Path

import pytest
from prerequisites import needs_program
from review_client import ReviewClient, entered, sample_copy, workbench

from generator.review.document_pictures import DocumentPictures, PictureProgress

SECONDS = 120  # a bound, not a measure
TEMPLATE = Path(__file__).parents[2] / "templates/docx/executive-summary.docx"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return Path(shutil.copy(TEMPLATE, tmp_path / "summary.docx"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> ReviewClient:
    root = sample_copy(tmp_path_factory.mktemp("pictures"))
    folder = root / "output/parcel-tracker"
    for name in ("workbooks", "report", "evidence"):
        (folder / name).mkdir(parents=True)
    shutil.copy(TEMPLATE, folder / "workbooks/summary.docx")
    shutil.copy(TEMPLATE, folder / "evidence/hostile.docx")
    (folder / "report/index.html").write_text("<script>alert(1)</script>")
    return entered(workbench(root))


def waited(pictures: DocumentPictures, document: Path) -> PictureProgress:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        state = pictures.state(document)
        assert state is not None
        if state.progress is not PictureProgress.RUNNING:
            return state.progress
        time.sleep(0.1)
    raise AssertionError("it never ended")


@needs_program("soffice")
@needs_program("pdftotext")
def test_pages_become_pictures_on_the_page(client: ReviewClient) -> None:
    page = "/package/pictures?file=workbooks/summary.docx"
    assert "Make pictures of its pages" in client.get(page)
    assert "Pictures of workbooks/summary.docx" in client.get("/package")
    client.post("/package/pictures", {"file": "workbooks/summary.docx"})
    document = client.bench.root / "output/parcel-tracker/workbooks/summary.docx"
    assert waited(client.bench.pictures, document) is PictureProgress.DONE
    state = client.bench.pictures.state(document)
    assert state is not None
    assert state.pages >= 1
    address = f"/package/picture/{state.key}/1"
    assert f'src="{address}"' in client.get(page)
    answer = client.http.get(address)
    assert (answer.headers["content-type"], answer.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    for wrong in (f"/package/picture/{state.key}/0", f"/package/picture/{state.key}/{state.pages + 1}", "/package/picture/x/1"):
        assert client.http.get(wrong).status_code == 404
    folder = client.bench.pictures._folder
    client.bench.pictures.close()
    assert folder is not None
    assert not folder.exists()
    assert client.bench.pictures.start(document) is False


@needs_program("soffice")
@needs_program("pdftotext")
def test_the_end_of_the_server_ends_what_runs(document: Path) -> None:
    pictures = DocumentPictures()
    assert pictures.start(document)
    end = time.monotonic() + SECONDS
    while (process := pictures._process) is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    pictures.close()
    assert process.poll() is not None
    assert pictures._folder is not None
    assert not pictures._folder.exists()


def test_what_is_no_document_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "programs").mkdir()
    for name in ("soffice", "pdftoppm"):
        program = tmp_path / "programs" / name
        program.write_text("#!/bin/sh\nexit 3\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/programs:/usr/bin:/bin")
    broken = tmp_path / "x.docx"
    broken.write_bytes(b"no document")
    pictures = DocumentPictures()
    assert pictures.start(broken)
    assert waited(pictures, broken) is PictureProgress.FAILED
    state = pictures.state(broken)
    assert state is not None
    assert state.reason == "soffice ended with 3"
    pictures.close()


def test_without_the_programs_it_is_said(client: ReviewClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "LibreOffice and Poppler are not installed" in client.get("/package/pictures?file=workbooks/summary.docx")
    client.post("/package/pictures", {"file": "workbooks/summary.docx"}, status=422)


@pytest.mark.parametrize("file", ["evidence/hostile.docx", "../../system.yaml", "report/index.html", "workbooks/none.docx"])
def test_pictures_are_made_of_documents_of_the_package_alone(client: ReviewClient, file: str) -> None:
    assert client.http.get("/package/pictures", params={"file": file}).status_code == 404
    client.post("/package/pictures", {"file": file}, status=404)


def test_a_page_of_the_package_is_never_shown_as_one_of_ours(client: ReviewClient) -> None:
    answer = client.http.get("/package/file/report/index.html")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.http.get("/package/file/evidence/hostile.docx").status_code == 404
