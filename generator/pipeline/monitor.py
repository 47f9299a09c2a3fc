"""A run of the registry monitor over a workspace: what runs, the latest scans, the ledger and CISA's catalog."""

from dataclasses import dataclass
from datetime import date, datetime

from generator.content.opened import OpenContent
from generator.errors import ConfigError
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ids import Identifiers
from generator.model.evidence import Gap
from generator.model.monitoring import Alert, MonitorRun
from generator.monitoring.run import monitor, newest
from generator.monitoring.untracked import Tracked
from generator.pipeline.parse import Progress, later_than, read_evidence
from generator.pipeline.poam_ledger import month_of
from generator.workspace.decisions import decided
from generator.workspace.folder import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What a run found."""

    run: MonitorRun
    gone: tuple[Alert, ...]
    """Alerts of the run before that are resolved."""
    gaps: tuple[Gap, ...]
    """Evidence that could not be read or used: what it would have shown is alerted of."""


def watch(workspace: Workspace, as_of: date, taken: datetime, progress: Progress) -> Watched:
    """Read the evidence and look; `taken` is the moment of the run.

    Raises:
        ConfigError: nothing says what runs, or a decision file or a file of last time is wrong.
    """
    snapshots, gaps = read_evidence(workspace, progress)
    facts, unheard = decided(workspace, facts_of(History.of(snapshots), workspace.system, as_of), snapshots)
    if not any(view.running for view in facts.clusters):
        step = "collect it: `atopack collect kubernetes`, or --collect"
        raise ConfigError("no evidence says what runs", where=str(workspace.root), next_step=step)
    content = OpenContent.of(workspace.root)
    gaps += [*later_than(snapshots, as_of), *unheard]
    month = month_of(workspace, facts, gaps, FEDRAMP_REV5, ids=Identifiers(workspace.system.id), content=content)
    before = newest(facts.monitored, taken)
    run = monitor(
        facts,
        month.ledger.items,
        Tracked(open=month.open_before, day=month.handed_in),
        taken=taken,
        system=workspace.system.id,
        exploited=content.dated("kev"),
        before=before,
    )
    resolved = frozenset(run.resolved)
    gone = tuple(alert for alert in (before.run.alerts if before else ()) if alert.key in resolved)
    return Watched(run=run, gone=gone, gaps=tuple(sorted((*gaps, *month.gaps))))
