"""Where a system stands with CMMC Level 2: the state of every requirement, the score, and whether Conditional is in reach.

32 CFR 170.24(c)(2): 110 points, less what each NOT MET requirement costs; no score is stated before all of them have a verdict.
32 CFR 170.21(a)(2): Conditional needs 88 points and nothing NOT MET that may not stand on a plan of action.
32 CFR 170.24(c)(2)(i)(B)(6): every NOT MET requirement is recorded on a plan, also one that may not stand there.
"""

from collections.abc import Iterable, Sequence

import msgspec

from generator.frameworks.cmmc_l2 import CmmcRequirement
from generator.frameworks.cmmc_scoring import CONDITIONAL_POINTS, MOST_POINTS, SYSTEM_SECURITY_PLAN, WEIGHTED, Weighted
from generator.model.grouping import grouped
from generator.model.verdict import RequirementState, RequirementVerdict


class RequirementStanding(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement."""

    weighted: Weighted
    state: RequirementState | None
    """None: not assessed, or not all of it."""
    verdicts: tuple[RequirementVerdict, ...]
    """Of the requirement and its objectives, in their order."""

    @property
    def requirement(self) -> CmmcRequirement:
        """Its id and title."""
        return self.weighted.requirement

    @property
    def cost(self) -> int:
        """What it costs; 0 unless NOT MET. The highest value where it is not stated how much is missing."""
        if self.state is not RequirementState.NOT_MET:
            return 0
        return max((verdict.cost for verdict in self.verdicts if verdict.cost), default=max(self.weighted.weights, default=0))

    @property
    def blocks_conditional(self) -> bool:
        """NOT MET, and not allowed on a plan of action."""
        return self.state is RequirementState.NOT_MET and not self.weighted.may_stand(self.cost)


class CmmcScore(msgspec.Struct, frozen=True, kw_only=True):
    """All requirements together."""

    standings: tuple[RequirementStanding, ...]
    """In the order of SP 800-171."""

    def of(self, state: RequirementState | None) -> tuple[RequirementStanding, ...]:
        """The requirements in a state."""
        return tuple(requirement_standing for requirement_standing in self.standings if requirement_standing.state is state)

    @property
    def lost(self) -> int:
        """Points of what is known to be NOT MET."""
        return sum(requirement_standing.cost for requirement_standing in self.standings)

    @property
    def points(self) -> int | None:
        """The score; None before every requirement has a verdict, and where there is no system security plan (170.24)."""
        no_plan = any(
            requirement_standing.weighted.number == SYSTEM_SECURITY_PLAN
            and requirement_standing.state is RequirementState.NOT_MET
            for requirement_standing in self.standings
        )
        return None if no_plan or self.of(None) else MOST_POINTS - self.lost

    @property
    def blocking(self) -> tuple[RequirementStanding, ...]:
        """What no plan of action may hold."""
        return tuple(requirement_standing for requirement_standing in self.standings if requirement_standing.blocks_conditional)

    @property
    def conditional(self) -> bool | None:
        """Is Conditional in reach? No is known as soon as something blocks or costs too much; yes only with a score."""
        if self.blocking or MOST_POINTS - self.lost < CONDITIONAL_POINTS:
            return False
        return None if self.points is None else True


def score_of(verdicts: Iterable[RequirementVerdict]) -> CmmcScore:
    """The standing of all 110 requirements."""
    verdicts_by_requirement = grouped((verdict.requirement, verdict) for verdict in verdicts)
    return CmmcScore(
        standings=tuple(_standing(weighted, verdicts_by_requirement.get(weighted.requirement.id, [])) for weighted in WEIGHTED)
    )


def _standing(weighted: Weighted, verdicts: Sequence[RequirementVerdict]) -> RequirementStanding:
    order = ("", *weighted.requirement.objectives)
    rows = tuple(sorted(verdicts, key=lambda verdict: order.index(verdict.objective)))
    return RequirementStanding(weighted=weighted, state=_state(weighted.requirement, rows), verdicts=rows)


def _state(requirement: CmmcRequirement, rows: Sequence[RequirementVerdict]) -> RequirementState | None:
    """One objective that is NOT MET makes the requirement so; MET it is by a verdict of its own, or by all its objectives."""
    if any(row.state is RequirementState.NOT_MET for row in rows):
        return RequirementState.NOT_MET
    whole = next((row for row in rows if not row.objective), None)
    if whole is not None:
        return whole.state
    judged = {row.objective: row.state for row in rows}
    if not rows or any(objective not in judged for objective in requirement.objectives):
        return None
    applies = any(state is RequirementState.MET for state in judged.values())
    return RequirementState.MET if applies else RequirementState.NOT_APPLICABLE
