"""Storage classes, volumes, and OpenShift's own settings for keys. See `generator.model.settings.rest`.

https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md, …/aws-efs-csi-driver,
https://github.com/kubernetes-sigs/azuredisk-csi-driver/blob/master/docs/driver-parameters.md,
https://docs.cloud.google.com/kubernetes-engine/docs/how-to/using-cmek
"""

from collections.abc import Mapping

import msgspec

from generator.model.settings.rest import NodeFips, OpenShiftApiServer, SecretsEncryption, VolumeClass, VolumeUse
from generator.parsers.cluster import foreign
from generator.parsers.cluster.plain_objects import below, plain, truth
from generator.parsers.cluster.setting_subject import SettingSubject

_KEYS = tuple(
    "kmsKeyId kmskeyid diskEncryptionSetID disk-encryption-kms-key encryptionKMSID instance-encryption-kms-key".split()
)
_FLAGS = ("encrypted", "encryption", "secure")
"""Parameters of drivers that say yes or no: Amazon's and Longhorn's, Rook's, Portworx's."""
_SECRETS = frozenset({"secrets", "*.*", "*."})
"""Of an EncryptionConfiguration: https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/."""
_ROLE = "machineconfiguration.openshift.io/role"
_DEFAULT = "storageclass.kubernetes.io/is-default-class"
_SOURCES = tuple("csi awsElasticBlockStore gcePersistentDisk azureDisk azureFile nfs hostPath local iscsi fc".split())


class _EncryptionConfiguration(msgspec.Struct):
    resources: object = None


def read_class(subject: SettingSubject) -> VolumeClass:
    """A StorageClass."""
    storage_class = plain(subject)
    parameters = foreign.members(storage_class.parameters)
    key = next((foreign.text(parameters[name]) for name in _KEYS if foreign.text(parameters.get(name))), "")
    return VolumeClass(
        provisioner=foreign.text(storage_class.provisioner),
        encrypted=True if key else _flag(parameters),
        key=key,
        default=truth(storage_class.annotations().get(_DEFAULT)) is True,
    )


def read_volume(subject: SettingSubject) -> VolumeUse:
    """A PersistentVolume."""
    volume = plain(subject)
    spec = foreign.members(volume.spec)
    source = next((name for name in _SOURCES if name in spec), "")
    driver = foreign.text(foreign.members(spec["csi"]).get("driver")) if source == "csi" else source
    bound = [foreign.text(below(spec.get("claimRef"), key)) for key in ("namespace", "name")]
    claim = "/".join(bound) if all(bound) else ""
    return VolumeUse(storage_class=foreign.text(spec.get("storageClassName")), driver=driver, claim=claim)


def read_encryption(subject: SettingSubject) -> SecretsEncryption:
    """An EncryptionConfiguration. NOTE: it holds keys; the names of its providers are all that is kept."""
    for entry in map(foreign.members, foreign.entries(subject.typed(_EncryptionConfiguration).resources)):
        if _SECRETS.intersection(map(foreign.text, foreign.entries(entry.get("resources")))):
            providers = map(foreign.members, foreign.entries(entry.get("providers")))
            return SecretsEncryption(providers=tuple(next(iter(each), "") for each in providers))
    return SecretsEncryption()


def read_api_server(subject: SettingSubject) -> OpenShiftApiServer:
    """`APIServer` of config.openshift.io."""
    api_server = plain(subject)
    return OpenShiftApiServer(
        encryption=foreign.text(api_server.in_spec("encryption", "type")),
        audit_profile=foreign.text(api_server.in_spec("audit", "profile")),
        audit_off=tuple(
            sorted(
                foreign.text(each.get("group"))
                for each in map(foreign.members, foreign.entries(api_server.in_spec("audit", "customRules")))
                if each.get("profile") == "None"
            )
        ),
    )


def read_machine_config(subject: SettingSubject) -> NodeFips | None:
    """A MachineConfig; None where it says nothing about FIPS mode."""
    fips = truth(plain(subject).in_spec("fips"))
    return None if fips is None else NodeFips(fips=fips, role=foreign.text(subject.labels.get(_ROLE)))


def _flag(parameters: Mapping[str, object]) -> bool | None:
    flags = [truth(parameters[name]) for name in _FLAGS if name in parameters]
    return next((each for each in flags if each is not None), None)
