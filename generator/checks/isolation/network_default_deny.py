"""Network policies: is traffic that is not allowed denied, in both directions, in every namespace?"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from generator.checks.base import NAMESPACE, POD, Check, CheckContext, Judgment, judged
from generator.checks.mapping import mapped
from generator.checks.populations import namespaces
from generator.model.inventory import Workload
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement, weakest
from generator.model.settings.base import GroupKind, Setting, Settings
from generator.model.settings.isolation import PodIsolation
from generator.model.settings.network import BOTH, PolicyAgent, TrafficPolicy
from generator.model.settings.sensors import NodeAgent, NodeState
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="network-default-deny",
    area="Network",
    title="Namespaces deny traffic that is not explicitly allowed",
    problem="Namespace does not deny traffic by default",
    asks="Does every namespace of the system deny ingress and egress of all its pods unless a policy allows it?",
    rationale="A pod that no policy selects may reach, and be reached by, everything.",
    fix="Add a NetworkPolicy with an empty podSelector and both policyTypes to the namespace, then allow what is needed.",
    reference=(
        "https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies; CIS 1.12, 5.3.1, 5.3.2"
    ),
    controls=mapped(nist="SC-7(5) AC-4", ours="SC-7 SC-2 SC-3 SC-4"),
    subjects=("direction of a namespace", "directions of namespaces"),
)

_PLUGINS = {
    "amazon": ("aws-node",),
    "antrea": ("antrea-agent",),
    "azure": ("azure-npm",),
    "calico": ("calico-node", "rke2-canal", "canal"),
    "cilium": ("cilium", "anetd"),
    "other": ("kube-router", "kube-network-policies", "kube-ovn-cni", "ovnkube-node", "weave-net"),
}
"""DaemonSets of network plugins that enforce policies, by family. Flannel does not; Amazon's does where it is switched on."""
_SWITCHED = "amazon"
_KUBERNETES: GroupKind = ("networking.k8s.io", "NetworkPolicy")
_OF_PLUGIN: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "cilium": (("cilium.io",), ("CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy")),
    "calico": (("crd.projectcalico.org", "projectcalico.org"), ("NetworkPolicy", "GlobalNetworkPolicy")),
}
"""Groups, and kinds of policies that a plugin has of its own: absence of a denial is shown by their lists, too."""
_NO_PLUGIN = "no network plugin that enforces policies was seen"
_SWITCH_UNKNOWN = (
    "whether Amazon's VPC CNI enforces policies was not collected (`enable-network-policy` of the DaemonSet aws-node)"
)
_NO_LIST = "policies were not listed"
_NO_PODS = "the policy selects by labels and pods were not collected"
_LABELS_UNREAD = "the policy selects by label expressions, which are not resolved"


class _Enforcement(msgspec.Struct, frozen=True):
    """Who enforces policies in the cluster, as far as it was seen."""

    family: str = ""
    on: bool | None = None
    """None where it is not known; False where nothing on the nodes enforces any policy."""
    always: bool = False
    certainty: Certainty = Certainty.DECLARED
    seen: tuple[Setting[Settings], ...] = ()

    @property
    def cited(self) -> tuple[ObjectCitation, ...]:
        return tuple(each.cited for each in self.seen)


def _judge(context: CheckContext) -> Judgment:
    """Kubernetes, "Network Policies", Default policies: each namespace and direction.

    A direction passes where every pod that is not in its node's network is denied by default in it, no policy lets everything
    through, and a plugin that enforces policies is at work. Its agents are seen by the DaemonSet's counts, which its controller
    reports; so nothing here is more certain than reported, and without counts it is declared. Amazon's plugin in standard mode
    lets a starting pod through until its policies are loaded (EKS, "Limit Pod traffic").
    """
    policies = context.of(TrafficPolicy)
    ours = [each for each in policies if each.says.everywhere or context.is_ours(each.namespace)]
    names = sorted({*context.namespaces, *(each.namespace for each in ours if not each.says.everywhere)})
    if not names:
        none = "No namespace of the system's own."
        return context.absent(none, "network policies", NAMESPACE, POD, refusing=(_KUBERNETES,))
    enforcement = _enforcement(context)
    subjects = (_subject(name, way, ours, enforcement, context) for name in names for way in BOTH)
    return judged(subjects)


def _subject(
    name: str, way: str, policies: Sequence[Setting[TrafficPolicy]], enforcement: _Enforcement, context: CheckContext
) -> JudgedSubject:
    subject, title = f"{name} ({way.lower()})", f"{name} does not deny {way.lower()} by default"
    reaching = [each for each in policies if _reaches(each, name)]
    if enforcement.on is False:
        text = "is not denied by default: the network plugin enforces no policy (enable-network-policy, enable-policy)"
        return _fails(subject, text, title, enforcement.seen, context)
    opening = [each for each in reaching if each.says.all_pods and way in each.says.opens]
    if opening:
        return _fails(subject, "is not denied by default: a policy allows everything", title, opening, context)
    denying, doubt = _denying(name, way, reaching, enforcement, context)
    if doubt:
        return unknown(subject, doubt, *(each.cited for each in reaching), next_step=_step(doubt))
    if not denying:
        return _fails(subject, "is not denied by default", title, reaching, context)
    if enforcement.on is None:
        doubt = _SWITCH_UNKNOWN if enforcement.family == _SWITCHED else _NO_PLUGIN
        return unknown(subject, doubt, *(each.cited for each in denying), next_step=_step(doubt))
    sure = weakest([enforcement.certainty, *(context.certainty_of(each) for each in denying)])
    return passes(subject, *(each.cited for each in denying), *enforcement.cited, certainty=sure)


def _denying(
    name: str, way: str, reaching: Sequence[Setting[TrafficPolicy]], enforcement: _Enforcement, context: CheckContext
) -> tuple[Sequence[Setting[Settings]], str]:
    """What denies the direction to every pod of the namespace, and what is not known of it; neither where nothing denies it."""
    if enforcement.always:
        return enforcement.seen, ""
    chosen = [each for each in reaching if way in each.says.denies]
    whole = [each for each in chosen if each.says.all_pods]
    if whole:
        return whole, ""
    listed = _all_listed(enforcement.family, context)
    if not chosen:
        return (), "" if listed else _NO_LIST
    if not context.complete(POD):
        return (), _NO_PODS
    return _by_labels(name, chosen, context, listed=listed)


def _all_listed(family: str, context: CheckContext) -> bool:
    groups, kinds = _OF_PLUGIN.get(family, (("",), ()))
    own = any(context.complete(*((group, kind) for kind in kinds)) for group in groups)
    return own and context.complete(_KUBERNETES)


def _by_labels(
    name: str, chosen: Sequence[Setting[TrafficPolicy]], context: CheckContext, *, listed: bool
) -> tuple[Sequence[Setting[Settings]], str]:
    """Policies that together select every pod of the namespace by its labels."""
    on_node = {each.key for each in context.of(PodIsolation) if each.says.host_network}
    pods = [each for each in context.workloads if each.namespace == name and each.key not in on_node]
    if pods and all(any(_selects(each.says, pod) for each in chosen) for pod in pods):
        return chosen, ""
    if any(not each.says.labels for each in chosen):
        return (), _LABELS_UNREAD
    return (), "" if listed else _NO_LIST


def _selects(policy: TrafficPolicy, pod: Workload) -> bool:
    return bool(policy.labels) and set(policy.labels) <= set(pod.labels)


def _reaches(each: Setting[TrafficPolicy], namespace: str) -> bool:
    if each.says.everywhere:
        return namespace not in each.says.excluded_namespaces
    return each.namespace == namespace


def _fails(subject: str, text: str, title: str, shown_by: Iterable[Setting[Settings]], context: CheckContext) -> JudgedSubject:
    """Also by the absence of a denial from lists that are whole, which the files themselves show."""
    settings = tuple(shown_by)
    sure = weakest([context.certainty_of(each) for each in settings] or [Certainty.OBSERVED])
    cited, rivals = (each.cited for each in settings), [each.source for each in settings]
    return fails(subject, text, *cited, certainty=sure, title=title, contested_by=rivals)


def _step(doubt: str) -> str:
    if doubt in (_NO_PLUGIN, _SWITCH_UNKNOWN):
        return "collect the DaemonSets of every namespace, kube-system included"
    return "collect the pods of every namespace" if doubt == _NO_PODS else "collect the network policies of every namespace"


def _enforcement(context: CheckContext) -> _Enforcement:
    """A plugin that is known to enforce policies, or whose switch says it; the strongest of several."""
    switches = context.of(PolicyAgent)
    found = [_of_family(family, names, switches, context) for family, names in _PLUGINS.items()]
    order = (True, None, False)
    return min((each for each in found if each is not None), key=lambda each: order.index(each.on), default=_Enforcement())


def _of_family(
    family: str, names: Sequence[str], switches: Sequence[Setting[PolicyAgent]], context: CheckContext
) -> _Enforcement | None:
    agents = [each for each in context.of(NodeAgent) if each.name in names]
    seen_as_pods = [each for each in context.of(PodIsolation) if each.kind == "DaemonSet" and each.name in names]
    own = [each for each in switches if each.says.plugin in names]
    if not agents and not seen_as_pods and not own:
        return None
    decided = [each for each in own if each.says.on_nodes] or own
    on = all(each.says.enabled for each in decided) if decided else None if family == _SWITCHED else True
    if on is False and family == _SWITCHED and not decided[0].says.on_nodes:
        on = None
    return _Enforcement(
        family=family,
        on=on,
        always=any(each.says.always for each in own),
        certainty=Certainty.REPORTED if _ready_everywhere(agents, context) else Certainty.DECLARED,
        seen=(*decided, *agents, *(() if agents else seen_as_pods)),
    )


def _ready_everywhere(agents: Iterable[Setting[NodeAgent]], context: CheckContext) -> bool:
    """As many ready agents as nodes, by the counts of their DaemonSet in the answer of an API."""
    nodes = len({each.name for each in context.of(NodeState)})
    return any(
        each.says.ready is not None
        and each.says.ready == each.says.desired == nodes
        and nodes > 0
        and context.certainty_of(each) is Certainty.OBSERVED
        for each in agents
    )


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=namespaces, per_cluster=True, kubernetes=True)
