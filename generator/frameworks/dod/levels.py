"""DoD impact levels 4 and 5 as additions to FedRAMP: which controls DISA adds or sets anew, and with which values.

Source: DISA, FedRAMP Rev. 5 SSP addendum (`rev5_ssp_addendum_controls.xlsx`, 2025-12-03), a sheet for each level; a
row whose column "Control Implementation leveraged from FedRAMP … Baseline" says No is added or modified. It is older than the
Cloud Service Provider SRG V1R7 (2026-06-30), which was not at hand. DISA publishes IL5 for national security systems only: the
list is IL5 (NSS), and says so wherever it is shown.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.errors import ConfigError
from generator.frameworks.base import Control
from generator.frameworks.dod.controls import ROWS
from generator.frameworks.dod.values import IL4_HIGH, IL4_MODERATE, IL5_NSS, DodValue
from generator.frameworks.fedramp_rev5 import EVERY, plain
from generator.frameworks.rev5.table import FAMILIES
from generator.model.identifiers import ControlId, control_ids

ADDENDUM = "DISA, FedRAMP Rev. 5 SSP addendum"
DATED = date(2025, 12, 3)

_IN_BOTH = control_ids("AC-7", "CM-7(5)", "IA-5(1)", "PE-15", "SA-9(1)", "SA-9(5)", "SC-17")
_PLUS = control_ids("MA-5(5)", "PS-3(4)", "SA-9(3)", "SA-9(6)", "SA-9(7)", "SA-9(8)", "SC-12(6)", "SC-18(2)", "SC-46")
_FAMILY = {name: number for number, name in enumerate(FAMILIES)}
_CONTROLS: Mapping[str, Control] = {**{row.id: plain(row) for row in ROWS}, **{control.id: control for control in EVERY}}


class DodSheet(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet of the addendum."""

    level: str
    """As system.yaml names it: `dod-il4`."""
    label: str
    """As the addendum names the sheet: `IL5 (NSS)`."""
    baseline: str
    """The FedRAMP baseline that it builds on."""
    added: tuple[ControlId, ...]
    """Controls that the baseline does not hold."""
    anew: tuple[ControlId, ...]
    """Controls of the baseline that it does not take from FedRAMP as they are."""
    values: Mapping[str, DodValue]

    @property
    def title(self) -> str:
        """For people: `DoD IL5 (NSS)`."""
        return f"DoD {self.label}"

    @property
    def source(self) -> str:
        """Document and section."""
        return f"{ADDENDUM} ({DATED.isoformat()}), sheet {self.label}"

    def controls(self) -> tuple[Control, ...]:
        """Those that it adds, in the order of the catalog."""
        return tuple(replace(_CONTROLS[control_id], added_by=(self.title,)) for control_id in self.added)

    def rows(self) -> tuple[ControlId, ...]:
        """Every control of which the sheet says something: added, modified, or with a value; in the order of the catalog."""
        return tuple(sorted({*self.added, *self.anew, *control_ids(*self.values)}, key=place))


def place(control: str) -> tuple[int, int, int]:
    """What controls are sorted by: family, number, enhancement."""
    family, _, rest = control.partition("-")
    number, _, inner = rest.partition("(")
    return _FAMILY[family], int(number), int(inner.removesuffix(")") or 0)


_IL4_MODERATE = DodSheet(
    level="dod-il4",
    label="IL4 Moderate",
    baseline="moderate",
    added=tuple(sorted((*_PLUS, *control_ids("AU-5(1)", "SA-4(5)", "SC-24")), key=place)),
    anew=(*_IN_BOTH, ControlId("MA-5(1)")),
    values=IL4_MODERATE,
)
_IL4_HIGH = DodSheet(
    level="dod-il4",
    label="IL4 High",
    baseline="high",
    added=_PLUS,
    anew=(*_IN_BOTH, *control_ids("SA-4(5)", "SC-24")),
    values=IL4_HIGH,
)
_IL5 = DodSheet(
    level="dod-il5",
    label="IL5 (NSS)",
    baseline="high",
    added=tuple(row.id for row in ROWS),
    anew=(*_IN_BOTH, *control_ids("MA-5(1)", "SA-4(5)", "SC-24")),
    values=IL5_NSS,
)
SHEETS: tuple[DodSheet, ...] = (_IL4_MODERATE, _IL4_HIGH, _IL5)
LEVELS = tuple(dict.fromkeys(sheet.level for sheet in SHEETS))
"""Names in system.yaml."""


def sheets_of(frameworks: Sequence[str], baseline: str) -> tuple[DodSheet, ...]:
    """Those of the levels that a system names; none of a level that does not build on its baseline."""
    return tuple(sheet for sheet in SHEETS if sheet.level in frameworks and sheet.baseline == baseline)


def builds_on(level: str) -> tuple[str, ...]:
    """The FedRAMP baselines that a level builds on."""
    return tuple(sheet.baseline for sheet in SHEETS if sheet.level == level)


def check_levels(frameworks: Sequence[str], baseline: str) -> None:
    """Every level that is named builds on the baseline.

    Raises:
        ConfigError: it does not.
    """
    for level in LEVELS:
        if level in frameworks and baseline not in (known := builds_on(level)):
            wanted = " or ".join(level.title() for level in known)
            raise ConfigError(
                f"`{level}` builds on FedRAMP {wanted}, and this system is FedRAMP {baseline.title()} ({ADDENDUM})",
                next_step=f"write `impact-level: {known[-1]}`, or leave {level} out of `frameworks`",
            )
