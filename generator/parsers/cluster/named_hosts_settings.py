"""Hosts that ConfigMaps name, and which workloads take those ConfigMaps. Of Secrets nothing is ever read.

https://kubernetes.io/docs/concepts/configuration/configmap/#configmaps-and-pods
"""

import re
from collections.abc import Iterator, Mapping

from generator.model.inventory import CalledHost
from generator.model.settings.routes import ConfigUse, NamedHosts, ServedByFile
from generator.parsers.cluster import calls, foreign, served_ports
from generator.parsers.cluster.config_maps import named_data
from generator.parsers.cluster.plain_objects import below, plain
from generator.parsers.cluster.setting_subject import SettingSubject

_LARGEST = 64 << 10
"""Characters of a value: longer ones are dashboards and archives, not addresses."""
_REFERRED = re.compile(r"(?<!\$)\$\((\w{1,200})\)")
_ONE_WORD = re.compile(r"\S{1,2000}")


def read_config_map(subject: SettingSubject) -> NamedHosts | None:
    """None where no host is named."""
    _, data = named_data(subject)
    calls_by_key = [(key, _calls(key, value)) for key, value in data.items() if len(value) <= _LARGEST]
    named = tuple(sorted((key, named) for key, named in calls_by_key if named))
    return NamedHosts(calls=named) if named else None


def read_served(subject: SettingSubject) -> ServedByFile | None:
    """None where no file of it opens a port."""
    _, data = named_data(subject)
    files = [(key, served_ports.in_file(key, value)) for key, value in data.items() if len(value) <= _LARGEST]
    ports = tuple(sorted((key, served) for key, served in files if served))
    return ServedByFile(ports=ports) if ports else None


def read_use(subject: SettingSubject) -> ConfigUse | None:
    """A workload, where its pods take ConfigMaps: as variables, one variable of them, or as files."""
    spec = plain(subject).spec
    template = below(spec, "template", "spec") or below(spec, "jobTemplate", "spec", "template", "spec")
    maps = {(name, key) for name, key in _maps(foreign.members(template)) if name}
    return ConfigUse(maps=tuple(sorted(maps))) if maps else None


def _calls(key: str, value: str) -> tuple[CalledHost, ...]:
    hosts = calls.in_environment([(key, value)]) if _ONE_WORD.fullmatch(value.strip()) else calls.in_file(value)
    return tuple(sorted(set(hosts), key=lambda each: each.order))


def _maps(spec: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for each in (*foreign.rows(spec.get("containers")), *foreign.rows(spec.get("initContainers"))):
        for source in foreign.rows(each.get("envFrom")):
            name = foreign.text(below(source, "configMapRef", "name"))
            yield name, ""
            yield from ((name, key) for key in _referred(each))
        for variable in foreign.rows(each.get("env")):
            reference = foreign.members(below(variable, "valueFrom", "configMapKeyRef"))
            yield foreign.text(reference.get("name")), foreign.text(reference.get("key"))
    for volume in foreign.rows(spec.get("volumes")):
        for reference in (volume, *foreign.rows(below(volume, "projected", "sources"))):
            yield from _files(foreign.members(reference.get("configMap")))


def _referred(container: Mapping[str, object]) -> frozenset[str]:
    """Variables that its own environment and command line refer to: `$(DB_HOST)`."""
    values = [foreign.text(each.get("value")) for each in foreign.rows(container.get("env"))]
    words = [foreign.text(each) for part in ("command", "args") for each in foreign.entries(container.get(part))]
    return frozenset(match[1] for text in (*values, *words) for match in _REFERRED.finditer(text[:_LARGEST]))


def _files(members: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    items = [foreign.text(each.get("key")) for each in foreign.rows(members.get("items"))]
    for key in items or [""]:
        yield foreign.text(members.get("name")), key
