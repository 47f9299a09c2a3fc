"""What control planes record of who did what (AU-2, AU-12), and whether their logs are set to stay (CM-6)."""

from generator.claims.mechanisms import AUDIT_LOGGING
from generator.claims.plan_wording import PlannedRequirement
from generator.claims.stated import StatedTopic

AUDIT = StatedTopic(
    name="audit",
    subject="Audit logs of the control plane",
    requirements=(
        PlannedRequirement(
            requirement="api-server-audit",
            holds="the API server has an audit policy and a place that audit events are written to",
            at=("AU-2(c)", "AU-12(a)", "AU-12(c)"),
            mechanism=AUDIT_LOGGING,
            says=lambda scope: scope.acts(
                "select events by an audit policy and write them to an audit log",
                "selects events by an audit policy and writes them to an audit log",
            ),
            lacks=("writes no audit log", "write no audit log"),
        ),
        PlannedRequirement(
            requirement="api-server-audit-kept",
            holds="the API server keeps its audit files for 30 days, ten files and 100 megabytes a file, or more",
            at=("CM-6(b)",),
            mechanism=AUDIT_LOGGING,
            says=lambda scope: scope.acts(
                "keep", "keeps", " audit files for at least 30 days, in at least ten files of 100 megabytes"
            ),
            lacks=(
                "keeps fewer or smaller audit files, or keeps them for less time",
                "keep fewer or smaller audit files, or keep them for less time",
            ),
        ),
        PlannedRequirement(
            requirement="managed-audit",
            holds="the API, audit and sign-in logs of managed control planes are switched on",
            at=("AU-2(c)", "AU-12(a)"),
            mechanism=AUDIT_LOGGING,
            says=lambda scope: (
                "The API, audit and sign-in logs of the managed control plane "
                f"{scope.state('switched on', number=2)} for {scope.all}"
            ),
            lacks=(
                "does not write all logs of its control plane",
                "do not write all logs of their control planes",
            ),
        ),
    ),
)
