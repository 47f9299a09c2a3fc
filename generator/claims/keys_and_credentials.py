"""How keys, certificates and credentials are kept (SC-12, CM-6)."""

from generator.claims.stated import StatedRequirement, StatedTopic

KEYS_AND_CREDENTIALS = StatedTopic(
    name="keys-and-credentials",
    subject="Keys and credentials",
    requirements=(
        StatedRequirement(
            requirement="certificates-valid",
            holds="every certificate that cert-manager keeps is ready, and renewed before it ends",
            at=("SC-12",),
        ),
        StatedRequirement(
            requirement="secret-stores",
            holds="credentials come from a store that keeps and rotates them",
            at=("SC-12",),
        ),
        StatedRequirement(
            requirement="secrets-in-environment",
            holds="no workload gets a credential through an environment variable or holds one in its manifest",
            at=("CM-6(b)",),
        ),
    ),
)
