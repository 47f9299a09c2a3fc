"""Databases, buckets, disks, file systems, queues and image repositories of the cloud: are they encrypted?"""

from collections.abc import Collection, Iterator, Sequence

import msgspec

from generator.checks.base import Check, CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.cryptography.cloud_resources import (
    ReportedResource,
    accounts,
    all_answered,
    answers_to,
    named_apart,
    of_accounts,
    resources,
)
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


_STEP = "state it in the file, or collect the account"


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the databases, buckets and image repositories of the accounts that were collected, each question to
    the cloud of which a part was refused or is missing, and the stores that infrastructure code declares (`declared_stores`).

    Disks, file systems and snapshots are subjects where an answer lists them with their encryption.
    """
    reported = [*resources(context.facts, *_STORES)]
    reported += [each for each in resources(context.facts, *_OTHERS) if each.setting("encrypted")]
    declared, apart = _DeclaredStores.collected(context), named_apart(reported)
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
        return _verdict(name, declared)
    return unknown(name, "the answer does not say", *(each.cited for each in replies))


def _missing(cloud: CloudSnapshot) -> list[JudgedSubject]:
    """Stores of which nothing is known, because the answer is not whole."""
    at = f"account {cloud.account or 'not named'}, region {cloud.region or 'not named'}"
    return [
        unknown(f"{what} ({at})", f"the answer is not whole: {why}", *cite("Reply", what, cloud.evidence.source))
        for what, why in cloud.not_collected
        if what.startswith(_ABOUT_STORES)
    ]


class _DeclaredStores(msgspec.Struct, frozen=True, kw_only=True):
    """Stores that infrastructure code declares, by the name of the subject: `database orders`.

    What an account answers takes the place of what a file declares, as the API of a cluster does of its manifests: a declared
    store that an account lists by its name is judged by the account, and one of a kind that an account listed whole, under a
    name that is not in the list, is not judged. Of kinds that no account was asked for the file is the evidence.
    """

    of: dict[str, tuple[Setting[DeclaredStore], ...]]

    @classmethod
    def collected(cls, context: CheckContext) -> "_DeclaredStores":
        """Of everything that was collected."""
        found: dict[str, tuple[Setting[DeclaredStore], ...]] = {}
        for configuration in context.facts.configurations:
            for each in configuration.of(DeclaredStore):
                name = f"{each.says.kind} {each.name}"
                found[name] = (*found.get(name, ()), each)
        return cls(of=found)

    def alone(self, context: CheckContext, reported: Collection[str]) -> Iterator[JudgedSubject]:
        """Verdicts on those that no account lists, and of whose kind none was asked."""
        for name, declared in sorted(self.of.items()):
            if name not in reported and not _answered(context, declared):
                yield _verdict(name, declared)

    def set_aside(self, context: CheckContext, reported: Collection[str]) -> str:
        """What to say of those that an account should list and does not; empty where there are none."""
        names = [name for name, of in sorted(self.of.items()) if name not in reported and _answered(context, of)]
        return f"Declared, and in no list of an account under this name: {named(names)}." if names else ""


def _verdict(name: str, declared: Sequence[Setting[DeclaredStore]]) -> JudgedSubject:
    """Of one store by its files alone; the worst of them counts, and the others contest it."""
    plain = [each for each in declared if each.says.encrypted is False]
    open_ = [each for each in declared if each.says.encrypted is None]
    first = (plain or open_ or list(declared))[0]
    cited = [each.cited for each in plain or open_ or declared]
    differ = len({each.says.encrypted for each in declared}) > 1
    rivals = [each.source for each in declared] if differ else []
    if plain:
        text = f"is not encrypted as declared: {first.says.shown}"
        return fails(name, text, *cited, certainty=Certainty.DECLARED, contested_by=rivals)
    if open_:
        return unknown(name, first.says.shown, *cited, next_step=_STEP, contested_by=rivals)
    return passes(name, *cited, certainty=Certainty.DECLARED, reason=first.says.shown)


def _answered(context: CheckContext, declared: Sequence[Setting[DeclaredStore]]) -> bool:
    return all(each.says.asks and answers_to(context.facts, each.says.asks) for each in declared)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=of_accounts("other stores", *_QUESTIONS))
