"""Names that attack, in every page and picture of a delivery, in a browser: nothing runs, nothing is asked for, all is told."""

import csv
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from browser_program import LAPTOP, PHONE
from export_made import exported
from hostile import ATTACK, FORMULA, LONG, hostile
from prerequisites import needs_program


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hostile")
    return exported(hostile(made / "ws"), made / "out").folder / "data"


def opened(browser, files: list[Path], viewport: dict[str, int]) -> Iterator[tuple[Path, object, list[str]]]:
    """Each file in turn, in one page, with everything that it should not have done, and what the one before did late."""
    context = browser.new_context(viewport=viewport)
    try:
        page, done, own = context.new_page(), [], [""]
        page.on("dialog", lambda box: (done.append(f"dialog {box.message}"), box.dismiss()))
        page.on("console", lambda said: done.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: done.append(str(error)))
        page.on("request", lambda asked: done.append(asked.url) if asked.url not in own else None)
        for file in files:
            own[:] = [file.as_uri()]
            page.set_viewport_size(viewport)
            page.goto(file.as_uri())
            yield file, page, done
    finally:
        context.close()


@needs_program("chromium")
def test_nothing_runs_and_nothing_is_asked_for(chromium, delivery: Path) -> None:
    """Each page is opened once and made as narrow as a phone: what it shows and what it did is looked at in both widths."""
    pages = sorted(one for folder in ("report", "cr26", "index") for one in (delivery / folder).glob("*.html"))
    assert len(pages) >= 15
    for file, page, done in opened(chromium, pages, LAPTOP):
        for viewport in (LAPTOP, PHONE):
            page.set_viewport_size(viewport)
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], file.name
            shown = page.locator("body").inner_text()
            assert ATTACK in shown, f"{file.name}: the name of the system is told as it is"
            assert not {"\u202e", "\u2066", "\u0007", "\u200b"} & set(shown), file.name
            assert LONG not in shown, file.name
            assert page.locator("img, [onload], [onerror], a[href^=javascript i]").count() == 0, file.name
            assert done == [], file.name


@needs_program("chromium")
def test_a_picture_opened_by_itself_runs_nothing(chromium, delivery: Path) -> None:
    pictures = sorted((delivery / "diagrams").glob("*.svg"))
    assert pictures
    for file, page, done in opened(chromium, pictures, LAPTOP):
        assert done == [], file.name
        assert page.evaluate("document.querySelectorAll('script, img, foreignObject, [onload]').length") == 0, file.name


def test_no_page_leads_to_evidence_that_a_browser_would_run(delivery: Path) -> None:
    (drawing,) = delivery.rglob("script.drawio.svg")
    assert "alert(7)" in drawing.read_text(), "it is handed on as it was collected"
    named = 0
    for file in delivery.rglob("*.html"):
        text = file.read_text("utf-8")
        named += drawing.name in text
        assert not re.search(r'href="[^"]*script\.drawio\.svg|"\.\./[^"]*script\.drawio\.svg"', text), file.name
    assert named


def test_no_cell_of_a_spreadsheet_beside_a_page_begins_a_formula(delivery: Path) -> None:
    texts = []
    for file in sorted((delivery / "report").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as opened_:
            texts += [cell for row in csv.reader(opened_) for cell in row]
    assert any(FORMULA in cell for cell in texts)
    assert [cell for cell in texts if cell[:1] in "=+@\t\r" and cell] == []
    assert [cell for cell in texts if cell[:1] == "-" and not cell[1:].isdigit()] == []


def test_every_link_of_every_page_leads_to_a_file_of_the_delivery(delivery: Path) -> None:
    for file in sorted(one for folder in ("report", "cr26", "index") for one in (delivery / folder).glob("*.html")):
        for href in set(re.findall(r'<a [^>]*?href="([^"#]+)', file.read_text("utf-8"))):
            assert (file.parent / unquote(unescape(href))).resolve().is_file(), f"{file.name}: {href}"
