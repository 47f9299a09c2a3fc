"""Chromium as the tests start it: without a network of its own, in two sizes of window."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from tests.prerequisites import program

CHROMIUM = program("chromium")
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()
_ON_DISK = 20_000  # a bound, not a measure
_NOTHING = "about:blank"
PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 800}


@contextmanager
def browser() -> Iterator[Any]:
    """A browser of Playwright's, without a screen. Inside, `asyncio.run` does not work: end it before other tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield started
        started.close()


class OneTab:
    """A page that tests take in turn: to open another takes five times what it takes to load one in it.

    Each finds it as a browser is that was just started: nothing remembered, light, on a laptop.
    """

    def __init__(self, browser: Any) -> None:
        self.page = browser.new_context(viewport=LAPTOP, color_scheme="light").new_page()
        self.page.set_default_timeout(_ON_DISK)

    def show(self, address: str, *, viewport: Mapping[str, int] = LAPTOP, color_scheme: str = "light") -> Any:
        """The page with what is at the address, loaded again even if it is there."""
        before = self.page.url.partition("#")[0]
        if before != _NOTHING:
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        if before == address.partition("#")[0]:
            self.page.goto(_NOTHING)
        self.page.emulate_media(color_scheme=color_scheme)
        self.page.set_viewport_size(viewport)
        self.page.goto(address)
        return self.page
