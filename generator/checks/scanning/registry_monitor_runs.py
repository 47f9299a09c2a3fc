"""How the registry monitor itself is run: independent of the pipeline, at least monthly, with alarms that lead to something.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring: containers whose image was not scanned
within 30 days have to be detected, and alarms may serve for that; a pipeline that only looks when it builds detects nothing.
Records of `atopack monitor` name the record before them, by its checksum. Two records that are linked so show that nothing ran
in between; where a record between is missing, nothing is known of the time between. An alarm about a weakness leads to the
POA&M, every other one the recipient of its delivery; what people did about it is not in the record.
"""

from collections.abc import Sequence
from itertools import pairwise

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import handed_in
from generator.model.identifiers import AssetId
from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.monitoring import Alert, AlertKind, MonitorSnapshot
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import moment

_MOST_AGE = 30
"""Days."""
_CRON_JOB, _NAME, _PROGRAM = "CronJob", "atopack-monitor", "atopack"
_SCHEDULE = "run it from a CronJob of its own (`atopack monitor --manifest`), and collect that CronJob"

_REQUIREMENT = PostureRequirement(
    id="registry-monitor-runs",
    area="Registry monitoring",
    title="The registry monitor runs automatically every month, and its alarms are followed up",
    problem="Registry monitor not operating as required",
    asks="Does the monitor run independent of the pipeline and at least monthly, and is each alarm on the POA&M or delivered?",
    rationale="A monitor that runs with a build sees what is built, and not what is old; an unsent alarm has no effect.",
    fix="Run `atopack monitor` from a schedule of its own, deliver its alarms, and take weaknesses into the POA&M.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring",
    controls=mapped(article="RA-5 SI-4", ours="CA-5 CA-7"),
    subjects=("property of the monitor or alarm", "properties of the monitor and alarms"),
)


def _judge(context: CheckContext) -> Judgment:
    records = context.facts.monitored
    if not records:
        return not_collected("runs of the registry monitor")
    last = records[0]
    alarms = {alert.key: alert for alert in last.run.alerts}
    return judged((_schedule(context, last), _monthly(context, records), *(_alarm(last, each) for each in alarms.values())))


def _schedule(context: CheckContext, last: MonitorSnapshot) -> JudgedSubject:
    """A CronJob of its own is a schedule that no pipeline starts. What else may start it is not in the record."""
    name = "independent of the pipeline"
    jobs = [each for each in context.facts.workloads if _is_monitor(each) and each.sources]
    if not jobs:
        return unknown(name, "what starts the monitor was not collected", *_run(last), next_step=_SCHEDULE)
    cited = (*cite(_CRON_JOB, jobs[0].key, *jobs[0].sources[:1]), *_run(last))
    return passes(name, *cited, certainty=Certainty.DECLARED, reason=f"{jobs[0].key} starts it")


def _is_monitor(workload: Workload) -> bool:
    if workload.kind != _CRON_JOB:
        return False
    references = [parse_reference(each.image) for each in workload.containers]
    return workload.name == _NAME or any(each and each.repository.rpartition("/")[2] == _PROGRAM for each in references)


def _monthly(context: CheckContext, records: Sequence[MonitorSnapshot]) -> JudgedSubject:
    name, last = "at least monthly", records[0]
    day = last.taken.date()
    age = (context.facts.as_of - day).days
    if age > _MOST_AGE:
        reason = f"the last record is of {day}, {age} days before the as-of date"
        return unknown(name, reason, *_run(last), next_step="run it again, or collect the newer records")
    if len(records) == 1:
        return unknown(name, "one record only was collected", *_run(last), next_step="collect the records of earlier runs")
    gap: tuple[str, MonitorSnapshot] | None = None
    for later, earlier in pairwise(records):
        days = (later.taken.date() - earlier.taken.date()).days
        linked = later.run.previous == earlier.evidence.sha256
        if days > _MOST_AGE and linked:
            text = f"did not run for {days} days, from {earlier.taken.date()} to {later.taken.date()}"
            rivals = (earlier.evidence.source,)
            return fails(name, text, *_run(later), *_run(earlier), certainty=Certainty.REPORTED, contested_by=rivals)
        if days > _MOST_AGE and gap is None:
            gap = (f"records between {earlier.taken.date()} and {later.taken.date()} were not collected", earlier)
    if gap is not None:
        why, rivals = gap[0], (gap[1].evidence.source,)
        return unknown(name, why, *_run(last), contested_by=rivals, next_step="collect the records of these runs")
    reason = f"{len(records)} runs since {records[-1].taken.date()}, never more than {_MOST_AGE} days apart"
    return passes(name, *_run(last), *_run(records[-1]), certainty=Certainty.REPORTED, reason=reason)


def _alarm(last: MonitorSnapshot, alert: Alert) -> JudgedSubject:
    name, sent = f"alarm {alert.key}", sorted(each.to for each in last.run.deliveries if each.delivered)
    if alert.kind is AlertKind.LATE and alert.weakness is not None:
        reason = f"{alert.weakness.poam_id} is on the POA&M"
        return passes(name, *_run(last), certainty=Certainty.REPORTED, reason=reason, asset_ids=(AssetId(alert.image),))
    if alert.weakness is not None and last.run.tracked:
        text = f"is about {alert.weakness.identifier}, which is not on the POA&M that was handed in"
        return fails(name, text, *_run(last), certainty=Certainty.REPORTED, asset_ids=(AssetId(alert.image),))
    if alert.weakness is not None:
        return unknown(name, "no POA&M was handed in yet", *_run(last), asset_ids=(AssetId(alert.image),))
    if sent:
        reason = f"delivered to {sent[0]}"
        return passes(name, *_run(last), certainty=Certainty.REPORTED, reason=reason, asset_ids=(AssetId(alert.image),))
    step = "deliver alarms with `--webhook`, and collect the record of that run"
    return unknown(name, "no delivery of it is recorded", *_run(last), next_step=step, asset_ids=(AssetId(alert.image),))


def _run(record: MonitorSnapshot) -> tuple[ObjectCitation, ...]:
    return cite("MonitorRun", moment(record.taken), record.evidence.source)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=handed_in)
