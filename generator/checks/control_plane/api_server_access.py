"""Who the API server lets in, and by which rules."""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.control_plane.api_server import ArgumentQuestion, judge_servers
from generator.checks.mapping import mapped
from generator.checks.populations import control_plane
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import Setting, Settings
from generator.model.settings.control_plane import AnonymousAccess, Authorizers

_STATIC = ("basic-auth-file", "token-auth-file")
_ACCESS, _AUTHENTICATION = "authorization-config", "authentication-config"
_REQUIRED, _ALLOWED = frozenset({"Node", "RBAC"}), frozenset({"Node", "RBAC", "Webhook"})
_HEALTH = frozenset({"/healthz", "/livez", "/readyz"})
_IN_FILE = "authentication or authorization is set in a file that was not collected"

_REQUIREMENT = PostureRequirement(
    id="api-server-access",
    area="Control plane",
    title="The API server authenticates every request and authorizes by Node and RBAC",
    problem="API server access is wider than required",
    asks="Does the API server refuse anonymous requests, decide by Node and RBAC, and take no static credentials?",
    rationale="Every other access rule of the cluster depends on the identity that the API server establishes.",
    fix=(
        "Set `--anonymous-auth=false`, `--authorization-mode=Node,RBAC` and `--client-ca-file`, and remove static credentials "
        "and the insecure port."
    ),
    reference=(
        "https://kubernetes.io/docs/reference/access-authn-authz/authorization/; CIS 1.12, 1.2.1 to 1.2.8; Kubernetes STIG "
        "V2R6, V-242382, V-242390, V-245542, V-245543"
    ),
    controls=mapped(nist="AC-3 AC-6", ours="SC-3 IA-2"),
    subjects=("API server", "API servers"),
    severity=Severity.HIGH,
)


def _judge(context: CheckContext) -> Judgment:
    """Kubernetes, "Authenticating" and "Authorization": anonymous requests are answered unless that is turned off, and each
    mode of authorization adds rights. A webhook beside Node and RBAC is accepted.
    """
    authenticators, authorizers = context.of(AnonymousAccess), context.of(Authorizers)

    def files(server: ApiServer) -> tuple[Setting[Settings], ...]:
        named = (authenticators if _asks_file(server) else ()), (authorizers if server.flag(_ACCESS) else ())
        return tuple(each for settings in named for each in settings)

    def file_faults(server: ApiServer) -> Iterator[str]:
        for file in files(server):
            yield from _of_file(file.says)

    def doubts(server: ApiServer) -> Iterator[str]:
        if (_asks_file(server) and not authenticators) or (server.flag(_ACCESS) and not authorizers):
            yield _IN_FILE

    question = ArgumentQuestion(about="access", faults=_faults, doubts=doubts, files=files, file_faults=file_faults)
    return judge_servers(context, question)


def _faults(server: ApiServer) -> Iterator[str]:
    yield from _authorization(server)
    if server.flag("anonymous-auth") != "false" and not server.flag(_AUTHENTICATION):
        yield "answers anonymous requests (anonymous-auth is not false)"
    if not server.flag("client-ca-file"):
        yield "checks no client certificates (client-ca-file is not set)"
    for name in _STATIC:
        if server.flag(name):
            yield f"accepts static credentials ({name})"
    yield from _without_tls(server)


def _authorization(server: ApiServer) -> Iterator[str]:
    modes = server.values("authorization-mode")
    if not server.flag(_ACCESS):
        if "AlwaysAllow" in modes or not modes:
            yield "authorizes every authenticated request (authorization-mode AlwaysAllow, or none)"
        elif not _REQUIRED <= set(modes) <= _ALLOWED:
            yield f"decides by {', '.join(modes)}, not by Node and RBAC"


def _without_tls(server: ApiServer) -> Iterator[str]:
    """On an address of its own the old port is open, unless it is 0; both arguments are gone since Kubernetes 1.24."""
    port = server.flag("insecure-port")
    if port not in (None, "0"):
        yield f"answers without TLS on port {port}"
    elif port is None and server.flag("insecure-bind-address"):
        yield f"answers without TLS on {server.flag('insecure-bind-address')} (insecure-bind-address)"


def _asks_file(server: ApiServer) -> bool:
    """Does a file decide who is answered without a name? An argument that is false is the last word."""
    return bool(server.flag(_AUTHENTICATION)) and server.flag("anonymous-auth") != "false"


def _of_file(says: Settings) -> Iterator[str]:
    """Anonymous requests may ask a server whether it lives."""
    if isinstance(says, Authorizers) and not _REQUIRED <= set(says.modes) <= _ALLOWED:
        yield f"decides by {', '.join(says.modes) or 'nothing'}, not by Node and RBAC (authorization-config)"
    if isinstance(says, AnonymousAccess) and says.enabled is not False and not (says.paths and _HEALTH.issuperset(says.paths)):
        yield "answers anonymous requests (authentication-config)"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=control_plane, per_cluster=True, kubernetes=True)
