"""Where a sensor's alerts go, and whether anything shows that they arrive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.checks.sensors.sensor_reach import DAEMON_SETS, Reach
from generator.facts.sensors import PRODUCTS
from generator.model.facts import SystemFacts
from generator.model.operation import SensorLog
from generator.model.posture import ObjectCitation, PostureRequirement, Problem
from generator.model.settings.base import Setting
from generator.model.settings.sensors import AlertOutputs
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected, undecided
from generator.text import counted

_STAYS = frozenset(
    {"stdout", "file", "null", "counter", "console", "blackhole", "debug", "logging", "nop", "prometheus_exporter"}
)
_FALCO, _LOCAL = "Falco", "syslog"
"""Falco's own syslog channel is the local one, inside its container or on its node."""
_OPEN = {
    "grpc": "who asks for the alerts that Falco offers over gRPC",
    "program": "what the program that Falco starts does with alerts",
}
_SIDEKICK = "Falcosidekick"
_CONFIG_MAP = ("", "ConfigMap")


_REQUIREMENT = PostureRequirement(
    id="sensor-alerts-delivered",
    area="Security sensors",
    title="Alerts of sensors reach somebody",
    problem="Sensor's alerts stay on the node",
    asks="Do the alerts of the sensors leave the node for a place where people look, and did one arrive?",
    rationale="An alert without a recipient has no effect.",
    fix="Send the alerts to the monitoring system (Falcosidekick, a log shipper), and collect one that arrived.",
    reference="NIST SP 800-53 Rev. 5, SI-4(5) and AU-6",
    controls=mapped(nist="SI-4 AU-6", ours="IR-4"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class SensorAlerts:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        reach, outputs = Reach.of(context.configuration, context.system), context.of(AlertOutputs)
        arrived = arrivals(context.facts)
        if not context.listed(_CONFIG_MAP) and not outputs:
            return not_collected(
                "ConfigMaps with the outputs of sensors and log shippers", refused=context.refused(("", "configmaps"))
            )
        if not outputs:
            return _no_outputs(context, reach)
        leaves = sorted({f"{output.says.program}: {target}" for output in outputs for target in _leaving(output.says)})
        missing = [] if leaves else list(_unknown([output.says for output in outputs]))
        if not leaves and missing and not arrived:
            return undecided("No output that was collected leads off the node, and not all of them were.", missing)
        problems = [] if leaves or arrived else [_stays(output) for output in outputs]
        if not arrived:
            missing.append("an alert as it arrived: findings or log lines collected from where the alerts go")
        answer = judged(_counts_text(leaves, arrived), problems, outputs, missing=missing)
        return _with(answer, arrived)


def arrivals(facts: SystemFacts) -> tuple[SensorLog, ...]:
    """Alerts that were collected where they arrived, and not from the sensor itself."""
    own = {product.name for product in PRODUCTS}
    return tuple(sensor_log for sensor_log in facts.sensor_logs if sensor_log.alerts and sensor_log.tool not in own)


def _leaving(says: AlertOutputs) -> Iterator[str]:
    """Falcosidekick is no destination of Falco's: what it sends on is."""
    for target in says.targets:
        if target in _STAYS or target in _OPEN or (says.program, target) in ((_FALCO, _LOCAL), (_FALCO, _SIDEKICK)):
            continue
        yield target


def _unknown(outputs: Sequence[AlertOutputs]) -> Iterator[str]:
    """What would have to be known to say that nothing leaves."""
    sidekicks = [alert_outputs for alert_outputs in outputs if alert_outputs.program == _SIDEKICK]
    if any(sidekick.more_elsewhere for sidekick in sidekicks):
        yield "the outputs of Falcosidekick, which stand in a Secret or a file that is not read"
    elif not sidekicks and any(_SIDEKICK in alert_outputs.targets for alert_outputs in outputs):
        yield "the Deployment of Falcosidekick, to which Falco sends"
    targets = {target for alert_outputs in outputs for target in alert_outputs.targets}
    yield from (what for target, what in _OPEN.items() if target in targets)


def _no_outputs(context: PostureContext, reach: Reach) -> Judgment:
    if not reach.sensors and context.listed(*DAEMON_SETS):
        return none_found("No security sensor is known in this cluster, so there are no alerts to send.")
    summary = "No configuration of a sensor's or log shipper's outputs was found."
    return none_found(summary, missing=("the outputs of sensors that are configured in their maker's console or in Secrets",))


def _counts_text(leaves: Sequence[str], arrived: Sequence[SensorLog]) -> str:
    seen = sum(log.alerts for log in arrived)
    at = f"{counted(seen, 'alert')} arrived in {named(sorted({log.tool for log in arrived}))}" if seen else ""
    if leaves:
        return f"Alerts leave the node by {named(leaves)}{f'; {at}' if at else ''}."
    return f"{at}; no output that was collected shows how." if at else "No output leads off the node."


def _stays(setting: Setting[AlertOutputs]) -> Problem:
    targets = f"sends to {named(setting.says.targets)} only" if setting.says.targets else "has no output switched on"
    return Problem(
        subject=setting.key, text=f"{targets}, and nothing found ships that off the node", citations=(setting.cited,)
    )


def _with(answer: Judgment, arrived: Sequence[SensorLog]) -> Judgment:
    seen = tuple(ObjectCitation(kind="Alerts", name=log.tool, taken=log.taken, source=log.source) for log in arrived)
    return Judgment(
        state=answer.state,
        summary=answer.summary,
        missing=answer.missing,
        problems=answer.problems,
        citations=(*answer.citations, *seen),
        held=answer.held,
    )
