"""The configuration that kubeadm keeps for kubelets in a ConfigMap: `kubelet-config`, before 1.24 with the version behind it.

https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
"""

from collections.abc import Mapping

from generator.model.settings.control_plane import Kubelets
from generator.parsers.cluster import foreign
from generator.parsers.cluster.config_maps import mapping, named_data
from generator.parsers.cluster.plain_objects import below, truth
from generator.parsers.cluster.setting_subject import SettingSubject
from generator.parsers.late_patterns import late_re

_NAME = late_re(r"kubelet-config(?:-1\.\d{1,3})?")
_KEY = "kubelet"
_KIND = "KubeletConfiguration"


def read_config_map(subject: SettingSubject) -> Kubelets | None:
    """What it gives to kubelets; None for every other ConfigMap, and for one whose text is not to be read."""
    name, data = named_data(subject)
    if not _NAME.fullmatch(name) or _KEY not in data:
        return None
    config_map = mapping(data[_KEY])
    return kubelets(config_map) if config_map is not None and config_map.get("kind") == _KIND else None


def kubelets(config: Mapping[str, object], node: str = "") -> Kubelets:
    """A KubeletConfiguration: that of a node where one is named."""
    authentication = foreign.members(config.get("authentication"))
    return Kubelets(
        node=node,
        anonymous=truth(below(authentication, "anonymous", "enabled")) is True,
        authorization=foreign.text(below(config.get("authorization"), "mode")) or "Webhook",
        client_ca=bool(foreign.text(below(authentication, "x509", "clientCAFile"))),
        read_only_port=foreign.number(config.get("readOnlyPort")) or 0,
        protects_kernel=truth(config.get("protectKernelDefaults")) is True,
        seccomp_default=truth(config.get("seccompDefault")) is True,
        idle_timeout=foreign.text(config.get("streamingConnectionIdleTimeout")),
        tls_min_version=foreign.text(config.get("tlsMinVersion")),
        tls_ciphers=tuple(foreign.text(each) for each in foreign.entries(config.get("tlsCipherSuites"))),
    )
