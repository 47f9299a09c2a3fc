"""Whether a monitor looks at what runs by itself and raises alarms: the records of `atopack monitor`.

A record is what the monitor wrote itself, so reported: it shows the run and the digests that it saw, not that people
reacted. FedRAMP names no interval (Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring); what has
to be detected is an image that was not scanned for 30 days, so a run older than that says nothing.
"""

from collections import Counter
from datetime import date

from generator.checks.base import Check, CheckContext, Judgment, not_collected
from generator.checks.images.scan_coverage import DIGEST_UNKNOWN, RunningDigest, judged_running
from generator.checks.mapping import mapped
from generator.checks.populations import STALE, images
from generator.model.monitoring import Alert, AlertKind, MonitorSnapshot
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import counted, moment

_REQUIREMENT = PostureRequirement(
    id="registry-monitor-alarms",
    area="Registry monitoring",
    title="A monitor raises alarms about running images",
    problem="The registry monitor raises alarms",
    asks="Does a monitor look for running images that were not scanned in time, and is no alarm of its last run open?",
    rationale="Vulnerabilities that are found after an image was admitted have to be noticed; alarms may serve for it.",
    fix="Run `atopack monitor` every day (`--manifest` prints a CronJob), send its alarms to people, and resolve each.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring",
    controls=mapped(article="RA-5 SI-4", ours="CM-8"),
    subjects=("image of a workload", "images of workloads"),
)


_MOST_AGE = 30
"""Days."""
_OLD = f"the last run is older than {_MOST_AGE} days"
_NOT_SEEN = "the last run did not see this image"
_NOT_NAMED = "the record of the last run does not name the digests that it saw"


def _judge(context: CheckContext) -> Judgment:
    facts = context.facts
    if not facts.monitored:
        return not_collected("runs of the registry monitor")
    last = facts.monitored[0]
    return judged_running(context, lambda each: _verdict(each, last, facts.as_of), notes=(_note(last),))


def _verdict(running: RunningDigest, last: MonitorSnapshot, as_of: date) -> JudgedSubject:
    name = running.name
    run = cite("MonitorRun", moment(last.taken), last.evidence.source)
    alarms = [alert for alert in last.run.alerts if _is_about(alert, running)]
    why = _unknown_because(running, last, as_of)
    if alarms and why not in (_OLD, STALE):
        counts = Counter(alert.kind for alert in alarms)
        kinds = ", ".join(f"{counts[kind]} × {kind.value}" for kind in AlertKind if counts[kind])
        reason = f"has {counted(len(alarms), 'open alarm')} ({kinds})"
        return fails(name, reason, *run, certainty=Certainty.REPORTED)
    if why:
        return unknown(name, why, *running.cited)
    return passes(name, *running.cited, *run, certainty=Certainty.REPORTED)


def _unknown_because(running: RunningDigest, last: MonitorSnapshot, as_of: date) -> str:
    if (as_of - last.taken.date()).days > _MOST_AGE:
        return _OLD
    if running.stale or not running.digest:
        return STALE if running.stale else DIGEST_UNKNOWN
    if running.certainty is not Certainty.OBSERVED or not last.run.digests:
        return _NOT_NAMED if not last.run.digests else DIGEST_UNKNOWN
    return "" if running.digest in last.run.digests else _NOT_SEEN


def _is_about(alert: Alert, running: RunningDigest) -> bool:
    """Of an image class by name alone where either side names no digest."""
    return alert.image == running.name and (not alert.digests or not running.digest or running.digest in alert.digests)


def _note(last: MonitorSnapshot) -> str:
    sent = [delivery.to for delivery in last.run.deliveries if delivery.delivered]
    detail = f"; its alarms went to {', '.join(sent)}" if sent else ""
    alarms, images = counted(len(last.run.alerts), "alarm"), counted(last.run.images, "running image")
    return f"The last run of the monitor ({last.taken:%Y-%m-%d}) raised {alarms} on {images}{detail}."


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
