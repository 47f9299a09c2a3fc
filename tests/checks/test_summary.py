"""How many of how many were judged: each share of the verdicts with its own certainty."""

from generator.checks.judging import summary
from generator.checks.registry import CHECKS
from generator.model.posture import Certainty
from generator.model.verdict_makers import fails, passes, unknown

REQUIREMENT = next(check.requirement for check in CHECKS if check.id == "service-account-token")


def test_each_certainty_has_its_number() -> None:
    seen = [passes(f"w{number}", certainty=Certainty.OBSERVED) for number in range(2)]
    declared = passes("w3", certainty=Certainty.DECLARED)
    worse = fails("w4", "mounts a token", certainty=Certainty.OBSERVED)
    open_ = unknown("w5", "the account was not collected")
    assert summary(REQUIREMENT, [*seen, declared, worse, open_]) == (
        "4 of 5 workloads judged: 3 pass (2 observed, 1 declared), 1 fails (observed). "
        "1 unknown: the account was not collected (1)."
    )
    assert summary(REQUIREMENT, seen) == "2 of 2 workloads judged: 2 pass (observed)."
    assert summary(REQUIREMENT, [open_]) == "0 of 1 workload judged. 1 unknown: the account was not collected (1)."
