"""Whether traffic is encrypted, inside the system and on its way in (SC-8, SC-8(1), SC-13)."""

from generator.claims.mechanisms import BOUNDARY_ENCRYPTION, CONTROL_PLANE_ACCESS, CONTROL_PLANE_ENCRYPTION, MUTUAL_TLS
from generator.claims.plan_wording import PlannedRequirement
from generator.claims.stated import StatedTopic

ENCRYPTION_IN_TRANSIT = StatedTopic(
    name="encryption-in-transit",
    subject="Encryption in transit",
    requirements=(
        PlannedRequirement(
            requirement="mesh-mtls",
            holds="traffic between all services is encrypted with mutual TLS",
            at=("SC-8", "SC-8(1)"),
            mechanism=MUTUAL_TLS,
            says=lambda scope: (
                f"The service mesh {scope.does('accept', 'accepts', number=1)} traffic to {scope.all} with mutual TLS only"
            ),
            lacks=("accepts traffic without mutual TLS", "accept traffic without mutual TLS"),
        ),
        PlannedRequirement(
            requirement="mesh-last-hop",
            holds="the traffic between an application and the proxy in its pod is protected",
            at=("SC-8",),
            mechanism=MUTUAL_TLS,
            says=lambda scope: (
                f"The hop between the application and the proxy in its pod {scope.state('protected', number=1)} for {scope.all}"
            ),
            lacks=("leaves the hop to its proxy unprotected", "leave the hop to their proxies unprotected"),
        ),
        PlannedRequirement(
            requirement="entry-tls",
            holds="every entry point is served with TLS only",
            at=("SC-8", "SC-8(1)"),
            mechanism=BOUNDARY_ENCRYPTION,
            says=lambda scope: scope.acts(
                "serve TLS and redirect or refuse plain requests", "serves TLS and redirects or refuses plain requests"
            ),
            lacks=("accepts requests without TLS", "accept requests without TLS"),
            subject=("entry point", "entry points"),
        ),
        PlannedRequirement(
            requirement="load-balancer-tls",
            holds="every listener of the load balancers uses TLS 1.2 or later, or redirects to one that does",
            at=("SC-8", "SC-8(1)"),
            mechanism=BOUNDARY_ENCRYPTION,
            says=lambda scope: scope.acts(
                "accept TLS 1.2 or later, or redirect", "accepts TLS 1.2 or later, or redirects", " to a listener that does"
            ),
            lacks=(
                "accepts unencrypted connections or older versions of TLS",
                "accept unencrypted connections or older versions of TLS",
            ),
            subject=("listener of the load balancers", "listeners of the load balancers"),
        ),
        PlannedRequirement(
            requirement="api-server-tls",
            holds="the API server uses certificates everywhere, with TLS 1.2 or later and no weak cipher",
            at=("SC-8", "SC-13(b)"),
            mechanism=CONTROL_PLANE_ENCRYPTION,
            says=lambda scope: scope.acts(
                "use certificates and TLS 1.2 or later on every connection and offer no weak cipher suite",
                "uses certificates and TLS 1.2 or later on every connection and offers no weak cipher suite",
            ),
            lacks=(
                "has connections without certificates, with an older version of TLS or with a weak cipher suite",
                "have connections without certificates, with an older version of TLS or with a weak cipher suite",
            ),
        ),
        PlannedRequirement(
            requirement="etcd-access",
            holds="etcd uses certificates towards clients and peers, and refuses clients without one",
            at=("SC-8", "AC-3"),
            mechanism=CONTROL_PLANE_ACCESS,
            says=lambda scope: scope.acts(
                "require certificates of clients and peers", "requires certificates of clients and peers"
            ),
            lacks=("accepts connections without a certificate", "accept connections without a certificate"),
        ),
    ),
)
