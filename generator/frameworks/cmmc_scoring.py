"""CMMC Level 2: what a requirement that is NOT MET costs, and which may stand on a plan of action.

Sources: 32 CFR 170.24(c)(2) (weights and the score), 170.21(a)(2) (what may stand on a plan of action and milestones),
170.21(b) (close-out). The requirements themselves are those of `cmmc_l2`.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from generator.frameworks.cmmc_l2 import REQUIREMENTS, CmmcRequirement

MOST_POINTS = 110
"""The score of a system that meets everything (32 CFR 170.24(c)(2)(i)(A))."""
CONDITIONAL_POINTS = 88
"""0.8 of 110: at least so many for the Conditional status (32 CFR 170.21(a)(2)(i))."""
CLOSE_OUT_DAYS = 180
"""From the Conditional CMMC Status Date: a plan that is not closed out by then ends the status (32 CFR 170.21(b))."""

_FIVE = frozenset(
    """
    3.1.1 3.1.2 3.1.12 3.1.13 3.1.16 3.1.17 3.1.18 3.2.1 3.2.2 3.3.1 3.3.5 3.4.1 3.4.2 3.4.5 3.4.6 3.4.7 3.4.8
    3.5.1 3.5.2 3.5.10 3.6.1 3.6.2 3.7.2 3.7.5 3.8.3 3.8.7 3.9.2 3.10.1 3.10.2 3.11.2 3.12.1 3.12.3 3.13.1 3.13.2
    3.13.5 3.13.6 3.13.15 3.14.1 3.14.2 3.14.3 3.14.4 3.14.6
    """.split()
)
_THREE = frozenset("3.1.5 3.1.19 3.3.2 3.7.1 3.7.4 3.8.1 3.8.2 3.8.8 3.9.1 3.11.1 3.12.2 3.13.8 3.14.5 3.14.7".split())
_VARIABLE = frozenset({"3.5.3", "3.13.11"})
"""3 or 5. 3.5.3: 3 where remote and privileged users have it; 3.13.11: 3 where encryption is employed and not FIPS-validated;
else 5 (32 CFR 170.24(c)(2)(i)(B))."""
_ENCRYPTION = "3.13.11"
_PARTIAL = "32 CFR 170.24(c)(2)(i)(B)"
_TOOL = "DCMA DIBCAC's self-assessment tool for SP 800-171"
_REMOTE = f"Nothing is lost where remote access is not permitted ({_TOOL})."
_WIRELESS = f"Nothing is lost where wireless access is not permitted ({_TOOL})."
_CONSIDERED: Mapping[str, str] = {
    "3.1.12": _REMOTE,
    "3.1.13": _REMOTE,
    "3.1.16": _WIRELESS,
    "3.1.17": _WIRELESS,
    "3.1.18": f"Nothing is lost where mobile devices may not connect ({_TOOL}).",
    "3.5.3": f"3 where only remote and privileged users have it, 5 where no user has it ({_PARTIAL}).",
    "3.13.11": f"3 where encryption is employed and not FIPS-validated, 5 where it is not employed ({_PARTIAL}).",
    "3.12.4": "No value: without a system security plan no assessment is completed (32 CFR 170.24(c)(2)(i)(B)(5)).",
}
"""Rules for what single requirements cost."""
SYSTEM_SECURITY_PLAN = "3.12.4"
"""Has no weight: without it no assessment can be completed (32 CFR 170.24(c)(2)(i)(B)(5))."""
_BARRED = frozenset({"3.1.20", "3.1.22", SYSTEM_SECURITY_PLAN, "3.10.3", "3.10.4", "3.10.5"})


class Eligible(StrEnum):
    """May a requirement that is NOT MET stand on a plan of action (32 CFR 170.21(a)(2))?"""

    YES = "yes"
    NO = "no"
    NOT_FIPS = "only where encryption is employed and not FIPS-validated"


class Weighted(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement with what it weighs."""

    requirement: CmmcRequirement
    number: str
    """As SP 800-171 writes it: `3.1.5`."""
    weights: tuple[int, ...]
    """What NOT MET costs; two where it depends on how much is missing, none for the plan itself."""

    @property
    def eligible(self) -> Eligible:
        """See `Eligible`."""
        if self.number == _ENCRYPTION:
            return Eligible.NOT_FIPS
        return Eligible.YES if self.weights == (1,) and self.number not in _BARRED else Eligible.NO

    @property
    def consideration(self) -> str:
        """The rule for what this one costs, with its source; empty where its value is fixed."""
        return _CONSIDERED.get(self.number, "")

    @property
    def why_not(self) -> str:
        """The rule that bars it; empty where none does."""
        if self.number in _BARRED:
            return "named in 32 CFR 170.21(a)(2)(iii)"
        if self.eligible is Eligible.NO:
            return "its point value is above 1: 32 CFR 170.21(a)(2)(ii)"
        return ""

    def may_stand(self, cost: int) -> bool:
        """May it stand on a plan of action where NOT MET costs so much?"""
        return self.eligible is Eligible.YES or (self.eligible is Eligible.NOT_FIPS and cost == min(self.weights))


def _weights(number: str) -> tuple[int, ...]:
    if number in _VARIABLE:
        return 3, 5
    if number == SYSTEM_SECURITY_PLAN:
        return ()
    return (5,) if number in _FIVE else (3,) if number in _THREE else (1,)


WEIGHTED: tuple[Weighted, ...] = tuple(
    Weighted(requirement=requirement, number=(number := requirement.id.partition("-")[2]), weights=_weights(number))
    for requirement in REQUIREMENTS
)
"""In the order of SP 800-171."""
BY_NAME: Mapping[str, Weighted] = {
    name: weighted for weighted in WEIGHTED for name in (weighted.number, weighted.requirement.id)
}
"""By number and by id."""
