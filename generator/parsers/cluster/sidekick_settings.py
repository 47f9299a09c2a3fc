"""Falcosidekick: which outputs are switched on, by the variables of its containers; never what they hold.

https://github.com/falcosecurity/falcosidekick/tree/master/docs/outputs: one setting of each output switches it on.
"""

from collections.abc import Iterator

from generator.model.images import parse_reference
from generator.model.settings.sensors import AlertOutputs
from generator.parsers.cluster import foreign
from generator.parsers.cluster.containers import ContainerSpec, PodSpec, Variable
from generator.parsers.late_patterns import late_re

SIDEKICK = "falcosidekick"
_SWITCHES = {
    "ALERTMANAGER_HOSTPORT": "Alertmanager",
    "AWS_CLOUDWATCHLOGS_LOGGROUP": "AWS CloudWatch Logs",
    "AWS_KINESIS_STREAMNAME": "AWS Kinesis",
    "AWS_LAMBDA_FUNCTIONNAME": "AWS Lambda",
    "AWS_S3_BUCKET": "AWS S3",
    "AWS_SECURITYLAKE_BUCKET": "AWS Security Lake",
    "AWS_SNS_TOPICARN": "AWS SNS",
    "AWS_SQS_URL": "AWS SQS",
    "AZURE_EVENTHUB_NAME": "Azure Event Hub",
    "CLIQ_WEBHOOKURL": "Zoho Cliq",
    "CLOUDEVENTS_ADDRESS": "CloudEvents",
    "DATADOGLOGS_APIKEY": "Datadog Logs",
    "DATADOG_APIKEY": "Datadog",
    "DISCORD_WEBHOOKURL": "Discord",
    "DYNATRACE_APITOKEN": "Dynatrace",
    "ELASTICSEARCH_HOSTPORT": "Elasticsearch",
    "GCP_CHRONICLE_APIKEY": "Google Chronicle",
    "GCP_CLOUDFUNCTIONS_NAME": "Google Cloud Functions",
    "GCP_CLOUDRUN_ENDPOINT": "Google Cloud Run",
    "GCP_PUBSUB_TOPIC": "Google Pub/Sub",
    "GCP_STORAGE_BUCKET": "Google Cloud Storage",
    "GOOGLECHAT_WEBHOOKURL": "Google Chat",
    "GOTIFY_HOSTPORT": "Gotify",
    "GRAFANA_HOSTPORT": "Grafana",
    "GRAFANA_ONCALL_WEBHOOKURL": "Grafana OnCall",
    "INFLUXDB_HOSTPORT": "InfluxDB",
    "KAFKAREST_ADDRESS": "Kafka REST",
    "KAFKA_HOSTPORT": "Kafka",
    "LOGSTASH_ADDRESS": "Logstash",
    "LOKI_HOSTPORT": "Loki",
    "MATTERMOST_WEBHOOKURL": "Mattermost",
    "MQTT_BROKER": "MQTT",
    "N8N_ADDRESS": "n8n",
    "NATS_HOSTPORT": "NATS",
    "NODERED_ADDRESS": "Node-RED",
    "OPENOBSERVE_HOSTPORT": "OpenObserve",
    "OPSGENIE_APIKEY": "Opsgenie",
    "OTLP_LOGS_ENDPOINT": "OpenTelemetry logs",
    "OTLP_TRACES_ENDPOINT": "OpenTelemetry traces",
    "PAGERDUTY_ROUTINGKEY": "PagerDuty",
    "QUICKWIT_HOSTPORT": "Quickwit",
    "RABBITMQ_URL": "RabbitMQ",
    "REDIS_ADDRESS": "Redis",
    "ROCKETCHAT_WEBHOOKURL": "Rocket.Chat",
    "SLACK_WEBHOOKURL": "Slack",
    "SMTP_HOSTPORT": "mail",
    "SPLUNK_HOST": "Splunk",
    "SPYDERBAT_ORGUID": "Spyderbat",
    "STAN_HOSTPORT": "STAN",
    "SUMOLOGIC_RECEIVERURL": "Sumo Logic",
    "SYSLOG_HOST": "syslog",
    "TEAMS_WEBHOOKURL": "Microsoft Teams",
    "TELEGRAM_CHATID": "Telegram",
    "TIMESCALEDB_HOST": "TimescaleDB",
    "WAVEFRONT_ENDPOINTHOST": "Wavefront",
    "WEBEX_WEBHOOKURL": "Webex",
    "WEBHOOK_ADDRESS": "webhook",
    "WEBUI_URL": "Falcosidekick UI",
    "YANDEX_DATASTREAMS_STREAMNAME": "Yandex Data Streams",
    "YANDEX_S3_BUCKET": "Yandex S3",
    "ZINCSEARCH_HOSTPORT": "ZincSearch",
}
_GROUP = late_re(r"[A-Za-z0-9_./#-]{1,512}")


def outputs_of(spec: PodSpec) -> AlertOutputs | None:
    """Its outputs, as far as variables of a pod or template switch them on; a Secret or a file may hold more."""
    ours = [each for each, _ in spec.all() if _is_sidekick(each.image or "")]
    if not ours:
        return None
    targets = {target for each in ours for target in _on(each)}
    return AlertOutputs(
        program="Falcosidekick",
        targets=tuple(sorted(targets)),
        log_groups=tuple(sorted({group for each in ours for group in _log_groups(each)})),
        more_elsewhere=any(each.env_from for each in ours) or not targets,
    )


def _on(container: ContainerSpec) -> Iterator[str]:
    for variable in container.env or ():
        target = _SWITCHES.get(variable.name.upper())
        if target and _has_value(variable):
            yield target


def _log_groups(container: ContainerSpec) -> Iterator[str]:
    """Names of log groups that the manifest writes out. Of every other output the value is never kept."""
    for variable in container.env or ():
        value = foreign.text(variable.value).strip()
        if variable.name.upper() == "AWS_CLOUDWATCHLOGS_LOGGROUP" and _GROUP.fullmatch(value):
            yield value


def _has_value(variable: Variable) -> bool:
    """An empty setting switches nothing on."""
    return variable.value_from is not None or bool(foreign.text(variable.value).strip())


def _is_sidekick(image: str) -> bool:
    reference = parse_reference(image) if SIDEKICK in image else None
    return reference is not None and reference.repository.rpartition("/")[2] == SIDEKICK
