"""Whether images in the registry and those that run are scanned again and again (RA-5, SI-4).

FedRAMP container guidance v1.0, Registry Monitoring.
"""

from generator.claims.stated import StatedRequirement, StatedTopic

REGISTRY_MONITORING = StatedTopic(
    name="registry-monitoring",
    subject="Registry monitoring",
    requirements=(
        StatedRequirement(
            requirement="running-images-watched",
            holds="a program scans running images again by itself, and none of them is left out",
            at=("RA-5(a)", "SI-4(a)"),
        ),
        StatedRequirement(
            requirement="registry-monitor-alarms",
            holds="a monitor looks for running images that were not scanned in time, and no alarm of its last run is open",
            at=("RA-5(a)", "SI-4(a)"),
        ),
        StatedRequirement(
            requirement="registry-scans-images",
            holds="the registry scans what is pushed to it",
            at=("RA-5(a)", "SI-4(a)"),
        ),
        StatedRequirement(
            requirement="inspector-coverage",
            holds="the cloud's scanner watches every machine and image that it lists",
            at=("RA-5(a)", "SI-4(a)"),
        ),
    ),
)
