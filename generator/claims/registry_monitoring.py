"""Whether images in the registry and those that run are scanned again and again (RA-5, SI-4).

FedRAMP container guidance v1.0, Registry Monitoring.
"""

from generator.claims.mechanisms import IMAGE_MONITORING
from generator.claims.plan_wording import PassingScope, PlannedRequirement, sources_of
from generator.claims.stated import StatedTopic
from generator.model.draft_statement import PlanSentence
from generator.text import agreeing, counted

_SCHEDULE, _MONTHLY, _ALARM = "independent of the pipeline", "at least monthly", "alarm "
"""Names of the subjects of `registry-monitor-runs`."""


def _monitor_runs(scope: PassingScope) -> tuple[PlanSentence, ...]:
    by_name = {subject.name: subject for subject in scope.passing}
    alarms = [subject for subject in scope.passing if subject.name.startswith(_ALARM)]
    total = sum(subject.name.startswith(_ALARM) for subject in scope.posture.subjects)
    sentences = []
    if _SCHEDULE in by_name:
        text = "The registry monitor is configured to run on a schedule of its own, independent of the pipeline."
        sentences.append(PlanSentence(text=text, sources=sources_of((by_name[_SCHEDULE],))))
    if _MONTHLY in by_name:
        text = f"The registry monitor ran at least monthly: {by_name[_MONTHLY].reason}."
        sentences.append(PlanSentence(text=text, sources=sources_of((by_name[_MONTHLY],))))
    if alarms:
        tracked = agreeing(len(alarms), "is a POA&M item or was", "are POA&M items or were")
        text = f"{len(alarms):,} of its {counted(total, 'alarm')} {tracked} delivered."
        sentences.append(PlanSentence(text=text, sources=sources_of(alarms)))
    return tuple(sentences)


REGISTRY_MONITORING = StatedTopic(
    name="registry-monitoring",
    subject="Registry monitoring",
    requirements=(
        PlannedRequirement(
            requirement="running-images-watched",
            holds="a program scans running images by itself and has a report of the last 30 days for each digest that runs",
            at=("RA-5(a)", "SI-4(a)"),
            mechanism=IMAGE_MONITORING,
            says=lambda scope: (
                "Images that run are scanned again without a person starting it, with a report of the last "
                f"30 days for the running digest of {scope.all}"
            ),
            lacks=(
                "has no report of a continuous scan in the last 30 days",
                "have no report of a continuous scan in the last 30 days",
            ),
            subject=("image", "images"),
        ),
        PlannedRequirement(
            requirement="registry-monitor-alarms",
            holds="a monitor looks for running images that were not scanned in time, and no alarm of its last run is open",
            at=("RA-5(a)", "SI-4(a)"),
            mechanism=IMAGE_MONITORING,
            says=lambda scope: (
                "The registry monitor compares the images that run with their scans, and its last run "
                f"raised no alarm for {scope.all}"
            ),
            # NOTE: an open alarm is the monitor at work; what it is about is on the POA&M or a candidate itself
            lacks=None,
            subject=("image", "images"),
        ),
        PlannedRequirement(
            requirement="registry-monitor-runs",
            mechanism=IMAGE_MONITORING,
            says=_monitor_runs,
            lacks=("is still open", "are still open"),
            subject=("alarm or setting of the registry monitor", "alarms and settings of the registry monitor"),
            names=False,
        ),
        PlannedRequirement(
            requirement="registry-scans-images",
            holds="every repository that running images come from scans on push or continuously",
            at=("RA-5(a)", "SI-4(a)"),
            mechanism=IMAGE_MONITORING,
            says=lambda scope: f"The registry {scope.does('scan', 'scans', number=1)} {scope.all} on push or continuously",
            lacks=("is not scanned by its registry", "are not scanned by their registry"),
            subject=("repository of running images", "repositories of running images"),
        ),
        PlannedRequirement(
            requirement="inspector-coverage",
            holds="every machine and image that the cloud's scanner lists is actively scanned",
            at=("RA-5(a)", "SI-4(a)"),
            mechanism=IMAGE_MONITORING,
            says=lambda scope: f"The scanner of the cloud provider actively scans {scope.all}",
            lacks=(
                "is not actively scanned by the cloud provider",
                "are not actively scanned by the cloud provider",
            ),
        ),
    ),
)
