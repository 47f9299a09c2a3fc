"""The part of system.yaml that says from where on continuous monitoring escalates: `conmon`."""

from collections.abc import Callable
from datetime import date

from generator.errors import ConfigError
from generator.model.trigger import USUAL_LIMITS as _USUAL
from generator.model.trigger import TriggerLimits
from generator.strict_yaml import Strict, record_of


class _VulnerabilityBaseline(Strict):
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

    baseline: _VulnerabilityBaseline | None = None
    thresholds: _Thresholds | None = None


def check_conmon(conmon_keys: ConmonKeys, error: Callable[[tuple[str | int, ...], str, str], ConfigError]) -> None:
    """Numbers that mean something.

    Raises:
        ConfigError: names the key.
    """
    if conmon_keys.baseline is not None and conmon_keys.baseline.unique_vulnerabilities < 0:
        raise error(("conmon", "baseline", "unique-vulnerabilities"), "less than none", "count them in the package of that day")
    limits = conmon_keys.thresholds or _Thresholds()
    for key in ("increase_percent", "increase_count", "unauthenticated_percent", "high_items", "moderate_items"):
        if getattr(limits, key) < 1:
            step = "leave the key out for the playbook's number"
            raise error(("conmon", "thresholds", key.replace("_", "-")), "a threshold of less than 1 is always reached", step)
    for key in ("high_days", "moderate_days"):
        first, second = getattr(limits, key)
        if not 0 < first <= second:
            what = f"[{first}, {second}] are not days for the review and later ones for the plan"
            raise error(("conmon", "thresholds", key.replace("_", "-")), what, "write them like [30, 60]")


def limits_of(conmon_keys: ConmonKeys) -> TriggerLimits:
    """The limits that count."""
    return record_of(
        TriggerLimits,
        conmon_keys.thresholds or _Thresholds(),
        baseline=conmon_keys.baseline.unique_vulnerabilities if conmon_keys.baseline else None,
        baseline_day=conmon_keys.baseline.day if conmon_keys.baseline else None,
    )
