"""How long the API server keeps what it wrote into its audit log."""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.control_plane.api_server import ArgumentQuestion, judge_servers
from generator.checks.mapping import mapped
from generator.checks.populations import control_plane
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.admission import ApiServer

_LEAST = (
    ("audit-log-maxage", 30, "days"),
    ("audit-log-maxbackup", 10, "old files"),
    ("audit-log-maxsize", 100, "megabytes a file"),
)
"""By the CIS benchmark and DISA's STIG. `0` puts no limit on age and number."""
_NO_LIMIT = ("audit-log-maxage", "audit-log-maxbackup")
_PATH, _WEBHOOK, _STREAM = "audit-log-path", "audit-webhook-config-file", "-"
_HANDED_ON = "the log is handed on and the retention there was not collected"
_ROLLS = (
    "A busy API server fills its audit files in hours: these amounts do not show that records are kept as long as AU-11 asks "
    "(OMB M-21-31), which the store they are shipped to has to."
)

_REQUIREMENT = PostureRequirement(
    id="api-server-audit-kept",
    area="Control plane",
    title="The API server keeps its audit log long enough",
    problem="Audit log of the API server is not kept long enough",
    asks="Are the API server's audit files kept for 30 days, ten files and 100 megabytes a file, or more?",
    rationale="Records that are rotated away before they are shipped are lost; a busy cluster fills a file in hours.",
    fix="Set `--audit-log-maxage=30`, `--audit-log-maxbackup=10` and `--audit-log-maxsize=100` or more; ship the files away.",
    reference=(
        "https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#log-backend; CIS 1.12, 1.2.17 to 1.2.19; Kubernetes STIG "
        "V-242462, V-242463, V-242464"
    ),
    controls=mapped(nist="AU-11", ours="AU-4 CM-6"),
    subjects=("API server", "API servers"),
    severity=Severity.LOW,
)


def _judge(context: CheckContext) -> Judgment:
    """CIS 1.2.17 to 1.2.19. A server that writes no audit log at all keeps none, and fails here as well."""
    return judge_servers(
        context, ArgumentQuestion(about="how long audit logs are kept", faults=_faults, doubts=_doubts), notes=(_ROLLS,)
    )


def _faults(server: ApiServer) -> Iterator[str]:
    if server.flag(_PATH) in (None, _STREAM):
        if not server.flag(_PATH) and not server.flag(_WEBHOOK):
            yield "writes no audit log that could be kept"
        return
    for name, least, what in _LEAST:
        value = server.flag(name)
        if value is None:
            yield f"does not say how much of its audit log it keeps ({name})"
        elif not value.isdecimal():
            yield f"keeps an amount of its audit log that is no number ({name} is {value})"
        elif int(value[:9]) < least and not (int(value[:9]) == 0 and name in _NO_LIMIT):
            yield f"keeps only {int(value[:9])} {what} of its audit log ({name}; required: {least})"


def _doubts(server: ApiServer) -> Iterator[str]:
    if server.flag(_PATH) in (None, _STREAM):
        yield _HANDED_ON


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=control_plane, per_cluster=True, kubernetes=True)
