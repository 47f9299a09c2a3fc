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
            holds="every container has requests and limits for CPU and memory",
            at=("SC-6",),
        ),
        StatedRequirement(
            requirement="resource-quota",
            holds="every namespace has a quota or default limits",
            at=("SC-6",),
        ),
    ),
)
