"""What people decide from a later day on: it does not count on the day, and is not passed over in silence."""

from datetime import date

from generator.model.evidence import Gap, GapKind


def not_yet(what: str, day: date, place: str) -> Gap:
    """`what` begins a sentence; `place` is file and line: `decisions/verdicts.yaml, line 3`."""
    file, _, line = place.partition(", ")
    reason = f"{what} on {day.isoformat()}, after the day this package speaks of, and does not count"
    step = "correct the date if it is wrong, or name a later day with --as-of"
    return Gap(path=file, place=line, kind=GapKind.LATER, reason=reason, next_step=step)
