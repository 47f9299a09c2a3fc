"""Databases, buckets, disks and image repositories of the cloud: are they encrypted?"""

from collections import Counter
from dataclasses import dataclass

from generator.model.cloud import ResourceKind
from generator.model.posture import Requirement
from generator.posture.base import Ground, Judgement, named, none_found, not_collected
from generator.posture.cloud_ground import Resource, accounts, judged_resources, resources
from generator.posture.mapping import mapped
from generator.text import counted

_KINDS = (
    ResourceKind.DATABASE,
    ResourceKind.STORAGE,
    ResourceKind.REPOSITORY,
    ResourceKind.VIRTUAL_MACHINE,
    ResourceKind.OTHER,
)
_STORES = (ResourceKind.DATABASE, ResourceKind.STORAGE, ResourceKind.REPOSITORY)

_REQUIREMENT = Requirement(
    id="cloud-storage-at-rest",
    area="Encryption at rest",
    title="Databases and storage of the cloud are encrypted",
    problem="Cloud storage is not encrypted",
    asks="Is every database, bucket, disk and image repository of the accounts encrypted?",
    rationale="Data at rest that is not encrypted is read by whoever gets at the medium or a copy.",
    fix="Switch encryption on; a database has to be restored from an encrypted copy of its snapshot.",
    reference="NIST SP 800-53 Rev. 5, SC-28; FedRAMP containers guidance, pipeline and hardened images (SC-28)",
    controls=mapped(fedramp="SC-28", nist="SC-28(1)", article="SC-13"),
)


@dataclass(frozen=True, slots=True)
class CloudAtRest:
    """See `Row`."""

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        found = resources(ground.facts, *_KINDS)
        said = [one for one in found if one.setting("encrypted")]
        silent = [one for one in found if one.said.kind in _STORES and not one.setting("encrypted")]
        if not accounts(ground.facts) or (silent and not said):
            return not_collected("how the cloud encrypts databases, buckets and repositories")
        if not said:
            return none_found("The collected accounts list no database, bucket or repository.")
        keys = Counter(one.setting("encryption key") or "key not named" for one in said if one.setting("encrypted") == "yes")
        told = "; keys: " + named([f"{count} {key}" for key, count in sorted(keys.items())]) if keys else ""
        right = sum(keys.values())
        missing = [f"the encryption of {named([one.key for one in silent])}"] if silent else []
        sentence = f"{right} of {counted(len(said), 'resource')} that say it are encrypted{told}."
        return judged_resources(sentence, said, _wrong, missing=missing)


def _wrong(one: Resource) -> str | None:
    return None if one.setting("encrypted") == "yes" else "is not encrypted"
