"""How keys, certificates and credentials are kept (SC-12, CM-6)."""

from generator.claims.stated import StatedRequirement, StatedTopic

KEYS_AND_CREDENTIALS = StatedTopic(
    name="keys-and-credentials",
    subject="Keys and credentials",
    requirements=(
        StatedRequirement(
            requirement="certificates-valid",
            holds="certificates are valid and renewed in time",
            at=("SC-12",),
        ),
        StatedRequirement(
            requirement="secret-stores",
            holds="credentials come from a secrets store",
            at=("SC-12",),
        ),
        StatedRequirement(
            requirement="secrets-in-environment",
            holds="credentials do not stand in environment variables",
            at=("CM-6(b)",),
        ),
    ),
)
