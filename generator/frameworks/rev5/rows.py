"""One control of FedRAMP's Rev5 baselines, written as short as a row of a table.

`row("CM-8", "System Component Inventory", "LMHT", "ab", "a.5=01 b=02")`: in the Low, Moderate and High baselines and in
LI-SaaS (T; C where LI-SaaS asks for it on a condition); parts a and b; a parameter in a.5 and one in b. `01` is `cm-08_odp.01`
of NIST's catalog, `odp` is `cm-08_odp` (a control with one only), `prm_1` is `cm-8_prm_1` (which stands for several). `-` is
the control itself, not one of its parts.
"""

import re
from collections.abc import Mapping

import msgspec

from generator.frameworks.base import Parameter, oscal_id
from generator.frameworks.rev5.aggregates import AGGREGATES
from generator.frameworks.rev5.insertions import INSERTIONS
from generator.model.identifiers import ControlId

_LEVELS: Mapping[str, str] = {"L": "low", "M": "moderate", "H": "high", "T": "li-saas", "C": "li-saas"}


class BaselineRow(msgspec.Struct, frozen=True, kw_only=True):
    """A control with its parts and parameters."""

    id: ControlId
    title: str
    baselines: frozenset[str]
    conditional: bool
    """LI-SaaS asks for it only on a condition (SSP Appendix A LI-SaaS, Table A-1)."""
    parts: tuple[str, ...]
    parameters: tuple[Parameter, ...]


def row(id_: str, title: str, levels: str, parts: str = "", parameters: str = "") -> BaselineRow:
    """A control."""
    return BaselineRow(
        id=ControlId(id_),
        title=title,
        baselines=frozenset(_LEVELS[level] for level in levels),
        conditional="C" in levels,
        parts=tuple(parts),
        parameters=tuple(parameter for place in parameters.split() for parameter in _parameters(ControlId(id_), place)),
    )


def _parameters(control: ControlId, written: str) -> list[Parameter]:
    """`c.1=05,06` of AC-1 are AC-1(c)(1)-1 and AC-1(c)(1)-2, as Appendix A numbers them."""
    place, _, names = written.partition("=")
    label = control + "".join(f"({step})" for step in place.split(".") if step != "-")
    listed = names.split(",")
    return [
        _parameter(label if len(listed) == 1 else f"{label}-{number}", _parameter_id(control, name))
        for number, name in enumerate(listed, start=1)
    ]


def _parameter(label: str, name: str) -> Parameter:
    """What is inserted into a choice has no row of its own in Appendix A, and goes by the catalog's name."""
    return Parameter(
        label=label,
        oscal_id=name,
        stands_for=AGGREGATES.get(name, ()),
        inserted=tuple(_parameter(insertion, insertion) for insertion in INSERTIONS.get(name, ())),
    )


def _parameter_id(control: ControlId, name: str) -> str:
    if name.startswith("prm_"):
        return f"{oscal_id(control)}_{name}"
    padded = re.sub(r"\d+", lambda number: number[0].zfill(2), oscal_id(control))
    return f"{padded}_odp" if name == "odp" else f"{padded}_odp.{name}"
