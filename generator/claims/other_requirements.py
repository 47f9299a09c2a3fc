"""Rows of the evidence-to-control table that no topic of its own speaks about: a new row is heard without a new topic."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.claims.base import Basis
from generator.claims.stated import Asked, StatedTopic
from generator.frameworks.fedramp_rev5 import CONTROLS
from generator.model.claim import Claim
from generator.model.posture import Requirement

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


@dataclass(frozen=True, slots=True)
class OtherRequirements:
    """See `Topic`."""

    spoken_of: frozenset[str]
    """Ids of requirements that other topics ask about."""
    name: str = "other-requirements"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        rows = {one.requirement.id: one.requirement for one in basis.postures}
        asked = tuple(_asked(one) for id_, one in rows.items() if id_ not in self.spoken_of)
        return StatedTopic(name=self.name, subject="Other requirements", asked=asked).claims(basis)


def _asked(one: Requirement) -> Asked:
    return Asked(requirement=one.id, holds=f"this is so: {one.title[:1].lower()}{one.title[1:]}", at=tuple(_places(one)))


def _places(one: Requirement) -> Iterator[str]:
    for control in CONTROLS:
        if control.id in one.control_ids:
            yield f"{control.id}({USUAL_PART[control.id]})" if control.parts else control.id
