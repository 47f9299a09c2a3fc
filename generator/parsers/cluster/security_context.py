"""The members of a pod and its containers that say how far they are kept apart. Values stay as written until they are judged.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context
"""

import msgspec


class Capabilities(msgspec.Struct, frozen=True, gc=False):
    """What root may do inside."""

    add: tuple[object, ...] | None = None
    drop: tuple[object, ...] | None = None


class Profile(msgspec.Struct, frozen=True, gc=False):
    """A seccomp profile."""

    type: object = None


class WindowsOptions(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """What Windows knows instead of user numbers."""

    run_as_user_name: object = None


class SecurityContext(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """Of a pod or of a container; a pod has no capabilities."""

    privileged: object = None
    run_as_non_root: object = None
    run_as_user: object = None
    windows_options: WindowsOptions | None = None
    allow_privilege_escalation: object = None
    read_only_root_filesystem: object = None
    capabilities: Capabilities | None = None
    seccomp_profile: Profile | None = None


class Amounts(msgspec.Struct, frozen=True, gc=False):
    """Of resources; only whether they are set is of interest."""

    cpu: object = None
    memory: object = None

    def names(self) -> tuple[str, ...]:
        """Those that are set, sorted."""
        return tuple(name for name, value in (("cpu", self.cpu), ("memory", self.memory)) if value is not None)


class Resources(msgspec.Struct, frozen=True, gc=False):
    """What a container asks for, and what it may use."""

    requests: Amounts | None = None
    limits: Amounts | None = None


class _HostPath(msgspec.Struct, frozen=True, gc=False):
    path: object = None


class NodeVolume(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """Only whether it is a folder of the node."""

    host_path: _HostPath | None = None
