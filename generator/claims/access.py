"""Who may do what in a cluster (AC-3, AC-6), and whether its API server asks (SC-3)."""

from generator.claims.stated import StatedRequirement, StatedTopic

ACCESS = StatedTopic(
    name="access",
    subject="Access to the {place}",
    requirements=(
        StatedRequirement(
            requirement="rbac-too-wide",
            holds="only platform accounts hold cluster-admin, wildcards, read access to Secrets or the right to gain more",
            at=("AC-3", "AC-6"),
        ),
        StatedRequirement(
            requirement="api-server-access",
            holds="the API server refuses anonymous requests, authorizes by Node and RBAC, and takes no static credentials",
            at=("AC-3", "AC-6", "SC-3"),
        ),
        StatedRequirement(
            requirement="kubelet-access",
            holds="kubelets refuse anonymous requests and have the API server authorize the others",
            at=("AC-3", "AC-6", "SC-3"),
        ),
        StatedRequirement(
            requirement="service-account-token",
            holds="every workload that gets a token for the API uses another service account than default",
            at=("AC-6",),
        ),
    ),
)
