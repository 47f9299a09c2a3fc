"""TLS of the control plane: the API server, its way to etcd and to the kubelets."""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.control_plane.api_server import ArgumentQuestion, judge_servers, missing
from generator.checks.control_plane.cipher_suites import OLD_VERSIONS, weak
from generator.checks.mapping import mapped
from generator.checks.populations import control_plane
from generator.model.posture import PostureRequirement
from generator.model.settings.admission import ApiServer

_FILES = (
    "tls-cert-file",
    "tls-private-key-file",
    "client-ca-file",
    "etcd-cafile",
    "etcd-certfile",
    "etcd-keyfile",
    "kubelet-client-certificate",
    "kubelet-client-key",
    "kubelet-certificate-authority",
)
_DEFAULT_SUITES = "suites are not named, the version's default applies"

_REQUIREMENT = PostureRequirement(
    id="api-server-tls",
    area="Control plane",
    title="The control plane uses TLS on every connection",
    problem="Control plane has weak or missing TLS",
    asks="Does the API server use certificates everywhere, with TLS 1.2 or newer and no weak cipher?",
    rationale="What crosses the control plane includes every secret of the cluster.",
    fix="Set the certificate arguments, `--tls-min-version=VersionTLS12` and FIPS-approved cipher suites.",
    reference=(
        "https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/; CIS 1.12, 1.2.4, 1.2.5 and 1.2.23 "
        "to 1.2.29; Kubernetes STIG V2R6, V-242378, V-242418, V-242419, V-242422"
    ),
    controls=mapped(article="SC-8 SC-13", ours="SC-23"),
    subjects=("API server", "API servers"),
)


def _judge(context: CheckContext) -> Judgment:
    """CIS 1.2.4 and following. kubeadm leaves `kubelet-certificate-authority` unset: the API server then talks to whoever
    answers as a kubelet. Without `tls-min-version` the minimum is 1.2 (kube-apiserver's reference), which is accepted although
    the STIG wants it written.
    """
    note = "Whether the cryptographic module is validated (SC-13) is the matter of another requirement."
    return judge_servers(context, ArgumentQuestion(about="TLS", faults=_faults, doubts=_doubts), notes=(note,))


def _faults(server: ApiServer) -> Iterator[str]:
    yield from missing(server, _FILES)
    if server.flag("tls-min-version") in OLD_VERSIONS:
        yield f"accepts {server.flag('tls-min-version')}"
    found = weak(server.values("tls-cipher-suites"))
    if found:
        yield f"offers weak cipher suites, or such as are not approved ({found})"


def _doubts(server: ApiServer) -> Iterator[str]:
    if not server.values("tls-cipher-suites"):
        yield _DEFAULT_SUITES


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=control_plane, per_cluster=True, kubernetes=True)
