"""Values that FedRAMP assigns to parameters of its Rev. 5 baselines, and which of them it leaves to the provider.

Source: FedRAMP's baseline profiles in OSCAL (`FedRAMP_rev5_*-baseline_profile.json`, version fedramp2.1.0-oscal1.0.4 of
2024-09-24); SSP Appendix A prints the same values as `[FedRAMP Assignment: …]`. `tests/make_parameters.py` makes the table.
"""

from collections.abc import Mapping
from functools import cache

import msgspec

from generator.frameworks.base import Parameter
from generator.resources import data

FILE = "fedramp-rev5-parameters.txt"
LEVELS: Mapping[str, str] = {"T": "li-saas", "L": "low", "M": "moderate", "H": "high"}
OPEN = "?"
"""Behind the levels of a value that the provider has to state: FedRAMP says what to consider, or where to read it."""


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """What FedRAMP says of one parameter."""

    value: str
    """In FedRAMP's words: `at least annually`."""
    is_open: bool = False
    """The provider states the value: what FedRAMP says is a condition of it."""


def assignment_of(parameter_id: str, baseline: str) -> Assignment | None:
    """By the id in NIST's catalog (`ac-02_odp.06`) and the name of the baseline (`moderate`)."""
    return _table().get((baseline, parameter_id))


def assigned(parameter: Parameter, baseline: str) -> Assignment | None:
    """Of a row of SSP Appendix A: its own, else that of the first parameter that it stands for."""
    names = (parameter.oscal_id, *parameter.stands_for)
    return next((each for name in names if (each := assignment_of(name, baseline)) is not None), None)


def assigned_values(parameter: Parameter, baseline: str) -> Mapping[str, str]:
    """The ids that FedRAMP gives a value, without those that it leaves to the provider; one for all of what it stands for."""
    whole = assignment_of(parameter.oscal_id, baseline)
    each = {name: assignment_of(name, baseline) or whole for name in parameter.set_as}
    return {name: assignment.value for name, assignment in each.items() if assignment and not assignment.is_open}


@cache
def _table() -> Mapping[tuple[str, str], Assignment]:
    table = {}
    for line in (data("oscal") / FILE).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, levels, value = line.split(" ", 2)
            for level in levels.removesuffix(OPEN):
                table[LEVELS[level], name] = Assignment(value=value, is_open=levels.endswith(OPEN))
    return table
