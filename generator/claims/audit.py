"""What control planes record of who did what (AU-2, AU-12), and whether their logs are set to stay (CM-6)."""

from generator.claims.stated import StatedRequirement, StatedTopic

AUDIT = StatedTopic(
    name="audit",
    subject="Audit logs of the control plane",
    requirements=(
        StatedRequirement(
            requirement="api-server-audit",
            holds="the API server has an audit policy and a place that audit events are written to",
            at=("AU-2(c)", "AU-12(a)", "AU-12(c)"),
        ),
        StatedRequirement(
            requirement="api-server-audit-kept",
            holds="the API server keeps its audit files for 30 days, ten files and 100 megabytes a file, or more",
            at=("CM-6(b)",),
        ),
        StatedRequirement(
            requirement="managed-audit",
            holds="the API, audit and sign-in logs of managed control planes are switched on",
            at=("AU-2(c)", "AU-12(a)"),
        ),
    ),
)
