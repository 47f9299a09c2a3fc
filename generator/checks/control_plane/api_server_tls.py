"""TLS of the control plane: the API server, its way to etcd and to the kubelets."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.control_plane.api_server import ArgumentQuestion, judge_flags
from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.admission import ApiServer
from generator.posture.base import Judgment, PostureContext

_OLD = ("VersionTLS10", "VersionTLS11")
_WEAK = ("RC4", "3DES", "_CBC_", "TLS_RSA_")


_REQUIREMENT = PostureRequirement(
    id="api-server-tls",
    area="Control plane",
    title="The control plane speaks TLS to everybody",
    problem="Control plane has weak or missing TLS",
    asks="Does the API server use certificates everywhere, with TLS 1.2 or newer and no weak cipher?",
    rationale="What crosses the control plane includes every secret of the cluster.",
    fix="Set the certificate arguments, `--tls-min-version=VersionTLS12` and FIPS-approved cipher suites.",
    reference="https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/; CIS 1.12, 1.2",
    controls=mapped(article="SC-8 SC-13", ours="SC-23"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ApiServerTls:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        return judge_flags(
            context, ArgumentQuestion(about="TLS", faults=_faults, unseen=("whether the cryptographic module is validated",))
        )


def _faults(server: ApiServer) -> Iterator[str]:
    for name in ("tls-cert-file", "etcd-certfile", "etcd-cafile", "kubelet-client-certificate"):
        if not server.flag(name):
            yield f"does not set {name}"
    if server.flag("tls-min-version") in _OLD:
        yield f"accepts {server.flag('tls-min-version')}"
    weak = [each for each in server.values("tls-cipher-suites") if any(part in each for part in _WEAK)]
    if weak:
        yield f"offers weak cipher suites ({', '.join(weak[:3])})"
