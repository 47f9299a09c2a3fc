"""The part of system.yaml that says from where on continuous monitoring escalates: `conmon`."""

from collections.abc import Callable
from datetime import date

from generator.errors import ConfigError
from generator.model.trigger import USUAL_LIMITS as _USUAL
from generator.model.trigger import TriggerLimits
from generator.strict_yaml import Strict


class _Baseline(Strict):
    unique_vulnerabilities: int
    day: date | None = None


class _Thresholds(Strict):
    increase_percent: int = _USUAL.increase_percent
    increase_count: int = _USUAL.increase_count
    unauthenticated_percent: int = _USUAL.unauthenticated_percent
    high_items: int = _USUAL.high_items
    high_days: tuple[int, int] = _USUAL.high_days
    moderate_items: int = _USUAL.moderate_items
    moderate_days: tuple[int, int] = _USUAL.moderate_days


class ConmonKeys(Strict):
    """`conmon`."""

    baseline: _Baseline | None = None
    thresholds: _Thresholds | None = None


def check_conmon(said: ConmonKeys, error: Callable[[tuple[str | int, ...], str, str], ConfigError]) -> None:
    """Numbers that mean something.

    Raises:
        ConfigError: names the key.
    """
    if said.baseline is not None and said.baseline.unique_vulnerabilities < 0:
        raise error(("conmon", "baseline", "unique-vulnerabilities"), "less than none", "count them in the package of that day")
    limits = said.thresholds or _Thresholds()
    for key in ("increase_percent", "increase_count", "unauthenticated_percent", "high_items", "moderate_items"):
        if getattr(limits, key) < 1:
            step = "leave the key out for the playbook's number"
            raise error(("conmon", "thresholds", key.replace("_", "-")), "a threshold of less than 1 is always reached", step)
    for key in ("high_days", "moderate_days"):
        first, second = getattr(limits, key)
        if not 0 < first <= second:
            what = f"[{first}, {second}] are not days for the review and later ones for the plan"
            raise error(("conmon", "thresholds", key.replace("_", "-")), what, "write them like [30, 60]")


def limits_of(said: ConmonKeys) -> TriggerLimits:
    """The limits that count."""
    given = said.thresholds or _Thresholds()
    return TriggerLimits(
        baseline=said.baseline.unique_vulnerabilities if said.baseline else None,
        baseline_day=said.baseline.day if said.baseline else None,
        increase_percent=given.increase_percent,
        increase_count=given.increase_count,
        unauthenticated_percent=given.unauthenticated_percent,
        high_items=given.high_items,
        high_days=given.high_days,
        moderate_items=given.moderate_items,
        moderate_days=given.moderate_days,
    )
