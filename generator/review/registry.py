"""Every page, action and download of the workbench, in the order of the navigation. A page is a file and a line here."""

from collections.abc import Callable

from generator.review.bench import PageRequest, ReviewAction, ReviewPage
from generator.review.pages import (
    annual,
    changes,
    conflicts,
    controls,
    decisions,
    deliveries,
    diagram,
    evidence,
    indicators,
    inventory,
    meeting,
    month,
    package,
    plan_texts,
    poam,
    requests,
    system,
    to_do,
    work_packages,
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
    *work_packages.PAGES,
    *poam.PAGES,
    *controls.PAGES,
    *indicators.PAGES,
    *plan_texts.PAGES,
    *conflicts.PAGES,
    *system.PAGES,
    *decisions.PAGES,
    *package.PAGES,
    *deliveries.PAGES,
    *you.PAGES,
)
ACTIONS: tuple[ReviewAction, ...] = (
    *changes.ACTIONS,
    *evidence.ACTIONS,
    *diagram.ACTIONS,
    *inventory.ACTIONS,
    *poam.ACTIONS,
    *work_packages.ACTIONS,
    *controls.ACTIONS,
    *plan_texts.ACTIONS,
    *conflicts.ACTIONS,
    *system.ACTIONS,
    *decisions.ACTIONS,
    *package.ACTIONS,
    *deliveries.ACTIONS,
    *you.ACTIONS,
)
DOWNLOADS: tuple[tuple[str, Callable[[PageRequest], tuple[bytes, str]]], ...] = (
    *requests.DOWNLOADS,
    *meeting.DOWNLOADS,
    *diagram.DOWNLOADS,
    *package.DOWNLOADS,
)
