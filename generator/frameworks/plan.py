"""Which controls a system's plan answers: those of its FedRAMP baseline, and those that other frameworks add to it.

LI-SaaS describes some of the controls that its profile selects (`plan_of`); the others are attested or need no response
(`tailored_to`), and OSCAL has an answer for each of them as well (`every_of`).
"""

from collections.abc import Sequence

from msgspec.structs import replace

from generator.frameworks.base import Control
from generator.frameworks.dod.controls import ROWS
from generator.frameworks.dod.levels import place, sheets_of
from generator.frameworks.fedramp_rev5 import EVERY, FEDRAMP_REV5, plain
from generator.frameworks.rev5.li_saas import methods


def plan_of(frameworks: Sequence[str], baseline: str) -> tuple[Control, ...]:
    """Every control, in the order of the catalog; what is added says by what."""
    controls = {control.id: control for control in FEDRAMP_REV5.plan(baseline)}
    for sheet in sheets_of(frameworks, baseline):
        for control in sheet.controls():
            before = controls.get(control.id, control)
            controls[control.id] = replace(
                before, added_by=(*before.added_by, sheet.title) if control.id in controls else (sheet.title,)
            )
    return tuple(sorted(controls.values(), key=lambda control: place(control.id)))


def tailored_to(baseline: str) -> tuple[Control, ...]:
    """Those that the profile of LI-SaaS selects and its plan does not describe; none at the other baselines."""
    if baseline != "li-saas":
        return ()
    described = {control.id for control in FEDRAMP_REV5.plan(baseline)}
    return tuple(control for control in EVERY if control.id not in described and any(methods(control.id)))


def every_of(frameworks: Sequence[str], baseline: str) -> tuple[Control, ...]:
    """All controls that the plan in OSCAL answers, in the order of the catalog."""
    return tuple(sorted((*plan_of(frameworks, baseline), *tailored_to(baseline)), key=lambda control: place(control.id)))


def known_controls() -> tuple[Control, ...]:
    """Every control of any framework, so that people may write about them."""
    ours = {control.id for control in EVERY}
    return *EVERY, *(plain(row) for row in ROWS if row.id not in ours)
