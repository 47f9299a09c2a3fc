"""What kubelets are configured with: who may ask them, and whether they leave the kernel alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.checks.mapping import mapped
from generator.model.posture import Certainty, PostureRequirement, Problem
from generator.model.scan import Severity
from generator.model.settings.control_plane import Kubelets
from generator.posture.base import Judgment, PostureContext, judged, not_collected, of

_OLD = ("VersionTLS10", "VersionTLS11")
_WEAK = ("RC4", "3DES", "_CBC_", "TLS_RSA_")
_FOR_EVER = ("0", "0s", "0m", "0h")
_OWN = "what single nodes start their kubelet with, which may differ (`kubectl get --raw /api/v1/nodes/NAME/proxy/configz`)"

_REQUIREMENT = PostureRequirement(
    id="kubelet-access",
    area="Control plane",
    title="Kubelets know everybody, ask the API server, and protect the kernel's settings",
    problem="Kubelets are configured weaker than asked",
    asks="Do kubelets refuse anonymous requests, ask the API server who may do what, and leave the kernel's settings alone?",
    rationale="Who may talk to a kubelet runs commands in every container of its node, past the API server's rules and log.",
    fix=(
        "In the KubeletConfiguration set `authentication.anonymous.enabled: false`, `authorization.mode: Webhook`, a "
        "`clientCAFile`, `readOnlyPort: 0` and `protectKernelDefaults: true`."
    ),
    reference=(
        "https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/; CIS 1.12, 4.2; Kubernetes STIG "
        "V-242387, V-242391, V-242392, V-242420, V-242434, V-245541"
    ),
    controls=mapped(ours="AC-3 AC-6 SC-3 SC-8 SC-23 CM-6"),
    severity=Severity.HIGH,
)


@dataclass(frozen=True, slots=True)
class KubeletSettings:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`. The ConfigMap says what nodes are given; what a node made of it cannot be seen from here."""
        given = context.of(Kubelets)
        if not given:
            return not_collected("what kubelets are configured with (ConfigMap kubelet-config; a managed cluster has none)")
        problems = [
            Problem(subject=each.key, text=text, citations=(each.cited,)) for each in given for text in _faults(each.says)
        ]
        right = sum(not any(_faults(each.says)) for each in given)
        summary = f"{of(right, len(given), 'configurations')} that kubeadm gives to kubelets are as asked."
        return replace(judged(summary, problems, given, missing=(_OWN,)), certainty=Certainty.DECLARED)


def _faults(says: Kubelets) -> Iterator[str]:
    yield from _open(says)
    if not says.protects_kernel:
        yield "change the kernel's settings where they differ from the expected ones (protectKernelDefaults is not true)"
    if says.tls_min_version in _OLD:
        yield f"accept {says.tls_min_version}"
    weak = [each for each in says.tls_ciphers if any(part in each for part in _WEAK)]
    if weak:
        yield f"offer weak cipher suites ({', '.join(weak[:3])})"


def _open(says: Kubelets) -> Iterator[str]:
    """Ways in for whoever is not known, or may not."""
    if says.anonymous:
        yield "answer anonymous requests (authentication.anonymous.enabled)"
    if says.authorization != "Webhook":
        yield f"do not ask the API server who may do what (authorization.mode {says.authorization})"
    if not says.client_ca:
        yield "check no client certificates (authentication.x509.clientCAFile is not set)"
    if says.read_only_port:
        yield f"tell everybody about their pods on port {says.read_only_port} (readOnlyPort)"
    if says.idle_timeout in _FOR_EVER:
        yield "never end idle connections (streamingConnectionIdleTimeout)"
