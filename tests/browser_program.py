"""Chromium as the tests start it: without a network of its own, in two sizes of window."""

from tests.prerequisites import program

CHROMIUM = program("chromium")
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()
PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 800}
