"""What the evidence says of each of the 320 objectives of CMMC Level 2: support, contradiction, or nothing.

A machine never finds an objective MET: support means that what was collected agrees with it, for a person to judge. One
exception that was found outweighs any support, since an objective is MET wholly or not at all (32 CFR 170.24(b)).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from generator.frameworks.cmmc_l2 import OF_OBJECTIVE, CmmcRequirement
from generator.frameworks.cmmc_objectives import by_objective
from generator.model.claim import Claim, Support
from generator.model.verdict import RequirementState, RequirementVerdict


class Spoken(StrEnum):
    """What the evidence says of an objective."""

    SUPPORT = "support"
    CONTRADICTION = "contradiction"
    NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveStanding:
    """One objective."""

    objective: str
    requirement: CmmcRequirement
    supporting: tuple[Claim, ...]
    contradicting: tuple[Claim, ...]
    context: tuple[Claim, ...]
    """Worth knowing, and worth nothing."""
    verdict: RequirementVerdict | None
    """A person's, on this objective; on the requirement where that has no other."""
    whole: RequirementVerdict | None
    """A person's, on the whole requirement."""

    @property
    def said(self) -> Spoken:
        """See `Spoken`."""
        if self.contradicting:
            return Spoken.CONTRADICTION
        return Spoken.SUPPORT if self.supporting else Spoken.NOT_ASSESSED

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All that speak to it."""
        return *self.contradicting, *self.supporting, *self.context

    @property
    def disputed(self) -> bool:
        """A person calls it MET, and the evidence contradicts."""
        judged = self.verdict or self.whole
        return bool(judged and judged.state is RequirementState.MET and self.contradicting)


def contradicts(claim: Claim) -> bool:
    """Does it speak against: a check found an exception, nothing was found, or what was found lets everything pass?"""
    lets_pass = claim.support is Support.FOUND_NOT_ENFORCING and not claim.in_part
    return bool(claim.discrepancies) or claim.support is Support.NONE_FOUND or lets_pass


def objectives(claims: Iterable[Claim], verdicts: Iterable[RequirementVerdict]) -> tuple[ObjectiveStanding, ...]:
    """All 320, in the order of SP 800-171A."""
    spoken = by_objective(claims)
    judged = {one.objective or one.requirement: one for one in verdicts}
    found = []
    for objective, requirement in OF_OBJECTIVE.items():
        rows = spoken.get(objective, ())
        against = tuple(one for one in rows if contradicts(one))
        agreeing = tuple(one for one in rows if one.supports and one not in against)
        found.append(
            ObjectiveStanding(
                objective=objective,
                requirement=requirement,
                supporting=agreeing,
                contradicting=against,
                context=tuple(one for one in rows if one not in against and one not in agreeing),
                verdict=judged.get(objective),
                whole=judged.get(requirement.id),
            )
        )
    return tuple(found)
