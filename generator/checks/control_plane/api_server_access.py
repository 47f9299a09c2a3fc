"""Who the API server lets in, and by which rules."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.control_plane.api_server import ArgumentQuestion, judge_flags
from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.admission import ApiServer
from generator.posture.base import Judgment, PostureContext

_INSECURE = ("basic-auth-file", "token-auth-file")


_REQUIREMENT = PostureRequirement(
    id="api-server-access",
    area="Control plane",
    title="The API server knows everybody and asks RBAC",
    problem="API server is open wider than asked",
    asks="Does the API server refuse anonymous requests, decide by Node and RBAC, and take no static credentials?",
    rationale="Every other rule of the cluster rests on who the API server believes somebody to be.",
    fix="Set `--anonymous-auth=false`, `--authorization-mode=Node,RBAC`, and remove static credentials and the insecure port.",
    reference="https://kubernetes.io/docs/reference/access-authn-authz/authorization/; CIS 1.12, 1.2",
    controls=mapped(nist="AC-3 AC-6", ours="SC-3 IA-2"),
    severity=Severity.HIGH,
)


@dataclass(frozen=True, slots=True)
class ApiServerAccess:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        return judge_flags(context, ArgumentQuestion(about="access", faults=_faults, unseen=()))


def _faults(server: ApiServer) -> Iterator[str]:
    modes = server.values("authorization-mode")
    if "authorization-config" not in dict(server.flags):
        if "AlwaysAllow" in modes or not modes:
            yield "allows everything to everybody who is let in (authorization-mode AlwaysAllow, or none)"
        elif not {"RBAC", "Node"} <= set(modes):
            yield f"decides by {', '.join(modes)}, not by Node and RBAC"
    if server.flag("anonymous-auth") != "false" and "authentication-config" not in dict(server.flags):
        yield "answers anonymous requests (anonymous-auth is not false)"
    for name in _INSECURE:
        if server.flag(name):
            yield f"accepts static credentials ({name})"
    if server.flag("insecure-port") not in (None, "0"):
        yield f"answers without TLS on port {server.flag('insecure-port')}"
