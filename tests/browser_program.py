"""Chromium as the tests start it: without a network of its own, in two sizes of window."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.prerequisites import program

CHROMIUM = program("chromium")
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()
PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 800}


@contextmanager
def browser() -> Iterator[object]:
    """A browser of Playwright's, without a screen. Inside, `asyncio.run` does not work: end it before other tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield started
        started.close()
