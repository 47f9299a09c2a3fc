"""What scans and logs show of operation: benchmarks that were run, and what sensors saw and missed."""

from datetime import date, datetime

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.scan import LintedFile


class CheckRun(msgspec.Struct, frozen=True, kw_only=True):
    """Checks of a benchmark or a rule set on something that is no image, the newest of a tool for its targets."""

    tool: str
    benchmarks: tuple[str, ...]
    """As the file names them, sorted; empty where it does not."""
    taken: datetime | None
    targets: tuple[str, ...]
    passed: int
    failed: int
    manual: int
    """A person has to look."""
    other: int
    """Not applicable, suppressed, or not run."""
    by_target: tuple[tuple[str, int, int, int], ...] = ()
    """(target, passed, failed, left to a person), sorted."""
    source: EvidenceSource


class LintRun(msgspec.Struct, frozen=True, kw_only=True):
    """One report of a linter of Dockerfiles."""

    tool: str
    taken: datetime | None
    files: tuple[LintedFile, ...]
    """Those that it names, sorted by name. A clean file is not named."""
    source: EvidenceSource


class SensorLog(msgspec.Struct, frozen=True, kw_only=True):
    """One file with what runtime sensors saw."""

    tool: str
    """Whose file it is: the sensor's own, or of where the alerts arrived."""
    taken: datetime | None
    """Of the newest alert."""
    alerts: int
    losses: int
    """How often the sensor says that it missed something."""
    lost: tuple[str, ...]
    """What it says then, sorted."""
    first: date | None = None
    """Day of the oldest alert; None where none is dated."""
    last: date | None = None
    """Day on which the newest of them was first seen."""
    about: tuple[str, ...] = ()
    """What the alerts are about, as they name it: hosts, pods, resources of a cloud; sorted."""
    rules: tuple[str, ...] = ()
    """Rules or generators of the alerts, sorted."""
    source: EvidenceSource
