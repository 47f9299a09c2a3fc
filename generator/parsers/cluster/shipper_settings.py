"""Programs that ship logs: the kinds of place they send to, never an address or a credential.

https://docs.fluentbit.io/manual/administration/configuring-fluent-bit, https://docs.fluentd.org/configuration/config-file,
https://vector.dev/docs/reference/configuration/, https://opentelemetry.io/docs/collector/configuration/,
https://docs.openshift.com/container-platform/4.16/observability/logging/log_collection_forwarding/configuring-log-forwarding.html
"""

import re
from collections.abc import Iterator, Mapping

import msgspec

from generator.model.settings.sensors import AlertOutputs
from generator.parsers.cluster import foreign
from generator.parsers.cluster.config_maps import mapping
from generator.parsers.cluster.setting_subject import SettingSubject
from generator.parsers.late_patterns import late_re

_SECTION = late_re(r"^[ \t]*\[OUTPUT\][ \t\r]*$(?P<body>(?:\n(?![ \t]*\[).*)*)", re.IGNORECASE | re.MULTILINE)
_NAME = late_re(r"^[ \t]*Name[ \t]+(?P<name>[A-Za-z0-9_.-]+)[ \t\r]*$", re.IGNORECASE | re.MULTILINE)
_OPENS = late_re(r"<(?P<name>[a-z]+)(?:[ \t][^>]*)?>")
_TYPE = late_re(r"@?type[ \t]+[\"']?(?P<name>[A-Za-z0-9_.-]+)")
_PASSES_ON = frozenset({"copy", "relabel", "rewrite_tag_filter", "roundrobin", "route", "retag", "label_router"})
"""Outputs of Fluentd that hand a record to another one."""
_LOG_GROUP = late_re(
    r"^[ \t]*\"?(?:log_)?group_name\"?[ \t]*[:= \t][ \t]*[\"']?(?P<name>[A-Za-z0-9_./#-]{1,512})[\"']?,?[ \t\r]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""As Fluent Bit, Fluentd, Vector and the OpenTelemetry Collector write it; a name with variables in it is none."""
_LARGEST_TOML = 1 << 20


class _Forwarder(msgspec.Struct):
    spec: dict[str, object] | None = None


def shippers(name: str, data: Mapping[str, str]) -> AlertOutputs | None:
    """What a ConfigMap configures that ships logs; None for every other one."""
    for program, word, targets in (
        ("Fluent Bit", "fluent", _fluent_bit),
        ("Fluentd", "fluent", _fluentd),
        ("Vector", "vector", _vector),
        ("OpenTelemetry Collector", "", _collector),
    ):
        outputs = {target.lower() for text in data.values() for target in targets(text)} if word in name else set()
        if outputs:
            groups = _log_groups(data) if any("cloudwatch" in each for each in outputs) else ()
            return AlertOutputs(program=program, targets=tuple(sorted(outputs)), log_groups=groups)
    return None


def read_log_forwarder(subject: SettingSubject) -> AlertOutputs | None:
    """OpenShift's ClusterLogForwarder: the outputs that a pipeline uses. `default` is the cluster's own store."""
    spec = subject.typed(_Forwarder).spec or {}
    outputs = {foreign.text(each.get("name")): foreign.text(each.get("type")) for each in _each(spec.get("outputs"))}
    used = {foreign.text(name) for each in _each(spec.get("pipelines")) for name in foreign.entries(each.get("outputRefs"))}
    targets = {outputs.get(name) or ("the cluster's log store" if name == "default" else "") for name in used} - {""}
    return AlertOutputs(program="OpenShift log forwarding", targets=tuple(sorted(targets)))


def _log_groups(data: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({found["name"] for text in data.values() for found in _LOG_GROUP.finditer(text)}))


def _each(value: object) -> Iterator[Mapping[str, object]]:
    yield from map(foreign.members, foreign.entries(value))


def _fluent_bit(text: str) -> Iterator[str]:
    """Both ways of writing its configuration: sections, and YAML."""
    for section in _SECTION.finditer(text):
        if named := _NAME.search(section["body"]):
            yield named["name"]
    if "pipeline:" in text:
        pipeline = foreign.members((mapping(text) or {}).get("pipeline"))
        yield from (foreign.text(each["name"]) for each in _each(pipeline.get("outputs")) if foreign.text(each.get("name")))


def _fluentd(text: str) -> Iterator[str]:
    """The type of every `<match>` and of every `<store>` in one; a `<buffer>` has a type too, and is no output."""
    inside: list[str] = []
    for line in map(str.strip, text.splitlines()):
        if line.startswith("</"):
            inside = inside[:-1]
        elif opened := _OPENS.match(line):
            inside.append(opened["name"])
        elif inside and inside[-1] in ("match", "store") and (match := _TYPE.match(line)) and match["name"] not in _PASSES_ON:
            yield match["name"]


def _vector(text: str) -> Iterator[str]:
    """Its sinks, in YAML, JSON or TOML."""
    if "sinks" not in text:
        return
    members = mapping(text) or _toml(text)
    sinks = foreign.members(members.get("sinks"))
    yield from (kind for each in map(foreign.members, sinks.values()) if (kind := foreign.text(each.get("type"))))


def _toml(text: str) -> Mapping[str, object]:
    if len(text) > _LARGEST_TOML:
        return {}
    # NOTE: imported where there is such a text: it takes longer than all else that reads it.
    import tomllib

    try:
        return tomllib.loads(text)
    except (RecursionError, ValueError):
        return {}


def _collector(text: str) -> Iterator[str]:
    """Exporters that a pipeline of logs uses; `otlp/backend` is of the kind `otlp`."""
    if "exporters" not in text or "pipelines" not in text:
        return
    members = mapping(text) or {}
    pipelines = foreign.members(foreign.members(members.get("service")).get("pipelines"))
    known = foreign.members(members.get("exporters"))
    for name, pipeline in pipelines.items():
        if name.partition("/")[0] == "logs":
            used = map(foreign.text, foreign.entries(foreign.members(pipeline).get("exporters")))
            yield from (exporter.partition("/")[0] for exporter in used if exporter in known)
