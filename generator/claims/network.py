"""Which traffic the network lets through (SC-7, SC-7(5), AC-4), and what that keeps apart (SC-2, SC-3, SC-4)."""

from generator.claims.mechanisms import NETWORK_POLICIES
from generator.claims.plan_wording import PlanWording
from generator.claims.stated import StatedRequirement, StatedTopic

NETWORK = StatedTopic(
    name="network",
    subject="Network policies",
    requirements=(
        StatedRequirement(
            requirement="network-default-deny",
            holds="every namespace of the system denies ingress and egress of its pods unless a policy allows it",
            at=("SC-7(a)", "SC-7(5)", "AC-4", "SC-2", "SC-3", "SC-4"),
            plan=PlanWording(
                mechanism=NETWORK_POLICIES,
                says=lambda scope: (
                    f"Network policies {scope.does('deny', 'denies', number=2)} pods all traffic that no policy "
                    f"allows, in {scope.all}"
                ),
                lacks=("has no policy that denies traffic by default", "have no policy that denies traffic by default"),
                subject=("namespace direction (ingress or egress)", "namespace directions (ingress and egress)"),
            ),
        ),
        StatedRequirement(
            requirement="database-open-to-users",
            plan=PlanWording(
                mechanism=NETWORK_POLICIES,
                says=lambda scope: f"No way in from outside leads to {scope.all}",
                lacks=("can be reached from outside", "can be reached from outside"),
            ),
        ),
    ),
)
