"""Encryption at rest: what stores volumes, and how the API server keeps secrets.

https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/, https://kubernetes.io/docs/concepts/storage/storage-classes/
"""

from generator.model.settings.base import Settings


class VolumeClass(Settings, frozen=True, kw_only=True):
    """A StorageClass."""

    provisioner: str = ""
    encrypted: bool | None = None
    """None where no parameter says it: the provider's default decides, which cannot be seen from here."""
    key: str = ""
    """Name of the key, where one is named."""
    default: bool = False
    """Volumes that name no class get this one."""


class VolumeUse(Settings, frozen=True, kw_only=True):
    """A PersistentVolume."""

    storage_class: str = ""
    driver: str = ""
    """`ebs.csi.aws.com`, `nfs`, `hostPath`, `local`."""
    claim: str = ""
    """`namespace/name` of the claim that it is bound to."""


class SecretsEncryption(Settings, frozen=True, kw_only=True):
    """The API server's EncryptionConfiguration, as far as it is about Secrets; names of providers only, never a key."""

    providers: tuple[str, ...] = ()
    """Of the first entry that is for Secrets, in its order: the first one writes. Empty where no entry is."""


class OpenShiftApiServer(Settings, frozen=True, kw_only=True):
    """`APIServer` of OpenShift: how etcd keeps secrets, and what is logged."""

    encryption: str = ""
    """`aescbc`, `aesgcm`, `KMS`, `identity`; empty means `identity`."""
    audit_profile: str = ""
    """`Default`, `WriteRequestBodies`, `AllRequestBodies`, `None`; empty means `Default`."""
    audit_off: tuple[str, ...] = ()
    """Groups of users whose requests a rule of its own leaves out of the log, sorted."""


class NodeFips(Settings, frozen=True, kw_only=True):
    """A MachineConfig of OpenShift that says whether nodes run in FIPS mode."""

    fips: bool
    role: str = ""
    """Of the nodes it is for: `worker`, `master`."""
