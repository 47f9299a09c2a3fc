"""Where sensors and log shippers send, by ConfigMaps: names of outputs, never an address or a credential.

https://falco.org/docs/outputs/channels/
"""

from collections.abc import Iterator, Mapping

from generator.model.settings.sensors import AlertOutputs
from generator.parsers.cluster import foreign
from generator.parsers.cluster.config_maps import mapping, named_data
from generator.parsers.cluster.setting_subject import SettingSubject
from generator.parsers.cluster.shipper_settings import shippers
from generator.parsers.cluster.sidekick_settings import SIDEKICK
from generator.parsers.late_patterns import late_re

_FALCO = "falco.yaml"
_CHANNELS = {
    "http_output": "http",
    "grpc_output": "grpc",
    "program_output": "program",
    "file_output": "file",
    "syslog_output": "syslog",
    "stdout_output": "stdout",
}
_SENDS = late_re(r"\b(?:curl|wget|nc|ncat|netcat|socat|https?|mail|sendmail)\b")
"""Programs that send what they are given elsewhere."""


def read_config_map(subject: SettingSubject) -> AlertOutputs | None:
    """The configuration of Falco or of a log shipper; None for every other ConfigMap."""
    name, data = named_data(subject)
    if _FALCO in data:
        settings = mapping(data[_FALCO])
        return _falco(settings) if settings is not None else None
    return shippers(name, data)


def _falco(settings: Mapping[str, object]) -> AlertOutputs:
    drops = foreign.members(settings.get("syscall_event_drops"))
    actions = tuple(sorted(foreign.text(each) for each in foreign.entries(drops.get("actions"))))
    targets = tuple(sorted(set(_channels(settings))))
    return AlertOutputs(program="Falco", targets=targets, on_loss=actions if "actions" in drops else None)


def _channels(settings: Mapping[str, object]) -> Iterator[str]:
    """Those that are on: `http` to Falcosidekick is a hop, and a program is one that sends or any other."""
    for key, target in _CHANNELS.items():
        channel = foreign.members(settings.get(key))
        if channel.get("enabled") is not True:
            continue
        if key == "http_output" and SIDEKICK in foreign.text(channel.get("url")).lower():
            yield "Falcosidekick"
        elif key == "program_output" and _SENDS.search(foreign.text(channel.get("program"))):
            yield "a program that sends"
        else:
            yield target
