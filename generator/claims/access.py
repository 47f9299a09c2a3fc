"""Who may do what in a cluster (AC-3, AC-6), and whether its API server asks (SC-3)."""

from generator.claims.mechanisms import CONTROL_PLANE_ACCESS, LEAST_PRIVILEGE, RBAC
from generator.claims.plan_wording import PlannedRequirement, by_reason
from generator.claims.stated import StatedTopic

ACCESS = StatedTopic(
    name="access",
    subject="Access to the {place}",
    requirements=(
        PlannedRequirement(
            requirement="rbac-too-wide",
            holds="only platform accounts hold cluster-admin, wildcards, read access to Secrets or the right to gain more",
            at=("AC-3", "AC-6"),
            mechanism=RBAC,
            says=lambda scope: (
                f"Kubernetes RBAC {scope.does('reserve', 'reserves', number=1)} cluster-admin, wildcard "
                "permissions, read access to Secrets and permissions to escalate privileges to accounts of the platform, "
                f"in {scope.all}"
            ),
            lacks=(
                "gives cluster-admin, wildcard permissions, read access to Secrets or permissions to escalate privileges",
                "give cluster-admin, wildcard permissions, read access to Secrets or permissions to escalate privileges",
            ),
            subject=("role binding", "role bindings"),
            lacks_of=by_reason,
        ),
        PlannedRequirement(
            requirement="api-server-access",
            holds="the API server refuses anonymous requests, authorizes by Node and RBAC, and takes no static credentials",
            at=("AC-3", "AC-6", "SC-3"),
            mechanism=CONTROL_PLANE_ACCESS,
            says=lambda scope: scope.acts(
                "refuse anonymous requests, authorize by Node and RBAC, and take no static credentials",
                "refuses anonymous requests, authorizes by Node and RBAC, and takes no static credentials",
            ),
            lacks=(
                "takes anonymous requests or static credentials, or does not authorize by Node and RBAC",
                "take anonymous requests or static credentials, or do not authorize by Node and RBAC",
            ),
        ),
        PlannedRequirement(
            requirement="kubelet-access",
            holds="kubelets refuse anonymous requests and have the API server authorize the others",
            at=("AC-3", "AC-6", "SC-3"),
            mechanism=CONTROL_PLANE_ACCESS,
            says=lambda scope: (
                f"The kubelets of {scope.all} {scope.does('refuse', 'refuses', number=2)} anonymous requests "
                "and have the API server authorize all others"
            ),
            lacks=(
                "has a kubelet that takes anonymous requests or authorizes requests by itself",
                "have kubelets that take anonymous requests or authorize requests by themselves",
            ),
        ),
        PlannedRequirement(
            requirement="service-account-token",
            holds="every workload that gets a token for the API uses another service account than default",
            at=("AC-6",),
            mechanism=LEAST_PRIVILEGE,
            says=lambda scope: scope.acts("run", "runs", " without the token of the default service account"),
            lacks=("receives a token of the default service account", "receive a token of the default service account"),
        ),
    ),
)
