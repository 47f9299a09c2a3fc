"""Whether a monitor looks at what runs by itself and raises alarms: the records of `atopack monitor`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.monitoring import AlertKind, MonitorSnapshot
from generator.model.posture import Certainty, ObjectCitation, PostureRequirement, PostureState, Problem
from generator.posture.base import Judgment, PostureContext, named, not_collected
from generator.text import agreeing, counted, moment, times

_MOST_AGE = 30
"""Days. FedRAMP names no interval for the monitor; what it has to detect is an image that was not scanned for 30 days, so one
that runs less often than that cannot."""

_REQUIREMENT = PostureRequirement(
    id="registry-monitor-alarms",
    area="Registry monitoring",
    title="A monitor raises alarms about running images",
    problem="The registry monitor raises alarms",
    asks="Does a monitor look for running images that were not scanned in time, and is no alarm of its last run open?",
    rationale="What is found after an image was let in has to be noticed; alarms may serve for it.",
    fix="Run `atopack monitor` every day (`--manifest` prints a CronJob), send its alarms to people, and resolve each.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring",
    controls=mapped(article="RA-5 SI-4", ours="CM-8"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class RegistryMonitor:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`. A record is what the monitor itself wrote: it shows the run, not that people reacted."""
        records = context.facts.monitored
        if not records:
            return not_collected("runs of the registry monitor")
        problems = tuple(_problems(records[0], (context.facts.as_of - records[0].taken.date()).days))
        return Judgment(
            state=PostureState.NOT_ENFORCING if problems else PostureState.ENFORCING,
            summary=_summary(records),
            certainty=Certainty.SEEN,
            missing=("that the alarms were resolved",) if records[0].run.alerts else (),
            problems=problems,
            citations=tuple(_cited(record) for record in records),
        )


def _summary(records: tuple[MonitorSnapshot, ...]) -> str:
    last, first = records[0], records[-1]
    sent = [delivery.to for delivery in last.run.deliveries if delivery.delivered]
    detail = f"; its alarms went to {', '.join(sent)}" if sent else ""
    alarms, images = counted(len(last.run.alerts), "alarm"), counted(last.run.images, "running image")
    runs = f"The monitor ran {times(len(records))} from {first.taken:%Y-%m-%d} to {last.taken:%Y-%m-%d}"
    return f"{runs}; the last run raised {alarms} on {images}{detail}."


def _problems(last: MonitorSnapshot, age: int) -> Iterator[Problem]:
    """That it does not run, and that alarms are open, counted by their kind: the record has each of them."""
    if age > _MOST_AGE:
        yield Problem(subject="the registry monitor", text=f"ran last {age} days ago", citations=(_cited(last),))
    counts = Counter(alert.kind for alert in last.run.alerts)
    if counts:
        kinds = ", ".join(f"{counts[kind]} × {kind.value}" for kind in AlertKind if counts[kind])
        images = named(sorted({alert.image for alert in last.run.alerts}))
        alarms = agreeing(len(last.run.alerts), "alarm is", "alarms are")
        text = f"{len(last.run.alerts)} {alarms} open ({kinds}) on {images}"
        yield Problem(subject="the last run", text=text, citations=(_cited(last),))


def _cited(snapshot: MonitorSnapshot) -> ObjectCitation:
    source = snapshot.evidence.source
    return ObjectCitation(kind="MonitorRun", name=moment(snapshot.taken), taken=snapshot.taken, source=source)
