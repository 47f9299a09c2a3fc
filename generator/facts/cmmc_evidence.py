"""What the evidence says of each of the 320 objectives of CMMC Level 2, beside what people found.

An objective is MET wholly or not at all, and only by a person (32 CFR 170.24(b)). It is supported only where evidence of
exactly what it asks for was observed or reported of all of it, with no exception beside it.
"""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from generator.facts.evidence_support import EvidenceSupport, SplitClaims, split_claims
from generator.frameworks.cmmc_l2 import OF_OBJECTIVE, CmmcRequirement
from generator.frameworks.cmmc_objectives import Worth, by_objective, unseen, worth
from generator.model.claim import Claim
from generator.model.verdict import RequirementState, RequirementVerdict


class ObjectiveStanding(msgspec.Struct, frozen=True, kw_only=True):
    """One objective."""

    objective: str
    requirement: CmmcRequirement
    evidence: SplitClaims
    verdict: RequirementVerdict | None
    """A person's, on this objective; on the requirement where that has no other."""
    whole: RequirementVerdict | None
    """A person's, on the whole requirement."""

    @property
    def support(self) -> EvidenceSupport:
        """See `EvidenceSupport`."""
        return self.evidence.support

    @property
    def disputed(self) -> bool:
        """A person calls it MET, and the evidence contradicts."""
        judged = self.verdict or self.whole
        return bool(judged and judged.state is RequirementState.MET and self.evidence.contradicting)


def objectives(claims: Iterable[Claim], verdicts: Iterable[RequirementVerdict]) -> tuple[ObjectiveStanding, ...]:
    """All 320, in the order of SP 800-171A."""
    stated = tuple(claims)
    support, missing = by_objective(stated), unseen(stated)
    judged = {verdict.objective or verdict.requirement: verdict for verdict in verdicts}
    return tuple(
        ObjectiveStanding(
            objective=objective,
            requirement=requirement,
            evidence=_split(objective, support.get(objective, ()), missing=objective in missing),
            verdict=judged.get(objective),
            whole=judged.get(requirement.id),
        )
        for objective, requirement in OF_OBJECTIVE.items()
    )


def _split(objective: str, claims: Iterable[Claim], *, missing: bool) -> SplitClaims:
    """By what each can be for the objective: context contradicts nothing, and what can only refute supports nothing."""
    rows = [(claim, worth(objective, claim)) for claim in claims]
    relevant = split_claims(
        (claim for claim, most in rows if most in (Worth.REFUTES, Worth.SHOWS)),
        may_support=lambda claim: worth(objective, claim) is Worth.SHOWS,
    )
    context_only = tuple(claim for claim, most in rows if most is Worth.CONTEXT)
    return replace(relevant, context=(*relevant.context, *context_only), undecided=relevant.undecided or missing)
