"""A requirement in a topic: what it means that it holds, and the control parts that it is about."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

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


class StatedRequirement(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement of the table, its words, and the control parts that it is about."""

    requirement: str
    """Its id: `network-default-deny`."""
    holds: str = ""
    """What it means when it holds, to follow "that": `every namespace denies traffic that nobody allowed`. Empty where the
    title of the requirement says it."""
    at: tuple[str, ...] = ()
    """Control parts, of controls that the requirement itself names: `SC-7(5)`, `CM-6(b)`. Empty where they are the usual parts
    of all of them."""

    def worded(self, requirement: PostureRequirement) -> str:
        """What holds, to follow "that"."""
        return self.holds or _clause(requirement.title)

    def parts(self, requirement: PostureRequirement) -> tuple[str, ...]:
        """The control parts that it is about."""
        return self.at or usual_parts(requirement)


def usual_parts(requirement: PostureRequirement) -> tuple[str, ...]:
    """The usual part of every control that the requirement names and that container evidence is about."""
    return tuple(
        f"{control.id}({USUAL_PART[control.id]})" if control.parts else control.id
        for control in CONTROLS
        if control.id in requirement.control_ids
    )


def _clause(title: str) -> str:
    """A title is a whole clause: it follows "that" with a small letter, unless it begins with an acronym."""
    return title if title[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"
