"""Whether what is stored is encrypted (SC-28, SC-28(1))."""

from generator.claims.stated import StatedRequirement, StatedTopic

ENCRYPTION_AT_REST = StatedTopic(
    name="encryption-at-rest",
    subject="Encryption at rest",
    requirements=(
        StatedRequirement(
            requirement="secrets-at-rest",
            holds="Secrets are encrypted before they are written to etcd",
            at=("SC-28", "SC-28(1)"),
        ),
        StatedRequirement(
            requirement="volumes-at-rest",
            holds="volumes are encrypted",
            at=("SC-28", "SC-28(1)"),
        ),
        StatedRequirement(
            requirement="cloud-storage-at-rest",
            holds="databases and storage of the cloud are encrypted",
            at=("SC-28", "SC-28(1)"),
        ),
    ),
)
