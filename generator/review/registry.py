"""Every page, action and download of the workbench, in the order of the navigation. A page is a file and a line here."""

from collections.abc import Callable

from generator.review.bench import PageRequest, ReviewAction, ReviewPage
from generator.review.pages import (
    annual,
    changes,
    conflicts,
    controls,
    decisions,
    diagram,
    evidence,
    indicators,
    inventory,
    meeting,
    month,
    package,
    poam,
    requests,
    system,
    to_do,
    you,
)

PAGES: tuple[ReviewPage, ...] = (
    *to_do.PAGES,
    *month.PAGES,
    *requests.PAGES,
    *meeting.PAGES,
    *changes.PAGES,
    *annual.PAGES,
    *evidence.PAGES,
    *diagram.PAGES,
    *inventory.PAGES,
    *poam.PAGES,
    *controls.PAGES,
    *indicators.PAGES,
    *conflicts.PAGES,
    *system.PAGES,
    *decisions.PAGES,
    *package.PAGES,
    *you.PAGES,
)
ACTIONS: tuple[ReviewAction, ...] = (
    *changes.ACTIONS,
    *evidence.ACTIONS,
    *diagram.ACTIONS,
    *inventory.ACTIONS,
    *poam.ACTIONS,
    *controls.ACTIONS,
    *conflicts.ACTIONS,
    *system.ACTIONS,
    *decisions.ACTIONS,
    *package.ACTIONS,
    *you.ACTIONS,
)
DOWNLOADS: tuple[tuple[str, Callable[[PageRequest], tuple[bytes, str]]], ...] = (
    *requests.DOWNLOADS,
    *meeting.DOWNLOADS,
    *diagram.DOWNLOADS,
    *package.DOWNLOADS,
)
