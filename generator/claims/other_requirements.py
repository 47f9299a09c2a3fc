"""Rows of the evidence-to-control table that no topic of its own speaks about: a new row is heard without a new topic."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.claims.base import Basis
from generator.claims.stated import StatedRequirement, StatedTopic
from generator.frameworks.fedramp_rev5 import CONTROLS
from generator.model.claim import Claim
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


@dataclass(frozen=True, slots=True)
class OtherRequirements:
    """See `Topic`."""

    covered: frozenset[str]
    """Ids of requirements that other topics ask about."""
    name: str = "other-requirements"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        rows = {posture.requirement.id: posture.requirement for posture in basis.postures}
        requirements = tuple(_stated_requirement(row) for id_, row in rows.items() if id_ not in self.covered)
        return StatedTopic(name=self.name, subject="Other requirements", requirements=requirements).claims(basis)


def _stated_requirement(requirement: PostureRequirement) -> StatedRequirement:
    return StatedRequirement(
        requirement=requirement.id,
        holds=_clause(requirement.title),
        at=tuple(_places(requirement)),
    )


def _clause(title: str) -> str:
    """A title is a whole clause: it follows "that" with a small letter, unless it begins with an acronym."""
    return title if title[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def _places(requirement: PostureRequirement) -> Iterator[str]:
    for control in CONTROLS:
        if control.id in requirement.control_ids:
            yield f"{control.id}({USUAL_PART[control.id]})" if control.parts else control.id
