"""Which workload an object belongs to: up from pods and ReplicaSets to what a person deployed."""

import re
from collections.abc import Mapping, Sequence

from generator.model.inventory import WorkloadSpec

WorkloadKey = tuple[str, str, str]
"""(namespace, kind, name)"""

_ROLLED_UP = ("ReplicaSet", "ReplicationController", "Job")
"""Kinds whose names their owners make."""
_MOST_STEPS = 4
_CRON_SUFFIX = re.compile(r"(?P<name>.+)-(?P<time>\d{8}|\d{10})")
_FIRST_MINUTE, _LAST_MINUTE = 26_000_000, 60_000_000
_FIRST_SECOND, _LAST_SECOND = 1_450_000_000, 3_600_000_000


def top(key: WorkloadKey, specs: Mapping[WorkloadKey, Sequence[WorkloadSpec]]) -> WorkloadKey:
    """The workload above, or the object itself. `specs` is what was collected."""
    for _ in range(_MOST_STEPS):
        above = _above(key, specs)
        if above is None:
            return key
        key = above
    return key


def _above(key: WorkloadKey, specs: Mapping[WorkloadKey, Sequence[WorkloadSpec]]) -> WorkloadKey | None:
    namespace, kind, name = key
    if kind not in _ROLLED_UP:
        return None
    if key in specs:
        owners = sorted({each.owner for each in specs[key] if each.owner})
        return (namespace, *owners[0]) if owners else None
    cron_job = _cron_job(name) if kind == "Job" else None
    return (namespace, "CronJob", cron_job) if cron_job else None


def _cron_job(job: str) -> str | None:
    """The CronJob that made a Job which was not collected, from the time in its name.

    Since Kubernetes 1.21 the controller appends the scheduled time in minutes since 1970, before that in seconds. A
    person's `migrate-20250203` is neither: as minutes it lies in 2008.
    """
    match = _CRON_SUFFIX.fullmatch(job)
    if match is None:
        return None
    time, minutes = int(match["time"]), len(match["time"]) == 8
    first, last = (_FIRST_MINUTE, _LAST_MINUTE) if minutes else (_FIRST_SECOND, _LAST_SECOND)
    return match["name"] if first <= time <= last else None
