"""Databases, buckets, disks, file systems, queues and image repositories of the cloud: are they encrypted?"""

from collections.abc import Sequence

from generator.checks.base import Check, CheckContext, Judgment, judged, none_found, not_collected
from generator.checks.cryptography.cloud_resources import (
    ReportedResource,
    accounts,
    all_answered,
    named_apart,
    of_accounts,
    resources,
)
from generator.checks.cryptography.declared_stores import DeclaredStores, verdict
from generator.checks.mapping import mapped
from generator.model.cloud import CloudSnapshot, ResourceKind
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.base import Setting
from generator.model.settings.cloud_stores import DeclaredStore
from generator.model.verdict_makers import cite, fails, passes, unknown

_STORES = (ResourceKind.DATABASE, ResourceKind.STORAGE, ResourceKind.REPOSITORY)
_OTHERS = (ResourceKind.VIRTUAL_MACHINE, ResourceKind.OTHER)
"""Subjects only where the answer says how they are encrypted: a machine is no store, its disks are."""
_QUESTIONS = ("rds describe-db-instances", "rds describe-db-clusters", "s3 list-buckets", "ecr describe-repositories")
_ABOUT_STORES = ("rds ", "s3 ", "ecr ")
_LATER = "Default encryption of a bucket covers objects that were written after it was set."

_REQUIREMENT = PostureRequirement(
    id="cloud-storage-at-rest",
    area="Encryption at rest",
    title="Databases and storage of the cloud are encrypted",
    problem="Cloud storage is not encrypted",
    asks="Is every database, bucket, disk, file system, queue and image repository of the cloud encrypted?",
    rationale="Data at rest that is not encrypted can be read by anyone with access to the medium or a copy.",
    fix="Switch encryption on; a database has to be restored from an encrypted copy of its snapshot.",
    reference="NIST SP 800-53 Rev. 5, SC-28; FedRAMP containers guidance, pipeline and hardened images (SC-28)",
    controls=mapped(fedramp="SC-28", nist="SC-28(1)", article="SC-13"),
    subjects=("resource", "resources"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the databases, buckets and image repositories of the accounts that were collected, each question to
    the cloud of which a part was refused or is missing, and the stores that infrastructure code declares (`declared_stores`).

    Disks, file systems and snapshots are subjects where an answer lists them with their encryption.
    """
    reported = [*resources(context.facts, *_STORES)]
    reported += [each for each in resources(context.facts, *_OTHERS) if each.setting("encrypted")]
    declared, apart = DeclaredStores.collected(context), named_apart(reported)
    subjects = [_resource(name, replies, declared.of.get(name, ())) for name, replies in apart.items()]
    listed = {each.key for each in reported}
    subjects += declared.alone(context, listed)
    subjects += [each for cloud in accounts(context.facts) for each in _missing(cloud)]
    aside = declared.set_aside(context, listed)
    if subjects:
        buckets = any(each.resource.kind is ResourceKind.STORAGE for each in reported)
        return judged(subjects, notes=[note for note in (_LATER if buckets else "", aside) if note])
    if all_answered(context.facts, _QUESTIONS):
        notes = [aside] if aside else []
        return none_found("The collected accounts list no database, bucket or image repository.", notes=notes)
    return not_collected("how the cloud encrypts databases, buckets and repositories")


def _resource(name: str, replies: Sequence[ReportedResource], declared: Sequence[Setting[DeclaredStore]]) -> JudgedSubject:
    """Where two answers differ the worse counts, and the other contests it; so does a file that declares something else."""
    plain = [each for each in replies if each.setting("encrypted") not in (None, "yes")]
    encrypted = [each for each in replies if each.setting("encrypted") == "yes"]
    if plain:
        rivals = [each.resource.source for each in encrypted] + [each.source for each in declared if each.says.encrypted]
        contested = [*(each.resource.source for each in plain), *rivals] if rivals else []
        cited = (each.cited for each in plain)
        return fails(name, "is not encrypted", *cited, certainty=Certainty.OBSERVED, contested_by=contested)
    if encrypted:
        key = next((key for each in encrypted if (key := each.setting("encryption key"))), "not named")
        cited = (each.cited for each in encrypted)
        rivals = [each.source for each in declared if each.says.encrypted is False]
        return passes(name, *cited, certainty=Certainty.OBSERVED, reason=f"key: {key}", contested_by=rivals)
    if declared:
        return verdict(name, declared)
    return unknown(name, "the answer does not say", *(each.cited for each in replies))


def _missing(cloud: CloudSnapshot) -> list[JudgedSubject]:
    """Stores of which nothing is known, because the answer is not whole."""
    at = f"account {cloud.account or 'not named'}, region {cloud.region or 'not named'}"
    return [
        unknown(f"{what} ({at})", f"the answer is not whole: {why}", *cite("Reply", what, cloud.evidence.source))
        for what, why in cloud.not_collected
        if what.startswith(_ABOUT_STORES)
    ]


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=of_accounts("other stores", *_QUESTIONS))
