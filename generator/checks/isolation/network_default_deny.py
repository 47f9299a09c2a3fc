"""Network policies: is traffic that is not allowed denied, in both directions, in every namespace?"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.base import Setting
from generator.model.settings.network import BOTH, PolicyAgent, TrafficPolicy
from generator.posture.base import Judgment, PostureContext, judged, none_found, not_collected, of
from generator.text import counted

_KINDS = (
    ("networking.k8s.io", "NetworkPolicy"),
    ("extensions", "NetworkPolicy"),
    ("cilium.io", "CiliumNetworkPolicy"),
    ("cilium.io", "CiliumClusterwideNetworkPolicy"),
    ("crd.projectcalico.org", "GlobalNetworkPolicy"),
    ("projectcalico.org", "GlobalNetworkPolicy"),
    ("policy.networking.k8s.io", "BaselineAdminNetworkPolicy"),
)
_ENFORCERS = tuple("antrea-agent azure-npm calico-node canal cilium kube-router ovnkube-node weave-net".split())
"""DaemonSets of network plugins that enforce policies."""
_SWITCHED = "aws-node"
"""The DaemonSet of Amazon's VPC CNI, which enforces policies where it is configured to."""

_REQUIREMENT = PostureRequirement(
    id="network-default-deny",
    area="Network",
    title="Namespaces deny traffic that is not explicitly allowed",
    problem="Namespace does not deny traffic by default",
    asks="Does every namespace of the system deny ingress and egress of all its pods unless a policy allows it?",
    rationale="A pod that no policy selects may reach, and be reached by, everything.",
    fix="Add a NetworkPolicy with an empty podSelector and both policyTypes to the namespace, then allow what is needed.",
    reference="https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies and CIS 5.3.2",
    controls=mapped(nist="SC-7(5) AC-4", ours="SC-7 SC-2 SC-3 SC-4"),
)


@dataclass(frozen=True, slots=True)
class NetworkDefaultDeny:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        policies = context.of(TrafficPolicy)
        if not policies and not context.listed(*_KINDS):
            refused = context.refused(("networking.k8s.io", "networkpolicies"))
            return not_collected("network policies", refused=refused)
        ours = tuple(each for each in policies if each.says.everywhere or context.is_ours(each.namespace))
        if not ours:
            return none_found("No network policy in the system's namespaces.")
        names = sorted({*context.namespaces, *(each.namespace for each in ours if not each.says.everywhere)})
        open_ = {name: list(_open(name, ours)) for name in names}
        problems = [
            Problem(
                subject=name,
                text=f"does not deny {' and '.join(word.lower() for word in words)} by default",
                citations=tuple(each.cited for each in ours if each.namespace == name),
            )
            for name, words in open_.items()
            if words
        ]
        problems.extend(_switched_off(context))
        closed = sum(not words for words in open_.values())
        policies_found = counted(len(ours), "policy", "policies")
        summary = f"{of(closed, len(names), 'namespaces')} deny ingress and egress by default; {policies_found}."
        return judged(summary, problems, ours, missing=_unseen(context), held=(closed, len(names)))


def _open(namespace: str, policies: tuple[Setting[TrafficPolicy], ...]) -> Iterator[str]:
    """Directions in which the namespace's pods get traffic that is not allowed."""
    reaching = [each.says for each in policies if _reaches(each, namespace)]
    whole = [says for says in reaching if says.all_pods]
    for direction in BOTH:
        denied = any(direction in says.denies for says in whole)
        if not denied or any(direction in says.opens for says in whole):
            yield direction


def _reaches(each: Setting[TrafficPolicy], namespace: str) -> bool:
    if each.says.everywhere:
        return namespace not in each.says.excluded_namespaces
    return each.namespace == namespace


def _unseen(context: PostureContext) -> list[str]:
    """NetworkPolicies do nothing without a network plugin that enforces them; the API accepts them all the same."""
    agents = context.of(PolicyAgent)
    if _enforces(context) or any(each.says.on_nodes for each in agents):
        return []
    if _SWITCHED in _plugins(context):
        return ["whether Amazon's VPC CNI enforces policies (`enable-network-policy` of the DaemonSet aws-node)"]
    if any(each.says.enabled for each in agents):
        return []
    return ["a network plugin known to enforce policies was not seen"]


def _switched_off(context: PostureContext) -> Iterator[Problem]:
    """The plugin on the nodes lets every policy be, and nothing else enforces them."""
    on_nodes = [each for each in context.of(PolicyAgent) if each.says.on_nodes]
    if not _enforces(context) and not any(each.says.enabled for each in on_nodes):
        for each in on_nodes:
            text = "enforces no network policy: its agent is not switched on (enable-network-policy)"
            yield Problem(subject=each.key, text=text, citations=(each.cited,))


def _enforces(context: PostureContext) -> bool:
    return any(known in name for name in _plugins(context) for known in _ENFORCERS)


def _plugins(context: PostureContext) -> set[str]:
    return {each.name for each in context.configuration.settings if each.kind == "DaemonSet"}
