"""The API server's audit log."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.control_plane.api_server import ArgumentQuestion, judge_flags
from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.admission import ApiServer
from generator.posture.base import Judgment, PostureContext

_REQUIREMENT = PostureRequirement(
    id="api-server-audit",
    area="Control plane",
    title="The API server writes an audit log",
    problem="API server writes no audit log",
    asks="Does the API server have an audit policy and somewhere to write what it says?",
    rationale="Without a policy the API server records nothing of who changed what.",
    fix="Set `--audit-policy-file` and `--audit-log-path`, and ship the log away from the node.",
    reference="https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/; CIS 1.12, 1.2.16",
    controls=mapped(nist="AU-2 AU-12", ours="CM-6"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ApiServerAudit:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        return judge_flags(
            context,
            ArgumentQuestion(
                about="auditing", faults=_faults, unseen=("the audit policy itself", "where the log goes from the node")
            ),
        )


def _faults(server: ApiServer) -> Iterator[str]:
    if not server.flag("audit-policy-file"):
        yield "has no audit policy (audit-policy-file)"
    if not server.flag("audit-log-path") and not server.flag("audit-webhook-config-file"):
        yield "writes no audit log (neither audit-log-path nor audit-webhook-config-file)"
