"""The record of a run, as JSON: what `atopack monitor` writes below `evidence/monitoring/` and reads back as evidence.

It names the SHA-256 of the record before, so that none can be taken out or changed without being noticed.
"""

from datetime import UTC, datetime

import msgspec

from generator.model.monitoring import Alert, MonitorRun
from generator.text import indented_json

FOLDER = "evidence/monitoring"
MARK = "atopackMonitor"
"""The member by which such a file is known; its value is the version of the format."""
VERSION = 1


def name_of(taken: datetime) -> str:
    """The name of the record of a run at this second."""
    return f"{taken.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.json"


def encoded(run: MonitorRun, tool: str) -> bytes:
    """The bytes of a record; `tool` is name and version."""
    whole: dict[str, object] = {MARK: VERSION, "tool": tool, **msgspec.to_builtins(run)}
    whole["alerts"] = [plain(alert) for alert in run.alerts]
    if not run.digests:
        # NOTE: a record of an earlier version keeps its bytes, to which the next one's hash refers.
        del whole["digests"]
    return indented_json(whole)


def plain(alert: Alert) -> dict[str, object]:
    """One alert as values that JSON has, with its key."""
    return {"key": alert.key, **msgspec.to_builtins(alert)}
