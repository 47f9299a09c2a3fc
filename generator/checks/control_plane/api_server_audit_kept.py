"""How long the API server keeps what it wrote into its audit log."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.scan import Severity
from generator.model.settings.admission import ApiServer
from generator.posture.base import Judgment, PostureContext, judged, none_found, not_collected, of, undecided

_LEAST = (
    ("audit-log-maxage", 30, "days"),
    ("audit-log-maxbackup", 10, "old files"),
    ("audit-log-maxsize", 100, "megabytes a file"),
)
"""By the CIS benchmark and DISA's STIG. `0` puts no limit on age and number."""
_NO_LIMIT = ("audit-log-maxage", "audit-log-maxbackup")
_ELSEWHERE = "how long audit logs are kept after they left the node: FedRAMP's AU-11 follows OMB M-21-31"
_STREAM = "-"

_REQUIREMENT = PostureRequirement(
    id="api-server-audit-kept",
    area="Control plane",
    title="The API server's audit log stays long enough to be fetched",
    problem="Audit log of the API server is not kept long enough",
    asks="Are the API server's audit files kept for 30 days, ten files and 100 megabytes a file, or more?",
    rationale="What is rotated away before somebody ships it is gone; a busy cluster writes a file full in hours.",
    fix="Set `--audit-log-maxage=30`, `--audit-log-maxbackup=10` and `--audit-log-maxsize=100` or more; ship the files away.",
    reference=(
        "https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#log-backend; CIS 1.12, 1.2.17 to 1.2.19; Kubernetes STIG "
        "V-242462, V-242463, V-242464"
    ),
    controls=mapped(nist="AU-11", ours="AU-4 CM-6"),
    severity=Severity.LOW,
    required=False,
)


@dataclass(frozen=True, slots=True)
class ApiServerAuditKept:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`. Whether a log is written at all is the matter of another row."""
        servers = context.of(ApiServer)
        if not servers:
            return not_collected("how long audit logs are kept (a managed control plane does not show it)")
        writing = tuple(each for each in servers if each.says.flag("audit-log-path") not in (None, _STREAM))
        if not writing:
            sent = any(each.says.flag("audit-log-path") or each.says.flag("audit-webhook-config-file") for each in servers)
            if sent:
                return undecided("The API server hands its audit log on and keeps no file.", (_ELSEWHERE,))
            return none_found("No API server writes an audit log that could be kept.")
        problems = [
            Problem(subject=each.key, text=text, citations=(each.cited,)) for each in writing for text in _faults(each.says)
        ]
        right = sum(not any(_faults(each.says)) for each in writing)
        summary = f"{of(right, len(writing), 'API servers')} (those started alike count once) keep their audit log as asked."
        return judged(summary, problems, writing, missing=(_ELSEWHERE,))


def _faults(server: ApiServer) -> Iterator[str]:
    for name, least, what in _LEAST:
        value = server.flag(name)
        if value is None:
            yield f"does not say how much of its audit log it keeps ({name})"
        elif not value.isdecimal():
            yield f"keeps an amount of its audit log that is no number ({name} is {value})"
        elif int(value[:9]) < least and not (int(value[:9]) == 0 and name in _NO_LIMIT):
            yield f"keeps only {int(value[:9])} {what} of its audit log ({name}; asked are {least})"
