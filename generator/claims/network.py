"""Which traffic the network lets through (SC-7, SC-7(5), AC-4), and what that keeps apart (SC-2, SC-3, SC-4)."""

from generator.claims.stated import StatedRequirement, StatedTopic

NETWORK = StatedTopic(
    name="network",
    subject="Network policies",
    requirements=(
        StatedRequirement(
            requirement="network-default-deny",
            holds="every namespace of the system denies ingress and egress of its pods unless a policy allows it",
            at=("SC-7(a)", "SC-7(5)", "AC-4", "SC-2", "SC-3", "SC-4"),
        ),
    ),
)
