"""Databases, buckets, disks and image repositories of the cloud: are they encrypted?"""

from collections import Counter
from dataclasses import dataclass

from generator.checks.cryptography.cloud_resources import ReportedResource, accounts, judged_resources, resources
from generator.checks.mapping import mapped
from generator.model.cloud import ResourceKind
from generator.model.posture import PostureRequirement
from generator.posture.base import Judgment, PostureContext, named, none_found, not_collected
from generator.text import counted

_KINDS = (
    ResourceKind.DATABASE,
    ResourceKind.STORAGE,
    ResourceKind.REPOSITORY,
    ResourceKind.VIRTUAL_MACHINE,
    ResourceKind.OTHER,
)
_STORES = (ResourceKind.DATABASE, ResourceKind.STORAGE, ResourceKind.REPOSITORY)

_REQUIREMENT = PostureRequirement(
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

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        reported_resources = resources(context.facts, *_KINDS)
        encrypted = [resource for resource in reported_resources if resource.setting("encrypted")]
        silent = [
            resource
            for resource in reported_resources
            if resource.resource.kind in _STORES and not resource.setting("encrypted")
        ]
        if not accounts(context.facts) or (silent and not encrypted):
            return not_collected("how the cloud encrypts databases, buckets and repositories")
        if not encrypted:
            return none_found("The collected accounts list no database, bucket or repository.")
        keys = Counter(
            resource.setting("encryption key") or "key not named"
            for resource in encrypted
            if resource.setting("encrypted") == "yes"
        )
        detail = "; keys: " + named([f"{count} {key}" for key, count in sorted(keys.items())]) if keys else ""
        right = sum(keys.values())
        missing = [f"the encryption of {named([resource.key for resource in silent])}"] if silent else []
        sentence = f"{right} of {counted(len(encrypted), 'resource')} that say it are encrypted{detail}."
        return judged_resources(sentence, encrypted, _wrong, missing=missing)


def _wrong(resource: ReportedResource) -> str | None:
    return None if resource.setting("encrypted") == "yes" else "is not encrypted"
