"""Which workload may open connections to which: network policies of Kubernetes, Cilium, Calico and the API's own baseline."""

from generator.model.settings.base import Settings

BOTH = ("Egress", "Ingress")


class TrafficPolicy(Settings, frozen=True, kw_only=True):
    """One policy, as far as default-deny goes."""

    everywhere: bool = False
    """It reaches beyond its own namespace."""
    all_pods: bool = False
    """It selects every pod of the namespaces it reaches."""
    labels: tuple[tuple[str, str], ...] = ()
    """The labels of the pods that it selects, where it chooses by equal labels alone; empty where it chooses otherwise."""
    denies: tuple[str, ...] = ()
    """Directions (`Egress`, `Ingress`) in which selected pods get nothing that no policy allows."""
    opens: tuple[str, ...] = ()
    """Directions in which it allows everything."""
    excluded_namespaces: tuple[str, ...] = ()
    """Of a policy that reaches everywhere: where it does not."""


class PolicyAgent(Settings, frozen=True, kw_only=True):
    """A switch of a network plugin that enforces policies only where it is configured to: Amazon's VPC CNI, and Cilium.
    https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
    https://docs.cilium.io/en/stable/network/kubernetes/policy/ (`enable-policy`: default, always, never)
    """

    plugin: str = "aws-node"

    enabled: bool
    on_nodes: bool
    """The agent on the nodes (the DaemonSet `aws-node`). False: the controller, all there is to see in EKS Auto Mode."""
    always: bool = False
    """Pods that no policy selects get nothing, either."""
