"""Hosts that ConfigMaps name, and which workloads take those ConfigMaps. Of Secrets nothing is ever read.

https://kubernetes.io/docs/concepts/configuration/configmap/#configmaps-and-pods
"""

from collections.abc import Iterator, Mapping

from generator.model.inventory import CalledHost
from generator.model.settings.routes import ConfigUse, NamedHosts, ServedByFile
from generator.parsers.cluster import calls, foreign, served_ports
from generator.parsers.cluster.config_maps import named_data
from generator.parsers.cluster.containers import ContainerSpec, PodSpec
from generator.parsers.cluster.setting_subject import SettingSubject
from generator.parsers.late_patterns import late_re

_LARGEST = 64 << 10
"""Characters of a value: longer ones are dashboards and archives, not addresses."""
_REFERRED = late_re(r"(?<!\$)\$\((\w{1,200})\)")
_ONE_WORD = late_re(r"\S{1,2000}")


def read_config_map(subject: SettingSubject) -> NamedHosts | None:
    """None where no host is named."""
    _, data = named_data(subject)
    calls_by_key = [(key, _calls(key, value, data)) for key, value in data.items() if len(value) <= _LARGEST]
    named = tuple(sorted((key, named) for key, named in calls_by_key if named))
    return NamedHosts(calls=named) if named else None


def read_served(subject: SettingSubject) -> ServedByFile | None:
    """None where no file of it opens a port."""
    _, data = named_data(subject)
    files = [(key, served_ports.in_file(key, value)) for key, value in data.items() if len(value) <= _LARGEST]
    ports = tuple(sorted((key, served) for key, served in files if served))
    return ServedByFile(ports=ports) if ports else None


def use_of(spec: PodSpec) -> ConfigUse | None:
    """A pod or template, where it takes ConfigMaps: as variables, one variable of them, or as files."""
    maps = {(foreign.text(name), foreign.text(key)) for name, key in _maps(spec) if foreign.text(name)}
    return ConfigUse(maps=tuple(sorted(maps))) if maps else None


def _calls(key: str, value: str, data: Mapping[str, str]) -> tuple[CalledHost, ...]:
    hosts = calls.in_environment([(key, value)], data.items()) if _ONE_WORD.fullmatch(value.strip()) else calls.in_file(value)
    return tuple(sorted(set(hosts), key=lambda each: each.order))


def _maps(spec: PodSpec) -> Iterator[tuple[object, object]]:
    for container, _ in spec.all():
        for source in container.env_from or ():
            if source.config_map_ref is not None:
                yield source.config_map_ref.name, ""
                yield from ((source.config_map_ref.name, key) for key in _referred(container))
        for variable in container.env or ():
            taken = variable.value_from.config_map_key_ref if variable.value_from else None
            if taken is not None:
                yield taken.name, taken.key
    for held in (each for volume in spec.volumes or () for each in volume.maps):
        yield from ((held.name, key) for key in [each.key for each in held.items or ()] or [""])


def _referred(container: ContainerSpec) -> frozenset[str]:
    """Variables that its own environment and command line refer to: `$(DB_HOST)`."""
    texts = (*(value for _, value in container.values()), *container.words())
    return frozenset(match[1] for text in texts for match in _REFERRED.finditer(text[:_LARGEST]))
