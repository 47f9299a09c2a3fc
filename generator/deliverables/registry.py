"""Every purpose that a delivery can be made for, in the order of the help text."""

from generator.deliverables.base import Purpose
from generator.deliverables.cmmc import CMMC
from generator.deliverables.conmon import CONMON
from generator.deliverables.dod import DOD
from generator.deliverables.fedramp import FEDRAMP
from generator.deliverables.fedramp_20x import FEDRAMP_20X
from generator.errors import ConfigError

PURPOSES: tuple[Purpose, ...] = (FEDRAMP, FEDRAMP_20X, CONMON, CMMC, DOD)


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
