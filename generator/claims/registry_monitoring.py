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
            holds="a program scans running images by itself and has a report of the last 30 days for each digest that runs",
            at=("RA-5(a)", "SI-4(a)"),
        ),
        StatedRequirement(
            requirement="registry-monitor-alarms",
            holds="a monitor looks for running images that were not scanned in time, and no alarm of its last run is open",
            at=("RA-5(a)", "SI-4(a)"),
        ),
        StatedRequirement(
            requirement="registry-scans-images",
            holds="every repository that running images come from scans on push or continuously",
            at=("RA-5(a)", "SI-4(a)"),
        ),
        StatedRequirement(
            requirement="inspector-coverage",
            holds="every machine and image that the cloud's scanner lists is actively scanned",
            at=("RA-5(a)", "SI-4(a)"),
        ),
    ),
)
