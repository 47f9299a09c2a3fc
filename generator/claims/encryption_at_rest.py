"""Whether what is stored is encrypted (SC-28, SC-28(1))."""

from generator.claims.mechanisms import STORAGE_ENCRYPTION
from generator.claims.plan_wording import PlannedRequirement
from generator.claims.stated import StatedTopic

ENCRYPTION_AT_REST = StatedTopic(
    name="encryption-at-rest",
    subject="Encryption at rest",
    requirements=(
        PlannedRequirement(
            requirement="secrets-at-rest",
            holds="the API server encrypts Secrets before it writes them to etcd",
            at=("SC-28", "SC-28(1)"),
            mechanism=STORAGE_ENCRYPTION,
            says=lambda scope: (
                f"The API server {scope.does('encrypt', 'encrypts', number=1)} Secrets before they are "
                f"written to etcd, in {scope.all}"
            ),
            lacks=("stores Secrets in etcd without encryption", "store Secrets in etcd without encryption"),
        ),
        PlannedRequirement(
            requirement="volumes-at-rest",
            holds="every storage class that is used encrypts its volumes",
            at=("SC-28", "SC-28(1)"),
            mechanism=STORAGE_ENCRYPTION,
            says=lambda scope: f"{scope.All} {scope.state('encrypted')}",
            lacks=("is not encrypted", "are not encrypted"),
        ),
        PlannedRequirement(
            requirement="cloud-storage-at-rest",
            holds="the databases, buckets, disks, file systems, queues and image repositories of the cloud are encrypted",
            at=("SC-28", "SC-28(1)"),
            mechanism=STORAGE_ENCRYPTION,
            says=lambda scope: f"{scope.All} {scope.state('encrypted')}",
            lacks=("is not encrypted", "are not encrypted"),
            subject=(
                "database, bucket, disk, file system, queue or image repository",
                "databases, buckets, disks, file systems, queues and image repositories",
            ),
        ),
    ),
)
