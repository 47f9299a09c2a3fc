"""The parts of system.yaml that the Department of Defense asks for: `emass` and `cmmc`."""

from collections.abc import Callable
from datetime import date

from generator.errors import ConfigError
from generator.limits import QUOTED
from generator.model.dod import Cmmc, Emass, EmassComponent
from generator.strict_yaml import Strict, record_of
from generator.text import shortened

_OFFICE_PARTS = 4
"""Organization, name, telephone, mail (eMASS template, instruction 17)."""


class EmassKeys(Strict):
    """`emass`."""

    component: EmassComponent
    office: str = ""
    identification_source: str = ""
    resources: str = ""


class CmmcKeys(Strict):
    """`cmmc`."""

    status_date: date | None = None


def check_dod(emass_keys: EmassKeys | None, error: Callable[[tuple[str | int, ...], str, str], ConfigError]) -> None:
    """An office that eMASS takes.

    Raises:
        ConfigError: names the key.
    """
    if emass_keys is None or not emass_keys.office:
        return
    parts = [part.strip() for part in emass_keys.office.split(",")]
    if len(parts) not in (1, _OFFICE_PARTS) or not all(parts):
        step = "write `Organization`, or `Organization, First Last, telephone, mail`"
        raise error(("emass", "office"), f"`{shortened(emass_keys.office, QUOTED)}` is not what eMASS takes", step)


def emass_of(emass_keys: EmassKeys | None) -> Emass | None:
    """The settings; None where the system is not in eMASS."""
    if emass_keys is None:
        return None
    return Emass(
        component=emass_keys.component,
        office=emass_keys.office.strip(),
        resources=emass_keys.resources.strip(),
        source=emass_keys.identification_source.strip(),
    )


def cmmc_of(cmmc_keys: CmmcKeys | None) -> Cmmc:
    """The settings."""
    return record_of(Cmmc, cmmc_keys or CmmcKeys())
