"""Whether what is stored is encrypted (SC-28, SC-28(1))."""

from generator.claims.stated import StatedRequirement, StatedTopic

ENCRYPTION_AT_REST = StatedTopic(
    name="encryption-at-rest",
    subject="Encryption at rest",
    requirements=(
        StatedRequirement(
            requirement="secrets-at-rest",
            holds="the API server encrypts Secrets before it writes them to etcd",
            at=("SC-28", "SC-28(1)"),
        ),
        StatedRequirement(
            requirement="volumes-at-rest",
            holds="every storage class that is used encrypts its volumes",
            at=("SC-28", "SC-28(1)"),
        ),
        StatedRequirement(
            requirement="cloud-storage-at-rest",
            holds="the databases, buckets, disks and image repositories of the accounts are encrypted",
            at=("SC-28", "SC-28(1)"),
        ),
    ),
)
