"""What evidence says of something that an assessor asks: support, contradiction, or nothing; never that it is met.

One exception that was found outweighs any support. What is known in part, with no exception found, is support.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from generator.model.claim import Claim, Support


class EvidenceSupport(StrEnum):
    """The three words."""

    SUPPORT = "support"
    CONTRADICTION = "contradiction"
    NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitClaims:
    """Some sentences of the evidence, by what they are worth."""

    supporting: tuple[Claim, ...]
    contradicting: tuple[Claim, ...]
    context: tuple[Claim, ...]
    """Worth knowing, and worth nothing."""

    @property
    def support(self) -> EvidenceSupport:
        """See `EvidenceSupport`."""
        if self.contradicting:
            return EvidenceSupport.CONTRADICTION
        return EvidenceSupport.SUPPORT if self.supporting else EvidenceSupport.NOT_ASSESSED

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All of them."""
        return *self.contradicting, *self.supporting, *self.context


def split_claims(claims: Iterable[Claim]) -> SplitClaims:
    """Each where it belongs, in their order."""
    rows = tuple(claims)
    against = tuple(row for row in rows if contradicts(row))
    agreeing = tuple(row for row in rows if row.supports and not contradicts(row))
    return SplitClaims(
        supporting=agreeing,
        contradicting=against,
        context=tuple(row for row in rows if row not in against and row not in agreeing),
    )


def contradicts(claim: Claim) -> bool:
    """Is it a contradiction: a check found an exception, nothing was found, or what was found lets everything pass?"""
    lets_pass = claim.support is Support.FOUND_NOT_ENFORCING and not claim.in_part
    return bool(claim.discrepancies) or claim.support is Support.NONE_FOUND or lets_pass
