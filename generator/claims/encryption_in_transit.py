"""Whether traffic is encrypted, inside the system and on its way in (SC-8, SC-8(1), SC-13)."""

from generator.claims.stated import StatedRequirement, StatedTopic

ENCRYPTION_IN_TRANSIT = StatedTopic(
    name="encryption-in-transit",
    subject="Encryption in transit",
    requirements=(
        StatedRequirement(
            requirement="mesh-mtls",
            holds="traffic between all services is encrypted with mutual TLS",
            at=("SC-8", "SC-8(1)"),
        ),
        StatedRequirement(
            requirement="mesh-last-hop",
            holds="the traffic between an application and the proxy in its pod is protected",
            at=("SC-8",),
        ),
        StatedRequirement(
            requirement="entry-tls",
            holds="every way in is served with TLS only",
            at=("SC-8", "SC-8(1)"),
        ),
        StatedRequirement(
            requirement="load-balancer-tls",
            holds="every listener of the load balancers uses TLS 1.2 or later, or redirects to one that does",
            at=("SC-8", "SC-8(1)"),
        ),
        StatedRequirement(
            requirement="api-server-tls",
            holds="the API server uses certificates everywhere, with TLS 1.2 or later and no weak cipher",
            at=("SC-8", "SC-13(b)"),
        ),
        StatedRequirement(
            requirement="etcd-access",
            holds="etcd uses certificates towards clients and peers, and refuses clients without one",
            at=("SC-8", "AC-3"),
        ),
    ),
)
