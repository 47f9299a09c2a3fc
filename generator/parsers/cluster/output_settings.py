"""Where sensors and log shippers send: names of outputs, never an address or a credential.

https://falco.org/docs/outputs/channels/, https://github.com/falcosecurity/falcosidekick (README, "Configuration"),
https://docs.fluentbit.io/manual/administration/configuring-fluent-bit
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from generator.model.images import parse_reference
from generator.model.settings.sensors import AlertOutputs
from generator.parsers.cluster import foreign
from generator.parsers.cluster.config_maps import mapping, named_data
from generator.parsers.cluster.setting_subject import Subject
from generator.parsers.cluster.templates import template

_FALCO = "falco.yaml"
_CHANNELS = {
    "http_output": "http",
    "grpc_output": "grpc",
    "program_output": "program",
    "file_output": "file",
    "syslog_output": "syslog",
    "stdout_output": "stdout",
}
_SECTION = re.compile(r"^[ \t]*\[OUTPUT\][ \t\r]*$(?P<body>(?:\n(?![ \t]*\[).*)*)", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"^[ \t]*Name[ \t]+(?P<name>[A-Za-z0-9_.-]+)[ \t\r]*$", re.IGNORECASE | re.MULTILINE)
_SIDEKICK = "falcosidekick"
_TARGETS = {
    "AWS_CLOUDWATCHLOGS_": "AWS CloudWatch Logs",
    "AWS_SECURITYLAKE_": "AWS Security Lake",
    "AWS_SNS_": "AWS SNS",
    "AWS_SQS_": "AWS SQS",
    "AWS_S3_": "AWS S3",
    "AWS_LAMBDA_": "AWS Lambda",
    "AWS_KINESIS_": "AWS Kinesis",
    "AZURE_EVENTHUB_": "Azure Event Hub",
    "GCP_PUBSUB_": "Google Pub/Sub",
    "ALERTMANAGER_": "Alertmanager",
    "ELASTICSEARCH_": "Elasticsearch",
    "OPSGENIE_": "Opsgenie",
    "PAGERDUTY_": "PagerDuty",
    "SLACK_": "Slack",
    "TEAMS_": "Microsoft Teams",
    "SPLUNK_": "Splunk",
    "SYSLOG_": "syslog",
    "LOKI_": "Loki",
    "KAFKA_": "Kafka",
    "DATADOG_": "Datadog",
    "WEBHOOK_": "webhook",
}
"""Beginnings of the environment variables that switch an output of Falcosidekick on."""


def read_config_map(subject: Subject) -> AlertOutputs | None:
    """The configuration of Falco or Fluent Bit; None for every other ConfigMap."""
    name, data = named_data(subject)
    if _FALCO in data:
        settings = mapping(data[_FALCO])
        return _falco(settings) if settings is not None else None
    if "fluent" not in name:
        return None
    targets = {target.lower() for text in data.values() for target in _fluent_bit(text)}
    return AlertOutputs(program="Fluent Bit", targets=tuple(sorted(targets))) if targets else None


def read_sidekick(subject: Subject) -> AlertOutputs | None:
    """Falcosidekick as a Deployment: its outputs, as far as variables written in the manifest switch them on."""
    ours = [each for each in template(subject).containers() if _is_sidekick(foreign.text(each.image))]
    if not ours:
        return None
    names = {foreign.text(variable.name) for each in ours for variable in each.env or ()}
    return AlertOutputs(program="Falcosidekick", targets=tuple(sorted(_targets(names))))


def _falco(settings: Mapping[str, object]) -> AlertOutputs:
    on = {target for key, target in _CHANNELS.items() if foreign.members(settings.get(key)).get("enabled") is True}
    drops = foreign.members(settings.get("syscall_event_drops"))
    actions = tuple(sorted(foreign.text(each) for each in foreign.entries(drops.get("actions"))))
    return AlertOutputs(program="Falco", targets=tuple(sorted(on)), on_loss=actions if "actions" in drops else None)


def _fluent_bit(text: str) -> Iterator[str]:
    """Both ways of writing its configuration: sections, and YAML."""
    for section in _SECTION.finditer(text):
        if named := _NAME.search(section["body"]):
            yield named["name"]
    if "pipeline:" in text:
        pipeline = foreign.members((mapping(text) or {}).get("pipeline"))
        outputs = map(foreign.members, foreign.entries(pipeline.get("outputs")))
        yield from (foreign.text(each["name"]) for each in outputs if foreign.text(each.get("name")))


def _is_sidekick(image: str) -> bool:
    reference = parse_reference(image) if _SIDEKICK in image else None
    return reference is not None and reference.repository.rpartition("/")[2] == _SIDEKICK


def _targets(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from (target for start, target in _TARGETS.items() if name.startswith(start))
