"""How much of a node a container may use (SC-6).

FedRAMP container guidance v1.0, Hardened Images.
"""

from generator.claims.mechanisms import RESOURCE_LIMITS
from generator.claims.plan_wording import PlannedRequirement
from generator.claims.stated import StatedTopic

RESOURCES = StatedTopic(
    name="resources",
    subject="Resource limits",
    requirements=(
        PlannedRequirement(
            requirement="resource-limits",
            holds="every container requests and limits CPU and memory, itself or by defaults of its namespace",
            at=("SC-6",),
            mechanism=RESOURCE_LIMITS,
            says=lambda scope: (
                f"{scope.All} {scope.does('request and limit', 'requests and limits')} CPU and memory for every container"
            ),
            lacks=("has containers without requests or limits", "have containers without requests or limits"),
        ),
        PlannedRequirement(
            requirement="resource-quota",
            holds="every namespace of the system has a ResourceQuota or a LimitRange",
            at=("SC-6",),
            mechanism=RESOURCE_LIMITS,
            says=lambda scope: (
                f"A ResourceQuota or LimitRange {scope.does('bound', 'bounds', number=1)} the use of CPU and "
                f"memory in {scope.all}"
            ),
            lacks=("has neither a ResourceQuota nor a LimitRange", "have neither a ResourceQuota nor a LimitRange"),
        ),
    ),
)
