"""The configuration that kubeadm keeps for kubelets in a ConfigMap: `kubelet-config`, before 1.24 with the version behind it.

https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
"""

import re

from generator.model.settings.control_plane import Kubelets
from generator.parsers.cluster import foreign
from generator.parsers.cluster.config_maps import mapping, named_data
from generator.parsers.cluster.plain_objects import below, truth
from generator.parsers.cluster.setting_subject import SettingSubject

_NAME = re.compile(r"kubelet-config(?:-1\.\d{1,3})?")
_KEY = "kubelet"
_KIND = "KubeletConfiguration"


def read_config_map(subject: SettingSubject) -> Kubelets | None:
    """What it gives to kubelets; None for every other ConfigMap, and for one whose text is not to be read."""
    name, data = named_data(subject)
    if not _NAME.fullmatch(name) or _KEY not in data:
        return None
    config_map = mapping(data[_KEY])
    if config_map is None or config_map.get("kind") != _KIND:
        return None
    authentication = foreign.members(config_map.get("authentication"))
    return Kubelets(
        anonymous=truth(below(authentication, "anonymous", "enabled")) is True,
        authorization=foreign.text(below(config_map.get("authorization"), "mode")) or "Webhook",
        client_ca=bool(foreign.text(below(authentication, "x509", "clientCAFile"))),
        read_only_port=foreign.number(config_map.get("readOnlyPort")) or 0,
        protects_kernel=truth(config_map.get("protectKernelDefaults")) is True,
        idle_timeout=foreign.text(config_map.get("streamingConnectionIdleTimeout")),
        tls_min_version=foreign.text(config_map.get("tlsMinVersion")),
        tls_ciphers=tuple(foreign.text(each) for each in foreign.entries(config_map.get("tlsCipherSuites"))),
    )
