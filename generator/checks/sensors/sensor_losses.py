"""What sensors report as missed, and what they are configured to do then."""

from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.checks.sensors.sensor_reach import DAEMON_SETS, Reach
from generator.model.operation import SensorLog
from generator.model.posture import Certainty, ObjectCitation, PostureRequirement, PostureState, Problem
from generator.model.settings.base import Setting
from generator.model.settings.sensors import AlertOutputs
from generator.posture.base import Judgment, PostureContext, named, not_collected
from generator.text import counted

_TELLS = frozenset({"alert", "log", "exit"})


_REQUIREMENT = PostureRequirement(
    id="sensor-losses",
    area="Security sensors",
    title="Sensors do not lose events",
    problem="Sensor lost events",
    asks="Do the sensors' own logs say that they dropped events, and do they tell when they do?",
    rationale="What a sensor dropped it did not see: its silence over that time proves nothing.",
    fix="Give the sensor a larger buffer or fewer system calls to watch, and let it alert when it drops events.",
    reference="https://falco.org/docs/event-sources/kernel/dropped-events",
    controls=mapped(nist="SI-4 AU-5", article="SI-7"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class SensorLosses:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        logs = context.facts.sensor_logs
        silent = [
            setting
            for configuration in context.facts.configurations
            for setting in configuration.of(AlertOutputs)
            if _is_silent(setting.says)
        ]
        if not logs and not silent:
            return _nothing(context)
        problems = (*(_lost(log) for log in logs if log.losses), *(_silent(setting) for setting in silent))
        cited = (*(_cited(log) for log in logs), *(setting.cited for setting in silent))
        alerts, losses = sum(log.alerts for log in logs), sum(log.losses for log in logs)
        summary = f"Logs hold {counted(alerts, 'alert')} and tell of {counted(losses, 'loss', 'losses')}."
        return Judgment(
            state=PostureState.NOT_ENFORCING if problems else PostureState.ENFORCING,
            summary=summary if logs else "No log of a sensor was collected; its configuration for reporting losses was.",
            certainty=Certainty.INDICATION,
            missing=("logs of every sensor over the whole period: what was collected is a part",),
            problems=problems,
            citations=cited,
            held=(sum(not log.losses for log in logs), len(logs) + len(silent)),
        )


def _nothing(context: PostureContext) -> Judgment:
    clusters = [
        configuration
        for configuration in context.facts.configurations
        if any(kind in configuration.listed for kind in DAEMON_SETS)
    ]
    if clusters and not any(Reach.of(cluster, context.system).sensors for cluster in clusters):
        return Judgment(state=PostureState.NONE_FOUND, summary="No security sensor is known in any cluster.")
    return not_collected("logs of runtime sensors")


def _is_silent(says: AlertOutputs) -> bool:
    return says.on_loss is not None and not _TELLS & set(says.on_loss)


def _cited(log: SensorLog) -> ObjectCitation:
    return ObjectCitation(kind="SensorLog", name=log.tool, taken=log.taken, source=log.source)


def _lost(log: SensorLog) -> Problem:
    text = f"tells of {counted(log.losses, 'loss', 'losses')}: {named(log.lost)}"
    return Problem(subject=log.source.path, text=text, citations=(_cited(log),))


def _silent(setting: Setting[AlertOutputs]) -> Problem:
    return Problem(
        subject=setting.key,
        text="sends no alert when the sensor loses events (`syscall_event_drops.actions`)",
        citations=(setting.cited,),
    )
