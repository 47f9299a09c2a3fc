"""Pictures of pages for the documentation, light and dark: `python -m tests.make_screens`. See CONTRIBUTING.md."""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser

from generator import Workspace, build
from generator.resources import data
from tests.browser_program import CHROMIUM, LAPTOP, browser
from tests.review.workbench_process import WorkbenchProcess

SCREENS = Path(__file__).parents[1] / "docs/screens"
REPORT: Mapping[str, str] = {"report.png": "index.html", "discrepancies.png": "discrepancies.html"}
"""Picture, and page of the package's report."""
WORKBENCH: Mapping[str, str] = {"workbench.png": "/"}
"""Picture, and page of the workbench."""
SCHEMES: Mapping[str, str] = {"light": ".png", "dark": "-dark.png"}
"""Colors, and what the name of a picture in them ends with."""
_PERSON = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "Tomas Achterberg"}
"""Who decides in the workbench: of the sample, not who makes the pictures."""


def make(folder: Path) -> None:
    """Write all of them to `docs/screens/`; `folder` holds what is built for them."""
    root = folder / "parcel-tracker"
    shutil.copytree(str(data("samples") / "parcel-tracker"), root)
    package = build(Workspace.open(root), folder / "output", date(2026, 11, 20)).folder
    SCREENS.mkdir(exist_ok=True)
    with browser() as chromium:
        for name, page in REPORT.items():
            _screen(chromium, name, (package / "report" / page).as_uri())
        os.environ.update(_PERSON)
        workbench = WorkbenchProcess(root)
        try:
            for name, path in WORKBENCH.items():
                _screen(chromium, name, workbench.address, workbench.origin + path)
        finally:
            workbench.end()


def _screen(browser: Browser, name: str, *addresses: str) -> None:
    """Of the last address, after those before it."""
    context = browser.new_context(viewport=LAPTOP, reduced_motion="reduce")
    context.set_default_timeout(300_000)  # a bound, not a measure: the workbench assesses first
    page = context.new_page()
    for address in addresses:
        page.goto(address, wait_until="networkidle")
    for scheme, ending in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=SCREENS / name.replace(".png", ending))
    context.close()


if __name__ == "__main__":
    if CHROMIUM is None:
        sys.exit("needs Chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as made:
        make(Path(made))
