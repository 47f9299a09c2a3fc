"""Where alerts go: Falco's channels, Falcosidekick, and every shipper of logs that is known."""

import json

import pytest

from generator.model.posture import PostureState
from tests.posture.ground import postures, problems
from tests.posture.manifests import thing
from tests.posture.operation_manifests import config_map, daemon_set

ALERTS = "sensor-alerts-delivered"
SENSOR = daemon_set()
ARRIVED = "an alert as it arrived: findings or log lines collected from where the alerts go"


def falco(**channels: object) -> str:
    lines = {f"{name}_output": {"enabled": True, **(said if isinstance(said, dict) else {})} for name, said in channels.items()}
    return config_map("falco", "falco", falco__yaml=json.dumps(lines))


def sidekick(*variables: dict[str, object], **more: object) -> str:
    container = {"name": "sidekick", "image": "docker.io/falcosecurity/falcosidekick:2.31.1", "env": list(variables), **more}
    spec = {"template": {"spec": {"containers": [container]}}}
    return thing("Deployment", "apps/v1", "falcosidekick", "falco", spec=spec)


def forwarder(**spec: object) -> str:
    return thing("ClusterLogForwarder", "observability.openshift.io/v1", "instance", "openshift-logging", spec=spec)


TO_SIDEKICK = falco(http={"url": "http://falcosidekick:2801/"})
SECRET = {"secretKeyRef": {"name": "sidekick", "key": "url"}}
HTTP = falco(http={"url": "https://siem.example/events"})
FLUENTD = """
<match **>
  @type copy
  <store>
    @type cloudwatch_logs
    <buffer>
      @type file
    </buffer>
  </store>
</match>
"""
COLLECTOR = """
exporters: {awscloudwatchlogs/one: {}, otlp: {endpoint: "http://x:4317"}, debug: {}}
service: {pipelines: {logs/falco: {exporters: [awscloudwatchlogs/one, debug]}, traces: {exporters: [otlp]}}}
"""
DEBUG = COLLECTOR.replace("[awscloudwatchlogs/one, debug]", "[debug]")


@pytest.mark.parametrize(
    ("files", "found"),
    [
        pytest.param((HTTP,), "Falco: http", id="http"),
        pytest.param((falco(program={"program": "jq . | curl -d @- https://x"}),), "Falco: a program that sends", id="curl"),
        pytest.param(
            (TO_SIDEKICK, sidekick({"name": "AWS_CLOUDWATCHLOGS_LOGGROUP", "value": "alerts"})),
            "Falcosidekick: AWS CloudWatch Logs",
            id="sidekick",
        ),
        pytest.param(
            (TO_SIDEKICK, sidekick({"name": "SLACK_WEBHOOKURL", "valueFrom": SECRET})), "Falcosidekick: Slack", id="secret"
        ),
        pytest.param((falco(stdout=1), config_map("fluentd", "logs", fluent__conf=FLUENTD)), "Fluentd: cloudwatch_logs"),
        pytest.param(
            (falco(stdout=1), config_map("vector-agent", "logs", v__yaml="sinks: {a: {type: splunk_hec_logs}}")),
            "Vector: splunk_hec_logs",
        ),
        pytest.param(
            (falco(stdout=1), config_map("vector", "logs", v__toml='[sinks.a]\ntype = "aws_s3"\n')), "Vector: aws_s3", id="toml"
        ),
        pytest.param(
            (falco(stdout=1), config_map("otel", "logs", c__yaml=COLLECTOR)), "OpenTelemetry Collector: awscloudwatchlogs"
        ),
        pytest.param(
            (
                falco(stdout=1),
                forwarder(
                    outputs=[{"name": "siem", "type": "splunk"}, {"name": "idle", "type": "kafka"}],
                    pipelines=[{"inputRefs": ["application"], "outputRefs": ["siem"]}],
                ),
            ),
            "OpenShift log forwarding: splunk",
            id="openshift",
        ),
    ],
)
def test_alerts_leave(files: tuple[str, ...], found: str) -> None:
    one = postures(SENSOR, *files)[ALERTS]
    assert (one.state, one.summary, one.missing) == (PostureState.ENFORCING, f"Alerts leave the node by {found}.", (ARRIVED,))


@pytest.mark.parametrize(
    "files",
    [
        pytest.param((falco(),), id="nothing on"),
        pytest.param((falco(syslog=1, file=1),), id="local"),
        pytest.param((falco(stdout=1), config_map("vector", "logs", v__yaml="sinks: {a: {type: console}}")), id="console"),
        pytest.param((falco(stdout=1), config_map("otel", "logs", c__yaml=DEBUG)), id="debug, and traces elsewhere"),
        pytest.param((falco(stdout=1), config_map("fluent-bit", "l", f__conf="[OUTPUT]\n  Name null\n")), id="null"),
        pytest.param((falco(stdout=1), forwarder(outputs=[{"name": "siem", "type": "splunk"}])), id="no pipeline"),
    ],
)
def test_alerts_stay(files: tuple[str, ...]) -> None:
    one = postures(SENSOR, *files)[ALERTS]
    assert (one.state, one.summary) == (PostureState.NOT_ENFORCING, "No output leads off the node.")
    assert "falco/ConfigMap/falco" in problems(one)


@pytest.mark.parametrize(
    ("files", "missing"),
    [
        pytest.param((TO_SIDEKICK,), "the Deployment of Falcosidekick, to which Falco sends", id="no Deployment"),
        pytest.param(
            (TO_SIDEKICK, sidekick(envFrom=[{"secretRef": {"name": "falcosidekick"}}])),
            "the outputs of Falcosidekick, which stand in a Secret or a file that is not read",
            id="a Secret",
        ),
        pytest.param(
            (TO_SIDEKICK, sidekick({"name": "SLACK_WEBHOOKURL", "value": ""}, {"name": "SLACK_FOOTER", "value": "x"})),
            "the outputs of Falcosidekick, which stand in a Secret or a file that is not read",
            id="empty",
        ),
        pytest.param((falco(grpc=1),), "who asks for the alerts that Falco offers over gRPC", id="grpc"),
        pytest.param((falco(program={"program": "logger -t x"}),), "what the program that Falco starts does with alerts"),
    ],
)
def test_who_does_not_know_says_neither(files: tuple[str, ...], missing: str) -> None:
    one = postures(SENSOR, *files)[ALERTS]
    assert (one.state, one.missing) == (PostureState.NOT_COLLECTED, (missing,))
    assert one.summary == "No output that was collected leads off the node, and not all of them were."


@pytest.mark.parametrize(
    "text",
    ["sinks: [1]", "sinks: {a: 1}", "sinks: {a: {type: [x]}}", "[sinks", "sinks = [[[" + "[" * 5000, "sinks: &a [*a]"],
)
def test_strange_configurations_say_nothing(text: str) -> None:
    one = postures(SENSOR, falco(stdout=1), config_map("vector", "logs", v__yaml=text))[ALERTS]
    assert one.state is PostureState.NOT_ENFORCING


def test_an_address_with_a_credential_stays_where_it_was() -> None:
    said = falco(http={"url": "https://u:hunter2@siem.example"}), sidekick({"name": "SLACK_WEBHOOKURL", "value": "hunter2"})
    assert "hunter2" not in repr(postures(SENSOR, *said)[ALERTS])
