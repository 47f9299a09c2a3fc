"""Resources of clouds as checks look at them: by kind, with what is set, as evidence."""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from generator.checks.base import CheckContext, Population, named
from generator.model.cloud import HARBOR, CloudResource, CloudSnapshot, ResourceKind
from generator.model.facts import SystemFacts
from generator.model.posture import JudgedSubject, ObjectCitation
from generator.model.verdict_makers import unknown
from generator.text import agreeing


class ReportedResource(msgspec.Struct, frozen=True, kw_only=True):
    """One resource, and the reply that tells of it."""

    resource: CloudResource
    snapshot: CloudSnapshot

    @property
    def key(self) -> str:
        """`database orders`: what a waiver names."""
        return f"{self.resource.kind} {self.resource.name}"

    def setting(self, key: str) -> str | None:
        """What is set; None where the reply does not say it."""
        return dict(self.resource.settings).get(key)

    def settings(self, start: str) -> Iterator[tuple[str, str]]:
        """Those whose key begins so."""
        yield from ((key, value) for key, value in self.resource.settings if key.startswith(start))

    @property
    def cited(self) -> ObjectCitation:
        """As evidence."""
        return self.snapshot.cite(self.resource)


def accounts(facts: SystemFacts) -> tuple[CloudSnapshot, ...]:
    """Replies of clouds alone: a registry's settings say nothing of databases or control planes."""
    return tuple(cloud for cloud in facts.clouds if cloud.provider != HARBOR)


def resources(facts: SystemFacts, *kinds: ResourceKind) -> tuple[ReportedResource, ...]:
    """All of these kinds, in the order of the replies."""
    candidates = (
        ReportedResource(resource=resource, snapshot=snapshot) for snapshot in facts.clouds for resource in snapshot.resources
    )
    return tuple(resource for resource in candidates if resource.resource.kind in kinds)


def named_apart(reported: Iterable[ReportedResource]) -> dict[str, tuple[ReportedResource, ...]]:
    """What the replies say of each resource, by its key; by key and identifier where two resources have one key."""
    each = tuple(reported)
    things = {(resource.key, resource.resource.identifier) for resource in each}
    shared = {key for key, number in Counter(key for key, _ in things).items() if number > 1}
    by_name: dict[str, list[ReportedResource]] = {}
    for resource in each:
        name = f"{resource.key} ({resource.resource.identifier})" if resource.key in shared else resource.key
        by_name.setdefault(name, []).append(resource)
    return {name: tuple(replies) for name, replies in by_name.items()}


def answers_to(facts: SystemFacts, operation: str) -> tuple[CloudSnapshot, ...]:
    """Replies to a question, as `rds describe-db-instances`."""
    return tuple(cloud for cloud in accounts(facts) if operation in cloud.operation)


def all_answered(facts: SystemFacts, questions: Iterable[str]) -> bool:
    """Did some account answer each of these questions?"""
    return all(answers_to(facts, question) for question in questions)


def of_accounts(others: str, *questions: str) -> Population:
    """What the collected accounts of AWS hold: each of them has to have answered every question that lists a part of it.

    Which regions an account uses, and which accounts there are beside the collected ones, no reply tells.
    """

    def missing(context: CheckContext) -> Iterator[JudgedSubject]:
        replies = accounts(context.facts)
        for account in sorted({cloud.account for cloud in replies}):
            own = [cloud.operation for cloud in replies if cloud.account == account]
            open_ = [f"`aws {question}`" for question in questions if not any(question in each for each in own)]
            if open_:
                reason, step = f"{named(open_)} {agreeing(len(open_), 'was', 'were')} not collected", f"collect {named(open_)}"
                yield unknown(f"{others} of account {account}", reason, next_step=step)

    return missing
