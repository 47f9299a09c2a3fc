"""What evidence says of something that an assessor asks: support, contradiction, or nothing; never that it is met.

One exception that was found outweighs any support. Support is what was observed or reported, of all of it: configuration that
was not seen at work, a part, and what the evidence does not decide are context, and keep the whole from being supported.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum

import msgspec

from generator.model.claim import Claim, Support


class EvidenceSupport(StrEnum):
    """The three words."""

    SUPPORT = "support"
    CONTRADICTION = "contradiction"
    NOT_ASSESSED = "not assessed"


class SplitClaims(msgspec.Struct, frozen=True, kw_only=True):
    """Some sentences of the evidence, by what they are worth."""

    supporting: tuple[Claim, ...]
    contradicting: tuple[Claim, ...]
    context: tuple[Claim, ...]
    """Worth knowing, and no support."""
    undecided: bool = False
    """Something that would have to be shown is declared, shown in part, not decided or was not collected."""

    @property
    def support(self) -> EvidenceSupport:
        """See `EvidenceSupport`."""
        if self.contradicting:
            return EvidenceSupport.CONTRADICTION
        whole = self.supporting and not self.undecided
        return EvidenceSupport.SUPPORT if whole else EvidenceSupport.NOT_ASSESSED

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All of them."""
        return *self.contradicting, *self.supporting, *self.context


def split_claims(claims: Iterable[Claim], *, may_support: Callable[[Claim], bool] = lambda _: True) -> SplitClaims:
    """Each where it belongs, in their order. What may not support is context, unless it contradicts."""
    rows = tuple(claims)
    against = tuple(row for row in rows if contradicts(row))
    supporting = tuple(row for row in rows if may_support(row) and not contradicts(row))
    agreeing = tuple(row for row in supporting if row.shows)
    return SplitClaims(
        supporting=agreeing,
        contradicting=against,
        context=tuple(row for row in rows if row not in against and row not in agreeing),
        undecided=any(row.support in _UNDECIDED for row in supporting),
    )


_UNDECIDED = (Support.FOUND, Support.FOUND_NOT_ENFORCING, Support.NOT_ESTABLISHED, Support.NOT_COLLECTED)


def contradicts(claim: Claim) -> bool:
    """Is it a contradiction: a check found an exception, or what was found lets everything pass?

    That nothing was found contradicts nothing: where something had to be there, a check fails.
    """
    lets_pass = claim.support is Support.FOUND_NOT_ENFORCING and not claim.in_part
    return bool(claim.discrepancies) or lets_pass
