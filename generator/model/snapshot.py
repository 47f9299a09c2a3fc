"""What a parser makes of one evidence file, when it was observed, and whether it counts on the as-of date."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Protocol, TypeVar

from generator.model.cloud import CloudSnapshot
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import DatedBy, EvidenceFile
from generator.model.flow_log import FlowLogSnapshot
from generator.model.inventory import ClusterSnapshot
from generator.model.monitoring import MonitorSnapshot
from generator.model.pipeline import PipelineSnapshot
from generator.model.registry import RegistrySnapshot
from generator.model.scan import ScanSnapshot

Snapshot = (
    ScanSnapshot
    | ClusterSnapshot
    | PipelineSnapshot
    | DiagramSnapshot
    | CloudSnapshot
    | RegistrySnapshot
    | FlowLogSnapshot
    | MonitorSnapshot
)


class Observed(Protocol):
    """A snapshot of any kind, or a scan of one asset."""

    @property
    def evidence(self) -> EvidenceFile:
        """The file."""

    @property
    def taken(self) -> datetime | None:
        """When it was observed, as the content says."""


T = TypeVar("T", bound=Observed)


def moment_of(observed: Observed) -> datetime | None:
    """When it was observed: as the content says, else when the file was collected. Aware, UTC; None where nothing dates it."""
    return observed.taken or observed.evidence.collected


def own_moment(observed: Observed) -> datetime | None:
    """When its content says that it was observed; None where only a person, a sidecar or a folder dates the file.

    NOTE: readers fall back to the day of collection, which is no day on which a scan ran, so that one is taken for none.
    """
    evidence = observed.evidence
    of_collection = evidence.dated_by not in (None, DatedBy.CONTENT) and observed.taken == evidence.collected
    return None if of_collection else observed.taken


def day_of(observed: Observed) -> date | None:
    """The day of `moment_of`."""
    moment = moment_of(observed)
    return moment.date() if moment else None


def age_of(observed: Observed) -> tuple[str, str]:
    """What snapshots are sorted by, oldest first and undated before all; the path decides a tie."""
    moment = moment_of(observed)
    return moment.isoformat() if moment else "", observed.evidence.path


def of_newest_day(observeds: Iterable[T], group: Callable[[T], object]) -> tuple[T, ...]:
    """Those of the newest day of their group, in their order; undated ones only where nothing of the group is dated."""
    rows = [(observed, group(observed), age_of(observed)[0][:10]) for observed in observeds]
    newest: dict[object, str] = {}
    for _, key, day in rows:
        newest[key] = max(newest.get(key, ""), day)
    return tuple(observed for observed, key, day in rows if newest[key] == day)


def counts_on(observed: Observed, as_of: date) -> bool:
    """Whether it counts on the as-of date: undated evidence does, later evidence does not."""
    day = day_of(observed)
    return day is None or day <= as_of


def until(observeds: Iterable[T], as_of: date) -> tuple[T, ...]:
    """Those that count on the as-of date, in their order."""
    return tuple(observed for observed in observeds if counts_on(observed, as_of))
