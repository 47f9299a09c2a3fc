"""Which workloads come into question for a shape, and which are of a kind.

Everything else is not weighed, so that a large system takes no longer than the number of its shapes says.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from generator.graph.match_profiles import DrawnProfile, RunningProfile
from generator.graph.match_vocabulary import stem_of
from generator.graph.software_synonyms import APPLICATIONS, SoftwareNamed, is_product, role_of, stand_ins

_MOST_ALIKE = 300
"""Workloads that share a word or a kind up to which that brings each of them into question."""
_MOST_WEIGHED = 30
"""Workloads weighed for one shape: real systems have fewer that share anything with it."""

Kind = tuple[str, ...]
"""`("product", "PostgreSQL")`, `("role", "relational database")` or `("application",)`."""


def kind_of(drawn: DrawnProfile) -> Kind:
    """What a shape is by its products, else by its roles; a shape that says nothing is an application."""
    said = drawn.software
    if said.products:
        return ("product", *sorted(said.products))
    roles = said.roles - APPLICATIONS or said.roles
    return ("role", *sorted(roles)) if roles else ("application",)


def kind_words(kind: Kind) -> str:
    return " or ".join(kind[1:]) or "application"


class MatchCandidates:
    """Workloads by word, product and role."""

    def __init__(self, running: Iterable[RunningProfile]) -> None:
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._by_beginning: dict[str, set[str]] = defaultdict(set)
        self._by_kind: dict[str, set[str]] = defaultdict(set)
        self._own: set[str] = set()
        self._software: dict[str, SoftwareNamed] = {}
        self._peers: dict[tuple[Kind, bool], frozenset[str]] = {}
        self._of_operations: set[str] = set()
        for each in running:
            if each.key == each.twins[0]:
                self._enter(each)

    def _enter(self, running: RunningProfile) -> None:
        key = running.key
        self._software[key] = running.software
        for word in {word for name in running.names for word in name.words}:
            self._by_word[stem_of(word)].add(key)
            self._by_beginning[word[:3]].add(key)
        if running.is_copy or running.is_platform:
            return
        if running.is_of_operations:
            self._of_operations.add(key)
        roles = running.software.roles - APPLICATIONS or running.software.roles
        for kind in (*running.software.products, *roles):
            self._by_kind[kind].add(key)
        if running.is_own and not running.software.roles - APPLICATIONS:
            self._own.add(key)

    def of(self, drawn: DrawnProfile, neighbors: Collection[str]) -> Collection[str]:
        """Those worth weighing for a shape: the more they share with it, and the rarer that is, the sooner."""
        likely: dict[str, float] = defaultdict(float)
        shared: list[Collection[str]] = [
            self._by_word.get(stem_of(word), ()) for word in (*drawn.text, *drawn.aside, *drawn.technology)
        ]
        shared += [self._by_beginning.get(word[:3], ()) for word in (*drawn.text, *drawn.aside) if len(word) > 1]
        shared += [self._by_kind.get(kind, ()) for kind in (*drawn.software.products, *drawn.software.roles)]
        shared += [self._own, neighbors]
        for keys in shared:
            for key in keys if len(keys) <= _MOST_ALIKE else ():
                likely[key] += 1 / len(keys)
        return sorted(likely, key=lambda key: (-likely[key], key))[:_MOST_WEIGHED]

    def called(self, word: str) -> Collection[str]:
        """All workloads that have the word, or its singular, in a name."""
        return self._by_word.get(stem_of(word), frozenset())

    def peers(self, drawn: DrawnProfile) -> Collection[str]:
        """All workloads of a shape's kind and no other; by what its products are there for, where none is known to be one.

        A shape that says which one it is ("Photos") is none of the stores of logs and backups; "S3" may be all of them.
        """
        kind, which = kind_of(drawn), drawn.is_distinct
        if (kind, which) not in self._peers:
            peers = self._own if kind == ("application",) else self._of_that_kind(kind)
            self._peers[kind, which] = frozenset(peers - self._of_operations if which else peers)
        return self._peers[kind, which]

    def _of_that_kind(self, kind: Kind) -> set[str]:
        if found := self._of_kind(kind[1:]):
            return found
        if kind[0] != "product":
            return set()
        alike = self._of_kind({other for each in kind[1:] for other in stand_ins(each)})
        return alike or self._of_kind({role_of(each) for each in kind[1:]}, unnamed=True)

    def _of_kind(self, kinds: Collection[str], *, unnamed: bool = False) -> set[str]:
        found = {key for each in kinds for key in self._by_kind.get(each, ())}
        if unnamed:
            found = {key for key in found if not self._software[key].products}
        pure = {key for key in found if _own_roles(self._software[key]) <= set(map(_role, kinds))}
        return pure or found


def _own_roles(said: SoftwareNamed) -> frozenset[str]:
    return said.roles - APPLICATIONS or said.roles


def _role(kind: str) -> str:
    return role_of(kind) if is_product(kind) else kind
