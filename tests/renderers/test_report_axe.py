"""Every page of the report before axe, the program that finds barriers: nothing serious, light and dark, laptop and phone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from drawing.subjects import drifting
from test_chains_html import chain
from test_crosscheck_html import discrepancy
from test_pictures_html import pictured
from test_report_in_a_browser import CHROMIUM, LAPTOP, PHONE, SWITCHES, playwright
from test_report_sections import SAID
from test_requirements_html import CITED, PROBLEM, posture
from workbook_story import CART, weakness

from generator.model.evidence import Gap, GapKind
from generator.model.posture import State
from generator.model.scan import Severity
from generator.model.trend import DayCount
from generator.oscal.package import AuthorizationPackage
from generator.renderers.registry import RENDERERS
from generator.renderers.report.pages import PAGES

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here to open the report in")
LOOKS = {"light": ("light", LAPTOP), "dark": ("dark", LAPTOP), "phone": ("light", PHONE)}


def everything() -> AuthorizationPackage:
    """A package that owes every page."""
    items = (weakness("CVE-1", (CART, date(2026, 1, 20)), severity=Severity.HIGH), weakness("CVE-2", severity=Severity.LOW))
    made = pictured(
        drifting(),
        *items,
        discrepancies=(discrepancy(1, Severity.HIGH), discrepancy(2, Severity.LOW)),
        gaps=(Gap(path="evidence/x.json", place="", kind=GapKind.UNREADABLE, reason="cut off"),),
    )
    return replace(
        made,
        claims=(SAID,),
        chains=(chain(),),
        postures=tuple(posture(state, problems=(PROBLEM,), citations=(CITED,)) for state in State),
        trend=(DayCount(day=date(2026, 2, 1), high=3, moderate=2, low=9, late=1),),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made, found = everything(), tmp_path_factory.mktemp("report")
    for renderer in RENDERERS:
        if renderer.path.startswith("report/") and renderer.applies(made):
            (found / renderer.path.removeprefix("report/")).write_bytes(renderer.render(made, None).data)
    return found


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("file", [one.file for one in PAGES])
def test_axe_finds_no_serious_barrier(chromium, folder: Path, file: str, look: str) -> None:
    scheme, viewport = LOOKS[look]
    context = chromium.new_context(color_scheme=scheme, viewport=viewport)
    try:
        page = context.new_page()
        page.goto((folder / file).as_uri())
        found = axe.Axe().run(page).response["violations"]
    finally:
        context.close()
    serious = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")]
    assert serious == []


def test_a_state_of_an_area_is_a_link_to_its_requirements(chromium, folder: Path) -> None:
    context = chromium.new_context(viewport=LAPTOP)
    try:
        page = context.new_page()
        page.goto((folder / "index.html").as_uri())
        page.locator("a[href*='state=found%2C%20not%20enforcing'][href*='area=']").first.click()
        page.wait_for_url("**/requirements.html#area=*")
        shown = page.locator("article.row:visible .state").all_inner_texts()
        assert [text.split("\n")[0] for text in shown] == ["found, not enforcing"]
        page.get_by_label("Control").fill("AC-99")
        page.wait_for_url("**control=AC-99*")
        assert page.locator("article.row:visible").count() == 0
    finally:
        context.close()
