"""Where a sensor's alerts go, and whether anything shows that they arrive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.facts.sensors import PRODUCTS
from generator.model.facts import SystemFacts
from generator.model.operation import SensorLog
from generator.model.posture import Citation, Problem, Requirement
from generator.model.settings.base import Setting
from generator.model.settings.sensors import AlertOutputs
from generator.posture.base import Ground, Judgement, judged, named, none_found, not_collected, undecided
from generator.posture.mapping import mapped
from generator.posture.sensor_reach import DAEMON_SETS, Reach
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


_REQUIREMENT = Requirement(
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

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        reach, outputs = Reach.of(ground.configuration, ground.system), ground.of(AlertOutputs)
        arrived = arrivals(ground.facts)
        if not ground.listed(_CONFIG_MAP) and not outputs:
            return not_collected(
                "ConfigMaps with the outputs of sensors and log shippers", refused=ground.refused(("", "configmaps"))
            )
        if not outputs:
            return _no_outputs(ground, reach)
        leaves = sorted({f"{one.says.program}: {target}" for one in outputs for target in _leaving(one.says)})
        missing = [] if leaves else list(_unknown([one.says for one in outputs]))
        if not leaves and missing and not arrived:
            return undecided("No output that was collected leads off the node, and not all of them were.", missing)
        problems = [] if leaves or arrived else [_stays(one) for one in outputs]
        if not arrived:
            missing.append("an alert as it arrived: findings or log lines collected from where the alerts go")
        answer = judged(_told(leaves, arrived), problems, outputs, missing=missing)
        return _with(answer, arrived)


def arrivals(facts: SystemFacts) -> tuple[SensorLog, ...]:
    """Alerts that were collected where they arrived, and not from the sensor itself."""
    own = {product.name for product in PRODUCTS}
    return tuple(one for one in facts.sensor_logs if one.alerts and one.tool not in own)


def _leaving(says: AlertOutputs) -> Iterator[str]:
    """Falcosidekick is no destination of Falco's: what it sends on is."""
    for target in says.targets:
        if target in _STAYS or target in _OPEN or (says.program, target) in ((_FALCO, _LOCAL), (_FALCO, _SIDEKICK)):
            continue
        yield target


def _unknown(said: Sequence[AlertOutputs]) -> Iterator[str]:
    """What would have to be known to say that nothing leaves."""
    sidekicks = [one for one in said if one.program == _SIDEKICK]
    if any(one.more_elsewhere for one in sidekicks):
        yield "the outputs of Falcosidekick, which stand in a Secret or a file that is not read"
    elif not sidekicks and any(_SIDEKICK in one.targets for one in said):
        yield "the Deployment of Falcosidekick, to which Falco sends"
    targets = {target for one in said for target in one.targets}
    yield from (what for target, what in _OPEN.items() if target in targets)


def _no_outputs(ground: Ground, reach: Reach) -> Judgement:
    if not reach.sensors and ground.listed(*DAEMON_SETS):
        return none_found("No security sensor is known in this cluster, so there are no alerts to send.")
    found = "No configuration of a sensor's or log shipper's outputs was found."
    return none_found(found, missing=("the outputs of sensors that are configured in their maker's console or in Secrets",))


def _told(leaves: Sequence[str], arrived: Sequence[SensorLog]) -> str:
    seen = sum(one.alerts for one in arrived)
    at = f"{counted(seen, 'alert')} arrived in {named(sorted({one.tool for one in arrived}))}" if seen else ""
    if leaves:
        return f"Alerts leave the node by {named(leaves)}{f'; {at}' if at else ''}."
    return f"{at}; no output that was collected shows how." if at else "No output leads off the node."


def _stays(one: Setting[AlertOutputs]) -> Problem:
    targets = f"sends to {named(one.says.targets)} only" if one.says.targets else "has no output switched on"
    return Problem(subject=one.key, text=f"{targets}, and nothing found ships that off the node", citations=(one.cited,))


def _with(answer: Judgement, arrived: Sequence[SensorLog]) -> Judgement:
    seen = tuple(Citation(kind="Alerts", name=one.tool, taken=one.taken, source=one.source) for one in arrived)
    return Judgement(
        state=answer.state,
        found=answer.found,
        missing=answer.missing,
        problems=answer.problems,
        citations=(*answer.citations, *seen),
        held=answer.held,
    )
