"""What a pod says, and the template that pods are made from: one list, so that neither shows more than the other.

The pod is the only place that shows what admission added (a proxy, variables, annotations) and containers for debugging; the
template shows what is meant while no pod of it runs.
"""

from collections.abc import Iterator

from generator.model.settings.base import Settings
from generator.parsers.cluster import credential_settings, mesh_settings, named_hosts_settings, policy_agent_settings
from generator.parsers.cluster.containers import PodSpec
from generator.parsers.cluster.objects import ObjectMetadata
from generator.parsers.cluster.sidekick_settings import outputs_of


def stated_by(spec: PodSpec, meta: ObjectMetadata, owner: tuple[str, str]) -> Iterator[Settings]:
    """Everything but its isolation, of which the readers say whether it is a pod. `owner`: kind and name of the workload."""
    yield credential_settings.use_of(spec)
    found = (
        named_hosts_settings.use_of(spec),
        mesh_settings.member_of(meta),
        outputs_of(spec),
        policy_agent_settings.plugin_of(spec, owner),
    )
    yield from (each for each in found if each is not None)
