"""Pods, folded by what they say: one record for each workload and way, however many pods it has."""

from collections.abc import Hashable, Iterator
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceSource
from generator.model.settings.base import Settings
from generator.model.settings.isolation import SeenIn
from generator.parsers.cluster.containers import PodSpec
from generator.parsers.cluster.isolation import isolation_of
from generator.parsers.cluster.mesh_settings import member_of
from generator.parsers.cluster.objects import ObjectMetadata
from generator.parsers.cluster.pod_settings import stated_by
from generator.parsers.cluster.static_pods import started_in


class Pod(NamedTuple):
    """What identifies a pod, and the workload it belongs to."""

    namespace: str
    owner: tuple[str, str]
    uid: str
    version: str
    """The server's version of the pod. The pod itself is not kept: it would hold all of the text that it stands in."""
    source: EvidenceSource
    name: str = ""


class Isolated(msgspec.Struct, frozen=True, kw_only=True):
    """A workload as one of its pods shows it."""

    pod: Pod
    says: Settings


class IsolatedPods:
    """Takes pods that look new; keeps the first of each way in which a workload's pods are kept apart, and set up."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, tuple[str, str], Settings], Isolated] = {}

    def add(self, pod: Pod, spec: PodSpec, meta: ObjectMetadata) -> None:
        """One pod that runs or is meant to."""
        for says in (isolation_of(spec, SeenIn.PODS), *stated_by(spec, meta, pod.owner)):
            self._keep(pod, says)

    def start(self, pod: Pod, spec: PodSpec) -> None:
        """A pod of no controller, each one: every instance of a control plane's program is a subject of its own."""
        for program in started_in(spec):
            self._keep(pod, replace(program, pod=pod.name))

    def isolated(self) -> Iterator[Isolated]:
        """In the order in which the first pods stand in the file."""
        yield from self._found.values()

    def _keep(self, pod: Pod, says: Settings) -> None:
        self._found.setdefault((pod.namespace, pod.owner, says), Isolated(pod=pod, says=says))


def shape_of(spec: PodSpec, meta: ObjectMetadata) -> Hashable:
    """What tells two pods of equal containers apart here, as cheap as it can be: it is made for every pod."""
    shared = (spec.host_network, spec.host_pid, spec.host_ipc, spec.host_users, spec.share_process_namespace)
    account = (spec.service_account_name, spec.automount_service_account_token)
    volumes = tuple(
        [(each.host_path, each.claim, each.secret, each.projected, each.config_map, each.csi) for each in spec.volumes or ()]
    )
    return shared, account, volumes, member_of(meta), spec.security_context, spec.runtime_class_name, spec.resources, spec.os
