"""The API server's own admission plugins."""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.control_plane.api_server import ArgumentQuestion, judge_servers
from generator.checks.mapping import mapped
from generator.checks.populations import control_plane
from generator.model.posture import PostureRequirement
from generator.model.settings.admission import ApiServer

_CORE = frozenset(
    "LimitRanger MutatingAdmissionWebhook NamespaceLifecycle ResourceQuota ServiceAccount ValidatingAdmissionWebhook".split()
)
"""On by default since Kubernetes 1.9: what a list of `--admission-control`, which replaces the default, must name."""
_ON_BY_DEFAULT = _CORE | frozenset(
    "CertificateApproval CertificateSigning CertificateSubjectRestriction ClusterTrustBundleAttest DefaultIngressClass"
    " DefaultStorageClass DefaultTolerationSeconds MutatingAdmissionPolicy PersistentVolumeClaimResize PodSecurity"
    " PodTopologyLabels Priority RuntimeClass StorageObjectInUseProtection TaintNodesByCondition"
    " ValidatingAdmissionPolicy".split()
)

_REQUIREMENT = PostureRequirement(
    id="api-server-admission-plugins",
    area="Control plane",
    title="The API server's admission plugins are on",
    problem="API server lacks an admission plugin",
    asks="Does the API server run NodeRestriction, and none of the plugins that are on by default is turned off?",
    rationale="NodeRestriction keeps a stolen kubelet identity to its own node; namespaces rely on the others.",
    fix="Add NodeRestriction to `--enable-admission-plugins`; leave nothing in `--disable-admission-plugins`.",
    reference=(
        "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/; CIS 1.12, 1.2.10 to 1.2.14; "
        "Kubernetes STIG V2R6, V-242436"
    ),
    controls=mapped(fedramp="CM-3 SI-7 CM-6", ours="AC-6"),
    subjects=("API server", "API servers"),
)


def _judge(context: CheckContext) -> Judgment:
    """Kubernetes, "Admission Control in Kubernetes", Which plugins are enabled by default.

    The version of the server is not asked for: a plugin that somebody turns off by name was there to be turned off, and all of
    these are on by default in the versions that have them. NodeRestriction is on in none unless it is named. STIG V-242436 asks
    for ValidatingAdmissionWebhook, which is among them.
    """
    note = "What the file of --admission-control-config-file sets for single plugins was not read."
    return judge_servers(context, ArgumentQuestion(about="admission plugins", faults=_faults), notes=(note,))


def _faults(server: ApiServer) -> Iterator[str]:
    legacy = server.values("admission-control")
    enabled = {*server.values("enable-admission-plugins"), *legacy}
    if "NodeRestriction" not in enabled:
        yield "does not run the plugin NodeRestriction"
    if "AlwaysAdmit" in enabled:
        yield "runs the plugin AlwaysAdmit"
    for name in sorted(_ON_BY_DEFAULT.intersection(server.values("disable-admission-plugins"))):
        yield f"has the plugin {name} turned off"
    for name in sorted(_CORE - enabled) if legacy else ():
        yield f"does not run the plugin {name} (admission-control does not name it)"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=control_plane, per_cluster=True, kubernetes=True)
