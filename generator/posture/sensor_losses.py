"""What sensors report as missed, and what they are configured to do then."""

from dataclasses import dataclass

from generator.model.operation import SensorLog
from generator.model.posture import Certainty, Citation, Problem, Requirement, State
from generator.model.settings.base import Setting
from generator.model.settings.sensors import AlertOutputs
from generator.posture.base import Ground, Judgement, named, not_collected
from generator.posture.mapping import mapped
from generator.posture.sensor_reach import DAEMON_SETS, Reach
from generator.text import counted

_TELLS = frozenset({"alert", "log", "exit"})


_REQUIREMENT = Requirement(
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

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        logs = ground.facts.sensor_logs
        silent = [one for each in ground.facts.configurations for one in each.of(AlertOutputs) if _is_silent(one.says)]
        if not logs and not silent:
            return _nothing(ground)
        problems = (*(_lost(one) for one in logs if one.losses), *(_silent(one) for one in silent))
        cited = (*(_cited(one) for one in logs), *(one.cited for one in silent))
        alerts, losses = sum(one.alerts for one in logs), sum(one.losses for one in logs)
        found = f"Logs hold {counted(alerts, 'alert')} and tell of {counted(losses, 'loss', 'losses')}."
        return Judgement(
            state=State.NOT_ENFORCING if problems else State.ENFORCING,
            found=found if logs else "No log of a sensor was collected; its configuration for reporting losses was.",
            certainty=Certainty.INDICATION,
            missing=("logs of every sensor over the whole period: what was collected is a part",),
            problems=problems,
            citations=cited,
            held=(sum(not one.losses for one in logs), len(logs) + len(silent)),
        )


def _nothing(ground: Ground) -> Judgement:
    clusters = [one for one in ground.facts.configurations if any(kind in one.listed for kind in DAEMON_SETS)]
    if clusters and not any(Reach.of(one, ground.system).sensors for one in clusters):
        return Judgement(state=State.NONE_FOUND, found="No security sensor is known in any cluster.")
    return not_collected("logs of runtime sensors")


def _is_silent(says: AlertOutputs) -> bool:
    return says.on_loss is not None and not _TELLS & set(says.on_loss)


def _cited(one: SensorLog) -> Citation:
    return Citation(kind="SensorLog", name=one.tool, taken=one.taken, source=one.source)


def _lost(one: SensorLog) -> Problem:
    text = f"tells of {counted(one.losses, 'loss', 'losses')}: {named(one.lost)}"
    return Problem(subject=one.source.path, text=text, citations=(_cited(one),))


def _silent(one: Setting[AlertOutputs]) -> Problem:
    return Problem(
        subject=one.key,
        text="sends no alert when the sensor loses events (`syscall_event_drops.actions`)",
        citations=(one.cited,),
    )
