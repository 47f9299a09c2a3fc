"""The way of Falco's alerts, hop by hop."""

import json

import pytest

from generator.checks.sensors import alert_route
from generator.model.cloud import CloudSnapshot, ResourceKind
from generator.model.settings.sensors import AlertOutputs
from tests.checks.cluster_evidence import posture, reply, resource, snapshot, verdicts, without_each
from tests.checks.manifests import empty, thing
from tests.checks.operation_manifests import config_map, daemon_set, node
from tests.checks.sensors.sensor_logs import arrived

CHECK = alert_route.CHECK
KEY = "falco/DaemonSet/falco"
OUT, OFF, GROUP, END = (
    f"{KEY}: {hop}" for hop in ("out of the sensor", "off the node", "out of log group /falco/alerts", "arrival")
)
FLUENT = "[OUTPUT]\n    Name cloudwatch_logs\n    log_group_name {}\n"
NOTHING_ARRIVED = "unknown: no alert of the last 30 days was collected where it should arrive"


def falco(on: str = "true") -> str:
    return config_map("falco", "falco", falco__yaml=f"stdout_output: {{enabled: {on}}}\n")


def fluent_bit(group: str = "/falco/alerts") -> str:
    return config_map("fluent-bit", "logs", f__conf=FLUENT.format(group))


def filters(group: str = "/falco/alerts") -> CloudSnapshot:
    made = resource(ResourceKind.OTHER, group, subscription_hub="lambda function:falco-to-hub")
    return reply(made, operation="logs describe-subscription-filters")


def test_the_whole_way() -> None:
    whole = posture(CHECK, daemon_set(), node("one"), falco(), fluent_bit(), filters(), arrived("one"))
    assert verdicts(whole) == {
        OUT: "passes (declared): stdout",
        OFF: "passes (declared): Fluent Bit to cloudwatch_logs",
        GROUP: "passes (declared): to lambda function:falco-to-hub",
        END: "passes (reported): 1 alert in AWS Security Hub",
    }
    assert all(each.citations for each in whole.subjects)


def test_each_hop_by_itself() -> None:
    files = (daemon_set(), node("one"), falco(), fluent_bit())
    found = verdicts(posture(CHECK, *files))
    assert found[GROUP] == "unknown: no subscription filter of this log group was collected"
    assert found[END] == NOTHING_ARRIVED
    assert verdicts(posture(CHECK, *files, filters("/other")))[GROUP].startswith("unknown")
    assert verdicts(posture(CHECK, *files, arrived("one", day="2026-09-01")))[END] == NOTHING_ARRIVED
    assert verdicts(posture(CHECK, *files, arrived("elsewhere")))[END] == NOTHING_ARRIVED


def test_hops_without_evidence() -> None:
    bare = verdicts(posture(CHECK, daemon_set()))
    assert bare == {
        OUT: "unknown: Falco's own configuration was not collected",
        OFF: "unknown: no output that takes what Falco sends off the node was collected",
        END: NOTHING_ARRIVED,
    }
    assert verdicts(posture(CHECK, daemon_set(), falco("false")))[OUT] == "fails (observed): has no output switched on"
    unnamed = verdicts(posture(CHECK, daemon_set(), falco(), fluent_bit("$(group)")))
    assert unnamed[f"{KEY}: out of the log group"].startswith("unknown: the configuration that was collected does not name")


def test_falcosidekick_sends_to_a_log_group() -> None:
    env = [{"name": "AWS_CLOUDWATCHLOGS_LOGGROUP", "value": "/falco/alerts"}]
    containers = [{"name": "s", "image": "docker.io/falcosecurity/falcosidekick:2.30", "env": env}]
    sidekick = thing("Deployment", "apps/v1", "s", "falco", spec={"template": {"spec": {"containers": containers}}})
    to_it = config_map("falco", "falco", falco__yaml="http_output: {enabled: true, url: 'http://falcosidekick:2801'}\n")
    found = verdicts(posture(CHECK, daemon_set(), to_it, sidekick, filters()))
    assert found[OFF] == "passes (declared): Falcosidekick to AWS CloudWatch Logs"
    assert found[GROUP].startswith("passes")
    nothing_taken = "unknown: no output that takes what Falco sends off the node was collected"
    assert verdicts(posture(CHECK, daemon_set(), to_it, fluent_bit()))[OFF] == nothing_taken
    assert verdicts(posture(CHECK, daemon_set(), falco(), sidekick))[OFF] == nothing_taken
    assert verdicts(posture(CHECK, daemon_set(), fluent_bit()))[OFF] == nothing_taken


def test_no_falco() -> None:
    assert posture(CHECK, empty("DaemonSet", "apps/v1")).label == "none found"
    assert posture(CHECK, node("one")).label == "not collected"


def test_less_evidence() -> None:
    assert not without_each(CHECK, daemon_set(), node("one"), falco(), fluent_bit())


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (FLUENT.format("/falco/alerts"), ("/falco/alerts",)),
        (FLUENT.format("fallback-$(group)"), ()),
        ("pipeline:\n  outputs:\n    - name: cloudwatch_logs\n      log_group_name: /a\n", ("/a",)),
        (FLUENT.format("a" * 600), ()),
        ("[OUTPUT]\n    Name es\n    log_group_name /a\n", ()),
    ],
)
def test_names_of_log_groups(text: str, groups: tuple[str, ...]) -> None:
    (found,) = [
        each.says
        for each in snapshot(config_map("fluent-bit", "logs", f__conf=text)).settings
        if isinstance(each.says, AlertOutputs)
    ]
    assert found.log_groups == groups
    assert "password" not in json.dumps(found.log_groups)
