"""What control planes record of who did what (AU-2, AU-12), and whether their logs are set to stay (CM-6)."""

from generator.claims.stated import StatedRequirement, StatedTopic

AUDIT = StatedTopic(
    name="audit",
    subject="Audit logs of the control plane",
    requirements=(
        StatedRequirement(
            requirement="api-server-audit",
            holds="the API server writes an audit log",
            at=("AU-2(c)", "AU-12(a)", "AU-12(c)"),
        ),
        StatedRequirement(
            requirement="api-server-audit-kept",
            holds="the API server keeps its audit log long enough to be fetched",
            at=("CM-6(b)",),
        ),
        StatedRequirement(
            requirement="managed-audit",
            holds="managed control planes write their audit logs",
            at=("AU-2(c)", "AU-12(a)"),
        ),
    ),
)
