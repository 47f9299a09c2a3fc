"""Whether Amazon's VPC CNI and Cilium enforce network policies: an argument of an agent on the nodes, and ConfigMaps.

https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html
"""

from generator.model.settings.network import PolicyAgent
from generator.parsers.cluster.config_maps import named_data
from generator.parsers.cluster.containers import PodSpec
from generator.parsers.cluster.plain_objects import truth
from generator.parsers.cluster.setting_subject import SettingSubject

_PLUGIN, _MAP = "aws-node", "amazon-vpc-cni"
_CILIUM, _CILIUM_MAP, _CILIUM_KEY = "cilium", "cilium-config", "enable-policy"
_ARGUMENT, _KEY = "--enable-network-policy", "enable-network-policy-controller"


def plugin_of(spec: PodSpec, owner: tuple[str, str]) -> PolicyAgent | None:
    """The plugin on the nodes; None for every other workload. Before 1.14 it has no agent, and enforces nothing."""
    if owner != ("DaemonSet", _PLUGIN):
        return None
    words = [word for each in spec.containers or () for word in each.words()]
    values = [value for name, equals, value in (word.partition("=") for word in words) if name == _ARGUMENT]
    return PolicyAgent(enabled=any(truth(value or "true") is True for value in values), on_nodes=True)


def read_config_map(subject: SettingSubject) -> PolicyAgent | None:
    """The switch of the controller, or of Cilium's agents; None for every other ConfigMap."""
    name, data = named_data(subject)
    if name == _CILIUM_MAP and _CILIUM_KEY in data:
        mode = data[_CILIUM_KEY].lower()
        return PolicyAgent(plugin=_CILIUM, enabled=mode != "never", on_nodes=True, always=mode == "always")
    return PolicyAgent(enabled=truth(data[_KEY]) is True, on_nodes=False) if name == _MAP and _KEY in data else None
