"""Who may do what in a cluster (AC-3, AC-6), and whether its API server asks (SC-3)."""

from generator.claims.stated import StatedRequirement, StatedTopic

ACCESS = StatedTopic(
    name="access",
    subject="Access to the cluster",
    requirements=(
        StatedRequirement(
            requirement="rbac-too-wide",
            holds="access is held no wider than needed",
            at=("AC-3", "AC-6"),
        ),
        StatedRequirement(
            requirement="api-server-access",
            holds="the API server knows everybody who asks, and decides by RBAC",
            at=("AC-3", "AC-6", "SC-3"),
        ),
        StatedRequirement(
            requirement="kubelet-access",
            holds="kubelets know everybody who asks, and leave the decision to the API server",
            at=("AC-3", "AC-6", "SC-3"),
        ),
        StatedRequirement(
            requirement="service-account-token",
            holds="only workloads with an account of their own get a token for the API",
            at=("AC-6",),
        ),
    ),
)
