"""Stores that infrastructure code declares, beside those that accounts list.

What an account answers takes the place of what a file declares, as the API of a cluster does of its manifests: a declared store
that an account lists by its name is judged by the account, and one of a kind that an account listed whole, under a name that is
not in the list, is not judged. Of kinds that no account was asked for the file is the evidence.
"""

from collections.abc import Collection, Iterator, Sequence

import msgspec

from generator.checks.base import CheckContext, named
from generator.checks.cryptography.cloud_resources import answers_to
from generator.model.posture import Certainty, JudgedSubject
from generator.model.settings.base import Setting
from generator.model.settings.cloud_stores import DeclaredStore
from generator.model.verdict_makers import fails, passes, unknown

_STEP = "state it in the file, or collect the account"


class DeclaredStores(msgspec.Struct, frozen=True, kw_only=True):
    """By the name of the subject: `database orders`."""

    of: dict[str, tuple[Setting[DeclaredStore], ...]]

    @classmethod
    def collected(cls, context: CheckContext) -> "DeclaredStores":
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
                yield verdict(name, declared)

    def set_aside(self, context: CheckContext, reported: Collection[str]) -> str:
        """What to say of those that an account should list and does not; empty where there are none."""
        names = [name for name, of in sorted(self.of.items()) if name not in reported and _answered(context, of)]
        return f"Declared, and in no list of an account under this name: {named(names)}." if names else ""


def verdict(name: str, declared: Sequence[Setting[DeclaredStore]]) -> JudgedSubject:
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
