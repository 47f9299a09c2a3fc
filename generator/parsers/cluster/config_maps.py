"""ConfigMaps, of which only those are looked into that configure something this project judges, name hosts or hold credentials.

Their texts are other programs' configuration files. One that cannot be read says nothing, and never stops the reading of a
cluster.
"""

import re
from collections.abc import Mapping

import msgspec

from generator.errors import ParseError
from generator.parsers import yaml
from generator.parsers.cluster.setting_subject import SettingSubject
from generator.parsers.late_patterns import late_re

MARKS = (
    b"falco.yaml",
    b"fluent",
    b"sinks",
    b"exporters:",
    b"name: cilium-config",
    b"mesh:",
    b"name: linkerd-config",
    b"KubeletConfiguration",
    b"enable-network-policy-controller",
    b"enable-policy",
    b"Corefile",
    b"listen ",
    b"Listen ",
    b"bind ",
)
"""One of these is in the text of every ConfigMap that is always looked into."""
_HOST = late_re(rb"://|[a-z]:\d{2,5}\b|(?:host|addr|address|server|endpoint|broker)s?[\"']?:", re.IGNORECASE)
_CREDENTIAL = late_re(rb"passw|passphrase|secret|token|credential|api_?key|access_?key|private_?key", re.IGNORECASE)
_LARGEST_LOOKED_INTO = 256 << 10
_MOST = 1 << 20
"""Bytes of a ConfigMap, by the API's own limit."""


def is_looked_into(data: bytes) -> bool:
    """Is it worth decoding, by its text? It configures something that is judged, names hosts, or may hold a credential."""
    if any(mark in data for mark in MARKS):
        return True
    return len(data) <= _LARGEST_LOOKED_INTO and any(each.search(data) for each in (_HOST, _CREDENTIAL))


class _ClusterConfigMap(msgspec.Struct):
    data: dict[str, object] | None = None


def named_data(subject: SettingSubject) -> tuple[str, Mapping[str, str]]:
    """Its name and its texts."""
    data = subject.typed(_ClusterConfigMap).data or {}
    return subject.head.meta.name or "", {key: value for key, value in data.items() if isinstance(value, str)}


def mapping(text: str) -> Mapping[str, object] | None:
    """A text in YAML as plain values; None where it is none, or not an object."""
    if len(text) > _MOST:
        return None
    try:
        values = yaml.load_all(text)
    except ParseError:
        return None
    return values[0] if values and isinstance(values[0], dict) else None
