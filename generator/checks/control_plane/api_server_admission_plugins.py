"""The API server's own admission plugins."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.control_plane.api_server import ArgumentQuestion, judge_flags
from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.admission import ApiServer
from generator.posture.base import Judgment, PostureContext

_ON_BY_DEFAULT = frozenset(
    {
        "PodSecurity",
        "ServiceAccount",
        "ValidatingAdmissionWebhook",
        "MutatingAdmissionWebhook",
        "LimitRanger",
        "ResourceQuota",
        "NamespaceLifecycle",
        "ValidatingAdmissionPolicy",
    }
)


_REQUIREMENT = PostureRequirement(
    id="api-server-admission-plugins",
    area="Control plane",
    title="The API server's admission plugins are on",
    problem="API server lacks an admission plugin",
    asks="Does the API server run NodeRestriction, and none of the plugins that are on by default is turned off?",
    rationale="NodeRestriction keeps a stolen kubelet identity to its own node; namespaces rely on the others.",
    fix="Add NodeRestriction to `--enable-admission-plugins`; leave nothing in `--disable-admission-plugins`.",
    reference="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/; STIG V-242436",
    controls=mapped(fedramp="CM-3 SI-7 CM-6", ours="AC-6"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ApiServerAdmission:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        return judge_flags(
            context,
            ArgumentQuestion(
                about="admission plugins", faults=_faults, unseen=("the file of --admission-control-config-file",)
            ),
        )


def _faults(server: ApiServer) -> Iterator[str]:
    enabled = {*server.values("enable-admission-plugins"), *server.values("admission-control")}
    disabled = set(server.values("disable-admission-plugins"))
    if "NodeRestriction" not in enabled:
        yield "does not run the plugin NodeRestriction"
    if "AlwaysAdmit" in enabled:
        yield "runs the plugin AlwaysAdmit"
    for name in sorted(disabled & _ON_BY_DEFAULT):
        yield f"has the plugin {name} turned off"
