"""Which controls a system's plan answers: those of its FedRAMP baseline, and those that other frameworks add to it."""

from collections.abc import Sequence
from dataclasses import replace

from generator.frameworks.base import Control
from generator.frameworks.dod.controls import ROWS
from generator.frameworks.dod.levels import place, sheets_of
from generator.frameworks.fedramp_rev5 import EVERY, FEDRAMP_REV5, plain


def plan_of(frameworks: Sequence[str], baseline: str) -> tuple[Control, ...]:
    """Every control, in the order of the catalogue; what is added says by what."""
    found = {one.id: one for one in FEDRAMP_REV5.plan(baseline)}
    for sheet in sheets_of(frameworks, baseline):
        for control in sheet.controls():
            before = found.get(control.id, control)
            found[control.id] = replace(
                before, added_by=(*before.added_by, sheet.title) if control.id in found else (sheet.title,)
            )
    return tuple(sorted(found.values(), key=lambda one: place(one.id)))


def known_controls() -> tuple[Control, ...]:
    """Every control of any framework, so that people may write about them."""
    ours = {one.id for one in EVERY}
    return *EVERY, *(plain(one) for one in ROWS if one.id not in ours)
