"""A run of the registry monitor over a workspace: what runs, the latest scans, the ledger and CISA's catalog."""

from datetime import date, datetime
from pathlib import Path

import msgspec

from generator.errors import ConfigError
from generator.indicators.records import IndicatorMaking, making_of
from generator.model.evidence import Gap
from generator.model.monitoring import Alert, MonitorRun
from generator.monitoring.run import monitor, newest
from generator.monitoring.untracked import AcceptedItems as TrackedBefore
from generator.pipeline.parse import Progress
from generator.pipeline.stages import tracked
from generator.workspace.folder import Workspace


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a run."""

    run: MonitorRun
    gone: tuple[Alert, ...]
    """Alerts of the run before that are resolved."""
    indicators: IndicatorMaking | None
    """What a record of the indicators is made of; None where the system does not go for FedRAMP 20x."""
    gaps: tuple[Gap, ...]
    """Evidence that could not be read or used: what it would have shown raises no alert."""


def watch(
    workspace: Workspace, as_of: date, taken: datetime, progress: Progress, evidence_cache: Path | None = None
) -> Watched:
    """Read the evidence and look; `taken` is the moment of the run, `evidence_cache` keeps what was read between runs.

    Raises:
        ConfigError: no evidence shows what runs, or a decision file or a file of the accepted package is wrong.
    """
    result = tracked(workspace, as_of, progress, evidence_cache)
    facts, loaded = result.assessed.facts, result.assessed.loaded
    if not any(view.running for view in facts.clusters):
        step = "collect it: `atopack collect kubernetes`, or --collect"
        raise ConfigError("no evidence says what runs", where=str(workspace.root), next_step=step)
    before = newest(facts.monitored, taken)
    run = monitor(
        facts,
        result.ledger.items,
        TrackedBefore(
            open=frozenset(item.poam_id for item in result.prior.items if item.closed is None),
            day=result.prior.as_of,
        ),
        taken=taken,
        system=workspace.system.id,
        exploited=loaded.content.dated("kev"),
        before=before,
    )
    resolved = frozenset(run.resolved)
    gone = tuple(alert for alert in (before.run.alerts if before else ()) if alert.key in resolved)
    assessed = result.assessed.indicators
    making = making_of(assessed, facts.as_of, "monitor") if assessed is not None else None
    return Watched(run=run, gone=gone, indicators=making, gaps=result.gaps)
