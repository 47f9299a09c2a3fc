"""What a parser makes of one evidence file, when it was observed, and whether it counts on the as-of date."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Protocol, TypeVar

from generator.model.cloud import CloudSnapshot
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
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


def moment_of(one: Observed) -> datetime | None:
    """When it was observed: as the content says, else when the file was collected. Aware, UTC; None where nothing dates it."""
    return one.taken or one.evidence.collected


def day_of(one: Observed) -> date | None:
    """The day of `moment_of`."""
    moment = moment_of(one)
    return moment.date() if moment else None


def age_of(one: Observed) -> tuple[str, str]:
    """What snapshots are sorted by, oldest first and undated before all; the path decides a tie."""
    moment = moment_of(one)
    return moment.isoformat() if moment else "", one.evidence.path


def of_newest_day(found: Iterable[T], group: Callable[[T], object]) -> tuple[T, ...]:
    """Those of the newest day of their group, in their order; undated ones only where nothing of the group is dated."""
    rows = [(one, group(one), age_of(one)[0][:10]) for one in found]
    newest: dict[object, str] = {}
    for _, key, day in rows:
        newest[key] = max(newest.get(key, ""), day)
    return tuple(one for one, key, day in rows if newest[key] == day)


def counts_on(one: Observed, as_of: date) -> bool:
    """Whether it counts on the as-of date: undated evidence does, later evidence does not."""
    day = day_of(one)
    return day is None or day <= as_of


def until(found: Iterable[T], as_of: date) -> tuple[T, ...]:
    """Those that count on the as-of date, in their order."""
    return tuple(one for one in found if counts_on(one, as_of))
