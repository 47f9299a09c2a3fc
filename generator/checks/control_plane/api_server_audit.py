"""The API server's audit log."""

from collections.abc import Iterator
from functools import partial

from generator.checks.base import Check, CheckContext, Judgment, fails, judged, passes
from generator.checks.control_plane.api_server import judge_servers
from generator.checks.mapping import mapped
from generator.model.posture import Certainty, JudgedSubject, Outcome, PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import Setting
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
    severity=Severity.MODERATE,
)


def _judge(context: CheckContext) -> Judgment:
    """Kubernetes, "Auditing", Audit policy: the first rule that matches a request decides, and the level None leaves it out.

    The policy lies in a file of the node, so that a pass is declared: that lines arrive somewhere is shown by the log
    alone. The STIG's wish for whole request bodies (V-242461) is not asked for, since bodies hold secrets.
    """
    policies = context.of(AuditPolicy)
    made = judge_servers(context, "auditing", _faults, partial(_doubts, read=bool(policies)))
    if not policies:
        return made
    return judged((_by_policies(each, policies) for each in made.subjects), notes=made.notes) if made.subjects else made


def _faults(server: ApiServer) -> Iterator[str]:
    if not server.flag(_POLICY):
        yield "has no audit policy (audit-policy-file)"
    if not any(server.flag(name) for name in _DESTINATIONS):
        yield "writes no audit log (neither audit-log-path nor audit-webhook-config-file)"


def _doubts(_server: ApiServer, *, read: bool) -> Iterator[str]:
    if not read:
        yield _NOT_READ


def _by_policies(subject: JudgedSubject, policies: tuple[Setting[AuditPolicy], ...]) -> JudgedSubject:
    """A server whose arguments are as asked, with what its policy records."""
    if subject.outcome is not Outcome.PASSES:
        return subject
    cited = (*subject.citations, *(each.cited for each in policies))
    unlogged = list(dict.fromkeys(name for each in policies for name in each.says.unlogged))
    if unlogged:
        text = f"has an audit policy that does not record {', '.join(unlogged)}"
        rivals = [each.source for each in policies]
        return fails(subject.name, text, *cited, certainty=Certainty.DECLARED, contested_by=rivals)
    return passes(subject.name, *cited, certainty=Certainty.DECLARED)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, per_cluster=True)
