"""The API server's audit log."""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.control_plane.api_server import ArgumentQuestion, judge_servers
from generator.checks.mapping import mapped
from generator.checks.populations import control_plane
from generator.model.posture import PostureRequirement
from generator.model.settings.admission import ApiServer
from generator.model.settings.control_plane import AuditPolicy

_POLICY, _DESTINATIONS = "audit-policy-file", ("audit-log-path", "audit-webhook-config-file")
_NOT_READ = "the audit policy itself was not collected"

_REQUIREMENT = PostureRequirement(
    id="api-server-audit",
    area="Control plane",
    title="The API server writes an audit log",
    problem="API server writes no audit log",
    asks="Does the API server have an audit policy that records changes and access to secrets, and somewhere to write it?",
    rationale="Without a policy the API server records nothing of who changed what.",
    fix="Set `--audit-policy-file` and `--audit-log-path`, and ship the log away from the node.",
    reference=(
        "https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/; CIS 1.12, 1.2.16, 3.2.1 and 3.2.2; Kubernetes STIG V2R6, "
        "V-242402, V-242403, V-242461"
    ),
    controls=mapped(nist="AU-2 AU-12", ours="CM-6"),
    subjects=("API server", "API servers"),
)


def _judge(context: CheckContext) -> Judgment:
    """Kubernetes, "Auditing", Audit policy: the first rule that matches a request decides, and the level None leaves it out.

    The policy lies in a file of the node, so that a pass is declared: that lines arrive somewhere is shown by the log
    alone. The STIG's wish for whole request bodies (V-242461) is not asked for, since bodies hold secrets.
    """
    policies = context.of(AuditPolicy)
    unlogged = dict.fromkeys(name for each in policies for name in each.says.unlogged)
    question = ArgumentQuestion(
        about="auditing",
        faults=_faults,
        doubts=lambda _: () if policies else (_NOT_READ,),
        files=lambda _: policies,
        file_faults=lambda _: [f"has an audit policy that does not record {', '.join(unlogged)}"] if unlogged else (),
    )
    return judge_servers(context, question)


def _faults(server: ApiServer) -> Iterator[str]:
    if not server.flag(_POLICY):
        yield "has no audit policy (audit-policy-file)"
    if not any(server.flag(name) for name in _DESTINATIONS):
        yield "writes no audit log (neither audit-log-path nor audit-webhook-config-file)"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=control_plane, per_cluster=True, kubernetes=True)
