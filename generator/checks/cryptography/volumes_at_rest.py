"""Volumes at rest: what storage classes ask for, volume by volume."""

from generator.checks.base import Check, CheckContext, Judgment, judged
from generator.checks.mapping import mapped
from generator.checks.populations import of_kinds
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.base import Setting
from generator.model.settings.rest import VolumeClass, VolumeUse
from generator.model.verdict_makers import fails, passes, unknown

_CLASS, _VOLUME = ("storage.k8s.io", "StorageClass"), ("", "PersistentVolume")
_ON_NODE = ("hostPath", "local", "kubernetes.io/no-provisioner", "rancher.io/local-path", "k8s.io/minikube-hostpath")
_ALWAYS = (
    "pd.csi.storage.gke.io",
    "kubernetes.io/gce-pd",
    "gcePersistentDisk",
    "disk.csi.azure.com",
    "kubernetes.io/azure-disk",
    "azureDisk",
)
"""Disks that their cloud always encrypts: https://docs.cloud.google.com/compute/docs/disks/disk-encryption,
https://learn.microsoft.com/azure/virtual-machines/disk-encryption-overview (server-side encryption)."""
_NODE_DISK = "lies on a node's disk whose encryption was not collected"
_SILENT = "the class does not say and the disk was not collected"

_REQUIREMENT = PostureRequirement(
    id="volumes-at-rest",
    area="Encryption at rest",
    title="Volumes are encrypted",
    problem="Volumes are not encrypted",
    asks="Does every storage class that is used encrypt its volumes?",
    rationale="A disk or snapshot that leaves the data center carries the data with it.",
    fix="Set `encrypted` and a key in the class's parameters, and move volumes of other classes.",
    reference="https://kubernetes.io/docs/concepts/storage/storage-classes/; FedRAMP containers guidance (SC-28)",
    controls=mapped(fedramp="SC-28", nist="SC-28(1)", ours="SC-12"),
    subjects=("volume or storage class", "volumes and storage classes"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the PersistentVolumes, and the classes that volumes name or that are the default; where no volumes were
    collected every class.

    A class declares what it asks for; the disk's own answer is not read, so no volume is observed to be encrypted.
    """
    classes, volumes = context.of(VolumeClass), context.of(VolumeUse)
    used = {volume.says.storage_class for volume in volumes}
    counting = [each for each in classes if not volumes or each.name in used or each.says.default]
    by_name = {each.name: each for each in classes}
    subjects = [*(_class(context, each) for each in counting), *(_volume(context, each, by_name) for each in volumes)]
    if subjects:
        return judged(subjects)
    none = "The cluster has no storage class that counts and no volume."
    return context.absent(none, "storage classes and volumes", _CLASS, _VOLUME)


def _class(context: CheckContext, each: Setting[VolumeClass]) -> JudgedSubject:
    if each.says.encrypted is False:
        text = "makes volumes without encryption (parameter encrypted)"
        return fails(each.key, text, each.cited, certainty=context.certainty_of(each))
    if each.says.encrypted:
        return passes(each.key, each.cited, certainty=Certainty.DECLARED)
    if each.says.provisioner in _ALWAYS:
        return passes(each.key, each.cited, certainty=Certainty.DECLARED, reason="its cloud encrypts every disk")
    if each.says.provisioner in _ON_NODE:
        return unknown(each.key, _NODE_DISK, each.cited)
    return unknown(each.key, _SILENT, each.cited)


def _volume(context: CheckContext, volume: Setting[VolumeUse], classes: dict[str, Setting[VolumeClass]]) -> JudgedSubject:
    """A volume that was made by hand is what its driver says, whatever class it names."""
    of = classes.get(volume.says.storage_class)
    if volume.says.driver in _ON_NODE:
        return unknown(volume.key, _NODE_DISK, volume.cited)
    if of is not None and of.says.encrypted is not None:
        cited = (volume.cited, of.cited)
        if of.says.encrypted:
            return passes(volume.key, *cited, certainty=Certainty.DECLARED, reason=f"its class {of.name} asks for encryption")
        text = f"was made without encryption (class {of.name})"
        certainty = context.certainty_of(of)
        return fails(volume.key, text, *cited, certainty=certainty, contested_by=[of.source])
    if volume.says.driver in _ALWAYS:
        return passes(volume.key, volume.cited, certainty=Certainty.DECLARED, reason="its cloud encrypts every disk")
    if of is None:
        return unknown(volume.key, "its storage class and its disk were not collected", volume.cited)
    return unknown(volume.key, _NODE_DISK if of.says.provisioner in _ON_NODE else _SILENT, volume.cited, of.cited)


CHECK = Check(
    requirement=_REQUIREMENT,
    judge=_judge,
    population=of_kinds("other volumes", _CLASS, _VOLUME),
    per_cluster=True,
    kubernetes=True,
)
