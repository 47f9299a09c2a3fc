"""Programs of the control plane and of the nodes: what they were started with, as far as it says how they are protected.

https://etcd.io/docs/latest/op-guide/configuration/, https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
"""

from generator.model.settings.base import Settings


class Started(Settings, frozen=True, kw_only=True):
    """The arguments of a program that runs as a pod of the cluster; those of managed clusters cannot be seen."""

    flags: tuple[tuple[str, str], ...] = ()
    """Of a fixed list of names, sorted; a flag without a value is `true`."""
    pod: str = ""
    """The pod it runs in, which tells two instances apart."""

    def flag(self, name: str) -> str | None:
        """Its value; None where it is not set."""
        return dict(self.flags).get(name)

    def values(self, name: str) -> tuple[str, ...]:
        """A value with commas, taken apart."""
        return tuple(part for part in (self.flag(name) or "").split(",") if part)


class Etcd(Started, frozen=True, kw_only=True):
    """The arguments of an etcd; what its environment sets counts where no argument says otherwise."""


class ControllerManager(Started, frozen=True, kw_only=True):
    """The arguments of a kube-controller-manager."""


class Scheduler(Started, frozen=True, kw_only=True):
    """The arguments of a kube-scheduler."""


class AuditPolicy(Settings, frozen=True, kw_only=True):
    """The audit policy of an API server."""

    unlogged: tuple[str, ...] = ()
    """Requests that a log is asked for and that it leaves out, in words: `access to secrets`."""


class AnonymousAccess(Settings, frozen=True, kw_only=True):
    """What an API server's file of authentication says of requests without a name."""

    enabled: bool | None = None
    """None where the file does not say it."""
    paths: tuple[str, ...] = ()
    """Where they are answered; empty: everywhere."""


class Authorizers(Settings, frozen=True, kw_only=True):
    """An API server's file of authorization."""

    modes: tuple[str, ...] = ()
    """`Node`, `RBAC`, `Webhook`, in their order."""


class PodSecurityDefaults(Settings, frozen=True, kw_only=True):
    """What an API server's admission configuration file says of namespaces without a label."""

    enforce: str = "privileged"
    exempt_namespaces: tuple[str, ...] = ()
    exempts_others: bool = False
    """Users or runtime classes are left out, whatever a namespace says."""


class Kubelets(Settings, frozen=True, kw_only=True):
    """What a node's kubelet runs with (`configz`), or what kubeadm gives to all of them (ConfigMap `kubelet-config`).

    What is not written has the default of such a file, which is stricter than that of the kubelet's arguments.
    """

    node: str = ""
    """Whose running configuration it is; empty of the ConfigMap."""

    anonymous: bool = False
    authorization: str = "Webhook"
    """`Webhook` or `AlwaysAllow`."""
    client_ca: bool = False
    """A `clientCAFile` is named."""
    read_only_port: int = 0
    protects_kernel: bool = False
    """`protectKernelDefaults`: it stops where the kernel's settings are others than it expects, and changes none."""
    idle_timeout: str = ""
    """`streamingConnectionIdleTimeout`; empty means four hours, `0s` for ever."""
    seccomp_default: bool = False
    """It puts containers that name no seccomp profile under the runtime's."""
    tls_min_version: str = ""
    tls_ciphers: tuple[str, ...] = ()
