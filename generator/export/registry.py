"""Every purpose that a delivery can be made for, in the order of the help text."""

from generator.errors import ConfigError
from generator.export.base import Purpose
from generator.export.cmmc import CMMC
from generator.export.conmon import CONMON
from generator.export.dod import DOD
from generator.export.fedramp import FEDRAMP

PURPOSES: tuple[Purpose, ...] = (FEDRAMP, CONMON, CMMC, DOD)


def purpose(name: str) -> Purpose:
    """By name.

    Raises:
        ConfigError: there is no such purpose.
    """
    for candidate in PURPOSES:
        if candidate.name == name:
            return candidate
    known = ", ".join(candidate.name for candidate in PURPOSES)
    raise ConfigError(f"`{name}` is no purpose of a delivery", next_step=f"write --for with one of: {known}")
