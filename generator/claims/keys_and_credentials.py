"""How keys, certificates and credentials are kept (SC-12, CM-6)."""

from generator.claims.mechanisms import CERTIFICATES, SECRETS_MANAGEMENT
from generator.claims.plan_wording import PlannedRequirement, by_reason
from generator.claims.stated import StatedTopic

KEYS_AND_CREDENTIALS = StatedTopic(
    name="keys-and-credentials",
    subject="Keys and credentials",
    requirements=(
        PlannedRequirement(
            requirement="certificates-valid",
            holds="every certificate that cert-manager keeps is ready, and renewed before it ends",
            at=("SC-12",),
            mechanism=CERTIFICATES,
            says=lambda scope: f"{scope.All} {scope.agree('is', 'are')} kept valid by cert-manager and renewed before expiry",
            lacks=("is not ready or not renewed in time", "are not ready or not renewed in time"),
        ),
        PlannedRequirement(
            requirement="secret-stores",
            holds="credentials come from a store that keeps and rotates them",
            at=("SC-12",),
            mechanism=SECRETS_MANAGEMENT,
            says=lambda scope: (
                f"{scope.All} {scope.agree('comes', 'come')} from a secrets store that keeps and rotates "
                f"{scope.agree('it', 'them')}"
            ),
            lacks=("does not come from a secrets store", "do not come from a secrets store"),
        ),
        PlannedRequirement(
            requirement="secrets-in-environment",
            holds="no workload gets a credential through an environment variable or holds one in its manifest",
            at=("CM-6(b)",),
            mechanism=SECRETS_MANAGEMENT,
            says=lambda scope: scope.acts(
                "receive",
                "receives",
                f" no credential through environment variables or {scope.agree('its manifest', 'their manifests')}",
            ),
            lacks=(
                "holds a credential in its manifest or gets one through an environment variable",
                "hold credentials in their manifests or get them through environment variables",
            ),
            lacks_of=by_reason,
        ),
    ),
)
