"""The part of a control that a requirement is about, where its row names none."""

from collections.abc import Mapping
from types import MappingProxyType

from generator.frameworks.fedramp_rev5 import CONTROLS
from generator.model.posture import PostureRequirement

USUAL_PART: Mapping[str, str] = MappingProxyType(
    {
        "AU-2": "c",
        "AU-12": "a",
        "CA-2": "d",
        "CM-2": "a",
        "CM-3": "d",
        "CM-6": "b",
        "CM-7": "a",
        "CM-8": "a",
        "CM-8(3)": "a",
        "PL-8": "a",
        "RA-5": "a",
        "SC-7": "a",
        "SC-13": "b",
        "SI-2": "a",
        "SI-3": "c",
        "SI-4": "a",
        "SI-7": "a",
        "SR-3": "a",
    }
)
"""The part of a control that is about what is set up and running, which is what configuration shows: our own mapping."""


def usual_parts(requirement: PostureRequirement) -> tuple[str, ...]:
    """The usual part of every control that the requirement names and that container evidence is about."""
    return tuple(
        f"{control.id}({USUAL_PART[control.id]})" if control.parts else control.id
        for control in CONTROLS
        if control.id in requirement.control_ids
    )
