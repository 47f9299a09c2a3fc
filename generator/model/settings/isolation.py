"""How workloads are kept apart from their host and from each other: security contexts, shared namespaces, resources, labels.

https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""

from enum import IntEnum

from generator.model.settings.base import Settings


class SeenIn(IntEnum):
    """Where a workload's isolation was read; the lowest represents the workload, since admission may change a template."""

    PODS = 0
    TEMPLATE = 1
    BELOW = 2
    """The template of a ReplicaSet or Job that it made."""


class ContainerIsolation(Settings, frozen=True, kw_only=True):
    """One container, with the pod's security context applied where the container says nothing itself."""

    name: str
    init: bool = False
    ephemeral: bool = False
    """Added to a pod for debugging: it cannot ask for resources."""
    privileged: bool = False
    host_process: bool = False
    """Of Windows: it runs as a process of its node, with the node's rights."""
    run_as_non_root: bool | None = None
    run_as_user: int | None = None
    windows_user: str = ""
    """`runAsUserName`: `ContainerAdministrator`, `ContainerUser`."""
    allow_privilege_escalation: bool | None = None
    """None means yes, as the API reads it."""
    read_only_root: bool = False
    dropped: tuple[str, ...] = ()
    """Capabilities, without `CAP_`, upper case, sorted."""
    added: tuple[str, ...] = ()
    seccomp: str | None = None
    """`RuntimeDefault`, `Localhost`, `Unconfined`."""
    host_ports: tuple[int, ...] = ()
    requests: tuple[str, ...] = ()
    """Names of resources: `cpu`, `memory`."""
    limits: tuple[str, ...] = ()
    pull_policy: str = ""
    """`imagePullPolicy`: `Always`, `IfNotPresent`, `Never`; empty where it is left to the default."""


class PodIsolation(Settings, frozen=True, kw_only=True):
    """The pods of one workload, or the template they are made from."""

    containers: tuple[ContainerIsolation, ...]
    host_network: bool = False
    host_pid: bool = False
    host_ipc: bool = False
    shares_processes: bool = False
    """Its containers see each other's processes."""
    host_paths: tuple[str, ...] = ()
    """Folders of the node that it mounts, sorted."""
    claims: tuple[str, ...] = ()
    """Names of the volume claims that it mounts, sorted; a pattern (`data-cart-*`) where each pod gets one of its own."""
    windows: bool = False
    """`os.name: windows`: seccomp, capabilities and user numbers do not exist there."""
    requests: tuple[str, ...] = ()
    """Of the pod as a whole: names of resources."""
    limits: tuple[str, ...] = ()
    runtime_class: str | None = None
    """`gvisor`, `kata`: a sandbox of its own."""
    user_namespace: bool = False
    """`hostUsers: false`: root in the container is not root on the node."""
    service_account: str = "default"
    mounts_token: bool | None = None
    """`automountServiceAccountToken`; None where the service account decides."""
    holds_token: bool = False
    """One of its volumes is a token for the API; admission adds it to pods, so that a template seldom shows it."""
    seen_in: SeenIn = SeenIn.TEMPLATE


class PodAges(Settings, frozen=True, kw_only=True):
    """When the pods of one workload were created, as far as they stand in one file."""

    oldest: str
    """As the API wrote it: `2026-11-18T09:00:00Z`."""


class NamespaceLabels(Settings, frozen=True, kw_only=True):
    """A namespace's labels: Pod Security levels, and what meshes and policies choose namespaces by."""

    labels: tuple[tuple[str, str], ...] = ()

    def label(self, key: str) -> str | None:
        """Its value; None where it is not set."""
        return dict(self.labels).get(key)


class Quota(Settings, frozen=True, kw_only=True):
    """A ResourceQuota."""

    hard: tuple[str, ...] = ()
    """Names of what is limited, sorted: `limits.memory`, `pods`."""
    scoped: bool = False
    """It counts some of the namespace's pods only."""


class LimitDefaults(Settings, frozen=True, kw_only=True):
    """A LimitRange: what the API fills in where a container says nothing."""

    default_limits: tuple[str, ...] = ()
    default_requests: tuple[str, ...] = ()
    bounded: tuple[str, ...] = ()
    """Names of the resources that have a default limit or a maximum, of a container or a pod."""
