"""Whether traffic is encrypted, inside the system and on its way in (SC-8, SC-8(1), SC-13)."""

from generator.claims.stated import StatedRequirement, StatedTopic

ENCRYPTION_IN_TRANSIT = StatedTopic(
    name="encryption-in-transit",
    subject="Encryption in transit",
    requirements=(
        StatedRequirement(
            requirement="mesh-mtls",
            holds="traffic between services is encrypted with both ends known",
            at=("SC-8", "SC-8(1)"),
        ),
        StatedRequirement(
            requirement="mesh-last-hop",
            holds="the way from an application to the proxy beside it is protected",
            at=("SC-8",),
        ),
        StatedRequirement(
            requirement="entry-tls",
            holds="every way in from outside is encrypted",
            at=("SC-8", "SC-8(1)"),
        ),
        StatedRequirement(
            requirement="load-balancer-tls",
            holds="load balancers take encrypted connections only",
            at=("SC-8", "SC-8(1)"),
        ),
        StatedRequirement(
            requirement="api-server-tls",
            holds="the control plane speaks TLS to everybody, with no weak version or cipher",
            at=("SC-8", "SC-13(b)"),
        ),
        StatedRequirement(
            requirement="etcd-access",
            holds="etcd speaks TLS and asks clients and peers for certificates",
            at=("SC-8", "AC-3"),
        ),
    ),
)
