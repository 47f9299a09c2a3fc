"""What kubelets are configured with: who may ask them, and whether they leave the kernel alone."""

from collections.abc import Iterator

from generator.checks.base import NODE, Check, CheckContext, Judgment, judged
from generator.checks.control_plane.cipher_suites import OLD_VERSIONS, weak
from generator.checks.mapping import mapped
from generator.checks.populations import nodes
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.base import Setting
from generator.model.settings.control_plane import Kubelets
from generator.model.settings.sensors import NodeState
from generator.model.verdict_makers import fails, passes, unknown

_FOR_EVER = ("0", "0s", "0m", "0h", "0h0m0s")
_UNKNOWN = "the running configuration of the node was not collected"
_COLLECT = "collect `kubectl get --raw /api/v1/nodes/NAME/proxy/configz` of each node as evidence/cluster/configz-NAME.json"

_REQUIREMENT = PostureRequirement(
    id="kubelet-access",
    area="Control plane",
    title="Kubelets authenticate requests, leave authorization to the API server, and protect kernel settings",
    problem="Kubelet configuration is weaker than required",
    asks="Do kubelets refuse anonymous requests, leave authorization to the API server, and protect kernel settings?",
    rationale="Whoever may use a kubelet's API runs commands in every container of its node, past the API server's log.",
    fix=(
        "In the KubeletConfiguration set `authentication.anonymous.enabled: false`, `authorization.mode: Webhook`, a "
        "`clientCAFile`, `readOnlyPort: 0` and `protectKernelDefaults: true`."
    ),
    reference=(
        "https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/; CIS 1.12, 4.2; Kubernetes STIG "
        "V-242387, V-242391, V-242392, V-242420, V-242434, V-245541"
    ),
    controls=mapped(ours="AC-3 AC-6 SC-3 SC-8 SC-23 CM-6"),
    subjects=("node", "nodes"),
    severity=Severity.HIGH,
)


def _judge(context: CheckContext) -> Judgment:
    """Each node by the configuration that its kubelet runs with (`configz`). Where that was not collected, by the ConfigMap
    that kubeadm gives to all nodes: declared, since arguments, drop-ins and patches override it on a node. Without nodes a
    ConfigMap proves nothing of them, and only what is wrong in it is reported.
    """
    given = context.of(Kubelets)
    running = {each.says.node: each for each in given if each.says.node}
    maps = [each for each in given if not each.says.node]
    nodes = {each.name: each for each in context.of(NodeState)}
    names = sorted({*nodes, *running})
    if names:
        return judged(_node(name, running.get(name), maps, context) for name in names)
    if maps:
        return judged(_alone(each) for each in maps)
    return context.absent("The cluster has no nodes.", "the nodes of the cluster, and what their kubelets run with", NODE)


def _node(name: str, running: Setting[Kubelets] | None, maps: list[Setting[Kubelets]], context: CheckContext) -> JudgedSubject:
    if running is not None:
        wrong, sure = "; ".join(_faults(running.says)), context.certainty_of(running)
        if wrong:
            return fails(name, wrong, running.cited, certainty=sure, contested_by=[running.source])
        return passes(name, running.cited, certainty=sure)
    if not maps:
        return unknown(name, _UNKNOWN, next_step=_COLLECT)
    cited = tuple(each.cited for each in maps)
    wrong = "; ".join(dict.fromkeys(fault for each in maps for fault in _faults(each.says)))
    if wrong:
        rivals = [each.source for each in maps]
        return fails(name, f"is given a configuration that {wrong}", *cited, certainty=Certainty.DECLARED, contested_by=rivals)
    return passes(name, *cited, certainty=Certainty.DECLARED)


def _alone(each: Setting[Kubelets]) -> JudgedSubject:
    wrong = "; ".join(_faults(each.says))
    if wrong:
        return fails(each.key, f"gives kubelets a configuration that {wrong}", each.cited, certainty=Certainty.DECLARED)
    return unknown(
        each.key, "the nodes that use it were not collected", each.cited, next_step="collect the nodes of the cluster"
    )


def _faults(says: Kubelets) -> Iterator[str]:
    yield from _open(says)
    if not says.protects_kernel:
        yield "changes the kernel's settings where they differ from the expected ones (protectKernelDefaults is not true)"
    if says.tls_min_version in OLD_VERSIONS:
        yield f"accepts {says.tls_min_version}"
    found = weak(says.tls_ciphers)
    if found:
        yield f"offers weak cipher suites, or such as are not approved ({found})"


def _open(says: Kubelets) -> Iterator[str]:
    """Ways in for whoever is not known, or may not."""
    if says.anonymous:
        yield "answers anonymous requests (authentication.anonymous.enabled)"
    if says.authorization != "Webhook":
        yield f"does not leave authorization to the API server (authorization.mode {says.authorization})"
    if not says.client_ca:
        yield "checks no client certificates (authentication.x509.clientCAFile is not set)"
    if says.read_only_port:
        yield f"serves its read-only port {says.read_only_port} without authentication (readOnlyPort)"
    if says.idle_timeout in _FOR_EVER:
        yield "never ends idle connections (streamingConnectionIdleTimeout)"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=nodes, per_cluster=True, kubernetes=True)
