"""The report in a browser, from disk: searched, narrowed, sorted, linked to, by keyboard, on a phone, on paper, scriptless."""

from datetime import date
from pathlib import Path

import pytest
from browser_program import LAPTOP, PHONE
from indicators.indicators_made import on_the_path
from prerequisites import needs_program
from test_crosscheck_html import discrepancy, package
from workbook_story import CART, image, weakness

from generator.model.scan import Severity
from generator.renderers.anchors import anchor
from generator.renderers.registry import RENDERERS
from generator.renderers.report.pages import PAGES, theme_file

pytestmark = needs_program("chromium")


def image_name(number: int) -> str:
    return f"reg.example/shop/app-{number:03}:1.0"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with 402 assets and a few items and discrepancies."""
    made = on_the_path(
        package(
            weakness("CVE-1", (CART, date(2026, 1, 20)), severity=Severity.HIGH),
            weakness("CVE-2", (CART, date(2026, 2, 20)), severity=Severity.LOW, title="Title <b>of</b> CVE-2"),
            images=(image(CART), *(image(image_name(number), scanned=None) for number in range(399))),
            discrepancies=(discrepancy(1, Severity.HIGH), discrepancy(2, Severity.LOW)),
        )
    )
    found = tmp_path_factory.mktemp("report")
    for renderer in RENDERERS:
        if renderer.path.startswith("report/") and renderer.applies(made):
            (found / renderer.path.removeprefix("report/")).write_bytes(renderer.render(made, None).data)
    return found


def complaints_of(page) -> list[str]:
    """What the browser complains of, and whatever a page asks the network for, from now on."""
    kept: list[str] = []
    page.on("console", lambda said: kept.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: kept.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith("file:") else kept.append(asked.url))
    return kept


@pytest.fixture(scope="module")
def complaints(tab) -> list[str]:
    return complaints_of(tab.page)


@pytest.fixture
def opened(tab, folder, complaints):
    """Opens a page; a complaint fails the test."""
    complaints.clear()

    def open_(address: str, **more):
        file, _, place = address.partition("#")
        return tab.show((folder / file).as_uri() + (f"#{place}" if place else ""), **more)

    yield open_
    assert complaints == []


def first_cells(page) -> list[str]:
    return page.locator("#rows tbody tr td:first-child > span:first-child").all_inner_texts()


def test_a_search_narrows_the_table_says_how_far_and_can_be_sent_as_a_link(opened) -> None:
    page = opened("inventory.html")
    assert page.locator("#shown").inner_text() == "402 assets, 1 to 50 on this page"
    page.get_by_label("Search all columns").fill("app-017")
    page.wait_for_url("**/inventory.html#q=app-017")
    assert first_cells(page) == [image_name(17)]
    assert page.locator("#shown").inner_text() == "1 fit of 402 assets"
    again = opened("inventory.html#q=app-017")
    assert first_cells(again) == [image_name(17)]
    assert again.get_by_label("Search all columns").input_value() == "app-017"


def test_choosing_a_word_of_a_column_and_showing_all_again(opened) -> None:
    page = opened("inventory.html")
    page.get_by_label("Scanned", exact=True).select_option("within 30 days")
    assert first_cells(page) == [CART]
    assert page.evaluate("location.hash") == "#scanned=within+30+days"
    page.get_by_role("button", name="Show all").click()
    page.wait_for_url("**/inventory.html")
    assert page.locator("#shown").inner_text().startswith("402 assets")


def test_a_link_may_ask_a_word_of_a_column_without_a_choice(opened) -> None:
    page = opened("inventory.html#age=9")
    assert first_cells(page) == [CART]
    assert page.locator("#shown").inner_text() == "1 fit of 402 assets, where Days ago is “9”"
    page.get_by_role("button", name="Show all").click()
    page.wait_for_url("**/inventory.html")
    assert page.locator("#shown").inner_text().startswith("402 assets")


def test_sorting_by_keyboard_tells_a_screen_reader_and_the_address(opened) -> None:
    page = opened("poam.html")
    assert page.get_by_role("button", name="POA&M id: Activate to sort").count() == 1
    head = page.locator("#rows thead th", has_text="Days left")
    order = head.get_by_role("button")
    order.focus()
    page.keyboard.press("Enter")
    page.locator("#rows thead th[aria-sort=ascending]", has_text="Days left").wait_for()
    left = [int(one) for one in page.locator("#rows tbody td[data-label='Days left']").all_inner_texts()]
    assert left == sorted(left)
    page.wait_for_url("**/poam.html#sort=left.asc")


def test_a_link_to_a_row_goes_to_its_page_of_the_table_and_marks_it(opened) -> None:
    key = anchor("asset", image_name(390))
    page = opened(f"inventory.html#{key}")
    row = page.locator(f"#{key}")
    assert "lit" in row.get_attribute("class")
    assert page.evaluate("document.activeElement.id") == key
    assert row.is_visible()


def test_a_link_to_a_row_that_the_search_hides_shows_it_all_the_same(opened) -> None:
    key = anchor("asset", image_name(5))
    page = opened("inventory.html#q=app-017")
    page.evaluate(f"location.hash = '{key}'")
    page.locator(f"#{key}.lit").wait_for()


def test_a_link_to_a_row_that_is_not_there_says_so(opened) -> None:
    page = opened("inventory.html#asset-gone-%E0")
    assert page.locator("#shown").inner_text() == (
        "402 assets, 1 to 50 on this page. The row that the link names is not among them"
    )
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_way_back_leads_to_the_table_as_it_was(opened) -> None:
    page = opened("inventory.html#q=app-017")
    page.get_by_role("link", name="POA&M").click()
    page.wait_for_url("**/poam.html")
    page.go_back()
    page.wait_for_url("**/inventory.html#q=app-017")
    assert page.locator("#shown").inner_text() == "1 fit of 402 assets"


def test_from_what_cannot_wait_to_its_rows(opened) -> None:
    page = opened("index.html")
    page.get_by_role("link", name="1 POA&M item past due").click()
    page.wait_for_url("**/poam.html#due-state=past+due&sort=left.asc")
    assert page.locator("#rows tbody tr").count() == 1
    assert page.locator("#shown").inner_text() == "1 fit of 2 items"


def test_text_that_looks_like_markup_stays_text(opened) -> None:
    page = opened("poam.html")
    assert page.get_by_text("Title <b>of</b> CVE-2").count() == 1
    page.get_by_label("Search all columns").fill("<b>of</b>")
    page.get_by_text("1 fit of 2 items").wait_for()
    page.get_by_label("Search all columns").fill("\"'&quot;")
    page.get_by_text("0 fit of 2 items").wait_for()


def test_without_scripts_a_page_is_whole(chromium, folder) -> None:
    page = chromium.new_context(viewport=LAPTOP, java_script_enabled=False).new_page()
    complaints = complaints_of(page)
    page.goto((folder / "poam.html").as_uri())
    assert page.locator("#rows tbody tr").count() == 2
    assert not page.locator("#tools").is_visible()
    assert page.get_by_role("link", name="poam.csv").is_visible()
    page.context.close()
    assert complaints == []


@pytest.mark.parametrize(
    "file",
    [*(each.file for each in PAGES if each.file not in ("requirements.html", "chains.html")), *map(theme_file, ("CED", "IAM"))],
)
def test_on_a_phone_nothing_is_wider_than_the_screen(opened, file: str) -> None:
    page = opened(file, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_on_a_phone_a_row_is_a_card_that_names_its_cells_and_can_be_sorted(opened) -> None:
    page = opened("poam.html", viewport=PHONE)
    cell = page.locator("#rows tbody td[data-label='Due on']").first
    assert page.evaluate("(cell) => getComputedStyle(cell, '::before').content", cell.element_handle()) == '"Due on"'
    page.get_by_label("Sort by").select_option("left.desc")
    left = [int(one) for one in page.locator("#rows tbody td[data-label='Days left']").all_inner_texts()]
    assert left == sorted(left, reverse=True)


def test_on_paper_all_rows_are_there(opened, tmp_path: Path) -> None:
    page = opened("inventory.html")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#rows tbody tr").count() == 402
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#rows tbody tr").count() == 50


def test_colours_follow_the_system_until_a_reader_chooses(opened) -> None:
    page = opened("index.html", color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(20, 24, 29)"
    page.get_by_label("Colors of the page").select_option("light")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    page.get_by_role("link", name="Inventory", exact=True).click()
    page.wait_for_url("**/inventory.html")
    page.locator("html[data-colors=light]").wait_for()  # kept from page to page; a process of its own may learn it late
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_a_page_that_is_open_follows_the_colors_chosen_on_another(opened) -> None:
    page = opened("index.html")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Colors of the page").select_option("dark")
    page.locator("html[data-colors=dark]").wait_for()
    assert page.get_by_label("Colors of the page").input_value() == "dark"
    other.close()


def test_the_keyboard_comes_past_the_navigation_at_once(opened) -> None:
    page = opened("gaps.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
