"""The parts of system.yaml that the Department of Defense asks for: `emass` and `cmmc`."""

from collections.abc import Callable
from datetime import date

from generator.errors import ConfigError
from generator.limits import QUOTED
from generator.model.dod import Cmmc, Component, Emass
from generator.strict_yaml import Strict
from generator.text import shortened

_OFFICE_PARTS = 4
"""Organization, name, telephone, mail (eMASS template, instruction 17)."""


class EmassKeys(Strict):
    """`emass`."""

    component: Component
    office: str = ""
    identification_source: str = ""
    resources: str = ""


class CmmcKeys(Strict):
    """`cmmc`."""

    status_date: date | None = None


def check_dod(said: EmassKeys | None, error: Callable[[tuple[str | int, ...], str, str], ConfigError]) -> None:
    """An office that eMASS takes.

    Raises:
        ConfigError: names the key.
    """
    if said is None or not said.office:
        return
    parts = [part.strip() for part in said.office.split(",")]
    if len(parts) not in (1, _OFFICE_PARTS) or not all(parts):
        step = "write `Organization`, or `Organization, First Last, telephone, mail`"
        raise error(("emass", "office"), f"`{shortened(said.office, QUOTED)}` is not what eMASS takes", step)


def emass_of(said: EmassKeys | None) -> Emass | None:
    """The settings; None where the system is not in eMASS."""
    if said is None:
        return None
    return Emass(
        component=said.component,
        office=said.office.strip(),
        resources=said.resources.strip(),
        source=said.identification_source.strip(),
    )


def cmmc_of(said: CmmcKeys | None) -> Cmmc:
    """The settings."""
    return Cmmc(status_date=said.status_date if said else None)
