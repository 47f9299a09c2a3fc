"""Which caller may reach which workload, as policies name them: the narrow half of what a policy says.

The other half, whether it denies, is in `network`.

A rule without peers allows all peers, and one without ports allows every port; both are kept as they are written,
since a flow that any peer may open is no evidence of who does.
"""

import msgspec

from generator.model.settings.base import Settings

Labels = tuple[tuple[str, str], ...]

Expression = tuple[str, str, tuple[str, ...]]
"""(key, operator, values): `("tier", "In", ("web", "api"))`; operators as Kubernetes spells them."""


class LabelChoice(msgspec.Struct, frozen=True, order=True):
    """Things that carry all of these labels; all things where there are none."""

    labels: Labels = ()
    expressions: tuple[Expression, ...] = ()

    @property
    def chooses_all(self) -> bool:
        """Does it leave nothing out?"""
        return not self.labels and not self.expressions


EVERYTHING = LabelChoice()


class Pods(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Pods by their labels, in namespaces by name or label."""

    pods: LabelChoice = EVERYTHING
    namespaces: LabelChoice | None = None
    """None: the policy's own namespace."""
    named: tuple[str, ...] = ()
    """Namespaces by name, beside or instead of their labels."""
    accounts: tuple[str, ...] = ()
    """`namespace/name` of service accounts; the pods must run as one of them."""
    workloads: tuple[str, ...] = ()
    """Names of workloads, of policies that name these and no labels (Cloud Foundry)."""

    @property
    def names_somebody(self) -> bool:
        """Is it narrower than whole namespaces?"""
        return not self.pods.chooses_all or bool(self.accounts or self.workloads)


class OutsidePeer(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """What is no pod: a network, a host, or the world."""

    network: str = ""
    """`203.0.113.0/24`."""
    host: str = ""
    """`api.example.gov`, `*.example.gov`."""
    world: bool = False
    """Everything outside the cluster."""


class PermittedPorts(msgspec.Struct, frozen=True, order=True):
    """Ports a rule is for."""

    first: int
    last: int
    transport: str = "TCP"
    name: str = ""
    """Of a port that is only named: then `first` and `last` are 0."""


class PermitRule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule."""

    direction: str
    """`Ingress`, `Egress`."""
    pods: tuple[Pods, ...] = ()
    outside: tuple[OutsidePeer, ...] = ()
    everybody: bool = False
    """It names no peer, which allows all."""
    ports: tuple[PermittedPorts, ...] = ()
    """Empty: every port."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What one policy allows."""

    layer: str
    """Who enforces it: `Kubernetes`, `Cilium`, `Calico`, `Istio`, `Cloud Foundry`."""
    chosen: Pods
    """What the policy is for."""
    restricts: tuple[str, ...] = ()
    """Directions in which what it is for gets nothing but what policies of this layer allow."""
    rules: tuple[PermitRule, ...] = ()


class Permits(Settings, frozen=True, kw_only=True):
    """An object with its policies: one, or of Cilium several."""

    policies: tuple[Policy, ...] = ()
