"""Resources of clouds as rows look at them: by kind, with what is set, as evidence."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.model.cloud import HARBOR, CloudResource, CloudSnapshot, ResourceKind
from generator.model.facts import SystemFacts
from generator.model.posture import ObjectCitation, PostureState, Problem
from generator.posture.base import Judgment


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedResource:
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
        """As evidence: the provider's own name stands for the uid."""
        return ObjectCitation(
            kind=self.resource.kind,
            name=self.resource.name,
            uid=self.resource.identifier,
            taken=self.snapshot.taken,
            source=self.resource.source,
        )

    def problem(self, text: str) -> Problem:
        """Something is wrong with it."""
        return Problem(subject=self.key, text=text, citations=(self.cited,))


def accounts(facts: SystemFacts) -> tuple[CloudSnapshot, ...]:
    """Replies of clouds alone: a registry's settings say nothing of databases or control planes."""
    return tuple(cloud for cloud in facts.clouds if cloud.provider != HARBOR)


def resources(facts: SystemFacts, *kinds: ResourceKind) -> tuple[ReportedResource, ...]:
    """All of these kinds, in the order of the replies."""
    candidates = (
        ReportedResource(resource=resource, snapshot=snapshot) for snapshot in facts.clouds for resource in snapshot.resources
    )
    return tuple(resource for resource in candidates if resource.resource.kind in kinds)


def judged_resources(
    summary: str,
    examined: Iterable[ReportedResource],
    wrong: Callable[[ReportedResource], str | None],
    *,
    missing: Iterable[str] = (),
) -> Judgment:
    """Each resource that says something, judged by one question; `wrong` gives what is wrong with it in words."""
    looked_at = tuple(examined)
    faults = [(resource, wrong(resource)) for resource in looked_at]
    problems = tuple(resource.problem(text) for resource, text in faults if text)
    return Judgment(
        state=PostureState.NOT_ENFORCING if problems else PostureState.ENFORCING,
        summary=summary,
        missing=tuple(missing),
        problems=problems,
        citations=tuple(resource.cited for resource in looked_at),
        held=(len(looked_at) - len(problems), len(looked_at)),
    )
