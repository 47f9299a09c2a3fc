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
                f"The API server {scope.does('encrypt', 'encrypts', number=1)} Secrets before writing them to etcd "
                f"in {scope.all}"
            ),
            lacks=("stores Secrets in etcd without encryption", "store Secrets in etcd without encryption"),
        ),
        PlannedRequirement(
            requirement="volumes-at-rest",
            holds="every storage class that is used encrypts its volumes",
            at=("SC-28", "SC-28(1)"),
            mechanism=STORAGE_ENCRYPTION,
            says=lambda scope: f"Encryption at rest {scope.state('enabled', number=1)} for {scope.all}",
            lacks=("does not provide encryption at rest", "do not provide encryption at rest"),
            subject=("persistent volume or storage class", "persistent volumes and storage classes"),
        ),
        PlannedRequirement(
            requirement="cloud-storage-at-rest",
            holds="the databases, buckets, disks, file systems, queues and image repositories of the cloud are encrypted",
            at=("SC-28", "SC-28(1)"),
            mechanism=STORAGE_ENCRYPTION,
            says=lambda scope: f"{scope.All} {scope.state('encrypted')} at rest",
            lacks=("is not encrypted at rest", "are not encrypted at rest"),
            subject=("database, data store or image repository", "databases, data stores and image repositories"),
        ),
    ),
)
