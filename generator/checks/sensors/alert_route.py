"""The way of Falco's alerts, hop by hop: out of the sensor, off the node, out of the log group, to where people look.

`Falco → Fluent Bit → CloudWatch → subscription filter → Lambda → Security Hub` is the longest of such ways; Falcosidekick makes
it shorter. A hop that is configured is declared; a subscription filter is what the cloud's API answers. What the function
behind a filter does is not read: the last hop passes by an alert that arrived within 30 days alone, as its record says.
NIST SP 800-53 Rev. 5, SI-4(5). Sensors with a console of their own are judged by `sensor-alerts-delivered` only.
"""

from collections.abc import Iterator, Sequence, Set

from generator.checks.base import Check, CheckContext, Judgment, judged, named
from generator.checks.cryptography.cloud_resources import ReportedResource, resources
from generator.checks.mapping import mapped
from generator.checks.populations import sensors
from generator.checks.sensors.alert_outputs import COLLECT, FALCO, LOCAL, SIDEKICK, arrived, leaving
from generator.checks.sensors.sensor_reach import RuntimeSensor, no_sensor, sensors_of
from generator.model.cloud import ResourceKind
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.base import Setting
from generator.model.settings.sensors import AlertOutputs
from generator.model.verdict_makers import fails, passes, unknown

_CLOUDWATCH = "cloudwatch"
_READ_BY_SHIPPERS = frozenset({"stdout", "file", LOCAL})
_FILTERS = "collect `aws logs describe-log-groups` and `aws logs describe-subscription-filters`"
_SHIPPER = "collect the ConfigMap of the log shipper, or the Deployment of Falcosidekick"

_REQUIREMENT = PostureRequirement(
    id="alert-route",
    area="Security sensors",
    title="Each hop of the alert route is configured, and the last one delivers",
    problem="Alert route not configured from end to end",
    asks="Is every hop between the sensor and the place where people look configured, and did an alert arrive within 30 days?",
    rationale="A chain of programs fails at its weakest hop, and an alert that is not there is not noticed.",
    fix="Configure the hop that is missing, raise a test alert, and collect it from where it arrives.",
    reference="NIST SP 800-53 Rev. 5, SI-4(5); https://falco.org/docs/outputs/channels/",
    controls=mapped(nist="SI-4(5) SI-4", ours="IR-4 AU-6"),
    subjects=("hop", "hops"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the hops of each Falco of the cluster."""
    sensors = [each for each in sensors_of(context.configuration, context.system) if each.product == FALCO]
    if sensors:
        files = "Which files a log shipper reads is not judged, nor what a function behind a subscription filter does."
        return judged((hop for each in sensors for hop in _hops(context, each)), notes=(files,))
    return no_sensor(context, "No Falco runs in this cluster, whose alerts other programs would carry.")


def _hops(context: CheckContext, sensor: RuntimeSensor) -> Iterator[JudgedSubject]:
    outputs = context.of(AlertOutputs)
    own = [each for each in outputs if each.says.program == FALCO]
    targets = {target for each in own for target in each.says.targets}
    carrying = [each for each in outputs if any(leaving(each.says)) and _takes(each.says.program, targets)]
    yield _out_of_sensor(context, sensor, own)
    yield _off_node(sensor, carrying)
    if any(_CLOUDWATCH in target.lower() for each in carrying for target in leaving(each.says)):
        yield from _out_of_log_groups(context, sensor, carrying)
    yield _arrival(context, sensor)


def _takes(program: str, targets: Set[str]) -> bool:
    """Does what Falco sends reach this program: Falcosidekick by name, a shipper by what stays on the node?"""
    if program == FALCO:
        return True
    return SIDEKICK in targets if program == SIDEKICK else not targets.isdisjoint(_READ_BY_SHIPPERS)


def _out_of_sensor(context: CheckContext, sensor: RuntimeSensor, own: Sequence[Setting[AlertOutputs]]) -> JudgedSubject:
    name, cited = f"{sensor.key}: out of the sensor", (*sensor.cited, *(each.cited for each in own))
    targets = sorted({target for each in own for target in each.says.targets})
    if targets:
        return passes(name, *cited, certainty=Certainty.DECLARED, reason=named(targets))
    if own:
        sure = context.certainty_of_all(own)
        return fails(name, "has no output switched on", *cited, certainty=sure)
    return unknown(name, "Falco's own configuration was not collected", *cited, next_step="collect the ConfigMap of Falco")


def _off_node(sensor: RuntimeSensor, carrying: Sequence[Setting[AlertOutputs]]) -> JudgedSubject:
    name, cited = f"{sensor.key}: off the node", (*sensor.cited, *(each.cited for each in carrying))
    ways = sorted({f"{each.says.program} to {target}" for each in carrying for target in leaving(each.says)})
    if ways:
        return passes(name, *cited, certainty=Certainty.DECLARED, reason=named(ways))
    return unknown(name, "no output that takes what Falco sends off the node was collected", *cited, next_step=_SHIPPER)


def _out_of_log_groups(
    context: CheckContext, sensor: RuntimeSensor, carrying: Sequence[Setting[AlertOutputs]]
) -> Iterator[JudgedSubject]:
    groups = sorted({group for each in carrying for group in each.says.log_groups})
    subscribed = [each for each in resources(context.facts, ResourceKind.OTHER) if any(each.settings("subscription "))]
    for group in groups:
        name = f"{sensor.key}: out of log group {group}"
        filters = [each for each in subscribed if each.resource.name == group]
        if filters:
            cited = (*(each.cited for each in carrying if group in each.says.log_groups), *(each.cited for each in filters))
            yield passes(name, *cited, certainty=Certainty.DECLARED, reason=_destinations(filters))
        else:
            reason = "no subscription filter of this log group was collected"
            yield unknown(name, reason, *(each.cited for each in carrying), next_step=_FILTERS)
    if not groups:
        reason = "the configuration that was collected does not name the log group"
        yield unknown(f"{sensor.key}: out of the log group", reason, *(each.cited for each in carrying), next_step=_FILTERS)


def _destinations(filters: Sequence[ReportedResource]) -> str:
    return named(sorted({f"to {value}" for each in filters for _, value in each.settings("subscription ")}))


def _arrival(context: CheckContext, sensor: RuntimeSensor) -> JudgedSubject:
    name = f"{sensor.key}: arrival"
    return arrived(context, sensor, name, "in") or unknown(
        name, "no alert of the last 30 days was collected where it should arrive", *sensor.cited, next_step=COLLECT
    )


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=sensors, per_cluster=True, kubernetes=True)
