"""Independent sensors that watch running containers (SI-4, SI-7, CM-6).

FedRAMP container guidance v1.0, Security Sensors: they may be deployed; where they are, everywhere containers run.
"""

from generator.claims.stated import StatedRequirement, StatedTopic

SECURITY_SENSORS = StatedTopic(
    name="security-sensors",
    subject="Security sensors",
    requirements=(
        StatedRequirement(
            requirement="sensor-on-every-node",
            holds="a runtime sensor runs, ready, on every node",
            at=("SI-4(c)", "SI-7(a)", "CM-6(d)"),
        ),
        StatedRequirement(
            requirement="sensor-everywhere",
            holds="sensors watch every cluster, and the places in which images are built and stored",
            at=("SI-4(c)", "SI-7(a)"),
        ),
        StatedRequirement(
            requirement="sensor-losses",
            holds="the sensors' own logs report no dropped events",
            at=("SI-4(a)",),
        ),
        StatedRequirement(
            requirement="sensor-alerts-delivered",
            holds="alerts of sensors leave the node for a place where people look, and one arrived",
            at=("SI-4(g)",),
        ),
    ),
)
