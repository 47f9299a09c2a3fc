"""The workbench in a real browser, from the command that starts it: by keyboard, without scripts, on a phone, before axe."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_looks import looks
from browser_program import LAPTOP, PHONE
from prerequisites import needs_program
from review_client import sample_copy
from workbench_process import WorkbenchProcess

from generator.review.registry import PAGES

pytestmark = needs_program("chromium")
NAMES = {
    "id": "V-70F25D89C7",
    "control": "RA-5",
    "group": "system",
    "key": "waivers",
    "index": "0",
    "text": "PE-6",
    "indicator": "KSI-SVC-SIN",
    "place": "purpose",
}
PATHS = tuple(page.path.format(**NAMES) for page in PAGES)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = sample_copy(tmp_path_factory.mktemp("browser"))
    system = copy / "system.yaml"
    system.write_text(f"{system.read_text()}\nframeworks: [fedramp-rev5, fedramp-20x, dod-il4, cmmc-l2]\nclass: c\n")
    (copy / "narratives/PE-6.md").write_text("## Part a\n\n<<<<<<< a\nGuards.\n=======\nCameras.\n>>>>>>> b\n")
    return copy


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[WorkbenchProcess]:
    running = WorkbenchProcess(root)
    yield running
    running.end()


@pytest.fixture(scope="module")
def cookies(chromium, server: WorkbenchProcess) -> list[dict[str, object]]:
    context = chromium.new_context()
    context.new_page().goto(server.address)
    kept = context.cookies()
    context.close()
    return kept


def page_of(chromium, cookies, **more):
    context = chromium.new_context(**more)
    context.add_cookies(cookies)
    context.set_default_timeout(300_000)  # a bound, not a measure: a busy machine assesses for a minute
    return context.new_page()


@pytest.fixture(scope="module")
def only_page(chromium, cookies):
    """The tests take it in turn."""
    return page_of(chromium, cookies, color_scheme="light", viewport=LAPTOP)


@pytest.fixture
def page(only_page):
    only_page.emulate_media(color_scheme="light")
    only_page.set_viewport_size(LAPTOP)
    return only_page


def test_axe_finds_nothing(page, server: WorkbenchProcess) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in PATHS:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(LAPTOP)
        page.goto(server.origin + path)
        for look, barriers in looks(page):
            assert not [(path, look, barrier) for barrier in barriers]
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, look)
    assert not [text for text in complaints if "axe" not in text.lower() and "eval" not in text.lower()]


def test_a_waiver_is_written_by_keyboard_alone(page, server: WorkbenchProcess, root: Path) -> None:
    page.goto(server.origin + "/decisions/waivers/new?check=resource-limits&subject=parcel-ops/Deployment/debug-shell")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "reason":
            break
    page.keyboard.type("removed soon")
    page.keyboard.press("Tab")
    page.keyboard.type("Dayo Okafor")
    page.keyboard.press("Tab")
    page.keyboard.type("12152026")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/decisions/waivers")
    assert "1 decision written" in page.inner_text("[role=status]")
    assert (
        "  reason: removed soon\n  owner: Dayo Okafor\n  expires: 2026-12-15\n" in (root / "decisions/waivers.yaml").read_text()
    )


def test_the_grid_is_filled_down_pasted_and_undone_by_keyboard_alone(page, server: WorkbenchProcess, root: Path) -> None:
    file = root / "decisions/assets.yaml"
    before = file.read_text()

    def tab_to(script: str, most: int = 400) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate(f"(each => {script})(document.activeElement)"):
                return
        raise AssertionError(script)

    page.goto(server.origin + "/inventory?columns=all&q=node-")
    tab_to("each.name && each.name.startsWith('Patch Level::node-a')")
    page.keyboard.type("2026-11")
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.name") == "Patch Level::node-b.parceltrack.example"
    assert page.evaluate("document.activeElement.value") == "2026-11"
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    assert file.read_text().count("patch-level: 2026-11") == 1  # one entry for both, since both say the same
    tab_to("each.tagName === 'BUTTON' && each.textContent.startsWith('Undo')")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    assert file.read_text() == before

    page.goto(server.origin + "/inventory?q=node-")
    tab_to("each.tagName === 'SUMMARY' && each.textContent.startsWith('Paste')")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Asset\tSerial #/Asset Tag#\nnode-a.parceltrack.example\tT-1\nnode-b.parceltrack.example\tT-2\n")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    assert {"asset-tag: T-1", "asset-tag: T-2"} <= {line.strip() for line in file.read_text().splitlines()}
    tab_to("each.tagName === 'BUTTON' && each.textContent.startsWith('Undo')")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    assert file.read_text() == before


def test_it_works_without_scripts(chromium, server: WorkbenchProcess, cookies, root: Path) -> None:
    page = page_of(chromium, cookies, java_script_enabled=False, viewport=PHONE)
    page.goto(server.origin + "/controls/PE-3")
    page.fill("textarea[name='part a']", "Inherited from Nimbus Government Cloud.")
    page.click("text=Write to narratives/PE-3.md")
    assert "narratives/PE-3.md written" in page.inner_text("[role=status]")
    assert "Inherited from Nimbus Government Cloud." in (root / "narratives/PE-3.md").read_text()
    page.context.close()


def test_a_command_runs_and_is_ended(page, server: WorkbenchProcess) -> None:
    page.goto(server.origin + "/package")
    page.click("button[value=check]")
    page.wait_for_selector("text=check: ended with")
    assert "discrepancies" in page.inner_text("pre")


def test_the_end_leaves_nothing(tmp_path: Path) -> None:
    server = WorkbenchProcess(sample_copy(tmp_path))
    assert server.end() in (0, 130, -signal.SIGINT)
    with pytest.raises(ProcessLookupError):
        os.kill(server.process.pid, 0)
