"""How much of a node a container may use (SC-6).

FedRAMP container guidance v1.0, Hardened Images.
"""

from generator.claims.stated import StatedRequirement, StatedTopic

RESOURCES = StatedTopic(
    name="resources",
    subject="Resource limits",
    requirements=(
        StatedRequirement(
            requirement="resource-limits",
            holds="every container requests and limits CPU and memory, itself or by defaults of its namespace",
            at=("SC-6",),
        ),
        StatedRequirement(
            requirement="resource-quota",
            holds="every namespace of the system has a ResourceQuota or a LimitRange",
            at=("SC-6",),
        ),
    ),
)
