"""Resources of clouds as rows look at them: by kind, with what is set, as evidence."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.model.cloud import HARBOR, CloudResource, CloudSnapshot, ResourceKind
from generator.model.facts import SystemFacts
from generator.model.posture import Citation, Problem, State
from generator.posture.base import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource, and the reply that tells of it."""

    said: CloudResource
    snapshot: CloudSnapshot

    @property
    def key(self) -> str:
        """`database orders`: what a waiver names."""
        return f"{self.said.kind} {self.said.name}"

    def setting(self, key: str) -> str | None:
        """What is set; None where the reply does not say it."""
        return dict(self.said.settings).get(key)

    def settings(self, start: str) -> Iterator[tuple[str, str]]:
        """Those whose key begins so."""
        yield from ((key, value) for key, value in self.said.settings if key.startswith(start))

    @property
    def cited(self) -> Citation:
        """As evidence: the provider's own name stands for the uid."""
        return Citation(
            kind=self.said.kind,
            name=self.said.name,
            uid=self.said.identifier,
            taken=self.snapshot.taken,
            source=self.said.source,
        )

    def problem(self, text: str) -> Problem:
        """Something is wrong with it."""
        return Problem(subject=self.key, text=text, citations=(self.cited,))


def accounts(facts: SystemFacts) -> tuple[CloudSnapshot, ...]:
    """Replies of clouds alone: a registry's settings say nothing of databases or control planes."""
    return tuple(one for one in facts.clouds if one.provider != HARBOR)


def resources(facts: SystemFacts, *kinds: ResourceKind) -> tuple[Resource, ...]:
    """All of these kinds, in the order of the replies."""
    found = (Resource(said=each, snapshot=snapshot) for snapshot in facts.clouds for each in snapshot.resources)
    return tuple(one for one in found if one.said.kind in kinds)


def judged_resources(
    found: str, asked: Iterable[Resource], wrong: Callable[[Resource], str | None], *, missing: Iterable[str] = ()
) -> Judgement:
    """Each resource that says something, judged by one question; `wrong` gives what is wrong with it in words."""
    looked_at = tuple(asked)
    faults = [(one, wrong(one)) for one in looked_at]
    problems = tuple(one.problem(text) for one, text in faults if text)
    return Judgement(
        state=State.NOT_ENFORCING if problems else State.ENFORCING,
        found=found,
        missing=tuple(missing),
        problems=problems,
        citations=tuple(one.cited for one in looked_at),
        held=(len(looked_at) - len(problems), len(looked_at)),
    )
